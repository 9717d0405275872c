"""The care circle: who reads along, how sharing stands, and how someone is let in."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from caregiver_app.domain.errors import CaregiverError, RelayNonsense
from caregiver_app.domain.people import SyncPhase
from caregiver_app.services.sharing import NEEDS_INVITATION
from caregiver_app.ui.pages.circle.invite import InviteCard
from caregiver_app.ui.pages.circle.join_form import JoinForm
from caregiver_app.ui.pages.circle.people import people_card
from caregiver_app.ui.pages.circle.view_model import CircleViewModel, State
from caregiver_app.ui.pages.circle.words import skew_words, trouble_words
from caregiver_app.ui.surroundings import Page, Surroundings
from caregiver_app.ui.widgets.boxes import Banner, Card, Flow, ScrollPage, boxed, card_header, clear, column, row
from caregiver_app.ui.widgets.buttons import Button
from caregiver_app.ui.widgets.fields import LineField
from caregiver_app.ui.widgets.words import Words


class CirclePage(Page):
    """People on one side; adding someone and the relay on the other."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self.around = around
        look, t = around.look, around.t
        self.model = CircleViewModel(around.operations, around.clock, around.sharing, self)
        self.model.state_changed.connect(self.show_state)
        self.model.failed.connect(self._show_error)
        self._shown_card: object = None
        self._shown_relay = ""
        self.invite: InviteCard | None = None
        self.join: JoinForm | None = None
        self._about = Words(look, "", "body", "quiet")
        self.share = Button(look, "line", t("Share now"), "sync", self.model.share_now)
        self._banners = column(look, gap=12)
        self._people, self._invite_place, self._join_place = column(look), column(look), column(look)
        self._relay = self._relay_card()
        side = boxed(column(look, self._join_place, self._invite_place, self._relay, gap=16))
        head = boxed(column(look, Words(look, t("Care circle"), "h1"), self._about, gap=2))
        cards = Flow(look, 16, boxed(self._people), side, least=400)
        self._page = ScrollPage(look, row(look, (head, 1), self.share, gap=16), self._banners, boxed(cards), None)
        self.setLayout(column(look, self._page))

    def arrive(self, argument: object = None) -> None:  # noqa: ARG002
        """Load again; how an invitation ended is told once."""
        self.model.put_away()
        self.model.load()
        self.share.setFocus()

    # ---- the relay ---------------------------------------------------------------------------
    def _relay_card(self) -> QWidget:
        look, t = self.around.look, self.around.t
        said = t("The relay passes sealed entries from computer to computer. It can read none of them.")
        self.address = LineField(
            look, t("Address of the relay"), ltr=True, hint=t("Your hospice or a helper gives it to you.")
        )
        self.ticket = LineField(
            look,
            t("Access code of the relay, if you were given one"),
            ltr=True,
            hint=t("It is shown to the relay, to ask for room."),
        )
        self.address.entered.connect(self._keep_relay)
        self.keep = Button(look, "soft", t("Save the address"), "save", self._keep_relay)
        header = card_header(look, t("Relay"), icon_name="link")
        return Card(look, header, Words(look, said), self.address, self.ticket, boxed(row(look, None, self.keep)))

    def _keep_relay(self) -> None:
        self.address.show_mistake("")
        self.model.set_relay(self.address.value(), self.ticket.value())

    def _show_error(self, error: CaregiverError) -> None:
        if isinstance(error, RelayNonsense):
            self.address.show_mistake(
                self.around.t("This is not an address that can be used. It begins with https://.")
            )
            self.address.setFocus()
        else:
            self.around.desk.trouble.emit(error)

    # ---- showing -----------------------------------------------------------------------------
    def show_state(self, state: State) -> None:
        """Show what was read."""
        look, t = self.around.look, self.around.t
        name = state.patient
        self._about.setText(
            t("Only these people can read {name}’s record. The relay in between cannot.", name=t.name(name))
            if name
            else t("Only these people can read the record. The relay in between cannot.")
        )
        self.share.setVisible(bool(state.circle.relay))
        self._relay.setVisible(state.circle.is_admitted)
        if state.circle.relay != self._shown_relay:  # else what is being typed would be lost
            self._shown_relay = state.circle.relay
            self.address.set_value(state.circle.relay)
        clear(self._people)
        self._people.addWidget(people_card(look, t, state))
        self._people.addStretch(1)
        self._show_banners(state)
        self._show_invite(state)
        self._show_join(state)

    def _show_banners(self, state: State) -> None:
        look, t = self.around.look, self.around.t
        clear(self._banners)
        if state.sync.phase is SyncPhase.TROUBLE and state.sync.trouble != NEEDS_INVITATION:
            self._banners.addWidget(Banner(look, "today", *trouble_words(t, state.sync.trouble)))
        elif state.sync.phase is SyncPhase.OFFLINE:
            words = t("Everything is saved here and waits. The program tries again by itself.")
            self._banners.addWidget(Banner(look, "info", t("The relay cannot be reached just now."), words, small=True))
        if state.sync.clock_skew_s:
            self._banners.addWidget(Banner(look, "today", *skew_words(t, state.sync.clock_skew_s), icon_name="clock"))
        for member, count in state.missing:
            title = t.plural(
                "{n} entry by {name} is not here yet.",
                "{n} entries by {name} are not here yet.",
                count,
                name=t.name(member.name),
            )
            words = t("The relay does not have them. They come when that computer is online again.")
            self._banners.addWidget(Banner(look, "today", title, words, icon_name="clock"))
        for member, heard in state.silent:
            title = t("{name} was last heard from: {when}.", name=t.name(member.name), when=t.when(heard, state.now))
            words = t("What they wrote since then may not be here yet. For anything new, call your team.")
            self._banners.addWidget(Banner(look, "today", title, words, icon_name="clock"))

    def _show_invite(self, state: State) -> None:
        """Build the card anew only when its step changes, so that nothing typed is lost."""
        people = tuple((m.member_id, m.name) for m in state.circle.members)
        step = (state.invitation, state.is_admin, bool(state.circle.relay), people)
        if step == self._shown_card:
            return
        self._shown_card = step
        clear(self._invite_place)
        self.invite = None
        if state.circle.is_admitted:
            self.invite = InviteCard(self.around.look, self.around.t, state, self.model)
            self._invite_place.addWidget(self.invite)
            if state.invitation is not None and self.invite.first is not None and self.isVisible():
                self.invite.first.setFocus()
                QTimer.singleShot(0, self.invite, self._reveal)

    def _reveal(self) -> None:
        if self.invite is not None and self.invite.first is not None:
            self._page.reveal(self.invite.first)

    def _show_join(self, state: State) -> None:
        """A restored computer asks for a code here."""
        look, t, sharing = self.around.look, self.around.t, self.around.sharing
        if state.circle.is_admitted or sharing is None:
            clear(self._join_place)
            self.join = None
        elif self.join is None:
            self.join = JoinForm(look, t, sharing, state.me, state.circle.relay)
            self.around.desk.trouble.connect(self.join.show_error)
            banner = Banner(look, "info", *trouble_words(t, NEEDS_INVITATION), small=True)
            header = card_header(look, t("Join the circle again"), icon_name="key")
            self._join_place.addWidget(Card(look, header, banner, self.join))
            if state.joining is not None:
                self.join.show_joining(state.joining)
