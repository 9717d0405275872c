"""The small dialogs of the diary: take an entry back, settle two versions, finish what a timer left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtWidgets import QWidget

from caregiver_app.domain.diary import CheckIn, Entry
from caregiver_app.domain.plan import CrisisEntry
from caregiver_app.domain.time import DAY_MS, Instant
from caregiver_app.ui.answers import when_inside
from caregiver_app.ui.pages.check_in.form import moment_at
from caregiver_app.ui.pages.diary.entry_block import EntryBlocks
from caregiver_app.ui.pages.diary.marks import card_title
from caregiver_app.ui.surroundings import Surroundings
from caregiver_app.ui.widgets.boxes import Flow, boxed
from caregiver_app.ui.widgets.buttons import Button
from caregiver_app.ui.widgets.fields import LineField, TextField
from caregiver_app.ui.widgets.moments import MomentField
from caregiver_app.ui.widgets.overlay import Overlay
from caregiver_app.ui.widgets.words import Words


def take_back_panel(around: Surroundings, host: QWidget, taken: Callable[[str], object]) -> Overlay:
    """Asks why; `taken` is told the reason."""
    look, t = around.look, around.t
    panel = Overlay(look, t, host, t("Take this entry back?"), icon_name="undo")
    panel.box.addWidget(Words(look, t("It stays in the list, struck through, and counts nowhere.")))
    reason = _reason(around, panel, t("Why do you take it back?"), t("For example: it was noted twice"))

    def take() -> None:
        if _is_given(around, reason):
            panel.put_away()
            taken(reason.value())

    reason.entered.connect(take)
    panel.box.addWidget(_ways(around, panel, Button(look, "primary", t("Take it back"), "undo", take)))
    panel.bring(reason.edit)
    return panel


def settle_panel(
    around: Surroundings,
    host: QWidget,
    blocks: EntryBlocks,
    entry: Entry,
    now: Instant,
    settled: Callable[[CheckIn | None, str], object],
    corrected: Callable[[], object],
) -> Overlay:
    """Shows every version that stands; `settled` is told which is right and why, `corrected` that none is."""
    look, t = around.look, around.t
    panel = Overlay(look, t, host, t("Which one is right?"), icon_name="people")
    reason = _reason(around, panel, t("Why is it right?"), t("For example: we asked again"))

    def settle(right: CheckIn | None) -> None:
        if _is_given(around, reason):
            panel.put_away()
            settled(right, reason.value())

    sides: list[QWidget] = []
    for version in entry.current:
        side = blocks.side(version, now)
        words = t("This one is right") if version.check_in is not None else t("It was right to take it back")
        button = Button(look, "primary", words, "check", partial(settle, version.check_in))
        button.setAccessibleDescription(version.author)
        side.box.addWidget(button)
        sides.append(side)
    panel.box.addWidget(boxed(Flow(look, 12, *sides, least=300)))

    def correct() -> None:
        panel.put_away()
        corrected()

    neither = Button(look, "line", t("Neither: correct it"), "pencil", correct)
    panel.box.addWidget(_ways(around, panel, neither))
    panel.bring(reason.edit)
    return panel


def finish_panel(
    around: Surroundings,
    host: QWidget,
    entry: CrisisEntry,
    now: Instant,
    finished: Callable[[str, Instant], object],
) -> Overlay:
    """Asks what happened and when it was over; `finished` is told both."""
    look, t = around.look, around.t
    title = card_title(t, around.content.cards, entry.event.card_id)
    panel = Overlay(look, t, host, t("What happened?"), icon_name="octagon")
    began = t("{card}: the timer was started ({when}).", card=title, when=when_inside(t, entry.event.started, now))
    panel.box.addWidget(Words(look, began))
    words = TextField(look, t("In your own words"), entry.event.words, hint=t("What did you do? Did it help?"))

    def day_words(day: date) -> str:
        ago = (now.wall().date() - day).days
        return t.day_near(now.plus(-ago * DAY_MS), now)

    ended = (entry.event.ended or now).wall()
    when = MomentField(look, t, t("When was it over?"), ended, now.wall(), day_words)
    mistake = Words(look, "", "small_bold", "crisis_ink")
    mistake.hide()

    def finish() -> None:
        over = moment_at(now, when.value())
        if over.utc_ms < entry.event.started.utc_ms - 60_000:
            mistake.setText(t("It cannot be over before it began. Choose a later time."))
            mistake.show()
            return
        panel.put_away()
        finished(words.value(), over)

    for widget in (words, when, mistake):
        panel.box.addWidget(widget)
    panel.box.addWidget(_ways(around, panel, Button(look, "primary", t("Save"), "done", finish)))
    panel.bring(words.edit)
    return panel


def _reason(around: Surroundings, panel: Overlay, label: str, example: str) -> LineField:
    hint = around.t("The care circle can read it.")
    field = LineField(around.look, label, hint=hint, example=example)
    panel.box.addWidget(field)
    return field


def _is_given(around: Surroundings, reason: LineField) -> bool:
    given = bool(reason.value())
    reason.show_mistake("" if given else around.t("Write a few words first."))
    if not given:
        reason.edit.setFocus()
    return given


def _ways(around: Surroundings, panel: Overlay, act: Button) -> QWidget:
    return boxed(Flow(around.look, 12, act, Button(around.look, "line", around.t("Cancel"), None, panel.put_away)))
