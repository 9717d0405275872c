"""The card for letting someone in: a form, then the code, then the six digits, then the end."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from caregiver_app.domain.circle import Invitation, InvitePhase
from caregiver_app.domain.people import Role
from caregiver_app.text import Texts
from caregiver_app.ui.pages.circle.view_model import CircleViewModel, State
from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.widgets.boxes import Banner, Card, Flow, Sunken, boxed, card_header, column, row
from caregiver_app.ui.widgets.buttons import Button
from caregiver_app.ui.widgets.choices import Chooser, Option
from caregiver_app.ui.widgets.fields import LineField
from caregiver_app.ui.widgets.words import Words

_DAY_MS = 24 * 60 * 60 * 1000


class InviteCard(Card):
    """Shows one step of an invitation; `first` is where the keyboard starts."""

    def __init__(self, look: Look, t: Texts, state: State, model: CircleViewModel) -> None:
        super().__init__(look, card_header(look, t("Add a person or a computer"), icon_name="plus"), gap=12)
        self._look, self._t, self._state, self._model = look, t, state, model
        self.first: QWidget | None = None
        found = state.invitation
        if not state.is_admin:
            self._show_who_may()
        elif not state.circle.relay:
            self._say(t("First set the address of your relay below. It carries the sealed entries between computers."))
        elif found is None:
            self._show_form()
        elif found.phase is InvitePhase.COMPARE:
            self._show_digits(found)
        elif found.phase in (InvitePhase.PREPARING, InvitePhase.WAITING):
            self._show_code(found)
        else:
            self._show_end(found)

    def _say(self, words: str, kind: str = "body") -> None:
        self.box.addWidget(Words(self._look, words, kind))

    def _show_who_may(self) -> None:
        t = self._t
        names = [m.name for m in self._state.admins if m.name]
        if names:
            self._say(t("Only {name} can add people.", name=t.listed(t.name(name) for name in names)))
        else:
            self._say(t("Only the lead caregiver can add people."))

    # ---- the form ----------------------------------------------------------------------------
    def _show_form(self) -> None:
        look, t = self._look, self._t
        members = self._state.circle.members
        options = [Option(b"", t("A new person"), "person")]
        options += [
            Option(m.member_id, t("Another computer of {name}", name=t.name(m.name)), "laptop") for m in members
        ]
        self.whose = Chooser(look, t("Who is it for?"), options, b"")
        self.name = LineField(look, t("Their name"))
        self.title = LineField(
            look, t("Their work, in their own words"), hint=t("Such as daughter, neighbour, hospice nurse.")
        )
        roles = (
            Option(Role.FAMILY, t("Family or friend"), "heart"),
            Option(Role.STAFF, t("Care staff"), "stethoscope"),
            Option(Role.OBSERVER, t("Only reads"), "eye"),
            Option(Role.ADMIN, t("Can add people too"), "people"),
        )
        self.role = Chooser(look, t("What may they do?"), roles, Role.FAMILY)
        may = Words(look, t("What may they do?"), "body_bold")
        self._person = column(look, self.name, self.title, may, self.role, gap=12)
        self._person_box = boxed(self._person)
        self.make = Button(look, "primary", t("Make a code"), "key", self._make)
        for widget in (self.whose, self._person_box, self.make):
            self.box.addWidget(widget)
        self.whose.chosen.connect(lambda value: self._person_box.setVisible(not value))
        self.first = self.name

    def _make(self) -> None:
        member_id = self.whose.value()
        member = next((m for m in self._state.circle.members if m.member_id == member_id), None)
        if member is not None:
            self._model.invite(member.role, member.name, member.title, member.member_id)
            return
        if not self.name.value():
            self.name.show_mistake(self._t("Write a name first."))
            self.name.setFocus()
            return
        role = self.role.value()
        self._model.invite(role if isinstance(role, Role) else Role.FAMILY, self.name.value(), self.title.value())

    # ---- the code ----------------------------------------------------------------------------
    def _show_code(self, found: Invitation) -> None:
        look, t = self._look, self._t
        self._step(1, t("On the other computer, choose “I was invited to a care circle”."))
        self._step(2, t("Type this address and this code there."))
        address = Words(look, t.isolate(self._state.circle.relay), "body_bold")
        lines = [" ".join(half[n : n + 3] for n in range(0, len(half), 3)) for half in found.letters.split("-")]
        code = Words(look, "\n".join(t.isolate(line) for line in lines), "title")
        code.setAccessibleName(" ".join(found.letters.replace("-", "")))
        self.box.addWidget(Sunken(look, Words(look, t("Address"), "small", "quiet"), address))
        self.box.addWidget(Sunken(look, Words(look, t("Code"), "small", "quiet"), code))
        self._say(t("By telephone, read these digits: {digits}", digits=t.isolate(found.spoken)), "small")
        until = t.when(found.made_at.plus(_DAY_MS), self._state.now)
        self._say(t("It works one time, until {when}.", when=until), "small")
        self._step(3, t("Then both screens show a number. Compare it."))
        self.first = Button(look, "line", t("Cancel"), "cross", self._model.drop)
        self.box.addWidget(boxed(row(look, self.first, None)))

    def _step(self, number: int, words: str) -> None:
        look = self._look
        mark = Words(look, self._t.number(number), "body_bold", "accent", wrap=False)
        self.box.addWidget(boxed(row(look, mark, (Words(look, words), 1), gap=12)))

    # ---- the six digits ----------------------------------------------------------------------
    def _show_digits(self, found: Invitation) -> None:
        look, t = self._look, self._t
        digits = Words(look, t.isolate(f"{found.digits[:3]} {found.digits[3:]}"), "h1", wrap=False)
        digits.setAccessibleName(" ".join(found.digits))
        self.box.addWidget(Sunken(look, Words(look, t("Does the other screen show this number?"), "body_bold"), digits))
        self._say(t("There it says: {name}.", name=t.name(found.their_name)), "small")
        self.name = LineField(look, t("Their name"), found.name or found.their_name)
        self.title = LineField(look, t("Their work, in their own words"), found.title)
        self.box.addWidget(self.name)
        self.box.addWidget(self.title)
        yes = Button(look, "primary", t("Yes, it is the same"), "check", self._confirm)
        no = Button(look, "line", t("No, stop"), "cross", self._model.drop)
        self.box.addWidget(boxed(Flow(look, 10, no, yes)))
        self.first = yes

    def _confirm(self) -> None:
        self._model.confirm(self.name.value(), self.title.value())

    # ---- the end -----------------------------------------------------------------------------
    def _show_end(self, found: Invitation) -> None:
        look, t = self._look, self._t
        if found.phase is InvitePhase.ADDED:
            words = t("{name} is in the circle now.", name=t.name(found.name))
            banner = Banner(look, "ok", words, t("Their computer gets all entries in a moment."), small=True)
        elif found.phase is InvitePhase.OVER:
            banner = Banner(look, "today", t("The code is too old."), t("Each code works for 24 hours."), small=True)
        else:
            banner = Banner(
                look, "today", t("This code is no longer good."), t("Nobody was added. Make a new one."), small=True
            )
        self.box.addWidget(banner)
        self.first = Button(look, "soft", t("Add someone else"), "plus", partial(self._model.put_away))
        self.box.addWidget(boxed(row(look, self.first, None)))
