"""A dialog inside the window: it lies over the page only, so that side bar and crisis button stay live beside it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from caregiver_app.text import Texts
from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.style.tokens import RADIUS
from caregiver_app.ui.widgets.buttons import IconButton
from caregiver_app.ui.widgets.layouts import Item, column, row
from caregiver_app.ui.widgets.scroll import ScrollPage
from caregiver_app.ui.widgets.surfaces import Surface
from caregiver_app.ui.widgets.words import Picture, Words

_WIDE = 760
_AIR = 24


class Overlay(QWidget):
    """A titled panel over `host`, which it dims. Tab stays inside, Esc puts it away, the focus goes back after.

    Put more into `box`. It is not modal: F1, locking and everything outside `host` work on.
    """

    opened = Signal()
    closed = Signal()

    def __init__(
        self, look: Look, t: Texts, host: QWidget, title: str, *items: Item, icon_name: str = "", gap: int = 14
    ) -> None:
        super().__init__(host)
        self._look, self._host = look, host
        self._before: QWidget | None = None
        self.hide()
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        start: tuple[Item, ...] = (Picture(look, icon_name, 30, "accent"),) if icon_name else ()
        self.away = IconButton(look, "text", "cross", t("Close"), self.put_away)
        self._head = row(look, *start, (Words(look, title, "h1"), 1), self.away, gap=12, margins=(26, 16, 16, 4))
        self.page = ScrollPage(look, *items, gap=gap, margins=(26, 8, 26, 24), ground="card")
        self.box: QVBoxLayout = self.page.box
        inside = column(look, self._head, (self.page, 1), margins=(3, 3, 3, 10))
        self._panel = Surface(look, inside, corner=RADIUS["dialog"])
        self._panel.setParent(self)
        self.page.paper.installEventFilter(self)
        host.installEventFilter(self)

    def bring(self, first: QWidget | None = None) -> None:
        """Lay it over the host and put the keyboard into `first`, or into the first thing that takes it."""
        window = self._host.window()
        self._before = window.focusWidget()
        self._fit()
        self.show()
        self.raise_()
        self._fit()
        target = first or next((w for w in self._stops() if w is not self.away), self.away)
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self.opened.emit()

    def put_away(self) -> None:
        """Take it off the page."""
        if self.isHidden():
            return
        self.hide()
        if self._before is not None and isValid(self._before) and self._before.isVisible():  # the page may be new
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None
        self.closed.emit()

    def _stops(self) -> list[QWidget]:
        """Everything inside that Tab reaches, in order."""
        tab = Qt.FocusPolicy.TabFocus
        found: list[QWidget] = []
        widget = self._panel.nextInFocusChain()
        while widget is not None and widget is not self._panel:
            if self._panel.isAncestorOf(widget) and widget.isVisibleTo(self) and widget.isEnabled():
                takes = bool(widget.focusPolicy() & tab) and widget.focusProxy() is None
                found += [widget] if takes else []
            widget = widget.nextInFocusChain()
        return found

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round inside."""
        stops = self._stops()
        if not stops:
            return False
        now = self.window().focusWidget()
        at = stops.index(now) if now in stops else -1
        target = stops[(at + (1 if forward else -1)) % len(stops)]
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        target.setFocus(reason)
        if self.page.paper.isAncestorOf(target):
            self.page.reveal(target)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # what lies under the dimmed page is not pressed by mistake

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        sizes = {QEvent.Type.Resize, QEvent.Type.LayoutRequest}
        if event.type() in sizes and not self.isHidden():
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        look, room = self._look, self._host.size()
        self.setGeometry(QRect(0, 0, room.width(), room.height()))
        air = min(look.gap(_AIR), room.height() // 24)
        wide = min(look.px(_WIDE), room.width() - 2 * air)
        tall = self._head.totalHeightForWidth(wide - 6) + self.page.needed_height(wide - 6) + look.gap(13) + 4
        tall = min(tall, room.height() - 2 * air)
        self._panel.setGeometry((room.width() - wide) // 2, (room.height() - tall) // 2, wide, tall)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        QPainter(self).fillRect(self.rect(), self._look.color("scrim"))
