"""The first steps. Only a name and a passphrase are needed; everything else can be put off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QLocale, Qt, QTimeZone
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from caregiver_app.domain.errors import CaregiverError, MistypedCode
from caregiver_app.domain.plan import Contact, Emergency, Section
from caregiver_app.domain.records import Changes
from caregiver_app.domain.time import Instant
from caregiver_app.services import circle, passphrase, plan, telephone, vault
from caregiver_app.storage.space import Space
from caregiver_app.storage.vault import Vault
from caregiver_app.text import countries
from caregiver_app.ui.front_steps import StepFront
from caregiver_app.ui.pages.first_run.sheet import ask_where_to_save_sheet, print_sheet, sheet_card
from caregiver_app.ui.pages.first_run.words import strength_sentence
from caregiver_app.ui.sentences import sentence_for
from caregiver_app.ui.surroundings import Surroundings
from caregiver_app.ui.widgets.boxes import Banner, Flow, boxed, clear, column, row
from caregiver_app.ui.widgets.buttons import BigButton, Button
from caregiver_app.ui.widgets.fields import LineField, PassphraseField
from caregiver_app.ui.widgets.words import Words


class FirstRunPage(StepFront):
    """One step at a time; Back and "Later" where they can be."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self._sheet = ""
        self._is_joining = False
        self.show_welcome()

    # ---- the frame of a step ------------------------------------------------------------------------
    def _show_step(self, name: str, *items: QWidget, first: QWidget | None = None) -> None:
        self.show_card(name, *items, first=first or items[-1])

    def _title(self, number: int, words: str) -> QWidget:
        look, t = self.around.look, self.around.t
        total = 3 if self._is_joining else 5
        small = Words(look, t("Step {n} of {total}", n=number, total=total), "small", "quiet")
        return boxed(column(look, small, Words(look, words, "h1"), gap=2))

    def _ways(self, forward: Button, *others: Button) -> QWidget:
        return boxed(row(self.around.look, *others, None, forward, gap=10))

    # ---- welcome --------------------------------------------------------------------------------------
    def show_welcome(self) -> None:
        """Say what this is and is not, in the language of the house, and where to begin."""
        look, t, desk = self.around.look, self.around.t, self.around.desk
        languages = Flow(look, 8)
        for language in self.around.languages:
            is_chosen = language.tag == t.language
            button = Button(
                look, "soft" if is_chosen else "line", language.autonym, "globe", partial(self._speak, language.tag)
            )
            button.setEnabled(not is_chosen)
            languages.addWidget(button)
        begin = BigButton(
            look, "primary", "heart", t("Start for someone I care for"), t("It takes about three minutes."), self._start
        )
        invited = BigButton(
            look,
            "line",
            "people",
            t("I was invited to a care circle"),
            t("You need the address and the code."),
            self._join,
        )
        demo = BigButton(
            look,
            "line",
            "eye",
            t("Look around with an example family"),
            t("Nothing of yours is needed."),
            lambda: desk.front_wanted.emit("demo"),
        )
        restore = BigButton(
            look, "line", "usb", t("Bring back a backup"), "", lambda: desk.front_wanted.emit("restore")
        )
        ways = [begin, invited, restore] + ([] if self.around.is_demo else [demo])
        if self.around.home.people():
            ways.append(
                BigButton(
                    look, "line", "back", t("Back to the lock screen"), "", lambda: desk.front_wanted.emit("lock")
                )
            )
        said = Banner(
            look, "info", t("What this program is"),
            t("It keeps records and teaches care skills. It does not diagnose, treat, or decide about medicines. "
              "It does not watch the person, and nobody is told by itself. It works only while you look at it. "
              "Doses come only from your own prescription. If you are worried, call your team. In danger, call for emergency help."),
        )  # fmt: skip
        draft = Banner(look, "draft", t("Draft: no clinician has checked the words in this program yet."), small=True)
        welcome = Words(look, t("Welcome. You are not alone with this."), "h1")
        self._show_step("welcome", boxed(languages), welcome, *ways, said, draft, first=begin)

    def _speak(self, tag: str) -> None:
        self.around.desk.preferences_wanted.emit(replace(self.around.preferences, language=tag))

    def _start(self) -> None:
        self._is_joining = False
        self.show_person()

    def _join(self) -> None:
        self._is_joining = True
        self.show_person()

    # ---- name and passphrase ----------------------------------------------------------------------------
    def show_person(self) -> None:
        """The two things that are needed: a name and a passphrase, twice."""
        look, t = self.around.look, self.around.t
        note = t(
            "This short name stays readable on the lock screen, so that you can pick yourself. Choose any name you like."
        )
        self.short_name = LineField(look, t("Your first name"), hint=note)
        show, hide = t("Show the passphrase"), t("Hide the passphrase")
        self.first = PassphraseField(look, t("A passphrase"), show, hide)
        self.second = PassphraseField(look, t("The same passphrase again"), show, hide)
        self.first.changed.connect(self._judge)
        self.second.entered.connect(self._make_person)
        self.strength = Words(
            look, t("Four or five words that only you put together are strong and easy to type."), "small", "quiet"
        )
        self.make = Button(look, "primary", t("Go on"), "forward", self._make_person)
        back = Button(look, "line", t("Back"), "back", self.show_welcome)
        title = self._title(1, t("Who are you?"))
        self._show_step(
            "person",
            title,
            self.short_name,
            self.first,
            self.strength,
            self.second,
            self._ways(self.make, back),
            first=self.short_name,
        )

    def _judge(self) -> None:
        found = passphrase.strength(self.first.value(), [self.short_name.value()])
        self.strength.setText(strength_sentence(self.around.t, found))

    def _make_person(self) -> None:
        t, name, typed = self.around.t, self.short_name.value(), self.first.value()
        self.short_name.show_mistake("" if name else t("Write a name first."))
        self.second.show_mistake("" if typed == self.second.value() else t("The two passphrases are not the same."))
        if not name or typed != self.second.value():
            return
        home, now = self.around.home.path, self.around.clock.now()
        is_joining = self._is_joining
        self.make.setEnabled(False)
        self.make.put_words(t("Making your keys. This takes a few seconds."))
        words: list[str] = []

        def found(opened: Vault, at: Instant) -> object:
            return None if is_joining else circle.create_circle(opened, name, at)

        def opener() -> Vault:
            opened, sheet = vault.begin(home, name, typed, found, now)
            words.append(sheet)
            return opened

        def made(_vault: Vault) -> None:
            self._sheet = words[0]
            self.first.forget()
            self.second.forget()
            self.show_sheet()

        self.around.operations.unlock(opener, made, self._not_made)

    def _not_made(self, error: CaregiverError) -> None:
        self.make.setEnabled(True)
        self.make.put_words(self.around.t("Go on"))
        self.tell(error)

    # ---- the unlock sheet -----------------------------------------------------------------------------------
    def show_sheet(self) -> None:
        """The paper that opens the program if the passphrase is forgotten."""
        look, t = self.around.look, self.around.t
        why = t(
            "If you forget your passphrase, only this sheet opens the program. Nobody else can. Keep it where you keep important papers, away from this computer."
        )
        sheet = sheet_card(look, t, self._sheet)
        buttons = Flow(
            look, 10,
            Button(look, "soft", t("Print"), "printer", lambda: print_sheet(sheet, look, t, self._sheet)),
            Button(look, "soft", t("Save as PDF"), "save", lambda: ask_where_to_save_sheet(sheet, look, t, self._sheet, self.tell)),
        )  # fmt: skip
        go_on = Button(look, "primary", t("I have it on paper"), "forward", self.show_try)
        later = Button(look, "text", t("Later"), None, self._after_sheet)
        self._show_step(
            "sheet",
            self._title(2, t("Your unlock sheet")),
            Words(look, why),
            sheet,
            boxed(buttons),
            self._ways(go_on, later),
            first=go_on,
        )

    def show_try(self) -> None:
        """Try the sheet once, on the spot: a sheet that was never tried is no sheet."""
        look, t = self.around.look, self.around.t
        said = t("Type the letters from the paper, not from memory. Then you know that the paper is right.")
        self.typed = LineField(
            look, t("The letters on your sheet"), ltr=True, hint=t("Small letters and spaces do not matter.")
        )
        self.typed.entered.connect(self._try_sheet)
        go_on = Button(look, "primary", t("Try it"), "key", self._try_sheet)
        later = Button(look, "text", t("Later"), None, self._after_sheet)
        back = Button(look, "line", t("Show the sheet again"), "back", self.show_sheet)
        self._show_step(
            "try",
            self._title(2, t("Try your sheet once")),
            Words(look, said),
            self.typed,
            self._ways(go_on, back, later),
            first=self.typed,
        )

    def _try_sheet(self) -> None:
        typed, now = self.typed.value(), self.around.clock.now()

        def told(fits: bool) -> None:
            if fits:
                self._after_sheet()
            else:
                self.typed.show_mistake(self.around.t("This is not the sheet of this vault."))

        def failed(error: CaregiverError) -> None:
            if isinstance(error, MistypedCode):
                self.typed.show_mistake(" ".join(sentence_for(self.around.t, error)))
            else:
                self.tell(error)

        self.around.operations.read_vault(lambda v: vault.try_sheet(v, typed, now), told, self, failed)

    def _after_sheet(self) -> None:
        if self._is_joining:
            self.around.desk.front_wanted.emit("join")
        else:
            self.show_patient()

    # ---- the person cared for ----------------------------------------------------------------------------------
    def show_patient(self) -> None:
        """Who is cared for."""
        look, t = self.around.look, self.around.t
        self.patient = LineField(
            look, t("Name of the person you care for"), hint=t("As you call them. It is kept locked.")
        )
        self.patient.entered.connect(self._keep_patient)
        go_on = Button(look, "primary", t("Go on"), "forward", self._keep_patient)
        later = Button(look, "text", t("Later"), None, self.show_team)
        self._show_step(
            "patient",
            self._title(3, t("Whom do you care for?")),
            self.patient,
            self._ways(go_on, later),
            first=self.patient,
        )

    def _keep_patient(self) -> None:
        name = self.patient.value()
        if not name:
            self.show_team()
            return
        now = self.around.clock.now()
        zone = bytes(QTimeZone.systemTimeZoneId().data()).decode()
        self._write(lambda space: plan.describe_patient(space, {"name": name, "zone": zone}, now), self.show_team)

    # ---- numbers -----------------------------------------------------------------------------------------------
    def show_team(self) -> None:
        """The number that is called first."""
        look, t = self.around.look, self.around.t
        self.team = LineField(look, t("Name of the team"), hint=t("The hospice or nursing service."))
        self.team_phone = LineField(look, t("Their number, day and night"), ltr=True)
        self.team_phone.entered.connect(self._keep_team)
        open_note = Banner(
            look,
            "info",
            t("This number stays readable on the lock screen, so that anyone here can call for help."),
            small=True,
        )
        go_on = Button(look, "primary", t("Go on"), "forward", self._keep_team)
        later = Button(look, "text", t("Later"), None, self.show_emergency)
        self._show_step(
            "team",
            self._title(4, t("Whom do you call first?")),
            self.team,
            self.team_phone,
            open_note,
            self._ways(go_on, later),
            first=self.team,
        )

    def _keep_team(self) -> None:
        name, phone, t = self.team.value(), self.team_phone.value(), self.around.t
        if not phone:
            self.show_emergency()
            return
        now = self.around.clock.now()
        contact = Contact(t("The care team, day and night"), name, phone, is_team_line=True)
        self._write(lambda space: plan.revise(space, Section.CONTACTS, (contact,), now), self.show_emergency)

    def show_emergency(self) -> None:
        """The emergency number, typed and confirmed by a person."""
        look, t = self.around.look, self.around.t
        self.country = QComboBox()
        self.country.setAccessibleName(t("Country"))
        self.country.setMinimumHeight(look.px(44))
        for code, name in countries(t):
            self.country.addItem(name, code)
        found = self.country.findData(QLocale.territoryToCode(QLocale.system().territory()))
        self.country.setCurrentIndex(max(found, 0))
        self.country.currentIndexChanged.connect(self._offer_numbers)
        self.offered = Flow(look, 8)
        self.number = LineField(look, t("Emergency number"), ltr=True)
        self.sure = QCheckBox(t("I have checked that this is right where we live."))
        self.sure.setFont(look.font("body"))
        open_note = Banner(look, "info", t("This number stays readable on the lock screen too."), small=True)
        go_on = Button(look, "primary", t("Finish"), "check", self._keep_emergency)
        later = Button(look, "text", t("Later"), None, self._finish)
        label = Words(look, t("Country"), "body_bold")
        self._show_step(
            "emergency",
            self._title(5, t("Your emergency number")),
            label,
            self.country,
            boxed(self.offered),
            self.number,
            self.sure,
            open_note,
            self._ways(go_on, later),
            first=self.number,
        )
        self._offer_numbers()

    def _offer_numbers(self) -> None:
        look, t = self.around.look, self.around.t
        clear(self.offered)
        for number in telephone.emergency_candidates(str(self.country.currentData())):
            words = t("{number}: check this", number=t.isolate(number))
            self.offered.addWidget(Button(look, "line", words, "phone", partial(self.number.set_value, number)))

    def _keep_emergency(self) -> None:
        number, t = self.number.value(), self.around.t
        if not number:
            self._finish()
            return
        if not self.sure.isChecked():
            self.number.show_mistake(t("Please check the number and tick the box, or choose Later."))
            self.sure.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        now, country = self.around.clock.now(), str(self.country.currentData())
        name = self.name_of_me()
        self._write(
            lambda space: plan.revise(space, Section.EMERGENCY, Emergency(number, name, country), now), self._finish
        )

    def name_of_me(self) -> str:
        """Who confirmed the number."""
        people = self.around.home.people()
        return people[-1].short_name if people else ""

    def _write(self, service: Callable[[Space], Changes], then: Callable[[], None]) -> None:
        self.around.operations.write(service, lambda _changes: then(), self, self.tell)

    def _finish(self) -> None:
        self.around.desk.opened.emit()
