"""Who made a clip that a hospice brought in, and who has checked it."""

from __future__ import annotations

from caregiver_app.domain.clips import Clip
from caregiver_app.text import Texts

_CHECKED = ("clinician_reviewed", "translation_reviewed")


def made_words(t: Texts, clip: Clip) -> str:
    """ "From …", "" for a clip of this program."""
    # Translators: {name} is the hospice that made the clip.
    return t("From {name}", name=t.name(clip.own.made_by)) if clip.own is not None else ""


def review_words(t: Texts, clip: Clip, language: str) -> str:
    """Whether somebody has checked the clip: the hospice says so of its own."""
    checked_by = clip.own.checked_by if clip.own is not None else ""
    if checked_by:
        return t("Checked by {name}", name=t.name(checked_by))
    if clip.own is not None and clip.own.is_film_only:
        return t("Nobody has said that the film was checked.")
    if clip.words_in(language).review_status in _CHECKED:
        return t("Checked by a clinician")
    return t("Draft: not yet checked by a clinician")
