"""The example family: two weeks of a made-up household, for looking around, the tour and the pictures.

Nobody in it is real. Medicine names are invented placeholders ("the blue bottle"), so that no picture shows a drug or dose.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from caregiver_app.domain.diary import CheckIn, Comfort, ComfortCheck, Mode, Soothed, Who
from caregiver_app.domain.doses import DoseNote
from caregiver_app.domain.plan import (
    Address,
    Contact,
    CrisisEvent,
    Emergency,
    HeadlineWishes,
    OpenCardChoice,
    Section,
)
from caregiver_app.domain.time import DAY_MS, HOUR_MS, MINUTE_MS, Instant
from caregiver_app.domain.watched import Worked
from caregiver_app.services import clips, diary, doses, flags, plan
from caregiver_app.storage.space import Space

Words = Callable[[str], str]


def describe_family(space: Space, t: Words, now: Instant) -> None:
    """Write who Rosa is and her crisis plan; `t` translates each sentence of the example."""
    long_ago = now.plus(-15 * DAY_MS)
    plan.describe_patient(
        space,
        {
            "name": t("Rosa Marín"),
            "born": "1948",
            "illness": t("Cancer of the bowel, in the liver too"),
            "team": t("Hillside home hospice"),
            "zone": "Europe/Madrid",
            "country": "ES",
            "quick_items": ["pain", "breath", "nausea"],
        },
        long_ago,
    )
    sections: dict[Section, plan.SectionValue] = {
        Section.CONTACTS: _contacts(t),
        Section.EMERGENCY: Emergency("555 0199", t("Elena"), "ES"),
        Section.ADDRESS: Address(
            t("12 Mill Lane, second floor"),
            t("The green door behind the bakery. Ring twice."),
            t("A spare key is with the neighbour on the first floor."),
        ),
        Section.WISHES: HeadlineWishes(
            t("At home, in her own bed."),
            t("Hospital only if she asks for it."),
            t("Treatment wishes form"),
            t("In the blue folder by the bed."),
            t("Hearing her grandchildren in the house."),
            t("Her son Sam and Father Luis."),
        ),
        Section.MEDICINES: {
            "C1": t("The blue bottle. Give it as the label says. Nurse Anna wrote the label on Monday."),
            "C2": t("The blue bottle, as for pain. The fan comes first."),
        },
        Section.TEAM_WORDS: {"C1": t("Turn her to the left side first. That often helps.")},
        Section.OPEN_CARD: OpenCardChoice(patient_name=True, contacts=True, cards=("C1", "C2")),
    }
    for section, value in sections.items():
        plan.revise(space, section, value, long_ago)
    flags.tell_me(space, True, long_ago)


def _contacts(t: Words) -> Sequence[Contact]:
    return (
        Contact(
            t("Home hospice, day and night"), t("Hillside team"), "555 0142", t("Day and night"), t("Call first."), True
        ),
        Contact(t("Nurse"), t("Anna Weber"), "555 0143", t("Weekdays 8 to 17"), t("For questions that can wait.")),
        Contact(t("Son"), t("Sam"), "555 0167", t("Any time"), t("He can be here in 20 minutes.")),
    )


def keep_diary(space: Space, t: Words, now: Instant, days: int = 14, seed: int = 7) -> None:
    """Write `days` days of check-ins that end yesterday evening; the same seed writes the same diary."""
    dice = random.Random(seed)
    for day in range(days, 0, -1):
        evening = _at(now, day, 19, 30)
        if evening.utc_ms < now.utc_ms:
            diary.record(space, _evening(dice, day, days, evening, t), evening)
        if day % 3 == 0:
            noon = _at(now, day, 12, 10)
            diary.record(space, _noon(dice, noon), noon)
    _one_night(space, t, now)


def _at(now: Instant, days_ago: int, hour: int, minute: int) -> Instant:
    wall = now.wall()
    since_midnight = (wall.hour * 60 + wall.minute) * MINUTE_MS + wall.second * 1000 + wall.microsecond // 1000
    return now.plus(-since_midnight - days_ago * DAY_MS + hour * HOUR_MS + minute * MINUTE_MS)


def _near(dice: random.Random, middle: float) -> int:
    return max(0, min(10, round(middle + dice.uniform(-1.2, 1.2))))


def _evening(dice: random.Random, day: int, days: int, at: Instant, t: Words) -> CheckIn:
    rise = 3.2 * (1 - day / max(days, 1)) ** 2
    scores: dict[str, int | None] = {
        "pain": _near(dice, 2.4 + rise),
        "breath": _near(dice, 1.6),
        "nausea": _near(dice, 2.2),
        "tired": _near(dice, 5),
        "sleep": _near(dice, 3.6),
        "mood": None if day % 5 == 0 else _near(dice, 3),
    }
    note = t("She laughed with the children today.") if day == 4 else ""
    who = Who.PATIENT if day % 2 else Who.CAREGIVER_ASKED
    return CheckIn(who, Mode.FULL, at, scores, {"bowel": day % 2 == 0, "ate": "some", "drank": "usual"}, None, note)


def _noon(dice: random.Random, at: Instant) -> CheckIn:
    return CheckIn(Who.CAREGIVER, Mode.QUICK, at, {"pain": _near(dice, 3.4), "breath": _near(dice, 2), "nausea": None})


def _one_night(space: Space, t: Words, now: Instant) -> None:
    """Last night at ten past two: pain broke through, the timer ran, a medicine was given, a clip was watched."""
    night = _at(now, 1 if now.wall().hour < 3 else 0, 2, 10)
    seen = CheckIn(
        Who.CAREGIVER, Mode.COMFORT, night, comfort=ComfortCheck(Comfort.A_BIT_UNCOMFORTABLE, (), Soothed.PARTLY)
    )
    diary.record(space, seen, night)
    plan.start_crisis(space, "C1", night.plus(MINUTE_MS))
    (entry,) = plan.crisis_entries(space, unfinished_only=True)[:1]
    event = CrisisEvent("C1", entry.event.started, night.plus(25 * MINUTE_MS), t("She slept after half an hour."), True)
    plan.finish_crisis(space, entry, replace(event), night.plus(30 * MINUTE_MS))
    dose = DoseNote(t("The blue bottle"), t("As the label says, one time"), t("Elena"), night.plus(5 * MINUTE_MS), "C1")
    doses.note_dose(space, dose, night.plus(6 * MINUTE_MS))
    clips.answer(space, "M2", Worked.NOT_SURE, night.plus(40 * MINUTE_MS))
