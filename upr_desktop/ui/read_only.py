"""Say why a register may only be read, and take it over from whoever left it behind."""

from pathlib import Path

from upr_desktop.register.lock import Holder
from upr_desktop.ui.asking import confirm
from upr_desktop.ui.desk import Desk
from upr_desktop.ui.look import Look
from upr_desktop.ui.making import Making
from upr_desktop.ui.opening import HELD
from upr_desktop.ui.window import Window


class ReadOnly:
    """What is said of the register on the desk where it cannot be written to."""

    def __init__(self, look: Look, window: Window, desk: Desk, making: Making) -> None:
        self._look, self._window, self._desk, self._making = look, window, desk, making

    def tell(self) -> bool:
        """Say who holds the register, or that its file is protected; False where it may be written to."""
        opening = self._desk.opening
        if opening is None or not opening.only_read:
            return False
        holder, path = opening.holder, opening.register.path
        if opening.only_read != HELD or holder is None:
            self._window.tell(lambda: self._look.t("window.protected", file=path.name), "warn")
        else:
            self._tell_holder(holder, path)
        return True

    def _tell_holder(self, holder: Holder, path: Path) -> None:
        values = {"file": path.name, "user": holder.user, "host": holder.host}
        if not self._making.may_take_over(holder):
            self._window.tell(lambda: self._look.t("window.held.here", **values), "warn")
            return
        self._window.tell(
            lambda: self._look.t("window.held.there", **values),
            "warn",
            lambda: self._look.t("window.take_over"),
            lambda: self._take_over(values),
        )

    def _take_over(self, values: dict[str, str]) -> None:
        opening = self._desk.opening
        if opening is None:
            return
        path = opening.register.path
        if confirm(
            self._look, self._window, self._look.t("window.take_over.sure", **values), "window.take_over.yes"
        ):
            title = self._look.t("window.work.opening", file=path.name)
            self._desk.open(path, title, take_over=True)
        else:
            self.tell()
