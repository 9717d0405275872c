"""Reads the words of the program and its content, and keeps the languages' catalogues complete.

python -m tools.catalogues                    check: complete, places and figures alike, compiled files current
python -m tools.catalogues --update           read the words again into every catalogue, compile, then check
python -m tools.catalogues --missing es       print what has no translation yet, as JSON
python -m tools.catalogues --fill es FILE     take translations from such a JSON file, then as --update
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tools.sentences import Found, sentences

ROOT = Path(__file__).resolve().parent.parent
DOMAIN = "caregiver"
REVIEW_STATUS = "translated_draft"  # for every language until a native clinician and caregivers have read it
_HEADER = """\
# {title} of Caregiver Coach.
# Review status: {status}.
# Scores, times and telephone numbers keep Western figures in every language."""


class Plain(Catalog):
    """A catalogue whose header says no dates and tools, but what the program asks at every start.

    That is the language's own name, its direction and its review status.
    """

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The headers as they are written, in this order."""
        headers = [("MIME-Version", "1.0"), ("Content-Type", "text/plain; charset=utf-8")]
        headers.append(("Content-Transfer-Encoding", "8bit"))
        if self.locale is None:
            return headers
        name = self.locale.get_display_name(self.locale) or str(self.locale)
        return [
            ("Language", str(self.locale).replace("_", "-")),
            *headers,
            ("Plural-Forms", self.plural_forms),
            ("X-Autonym", name[:1].upper() + name[1:]),
            ("X-Direction", self.locale.text_direction),
            ("X-Review-Status", REVIEW_STATUS),
        ]


def _empty(locale: Locale | None, title: str) -> Catalog:
    status = REVIEW_STATUS if locale else "draft"
    return Plain(
        locale=locale,
        domain=DOMAIN,
        project="Caregiver Coach",
        version="1",
        copyright_holder="the authors of Caregiver Coach",
        header_comment=_HEADER.format(title=title, status=status),
        fuzzy=False,
    )


def template(found: list[Found]) -> Catalog:
    """All words to translate, without translations."""
    made = _empty(None, "Words")
    for one in found:
        made.add(
            one.msgid if one.many is None else (one.msgid, one.many),
            locations=[(one.file, 1)],
            auto_comments=[one.comment] if one.comment else (),
            context=one.context,
        )
    return made


def languages(root: Path) -> tuple[str, ...]:
    """Every language that has a folder."""
    return tuple(path.parent.parent.name for path in sorted((root / "translations").glob(f"*/LC_MESSAGES/{DOMAIN}.po")))


def po_path(root: Path, language: str) -> Path:
    """Where a language's catalogue lies."""
    return root / "translations" / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(root: Path, language: str) -> Catalog:
    """A language's catalogue as it is stored."""
    with po_path(root, language).open("rb") as file:
        return read_po(file, locale=Locale.parse(language.replace("-", "_")), domain=DOMAIN)


def merged(old: Catalog, words: Catalog) -> Catalog:
    """The same words as the template with every translation that is known, also of words that were away for a while."""
    assert old.locale is not None
    made = _empty(old.locale, f"{old.locale.english_name} words")
    known = {key(m): m for m in (*old.obsolete.values(), *old) if m.id}
    for message in words:
        if not message.id:
            continue
        before = known.pop(key(message), None)
        usable = before is not None and isinstance(before.string, str) == isinstance(message.id, str)
        made.add(
            message.id,
            before.string if before is not None and usable else None,
            locations=message.locations,
            auto_comments=message.auto_comments,
            context=message.context,
        )
    for message in known.values():
        if message.string and any(message.string):
            made.obsolete[message.id] = message
    return made


def key(message: Message) -> tuple[str | None, str]:
    """What tells one message from another: context and English."""
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def as_po(catalogue: Catalog) -> bytes:
    """The text form: no line numbers, so that moving code changes no catalogue."""
    out = io.BytesIO()
    write_po(out, catalogue, width=110, include_lineno=False, sort_output=False)
    return out.getvalue()


def as_mo(catalogue: Catalog) -> bytes:
    """The compiled form that the program reads."""
    assert catalogue.locale is not None
    made = _empty(catalogue.locale, "")
    for message in catalogue:
        if message.id:
            made.add(message.id, message.string, context=message.context)
    out = io.BytesIO()
    write_mo(out, made)
    return out.getvalue()


def update(root: Path) -> None:
    """Read the words again, carry every known translation over, compile."""
    words = template(list(sentences(root)))
    (root / "translations" / f"{DOMAIN}.pot").write_bytes(as_po(words))
    for language in languages(root):
        catalogue = merged(read(root, language), words)
        path = po_path(root, language)
        path.write_bytes(as_po(catalogue))
        path.with_suffix(".mo").write_bytes(as_mo(catalogue))


def missing(root: Path, language: str) -> dict[str, str | list[str]]:
    """What has no translation: "context|English" (or only English) to an empty string or one for each plural form."""
    catalogue = read(root, language)
    return {
        _named(m): "" if isinstance(m.id, str) else [""] * catalogue.num_plurals
        for m in catalogue
        if m.id and not (m.string and all(m.string if not isinstance(m.string, str) else (m.string,)))
    }


def fill(root: Path, language: str, given: dict[str, str | list[str]]) -> list[str]:
    """Put translations into a catalogue; a name without context serves all contexts. Returns names that fit nothing."""
    catalogue = read(root, language)
    used: set[str] = set()
    for message in catalogue:
        if not message.id:
            continue
        for name in (_named(message), key(message)[1]):
            if name in given:
                value = given[name]
                message.string = value if isinstance(value, str) else tuple(value)
                used.add(name)
                break
    po_path(root, language).write_bytes(as_po(catalogue))
    return sorted(set(given) - used)


def _named(message: Message) -> str:
    context, english = key(message)
    return english if context is None else f"{context}|{english}"


def main(arguments: list[str]) -> int:
    """The command line; returns 1 where something is missing or wrong."""
    from tools.inspection import problems

    parser = argparse.ArgumentParser(prog="catalogues", description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--missing", metavar="LANGUAGE")
    parser.add_argument("--fill", nargs=2, metavar=("LANGUAGE", "FILE"))
    wanted = parser.parse_args(arguments)
    if wanted.missing:
        sys.stdout.write(json.dumps(missing(ROOT, wanted.missing), ensure_ascii=False, indent=1) + "\n")
        return 0
    if wanted.fill:
        language, file = wanted.fill
        update(ROOT)
        for name in fill(ROOT, language, json.loads(Path(file).read_text(encoding="utf-8"))):
            sys.stderr.write(f"{language}: nothing in the program says: {name}\n")
    if wanted.update or wanted.fill:
        update(ROOT)
    found = problems(ROOT)
    for problem in found:
        sys.stderr.write(problem + "\n")
    sys.stdout.write(f"{len(list(sentences(ROOT)))} sentences, {len(found)} problems\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
