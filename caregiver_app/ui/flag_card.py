"""A card of flags: what, why with the numbers, whom to call, the crisis card, the entries it comes from, its source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QWidget

from caregiver_app.domain.diary import Entry
from caregiver_app.domain.flags.from_diary import minute
from caregiver_app.domain.flags.judging import Card
from caregiver_app.domain.flags.told import Urgency
from caregiver_app.domain.plan import CrisisPlan
from caregiver_app.domain.time import MINUTE_MS, Instant
from caregiver_app.services.flags import Attention
from caregiver_app.ui import answers
from caregiver_app.ui import flag_words as words
from caregiver_app.ui.surroundings import Surroundings
from caregiver_app.ui.widgets.boxes import Banner, Sunken, boxed, column
from caregiver_app.ui.widgets.buttons import Button
from caregiver_app.ui.widgets.call import NumberScreen
from caregiver_app.ui.widgets.words import Words

_MOST_LINES = 6


@dataclass(frozen=True, slots=True)
class FlagActs:
    """What a card may ask of the page that shows it. `more` opens the whole card; None where it is open already."""

    close: Callable[[Card], object]
    more: Callable[[Card], object] | None = None


class FlagCards:
    """Makes the widgets of cards."""

    def __init__(self, around: Surroundings, acts: FlagActs) -> None:
        self.around, self.acts = around, acts

    def card(self, card: Card, found: Attention, plan: CrisisPlan, name: str) -> QWidget:
        """One card. On Today it is short; on the page of flags it shows its entries, its rules and their sources."""
        t, look = self.around.t, self.around.look
        catalogue = self.around.content.symptoms
        title = words.title_words(t, catalogue, card)
        why = words.reasons(t, catalogue, found.rules, card)
        told = [why[0][1]] if self.acts.more is not None else [line for _, line in why]
        if later := self._later_number(card, found):
            told.append(later)
        since = t("Since {when}.", when=self._when(card.flags[0].opened_at, found.now))
        made = Banner(look, words.LEVELS[card.urgency], title, " ".join(told), self._ways(card, found, plan))
        if self.acts.more is None:
            made.setAccessibleName(f"{title}. {' '.join(told)}")
            parts: list[QWidget] = [made, self._behind(card, found, name, since)]
            return boxed(column(look, *parts, gap=8))
        return made

    def _ways(self, card: Card, found: Attention, plan: CrisisPlan) -> list[QWidget]:
        around, look, t = self.around, self.around.look, self.around.t
        ways: list[QWidget] = []
        if card.urgency is not Urgency.U1:
            ways.append(self._call(card, plan))
        crisis = next((c for c in (found.rules.rule(f.rule).card_about(f.about) for f in card.flags) if c), "")
        known = next((c for c in around.content.cards if c.id == crisis), None)
        if known is not None:
            said = t("What to do: {card}", card=t.content(known.context, known.short_title))
            ways.append(Button(look, "line", said, known.icon, partial(around.desk.crisis_wanted.emit, known.id)))
        if self.acts.more is not None:
            ways.append(Button(look, "line", t("Why?"), "info", partial(self.acts.more, card)))
        ways.append(Button(look, "line", t("I did something about it"), "done", partial(self.acts.close, card)))
        return ways

    def _call(self, card: Card, plan: CrisisPlan) -> Button:
        """The team's number; without one the emergency number; without either a way to write one down."""
        around, look, t = self.around, self.around.look, self.around.t
        kind = "crisis" if card.urgency is Urgency.U3 else "crisis_line"
        team = plan.team_line
        number, who = plan.emergency.number, t("Emergency number")
        if team is not None:
            number, who = team.phone, team.name or team.role or t("Your team")
        if not number:
            add = partial(around.desk.page_wanted.emit, "plan", None)
            return Button(look, kind, t("Call your local emergency number"), "phone", add)

        def show(made: QWidget) -> None:
            NumberScreen(look, t, number, who, made.window()).open_over()

        button = Button(look, kind, f"\u2066{number}\u2069", "phone", lambda: show(button), below=who)
        button.setAccessibleName(f"{who}: {number}")
        return button

    # ---- what is behind a card --------------------------------------------------------------------
    def _behind(self, card: Card, found: Attention, name: str, since: str) -> QWidget:
        look, t = self.around.look, self.around.t
        keys = dict.fromkeys(key for flag in card.flags for one in flag.triggers for key in one.evidence)
        shown = [found.entries[key] for key in keys if key in found.entries]
        shown.sort(key=lambda entry: entry.at.utc_ms, reverse=True)
        items: list[QWidget] = [Words(look, t("What was written"), "body_bold"), Words(look, since, "small", "quiet")]
        about = card.flags[0].about
        lines = (self._entry_line(entry, about, found.now, name) for entry in shown[:_MOST_LINES])
        items += [Words(look, line, "small") for line in lines]
        if len(shown) > _MOST_LINES:
            more = t.plural("And {n} more in the diary.", "And {n} more in the diary.", len(shown) - _MOST_LINES)
            items.append(Words(look, more, "small", "quiet"))
        if not shown:
            items.append(Words(look, t("Nothing was written. That is the reason."), "small"))
        for rule_id in dict.fromkeys(flag.rule for flag in card.flags):
            items.append(Words(look, words.source_words(t, found.rules.rule(rule_id)), "small", "quiet"))
        if found.rules.review.is_draft:
            items.append(Words(look, t("Draft: no clinician has checked these rules yet."), "small", "attention_ink"))
        return Sunken(look, *items)

    def _entry_line(self, entry: Entry, about: str, now: Instant, name: str) -> str:
        """When, who, and what was written: of a symptom its own score, else the whole entry."""
        t, catalogue, counted = self.around.t, self.around.content.symptoms, entry.effective
        if counted is None:
            return ""
        if about in counted.scores:
            label, score = answers.symptom_label(t, catalogue, about), answers.score_words(t, counted.scores[about])
            said = t("{what}: {answer}", what=label, answer=score)
        else:
            said = answers.spoken(t, catalogue, counted)
        who = answers.who_words(t, counted.who, name)
        return t("{when}, {who}: {said}", when=t.when(entry.at, now), who=who, said=said)

    def _later_number(self, card: Card, found: Attention) -> str:
        """What was written after a score raised its flag, where that is a lower number (precise G11); else nothing."""
        t = self.around.t
        highest = max(card.flags, key=lambda flag: flag.urgency).newest
        score = highest.values.get("score")
        if not isinstance(score, int):
            return ""
        later = [entry for (about, _), entry in found.newest.items() if about == highest.about]
        newest = max(later, key=lambda entry: entry.at.utc_ms, default=None)
        counted = newest.effective if newest is not None else None
        now_score = counted.scores.get(highest.about) if counted is not None else None
        if newest is None or now_score is None or minute(newest.at) <= highest.at or now_score >= score:
            return ""
        when = answers.when_inside(t, newest.at, found.now)
        return t("The newest number is {score} ({when}). The card stays until someone says what was done.", score=now_score, when=when)

    def _when(self, at: int, now: Instant) -> str:
        moment = Instant(at * MINUTE_MS, now.offset_min)
        return answers.when_inside(self.around.t, moment, now) if at <= minute(now) else self.around.t.clock(now)
