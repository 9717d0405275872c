"""A family's own marks on a clip: seen, a favourite, "ask my nurse"."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QWidget

from caregiver_app.domain.clip_marks import ClipState, Mark
from caregiver_app.domain.time import Instant
from caregiver_app.text import Texts
from caregiver_app.ui.clip_words import asked_words
from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.widgets.boxes import Flow, boxed, column
from caregiver_app.ui.widgets.choices import CheckRow
from caregiver_app.ui.widgets.words import Words

FAVOURITES, UNSEEN, ASKED, GIVEN = "favourites", "unseen", "asked", "given"


def fits(state: ClipState, wanted: str) -> bool:
    """True where a clip belongs to what is shown; "" shows all."""
    return {
        FAVOURITES: state.is_favourite,
        UNSEEN: state.seen is None,
        ASKED: state.asked is not None,
        GIVEN: state.given is not None,
    }.get(wanted, True)


class Marks(QWidget):
    """Three boxes to tick. `marked` carries the Mark that a tick, or its taking back, means."""

    marked = Signal(object)

    def __init__(self, look: Look, t: Texts) -> None:
        super().__init__()
        self._t = t
        self.seen = CheckRow(look, t("Seen"))
        self.favourite = CheckRow(look, t("Favourite"))
        self.ask = CheckRow(look, t("Ask my nurse to show me this"))
        for box, on, off in (
            (self.seen, Mark.SEEN, Mark.NOT_SEEN),
            (self.favourite, Mark.FAVOURITE, Mark.NO_FAVOURITE),
            (self.ask, Mark.ASK, Mark.ASK_NO_MORE),
        ):
            box.toggled.connect(lambda is_on, on=on, off=off: self.marked.emit(on if is_on else off))
        self._asked = Words(look, "", "small", "quiet")
        self._asked.hide()
        ticks = boxed(Flow(look, 6, self.seen, self.favourite, self.ask))
        self.setLayout(column(look, ticks, self._asked, gap=2))

    def show_state(self, state: ClipState, now: Instant) -> None:
        """Tick what stands."""
        for box, is_on in (
            (self.seen, state.seen is not None),
            (self.favourite, state.is_favourite),
            (self.ask, state.asked is not None),
        ):
            with QSignalBlocker(box):
                box.setChecked(is_on)
            box.put_icon("box_on" if is_on else "box")
        self._asked.setText("" if state.asked is None else asked_words(self._t, state.asked, now))
        self._asked.setVisible(state.asked is not None)
