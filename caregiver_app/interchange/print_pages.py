"""Pages for paper, as simple HTML that works in grey: the unlock sheet. Plain functions of values and words."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from caregiver_app.domain.crisis_cards import FIRST_STEPS, CrisisCard
from caregiver_app.domain.people import Patient
from caregiver_app.domain.plan import CrisisPlan
from caregiver_app.domain.time import Instant
from caregiver_app.text import Texts


def unlock_sheet_html(t: Texts, sheet: str) -> str:
    """The unlock sheet: 7 groups, one a line, numbered so that a mistyped group can be found again."""
    groups = "".join(
        f'<tr><td width="12%" align="center">{n}</td><td><font size="+4"><b>{escape(group)}</b></font></td></tr>'
        for n, group in enumerate(sheet.split("-"), 1)
    )
    lines = (
        t("If you forget your passphrase, only this sheet opens the program on this computer."),
        t("Keep it where you keep important papers, away from the computer. Show it to nobody."),
        t("On the lock screen choose “I forgot my passphrase” and type the letters, group by group."),
    )
    said = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return f'<h1>{escape(t("Unlock sheet"))}</h1>{said}<table dir="ltr" cellpadding="6" border="1" width="60%">{groups}</table>'


def crisis_card_html(
    t: Texts, card: CrisisCard, patient: Patient, plan: CrisisPlan, medicine: Sequence[str], now: Instant
) -> str:
    """One crisis card for one sheet of paper, in the order of clinical.md §4.1; every line is plain black on white."""
    sections = (
        _heading(t.content(card.context, card.title), patient, t),
        _numbers(t, plan),
        _listed(t("Do now"), [_sentence(t, card, n, s) for n, s in enumerate(card.do_now)], "ol"),
        _medicine(t, card, medicine),
        _listed(t("Do not"), [t.content(card.context, s) for s in card.do_not], "ul", "✕ "),
        _listed(t("Call now if"), [t.content(card.context, s) for s in card.call_now], "ul"),
        _listed(t("Call today if"), [t.content(card.context, s) for s in card.call_today], "ul"),
        _listed(t("Signs"), [t.content(card.context, s) for s in card.signs], "ul"),
        _listed(t("Prepare before"), [t.content(card.context, s) for s in card.prepare], "ul"),
        _listed(t("Wishes"), list(plan.wishes.lines), "ul"),
        f"<p><small>{escape(t('Draft: not yet checked by a clinician'))} · {escape(card.id)} · {escape(t.date(now))}</small></p>",
    )
    return "".join(sections)


def _heading(title: str, patient: Patient, t: Texts) -> str:
    name = f"<p>{escape(t('For {name}', name=t.name(patient.name)))}</p>" if patient.name else ""
    return f"<h1>{escape(title)}</h1>{name}"


def _sentence(t: Texts, card: CrisisCard, place: int, words: str) -> str:
    return t.content(card.context if place >= FIRST_STEPS else "crisis", words)


def _numbers(t: Texts, plan: CrisisPlan) -> str:
    team = plan.team_line
    rows = []
    if team is not None:
        rows.append((team.name or t("The care team, day and night"), team.phone))
    rows.append((t("Emergency number"), plan.emergency.number or t("your emergency number")))
    cells = "".join(
        f'<td width="50%"><b><font size="+3"><span dir="ltr">{escape(number)}</span></font></b><br/>{escape(words)}</td>'
        for words, number in rows
    )
    return f'<table width="100%" border="1" cellpadding="8" cellspacing="0"><tr>{cells}</tr></table>'


def _medicine(t: Texts, card: CrisisCard, medicine: Sequence[str]) -> str:
    if not card.has_medicine:
        return ""
    said = [escape(words).replace("\n", "<br/>") for words in medicine]
    if not said:
        said = [escape(t("No medicine is written in this plan for this. Call."))]
    note = escape(
        t("Doses come only from your own prescription. If the label and this paper differ, follow the label and call.")
    )
    return (
        f"<h3>{escape(t('The medicine for this'))}</h3>"
        + "".join(f"<p><b>{s}</b></p>" for s in said)
        + f"<p>{note}</p>"
    )


def _listed(title: str, sentences: Sequence[str], tag: str, mark: str = "") -> str:
    if not sentences:
        return ""
    items = "".join(f"<li>{mark}{escape(sentence)}</li>" for sentence in sentences)
    return f"<h3>{escape(title)}</h3><{tag}>{items}</{tag}>"
