"""The unlocked window: side bar, pages, and the short sentences below them. Pages are made on their first visit."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from caregiver_app.domain.people import SyncPhase, SyncState
from caregiver_app.text import Texts
from caregiver_app.ui.navigation import PAGES, entry
from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.surroundings import Page, Surroundings
from caregiver_app.ui.widgets.boxes import Banner, boxed, column, row
from caregiver_app.ui.widgets.buttons import Button, NavButton
from caregiver_app.ui.widgets.words import Face, Picture, Words

_SIDE_PX = 244
_COMPACT_PX = 84
_PAGE_NEEDS_PX = 640  # the side bar shows words only where the page keeps this much, at 100 %
_TOAST_MS = 6_000
_UNDO_MS = 10_000


class SideBar(QWidget):
    """Who is cared for, the pages, how saving and sharing stand, lock, and the red button.

    With `is_narrow` only pictures show, so that a page at 200 % keeps room for its words.
    """

    def __init__(self, around: Surroundings, is_narrow: bool) -> None:
        super().__init__()
        look, t, desk = around.look, around.t, around.desk
        self._look, self.is_narrow = look, is_narrow
        self._name = Words(look, "", "title")
        self._shared = Words(look, "", "small", "quiet")
        self.buttons: dict[str, NavButton] = {}
        pages = column(look, gap=2)
        for page in PAGES:
            if page.is_listed:
                ask = partial(desk.page_wanted.emit, page.name, None)
                self.buttons[page.name] = NavButton(look, t(page.title), page.icon, ask, is_narrow)
                pages.addWidget(self.buttons[page.name])
        pages.addStretch(1)
        box = column(look, gap=4, margins=(6, 10, 6, 10) if is_narrow else (12, 14, 12, 14))
        if not is_narrow:
            who = column(look, Words(look, t("Caring for"), "small", "quiet"), self._name)
            box.addLayout(row(look, Face(look, 0, 44), (who, 1), gap=10, margins=(4, 0, 0, 8)))
        box.addWidget(_quiet_scroll(boxed(pages)), 1)
        if not is_narrow:
            saved = Words(look, t("Saved on this computer"), "small", "quiet")
            for mark, words in (("saved", saved), ("link", self._shared)):
                box.addLayout(row(look, Picture(look, mark, 18, "quiet"), (words, 1), gap=8, margins=(6, 0, 0, 2)))
        box.addWidget(NavButton(look, t("Lock"), "lock", desk.lock_wanted.emit, is_narrow))
        shown = "" if is_narrow else t("Crisis plan")
        self.crisis = Button(
            look,
            "crisis",
            shown,
            "phone",
            partial(desk.crisis_wanted.emit, ""),
            26,
            t("Crisis plan"),
            words_kind="lead_bold",
        )
        self.crisis.setObjectName("crisis")
        self.crisis.setToolTip(t("Crisis plan (F1)"))
        box.addWidget(self.crisis)
        self.setLayout(box)
        self.setFixedWidth(look.gap(_COMPACT_PX) if is_narrow else look.px(_SIDE_PX))

    def show_patient(self, name: str) -> None:
        """Name the person cared for."""
        self._name.setText(name)

    def mark(self, name: str) -> None:
        """Mark the page in view."""
        for page, button in self.buttons.items():
            button.setChecked(page == name)

    def show_sharing(self, words: str) -> None:
        """Say in plain words how sharing stands."""
        self._shared.setText(words)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.color("side"))
        painter.setPen(QPen(QColor(self._look.c("line")), self._look.line))
        edge = 0 if self._look.rtl else self.width() - 1
        painter.drawLine(edge, 0, edge, self.height())


def _quiet_scroll(inside: QWidget) -> QScrollArea:
    """The pages of a low window scroll; nothing of the frame is seen."""
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(inside)
    inside.setAutoFillBackground(False)
    scroll.viewport().setAutoFillBackground(False)
    return scroll


def sharing_words(state: SyncState, t: Texts) -> str:
    """One short line on sharing, for the side bar and Today."""
    if state.phase is SyncPhase.NO_RELAY:
        return t("Not shared with other computers")
    if state.waiting:
        return t.plural("{n} entry waits to be shared", "{n} entries wait to be shared", state.waiting)
    if state.last_shared is not None:
        return t("Shared at {time}", time=t.clock(state.last_shared))
    return t("Waiting for the network")


class Notice(QWidget):
    """One short sentence at the foot of the page, with a button where something can be taken back for 10 s."""

    def __init__(self, look: Look, t: Texts) -> None:
        super().__init__()
        self._look = look
        self._words = Words(look, "", "body_bold", "on_caption")
        self._undo = Button(look, "line", t("Undo"), "undo", self._pressed)
        self._callback: Callable[[], None] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.away)
        mark = Picture(look, "done", 22, "on_caption")
        self.setLayout(row(look, mark, (self._words, 1), self._undo, gap=12, margins=(20, 8, 20, 8)))
        self.hide()

    def say(self, words: str) -> None:
        """Show a sentence for some seconds."""
        self._show(words, None, _TOAST_MS)

    def offer_undo(self, words: str, undo: Callable[[], None]) -> None:
        """Show a sentence and a button that takes back what was just done, for 10 s."""
        self._show(words, undo, _UNDO_MS)

    def _show(self, words: str, undo: Callable[[], None] | None, for_ms: int) -> None:
        self._callback = undo
        self._words.setText(words)
        self._undo.setVisible(undo is not None)
        self.setAccessibleName(words)
        self.show()
        self._timer.start(for_ms)

    def _pressed(self) -> None:
        undo, self._callback = self._callback, None
        self.away()
        if undo is not None:
            undo()

    def away(self) -> None:
        """Put the sentence away."""
        self._timer.stop()
        self._callback = None
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        QPainter(self).fillRect(self.rect(), self._look.color("caption"))


class Shell(QWidget):
    """Side bar and pages. `go` shows a page; `leave_all` lets every page keep what is unfinished."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self.around = around
        self._made: dict[str, Page] = {}
        self.current = ""
        self.side = SideBar(around, is_narrow=False)
        self._patient, self._sharing = "", ""
        self.stack = QStackedWidget()
        self.notice = Notice(around.look, around.t)
        self._banners = QVBoxLayout()
        self._trouble: QWidget | None = None
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addLayout(self._banners)
        right.addWidget(self.stack, 1)
        right.addWidget(self.notice)
        self._across = QHBoxLayout(self)
        self._across.setSpacing(0)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.addWidget(self.side)
        self._across.addLayout(right, 1)
        if around.is_demo:
            self._banners.addWidget(_demo_strip(around))
        self._last_days = LastDaysStrip(around)
        self._banners.addWidget(self._last_days)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        look = self.around.look
        is_narrow = self.width() - look.px(_SIDE_PX) < look.px(_PAGE_NEEDS_PX)
        if is_narrow != self.side.is_narrow:
            self._change_side(is_narrow)

    def _change_side(self, is_narrow: bool) -> None:
        old = self.side
        self.side = SideBar(self.around, is_narrow)
        self._across.replaceWidget(old, self.side)
        old.hide()
        old.deleteLater()
        self.show_patient(self._patient)
        self.show_sharing(self._sharing)
        self._mark()

    def show_patient(self, name: str) -> None:
        """Name the person cared for in the side bar."""
        self._patient = name
        self.side.show_patient(name)

    def show_last_days(self, is_on: bool, words: str) -> None:
        """The banner of the last days, in the family's own words if they wrote some."""
        self._last_days.put(is_on, words)

    def show_sharing(self, words: str) -> None:
        """Say in the side bar how sharing stands."""
        self._sharing = words
        self.side.show_sharing(words)

    def _mark(self) -> None:
        self.side.mark({"check_in": "diary", "own_clips": "clips"}.get(self.current, self.current))

    def go(self, name: str, argument: object = None) -> Page:
        """Show a page, made on its first visit. Raises KeyError for an unknown name."""
        if self.current and self.current != name:
            self._made[self.current].leave()
        page = self._made.get(name)
        if page is None:
            page = entry(name).make(self.around)
            self._made[name] = page
            self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        self.current = name
        self._mark()
        page.arrive(argument)
        return page

    def leave_all(self) -> None:
        """Before locking: every page keeps what is unfinished."""
        for page in self._made.values():
            page.leave()

    def crisis_in_use(self) -> tuple[str, int] | None:
        """The crisis card in view and when its timer started (UTC ms), if a timer runs."""
        page = self._made.get("crisis")
        running = getattr(page, "in_use", None)
        return running() if self.current == "crisis" and callable(running) else None

    def show_trouble(self, headline: str, words: str) -> None:
        """A calm banner above the page that stays until it is put away."""
        self.hide_trouble()
        away = Button(self.around.look, "line", self.around.t("Put away"), "cross", self.hide_trouble)
        banner = Banner(self.around.look, "today", headline, words, [away])
        self._trouble = boxed(column(self.around.look, banner, margins=(16, 12, 16, 0)))
        self._banners.addWidget(self._trouble)

    def hide_trouble(self) -> None:
        """Put the banner away."""
        if self._trouble is not None:
            self._trouble.hide()
            self._trouble.deleteLater()
            self._trouble = None


