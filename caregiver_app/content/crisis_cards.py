"""Reads resources/crisis_cards.toml into crisis cards."""

from __future__ import annotations

from pathlib import Path

from caregiver_app.content.reading import Block, read_toml, review_of, without_repeats
from caregiver_app.domain.crisis_cards import FIRST_STEPS, GENERAL, CrisisCard
from caregiver_app.domain.errors import ContentError
from caregiver_app.domain.symptoms import Review


def load_crisis_cards(path: Path) -> tuple[CrisisCard, ...]:
    """The cards in the order of the file. Raises ContentError that names the card and field at fault."""
    found = read_toml(path)
    unknown = sorted(set(found) - {"about", "card"})
    if unknown:
        raise ContentError(path, unknown[0], "this block is not known")
    about = Block(path, "about", found.get("about"))
    review, first, retired = review_of(about), about.texts("first_steps", least=FIRST_STEPS), about.texts("retired")
    if len(first) != FIRST_STEPS:
        raise about.wrong("first_steps", f"there must be {FIRST_STEPS}: stay, call, note the time")
    about.finished()
    blocks = found.get("card")
    if not isinstance(blocks, list) or not blocks:
        raise ContentError(path, "card", "there are no cards")
    cards = tuple(_card(Block(path, f"card {n}", block), first, review) for n, block in enumerate(blocks, 1))
    without_repeats(path, [card.id for card in cards], retired)
    if all(card.id != GENERAL for card in cards):
        raise ContentError(path, GENERAL, "the general card is missing")
    return cards


def _card(block: Block, first: tuple[str, ...], review: Review) -> CrisisCard:
    block.name = f"card {block.text('id')}"
    card = CrisisCard(
        id=block.text("id"),
        title=block.text("title"),
        short_title=block.text("short_title"),
        icon=block.text("icon"),
        do_now=first + block.texts("do_now", least=1),
        call_now=block.texts("call_now", least=1),
        call_today=block.texts("call_today"),
        do_not=block.texts("do_not", least=1),
        signs=block.texts("signs"),
        prepare=block.texts("prepare"),
        clips=block.texts("clips"),
        symptoms=block.texts("symptoms"),
        has_medicine=block.flag("has_medicine", False),
        review=Review(
            review.status, review.reviewed_by, review.review_date, review.next_review, block.texts("sources", 1)
        ),
    )
    block.finished()
    return card
