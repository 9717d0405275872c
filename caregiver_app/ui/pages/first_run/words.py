"""What the strength hint says: honest, and never a rule."""

from __future__ import annotations

from caregiver_app.services.passphrase import Strength, Weakness
from caregiver_app.text import Texts


def strength_sentence(t: Texts, found: Strength) -> str:
    """One or two sentences on how long a passphrase would stand, and why it is weak where it is."""
    levels = (
        t("Very weak: found in less than a second."),
        t("Weak: found in minutes."),
        t("Fair: found in some days."),
        t("Strong: found in many years."),
        t("Very strong."),
    )
    reasons = {
        Weakness.EMPTY: t("Four or five words that only you put together are strong and easy to type."),
        Weakness.SHORT: t("It is short. Add one or two words."),
        Weakness.COMMON: t("It is a common word. Add words that do not belong together."),
        Weakness.NAMES: t("It has a name that others know."),
        Weakness.DATE: t("It is a date, and dates are tried first."),
        Weakness.REPEATED: t("It repeats itself."),
        Weakness.KEYS_IN_A_ROW: t("The keys lie beside each other."),
    }
    reason = reasons.get(found.weakness, "")
    return reason if found.weakness is Weakness.EMPTY else f"{levels[found.level]} {reason}".strip()
