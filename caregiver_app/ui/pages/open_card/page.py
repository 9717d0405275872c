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
from caregiver_app.ui.front import Front
from caregiver_app.ui.sentences import sentence_for
from caregiver_app.ui.surroundings import Surroundings
from caregiver_app.ui.widgets.boxes import Banner, Card, Flow, ScrollPage, boxed, card_header, column, row
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
        self._card_id = GENERAL
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._show_timer)
        self._timer_words = Words(look, "", "lead_bold")
        self._timer_words.hide()
        self.back = Button(look, "line", t("Back"), "back", partial(around.desk.front_wanted.emit, "lock"))
        top = row(look, (Words(look, t("Crisis help"), "h1"), 1), self.back)
        self.numbers = Flow(look, 12, *self._numbers(), least=300)
        self._start = Button(look, "soft", t("Start the timer"), "clock", self.start_timer)
        steps = self._steps()
        lower = Flow(look, 16, *self._rest(self.card), least=360)
        scroll = ScrollPage(
            look,
            top,
            boxed(self.numbers),
            self._timer_words,
            steps,
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
        return number_button(self.around.look, kind, number, words, partial(self._call, number, words))

    def _call(self, number: str, words: str) -> None:
        NumberScreen(self.around.look, self.around.t, number, words, self.window()).open_over()

    # ---- steps --------------------------------------------------------------------------------------
    def _steps(self) -> QWidget:
        look, t = self.around.look, self.around.t
        card = self.around.content.card(GENERAL)
        sentences = [t.content(card.context if n > NOTE_THE_TIME else "crisis", s) for n, s in enumerate(card.do_now)]
        steps = StepList(look, sentences, {NOTE_THE_TIME: self._start})
        header = card_header(look, t("Do now"), icon_name="done")
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
        self._timer_words.show()
        self._show_timer()
        self._tick.start()

    def _show_timer(self) -> None:
        if self._started is None:
            return
        t = self.around.t
        seconds = max(0, (self.around.clock.now().utc_ms - self._started.utc_ms) // 1000)
        passed = t.isolate(f"{seconds // 60}:{seconds % 60:02}")
        self._timer_words.setText(
            t("Started at {time}. {passed} minutes have passed.", time=t.clock(self._started), passed=passed)
        )

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
        return Banner(look, "draft", t("Draft: not yet checked by a clinician"), words)

    def arrive(self, argument: object = None) -> None:
        """Go on with the timer of the card that was in use when the vault locked."""
        if isinstance(argument, tuple):
            self._card_id = str(argument[0])
            self._started = Instant(int(argument[1]), self.around.clock.now().offset_min)
            self._run_timer()
        self.back.setFocus()
