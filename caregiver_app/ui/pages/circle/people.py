"""The list of people and their computers."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from caregiver_app.domain.people import Member
from caregiver_app.text import Texts
from caregiver_app.ui.pages.circle.view_model import State
from caregiver_app.ui.pages.circle.words import counted, device_words, role_words, sharing_line
from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.widgets.boxes import Card, Flow, boxed, card_header, column, row
from caregiver_app.ui.widgets.words import Face, Picture, Words, rule


def people_card(look: Look, t: Texts, state: State) -> QWidget:
    """Everyone in the circle, with each computer and when it was last heard from."""
    card = Card(look, card_header(look, counted(t, state.circle.members), icon_name="people"), gap=10)
    for number, member in enumerate(state.circle.members):
        if number:
            card.box.addWidget(rule(look))
        card.box.addWidget(_member_row(look, t, state, member, number))
    card.box.addWidget(rule(look))
    said = sharing_line(t, state.sync, state.circle.waiting, state.now)
    card.box.addWidget(
        boxed(row(look, Picture(look, "link", 20, "quiet"), (Words(look, said, "small", "quiet"), 1), gap=8))
    )
    return card


def _member_row(look: Look, t: Texts, state: State, member: Member, number: int) -> QWidget:
    name = Words(look, t.name(member.name) if member.name else t("Someone without a name"), "body_bold")
    said = Words(look, role_words(t, member), "small", "quiet")
    who = boxed(row(look, Face(look, number), (column(look, name, said, gap=2), 1), gap=12))
    computers = column(look, gap=6)
    for device in member.devices:
        title, heard = device_words(t, member, device, state.now)
        is_heard = device.is_me or device.last_seen is not None
        line = Words(look, heard, "small", "quiet" if is_heard else "attention_ink")
        mark = Picture(look, "done" if is_heard else "clock", 18, "ok" if is_heard else "attention_ink")
        computers.addWidget(boxed(row(look, Picture(look, "laptop", 20, "quiet"), (Words(look, title), 1), gap=8)))
        computers.addWidget(boxed(row(look, mark, (line, 1), gap=8)))
    return boxed(Flow(look, 12, who, boxed(computers), least=220))
