"""Reads resources/symptoms.toml into the catalogue of check-in items."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from caregiver_app.content.reading import Block, read_toml, review_of, without_repeats
from caregiver_app.domain.diary import Mode
from caregiver_app.domain.errors import ContentError
from caregiver_app.domain.symptoms import (
    AskedOf,
    Choice,
    FactItem,
    FactKind,
    SignGroup,
    Symptom,
    SymptomCatalogue,
    Watch,
)


def load_symptoms(path: Path) -> SymptomCatalogue:
    """The catalogue. Raises ContentError that names the block and field at fault."""
    found = read_toml(path)
    unknown = sorted(set(found) - {"about", "symptom", "fact", "comfort", "watch"})
    if unknown:
        raise ContentError(path, unknown[0], "this block is not known")
    about = Block(path, "about", found.get("about"))
    review, quick, retired = review_of(about), about.texts("quick", least=1), about.texts("retired")
    about.finished()
    symptoms = tuple(_symptom(block) for block in _named(path, found, "symptom"))
    facts = tuple(_fact(block) for block in _named(path, found, "fact"))
    comfort = tuple(_group(block) for block in _named(path, found, "comfort"))
    watches = tuple(_watch(block, {f.id for f in facts}) for block in _named(path, found, "watch", least=0))
    without_repeats(path, [s.id for s in symptoms] + [f.id for f in facts] + [w.id for w in watches], retired)
    groups = [group for watch in watches for group in watch.groups]
    without_repeats(path, [group.id for group in (*comfort, *groups)], retired)
    without_repeats(path, [sign.id for group in groups for sign in group.signs], retired)
    without_repeats(path, [sign.id for group in comfort for sign in group.signs], retired)
    for name in quick:
        if name not in {s.id for s in symptoms}:
            raise ContentError(path, "about, quick", f"there is no symptom {name}")
    return SymptomCatalogue(symptoms, facts, comfort, quick, review, watches)


def _named(path: Path, found: Mapping[str, object], kind: str, least: int = 1) -> list[Block]:
    blocks = found.get(kind, [] if least == 0 else None)
    if not isinstance(blocks, list) or len(blocks) < least:
        raise ContentError(path, kind, "there are no blocks of this kind")
    return [Block(path, f"{kind} {_id_of(b, n)}", b) for n, b in enumerate(blocks, 1)]


def _id_of(block: object, number: int) -> str:
    return str(block.get("id", number)) if isinstance(block, Mapping) else str(number)


def _symptom(block: Block) -> Symptom:
    made = Symptom(
        id=block.text("id"),
        label=block.text("label"),
        question=block.text("question"),
        zero=block.text("zero"),
        ten=block.text("ten"),
        icon=block.text("icon"),
        asked_of=block.one_of("asked_of", AskedOf, list(AskedOf)),
        is_on=block.flag("on", True),
        explain=block.text("explain", ""),
    )
    block.finished()
    return made


def _fact(block: Block) -> FactItem:
    made = FactItem(
        id=block.text("id"),
        label=block.text("label"),
        question=block.text("question"),
        kind=block.one_of("kind", FactKind, list(FactKind)),
        choices=tuple(_choice(c) for c in block.blocks("choices")),
        explain=block.text("explain", ""),
        most=block.whole("most", 20),
    )
    if (made.kind is FactKind.CHOICE) != bool(made.choices):
        raise block.wrong("choices", "a choice needs them and nothing else has them")
    block.finished()
    return made


def _watch(block: Block, facts: set[str]) -> Watch:
    made = Watch(
        id=block.text("id"),
        label=block.text("label"),
        question=block.text("question"),
        icon=block.text("icon"),
        groups=tuple(_group(group) for group in block.blocks("group")),
        modes=block.texts("modes"),
        after=block.text("after", ""),
        after_yes=block.flag("after_yes", True),
        explain=block.text("explain", ""),
    )
    if not made.groups:
        raise block.wrong("group", "it needs at least one")
    if bool(made.modes) == bool(made.after):
        raise block.wrong("modes", "it needs either modes, or the item that it comes after")
    if made.after and made.after not in facts:
        raise block.wrong("after", f"there is no item {made.after}")
    if unknown := sorted(set(made.modes) - {mode.value for mode in Mode}):
        raise block.wrong("modes", f"there is no form {unknown[0]}")
    block.finished()
    return made


def _choice(block: Block) -> Choice:
    made = Choice(block.text("id"), block.text("label"))
    block.finished()
    return made


def _group(block: Block) -> SignGroup:
    made = SignGroup(block.text("id"), block.text("label"), tuple(_choice(c) for c in block.blocks("signs")))
    if not made.signs:
        raise block.wrong("signs", "it needs at least one")
    block.finished()
    return made
