"""The form for a film without a clip.json: the film, its captions, which clip it shows, and who made it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QWidget

from caregiver_app.domain.clips import Clip
from caregiver_app.services.own_film import FilmWish
from caregiver_app.ui.asking import ask_for_file, documents
from caregiver_app.ui.pages.clips.shelf import TOPICS
from caregiver_app.ui.surroundings import Surroundings
from caregiver_app.ui.widgets.boxes import Flow, boxed, column
from caregiver_app.ui.widgets.buttons import Button
from caregiver_app.ui.widgets.choices import Chooser, Option
from caregiver_app.ui.widgets.fields import LineField
from caregiver_app.ui.widgets.overlay import Overlay
from caregiver_app.ui.widgets.words import Words

_FILMS = ("mp4", "m4v", "mov", "mkv", "webm", "avi", "mpg", "mpeg", "ogv", "wmv", "3gp", "ts")
FILM_KINDS = tuple(f"*.{end}" for kind in _FILMS for end in (kind, kind.upper()))
CAPTION_KINDS = ("*.srt", "*.SRT", "*.vtt", "*.VTT")
_NEW = ""


class FilePick(QWidget):
    """A button that asks for a file, and the name of the one that was chosen."""

    def __init__(self, around: Surroundings, label: str, ask: str, kinds: tuple[str, ...], none_found: str) -> None:
        super().__init__()
        look = around.look
        self._around, self._title, self._kinds, self._none_found = around, ask, kinds, none_found
        self.path: Path | None = None
        self.button = Button(look, "line", ask, "folder", self._ask)
        self._name = Words(look, "", "body")
        self._name.hide()
        self._mistake = Words(look, "", "small_bold", "crisis_ink")
        self._mistake.hide()
        parts = (Words(look, label, "body_bold"), boxed(Flow(look, 10, self.button)), self._name, self._mistake)
        self.setLayout(column(look, *parts, gap=4))

    def _ask(self) -> None:
        look, t = self._around.look, self._around.t
        start = self.path.parent if self.path is not None else documents()
        ask_for_file(look, t, self, self._title, start, "", self.take, self._kinds, self._none_found)

    def take(self, path: Path) -> None:
        """This file was chosen."""
        self.path = path
        self._name.setText(self._around.t.isolate(path.name))
        self._name.show()
        self.show_mistake("")

    def show_mistake(self, sentence: str) -> None:
        """Say what is missing."""
        self._mistake.setText(sentence)
        self._mistake.setVisible(bool(sentence))


class FilmForm(Overlay):
    """`wanted` is called with the wish once everything is there; what was typed stays until the page is left."""

    def __init__(
        self, around: Surroundings, host: QWidget, known: tuple[Clip, ...], wanted: Callable[[FilmWish], object]
    ) -> None:
        look, t = around.look, around.t
        super().__init__(look, t, host, t("A film and its captions"), icon_name="clip")
        self._around, self._wanted = around, wanted
        self.film = FilePick(
            around, t("The film"), t("Choose the film"), FILM_KINDS,
            t("No film was found in your documents, on the desktop or on a USB stick."),
        )  # fmt: skip
        self.captions = FilePick(
            around, t("Its captions, as SRT or WebVTT"), t("Choose the captions"), CAPTION_KINDS,
            t("No captions were found in your documents, on the desktop or on a USB stick."),
        )  # fmt: skip
        self.language = Chooser(
            look,
            t("Language of the captions and the voice"),
            [Option(one.tag, one.autonym) for one in around.languages],
            t.language,
        )
        self.clip = self._clips(known)
        self.title = LineField(look, t("Title of the new clip"))
        topics = [Option(name, t(words)) for name, words in TOPICS.items()]
        self.topic = Chooser(look, t("Topic"), topics, "comfort")
        self._only_new = boxed(column(look, self.title, Words(look, t("Topic"), "body_bold"), self.topic, gap=8))
        self.maker = LineField(look, t("Who made it?"), hint=t("The name of your hospice. It is shown with the clip."))
        self.checker = LineField(
            look,
            t("Which clinician has checked it?"),
            hint=t("Leave it empty if nobody has. Then it is shown as a draft."),
        )
        self.go = Button(look, "primary", t("Check it and bring it in"), "check", self._go)
        leave = Button(look, "line", t("Cancel"), None, self.put_away)
        asked = Words(look, t("Which clip does this film show?"), "body_bold")
        spoken = Words(look, t("Language of the captions and the voice"), "body_bold")
        parts = (
            self.film, self.captions, spoken, self.language, asked, self.clip, self._only_new, self.maker, self.checker,
            boxed(Flow(look, 10, self.go, leave)),
        )  # fmt: skip
        for part in parts:
            self.box.addWidget(part)
        for field in (self.title, self.maker, self.checker):
            field.edit.setAcceptDrops(False)  # a file that is dropped there is taken by the page

    def _clips(self, known: tuple[Clip, ...]) -> QComboBox:
        look, t = self._around.look, self._around.t
        box = QComboBox()
        box.setAccessibleName(t("Which clip does this film show?"))
        box.setMinimumHeight(max(44, look.px(44)))
        box.setFont(look.font("body"))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.addItem(t("A new clip"), _NEW)
        for clip in known:
            box.addItem(clip.words_in(t.language).title, clip.id)
        box.currentIndexChanged.connect(lambda _at: self._only_new.setVisible(box.currentData() == _NEW))
        return box

    def _go(self) -> None:
        t = self._around.t
        film, captions, is_new = self.film.path, self.captions.path, self.clip.currentData() == _NEW
        self.film.show_mistake("" if film else t("Choose the film first."))
        self.captions.show_mistake("" if captions else t("Choose the captions first."))
        self.title.show_mistake("" if self.title.value() or not is_new else t("Write a title first."))
        self.maker.show_mistake("" if self.maker.value() else t("Write who made it first."))
        if film is None or captions is None or not self.maker.value() or (is_new and not self.title.value()):
            return
        wish = FilmWish(
            film=film,
            captions=captions,
            language=str(self.language.value()),
            made_by=self.maker.value(),
            replaces=str(self.clip.currentData()),
            title=self.title.value(),
            topic=str(self.topic.value()),
            checked_by=self.checker.value(),
        )
        self.put_away()
        self._wanted(wish)


def ask_for_side_car(around: Surroundings, asker: QWidget, chosen: Callable[[Path], object]) -> None:
    """Ask for the clip.json of a folder."""
    look, t = around.look, around.t
    kinds = ("clip.json", "*/clip.json", "*/*/clip.json")
    none = t("No clip.json was found in your documents, on the desktop or on a USB stick.")
    ask_for_file(look, t, asker, t("Choose the file clip.json in the folder"), documents(), "", chosen, kinds, none)


def ask_for_voices(around: Surroundings, asker: QWidget, chosen: Callable[[Path], object]) -> None:
    """Ask for the recordings.toml of a folder."""
    look, t = around.look, around.t
    kinds = ("recordings.toml", "*/recordings.toml")
    none = t("No recordings.toml was found in your documents, on the desktop or on a USB stick.")
    title = t("Choose the file recordings.toml in the folder")
    ask_for_file(look, t, asker, title, documents(), "", partial(_folder_of, chosen), kinds, none)


def _folder_of(chosen: Callable[[Path], object], path: Path) -> None:
    chosen(path.parent)
