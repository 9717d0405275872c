"""Crisis cards as the content file gives them; the plan adds the household's numbers and the team's words."""

from __future__ import annotations

from dataclasses import dataclass

from caregiver_app.domain.symptoms import Review

GENERAL = "C0"  # the card of general steps, always readable before unlocking


@dataclass(frozen=True, slots=True)
class CrisisCard:
    """One card, in the order of clinical.md §4.1. Every card's `do_now` begins with stay, call, note the time."""

    id: str
    title: str
    short_title: str
    icon: str
    do_now: tuple[str, ...]
    call_now: tuple[str, ...]
    call_today: tuple[str, ...]
    do_not: tuple[str, ...]
    signs: tuple[str, ...]
    prepare: tuple[str, ...]
    clips: tuple[str, ...]
    symptoms: tuple[str, ...]
    has_medicine: bool
    review: Review

    @property
    def context(self) -> str:
        """The catalogue context of this card's sentences."""
        return f"crisis:{self.id}"


# What stands on the general card when the content file cannot be read: help never waits for a file.
# The words are those of resources/crisis_cards.toml, so that they are translated.
BARE_CARD = CrisisCard(
    id=GENERAL,
    title="Something is wrong",
    short_title="Something is wrong",
    icon="octagon",
    do_now=("Stay with them.", "Call, or send someone to call.", "Note the time."),
    call_now=("You are worried. Worry alone is a good reason to call.",),
    call_today=(),
    do_not=("Do not wait for someone to see it on a screen. This program tells nobody.",),
    signs=(),
    prepare=(),
    clips=(),
    symptoms=(),
    has_medicine=False,
    review=Review(),
)
FIRST_STEPS = 3
NOTE_THE_TIME = 2  # the 0-based step with the timer
