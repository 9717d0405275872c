"""Pages for paper, as simple HTML that works in grey: the unlock sheet. Plain functions of values and words."""

from __future__ import annotations

from html import escape

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
