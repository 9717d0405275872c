"""A family's night with a word of its own typed into every field of every page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit

from caregiver_app.domain.diary import Mode, Who
from caregiver_app.ui.pages.check_in.form import StepKind
from caregiver_app.ui.pages.check_in.page import CheckInPage
from caregiver_app.ui.pages.check_in.view_model import Phase
from caregiver_app.ui.pages.restore.page import RestorePage
from tests.journeys.planting import Planter, editors
from tests.journeys.windows import Seat
from tests.relay.process import RelayProcess

NAME, SECOND_NAME, NURSE = "Zelphine", "Ombrasco", "Thrasimund"
TEAM, TEAM_PHONE, EMERGENCY = "Hospice Vandermoot", "555 0142 77", "555 0199 88"
PIN = "739518"


class Gardener:
    """Types into a seat's fields through the planter, and remembers what each screen wrote into its title."""

    def __init__(self, seat: Seat, planter: Planter) -> None:
        self.seat, self.planter = seat, planter
        self.titles: list[str] = [seat.window.windowTitle()]
        seat.window.windowTitleChanged.connect(self.titles.append)

    def plant(self, label: str) -> str:
        """A word of its own into the field with this label."""
        word = self.planter.word(label)
        self.type(label, f"ftp://{word}" if label == "Address of the relay" else word)
        return word

    def type(self, label: str, words: str) -> None:
        """These words into the field with this label."""
        self.planter.note(self.seat.field(label))
        self.seat.type(label, words)

    def plant_all(self, *, but: dict[str, str] | None = None) -> None:
        """A word into every field of the screen; `but` says what the named ones get instead."""
        for editor in editors(self.seat.window):
            label = editor.accessibleName()
            words = (but or {}).get(label) or self.planter.word(label)
            self.planter.note(editor)
            put(editor, words)


def put(editor: QLineEdit | QPlainTextEdit, words: str) -> None:
    """Type into one editor."""
    editor.setFocus()
    editor.selectAll()
    QTest.keyClick(editor, Qt.Key.Key_Delete)
    QTest.keyClicks(editor, words)
    QApplication.processEvents()


# ---- what a family does, with a word in every field ---------------------------------------------------------------
def first_run(me: Gardener) -> tuple[str, str]:
    """The first steps; returns the passphrase and the letters of the unlock sheet."""
    seat = me.seat
    seat.press("Start for someone I care for")
    passphrase, sheet = make_person(me, NAME)
    seat.press("I have it on paper")
    me.plant("The letters on your sheet")
    seat.press("Try it")
    seat.until(lambda: "letters" in seat.words() and "paper" in seat.words(), "the form again")
    me.type("The letters on your sheet", sheet)
    seat.press("Try it")
    patient = me.plant("Name of the person you care for")
    seat.press("Go on")
    me.type("Name of the team", TEAM)
    me.type("Their number, day and night", TEAM_PHONE)
    seat.press("Go on")
    me.type("Emergency number", EMERGENCY)
    seat.press("I have checked that this is right where we live.", "Finish")
    seat.sees("Crisis plan", "Caring for", patient)
    return passphrase, sheet


def make_person(me: Gardener, name: str) -> tuple[str, str]:
    passphrase = f"{me.planter.word('A passphrase')} boats at dusk"
    me.type("Your first name", name)
    me.type("A passphrase", passphrase)
    me.type("The same passphrase again", passphrase)
    me.seat.press("Go on")
    me.seat.sees("Your unlock sheet")
    labels = [w.text() for w in me.seat.window.findChildren(QLabel) if w.isVisible()]
    letters = ("".join(c for c in words if c.isascii() and c.isalnum()) for words in labels)
    return passphrase, next(found for found in letters if len(found) == 35 and found.isupper())


