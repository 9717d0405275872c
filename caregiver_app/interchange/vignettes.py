"""`caregiver-app vignettes DIR`: runs every case below a folder against the functions that the program uses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from caregiver_app.domain.flags.judging import Card, Flag, cards, judged
from caregiver_app.domain.flags.rule import Rules
from caregiver_app.domain.flags.told import Urgency
from caregiver_app.interchange.vignette import UnreadableVignette, Vignette, read_vignette

PASSED, FAILED, UNREADABLE = 0, 1, 2
_ASIDE = frozenset({"R30", "R31", "R32", "R33"})  # wherever "no other flags" is expected (clinical-precise.md)
_NOT_JUDGED = ("expected_checks", "expected_prompts", "expected_reminders", "expected_numbers")


def run(folder: Path, rules: Rules, tell: Callable[[str], None] = print) -> int:
    """Run every case below `folder`; 0 where all hold, 1 on any failure, 2 on a file that cannot be read."""
    files = sorted(folder.rglob("*.yaml"))
    failed, unreadable, waiting = 0, 0, 0
    for path in files:
        try:
            vignette = read_vignette(path)
            problems, not_judged = list(problems_of(vignette, rules)), _not_judged(vignette)
        except UnreadableVignette as error:
            unreadable += 1
            tell(str(error))
            continue
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            unreadable += 1
            tell(f"{path}: it cannot be read: {type(error).__name__} {error}")
            continue
        failed += bool(problems)
        for problem in problems:
            tell(f"{vignette.id}: {problem}")
        if not_judged:
            waiting += 1
            tell(f"{vignette.id}: not judged: {', '.join(not_judged)}")
    tell(
        f"{len(files)} cases: {len(files) - failed - unreadable} hold, {failed} fail, "
        f"{unreadable} cannot be read, {waiting} not judged in full"
    )
    return UNREADABLE if unreadable or not files else FAILED if failed else PASSED


def _not_judged(vignette: Vignette) -> list[str]:
    return [name for name in _NOT_JUDGED if vignette.said.get(name) is not None]


def problems_of(vignette: Vignette, rules: Rules) -> Iterator[str]:
    """What differs from what the case expects: expected, got, and the file's own why."""
    said, flags = vignette.said, judged(vignette.case, rules)
    expected = said.get("expected_flags")
    if expected is None and vignette.is_medicines and "must_not" not in said:
        return
    for wanted in expected or ():
        if not any(_fits(flag, wanted) for flag in flags):
            yield f"expected {_told(wanted)}, got {_all(flags)} ({wanted.get('why', '')})"
    for forbidden in said.get("must_not") or ():
        if str(forbidden.get("id", "")).startswith("R") and any(_fits(flag, forbidden) for flag in flags):
            yield f"must not be {_told(forbidden)}, got {_all(flags)} ({forbidden.get('why', '')})"
    if said.get("no_other_flags"):
        for flag in flags:
            if flag.rule not in _ASIDE and not any(_fits(flag, wanted) for wanted in expected or ()):
                yield f"expected no other flag, got {_all([flag])}"
    yield from _card_problems(said.get("expected_cards") or (), cards(flags))


def _fits(flag: Flag, wanted: Mapping[str, Any]) -> bool:
    about, urgency = wanted.get("about"), wanted.get("urgency")
    return (
        flag.rule == wanted.get("id")
        and (about is None or flag.about == about)
        and (urgency is None or flag.urgency is Urgency[urgency])
    )


def _card_problems(expected: Sequence[Mapping[str, Any]], found: Sequence[Card]) -> Iterator[str]:
    for wanted in expected:
        rules = sorted(wanted.get("rules") or ())
        fitting = [
            card
            for card in found
            if card.urgency is Urgency[wanted["urgency"]]
            and sorted({flag.rule for flag in card.flags}) == rules
            and any(flag.about == wanted.get("about") for flag in card.flags)
        ]
        if not fitting:
            got = "; ".join(f"{card.urgency.name} {', '.join(f.rule for f in card.flags)}" for card in found)
            yield f"expected a card about {wanted.get('about')} {wanted['urgency']} {rules}, got {got or 'none'}"


def _told(wanted: Mapping[str, Any]) -> str:
    return " ".join(str(wanted[key]) for key in ("id", "urgency", "about") if wanted.get(key) is not None)


def _all(flags: Sequence[Flag]) -> str:
    return ", ".join(f"{flag.rule} {flag.urgency.name} {flag.about}" for flag in flags) or "no flag"
