"""Finds every sentence that a person may read: calls of the translator in the code, and the content files."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from caregiver_app.content.crisis_cards import load_crisis_cards
from caregiver_app.content.flags import load_rules
from caregiver_app.content.symptoms import load_symptoms
from caregiver_app.domain.crisis_cards import FIRST_STEPS

_TRANSLATORS = frozenset({"t", "_t", "texts", "N_"})
_INSIDE_TEXTS = frozenset({"self"})
_NOTE = "# Translators:"


@dataclass(frozen=True, slots=True)
class Found:
    """One sentence: its context and plural if it has them, the file that says it, and a note for translators."""

    msgid: str
    file: str
    many: str | None = None
    context: str | None = None
    comment: str = ""


class NotLiteral(Exception):
    """The translator was given words that cannot be found before the program runs, such as an f-string."""


def sentences(root: Path) -> Iterator[Found]:
    """Every sentence of the program and its content."""
    for path in sorted((root / "caregiver_app").rglob("*.py")):
        if "relay" not in path.parts:
            yield from of_module(path.read_text(encoding="utf-8"), path.relative_to(root).as_posix())
    yield from of_symptoms(root / "resources" / "symptoms.toml")
    yield from of_crisis_cards(root / "resources" / "crisis_cards.toml")
    yield from of_flags(root / "resources" / "flags.toml")


# ---- code ------------------------------------------------------------------------------------
def of_module(source: str, file: str) -> Iterator[Found]:
    """The sentences in one module. Raises NotLiteral for words that cannot be collected."""
    lines = source.splitlines()
    names = _TRANSLATORS | (_INSIDE_TEXTS if file.endswith("caregiver_app/text.py") else frozenset())
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        verb = _verb(call.func, names)
        if verb:
            yield from _of_call(verb, call, file, _note(lines, call.lineno))


def _verb(func: ast.expr, names: frozenset[str]) -> str:
    """ "say", "plural" or "context" where a translator is called, else nothing."""
    if _is_translator(func, names):
        return "say"
    if isinstance(func, ast.Attribute) and func.attr in ("plural", "context") and _is_translator(func.value, names):
        return func.attr
    if isinstance(func, ast.Attribute) and func.attr == "pgettext":
        return "context"
    return ""


def _is_translator(node: ast.expr, names: frozenset[str]) -> bool:
    if isinstance(node, ast.Name):
        return node.id in names
    return isinstance(node, ast.Attribute) and node.attr in ("t", "_t")


def _of_call(verb: str, call: ast.Call, file: str, note: str) -> Iterator[Found]:
    texts = [list(_literals(argument, file)) for argument in call.args]
    if verb == "say" and texts:
        yield from (Found(words, file, comment=note) for words in texts[0] if words)
    elif verb == "context" and len(texts) > 1:
        for context in texts[0]:
            yield from (Found(words, file, context=context, comment=note) for words in texts[1])
    elif verb == "plural" and len(texts) > 1:
        yield from (Found(one, file, many=many, comment=note) for one, many in zip(texts[0], texts[1], strict=True))


def _literals(node: ast.expr, file: str) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body, file)
        yield from _literals(node.orelse, file)
    elif isinstance(node, ast.JoinedStr):
        raise NotLiteral(f"{file}:{node.lineno}: an f-string cannot be translated; use named places")


def _note(lines: list[str], number: int) -> str:
    above = lines[number - 2].strip() if number > 1 else ""
    return above.removeprefix(_NOTE).strip() if above.startswith(_NOTE) else ""


# ---- content -----------------------------------------------------------------------------------
def of_symptoms(path: Path) -> Iterator[Found]:
    """Everything a check-in asks; the context is the kind and id of the block."""
    catalogue = load_symptoms(path)
    for s in catalogue.symptoms:
        yield from _block(path, f"symptom:{s.id}", (s.label, s.question, s.zero, s.ten, s.explain))
    for f in catalogue.facts:
        labels = [choice.label for choice in f.choices]
        yield from _block(path, f"fact:{f.id}", (f.label, f.question, f.explain, *labels))
    for group in catalogue.comfort:
        yield from _block(path, f"comfort:{group.id}", (group.label, *(sign.label for sign in group.signs)))
    for watch in catalogue.watches:
        yield from _block(path, f"watch:{watch.id}", (watch.label, watch.question, watch.explain))
        for group in watch.groups:
            yield from _block(path, f"signs:{group.id}", (group.label, *(sign.label for sign in group.signs)))


def of_flags(path: Path) -> Iterator[Found]:
    """What each rule is called, why it fires, and where it comes from; the context is the rule's id."""
    for rule in load_rules(path).rules.values():
        yield from _block(path, f"rule:{rule.id}", (rule.title, *rule.why.values(), rule.source))


def of_crisis_cards(path: Path) -> Iterator[Found]:
    """Everything the cards say; the first steps that all cards share have the context "crisis"."""
    cards = load_crisis_cards(path)
    yield from _block(path, "crisis", cards[0].do_now[:FIRST_STEPS])
    for card in cards:
        own = card.do_now[FIRST_STEPS:]
        lists = (own, card.call_now, card.call_today, card.do_not, card.signs, card.prepare)
        lines = [line for each in lists for line in each]
        yield from _block(path, card.context, (card.title, card.short_title, *lines))


def _block(path: Path, context: str, lines: Iterable[str]) -> Iterator[Found]:
    file = f"{path.parent.name}/{path.name}"
    yield from (Found(line, file, context=context) for line in dict.fromkeys(lines) if line)