def check_ins(me: Gardener) -> None:
    """One with a note, a correction of it, and one that is taken back."""
    seat = me.seat
    page = check_in(me, pain=6)
    page.model.go(next(n for n, step in enumerate(page.model.state.steps) if step.id == "temp_c"))
    me.plant("Temperature")
    seat.press("Use this number")
    page.model.skip()
    last_step(page)
    me.plant("Note")
    seat.press("Save")
    seat.until(lambda: len(seat.entries()) == 1, "the entry")
    seat.window.go("diary")
    seat.press("Correct")
    page = shown(seat, CheckInPage)
    seat.until(lambda: page.model.state.phase is Phase.ASKING, "the entry to correct")
    page.model.go(1)
    page.model.score(3)
    last_step(page)
    me.plant_all()
    seat.press("Save the correction")
    seat.until(lambda: len(seat.entries()[0].versions) == 2, "the correction")
    page = check_in(me, pain=2)
    last_step(page)
    me.plant("Note")
    seat.press("Save")
    seat.until(lambda: len(seat.entries()) == 2, "the second entry")
    seat.window.go("diary")
    seat.press("Take back")
    me.plant("Why do you take it back?")
    seat.press("Take it back")
    seat.until(lambda: any(e.effective is None for e in seat.entries()), "the entry taken back")


def about_the_person(me: Gardener) -> None:
    """What must not be given, what the screen says in the last days, and a new usual with its reason."""
    seat = me.seat
    seat.window.go("about")
    for label in (
        "From which temperature does your team want a call?",
        "Which medicines must not be given, because of an allergy?",
        "What stands on the screen",
    ):
        me.plant(label)
    seat.press("This is the new usual")
    me.plant("Why?")
    seat.press("Begin")
    seat.window.go("today")


def attention(me: Gardener) -> None:
    """"Tell me" is on; one card is closed by a call, another because it was not needed."""
    seat = me.seat
    seat.window.go("flags")
    seat.press("Yes, tell me")
    for what, fields in (("I called", ("Who did you speak to?", "What did they say?")), ("Not needed", ("Why is it not needed?",))):
        page = check_in(me, pain=2)
        page.model.see("choking", is_seen=True)
        last_step(page)
        me.plant("Note")
        seat.press("Save")
        seat.sees("Call now: Choking")
        seat.window.go("flags")
        seat.press("I did something about it", what)
        for label in fields:
            me.plant(label)
        seat.press("Save")
        seat.until(lambda: not names(seat, "I did something about it"), "the card closed")


def check_in(me: Gardener, pain: int) -> CheckInPage:
    """A full check-in by its first questions."""
    me.seat.window.go("check_in")
    page = shown(me.seat, CheckInPage)
    me.seat.until(lambda: page.model.state.steps and page.model.state.step.kind is StepKind.WHO, "the first question")
    page.model.choose_mode(Mode.FULL)
    page.model.choose_who(Who.PATIENT)
    page.model.score(pain)
    return page


def last_step(page: CheckInPage) -> None:
    page.model.go(len(page.model.state.steps) - 1)
    QApplication.processEvents()


def shown(seat: Seat, kind: type[CheckInPage]) -> CheckInPage:
    return seat.until(lambda: next((p for p in seat.window.findChildren(kind) if p.isVisible()), None), kind.__name__)  # type: ignore[return-value]


def plan(me: Gardener) -> None:
    """Every section of the plan, and a second contact."""
    seat = me.seat
    seat.window.go("plan")
    change = seat.until(lambda: names(seat, "Change: "), "the plan's sections")
    assert len(change) == 8, change
    for what in change:
        seat.window.go("plan")
        seat.press(what)
        if what == "Change: Whom to call":
            seat.press("Add someone to call")
            team = {"Name": TEAM, "Telephone number": TEAM_PHONE}
            for n, editor in enumerate(editors(seat.window)):
                label = editor.accessibleName()
                me.planter.note(editor)
                put(editor, team.get(label, "") if n < 5 and label in team else me.planter.word(label))
        elif what == "Change: Emergency number":
            me.type("Emergency number", EMERGENCY)
            seat.press("I have checked that this is right where we live.")
        else:
            me.plant_all()
        seat.press("Keep this version")
        seat.until(lambda: not names(seat, "Keep this version"), "the plan again")


