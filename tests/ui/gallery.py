"""Every shared widget on two pages, to be looked at: python -m tests.ui.gallery FOLDER [name ...] writes pictures."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QWidget

from caregiver_app.domain.preferences import ThemeName
from caregiver_app.text import Texts
from caregiver_app.ui.inspection import faults
from caregiver_app.ui.style.fonts import load_fonts
from caregiver_app.ui.style.theme import Look, dress
from caregiver_app.ui.widgets.bands import SeverityChip
from caregiver_app.ui.widgets.boxes import Banner, Card, Flow, ScrollPage, Sunken, boxed, card_header, row
from caregiver_app.ui.widgets.buttons import Button, IconButton, number_button
from caregiver_app.ui.widgets.choices import CheckRow, Chooser, Counter, Option, yes_no
from caregiver_app.ui.widgets.fields import LineField, PassphraseField, TextField
from caregiver_app.ui.widgets.icon_shapes import SHAPES
from caregiver_app.ui.widgets.moments import MomentField
from caregiver_app.ui.widgets.progress import ProgressRow
from caregiver_app.ui.widgets.score_scale import ScoreScale
from caregiver_app.ui.widgets.table import Cell, DataTable
from caregiver_app.ui.widgets.trend import Mark, Spark, TrendChart, TrendKey, TrendLine
from caregiver_app.ui.widgets.words import Face, Picture, Words

NOW = datetime(2026, 11, 24, 9, 40)


@dataclass(frozen=True, slots=True)
class View:
    """One way to look at a page: theme, text size, language, window."""

    name: str
    theme: ThemeName = ThemeName.LIGHT
    scale: float = 1.0
    language: str = "en"
    size: tuple[int, int] = (1000, 820)

    def look(self) -> Look:
        return Look(self.theme, self.scale, self.language == "ar")


VIEWS = (
    View("light"),
    View("dark", ThemeName.DARK),
    View("contrast-200", ThemeName.CONTRAST, 2.0, size=(1280, 700)),
    View("arabic", language="ar"),
    View("arabic-dark-200", ThemeName.DARK, 2.0, "ar", (1280, 700)),
    View("long", language="xx-long", size=(900, 820)),
    View("long-200", scale=2.0, language="xx-long", size=(1280, 700)),
    View("tiny-150", scale=1.5, size=(700, 600)),
)


def _buttons(look: Look, t: Texts) -> Card:
    return Card(
        look,
        card_header(look, t("Buttons"), Button(look, "soft", t("Record"), "plus"), icon_name="gear"),
        boxed(
            Flow(
                look,
                10,
                Button(look, "primary", t("Save")),
                Button(look, "soft", t("Save with 3 answers"), "done"),
                Button(look, "line", t("Back"), "back"),
                Button(look, "text", t("All clips"), trailing="chevron"),
                IconButton(look, "line", "sound", t("Read aloud")),
            )
        ),
        number_button(look, "crisis", "555 0142", t("Palliative team, day and night. Call first.")),
        number_button(look, "crisis_line", "112", t("Emergency, only if the team does not answer")),
        Button(look, "crisis", t("Crisis plan"), "phone"),
        boxed(row(look, *(Face(look, n, 46) for n in range(6)), None, gap=8)),
    )


def _fields(look: Look, t: Texts) -> Card:
    name = LineField(look, t("Your name"), "Elena & <b>Sam</b>", hint=t("The short name on the lock screen"))
    name.show_mistake(t("Someone here has this name already."))
    return Card(
        look,
        card_header(look, t("Fields"), icon_name="pencil"),
        name,
        PassphraseField(look, t("Passphrase"), t("Show"), t("Hide")),
        TextField(look, t("A note"), example=t("What else should they know?")),
        MomentField(look, t, t("When was this?"), NOW, NOW, lambda day: t("Today, 24 November")),
    )


def controls(look: Look, t: Texts) -> ScrollPage:
    """Words, buttons, banners, fields and icons."""
    call = number_button(look, "primary", "555 0142", t("Nurse line"))
    called = Button(look, "line", t("I have called"), "check")
    body = t("Pain was **6** last night. Over the last week it was usually **3**. A call is quicker.")
    title = t("Call the nurse today: pain is rising")
    return ScrollPage(
        look,
        Words(look, t("Good morning, Elena"), "h1"),
        Banner(look, "today", title, body, [called], right=call, marked=True),
        boxed(Flow(look, 16, _buttons(look, t), _fields(look, t), least=380)),
        Banner(look, "now", t("Call now if you see"), t("blue or grey lips, chest pain, a high noisy breath")),
        Banner(look, "draft", t("Draft: not yet checked by a clinician"), small=True),
        Banner(look, "ok", t("Saved on this computer"), small=True),
        Banner(look, "info", t("Her wishes"), t("Stay at home. Hospital only if she asks.")),
        Card(look, boxed(Flow(look, 12, *(Picture(look, name, 28, "accent") for name in SHAPES)))),
    )


def answers(look: Look, t: Texts) -> ScrollPage:
    """Choosers, the scale, chips, the chart and the table."""
    question = t("How short of breath is Rosa right now?")
    who = (
        Option("asked", t("I ask Rosa"), "speech"),
        Option("self", t("Rosa herself"), "person"),
        Option("seen", t("What I see"), "eye"),
        Option("staff", t("Nurse"), "stethoscope"),
    )
    chips = boxed(Flow(look, 10, *(SeverityChip(look, t, n) for n in (0, 2, 6, 10, None))))
    return ScrollPage(
        look,
        Card(look, Words(look, t("Who answers?"), "title"), Chooser(look, t("Who answers?"), who, "asked")),
        Card(
            look,
            Words(look, question, "read_bold"),
            ScoreScale(look, t, question, t("Breathes easily"), t("Worst you can imagine"), 4),
            Sunken(look, chips, boxed(row(look, (Words(look, t("Pain")), 1), Spark(look, t, [3, 3, 2, 5, 6]), gap=12))),
        ),
        Card(
            look,
            boxed(row(look, (Words(look, t("Did she fall?")), 1), yes_no(look, t, t("Did she fall?"), False))),
            boxed(row(look, (Words(look, t("How often was she sick?")), 1), Counter(look, t, t("Times sick"), 2))),
            CheckRow(look, t("Show the team's number before unlocking"), True, below=t("Anyone here can read it.")),
        ),
        Card(look, _progress(look, t)),
        _trend(look, t),
    )


def _progress(look: Look, t: Texts) -> ProgressRow:
    made = ProgressRow(look, t, t("Copying to the stick"))
    made.put(40)
    return made


def _trend(look: Look, t: Texts) -> Card:
    named = t("Pain, 11 to 24 November")
    asked = tuple(Mark(i + 0.5, n, f"{11 + i} Nov") for i, n in enumerate((4, 3, 3, 4, 3, 3, 2, 3, 3, 2, 3, 5, 6, 10)))
    seen = tuple(Mark(i + 0.5, n, f"{11 + i} Nov") for i, n in ((2, 4), (5, 3), (8, 4), (11, 6), (12, 7)))
    chart = TrendChart(look, t, named)
    lines = [TrendLine(t("Rosa's answers"), asked), TrendLine(t("What you saw"), seen, is_observer=True)]
    chart.put(lines, [str(day) for day in range(11, 25)])
    table = DataTable(look, t, named, [t("Day"), t("Rosa's answers"), t("What you saw")])
    table.put([[Cell("24 Nov", is_bold=True), Cell(score=10), Cell(t("not asked"), is_quiet=True)]])
    keys = [
        boxed(row(look, TrendKey(look, line.is_observer), Words(look, line.name, "small", wrap=False), gap=6))
        for line in lines
    ]
    return Card(look, card_header(look, named, icon_name="bolt"), boxed(Flow(look, 20, *keys)), chart, table)


PAGES = {"controls": controls, "answers": answers}


def _whole(app: QApplication, page: QWidget, view: View) -> None:
    page.resize(*view.size)
    page.show()
    for _ in range(3):
        app.processEvents()


def pictures(
    app: QApplication, texts: dict[str, Texts], views: tuple[View, ...] = VIEWS
) -> Iterator[tuple[str, ScrollPage]]:
    """Every page in every view, shown and laid out; hidden again when the next is asked for."""
    for view in views:
        look = view.look()
        dress(app, look)
        for name, make in PAGES.items():
            page = make(look, texts[view.language])
            _whole(app, page, view)
            yield f"{name}-{view.name}", page
            page.hide()
            page.deleteLater()


def main(folder: Path, wanted: list[str]) -> None:
    """Write the pictures and say what is at fault."""
    from tests.ui.gallery_words import gallery_texts

    app = QApplication([])
    load_fonts(Path("resources/fonts"))
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in pictures(app, gallery_texts()):
        if wanted and not any(word in name for word in wanted):
            continue
        page.resize(page.width(), page.needed_height(page.paper.width()))
        for _ in range(4):
            app.processEvents()
        page.grab().save(str(folder / f"{name}.png"))
        sys.stdout.write("\n  ".join([name, *faults(page)]) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
