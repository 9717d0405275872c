"""Crisis help without unlocking: the numbers, the general steps, and exactly what the household ticked."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from caregiver_app.domain.crisis_cards import GENERAL, NOTE_THE_TIME
from caregiver_app.domain.errors import CaregiverError
from caregiver_app.domain.opencard import CardWords, OpenCard
from caregiver_app.domain.plan import CrisisEvent
from caregiver_app.domain.time import Instant
from caregiver_app.services import opencard
from caregiver_app.ui.card_words import call_if_card, draft_banners
from caregiver_app.ui.front import Front
from caregiver_app.ui.passing import passed_figures, passed_words
from caregiver_app.ui.sentences import sentence_for
from caregiver_app.ui.surroundings import Surroundings
from caregiver_app.ui.widgets.boxes import Banner, Card, Flow, ScrollPage, boxed, card_header, clear, column, row
from caregiver_app.ui.widgets.buttons import BigButton, Button, number_button
from caregiver_app.ui.widgets.call import NumberScreen
from caregiver_app.ui.widgets.steps import StepList
from caregiver_app.ui.widgets.words import Words

_TICK_MS = 1_000


class OpenCardPage(Front):
    """The open card. It reads one small clear file and the general steps, nothing else."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        look, t = around.look, around.t
        self.card = opencard.open_card(around.home.path)
        self._started: Instant | None = None
        self._first: QWidget | None = None
        self._card_id = GENERAL
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._show_timer)
        self._figures, self._since = Words(look, "", "h1", wrap=False), Words(look, "", "lead_bold")
        self._timer = boxed(row(look, self._figures, (self._since, 1), gap=16))
        self._timer.hide()
        self.back = Button(look, "line", t("Back"), "back", partial(around.desk.front_wanted.emit, "lock"))
        top = row(look, (Words(look, t("Crisis help"), "h1"), 1), self.back)
        self.numbers = Flow(look, 12, *self._numbers(), least=300)
        self._start = Button(look, "soft", t("Start the timer"), "clock", self.start_timer)
        self._card_place = column(look, self._steps(GENERAL), gap=14)
        lower = Flow(look, 16, *self._rest(self.card), least=360)
        scroll = ScrollPage(
            look,
            top,
            boxed(self.numbers),
            self._timer,
            self._card_place,
            boxed(lower),
            self._note(),
            gap=10,
            margins=(24, 12, 24, 20),
        )
        self.outer.addWidget(scroll, 1)

    # ---- numbers ------------------------------------------------------------------------------------
    def _numbers(self) -> list[QWidget]:
        look, t, card = self.around.look, self.around.t, self.card
        made: list[QWidget] = []
        if card.team_phone:
            made.append(
                self._number(
                    card.team_phone, card.team_name or t("The care team, day and night. Call first."), "crisis"
                )
            )
        if card.emergency_number:
            made.append(self._number(card.emergency_number, t("Emergency number"), "crisis_line" if made else "crisis"))
        else:
            made.append(Banner(look, "now", t("Call your emergency number."), t("It is not stored here yet.")))
        return made

    def _number(self, number: str, words: str, kind: str) -> BigButton:
        button = number_button(self.around.look, kind, number, words, partial(self._call, number, words))
        self._first = self._first or button
        return button

    def _call(self, number: str, words: str) -> None:
        NumberScreen(self.around.look, self.around.t, number, words, self.window()).open_over()

    # ---- steps --------------------------------------------------------------------------------------
    def _steps(self, card_id: str) -> QWidget:
        look, t = self.around.look, self.around.t
        card = self.around.content.card(card_id)
        sentences = [t.content(card.context if n > NOTE_THE_TIME else "crisis", s) for n, s in enumerate(card.do_now)]
        steps = StepList(look, sentences, {NOTE_THE_TIME: self._start})
        title = t("Do now") if card_id == GENERAL else t.content(card.context, card.title)
        header = card_header(look, title, icon_name="done")
        dont = column(look, *(Words(look, f"✕  {t.content(card.context, words)}") for words in card.do_not), gap=4)
        return Card(look, header, steps, Words(look, t("Do not"), "body_bold"), dont)

    def start_timer(self) -> None:
        """Start the timer: its start is sealed to the vault's public key at once, so that nothing is lost."""
        self._started = self.around.clock.now()
        try:
            opencard.keep_locked_event(self.around.home.path, CrisisEvent(self._card_id, self._started))
        except (CaregiverError, OSError) as error:
            known = error if isinstance(error, CaregiverError) else CaregiverError()
            self.show_trouble(*sentence_for(self.around.t, known))
        self._run_timer()

    def _run_timer(self) -> None:
        self._start.setEnabled(False)
        self._timer.show()
        self._show_timer()
        self._tick.start()

    def _show_timer(self) -> None:
        if self._started is None:
            return
        t, now = self.around.t, self.around.clock.now()
        self._figures.setText(passed_figures(t, self._started, now))
        self._since.setText(passed_words(t, self._started, now))

    def in_use(self) -> tuple[str, int] | None:
        return (self._card_id, self._started.utc_ms) if self._started is not None else None

    # ---- what was ticked ------------------------------------------------------------------------------
    def _rest(self, card: OpenCard) -> list[QWidget]:
        look, t = self.around.look, self.around.t
        made: list[QWidget] = []
        if card.patient_name:
            made.append(
                Card(
                    look,
                    card_header(look, t("You care for {name}", name=t.name(card.patient_name)), icon_name="person"),
                )
            )
        if card.address is not None and any((card.address.address, card.address.directions, card.address.entry)):
            lines = [w for w in (card.address.address, card.address.directions, card.address.entry) if w]
            made.append(
                Card(
                    look,
                    card_header(look, t("Address to say on the phone"), icon_name="home"),
                    *(Words(look, w) for w in lines),
                )
            )
        if card.wishes is not None and card.wishes.lines:
            made.append(
                Card(
                    look,
                    card_header(look, t("Wishes"), icon_name="heart"),
                    *(Words(look, w) for w in card.wishes.lines),
                )
            )
        if card.contacts:
            made.append(
                Card(
                    look,
                    card_header(look, t("Others to call"), icon_name="people"),
                    *(self._contact(c) for c in card.contacts if not c.is_team_line),
                )
            )
        made.extend(self._words_of(words) for words in card.cards if words.medicines or words.team_words)
        return made

    def _contact(self, contact: object) -> QWidget:
        look, t = self.around.look, self.around.t
        role, name, phone = (str(getattr(contact, n)) for n in ("role", "name", "phone"))
        below = f"{name}, {role}" if name else role
        call = partial(self._call, phone, name or role)
        return Button(look, "crisis_line", t.isolate(phone), "phone", call, below=below)

    def _words_of(self, words: CardWords) -> QWidget:
        look, t = self.around.look, self.around.t
        try:
            card = self.around.content.card(words.card_id)
        except KeyError:
            return boxed(column(look))
        name = t.content(card.context, card.title)
        said = [w for w in (words.medicines, words.team_words) if w]
        return Card(look, card_header(look, name, icon_name=card.icon), *(Words(look, w) for w in said))

    def _note(self) -> QWidget:
        look, t = self.around.look, self.around.t
        words = t("Anyone at this computer can read this page. The household chose what stands here.")
        is_draft = any(card.review.is_draft for card in self.around.content.cards)
        badges = draft_banners(self.around, is_draft, "")
        return boxed(column(look, *badges, Words(look, words, "small", "quiet"), gap=8))

    def arrive(self, argument: object = None) -> None:
        """Go on with the timer and the steps of the card that was in use when the vault locked.

        The steps are the program's own; what the team wrote for this card still shows only where it was ticked.
        """
        if isinstance(argument, tuple):
            self._card_id = str(argument[0])
            self._started = Instant(int(argument[1]), self.around.clock.now().offset_min)
            if self._card_id in {card.id for card in self.around.content.cards[1:]}:
                clear(self._card_place)
                self._start = Button(self.around.look, "soft", self.around.t("Start the timer"), "clock", None)
                self._card_place.addWidget(self._steps(self._card_id))
                self._card_place.addWidget(call_if_card(self.around, self.around.content.card(self._card_id)))
            self._run_timer()
        (self._first or self.back).setFocus()
