"""One form for each section of the plan; each gives back the section's value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QComboBox, QWidget

from caregiver_app.domain.people import Patient
from caregiver_app.domain.plan import Address, Contact, CrisisPlan, Emergency, HeadlineWishes, OpenCardChoice, Section
from caregiver_app.domain.records import Plain
from caregiver_app.services.plan import SectionValue
from caregiver_app.services.telephone import emergency_candidates
from caregiver_app.text import countries
from caregiver_app.ui.pages.plan.words import open_card_labels, patient_labels, wish_labels
from caregiver_app.ui.surroundings import Surroundings
from caregiver_app.ui.widgets.boxes import Banner, Flow, Surface, boxed, clear, column
from caregiver_app.ui.widgets.buttons import Button
from caregiver_app.ui.widgets.choices import CheckRow
from caregiver_app.ui.widgets.fields import LineField, TextField
from caregiver_app.ui.widgets.words import Words


class SectionForm(QWidget):
    """The fields of one section, and what they say."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self.around = around
        self.box = column(around.look, gap=14)
        self.setLayout(self.box)

    def written(self) -> SectionValue:
        """What the fields say now, finished or not."""
        raise NotImplementedError

    def value(self) -> SectionValue | None:
        """The section's new value; None, with a word beside the field, while something is missing."""
        return self.written()


class ContactsForm(SectionForm):
    """Contacts in the order in which they are called; at most one of them is the number that is called first."""

    def __init__(self, around: Surroundings, plan: CrisisPlan) -> None:
        super().__init__(around)
        self._rows: list[_ContactFields] = []
        self._list = column(around.look, gap=14)
        self.box.addLayout(self._list)
        for contact in plan.contacts or (Contact("", "", "", is_team_line=True),):
            self._add(contact)
        words = around.t("Add someone to call")
        self.box.addWidget(boxed(Flow(around.look, 8, Button(around.look, "soft", words, "plus", self._add_empty))))

    def _add_empty(self) -> None:
        self._add(Contact("", "", ""))
        self._rows[-1].role.setFocus()

    def _add(self, contact: Contact) -> None:
        fields = _ContactFields(self.around, contact, self._remove, self._first_chosen)
        self._rows.append(fields)
        self._list.addWidget(fields)

    def _first_chosen(self, chosen: _ContactFields) -> None:
        """Nobody can call two numbers first."""
        for fields in self._rows:
            if fields is not chosen:
                fields.is_team.setChecked(False)

    def _remove(self, fields: _ContactFields) -> None:
        self._rows.remove(fields)
        fields.hide()
        fields.deleteLater()

    def written(self) -> tuple[Contact, ...]:
        """Every contact that says something."""
        found = [fields.contact() for fields in self._rows]
        return tuple(c for c in found if any((c.phone, c.name, c.role, c.hours, c.when_to_use)))

    def value(self) -> SectionValue | None:
        """The contacts, once who is called first has a number."""
        for fields in self._rows:
            contact = fields.contact()
            if contact in self.written() and contact.is_team_line and not contact.phone:
                fields.phone.show_mistake(self.around.t("Write the number that is called first."))
                fields.phone.setFocus()
                return None
        return self.written()


class _ContactFields(Surface):
    def __init__(
        self,
        around: Surroundings,
        contact: Contact,
        remove: Callable[[_ContactFields], None],
        first_chosen: Callable[[_ContactFields], None],
    ) -> None:
        look, t = around.look, around.t
        self.role = LineField(look, t("Who they are"), contact.role, example=t("Nurse, neighbour, son"))
        self.name = LineField(look, t("Name"), contact.name)
        self.phone = LineField(look, t("Telephone number"), contact.phone, ltr=True)
        self.hours = LineField(look, t("When they can be reached"), contact.hours)
        self.use = LineField(look, t("When to call them"), contact.when_to_use)
        call_first = t("This is the team's number, day and night. Call it first.")
        self.is_team = CheckRow(look, call_first, contact.is_team_line)
        self.is_team.toggled.connect(lambda is_on: first_chosen(self) if is_on else None)
        away = Button(look, "text", t("Take this contact out"), "trash", lambda: remove(self))
        fields = Flow(look, 12, self.role, self.name, self.phone, self.hours, self.use, least=260)
        inside = column(look, boxed(fields), self.is_team, boxed(Flow(look, 4, away)), gap=10, margins=(16, 14, 16, 10))
        super().__init__(look, inside, "sunken", corner=10)

    def contact(self) -> Contact:
        return Contact(
            self.role.value(),
            self.name.value(),
            self.phone.value(),
            self.hours.value(),
            self.use.value(),
            self.is_team.isChecked(),
        )


