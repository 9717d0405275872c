"""The pages that need no open vault, and what each of them is given. The red button stands on every one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from caregiver_app.ui.surroundings import Surroundings
from caregiver_app.ui.widgets.boxes import Banner, clear


class Front(QWidget):
    """One front page. `arrive` is called once it is in view; `show_trouble` puts a calm banner on top."""

    front_name = ""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self.around = around
        self.outer = QVBoxLayout(self)
        self.outer.setSpacing(0)
        self.outer.setContentsMargins(0, 0, 0, 0)
        self._banners = QVBoxLayout()
        self._banners.setContentsMargins(16, 0, 16, 0)
        self.outer.addLayout(self._banners)

    def arrive(self, argument: object = None) -> None:
        """Put the focus where work starts."""

    def in_use(self) -> tuple[str, int] | None:
        """A crisis card whose timer runs here, with its start in UTC ms: another front page must not end it."""
        return None

    def vault_closed(self) -> None:
        """The vault was closed on its thread after this page came into view."""

    def show_trouble(self, headline: str, words: str) -> None:
        """A calm banner above the page; the next one replaces it."""
        clear(self._banners)
        if headline:
            banner = Banner(self.around.look, "today", headline, words)
            banner.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)  # no higher than its words
            self._banners.addWidget(banner)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        QPainter(self).fillRect(self.rect(), self.around.look.color("paper"))


def _lock(around: Surroundings) -> Front:
    from caregiver_app.ui.pages.lock.page import LockPage

    return LockPage(around)


def _open_card(around: Surroundings) -> Front:
    from caregiver_app.ui.pages.open_card.page import OpenCardPage

    return OpenCardPage(around)


def _first_run(around: Surroundings) -> Front:
    from caregiver_app.ui.pages.first_run.page import FirstRunPage

    return FirstRunPage(around)


def _forgotten(around: Surroundings) -> Front:
    from caregiver_app.ui.pages.forgotten.page import ForgottenPage

    return ForgottenPage(around)


def _restore(around: Surroundings) -> Front:
    from caregiver_app.ui.pages.restore.page import RestorePage

    return RestorePage(around)


def _join(around: Surroundings) -> Front:
    from caregiver_app.ui.pages.join.page import JoinPage

    return JoinPage(around)


FRONTS: Mapping[str, Callable[[Surroundings], Front]] = {
    "lock": _lock,
    "open_card": _open_card,
    "first_run": _first_run,
    "forgotten": _forgotten,
    "restore": _restore,
    "join": _join,
}
