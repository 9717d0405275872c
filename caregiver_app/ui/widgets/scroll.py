"""A page that scrolls before it clips, at every width and text size."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.widgets.layouts import Item, Margins, column, held


class ScrollPage(QScrollArea):
    """A scrolling page. Put things into `box`; `most` is the widest its content becomes (px at 100 %).

    Qt's own resizing of scroll contents ignores how high wrapped words are at the real width, so that they are cut;
    here the content always gets the height that it needs at the width that there is.
    """

    def __init__(
        self,
        look: Look,
        *items: Item,
        gap: int = 16,
        margins: Margins = (32, 24, 32, 28),
        ground: str = "paper",
        most: int = 1240,
    ) -> None:
        super().__init__()
        self.paper = QWidget()
        self._most = look.px(most)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(False)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.verticalScrollBar().setSingleStep(look.px(40))
        self.box: QVBoxLayout = column(look, *items, gap=gap, margins=margins)
        self._outer = held(self.box, items) if items else self.box
        self.paper.setLayout(self._outer)
        for surface in (self.viewport(), self.paper):
            colours = surface.palette()
            colours.setColor(QPalette.ColorRole.Window, look.color(ground))
            surface.setPalette(colours)
            surface.setAutoFillBackground(True)
        self.setWidget(self.paper)
        self.paper.installEventFilter(self)

    def reveal(self, widget: QWidget) -> None:
        """Scroll so that a widget inside is seen."""
        self.ensureWidgetVisible(widget, 24, 48)

    def needed_height(self, width: int) -> int:
        """How high the content is in `width` px."""
        outer = self._outer
        return outer.totalHeightForWidth(width) if outer.hasHeightForWidth() else outer.totalSizeHint().height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.paper and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        room = self.viewport().size()
        width = max(min(room.width(), self._most), self._outer.totalMinimumSize().width())
        self.paper.resize(width, max(room.height(), self.needed_height(width)))
