"""Pages for paper, as simple HTML that works in grey: unlock sheet, crisis card, clip. Plain functions of values and words."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from caregiver_app.domain.clips import Clip
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
    left = _listed(t("Do not"), _said(t, card, card.do_not)) + _listed(t("Signs"), _said(t, card, card.signs))
    right = _listed(t("Call now if"), _said(t, card, card.call_now))
    right += _listed(t("Call today if"), _said(t, card, card.call_today))
    right += _listed(t("Prepare before"), _said(t, card, card.prepare))
    unchecked = t("Draft: not yet checked by a clinician") if card.review.is_draft else ""
    untold = t("Draft translation: not yet checked by a person who speaks it") if t.is_draft else ""
    footer = " · ".join(part for part in (unchecked, untold, card.id, t.date(now)) if part)
    return "".join(
        (
            _STYLE,
            _heading(t.content(card.context, card.title), patient, t),
            _numbers(t, plan),
            _listed(t("Do now"), [_sentence(t, card, n, s) for n, s in enumerate(card.do_now)], "ol"),
            _medicine(t, card, medicine),
            f'<table width="100%"><tr>{_in_order(t, [f"<td>{left}</td>", f"<td>{right}</td>"])}</tr></table>',
            _wishes(t, plan),
            f"<p><small>{escape(footer)}</small></p>",
        )
    )


_STYLE = (
    "<style>h1 { margin: 0 0 2px 0; } h3 { margin: 10px 0 2px 0; } p { margin: 2px 0; }"
    " ol, ul { margin: 0; -qt-list-indent: 1; } li { margin: 2px 0; }</style>"
)


def _said(t: Texts, card: CrisisCard, sentences: Sequence[str]) -> list[str]:
    return [t.content(card.context, sentence) for sentence in sentences]


def _wishes(t: Texts, plan: CrisisPlan) -> str:
    if not plan.wishes.lines:
        return ""
    return f"<h3>{escape(t('Wishes'))}</h3><p>{escape(' · '.join(plan.wishes.lines))}</p>"


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
    cells = [
        f'<td width="50%"><b><font size="+3">{escape(t.isolate(number))}</font></b><br/>{escape(t.name(words))}</td>'
        for words, number in rows
    ]
    return f'<table width="100%" border="1" cellpadding="8" cellspacing="0"><tr>{_in_order(t, cells)}</tr></table>'


def _in_order(t: Texts, cells: Sequence[str]) -> str:
    """Table cells in reading direction; a rich-text table is not mirrored by itself."""
    return "".join(reversed(cells) if t.is_rtl else cells)


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


def _listed(title: str, sentences: Sequence[str], tag: str = "ul") -> str:
    if not sentences:
        return ""
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    return f"<h3>{escape(title)}</h3><{tag}>{items}</{tag}>"


_STEPS_A_ROW, _STILL = 3, 162  # pictures beside each other, and their width in points


def clip_html(t: Texts, clip: Clip, checked: str) -> str:
    """One clip for one sheet of paper: every step with its picture, and when to stop and call.

    `t` speaks the sheet's language, which may be another than the program's; `checked` says who has checked the clip. A
    picture that is gone is left out.
    """
    words = clip.words_in(t.language)
    cells = [
        _step_cell(number, still.still.as_uri() if still.still.is_file() else "", said.action, said.caution, t)
        for number, (still, said) in enumerate(zip(clip.steps, words.steps, strict=False), 1)
    ]
    stop = _listed(t("Stop and call if there is"), list(words.stop_and_call))
    free = -len(cells) % _STEPS_A_ROW
    if free:  # where the last row has room
        cells.append(f'<td colspan="{free}" valign="top">{stop}</td>')
    parts = (cells[start : start + _STEPS_A_ROW] for start in range(0, len(cells), _STEPS_A_ROW))
    rows = "".join(f"<tr>{_in_order(t, part)}</tr>" for part in parts)
    doses = t(
        "Doses come only from your own prescription. If the label and this paper differ, follow the label and call."
    )
    draft = t("Draft translation: not yet checked by a person who speaks it") if t.is_draft else ""
    sources = t("Sources: {sources}", sources="; ".join(clip.sources)) if clip.sources else ""
    footer = " · ".join(part for part in (checked, draft, clip.id, sources) if part)
    return "".join(
        (
            _STYLE,
            f"<h1>{escape(words.title)}</h1>",
            f'<table width="100%" cellpadding="4" cellspacing="0">{rows}</table>',
            "" if free else stop,
            f"<p>{escape(t('If you are worried, call your team.'))}</p>",
            f"<p><b>{escape(doses)}</b></p>" if clip.topic == "medication" else "",
            f"<p><small>{escape(footer)}</small></p>",
        )
    )


def _step_cell(number: int, picture: str, action: str, caution: str, t: Texts) -> str:
    still = f'<img src="{escape(picture)}" width="{_STILL}"/><br/>' if picture else ""
    care = f"<br/>{escape(caution)}" if caution else ""
    said = f"<b>{t.number(number)}. {escape(action)}</b>{care}"
    return f'<td width="{100 // _STEPS_A_ROW}%" valign="top">{still}{said}</td>'
