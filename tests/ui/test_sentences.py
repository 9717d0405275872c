"""Every error of this program has a sentence of its own."""

from __future__ import annotations

import pytest

from caregiver_app.domain import errors
from caregiver_app.ui.sentences import sentence_for
from tests.ui.harness import LANGUAGES, texts_of

WITHOUT = {"TooManyNotes"}  # the open card's timer runs on all the same
KINDS = [
    found
    for found in vars(errors).values()
    if isinstance(found, type) and issubclass(found, errors.CaregiverError) and found is not errors.CaregiverError
]


@pytest.mark.parametrize("kind", [k for k in KINDS if k.__name__ not in WITHOUT], ids=lambda k: k.__name__)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_has_a_sentence_of_its_own(kind: type[errors.CaregiverError], language: str) -> None:
    t = texts_of(language)
    error = kind.__new__(kind)  # some are made from a path or two numbers, which no sentence shows
    for name, value in (("field", "who"), ("service", "Dropbox"), ("group", 0), ("tries_left", None), ("wait_s", 0.0), ("days", 14)):
        setattr(error, name, value)
    title, body = sentence_for(t, error)
    assert title != sentence_for(t, errors.CaregiverError())[0]
    assert body
