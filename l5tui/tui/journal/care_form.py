"""The form for other care: what, how long, and a note. It comments on none of it (clinical data, f5 and j)."""

from __future__ import annotations

from typing import ClassVar, Final

from msgspec import Struct, field
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from l5tui.config.clock import new_uid, now
from l5tui.domain.entry import Entry
from l5tui.domain.entry_reading import number, text
from l5tui.domain.other_care import CARE, LONGEST_MINUTES, LONGEST_WORDS, TIMED, parse_minutes
from l5tui.journal.drafts import Draft
from l5tui.tui.chrome import HairlineWidget, Hint, L5Screen, TopLineWidget
from l5tui.tui.dialog import DROP, drop_dialog
from l5tui.tui.journal.entry_fields import EntryFieldsWidget
from l5tui.tui.journal.entry_words import day_words
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, plain
from l5tui.tui.widgets.text_field import NoteFieldWidget, TextFieldWidget

OWN_WORDS: Final = len(CARE)
"""The number of the last choice, counted from 0."""
CHOICES: Final = (*CARE, "own words")
COLUMN: Final = max(map(len, CHOICES)) + len("8 ")
"""The fewest columns of a choice."""
MOST_COLUMN: Final = COLUMN + 3
PRESS: Final = "Press a digit for what it was."
WRITE: Final = "Write what it was."
HOW_LONG: Final = "may be left out"
WRONG_MINUTES: Final = f"Minutes are 1 to {LONGEST_MINUTES}."