class EmergencyForm(SectionForm):
    """The emergency number: typed, and confirmed by a person; a country's candidates are only offered."""

    def __init__(self, around: Surroundings, plan: CrisisPlan) -> None:
        super().__init__(around)
        look, t = around.look, around.t
        self.country = QComboBox()
        self.country.setAccessibleName(t("Country"))
        self.country.setMinimumHeight(look.px(44))
        self.country.setFont(look.font("body"))
        for code, name in countries(t):
            self.country.addItem(name, code)
        self.country.setCurrentIndex(max(self.country.findData(plan.emergency.country), 0))
        self.country.currentIndexChanged.connect(self._offer)
        self._offered = Flow(look, 8)
        self.number = LineField(look, t("Emergency number"), plan.emergency.number, ltr=True)
        self.sure = CheckRow(look, t("I have checked that this is right where we live."))
        for widget in (
            Words(look, t("Country"), "body_bold"),
            self.country,
            boxed(self._offered),
            self.number,
            self.sure,
        ):
            self.box.addWidget(widget)
        self._offer()

    def _offer(self) -> None:
        look, t = self.around.look, self.around.t
        clear(self._offered)
        for number in emergency_candidates(str(self.country.currentData() or "")):
            words = t("{number}: check this", number=t.isolate(number))
            self._offered.addWidget(Button(look, "line", words, "phone", partial(self.number.set_value, number)))

    def written(self) -> Emergency:
        """The number as it stands in the field; nobody has confirmed it by typing it."""
        return Emergency(self.number.value(), "", str(self.country.currentData() or ""))

    def value(self) -> SectionValue | None:
        """The number, once a person has ticked that it is right."""
        found = self.written()
        if found.number and not self.sure.isChecked():
            self.number.show_mistake(self.around.t("Please check the number and tick the box."))
            self.sure.setFocus()
            return None
        me = self.around.person.short_name if self.around.person else ""
        return replace(found, confirmed_by=me if found.number else "")


class AddressForm(SectionForm):
    """Where the ambulance comes, and how it gets in."""

    def __init__(self, around: Surroundings, plan: CrisisPlan) -> None:
        super().__init__(around)
        look, t = around.look, around.t
        self.address = TextField(look, t("Address"), plan.address.address, rows=2)
        self.directions = TextField(look, t("Directions"), plan.address.directions, rows=2)
        self.entry = TextField(look, t("Key and entry"), plan.address.entry, rows=2)
        for field in (self.address, self.directions, self.entry):
            self.box.addWidget(field)

    def written(self) -> Address:
        """The address."""
        return Address(self.address.value(), self.directions.value(), self.entry.value())


class WishesForm(SectionForm):
    """Wishes in short: notes, not orders."""

    def __init__(self, around: Surroundings, plan: CrisisPlan) -> None:
        super().__init__(around)
        self._fields = {
            name: TextField(around.look, label, str(getattr(plan.wishes, name)), rows=1)
            for name, label in wish_labels(around.t).items()
        }
        self.box.addWidget(Words(around.look, around.t("These are notes, not orders."), "small", "quiet"))
        for field in self._fields.values():
            self.box.addWidget(field)

    def written(self) -> HeadlineWishes:
        """The wishes."""
        return replace(HeadlineWishes(), **{name: field.value() for name, field in self._fields.items()})


