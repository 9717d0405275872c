"""Reads resources/flags.toml into the rules of attention."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path

from caregiver_app.content.reading import Block, read_toml, review_of, without_repeats
from caregiver_app.domain.errors import ContentError
from caregiver_app.domain.flags.rule import Number, Rule, Rules
from caregiver_app.domain.flags.told import HOUR_MIN, Urgency


def load_rules(path: Path) -> Rules:
    """The rules by id. Raises ContentError that names the rule and field at fault."""
    found = read_toml(path)
    unknown = sorted(set(found) - {"about", "rule"})
    if unknown:
        raise ContentError(path, unknown[0], "this block is not known")
    about = Block(path, "about", found.get("about"))
    review = review_of(about)
    common: dict[str, Number] = {"very_drowsy_from": about.whole("very_drowsy_from", 7)}
    quiet = {
        Urgency.U1: about.whole("quiet_hours_u1", 12) * HOUR_MIN,
        Urgency.U2: about.whole("quiet_hours_u2", 6) * HOUR_MIN,
        Urgency.U3: 0,
    }
    is_telling = about.flag("is_telling", True)
    known, shown = about.whole("known_most_days", 14), about.whole("shown_most", 3)
    about.finished()
    blocks = found.get("rule")
    if not isinstance(blocks, list) or not blocks:
        raise ContentError(path, "rule", "there are no rules")
    rules = [_rule(Block(path, f"rule {n}", block)) for n, block in enumerate(blocks, 1)]
    without_repeats(path, [rule.id for rule in rules])
    return Rules({rule.id: rule for rule in rules}, quiet, known, shown, common, review, is_telling)


def _rule(block: Block) -> Rule:
    block.name = f"rule {block.text('id')}"
    urgencies = {how: _urgency(block, how, word) for how, word in block.table("urgencies").items()}
    why = {how: _words(block, how, words) for how, words in block.table("why").items()}
    if not urgencies:
        raise block.wrong("urgencies", "there are none")
    if set(why) != set(urgencies):
        differing = sorted(set(why) ^ set(urgencies))
        raise block.wrong("why", f"{differing[0]} needs both an urgency and a reason in words")
    rule = Rule(
        id=block.text("id"),
        title=block.text("title"),
        numbers={name: _number(block, name, value) for name, value in block.table("numbers").items()},
        urgencies=urgencies,
        why=why,
        card=block.text("card", ""),
        card_for={about: str(card) for about, card in block.table("card_for").items()},
        source=block.text("source"),
        is_on=block.flag("is_on", True),
        in_last_days=block.flag("in_last_days", True),
        more=frozenset(block.texts("more")),
    )
    if unknown := sorted(rule.more - set(rule.numbers)):
        raise block.wrong("more", f"there is no number {unknown[0]}")
    block.finished()
    return rule


def _number(block: Block, name: str, value: object) -> Number:
    """A whole number, or one with decimals written as words so that it stays exact."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    try:
        return Decimal(value) if isinstance(value, str) else _refuse(block, name)
    except InvalidOperation:
        return _refuse(block, name)


def _refuse(block: Block, name: str) -> Number:
    raise block.wrong(f"numbers, {name}", 'it must be a whole number, or one such as "38.0" in quotes')


def _urgency(block: Block, how: str, word: object) -> Urgency:
    if word not in Urgency.__members__:
        raise block.wrong(f"urgencies, {how}", "it must be U1, U2 or U3")
    return Urgency[str(word)]


def _words(block: Block, how: str, words: object) -> str:
    if not isinstance(words, str) or not words.strip():
        raise block.wrong(f"why, {how}", "it must be words")
    return words
