"""Plan and wishes: every section as it stands, a form to change it, and all its versions with who and when."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from caregiver_app.domain.errors import CaregiverError
from caregiver_app.domain.plan import Section, Version, section_payload
from caregiver_app.domain.records import Payload
from caregiver_app.ui.pages.plan.forms import PatientForm, SectionForm, form_for
from caregiver_app.ui.pages.plan.unfinished import PATIENT, Unfinished, patient_begun, plan_begun
from caregiver_app.ui.pages.plan.view_model import PlanViewModel, State
from caregiver_app.ui.pages.plan.words import patient_labels, plan_lines, section_title, version_lines
from caregiver_app.ui.surroundings import Page, Surroundings
from caregiver_app.ui.widgets.boxes import (
    Banner,
    Card,
    Flow,
    ScrollPage,
    Sunken,
    boxed,
    card_header,
    clear,
    column,
    row,
)
from caregiver_app.ui.widgets.buttons import Button
from caregiver_app.ui.widgets.words import Words

_ICONS = {
    Section.CONTACTS: "phone",
    Section.EMERGENCY: "octagon",
    Section.ADDRESS: "home",
    Section.WISHES: "heart",
    Section.MEDICINES: "pill",
    Section.TEAM_WORDS: "stethoscope",
    Section.OPEN_CARD: "eye",
}
_TALL = 1.5  # from this text size on the button stands below the title


class PlanPage(Page):
    """One section can be open for change at a time; the others stay readable."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self.around = around
        self._model = PlanViewModel(around.operations, around.clock, self)
        self._model.state_changed.connect(self.show_state)
        self._model.kept.connect(self._kept)
        self._model.trouble.connect(self._tell)
        self._state: State | None = None
        self._open: Section | str | None = None
        self._begun: Unfinished | None = None  # what the open form begins with, where it was half written before
        self._at_first: Payload = {}  # what the open form said when it was opened
        self._history: Section | None = None
        self.form: SectionForm | PatientForm | None = None
        self._place = QVBoxLayout(self)
        self._place.setContentsMargins(0, 0, 0, 0)
        self._scroll: ScrollPage | None = None
        self._place.addWidget(ScrollPage(around.look, Words(around.look, around.t("Plan and wishes"), "h1"), None))

    def arrive(self, argument: object = None) -> None:  # noqa: ARG002
        """Load again, unless a form is being written."""
        if self.form is None:
            self._model.load()

    def leave(self) -> None:
        """Keep a form that is half changed; it stays open here as long as the page lives."""
        if self.form is not None and self._open is not None and self._said(self.form) != self._at_first:
            self._model.keep_unfinished(self._open, self._said(self.form))

    def _said(self, form: SectionForm | PatientForm) -> Payload:
        return form.written() if isinstance(form, PatientForm) else section_payload(form.written())

    def show_state(self, state: State) -> None:
        """Show every section; a form that is being written is left alone."""
        self._state = state
        if self.form is None:
            self._build()

    # ---- the page ---------------------------------------------------------------------------------
    def _build(self, reveal: QWidget | None = None) -> None:
        state, look, t = self._state, self.around.look, self.around.t
        if state is None:
            return
        kept = self._scroll.verticalScrollBar().value() if self._scroll is not None else 0
        clear(self._place)
        said = Words(
            look, t("Change one part at a time. Every version is kept, with who wrote it and when."), "body", "quiet"
        )
        see = Button(
            look, "crisis_line", t("See the crisis cards"), "phone", partial(self.around.desk.crisis_wanted.emit, "")
        )
        title = column(look, Words(look, t("Plan and wishes"), "h1"), said, gap=2)
        is_tall = look.scale >= _TALL
        head = column(look, title, boxed(Flow(look, 8, see)), gap=8) if is_tall else row(look, (boxed(title), 1), see, gap=16)
        cards: list[QWidget] = [self._patient_card(state)]
        cards += [self._section_card(state, section) for section in Section]
        draft = Banner(look, "draft", t("Draft: no clinician has checked this plan's questions yet."), small=True)
        self._scroll = ScrollPage(look, head, *cards, draft, gap=16)
        self._place.addWidget(self._scroll)
        self._scroll.verticalScrollBar().setValue(kept)
        if reveal is not None:
            reveal.setFocus()

    def _patient_card(self, state: State) -> QWidget:
        look, t = self.around.look, self.around.t
        title = t("The person you care for")
        if self._open == PATIENT:
            begun = patient_begun(state.patient, self._begun) if self._begun is not None else None
            self.form = PatientForm(self.around, state.patient, begun)
            self._at_first = {} if begun is not None else self.form.written()
            return Card(
                look, card_header(look, title, icon_name="person"), self.form, self._buttons(self._keep_patient)
            )
        change = Button(
            look, "line", t("Change"), "pencil", partial(self._change, PATIENT), named=t("Change: {what}", what=title)
        )
        said = [(label, str(getattr(state.patient, name))) for name, label in patient_labels(t).items()]
        lines = [self._line(what, says) for what, says in said if says] or [
            Words(look, t("Nothing is written here yet."), "body", "quiet")
        ]
        header = card_header(look, title, change, icon_name="person")
        return Card(look, header, *self._offer(state, PATIENT), *lines, gap=10)

    def _section_card(self, state: State, section: Section) -> QWidget:
        look, t = self.around.look, self.around.t
        title = section_title(t, section)
        if self._open == section:
            self.form = form_for(
                self.around, section, plan_begun(section, self._begun) if self._begun is not None else state.plan
            )
            self._at_first = {} if self._begun is not None else self._said(self.form)
            return Card(look, card_header(look, title, icon_name=_ICONS[section]), self.form, self._buttons(self._keep))
        change = Button(
            look, "line", t("Change"), "pencil", partial(self._change, section), named=t("Change: {what}", what=title)
        )
        items: list[QWidget] = [card_header(look, title, change, icon_name=_ICONS[section])]
        items += self._offer(state, section)
        heads = state.heads(section)
        if len(heads) > 1:
            items.append(self._side_by_side(section, heads))
        else:
            items += self._lines(section)
        items += self._about_versions(state, section)
        return Card(look, *items, gap=10)

    def _offer(self, state: State, part: Section | str) -> list[QWidget]:
        """What was half changed before a lock, where the form is not open."""
        look, t, begun = self.around.look, self.around.t, state.unfinished.get(str(part))
        if begun is None:
            return []
        title = t("You had begun to change this ({when}). Go on?", when=t.when(begun.left, state.now))
        body = t("What you had typed was kept, locked, on this computer. It does not stand in the plan yet.")
        go_on = Button(look, "primary", t("Go on"), "forward", partial(self._change, part, begun))
        leave = Button(look, "line", t("Leave it"), None, partial(self._model.drop_unfinished, part))
        return [Banner(look, "info", title, body, [go_on, leave], icon_name="pencil", small=True)]

    def _lines(self, section: Section) -> list[QWidget]:
        look, t, state = self.around.look, self.around.t, self._state
        found = plan_lines(t, self.around.content, section, state.plan) if state is not None else ()
        if not found:
            return [Words(look, t("Nothing is written here yet."), "body", "quiet")]
        return [self._line(what, says) for what, says in found]

    def _line(self, what: str, says: str) -> QWidget:
        look = self.around.look
        items = ([Words(look, what, "small", "quiet")] if what else []) + [Words(look, says)]
        return boxed(column(look, *items, gap=1))

    def _side_by_side(self, section: Section, heads: tuple[Version, ...]) -> QWidget:
        look, t = self.around.look, self.around.t
        boxes = Flow(look, 12, *(self._version(section, v, t("Let this one stand")) for v in heads), least=300)
        words = t(
            "Two people wrote this part without seeing each other's words. Both are kept. Choose one, or change it and write a third."
        )
        return boxed(column(look, Banner(look, "today", t("Two versions"), words, small=True), boxed(boxes), gap=10))

    def _version(self, section: Section, version: Version, choose: str) -> QWidget:
        look, t = self.around.look, self.around.t
        now = self._state.now if self._state is not None else version.at
        by = t("Written by {who}, {time}", who=t.name(version.author), time=t.when(version.at, now))
        lines = [self._line(what, says) for what, says in version_lines(t, self.around.content, section, version)]
        button = Button(look, "line", choose, "undo", partial(self._model.bring_back, section, version))
        return Sunken(look, Words(look, by, "small_bold", "quiet"), *lines, boxed(Flow(look, 4, button)))

    def _about_versions(self, state: State, section: Section) -> list[QWidget]:
        look, t = self.around.look, self.around.t
        found = state.versions.get(section, ())
        if not found:
            return []
        newest = found[-1]
        by = t("Written by {who}, {time}", who=t.name(newest.author), time=t.when(newest.at, state.now))
        line: list[QWidget] = [Words(look, by, "small", "quiet")]
        older = [v for v in reversed(found) if not v.is_head]
        if older:
            is_open = self._history == section
            words = (
                t("Hide older versions") if is_open else t.plural("{n} older version", "{n} older versions", len(older))
            )
            line.append(Button(look, "text", words, "clock", partial(self._show_history, None if is_open else section)))
        made = [boxed(Flow(look, 12, *line))]
        if older and self._history == section:
            boxes = [self._version(section, v, t("Bring this one back")) for v in older]
            made.append(boxed(Flow(look, 12, *boxes, least=300)))
        return made

    def _buttons(self, keep: Callable[[], None]) -> QWidget:
        look, t = self.around.look, self.around.t
        save = Button(look, "primary", t("Keep this version"), "check", keep)
        leave = Button(look, "line", t("Leave it as it was"), None, self._leave_form)
        return boxed(Flow(look, 10, save, leave))

    # ---- acts -----------------------------------------------------------------------------------------
    def _change(self, what: Section | str, begun: Unfinished | None = None) -> None:
        """Open the form of a part; one that was open is kept and offered."""
        self.leave()
        self._model.load()
        if self._state is not None and begun is None:
            begun = self._state.unfinished.get(str(what))  # never a second, empty form beside what was half written
        self._open, self._begun, self.form = what, begun, None
        self._build()
        self._show_form()

    def _show_form(self) -> None:
        if self._scroll is not None and self.form is not None:
            self._scroll.ensureWidgetVisible(self.form, 0, 200)
            self.form.focusNextPrevChild(True)

    def _leave_form(self) -> None:
        part, self._open, self._begun, self.form = self._open, None, None, None
        self._build()
        if part is not None:
            self._model.drop_unfinished(part)

    def _show_history(self, section: Section | None) -> None:
        self._history = section
        self._build()

    def _keep(self) -> None:
        if isinstance(self.form, SectionForm) and isinstance(self._open, Section):
            value = self.form.value()
            if value is not None:
                self._model.revise(self._open, value)

    def _keep_patient(self) -> None:
        if isinstance(self.form, PatientForm):
            self._model.describe(self.form.fields())

    def _kept(self, part: str) -> None:
        if self._open is not None and part == str(self._open):
            self._open, self._begun, self.form = None, None, None
        self.around.desk.said.emit(self.around.t("The plan is saved."))
        self._model.load()

    def _tell(self, error: CaregiverError) -> None:
        self.around.desk.trouble.emit(error)
