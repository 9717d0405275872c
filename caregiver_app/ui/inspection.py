"""Looks over a tree of widgets for what a tired person would trip on: cut words, small targets, missing names."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QLabel, QLineEdit, QPlainTextEdit, QWidget

from caregiver_app.ui.style.tokens import TARGET
from caregiver_app.ui.widgets.buttons import Button
from caregiver_app.ui.widgets.words import Words

_SPACE = 1


def _seen(root: QWidget) -> Iterator[QWidget]:
    yield from (w for w in (root, *root.findChildren(QWidget)) if w.isVisible())


def find_cut_words(root: QWidget) -> list[str]:
    """A sentence for every label or button that has less room than its words; none when all can be read."""
    return [said for widget in _seen(root) if (said := _cut(widget))]


def _cut(widget: QWidget) -> str:
    if isinstance(widget, Words | Button):
        trouble = widget.cut_words() if widget.text() else ""
        trouble = trouble or _outside(widget)
        return f"“{widget.text()[:60]}” {trouble}" if trouble else ""
    if isinstance(widget, QLabel) and widget.text():
        need = widget.heightForWidth(widget.width()) if widget.wordWrap() else widget.sizeHint().height()
        wide = 0 if widget.wordWrap() else widget.sizeHint().width()
        if need > widget.height() + _SPACE or wide > widget.width() + _SPACE:
            return f"“{widget.text()[:60]}” needs {wide}x{need} px, has {widget.width()}x{widget.height()}"
    if not isinstance(widget, QAbstractButton) or not widget.text():
        return ""
    wide = widget.sizeHint().width()
    return f"“{widget.text()}” needs {wide} px, has {widget.width()}" if wide > widget.width() + _SPACE else ""


def _outside(widget: QWidget) -> str:
    """Where words lie partly outside the box around them, and no scrolling brings them in."""
    parent = widget.parentWidget()
    if parent is None or isinstance(parent, QAbstractScrollArea):
        return ""
    beyond = (
        widget.geometry().right() > parent.width() + _SPACE or widget.geometry().bottom() > parent.height() + _SPACE
    )
    return "lies outside its box" if beyond else ""


def find_small_targets(root: QWidget) -> list[str]:
    """A sentence for everything that is pressed and is smaller than 44 px."""
    return [
        f"{widget.accessibleName() or type(widget).__name__} is {widget.width()}x{widget.height()} px"
        for widget in _seen(root)
        if isinstance(widget, QAbstractButton) and min(widget.width(), widget.height()) < TARGET
    ]


def find_nameless(root: QWidget) -> list[str]:
    """A sentence for everything the keyboard reaches that a screen reader could not name."""
    return [
        f"{type(widget).__name__} in {type(widget.parentWidget()).__name__} has no name"
        for widget in _seen(root)
        if _takes_keys(widget) and not _name(widget)
    ]


def _takes_keys(widget: QWidget) -> bool:
    pressed = isinstance(widget, QAbstractButton | QLineEdit | QPlainTextEdit)
    tabbed = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
    inner = widget.objectName().startswith("qt_")
    return (pressed or tabbed) and not inner


def _name(widget: QWidget) -> str:
    if widget.accessibleName():
        return widget.accessibleName()
    return widget.text() if isinstance(widget, QAbstractButton) else ""


def faults(root: QWidget) -> list[str]:
    """Everything found by all three looks."""
    return [*find_cut_words(root), *find_small_targets(root), *find_nameless(root)]
