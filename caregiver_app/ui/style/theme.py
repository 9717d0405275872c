"""How the program looks right now: theme, text size, direction, motion. Handed to every widget, never global."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from caregiver_app.domain.preferences import Preferences, ThemeName
from caregiver_app.ui.style.sheet import sheet
from caregiver_app.ui.style.tokens import THEMES, TYPE

FAMILIES = ("Noto Sans", "Noto Sans Arabic", "Noto Sans Devanagari")


@dataclass(frozen=True, slots=True)
class Look:
    """Theme tokens by name (`c`, `color`), sizes at the current text size (`px`, `gap`) and fonts (`font`)."""

    theme: ThemeName = ThemeName.LIGHT
    scale: float = 1.0
    rtl: bool = False
    reduced_motion: bool = False

    @classmethod
    def of(cls, preferences: Preferences, direction: str = "ltr", reduced_motion: bool = False) -> Look:
        """The look a person chose; `direction` is "ltr" or "rtl"."""
        return cls(preferences.theme, preferences.text_size / 100, direction == "rtl", reduced_motion)

    def c(self, token: str) -> str:
        """The colour of a token as "#RRGGBB" or "#AARRGGBB". Raises KeyError."""
        return THEMES[self.theme][token]

    def color(self, token: str) -> QColor:
        """The colour of a token; a colour written "#..." is taken as it is."""
        return QColor(token if token.startswith("#") else self.c(token))

    def px(self, size: float) -> int:
        """A size that grows with the text: letters, icons, pictures."""
        return round(size * self.scale)

    def gap(self, size: float) -> int:
        """A space between things: grows half as fast as the text, so that big letters leave room for words."""
        return round(size * (1 + (self.scale - 1) / 2))

    def font(self, role: str = "body", bold: bool = False) -> QFont:
        """The bundled face in a role of `tokens.TYPE`, with figures that stand in columns."""
        font = QFont()
        font.setFamilies(list(FAMILIES))
        font.setPixelSize(self.px(TYPE[role]))
        font.setBold(bold)
        return font

    @property
    def dark(self) -> bool:
        """True at night."""
        return self.theme is ThemeName.DARK

    @property
    def line(self) -> int:
        """How thick the edge of a card is, px."""
        return 2 if self.theme is ThemeName.CONTRAST else 1

    @property
    def direction(self) -> Qt.LayoutDirection:
        """The direction for Qt."""
        return Qt.LayoutDirection.RightToLeft if self.rtl else Qt.LayoutDirection.LeftToRight


def palette(look: Look) -> QPalette:
    """Qt's own palette, so that what is not ours (menus, file dialogs) fits."""
    colours = QPalette()
    roles = {
        QPalette.ColorRole.Window: "paper",
        QPalette.ColorRole.WindowText: "ink",
        QPalette.ColorRole.Base: "card",
        QPalette.ColorRole.AlternateBase: "sunken",
        QPalette.ColorRole.Text: "ink",
        QPalette.ColorRole.Button: "card",
        QPalette.ColorRole.ButtonText: "ink",
        QPalette.ColorRole.Highlight: "accent",
        QPalette.ColorRole.HighlightedText: "on_accent",
        QPalette.ColorRole.ToolTipBase: "card",
        QPalette.ColorRole.ToolTipText: "ink",
        QPalette.ColorRole.PlaceholderText: "quiet",
        QPalette.ColorRole.Link: "accent",
        QPalette.ColorRole.Accent: "accent",
    }
    for role, token in roles.items():
        colours.setColor(role, look.color(token))
    return colours


def dress(app: QApplication, look: Look) -> None:
    """Give the whole program this look; widgets are made anew with the same `Look`."""
    app.setLayoutDirection(look.direction)
    app.setFont(look.font())
    app.setPalette(palette(look))
    app.setStyleSheet(sheet(look.c, look.gap, look.rtl, look.line))
