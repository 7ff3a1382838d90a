"""The journal's forms: a score without a session, a correction, and where to export to.

A form changes nothing: it hands back what was written, or None, and the journal's place does the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from l5tui.domain.entry import Entry
from l5tui.screens.base import L5Screen
from l5tui.widgets.entry_words import day_words, name_of, scores_of
from l5tui.widgets.field import Field
from l5tui.widgets.furniture import Hairline, Hint, TopLine
from l5tui.widgets.scale import Answer, PainScale
from l5tui.widgets.words import MUTED, STRONG, one_line, plain


@dataclass(frozen=True, slots=True)
class Form:
    """What a form was filled in with: the scores by field, and the note."""

    pain: dict[str, int | None]
    note: str


class ScoreForm(L5Screen[Form | None]):
    """One or two scores and a note. Tab is the next question, enter is done once there is a score.

    Args:
        entry: what is corrected; None writes down a new score.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", "next question", id="form.next"),
        Binding("shift+tab", "app.focus_previous", "question before", id="form.previous"),
        Binding("escape", "cancel", "back, nothing is changed", id="form.back"),
    ]
    HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("pain", ("scale.0", "scale.9")),
        Hint("leave out", ("scale.leave_out",)),
        Hint("next", ("form.next",)),
        Hint("back", ("form.back",)),
    )

    def __init__(self, entry: Entry | None = None) -> None:
        super().__init__()
        self.entry = entry

    @property
    def questions(self) -> dict[str, str]:
        """What is asked, by the entry's field."""
        if self.entry is not None and self.entry["kind"] == "session":
            return {"before.pain": "Pain before", "after.pain": "Pain after"}
        if self.entry is not None and self.entry["kind"] == "care":
            return {}
        if self.entry is not None and self.entry["kind"] == "activity":
            return {"score": "How hard is it? 0 is no trouble, 10 is cannot do it."}
        return {"pain": "How much pain do you have right now?" if self.entry is None else "Pain"}

    def compose(self) -> ComposeResult:
        yield TopLine(id="top")
        yield Hairline(id="hairline")
        with VerticalScroll(id="form", can_focus=False):
            for field, question in self.questions.items():
                yield Static(plain(question, STRONG), classes="question")
                yield PainScale(id=_widget_id(field))
            yield Static(plain("Note", STRONG), classes="question")
            yield Field(self._note(), id="note")
            yield Static(id="done")
        yield from self.frame_end()

    def on_mount(self) -> None:
        top = self.query_one(TopLine)
        if self.entry is None:
            top.left = plain("A pain score", STRONG) + Content.styled("   without a session", MUTED)
        else:
            top.left = one_line(f"{day_words(self.entry)}   {name_of(self.entry)}", STRONG)
            top.right = plain("what stood before is kept", MUTED)
            for field, pain in zip(self.questions, scores_of(self.entry), strict=False):
                self.query_one(f"#{_widget_id(field)}", PainScale).answer = Answer(pain)
        scales = self.query(PainScale)
        (scales.first() if scales else self.query_one("#note", Input)).focus()
        self._show_done()

    def _note(self) -> str:
        note = self.entry.get("note") if self.entry is not None else ""
        return note if isinstance(note, str) else ""

    def on_pain_scale_changed(self) -> None:
        self._show_done()

    def _show_done(self) -> None:
        ready = all(scale.answer is not None for scale in self.query(PainScale))
        self.query_one("#done", Static).update(
            self.enter_label("done") if ready else plain("Press a digit. 1 then 0 is ten.", MUTED)
        )

    def on_pain_scale_confirmed(self, event: PainScale.Confirmed) -> None:
        later = list(self.query(PainScale))
        if event.scale is later[-1]:
            self._finish()
        else:
            self.app.action_focus_next()

    def on_input_submitted(self) -> None:
        self._finish()

    def _finish(self) -> None:
        answers = {field: self.query_one(f"#{_widget_id(field)}", PainScale).answer for field in self.questions}
        if all(answer is not None for answer in answers.values()):
            pain = {field: answer.pain for field, answer in answers.items() if answer is not None}
            self.dismiss(Form(pain, self.query_one("#note", Input).value))

    def action_cancel(self) -> None:
        self.dismiss(None)


class ExportForm(L5Screen[Path | None]):
    """Where to export to."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "back", id="form.back")]
    HINTS: ClassVar[tuple[Hint, ...]] = (Hint("back", ("form.back",)),)

    def __init__(self, suggested: str) -> None:
        super().__init__()
        self.suggested = suggested

    def compose(self) -> ComposeResult:
        yield TopLine(id="top")
        yield Hairline(id="hairline")
        with VerticalScroll(id="form", can_focus=False):
            yield Static(plain("Write the journal to which file?", STRONG), classes="question")
            yield Field(self.suggested, id="file")
            yield Static(plain("A name ending in .csv for a spreadsheet, in .json for all else.", MUTED))
            yield Static(plain("A file that is there already is never replaced.", MUTED))
            yield Static(self.enter_label("export"), id="done")
        yield from self.frame_end()

    def on_mount(self) -> None:
        self.query_one(TopLine).left = plain("Export", STRONG)
        self.query_one("#file", Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        name = event.value.strip()
        if name:
            self.dismiss(Path(name).expanduser())

    def action_cancel(self) -> None:
        self.dismiss(None)


def _widget_id(field: str) -> str:
    return "scale-" + field.replace(".", "-")
