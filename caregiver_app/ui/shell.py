"""The unlocked window: side bar, pages, and the short sentences below them. Pages are made on their first visit."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from caregiver_app.domain.people import SyncPhase, SyncState
from caregiver_app.ui.navigation import PAGES, entry
from caregiver_app.ui.surroundings import Page, Surroundings
from caregiver_app.ui.widgets.boxes import Banner, column, row
from caregiver_app.ui.widgets.buttons import Button, NavButton
from caregiver_app.ui.widgets.toast import Toast
from caregiver_app.ui.widgets.words import Face, Picture, Words

_SIDE_PX = 240
_WIDE_ENOUGH = 5.2  # the side bar shows words while it takes less than 1/5.2 of the window


class SideBar(QWidget):
    """Who is cared for, the pages, how saving and sharing stand, lock, and the red button."""

    def __init__(self, around: Surroundings, is_narrow: bool) -> None:
        super().__init__()
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look, t, desk = around.look, around.t, around.desk
        self._t, self._is_narrow = t, is_narrow
        self.buttons: dict[str, NavButton] = {}
        self._name = Words(look, "", "title")
        box = column(look, gap=4, margins=(10, 14, 10, 12))
        if not is_narrow:
            who = column(look, Words(look, t("Caring for"), "small", "quiet"), self._name, gap=0)
            box.addLayout(row(look, Face(look, 0, 44), (who, 1), gap=10, margins=(4, 0, 0, 10)))
        box.addWidget(self._pages(around, is_narrow), 1)
        self._saved = Words(look, t("Saved on this computer"), "small", "quiet")
        self._shared = Words(look, "", "small", "quiet")
        if not is_narrow:
            for mark, words in (("saved", self._saved), ("shared", self._shared)):
                box.addLayout(row(look, Picture(look, mark, 18, "quiet"), (words, 1), gap=6, margins=(6, 0, 0, 2)))
        lock = NavButton(look, t("Lock"), "lock", desk.lock_wanted.emit, is_narrow)
        lock.setCheckable(False)
        lock.setToolTip(t("Lock (Ctrl+L)"))
        box.addWidget(lock)
        crisis = Button(
            look, "crisis", "" if is_narrow else t("Crisis plan"), "phone", lambda: desk.crisis_wanted.emit(""), 26,
            named=t("Crisis plan"),
        )
        crisis.setObjectName("crisis")
        crisis.setToolTip(t("Crisis plan (F1)"))
        box.addWidget(crisis)
        self.setLayout(box)
        self.setFixedWidth(look.gap(72) if is_narrow else look.px(_SIDE_PX))
        self.show_sharing(SyncState(SyncPhase.NO_RELAY), around)

    def _pages(self, around: Surroundings, is_narrow: bool) -> QWidget:
        look, t, desk = around.look, around.t, around.desk
        inside = QWidget()
        inside.setObjectName("side_pages")
        box = QVBoxLayout(inside)
        box.setSpacing(look.gap(2))
        box.setContentsMargins(0, 0, 0, 0)
        for page in PAGES:
            if page.is_listed:
                button = NavButton(look, t(page.title), page.icon, lambda p=page.name: desk.page_wanted.emit(p, None), is_narrow)
                self.buttons[page.name] = button
                box.addWidget(button)
        box.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        for widget in (scroll, scroll.viewport(), inside):
            widget.setAutoFillBackground(False)
        scroll.viewport().setStyleSheet("background: transparent;")
        return scroll

    def show_patient(self, name: str) -> None:
        """Name the person cared for."""
        self._name.setText(name)

    def mark(self, name: str) -> None:
        """Mark the page in view."""
        for page, button in self.buttons.items():
            button.setChecked(page == name)

    def show_sharing(self, state: SyncState, around: Surroundings) -> None:
        """Say in plain words how sharing stands."""
        self._shared.setText(sharing_words(state, around))


def sharing_words(state: SyncState, around: Surroundings) -> str:
    """One short line on sharing, for the side bar and Today."""
    t = around.t
    if state.phase is SyncPhase.NO_RELAY:
        return t("Not shared with other computers")
    if state.waiting:
        return t.plural("{n} entry waits to be shared", "{n} entries wait to be shared", state.waiting)
    if state.last_shared is not None:
        return t("Shared at {time}", time=t.clock(state.last_shared))
    return t("Waiting for the network")


class Shell(QWidget):
    """Side bar and pages. `go` shows a page; `leave_all` lets every page keep what is unfinished."""

    def __init__(self, around: Surroundings, width: int) -> None:
        super().__init__()
        self.around = around
        self._made: dict[str, Page] = {}
        self.current = ""
        is_narrow = width < around.look.px(_SIDE_PX) * _WIDE_ENOUGH
        self.side = SideBar(around, is_narrow)
        self.stack = QStackedWidget()
        self.stack.setObjectName("paper")
        self._notices = QVBoxLayout()
        self._notices.setContentsMargins(0, 0, 0, 0)
        self._trouble: QWidget | None = None
        box = QHBoxLayout(self)
        box.setSpacing(0)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.side)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addLayout(self._notices)
        right.addWidget(self.stack, 1)
        box.addLayout(right, 1)
        self.toast = Toast(around.look, around.t, self.stack)
        if around.is_demo:
            self._notices.addWidget(self._demo_banner())

    def _demo_banner(self) -> QWidget:
        t = self.around.t
        words = t("This is an example family. Nobody here is real, and nothing you write here is kept for your own family.")
        return Banner(self.around.look, "draft", words, small=True)

    def go(self, name: str, argument: object = None) -> Page:
        """Show a page, made on its first visit. Raises KeyError for an unknown name."""
        if self.current and self.current in self._made:
            self._made[self.current].leave()
        page = self._made.get(name)
        if page is None:
            page = entry(name).make(self.around)
            self._made[name] = page
            self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        self.current = name
        self.side.mark({"check_in": "diary"}.get(name, name))
        page.arrive(argument)
        return page

    def leave_all(self) -> None:
        """Before locking: every page keeps what is unfinished."""
        for page in self._made.values():
            page.leave()

    def show_trouble(self, title: str, body: str, dismissed: Callable[[], None] | None = None) -> None:
        """A calm banner above the page that stays until it is put away."""
        self.hide_trouble()
        t = self.around.t

        def away() -> None:
            self.hide_trouble()
            if dismissed is not None:
                dismissed()

        self._trouble = Banner(
            self.around.look, "today", title, body, [Button(self.around.look, "line", t("Put away"), clicked=away)], small=True
        )
        self._notices.addWidget(self._trouble)

    def hide_trouble(self) -> None:
        """Put the banner away."""
        if self._trouble is not None:
            self._trouble.hide()
            self._trouble.deleteLater()
            self._trouble = None
