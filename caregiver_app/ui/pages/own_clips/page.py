"""A hospice's own clips: bring in a folder, a film or voices, see what is wrong with a bad one, and remove them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from caregiver_app import locations
from caregiver_app.domain.brought_in import MOST_FILM_BYTES, TRAVELS_UP_TO_BYTES, Fault, Finding
from caregiver_app.domain.clips import Clip
from caregiver_app.domain.errors import CaregiverError, DiskFull
from caregiver_app.services.own_film import FilmWish
from caregiver_app.ui.pages.own_clips.form import FilmForm, ask_for_side_car, ask_for_voices
from caregiver_app.ui.pages.own_clips.lists import ClipsCard, VoicesCard, refusal, travel_words
from caregiver_app.ui.pages.own_clips.sizes import size_words
from caregiver_app.ui.pages.own_clips.view_model import SIDE_CAR, OwnClipsViewModel, State, kind_of
from caregiver_app.ui.surroundings import Page, Surroundings
from caregiver_app.ui.widgets.boxes import Banner, Card, Flow, ScrollPage, boxed, card_header, clear, column, row
from caregiver_app.ui.widgets.buttons import BigButton, Button
from caregiver_app.ui.widgets.progress import ProgressRow
from caregiver_app.ui.widgets.words import Words


class OwnClipsPage(Page):
    """Things may also be dropped anywhere on the page."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self.around = around
        look, t = around.look, around.t
        own = locations.own_clips(around.home.path)
        self.model = OwnClipsViewModel(around.operations, around.videos, own, self)
        self.clips, self.voices = ClipsCard(around, self.model), VoicesCard(around, self.model)
        self.form: FilmForm | None = None
        self._left: deque[Callable[[], object]] = deque()  # what was dropped together comes one after the other
        back = Button(look, "line", t("All clips"), "back", partial(around.desk.page_wanted.emit, "clips", None))
        self.progress = ProgressRow(look, t, t("Copying and checking. You can go on working."))
        self.progress.stopped.connect(self.model.stop)
        self.progress.hide()
        self._told = column(look, gap=12)
        self._page = ScrollPage(
            look,
            row(look, (Words(look, t("Your hospice's own clips"), "h1"), 1), back, gap=16),
            self._ways(),
            self.progress,
            boxed(self._told),
            boxed(Flow(look, 16, self.clips, self.voices, least=400)),
            None,
        )
        self.setLayout(column(look, self._page))
        self.setAcceptDrops(True)
        self._connect()

    def _connect(self) -> None:
        model = self.model
        model.state_changed.connect(self.show_state)
        model.moved.connect(lambda share: self.progress.put(round(share * 100)))
        model.working_changed.connect(self._show_work)
        model.brought.connect(self._show_brought)
        model.refused.connect(self._show_refused)
        model.failed.connect(self._show_failed)
        model.stopped.connect(self._show_stopped)
        model.ended.connect(self._go_on)

    def _ways(self) -> Card:
        look, t = self.around.look, self.around.t
        self.folder = BigButton(
            look, "line", "folder", t("A folder with clip.json"),
            t("A clip of your own, or a film for a clip that is here."), self._ask_folder,
        )  # fmt: skip
        self.film = BigButton(
            look, "line", "clip", t("A film and its captions"), t("You say here what it shows."), self.show_form
        )
        self.voice = BigButton(
            look, "line", "sound", t("Voices"), t("Recordings of a person, a file for each step."), self._ask_voices
        )
        what = t(
            "Show your own way of doing things. Bring in films and voices that your team made, from a USB stick or a "
            "folder. You can also drop them here."
        )
        how = t(
            "Each one is checked and copied to this computer. A film may have up to {most}. One above {small} stays on "
            "this computer only.",
            most=size_words(t, MOST_FILM_BYTES),
            small=size_words(t, TRAVELS_UP_TO_BYTES),
        )
        ways = boxed(Flow(look, 12, self.folder, self.film, self.voice, least=260))
        return Card(
            look,
            card_header(look, t("Bring in"), icon_name="usb"),
            Words(look, what),
            ways,
            Words(look, how, "small", "quiet"),
        )

    # ---- coming and going --------------------------------------------------------------------------
    def arrive(self, argument: object = None) -> None:  # noqa: ARG002
        """Load again."""
        self.model.load()
        self.folder.setFocus()

    def leave(self) -> None:
        """The form is put away; what is being copied goes on."""
        self._drop_form()

    def show_state(self, state: State) -> None:
        """Show what was read; the clips page reads again too."""
        self.around.content.read_clips_again()
        for card in (self.clips, self.voices):
            card.show_state(state)

    # ---- asking ------------------------------------------------------------------------------------
    def _ask_folder(self) -> None:
        ask_for_side_car(self.around, self, lambda path: self._bring(partial(self.model.bring_folder, path)))

    def _ask_voices(self) -> None:
        ask_for_voices(self.around, self, lambda path: self._bring(partial(self.model.bring_recordings, path)))

    def show_form(self) -> None:
        """The form for a film and its captions, with what was typed before."""
        if self.form is None:
            self.form = FilmForm(self.around, self, self.model.state.known, self._bring_film)
        self.form.bring(self.form.film.button)

    def _drop_form(self) -> None:
        if self.form is not None:
            self.form.put_away()
            self.form.deleteLater()
            self.form = None

    def _bring_film(self, wish: FilmWish) -> None:
        self._bring(partial(self.model.bring_film, wish))

    def _bring(self, *works: Callable[[], object]) -> None:
        """Bring in one after the other; where something is on the way, after that."""
        if works and not self._left and not self.model.is_working:
            clear(self._told)  # of things that came together all is told
        self._left.extend(works)
        self._go_on()

    def _go_on(self) -> None:
        if self._left and not self.model.is_working:
            self._left.popleft()()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_paths(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)  # never moved: it stays where it was
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.take(local_paths(event.mimeData()))

    def take(self, paths: list[Path]) -> None:
        """Things were dropped: a folder is brought in at once, a film or captions open the form."""
        works: list[Callable[[], object]] = []
        for path in paths:
            kind = kind_of(path)
            if kind == "clip":
                works.append(partial(self.model.bring_folder, path if path.name == SIDE_CAR else path / SIDE_CAR))
            elif kind == "voices":
                works.append(partial(self.model.bring_recordings, path if path.is_dir() else path.parent))
            elif kind in ("captions", "film"):
                self.show_form()
                assert self.form is not None
                (self.form.captions if kind == "captions" else self.form.film).take(path)
            else:
                fault = Fault.VOICE_ALONE if kind == "sound" else Fault.NO_FILE
                works.append(partial(self.model.refuse, Finding(fault, path.name)))
        self._bring(*works)

    # ---- telling -----------------------------------------------------------------------------------
    def _show_work(self, is_working: bool) -> None:
        self.progress.put(0)
        self.progress.setVisible(is_working)
        for way in (self.folder, self.film, self.voice):
            way.setEnabled(not is_working)
        if is_working:
            self._page.reveal(self.progress)

    def _show_brought(self, what: Clip | int) -> None:
        look, t = self.around.look, self.around.t
        if isinstance(what, int):
            said = t.plural("{n} recording was brought in.", "{n} recordings were brought in.", what)
            self._told.addWidget(Banner(look, "ok", said, ""))
            return
        said = t("This clip was brought in: {title}", title=what.words_in(t.language).title)
        self._told.addWidget(Banner(look, "ok", said, travel_words(self.around, what)))
        if self.form is not None and self.form.isHidden():  # else somebody is filling it in
            self._drop_form()

    def _show_refused(self, findings: tuple[Finding, ...]) -> None:
        look, t = self.around.look, self.around.t
        again = [Button(look, "line", t("Open the form again"), "pencil", self.show_form)] if self.form else []
        told = refusal(self.around, findings, again)
        self._told.addWidget(told)
        self._page.reveal(told)

    def _show_failed(self, error: CaregiverError) -> None:
        look, t = self.around.look, self.around.t
        if isinstance(error, DiskFull):
            said = t("The disk became full while copying.")
            what = t("Nothing of it was kept. Delete some large files, then try again.")
            self._told.addWidget(Banner(look, "today", said, what))
        else:
            self.around.desk.trouble.emit(error)

    def _show_stopped(self) -> None:
        """What was to come after it is not brought in either."""
        self._left.clear()
        said = self.around.t("Stopped. Nothing of it was kept.")
        self._told.addWidget(Banner(self.around.look, "info", said, ""))


def local_paths(dropped: QMimeData) -> list[Path]:
    """The files and folders of this computer that are dragged; nothing of the web."""
    return [Path(url.toLocalFile()) for url in dropped.urls() if url.isLocalFile()]
