"""Decide what a start of the program is: the child that reads foreign files, a command, or the window."""

import sys
from collections.abc import Sequence

# What the window takes: options, each with a value, and a register or a workbook to open.
WINDOW_OPTIONS = ("--author", "--language", "--today")
OPENED = (".upr", ".xlsx", ".xlsm", ".xls", ".ods", ".zip")


def main() -> int:
    """Do what the command line asks; return the exit code."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--gate-child"]:
        from upr_desktop.exchange import gate_child

        gate_child.main()
        return 0
    if is_for_window(arguments):
        return open_window(arguments)
    from upr_desktop import cli

    return cli.main(arguments)


def open_window(arguments: Sequence[str]) -> int:
    """Open the window; without a display say so, and where nothing was asked for run the demonstration."""
    from upr_desktop.display import has_display

    if has_display():
        from upr_desktop import app

        return app.main(arguments)
    from upr_desktop import cli
    from upr_desktop.words import preferred_language, say

    key = "demo.no_display_here" if arguments else "demo.no_display"
    sys.stderr.write(say(key, preferred_language()) + "\n")
    sys.stderr.flush()
    return 1 if arguments else cli.main(["demo"])


def is_for_window(arguments: Sequence[str]) -> bool:
    """Return whether the arguments name no command: nothing, options of the window, a register or workbook."""
    rest = list(arguments)
    while rest and rest[0].partition("=")[0] in WINDOW_OPTIONS:
        del rest[: 1 if "=" in rest[0] else 2]
    return not rest or (len(rest) == 1 and rest[0].lower().endswith(OPENED))


if __name__ == "__main__":
    sys.exit(main())
