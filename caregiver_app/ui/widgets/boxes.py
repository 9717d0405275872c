"""Boxes that hold other widgets, under one name: rows, columns, flows, cards, banners, pages that scroll."""

from caregiver_app.ui.widgets.banner import Banner
from caregiver_app.ui.widgets.layouts import Flow, Item, Margins, add, boxed, clear, column, row
from caregiver_app.ui.widgets.scroll import ScrollPage
from caregiver_app.ui.widgets.surfaces import Card, Sunken, Surface, card_header

__all__ = [
    "Banner",
    "Card",
    "Flow",
    "Item",
    "Margins",
    "ScrollPage",
    "Sunken",
    "Surface",
    "add",
    "boxed",
    "card_header",
    "clear",
    "column",
    "row",
]
