"""The journal's forms: a score without a session, and a correction.

A form changes nothing: it returns what was entered, or None, and the journal screen saves it. An old score is shown in
words and never chosen on the scale beforehand, so that it doesn't suggest the same answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from msgspec import Struct, field
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from l5tui.config.clock import new_uid, now
from l5tui.domain.entry import Entry
from l5tui.domain.entry_reading import pain, text
from l5tui.domain.exercise import Side
from l5tui.domain.pain import HIGHEST, show_pain
from l5tui.domain.pain_zones import QUESTION, VERY_HIGH, VERY_HIGH_FROM
from l5tui.domain.place import Symptoms
from l5tui.domain.regular_questions import ACTIVITY_ENDS, ACTIVITY_QUESTION, WEEK_QUESTION
from l5tui.journal.drafts import Draft, FormName
from l5tui.tui.chrome import HairlineWidget, Hint, L5Screen, TopLineWidget
from l5tui.tui.dialog import DROP, drop_dialog
from l5tui.tui.journal.entry_fields import EntryFieldsWidget
from l5tui.tui.journal.entry_words import day_words, name_of
from l5tui.tui.journal.place_fields import (
    NOT_SAID,
    CorrectedMapWidget,
    PlaceQuestion,
    place_questions_for,
    place_words,
)
from l5tui.tui.widgets.body_map import BodyMapWidget
from l5tui.tui.widgets.pain_scale import LEFT_OUT, PRESS, TEN, PainScaleWidget, ScoreAnswer
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, one_line, plain
from l5tui.tui.widgets.text_field import NoteFieldWidget, TextFieldWidget

PRESS_OR_NEXT: Final = "Press a digit, or {next} for the next question."


class FilledForm(Struct, frozen=True):
    """The answers in a form: the scores and places that were given, and the note if it was changed."""

    pain: dict[str, int | None] = field(default_factory=dict)
    """By the entry's field."""
    place: dict[str, object] = field(default_factory=dict)
    """Sides and kinds, by the entry's field."""
    fields: dict[str, object] = field(default_factory=dict)
    """Fields that are corrected as text."""
    note: str | None = None
    felt: Symptoms = Symptoms()
    """The place of a new score."""
    uid: str = ""
    """The uid of its draft, which is removed once the entry is stored."""

    @property
    def changes(self) -> dict[str, object]:
        """The new values by field, as `Journal.edit` takes them."""
        return {**self.pain, **self.place, **self.fields, **({} if self.note is None else {"note": self.note})}


class ScoreQuestion(Struct, frozen=True):
    """A question for a score."""

    field: str
    """The entry's field: `before.pain`."""
    words: str
    ends: tuple[str, str] | None = None
    """The meaning of 0 and 10, if it isn't pain."""

    @property
    def widget_id(self) -> str:
        return "scale-" + self.field.replace(".", "-")


NOW: Final = (ScoreQuestion("pain", QUESTION),)
QUESTIONS: Final[Mapping[str, tuple[ScoreQuestion, ...]]] = {
    "session": (ScoreQuestion("before.pain", "Pain before"), ScoreQuestion("after.pain", "Pain after")),
    "log": (ScoreQuestion("pain", "Pain"),),
    "activity": (ScoreQuestion("score", ACTIVITY_QUESTION, ACTIVITY_ENDS),),
    "week": (ScoreQuestion("pain", WEEK_QUESTION),),
}
"""The scores that can be corrected, by kind; a note can be corrected in all. What is text: `entry_fields`."""


def correctable(entry: Entry) -> bool:
    """Whether the fields that a correction changes have the shape that this version writes."""
    body: Mapping[str, Any] = entry
    return isinstance(body.get("edits", []), list) and isinstance(body.get("note", ""), str)


def questions_for(entry: Entry | None) -> list[ScoreQuestion]:
    """The questions about an entry, or about now; only those whose fields the entry has."""
    if entry is None:
        return list(NOW)
    asked = QUESTIONS.get(str(entry.get("kind")), ())
    return [question for question in asked if _parent(entry, question.field) is not None]


