"""Say in the window's language why something was not done."""

from upr_desktop.jobs.telling import how_to_fix, place, sentence, what
from upr_desktop.register.errors import Problem, RegisterError, RulesBroken
from upr_desktop.ui.look import Look

NAMED = 3


def told(look: Look, error: RegisterError) -> str:
    """Return the sentences for an error from outside: broken rules each with what to do, the first few."""
    language = look.language.code
    said = [sentence(error, language)]
    if isinstance(error, RulesBroken):
        for problem in error.problems[:NAMED]:
            where = f"{place(problem, language)}: " if problem.where else ""
            said.append(f"{where}{what(problem, language)} {how_to_fix(problem, language)}")
    return "\n".join(said)


def advice(look: Look, problem: Problem) -> str:
    """Return what is wrong and what to do about it, in one line."""
    language = look.language.code
    return f"{what(problem, language)} {how_to_fix(problem, language)}"