def names(seat: Seat, start: str) -> list[str]:
    """Names of the buttons on the screen that begin so."""
    return [line for line in seat.words().splitlines() if line.startswith(start)]


def crisis(me: Gardener) -> None:
    """A medicine noted, a timer that ends with words, and one that is finished in the diary."""
    seat = me.seat
    seat.window.go("crisis", "C1")
    seat.press("I gave a medicine")
    seat.field("Name on the label")  # the form comes once the page knows that none was half written before
    me.plant_all()
    seat.press("Keep this note")
    seat.sees("Last noted")
    seat.press("Start the timer")
    me.plant("What happened? You can finish this later.")
    seat.press("It is over. Keep this")
    seat.press("Start the timer")
    seat.press("Stop the timer, write later")
    seat.window.go("diary")
    seat.press("Finish this note")
    me.plant("In your own words")
    seat.press("Save")
    seat.until(lambda: not names(seat, "Finish this note"), "the note finished")


def computer(me: Gardener, passphrase: str) -> str:
    """A second person, a night PIN, another passphrase; returns it."""
    seat = me.seat
    seat.window.go("computer")
    seat.press("Add a person")
    other = f"{me.planter.word('A passphrase')} dogs bark"
    again = dict.fromkeys(("A new passphrase", "The same passphrase again"), other)
    me.plant_all(but={"Their first name": SECOND_NAME, **again})
    seat.press("Add")
    seat.sees("Their unlock sheet")
    seat.press("They have it on paper")
    seat.press("Take me off this computer")
    me.plant("Your passphrase")
    seat.press("Stay")
    seat.press("Try your sheet once")
    me.plant("The letters on your sheet")
    seat.press("Try it")
    QTest.keyClick(seat.window, Qt.Key.Key_Escape)
    seat.press("Set a night PIN")
    me.plant_all(but=dict.fromkeys(("Six digits", "The same six digits again"), PIN))
    seat.press("Set the PIN")
    seat.sees("The night PIN is set.")
    seat.press("Change the passphrase")
    new = f"{me.planter.word('A new passphrase')} grey herons"
    again = dict.fromkeys(("A new passphrase", "The same passphrase again"), new)
    me.plant_all(but={"Your passphrase as it is now": passphrase, **again})
    seat.press("Change it")
    seat.sees("Your passphrase is changed.")
    seat.press("Make a backup now")
    me.plant("File name")
    seat.press("Cancel")
    return new


def share(me: Gardener, address: str) -> None:
    """The relay's address, after one that cannot be."""
    seat = me.seat
    seat.window.go("circle")
    me.plant("Address of the relay")
    me.plant("Access code of the relay, if you were given one")
    seat.press("Save the address")
    seat.sees("This is not an address that can be used.")
    me.type("Address of the relay", address)
    seat.press("Save the address")
    seat.sees("Make a code")


def let_in(admin: Gardener, newcomer: Gardener, address: str) -> None:
    """The nurse joins, with planted names at both ends."""
    for label in ("Their name", "Their work, in their own words"):
        admin.plant(label)
    admin.seat.press("Make a code")
    admin.seat.sees("Then both screens show a number.")
    code = next(line for line in letters(admin.seat) if len(line) == 18)
    newcomer.plant("Address of the relay")
    newcomer.plant("The code")
    newcomer.seat.press("Join")
    newcomer.seat.sees("This is not an address that can be used.")
    newcomer.type("Address of the relay", address)
    newcomer.type("The code", code)
    newcomer.seat.press("Join")
    for one in (newcomer, admin):
        one.seat.sees("Does the other screen show this number?")
    for label in ("Their name", "Their work, in their own words"):
        word = admin.planter.word(f"kept: {label}")
        admin.type(label, word)
    admin.seat.press("Yes, it is the same")
    admin.seat.sees("is in the circle now.")
    newcomer.seat.sees("Caring for")


def letters(seat: Seat) -> list[str]:
    shown = [w.accessibleName().replace(" ", "") for w in seat.window.findChildren(QLabel) if w.isVisible()]
    return [words for words in shown if words.isalnum() and words.isupper()]


