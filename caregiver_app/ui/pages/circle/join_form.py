"""Joining with a code from another screen: address and code, then the six digits, then the way in."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from caregiver_app.domain.circle import Joining, JoinPhase
from caregiver_app.domain.errors import CaregiverError, MistypedCode, RelayNonsense
from caregiver_app.text import Texts
from caregiver_app.ui.sharing import WindowSharing
from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.widgets.boxes import Banner, Sunken, boxed, clear, row
from caregiver_app.ui.widgets.buttons import Button
from caregiver_app.ui.widgets.fields import LineField
from caregiver_app.ui.widgets.words import Words


class JoinForm(QWidget):
    """One step of joining at a time. `admitted` is sent once the circle's entries are on their way."""

    admitted = Signal()

    def __init__(self, look: Look, t: Texts, sharing: WindowSharing, my_name: str, address: str = "") -> None:
        super().__init__()
        self._look, self._t, self._sharing = look, t, sharing
        self._my_name = my_name
        self._address = address
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(look.gap(12))
        self.phase: JoinPhase | None = None
        sharing.joining_changed.connect(self.show_joining)
        self.show_form()

    # ---- the form ----------------------------------------------------------------------------
    def show_form(self) -> None:
        """Ask for the address and the code."""
        look, t = self._look, self._t
        self.phase = None
        self.address = LineField(
            look, t("Address of the relay"), self._address, ltr=True, hint=t("It stands on the other screen.")
        )
        self.code = LineField(
            look, t("The code"), ltr=True, hint=t("18 letters and digits, or 25 digits. Spaces do not matter.")
        )
        self.code.entered.connect(self.send)
        self.go_on = Button(look, "primary", t("Join"), "forward", self.send)
        self._put(self.address, self.code, boxed(row(look, None, self.go_on)))
        self.setFocusProxy(self.address)

    def send(self) -> None:
        """Begin to join."""
        t = self._t
        self.address.show_mistake("" if self.address.value() else t("Write the address first."))
        self.code.show_mistake("" if self.code.value() else t("Write the code first."))
        if not self.address.value() or not self.code.value():
            return
        self._address = self.address.value()
        self.go_on.setEnabled(False)
        self._sharing.join(self._address, self.code.value(), self._my_name)

    def show_error(self, error: CaregiverError) -> bool:
        """Say what is wrong with what was typed; False for an error of something else."""
        if self.phase is not None:
            return False
        self.go_on.setEnabled(True)
        if isinstance(error, MistypedCode):
            self.code.show_mistake(self._mistake_in(error))
            self.code.setFocus()
        elif isinstance(error, RelayNonsense):
            self.address.show_mistake(self._t("This is not an address that can be used. It begins with https://."))
            self.address.setFocus()
        else:
            return False
        return True

    def _mistake_in(self, error: MistypedCode) -> str:
        t = self._t
        if error.group is None:
            return " ".join((t("The code is too short or too long."), t("Compare it with the other screen.")))
        return t("Something is wrong in line {n} of the code. Compare it with the other screen.", n=error.group + 1)

    # ---- the steps ---------------------------------------------------------------------------
    def show_joining(self, found: Joining) -> None:
        """Show how joining stands."""
        look, t = self._look, self._t
        self.phase = found.phase
        stop = Button(look, "line", t("Cancel"), "cross", self._give_up)
        ways = boxed(row(look, stop, None))
        if found.phase is JoinPhase.COMPARE:
            digits = Words(look, t.isolate(f"{found.digits[:3]} {found.digits[3:]}"), "h1", wrap=False)
            digits.setAccessibleName(" ".join(found.digits))
            asked = Words(look, t("Does the other screen show this number?"), "body_bold")
            said = Words(look, t("If it is the same, the other person presses Yes. If not, press Cancel."))
            self._put(Sunken(look, asked, digits), said, ways)
        elif found.phase is JoinPhase.ADMITTED:
            self._put(Banner(look, "ok", t("You are in the circle."), t("The entries are coming now."), small=True))
            self.admitted.emit()
        elif found.phase is JoinPhase.BURNT:
            again = Button(look, "primary", t("Try another code"), "repeat", self.show_form)
            title = t("This invitation can no longer be used.")
            words = t("Ask for a new one. Each code works one time, for 24 hours.")
            self._put(Banner(look, "today", title, words, small=True), boxed(row(look, None, again)))
        elif found.phase is JoinPhase.NOT_FOUND:
            title = t("No invitation was found for this code.")
            words = t("Compare address and code with the other screen. The program goes on looking.")
            self._put(Banner(look, "today", title, words, small=True), ways)
        else:
            title, words = t("Looking for the other computer."), t("This takes a few seconds.")
            self._put(Banner(look, "info", title, words, small=True), ways)

    def _give_up(self) -> None:
        self._sharing.give_up_joining()
        self.show_form()

    def _put(self, *items: QWidget) -> None:
        clear(self._box)
        for item in items:
            self._box.addWidget(item)