def _demo_strip(around: Surroundings) -> QWidget:
    """The watermark of the example family, on every page."""
    look = around.look
    words = Words(look, around.t("Example family. Nobody here is real."), "small_bold", "attention_ink")
    strip = _Strip(look, "attention")
    strip.setLayout(row(look, Picture(look, "info", 20, "attention_ink"), (words, 1), gap=8, margins=(20, 6, 20, 6)))
    return strip


class _Strip(QWidget):
    """A line above every page, on a ground of its own."""

    def __init__(self, look: Look, ground: str) -> None:
        super().__init__()
        self._look, self._ground = look, ground

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        QPainter(self).fillRect(self.rect(), self._look.color(self._ground))


class LastDaysStrip(_Strip):
    """Stands above every page in the last days. The person may read it, so it names nothing."""

    def __init__(self, around: Surroundings) -> None:
        look = around.look
        super().__init__(look, "tint")
        self._t = around.t
        self.words = Words(look, "", "small_bold", "on_tint")
        self.setLayout(row(look, Picture(look, "heart", 20, "on_tint"), (self.words, 1), gap=8, margins=(20, 6, 20, 6)))
        self.hide()

    def put(self, is_on: bool, words: str) -> None:
        """Show it with these words, or take it away."""
        self.words.setText(words or self._t("Comfort first"))
        self.setVisible(is_on)
