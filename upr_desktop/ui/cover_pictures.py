"""Set the scenes of the pages that cover the screens: imports, what is to be mended, where to begin."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from upr_desktop.merge.plan_answers import NEW, PLAN
from upr_desktop.paths import bundled
from upr_desktop.ui.screens.import_preview import ImportPreview

if TYPE_CHECKING:
    from upr_desktop.ui.pictures import Studio


@contextmanager
def workbook(studio: "Studio") -> Iterator[QWidget]:
    """Show what an edited workbook of the register would change."""
    studio.show("recommendations")
    studio.workspace.take([studio.edited])
    preview = studio.until_found(ImportPreview)
    preview.page.filter_by("changed")
    yield studio.room.window
    preview.close_preview()


@contextmanager
def plan_import(studio: "Studio", *, asks: bool = False) -> Iterator[QWidget]:
    """Show the import of the sample's plan, at its first measure or at what is first to be decided."""
    studio.show("recommendations")
    language = studio.room.look.language.code
    studio.workspace.take([bundled(f"resources/sample/plan_{language}.xlsx")])
    preview = studio.until_found(ImportPreview)
    if preview.already.isVisible():
        preview.already.again_button.click()
        studio.wait()
    studio.until(lambda: preview.current is not None and preview.current.prepared is not None, "the plan")
    assert preview.current is not None
    answers = preview.current.options.answers.give(PLAN, "file", NEW)
    preview.plan.chosen.emit(replace(preview.current.options, answers=answers))
    studio.wait()
    if asks:
        preview.plan.next_doubt()
    yield studio.room.window
    preview.close_preview()


@contextmanager
def problems(studio: "Studio") -> Iterator[QWidget]:
    """Show what is worth mending in the register."""
    studio.show("recommendations")
    studio.workspace.check()
    studio.wait()
    studio.workspace.show_problems()
    yield studio.room.window
    studio.workspace.screens.show("recommendations")


@contextmanager
def welcome(studio: "Studio") -> Iterator[QWidget]:
    """Show where one begins."""
    studio.show("recommendations")
    studio.room.show_welcome()
    studio.room.welcome.show_recent([])
    yield studio.room.window
    studio.workspace.screens.uncover(studio.room.welcome)


COVER_SCENES: Mapping[str, "Callable[[Studio], AbstractContextManager[QWidget]]"] = {
    "import": workbook,
    "plan_import": plan_import,
    "plan_import_questions": partial(plan_import, asks=True),
    "problems": problems,
    "welcome": welcome,
}
