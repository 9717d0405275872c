"""Colours keep their promises in every theme."""

from __future__ import annotations

import pytest

from caregiver_app.domain.preferences import Preferences, ThemeName
from caregiver_app.ui.style.theme import Look
from caregiver_app.ui.style.tokens import BANDS, THEMES, band, broken_pairs, contrast


def test_every_promised_contrast_holds() -> None:
    assert list(broken_pairs()) == []


def test_a_faint_colour_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(THEMES[ThemeName.LIGHT], "quiet", "#AAAAAA")
    assert any("quiet on card" in said for said in broken_pairs())


def test_every_theme_has_the_same_names() -> None:
    assert len({frozenset(theme) for theme in THEMES.values()}) == 1


def test_contrast_of_black_and_white_is_21() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


def test_every_score_has_one_band_and_no_other_number_has() -> None:
    assert [band(n).key for n in range(11)] == ["none"] + ["mild"] * 3 + ["moderate"] * 3 + ["severe"] * 4
    with pytest.raises(ValueError, match="0 to 10"):
        band(11)


def test_bands_differ_in_more_than_colour() -> None:
    assert len({b.pattern for b in BANDS}) == len({b.glyph for b in BANDS}) == len(BANDS)


def test_space_grows_half_as_fast_as_text() -> None:
    look = Look(scale=2.0)
    assert (look.px(17), look.gap(20)) == (34, 30)


def test_a_look_follows_the_preferences() -> None:
    look = Look.of(Preferences(theme=ThemeName.DARK, text_size=150), "rtl")
    assert (look.dark, look.scale, look.rtl) == (True, 1.5, True)
