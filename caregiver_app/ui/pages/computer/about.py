"""How the program looks, its keys on the keyboard, and what it is and is not."""

from __future__ import annotations

from dataclasses import replace

from caregiver_app.domain.preferences import TEXT_SIZES, Preferences, ThemeName
from caregiver_app.ui.surroundings import Surroundings
from caregiver_app.ui.widgets.boxes import Banner, Card, boxed, card_header, row
from caregiver_app.ui.widgets.choices import Chooser, Option
from caregiver_app.ui.widgets.words import Words
from caregiver_app.version import VERSION


class LookCard(Card):
    """Language, colours and the size of the words; each change shows at once."""

    def __init__(self, around: Surroundings) -> None:
        look, t, now = around.look, around.t, around.preferences
        self._around = around
        languages = [Option(one.tag, one.autonym) for one in around.languages]
        self.language = Chooser(look, t("Language"), languages, t.language)
        themes = [
            Option(ThemeName.LIGHT, t("Light"), "sun"),
            Option(ThemeName.DARK, t("Dark"), "moon"),
            Option(ThemeName.CONTRAST, t("High contrast"), "eye"),
        ]
        self.theme = Chooser(look, t("Colours"), themes, now.theme)
        sizes = [Option(size, t("{n} %", n=t.number(size))) for size in TEXT_SIZES]
        self.words_size = Chooser(look, t("Size of the words"), sizes, now.text_size)
        self.language.chosen.connect(lambda tag: self._want(replace(around.preferences, language=str(tag))))
        self.theme.chosen.connect(lambda name: self._want(replace(around.preferences, theme=ThemeName(name))))
        self.words_size.chosen.connect(lambda n: self._want(replace(around.preferences, text_size=int(str(n)))))
        super().__init__(
            look,
            card_header(look, t("Language and look"), icon_name="globe"),
            Words(look, t("Language"), "body_bold"),
            self.language,
            Words(look, t("Colours"), "body_bold"),
            self.theme,
            Words(look, t("Size of the words"), "body_bold"),
            self.words_size,
        )

    def _want(self, preferences: Preferences) -> None:
        self._around.desk.preferences_wanted.emit(preferences)


class ShortcutsCard(Card):
    """The keys that work on every page."""

    def __init__(self, around: Surroundings) -> None:
        look, t = around.look, around.t
        keys = (
            ("F1", t("Crisis help, on every screen")),
            ("Ctrl+N", t("New check-in")),
            ("Ctrl+D", t("Write down a medicine you gave")),
            ("Ctrl+L", t("Lock now")),
            ("0–9, X", t("Answer a question of the check-in; X is 10")),
            ("S", t("Skip a question of the check-in")),
            ("Backspace", t("Go back to the question before")),
            ("Ctrl+1–4", t("Quick, full, comfort check, just a note")),
            ("Ctrl+S", t("Save the check-in")),
            ("Tab", t("Go to the next field or button")),
            ("Esc", t("Close what lies over the page")),
        )
        lines = [
            boxed(row(look, (Words(look, t.isolate(key), "body_bold"), 1), (Words(look, words), 3), gap=10))
            for key, words in keys
        ]
        super().__init__(look, card_header(look, t("Keys on the keyboard")), *lines, gap=8)


class AboutCard(Card):
    """What the program is and is not, and which version this is."""

    def __init__(self, around: Surroundings) -> None:
        look, t = around.look, around.t
        said = (
            t("It keeps records and teaches care skills. It does not diagnose, treat, or decide about medicines."),
            t("It does not watch the person, and nobody is told by itself. It works only while you look at it."),
            t("Doses come only from your own prescription."),
            t("If you are worried, call your team. In danger, call for emergency help."),
        )
        draft = Banner(look, "draft", t("Draft: no clinician has checked the words in this program yet."), small=True)
        version = t("Version {version}", version=t.isolate(VERSION))
        free = t("Free software under the Apache License 2.0. Letters: Noto, Open Font License.")
        super().__init__(
            look,
            card_header(look, t("About this program"), icon_name="info"),
            *(Words(look, sentence) for sentence in said),
            draft,
            Words(look, version, "small", "quiet"),
            Words(look, free, "small", "quiet"),
        )