class CarePickerWidget(Widget, can_focus=True):
    """The kinds of care with their digits, in as many columns as there is room for. None is chosen beforehand."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(number), f"pick({number - 1})", words, id=f"care.{number}")
            for number, words in enumerate(CHOICES, 1)
        ),
        Binding("down,right", "move(1)", "the next", id="care.next", show=False),
        Binding("up,left", "move(-1)", "the one before", id="care.previous", show=False),
        Binding("enter", "confirm", "done", id="care.confirm", show=False),
    ]
    DEFAULT_CSS = "CarePickerWidget { height: auto; width: 1fr; }"

    picked: reactive[int | None] = reactive[int | None](None)

    class Changed(Message):
        """Another kind was chosen."""

    class Picked(Message):
        """A kind was chosen by its digit, so the next question can follow at once."""

    class Confirmed(Message):
        """Enter was pressed."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return -(-len(CHOICES) // self._columns(width))

    @staticmethod
    def _columns(width: int) -> int:
        return max(1, min(4, width // COLUMN))

    def render(self) -> Content:
        columns = self._columns(self.size.width)
        rows = -(-len(CHOICES) // columns)
        width = min(MOST_COLUMN, self.size.width // columns)
        lines = []
        for row in range(rows):
            cells = [self._cell(one, width) for one in range(row, len(CHOICES), rows)]
            lines.append(Content("").join(cells))
        return Content("\n").join(lines)

    def _cell(self, number: int, width: int) -> Content:
        picked = number == self.picked
        words = f"[{CHOICES[number]}]" if picked and self.app.no_color else CHOICES[number]
        style = ("bold reverse" if self.app.no_color else "bold $l5-on-do on $l5-do") if picked else TEXT
        digit = (f"{number + 1} ", STRONG if self.has_focus else MUTED)
        return Content.assemble(digit, (words, style)).truncate(width, ellipsis=True, pad=True)

    def watch_picked(self) -> None:
        self.post_message(self.Changed())

    def action_pick(self, number: int) -> None:
        self.picked = number
        self.post_message(self.Picked())

    def action_move(self, step: int) -> None:
        first = 0 if step > 0 else len(CHOICES) - 1
        self.picked = first if self.picked is None else (self.picked + step) % len(CHOICES)

    def action_confirm(self) -> None:
        self.post_message(self.Confirmed())


class FilledCareForm(Struct, frozen=True):
    """The answers of the form."""

    uid: str
    """The draft's, and that of the entry made from it."""
    what: str
    minutes: int | None
    note: str
    fields: dict[str, object] = field(default_factory=dict)
    """Fields of an entry that are corrected as text."""

    def changes_to(self, entry: Entry) -> dict[str, object]:
        """The fields that differ from the entry, as `Journal.edit` takes them."""
        now_: dict[str, object] = {"what": self.what, "minutes": self.minutes, "note": self.note}
        return {name: value for name, value in now_.items() if entry.get(name) != value} | self.fields


class CareFormScreen(L5Screen[FilledCareForm | None]):
    """Asks what care it was. Tab goes to the next question, enter finishes.

    Args:
        entry: the entry to correct, whose values are filled in; None for a new one.
        draft: the earlier answers, which couldn't be stored.
    """

    WIDEST: ClassVar[int | None] = 120
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", "next question", id="form.next"),
        Binding("shift+tab", "app.focus_previous", "question before", id="form.previous"),
        Binding("escape", "cancel", "back, nothing is changed", id="form.back"),
    ]
    HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("choose", ("care.1", "care.8")),
        Hint("next question", ("form.next",)),
        Hint("back", ("form.back",)),
    )

    def __init__(self, entry: Entry | None = None, draft: Draft | None = None) -> None:
        super().__init__()
        self.entry = entry
        self.uid = new_uid() if draft is None else draft.uid
        self._before: dict[str, object] = {**(entry or {}), **(draft.values if draft is not None else {})}
        self._filled_in = False

    def compose(self) -> ComposeResult:
        what = text(self._before, "what")
        minutes = number(self._before.get("minutes"))
        own = what and what not in CARE
        yield TopLineWidget(id="top")
        yield HairlineWidget(id="hairline")
        with VerticalScroll(id="form", can_focus=False):
            yield Static(plain("What was it?", STRONG), classes="question", id="what-question")
            yield CarePickerWidget(id="what")
            with Horizontal(classes="field", id="own-row"):
                yield Static(plain("Your words", TEXT), classes="name")
                yield TextFieldWidget(what if own else "", id="own", max_length=LONGEST_WORDS)
            with Horizontal(classes="field"):
                yield Static(plain("Minutes", TEXT), classes="name")
                shown = f"{minutes:g}" if minutes else ""
                yield TextFieldWidget(shown, id="minutes", restrict=r"[0-9]*", max_length=4, placeholder=HOW_LONG)
            with Horizontal(classes="field"):
                yield Static(plain("Note", TEXT), classes="name")
                yield NoteFieldWidget(text(self._before, "note"), id="note")
            yield EntryFieldsWidget(self.entry, self.l5.library, id="fields")
            yield Static(id="done")
        yield from self.frame_end()

    def on_mount(self) -> None:
        top = self.query_one(TopLineWidget)
        title = "Other care" if self.entry is None else f"{day_words(self.entry, now().date())}   Other care"
        top.left = plain(title, STRONG)
        if self.entry is not None:
            top.right = plain("what stood before is kept", MUTED)
        what = text(self._before, "what")
        if what:
            self.picker.picked = CARE.index(what) if what in CARE else OWN_WORDS
        self.fields.fill_in(self._before)
        self._note_shown = self.query_one("#note", NoteFieldWidget).value
        self.picker.focus()
        self._filled_in = True
        self._sync()

    @property
    def picker(self) -> CarePickerWidget:
        return self.query_one(CarePickerWidget)

    @property
    def fields(self) -> EntryFieldsWidget:
        return self.query_one(EntryFieldsWidget)

    def _field(self, name: str) -> str:
        return self.query_one(f"#{name}", TextFieldWidget).value.strip()

    # The answers

    @property
    def _what(self) -> str:
        picked = self.picker.picked
        if picked is None:
            return ""
        return " ".join(self._field("own").split()) if picked == OWN_WORDS else CHOICES[picked]

    def _filled(self) -> FilledCareForm:
        note = self.query_one("#note", NoteFieldWidget)
        unchanged = self.entry is not None and note.value == self._note_shown
        written = text(self._before, "note") if unchanged else note.text
        return FilledCareForm(self.uid, self._what, parse_minutes(self._field("minutes")), written, self.fields.changes)

    def _open_question(self) -> str:
        """What is still missing before enter has an effect; empty if nothing is."""
        if self.picker.picked is None:
            return PRESS
        if not self._what:
            return WRITE
        typed = self._field("minutes")
        return WRONG_MINUTES if typed and parse_minutes(typed) is None else self.fields.wrong

    def _typed(self) -> dict[str, object]:
        """The input that closing the form would lose."""
        filled = self._filled()
        if self.entry is not None:
            return filled.changes_to(self.entry)
        values = {"what": filled.what, "minutes": filled.minutes, "note": filled.note}
        return {name: value for name, value in values.items() if value}

    def _sync(self) -> None:
        picked = self.picker.picked
        self.set_class(picked == OWN_WORDS, "-own")
        self.fields.sync()
        missing = self._open_question()
        self.query_one("#done", Static).update(plain(missing, MUTED) if missing else self.enter_label("done"))

    def _changed(self) -> None:
        if not self._filled_in:
            return
        self._sync()
        drafts, values = self.l5.records.drafts, self._typed()
        if not values:
            drafts.finish(self.uid)
        elif self.entry is None:
            drafts.hold(Draft(self.uid, "care", now().isoformat(timespec="seconds"), values))
        else:
            about = f"{text(self.entry, 'what')}, {day_words(self.entry, now().date())}"
            at = now().isoformat(timespec="seconds")
            drafts.hold(Draft(self.uid, "edit", at, values, self.entry["uid"], about))

    def on_care_picker_widget_changed(self) -> None:
        self._changed()

    def on_care_picker_widget_picked(self) -> None:
        """Go to the field that belongs to the chosen kind, if there is one."""
        picked = self.picker.picked
        if picked == OWN_WORDS:
            self.call_after_refresh(self.query_one("#own").focus)  # it is shown only now
        elif picked is not None and CHOICES[picked] in TIMED:
            self.query_one("#minutes").focus()

    def on_input_changed(self) -> None:
        self._changed()

    # Leaving

    def on_care_picker_widget_confirmed(self) -> None:
        self._finish()

    def on_input_submitted(self) -> None:
        self._finish()

    def _finish(self) -> None:
        if not self._open_question():
            self.dismiss(self._filled())

    def action_cancel(self) -> None:
        if self._typed():
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
