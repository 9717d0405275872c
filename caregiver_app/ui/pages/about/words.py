"""What the page about the person asks: each fact's question, and why it is asked."""

from __future__ import annotations

from caregiver_app.domain.about import Fact
from caregiver_app.text import Texts


def questions(t: Texts, name: str) -> dict[Fact, tuple[str, str]]:
    """The question and the reason of every fact that is answered with yes or no."""
    who = t.name(name) if name else t("the person you care for")
    return {
        Fact.CANCER: (
            t("Does {name} have cancer?", name=who),
            t("Then some pain in the back needs a call at once."),
        ),
        Fact.TREATMENT: (
            t("Is cancer treatment going on, or did it end less than 6 weeks ago?"),
            t("Then a fever needs a call at once, also at night."),
        ),
        Fact.CATHETER: (
            t("Does {name} have a catheter with a bag?", name=who),
            t("Then no urine needs a call after 4 hours, not after 8."),
        ),
        Fact.WEEKLY: (
            t("Is a check-in planned only once a week?"),
            t("Then nobody is asked after two days without one."),
        ),
        Fact.ALCOHOL: (t("Does {name} drink alcohol?", name=who), t("Some medicines and alcohol do not go together.")),
        Fact.PARKINSON: (
            t("Does {name} have Parkinson's or Lewy body disease?", name=who),
            t("Some medicines are not for people with it. The program asks before one is given."),
        ),
    }
