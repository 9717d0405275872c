"""Today: how the person was, what is unfinished, the clip that helps, the number to call, how sharing stands."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from caregiver_app.domain.clip_marks import NOTHING
from caregiver_app.domain.crisis_cards import GENERAL
from caregiver_app.domain.diary import CheckIn, Entry, is_readable
from caregiver_app.domain.offers import Offer, offers
from caregiver_app.ui.answers import in_order, overall_words, symptom_label, who_words
from caregiver_app.ui.clip_words import offer_words, signs_of
from caregiver_app.ui.pages.today.flags import TodayFlags
from caregiver_app.ui.pages.today.view_model import State, TodayViewModel
from caregiver_app.ui.shell import sharing_words
from caregiver_app.ui.surroundings import Page, Surroundings
from caregiver_app.ui.widgets.bands import SeverityChip
from caregiver_app.ui.widgets.boxes import Banner, Card, Flow, ScrollPage, boxed, card_header, clear, column, row
from caregiver_app.ui.widgets.buttons import Button, number_button
from caregiver_app.ui.widgets.call_note import not_judged
from caregiver_app.ui.widgets.poster import Poster
from caregiver_app.ui.widgets.trend import Spark
from caregiver_app.ui.widgets.words import Picture, Words, rule

_MOST_CLIPS = 3
_MOST_SCORES = 6
_MOST_CARDS = 6  # of the crisis cards, the first of the file; the others are one press further
_TALL = 1.5  # from this text size on the button stands below the greeting


class TodayPage(Page):
    """The page that opens after unlocking."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self.around = around
        look, t = around.look, around.t
        self._model = TodayViewModel(around.operations, around.clock, lambda: around.content.rules, self)
        self._model.state_changed.connect(self.show_state)
        self._greeting = Words(look, t("Today"), "h1")
        self._day = Words(look, t.day(around.clock.now()), "body", "quiet")
        ask = partial(around.desk.page_wanted.emit, "check_in", None)
        self.check_in = Button(look, "primary", t("New check-in"), "diary", ask)
        words = column(look, self._greeting, self._day)
        self._banners = column(look, gap=12)
        self._flags = TodayFlags(around, self)
        self._cards = Flow(look, 16, least=400)
        self._clips = column(look, gap=12)
        scroll = ScrollPage(
            look,
            column(look, words, boxed(Flow(look, 8, self.check_in)), gap=12)
            if look.scale >= _TALL
            else row(look, (boxed(words), 1), self.check_in, gap=16),
            self._flags,
            self._banners,
            boxed(self._cards),
            self._clips,
            None,
            gap=16,
        )
        box = column(look, scroll)
        self.setLayout(box)

    def arrive(self, argument: object = None) -> None:  # noqa: ARG002
        """Load again."""
        self._model.load()
        self.check_in.setFocus()

    def show_state(self, state: State) -> None:
        """Show what was read."""
        t = self.around.t
        hour = state.now.wall().hour
        hello = (
            t("Good morning, {name}")
            if 5 <= hour < 12
            else t("Good afternoon, {name}")
            if 12 <= hour < 18
            else t("Good evening, {name}")
        )
        night = t("You are up late, {name}")
        self._greeting.setText((night if hour < 5 or hour >= 23 else hello).format(name=t.name(state.me)))
        self._day.setText(t.day(state.now))
        name = state.patient.name
        self.check_in.put_words(t("How is {name} now?", name=t.name(name)) if name else t("New check-in"))
        self._flags.show_state(state.attention, state.plan, state.patient.name)
        self._show_banners(state)
        clear(self._cards)
        self._cards.addWidget(self._check_in_card(state))
        self._cards.addWidget(self._call_card(state))
        clear(self._clips)
        found = self._offers(state)
        if found:
            self._clips.addWidget(self._clips_card(state, found))

    # ---- banners --------------------------------------------------------------------------------------
    def _show_banners(self, state: State) -> None:
        clear(self._banners)
        for banner in self._wanted_banners(state):
            self._banners.addWidget(banner)

    def _wanted_banners(self, state: State) -> list[QWidget]:
        t = self.around.t
        made: list[QWidget] = []
        if state.plan.team_line is None:
            made.append(self._banner("now", t("Add your team's number."), t("Add the number"), "phone", "plan"))
        elif not state.plan.emergency.number:
            made.append(self._banner("today", t("Add your emergency number."), t("Add the number"), "phone", "plan"))
        made += self._unfinished_banners(state)
        if not state.patient.name:
            words = t("Write the name of the person you care for.")
            made.append(self._banner("info", words, t("Add the name"), "person", "plan"))
        if not state.is_sheet_tried:
            words = t("Your unlock sheet was not tried yet.")
            made.append(self._banner("info", words, t("Show me"), "key", "computer", "sheet"))
        elif state.is_backup_due:
            words = t("The last backup is more than 7 days old.")
            made.append(self._banner("info", words, t("Make a backup"), "usb", "computer", "backup"))
        return made

    def _unfinished_banners(self, state: State) -> list[QWidget]:
        """What was begun and not finished: a check-in, a correction, a medicine's note, a part of the plan, a timer."""
        t = self.around.t
        made: list[QWidget] = []
        if "check_in" in state.drafts:
            words = t("You started a check-in and did not finish it.")
            made.append(self._banner("info", words, t("Go on"), "forward", "check_in"))
        if state.correcting is not None:
            words = t("You started to correct an entry and did not finish it.")
            made.append(self._banner("info", words, t("Go on"), "forward", "check_in", state.correcting))
        if "dose_note" in state.drafts:
            words = t("You started to note a medicine and did not finish it.")
            made.append(self._banner("info", words, t("Go on"), "forward", "crisis", "dose"))
        if any(draft.startswith("plan:") for draft in state.drafts):
            words = t("You started to change the plan and did not finish it.")
            made.append(self._banner("info", words, t("Go on"), "forward", "plan"))
        for entry in state.unfinished[:1]:
            at = t.when(entry.event.started, state.now)
            if entry.event.ended is None:
                words = t("A crisis timer is running. It was started: {time}.", time=at)
                made.append(self._banner("today", words, t("Open the card"), "phone", "crisis", entry.event.card_id))
            else:
                words = t("A note from {time} waits to be finished.", time=at)
                made.append(self._banner("info", words, t("Finish it"), "pencil", "diary"))
        return made

    def _banner(self, level: str, words: str, press: str, icon: str, page: str, argument: object = None) -> QWidget:
        go = partial(self.around.desk.page_wanted.emit, page, argument)
        return Banner(
            self.around.look, level, words, small=True, right=Button(self.around.look, "line", press, icon, go)
        )

    # ---- the last check-in ----------------------------------------------------------------------------
    def _check_in_card(self, state: State) -> QWidget:
        look, t, desk = self.around.look, self.around.t, self.around.desk
        more = Button(look, "text", t("Diary"), "", partial(desk.page_wanted.emit, "diary", None), trailing="chevron")
        items: list[QWidget] = [card_header(look, t("Last check-in"), more, icon_name="diary")]
        if state.latest is None:
            items.append(Words(look, t("Nothing is written yet. Start with how they are now.")))
            return Card(look, *items)
        if state.latest != state.latest_scores:
            items += self._entry_rows(state, state.latest)
        if state.latest_scores is not None:
            items += self._entry_rows(state, state.latest_scores)
        items.append(Words(look, not_judged(t), "small", "quiet"))
        return Card(look, *items, gap=10)

    def _entry_rows(self, state: State, entry: Entry) -> list[QWidget]:
        look, t = self.around.look, self.around.t
        found = entry.effective
        if found is None:
            return []
        when, who = t.when(found.at, state.now), who_words(t, found.who, state.patient.name)
        made: list[QWidget] = [Words(look, t("{time}. {who}", time=when, who=who), "small", "quiet")]
        made += self._score_rows(state, found)
        if found.comfort is not None:
            made.append(Words(look, overall_words(t, found.comfort.overall), "body_bold"))
        if found.note:
            made.append(Words(look, found.note))
        if entry.is_contested:
            words = t("Two people corrected this. The higher number counts until someone settles it.")
            made.append(Words(look, words, "small", "attention_ink"))
        return made

    def _score_rows(self, state: State, found: CheckIn) -> list[QWidget]:
        look, t = self.around.look, self.around.t
        made: list[QWidget] = []
        for symptom, score in in_order(self.around.content.symptoms, found.scores)[:_MOST_SCORES]:
            if not is_readable(score) or score is None:
                continue  # skipped, or from elsewhere and no score at all (precise G23): the diary says which
            label = Words(look, symptom_label(t, self.around.content.symptoms, symptom))
            line = row(look, (label, 1), SeverityChip(look, t, score), gap=12)
            if symptom in state.week:
                points = state.week[symptom].points
                line.addWidget(Spark(look, t, [p.score for p in points]))
            made.append(boxed(line))
        return made

    # ---- calling ---------------------------------------------------------------------------------------
    def _call_card(self, state: State) -> QWidget:
        look, t, desk = self.around.look, self.around.t, self.around.desk
        items: list[QWidget] = [card_header(look, t("If you are worried, call"), icon_name="phone")]
        team = state.plan.team_line
        if team is not None:
            words = team.name or t("The care team, day and night")
            items.append(number_button(look, "crisis_line", team.phone, words, partial(desk.crisis_wanted.emit, "")))
        cards = Flow(look, 8)
        for card in self.around.content.cards[1 : 1 + _MOST_CARDS]:
            words = t.content(card.context, card.short_title)
            cards.addWidget(Button(look, "soft", words, card.icon, partial(desk.crisis_wanted.emit, card.id)))
        if len(self.around.content.cards) > 1 + _MOST_CARDS:
            every = partial(desk.crisis_wanted.emit, GENERAL)
            cards.addWidget(Button(look, "text", t("All cards"), "", every, trailing="chevron"))
        items += [Words(look, t("What to do right now")), boxed(cards)]
        if state.last_dose is not None:
            at = t.when(state.last_dose.at, state.now)
            said = t(
                "Last noted: {medicine}, {time}, by {who}.",
                medicine=t.name(state.last_dose.label),
                time=at,
                who=t.name(state.last_dose.by),
            )
            items += [
                rule(look),
                boxed(row(look, Picture(look, "pill", 22, "quiet"), (Words(look, said, "small", "quiet"), 1), gap=10)),
            ]
        for watched in state.for_nurse[:2]:
            clip = self.around.content.clips.clip(watched.clip_id)
            if clip is not None:
                ask = t("Ask the nurse to show you: {clip}", clip=clip.words_in(t.language).title)
                items.append(
                    boxed(
                        row(
                            look,
                            Picture(look, "stethoscope", 22, "quiet"),
                            (Words(look, ask, "small", "quiet"), 1),
                            gap=10,
                        )
                    )
                )
        items.append(self._sharing_row())
        return Card(look, *items, gap=12)

    def _sharing_row(self) -> QWidget:
        look, t = self.around.look, self.around.t
        self._sharing = Words(look, "", "small", "quiet")
        if self.around.sharing is not None:
            self._sharing.setText(sharing_words(self.around.sharing.state, t))
        else:
            self._sharing.setText(t("Saved on this computer"))
        return boxed(row(look, Picture(look, "link", 22, "quiet"), (self._sharing, 1), gap=10))

    # ---- clips -------------------------------------------------------------------------------------------
    def _offers(self, state: State) -> tuple[Offer, ...]:
        """What the nurse gave to watch, clips for the last check-in's numbers, and clips that nobody has seen."""
        entry = state.latest_scores.effective if state.latest_scores is not None else None
        known = entry.scores.items() if entry is not None else ()
        scores = {symptom: score for symptom, score in known if score is not None and is_readable(score)}
        return offers(self.around.content.clips.clips, state.clip_marks, scores, _MOST_CLIPS)

    def _clips_card(self, state: State, found: tuple[Offer, ...]) -> QWidget:
        look, t, desk = self.around.look, self.around.t, self.around.desk
        more = Button(
            look, "text", t("All clips"), "", partial(desk.page_wanted.emit, "clips", None), trailing="chevron"
        )
        posters = Flow(look, 16, from_top=True)
        for offer in found:
            clip = offer.clip
            length = t.isolate(f"{int(clip.length_s) // 60}:{int(clip.length_s) % 60:02}")
            show = partial(desk.page_wanted.emit, "clips", clip.id)
            poster = Poster(look, clip.poster, clip.words_in(t.language).title, length, show)
            poster.put_signs(signs_of(t, state.clip_marks.get(clip.id, NOTHING)))
            why = Words(look, offer_words(t, offer, self.around.content.symptoms, state.now), "small", "quiet")
            posters.addWidget(boxed(column(look, poster, why, None, gap=2)))
        return Card(look, card_header(look, t("Clips that may help"), more, icon_name="clip"), boxed(posters))