class ScoreFormScreen(L5Screen[FilledForm | None]):
    """Asks for scores and a note. Tab goes to the next question, enter finishes.

    Args:
        entry: the entry to correct; unanswered questions leave it unchanged. None for a new score.
        draft: the earlier answers, which couldn't be stored.
    """

    WIDEST: ClassVar[int | None] = 120
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", "next question", id="form.next"),
        Binding("shift+tab", "app.focus_previous", "question before", id="form.previous"),
        Binding("escape", "cancel", "back, nothing is changed", id="form.back"),
    ]
    HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("pain", ("scale.0", "scale.9")),
        Hint("leave out", ("scale.leave_out",)),
        Hint("place", ("map.up", "map.down")),
        Hint("side", ("map.left", "map.right")),
        Hint("tingling or numb", ("map.kinds",)),
        Hint("not said", ("correction.not_said",)),
        Hint("next question", ("form.next",)),
        Hint("move", ("scale.left", "scale.right")),
        Hint("back", ("form.back",)),
    )

    def __init__(self, entry: Entry | None = None, draft: Draft | None = None) -> None:
        super().__init__()
        self.entry = entry
        self.uid = new_uid() if draft is None else draft.uid
        self._before = {} if draft is None else draft.values
        self._filled_in = False
        self.questions = questions_for(entry)
        self.places = place_questions_for(entry)
        self.note = "" if entry is None else text(entry, "note")

    def compose(self) -> ComposeResult:
        yield TopLineWidget(id="top")
        yield HairlineWidget(id="hairline")
        with VerticalScroll(id="form", can_focus=False):
            for question in self.questions:
                yield Static(classes="question", id=f"{question.widget_id}-question")
                yield PainScaleWidget(id=question.widget_id, ends=question.ends)
                if self.entry is None:
                    yield Static(classes="question", id="advice")
                for place in self._place_questions_of(question):
                    yield Static(classes="question", id=f"{place.widget_id}-question")
                    kind = BodyMapWidget if self.entry is None else CorrectedMapWidget
                    yield kind(id=place.widget_id, classes="-two" if len(self.places) > 1 else "")
            yield Static(plain("Note", STRONG), classes="question")
            yield NoteFieldWidget(self.note, id="note")
            yield EntryFieldsWidget(self.entry, self.l5.library, id="fields")
            yield Static(id="done")
        yield from self.frame_end()

    def on_mount(self) -> None:
        top = self.query_one(TopLineWidget)
        note = self.query_one("#note", NoteFieldWidget)
        self._note_shown = note.value
        if self.entry is None:
            top.left = plain("A pain score", STRONG) + Content.styled("   without a session", MUTED)
        else:
            day = day_words(self.entry, now().date())
            top.left = plain(f"{day}   ", STRONG) + one_line(name_of(self.entry), STRONG)
            top.right = plain("what stood before is kept", MUTED)
        (self.query(PainScaleWidget).first() if self.questions else note).focus()
        self._fill_in(note)
        self._filled_in = True
        self._sync()
        self._hold()

    def _place_questions_of(self, question: ScoreQuestion) -> list[PlaceQuestion]:
        """The questions about the place that belong to a score."""
        within = question.field.rpartition(".")[0]
        return [place for place in self.places if place.within == within]

    def _map(self, place: PlaceQuestion) -> BodyMapWidget:
        return self.query_one(f"#{place.widget_id}", BodyMapWidget)

    def _left_out(self, place: PlaceQuestion) -> frozenset[Side]:
        """The sides of which a correction says that nothing was said."""
        shown = self._map(place)
        return shown.left_out if isinstance(shown, CorrectedMapWidget) else frozenset()

    @property
    def fields(self) -> EntryFieldsWidget:
        """The questions that are answered in a line of text."""
        return self.query_one(EntryFieldsWidget)

    def _fill_in(self, note: NoteFieldWidget) -> None:
        """Fill in the answers of a form that couldn't be stored."""
        for place in self.places:
            shown = self._map(place)
            shown.felt = place.from_values(self._before)
            if isinstance(shown, CorrectedMapWidget):
                shown.left_out = place.left_out_in(self._before)
        for question in self.questions:
            if question.field in self._before:
                self.query_one(f"#{question.widget_id}", PainScaleWidget).answer = ScoreAnswer(
                    self._before[question.field]
                )
        self.fields.fill_in(self._before)
        if "note" in self._before:
            note.value = str(self._before["note"])

    def on_descendant_focus(self) -> None:
        self._sync()

    def on_pain_scale_widget_changed(self) -> None:
        self._sync()
        self._hold()

    def on_body_map_widget_changed(self) -> None:
        self._sync()
        self._hold()

    def on_body_map_widget_left_at_top(self) -> None:
        self.focus_previous()

    def on_input_changed(self) -> None:
        if self._filled_in:
            self._sync()
        self._hold()

    def _hold(self) -> None:
        """Store the present input as a draft, so that it is kept if the app is closed now."""
        if not self._filled_in:
            return
        drafts, values = self.l5.records.drafts, self._typed
        if values:
            day = "" if self.entry is None else f"{name_of(self.entry)}, {day_words(self.entry, now().date())}"
            about = None if self.entry is None else self.entry["uid"]
            form: FormName = "log" if self.entry is None else "edit"
            at = now().isoformat(timespec="seconds")
            drafts.hold(Draft(self.uid, form, at, values, about, day))
        else:
            drafts.finish(self.uid)

    def _sync(self) -> None:
        """Update the words beside each question, and the line about enter."""
        for question in self.questions:
            scale = self.query_one(f"#{question.widget_id}", PainScaleWidget)
            strong = STRONG if scale.has_focus else TEXT
            beside = self._beside(question, scale)
            line = Content.assemble((question.words, strong), (f"   {beside}" if beside else "", MUTED))
            self.query_one(f"#{question.widget_id}-question", Static).update(line)
        for place in self.places:
            strong = STRONG if self._map(place).has_focus else TEXT
            beside = place_words(place.stands(self.entry))
            stands = "" if self.entry is None else f"   so far {beside}" if beside else "   not answered"
            if left_out := self._left_out(place):
                stands = "   " + NOT_SAID.format(sides=" and ".join(side.value for side in Side if side in left_out))
            line = plain(place.words if self.entry is None else place.short, strong) + plain(stands, MUTED)
            self.query_one(f"#{place.widget_id}-question", Static).update(line)
        self.fields.sync()
        self.query_one("#done", Static).update(self.enter_label("done") if self._ready else self._press())
        advice = self._advice()
        self.set_class(bool(advice), "-advised")
        for said in self.query("#advice").results(Static):
            said.update(plain(advice, "$l5-rest"))
            said.set_class(not advice, "-nothing")

    def _beside(self, question: ScoreQuestion, scale: PainScaleWidget) -> str:
        """The words beside a question: its answer if the scale can't show it, else the entry's present value."""
        if scale.answer == ScoreAnswer(None):
            return LEFT_OUT
        if scale.answer == ScoreAnswer(HIGHEST) and scale.has_focus:
            return TEN.format(key=self.keys_by_id().get("scale.clear", ""))
        return self._stands(question)

    def _stands(self, question: ScoreQuestion) -> str:
        if self.entry is None:
            return ""
        stands = (_parent(self.entry, question.field) or {}).get(question.field.rpartition(".")[2])
        return f"so far {show_pain(pain(stands))}" if pain(stands) is not None else "not answered"

    def _advice(self) -> str:
        """The advice for a very high score of now; empty for one of an earlier day."""
        if self.entry is not None:
            return ""
        given = [scale.answer.pain for scale in self.query(PainScaleWidget) if scale.answer is not None]
        return VERY_HIGH if any(score is not None and score >= VERY_HIGH_FROM for score in given) else ""

    def _press(self) -> Content:
        if self.entry is None:
            return plain(PRESS, MUTED)
        if wrong := self.fields.wrong:
            return plain(wrong, MUTED)
        return plain(PRESS_OR_NEXT.format(next=self.keys_by_id().get("form.next", "")), MUTED)

    @property
    def _ready(self) -> bool:
        """Whether enter has an effect."""
        answered = [scale.answer is not None for scale in self.query(PainScaleWidget)]
        if self.entry is None:
            return all(answered)
        felt = [self._map(place).felt != Symptoms() or self._left_out(place) for place in self.places]
        return not self.fields.wrong and (
            isinstance(self.focused, TextFieldWidget) or any(answered) or any(felt) or bool(self.fields.changes)
        )

    def on_pain_scale_widget_confirmed(self) -> None:
        self._finish()

    def on_body_map_widget_confirmed(self) -> None:
        self._finish()

    def on_input_submitted(self) -> None:
        self._finish()

    def _finish(self) -> None:
        if not self._ready:
            return
        form = self._form()
        self.dismiss(form if form.changes else None)

    def _form(self) -> FilledForm:
        """The present answers."""
        scales = {
            question.field: self.query_one(f"#{question.widget_id}", PainScaleWidget) for question in self.questions
        }
        given = {name: scale.answer.pain for name, scale in scales.items() if scale.answer is not None}
        field = self.query_one("#note", NoteFieldWidget)
        places: dict[str, object] = {}
        for place in self.places:
            places |= place.changes(self._map(place).felt, self._left_out(place), self.entry)
        felt = self._map(self.places[0]).felt if self.entry is None else Symptoms()
        note = field.text if field.value != self._note_shown else None
        return FilledForm(given, places, self.fields.changes, note, felt, self.uid)

    @property
    def _typed(self) -> dict[str, object]:
        """The input that closing the form would lose; a new score that was left out is no input."""
        return {name: value for name, value in self._form().changes.items() if self.entry or value is not None}

    def action_cancel(self) -> None:
        if self._typed or self.fields.wrong:
            self.app.push_screen(drop_dialog(), self._asked)
        else:
            self.dismiss(None)

    def _asked(self, said: str | None) -> None:
        """Act on the answer to the question before typed input is dropped."""
        if said == DROP:
            self.l5.records.drafts.finish(self.uid)
            self.dismiss(None)
        elif said is None:
            self.l5.close()


def _parent(entry: Entry, name: str) -> Mapping[str, Any] | None:
    """The object that contains a field; None if the entry has no such object."""
    body: Any = entry
    for part in name.split(".")[:-1]:
        body = body.get(part)
        if not isinstance(body, Mapping):
            return None
    return body  # type: ignore[no-any-return]