def settle(elena: Gardener, anna: Gardener, relay: RelayProcess) -> None:
    """Both correct one entry while the relay is down; Elena settles it, with a reason."""
    (entry_id,) = {e.entity_id for e in elena.seat.entries() if e.effective is not None}
    anna.seat.until(lambda: len(anna.seat.entries()) == 2, "both entries at Anna's")
    relay.kill()
    for one, pain in ((elena, 4), (anna, 7)):
        one.seat.correct(entry_id, pain, one.planter.word("Why do you correct it?"))
    relay.start()
    elena.seat.until(lambda: any(len(e.current) == 2 for e in elena.seat.entries()), "both corrections")
    elena.seat.window.go("diary")
    elena.seat.press("Settle it")
    elena.plant("Why is it right?")
    elena.seat.press("This one is right")
    elena.seat.until(lambda: all(len(e.current) < 2 for e in elena.seat.entries()), "one version that stands")


def search_clips(me: Gardener) -> None:
    """A word that no clip has, and a signature under one."""
    me.seat.window.go("clips")
    me.plant("Find a clip")
    me.seat.window.go("clips", "P2")
    me.seat.press("For your nurse: sign or give to watch")
    signer = me.plant("Name and work of who signs")
    me.seat.press("Shown and done well")
    me.seat.sees(signer)


def bring_in(me: Gardener) -> None:
    """A film of one's own that is not brought in after all."""
    me.seat.window.go("own_clips")
    me.seat.press("A film and its captions")
    for label in ("Title of the new clip", "Who made it?", "Which clinician has checked it?"):
        me.plant(label)
    me.seat.press("Cancel")


def leave_unfinished(me: Gardener) -> None:
    """A check-in that is still being written when the lock comes."""
    page = check_in(me, pain=5)
    last_step(page)
    me.plant("Note")


def at_the_lock(me: Gardener, saved: Path) -> None:
    """Wrong passphrase, wrong PIN, a wrong sheet, and a backup that this passphrase does not open."""
    seat = me.seat
    seat.press(NAME)
    me.plant("Your passphrase")
    seat.press("Unlock")
    seat.sees("That passphrase does not fit.")
    seat.type("Your passphrase", "")
    me.type("Night PIN, six digits", "271828")
    seat.press("Unlock")
    seat.sees("does not fit")
    seat.press("I forgot my passphrase")
    seat.press(NAME)
    me.plant("The letters on your sheet")
    seat.press("Open with the sheet")
    seat.press("Back to the lock screen")
    seat.press("Restore a backup")
    front = seat.window.front
    assert isinstance(front, RestorePage)
    front.choose(saved)
    me.plant("Your passphrase")
    seat.press("Bring it back")
    seat.sees("does not fit")
    seat.press("Use the unlock sheet instead")
    me.plant("The letters on your sheet")
    seat.press("Bring it back", "Back")
    seat.window.show_front("lock")


def everywhere(seat: Seat) -> Iterator[Callable[[], None]]:
    """Ways to bring every page and every form of what was kept to the screen, one after the other."""

    def unfinished() -> None:
        seat.window.go("check_in")
        seat.press("Go on")
        last_step(shown(seat, CheckInPage))

    def form(what: str) -> Callable[[], None]:
        def opened() -> None:
            seat.window.go("plan")
            if names(seat, "Leave it as it was"):
                seat.press("Leave it as it was")
            seat.press(what)

        return opened

    def signed() -> None:
        seat.window.go("clips", "P2")
        seat.sees("Shown and done well. ")

    yield unfinished
    def filled(page: str, words: str) -> Callable[[], None]:
        def opened() -> None:
            seat.window.go(page)
            seat.sees(words)

        return opened

    for page in ("today", "diary", "circle", "computer", "clips"):
        yield partial(seat.window.go, page)
    yield filled("flags", "What was done before")
    yield filled("about", "What is usual")
    yield signed
    yield partial(seat.window.go, "crisis", "C1")
    seat.window.go("plan")
    seat.sees("Change: Whom to call")
    for what in names(seat, "Change: "):
        yield form(what)