class CardTextsForm(SectionForm):
    """Words for each crisis card, verbatim: medicines in the team's words, or notes from the team."""

    def __init__(self, around: Surroundings, said: dict[str, str], has_medicine: bool) -> None:
        super().__init__(around)
        look, t = around.look, around.t
        if has_medicine:
            note = t("Copy the team's words and the label exactly. This program never makes up a dose.")
            self.box.addWidget(Banner(look, "today", note, small=True))
        self._kept = dict(said)
        self._fields: dict[str, TextField] = {}
        for card in around.content.cards[1:]:
            if card.has_medicine or not has_medicine:
                field = TextField(look, t.content(card.context, card.title), said.get(card.id, ""), rows=2)
                self._fields[card.id] = field
                self.box.addWidget(field)

    def written(self) -> dict[str, str]:
        """The words of every card, also of cards that this version does not know."""
        found = {**self._kept, **{card_id: field.value() for card_id, field in self._fields.items()}}
        return {card_id: words for card_id, words in found.items() if words}


class OpenCardForm(SectionForm):
    """What the household lets be read without unlocking."""

    def __init__(self, around: Surroundings, plan: CrisisPlan) -> None:
        super().__init__(around)
        look, t = around.look, around.t
        note = t(
            "Anyone at this computer can read what is ticked here. The team's number and the emergency number are always there."
        )
        self.box.addWidget(Banner(look, "today", note, small=True))
        self._ticks = {
            name: CheckRow(look, label, bool(getattr(plan.open_card, name)))
            for name, label in open_card_labels(t).items()
        }
        for tick in self._ticks.values():
            self.box.addWidget(tick)
        self.box.addWidget(Words(look, t("The team's words for these cards"), "body_bold"))
        self._cards = {
            card.id: CheckRow(look, t.content(card.context, card.title), card.id in plan.open_card.cards)
            for card in around.content.cards[1:]
        }
        for tick in self._cards.values():
            self.box.addWidget(tick)

    def written(self) -> OpenCardChoice:
        """The ticks."""
        cards = tuple(card_id for card_id, tick in self._cards.items() if tick.isChecked())
        return OpenCardChoice(cards=cards, **{name: tick.isChecked() for name, tick in self._ticks.items()})


class PatientForm(QWidget):
    """The person's particulars; `fields` is what changed."""

    def __init__(self, around: Surroundings, patient: Patient, begun: Patient | None = None) -> None:
        """`begun` is what stands in the fields at first, where it was half written before."""
        super().__init__()
        look, shown = around.look, begun or patient
        self._patient = patient
        self._fields = {
            name: LineField(look, label, str(getattr(shown, name))) for name, label in patient_labels(around.t).items()
        }
        self.setLayout(column(look, boxed(Flow(look, 12, *self._fields.values(), least=280))))

    def written(self) -> dict[str, Plain]:
        """What the fields say now."""
        return {name: field.value() for name, field in self._fields.items()}

    def fields(self) -> dict[str, Plain]:
        """What changed."""
        return {name: value for name, value in self.written().items() if value != getattr(self._patient, name)}


def form_for(around: Surroundings, section: Section, plan: CrisisPlan) -> SectionForm:
    """The form of a section, filled with how it stands."""
    match section:
        case Section.CONTACTS:
            return ContactsForm(around, plan)
        case Section.EMERGENCY:
            return EmergencyForm(around, plan)
        case Section.ADDRESS:
            return AddressForm(around, plan)
        case Section.WISHES:
            return WishesForm(around, plan)
        case Section.MEDICINES:
            return CardTextsForm(around, dict(plan.medicines), has_medicine=True)
        case Section.TEAM_WORDS:
            return CardTextsForm(around, dict(plan.team_words), has_medicine=False)
        case Section.OPEN_CARD:
            return OpenCardForm(around, plan)
