"""The newcomer's side, right after the first steps: type address and code, compare six digits, come in."""

from __future__ import annotations

from PySide6.QtCore import QTimer

from caregiver_app.domain.errors import CaregiverError
from caregiver_app.services import joining, vault
from caregiver_app.ui.front_steps import StepFront
from caregiver_app.ui.pages.circle.join_form import JoinForm
from caregiver_app.ui.sharing import start_sharing
from caregiver_app.ui.surroundings import Surroundings
from caregiver_app.ui.widgets.boxes import Card, ScrollPage, card_header
from caregiver_app.ui.widgets.words import Words

_MOST = 760


class JoinPage(StepFront):
    """Shares the vault that was just made, until the circle has let it in."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self.form: JoinForm | None = None
        self._sharing = start_sharing(around.operations, around.desk, around.clock)
        self.destroyed.connect(self._sharing.stop)
        around.desk.trouble.connect(self._tell)
        around.operations.read_vault(lambda opened: (vault.me(opened)[0], joining.current(opened)), self._ready, self)

    def _ready(self, found: tuple[str, object]) -> None:
        look, t = self.around.look, self.around.t
        self.form = JoinForm(look, t, self._sharing, found[0])
        self.form.admitted.connect(self._admitted)
        said = t("Ask the person who invited you for the address and the code. Keep the telephone at hand.")
        header = card_header(look, t("Join a care circle"), icon_name="people")
        card = Card(look, header, Words(look, said), self.form, gap=14, margins=(28, 24, 28, 26))
        self._place.addWidget(ScrollPage(look, 8, card, None, most=_MOST))
        self.form.setFocus()

    def _tell(self, error: CaregiverError) -> None:
        if self.form is not None:
            self.form.show_error(error)

    def _admitted(self) -> None:
        self._sharing.stop()
        QTimer.singleShot(0, self.around.desk, self.around.desk.opened.emit)
