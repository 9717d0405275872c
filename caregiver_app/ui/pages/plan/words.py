"""What each section of the plan is called, and how a stored version reads in plain lines."""

from __future__ import annotations

from dataclasses import replace

from caregiver_app.domain.plan import Contact, CrisisPlan, Section, Version, plan_from
from caregiver_app.text import Texts
from caregiver_app.ui.surroundings import Content

Line = tuple[str, str]  # what it is, what it says


def section_title(t: Texts, section: Section) -> str:
    """The title of a section."""
    return {
        Section.CONTACTS: t("Whom to call"),
        Section.EMERGENCY: t("Emergency number"),
        Section.ADDRESS: t("Address and way in"),
        Section.WISHES: t("Wishes in short"),
        Section.MEDICINES: t("Medicines in the team's own words"),
        Section.TEAM_WORDS: t("Your team's words for each card"),
        Section.OPEN_CARD: t("What can be read before unlocking"),
    }[section]


def patient_labels(t: Texts) -> dict[str, str]:
    """What is written of the person cared for."""
    return {
        "name": t("Name"),
        "born": t("Year or date of birth"),
        "illness": t("Illness, in your own words"),
        "team": t("The team that looks after them"),
    }


def wish_labels(t: Texts) -> dict[str, str]:
    """The questions of the wishes strip."""
    return {
        "matters_most": t("What matters most"),
        "place": t("Where they want to be"),
        "hospital": t("Hospital: yes, no, or only if …"),
        "form": t("Form about treatment wishes, if there is one"),
        "form_place": t("Where the form is kept"),
        "must_be_told": t("Who must be told"),
    }


def version_lines(t: Texts, content: Content, section: Section, version: Version) -> tuple[Line, ...]:
    """One version in plain lines, empty where it says nothing."""
    return plan_lines(t, content, section, plan_from({section: [replace(version, is_head=True)]}))  # as it stood then


def plan_lines(t: Texts, content: Content, section: Section, plan: CrisisPlan) -> tuple[Line, ...]:
    """A section of a plan in plain lines."""
    match section:
        case Section.CONTACTS:
            found = [(c.role or c.name, _contact_line(t, c)) for c in plan.contacts]
        case Section.EMERGENCY:
            by = plan.emergency.confirmed_by
            checked = t("Checked by {name}", name=t.name(by)) if by else t("Nobody has checked it yet.")
            found = [("", t.isolate(plan.emergency.number)), ("", checked)] if plan.emergency.number else []
        case Section.ADDRESS:
            labels = {"address": t("Address"), "directions": t("Directions"), "entry": t("Key and entry")}
            found = [(label, str(getattr(plan.address, name))) for name, label in labels.items()]
        case Section.WISHES:
            found = [(label, str(getattr(plan.wishes, name))) for name, label in wish_labels(t).items()]
        case Section.MEDICINES:
            found = [(_card_title(t, content, c), words) for c, words in plan.medicines.items()]
        case Section.TEAM_WORDS:
            found = [(_card_title(t, content, c), words) for c, words in plan.team_words.items()]
        case Section.OPEN_CARD:
            found = _open_card_lines(t, content, plan)
    return tuple((what, says) for what, says in found if says)


def _contact_line(t: Texts, contact: Contact) -> str:
    return t.listed((contact.name, t.isolate(contact.phone), contact.hours, contact.when_to_use))


def _card_title(t: Texts, content: Content, card_id: str) -> str:
    try:
        card = content.card(card_id)
    except KeyError:
        return card_id
    return t.content(card.context, card.title)


def _open_card_lines(t: Texts, content: Content, plan: CrisisPlan) -> list[Line]:
    ticked = open_card_labels(t)
    lines = [(t("Shown"), label) for name, label in ticked.items() if getattr(plan.open_card, name)]
    lines += [(t("Shown"), t("Words for: {card}", card=_card_title(t, content, c))) for c in plan.open_card.cards]
    return lines


def open_card_labels(t: Texts) -> dict[str, str]:
    """What can be ticked to be readable before unlocking."""
    return {
        "patient_name": t("The name of the person"),
        "address": t("Address and way in"),
        "contacts": t("All contacts with their numbers"),
        "wishes": t("Wishes in short"),
    }
