"""What the crisis page and the open card say alike: when to call, and that nobody has checked these words yet."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from caregiver_app.domain.crisis_cards import CrisisCard
from caregiver_app.ui.surroundings import Surroundings
from caregiver_app.ui.widgets.boxes import Banner, Surface, boxed, column, row
from caregiver_app.ui.widgets.words import Picture, Words


def call_if_card(around: Surroundings, card: CrisisCard) -> QWidget:
    """When to call now, and when today."""
    look, t = around.look, around.t
    head = row(
        look, Picture(look, "octagon", 28, "crisis_ink"), (Words(look, t("Call now if"), "title", "crisis_ink"), 1), gap=12
    )
    items: list[QWidget] = [boxed(head)]
    items += [marked_line(around, t.content(card.context, s), "phone", "crisis_ink") for s in card.call_now]
    if card.call_today:
        items.append(Words(look, t("Call today if"), "body_bold"))
        items += [marked_line(around, t.content(card.context, s), "triangle", "attention_ink") for s in card.call_today]
    inside = column(look, *items, gap=8, margins=(20, 16, 20, 18))
    return Surface(look, inside, "crisis_tint", "crisis_edge", line=2)


def draft_banners(around: Surroundings, is_draft: bool, words: str) -> list[QWidget]:
    """The badge of a card that no clinician has checked, and the badge of words that nobody has checked."""
    look, t = around.look, around.t
    made: list[QWidget] = []
    if is_draft:
        made.append(Banner(look, "draft", t("Draft: not yet checked by a clinician"), words, small=True))
    elif words:
        made.append(Words(look, words, "small", "quiet"))
    if t.is_draft:
        made.append(Banner(look, "draft", t("Draft translation: not yet checked by a person who speaks it"), small=True))
    return made


def marked_line(around: Surroundings, words: str, mark: str, ink: str) -> QWidget:
    """A sentence behind its mark."""
    look = around.look
    return boxed(row(look, column(look, Picture(look, mark, 20, ink), None), (Words(look, words), 1), gap=10))
