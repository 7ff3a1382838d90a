"""The summary after a session: the two scores, the change in words, and what was done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar, Final, Literal

from msgspec import Struct
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Resize
from textual.reactive import var
from textual.widgets import Static

from l5tui.config.clock import new_header
from l5tui.config.keys import KEYS
from l5tui.domain.entry import Done, SessionEntry, StepDone
from l5tui.domain.pain import show_pain
from l5tui.domain.place import place_changes
from l5tui.domain.programme import ANSWERS
from l5tui.domain.safety.questions import Safety
from l5tui.domain.safety.stop_page import words_after_stop
from l5tui.domain.safety.stop_rules import NOT_TODAY, stopped_by_rule
from l5tui.domain.time_words import spent
from l5tui.engine.plan import Plan
from l5tui.engine.summary import by_exercise, in_all_words, outcome_words, practised_words, session_change, shortfall
from l5tui.journal.drafts import note_draft
from l5tui.tui.chrome import HairlineWidget, Hint, L5Screen, TopLineWidget
from l5tui.tui.key_guard import AnswerDelay
from l5tui.tui.session.plan_outline import AnswerRowWidget
from l5tui.tui.widgets.big_text import BigTextWidget
from l5tui.tui.widgets.page_blocks import Block, Gap, Paragraph
from l5tui.tui.widgets.scrolling import PAGE_KEYS, ReaderWidget
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, one_line, plain
from l5tui.tui.widgets.text_field import NoteFieldWidget

LARGE = 28
"""Rows of a window in which the note is right below the table."""
DID: Final = "What you did"
NAME = 20
"""Columns for an exercise's name."""
SIDE = 8
"""Columns for a side's name before its place."""
BAR = 20
"""Columns of a row's bar; two sides share it with a gap of two."""
BARS: Final = "repetitions"
SIDED_BARS: Final = "reps left  right"
"""The labels above the bars; those of the sides begin where their bars do."""

ANSWER_KEYS: Final[Mapping[Done, str]] = {
    "done": "summary.as_written",
    "partly": "summary.partly",
    "too_hard": "summary.too_hard",
    "not_possible": "summary.not_possible",
}
"""The binding of each answer to the programme's question."""

AGAIN = Hint("once more", ("summary.again",))


class SummaryResult(Struct, frozen=True):
    """The note, and where to go next."""

    note: str
    answer: Done | None
    """The answer to the programme's question; None where it wasn't asked or was left out."""
    then: Literal["home", "again", "journal", "leave"]


class SummaryScreen(L5Screen[SummaryResult]):
    """Shows an entry that is already in the journal; returns its note, what was answered, and where to go.

    Args:
        entry: the session.
        plan: its plan.
        saved: whether the entry is on the disk.
        question: the programme's question after it; empty where none is asked.
    """

    WIDEST: ClassVar[int | None] = 88
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "done('home')", "done", id="summary.done"),
        Binding("escape", "done('home')", "done", show=False, id="summary.close"),
        Binding("tab", "note", "note", id="summary.note"),
        *PAGE_KEYS,
        *(
            Binding(KEYS[binding], f"answer('{answer}')", f"programme: {ANSWERS[answer]}", show=False, id=binding)
            for answer, binding in ANSWER_KEYS.items()
        ),
        Binding("J", "done('journal')", "journal", id="summary.journal"),
        Binding("r", "done('again')", "once more", id="summary.again"),
        Binding("q", "leave", "quit; the note is kept", id="quit"),
    ]
    HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("note", ("summary.note",)),
        Hint("journal", ("summary.journal",)),
        AGAIN,
        Hint("quit", ("quit",)),
        Hint("keys", ("help",)),
    )

    answer: var[Done | None] = var[Done | None](None)
    """The answer to the programme's question, until the screen is left."""

    def __init__(self, entry: SessionEntry, plan: Plan, *, saved: bool, question: str = "") -> None:
        super().__init__()
        self.entry = entry
        self.plan = plan
        self.saved = saved
        self.question = question
        self._answer_delay = AnswerDelay()

    def hints(self) -> tuple[Hint, ...]:
        return self.HINTS if self._may_again else tuple(hint for hint in self.HINTS if hint is not AGAIN)

    @property
    def _may_again(self) -> bool:
        """Whether repeating the session is offered: not after a rule that stops for today, and not if the routine of a
        resumed session doesn't exist any more."""
        known = self.l5.library.startable(self.entry["routine"]["id"])
        return known is not None and self.entry["stop"] not in NOT_TODAY

    def compose(self) -> ComposeResult:
        yield TopLineWidget(id="top")
        yield HairlineWidget(id="hairline")
        if self.entry["stop"] not in NOT_TODAY:
            yield from self._scores()
        yield ReaderWidget(id="did")
        if self.question:
            yield AnswerRowWidget(id="asked")
        with Horizontal(id="note-row"):
            yield Static(plain("Note", STRONG), id="note-label")
            yield NoteFieldWidget(self.entry["note"], placeholder="tab to write one", id="note")
        yield Static(self.enter_label("done"), id="enter")
        yield from self.frame_end()

    def _scores(self) -> ComposeResult:
        """Both scores and the word for the change; after a rule that stops for today, scores aren't compared."""
        before, after = self.entry["before"]["pain"], self.entry["after"]["pain"]
        with Horizontal(id="scores"):
            with Vertical(classes="score"):
                yield Static(plain("before", MUTED))
                yield BigTextWidget(show_pain(before), rows=5, id="before")
            yield Static(plain("→", MUTED), id="arrow")
            with Vertical(classes="score"):
                yield Static(plain("after", MUTED))
                yield BigTextWidget(show_pain(after), rows=5, id="after")
            yield Static(_change(self.entry), id="change")
        short = Content.assemble((show_pain(before), MUTED), (" → ", MUTED), (show_pain(after), STRONG), "   ")
        yield Static(short + plain(session_change(self.entry)[0], STRONG), id="scores-in-text")

    def on_mount(self) -> None:
        self.query_one(ReaderWidget).page.focus()
        self.call_after_refresh(self._answer_delay.appeared)
        top = self.query_one(TopLineWidget)
        how = f"{outcome_words(self.entry)}, {in_all_words(self.entry)}"
        top.left = one_line(self.entry["routine"]["name"], STRONG) + Content.styled(f"   {how}", MUTED)
        self.watch(self.app, "saves", self._show_saved)
        self.answer = self.entry["answer"]

    def _show_saved(self, saves: bool) -> None:
        """Show whether the entry is on the disk. A failed write may succeed while the summary is open."""
        words = "saved in your journal" if self.saved or saves else "not saved yet"
        self.query_one(TopLineWidget).right = Content.styled(words, MUTED)

    def on_resize(self, _: Resize) -> None:
        rows = _rows(self.entry, self.plan, self.size.width)
        self.query_one(ReaderWidget).show(
            [*_stopped(self.entry, self.l5.library.safety), *_place_blocks(self.entry), *rows]
        )
        self.call_after_refresh(self._put_note_below)

    def _put_note_below(self) -> None:
        """In a large window, end the table where its rows end, so that the note is right below."""
        reader = self.query_one(ReaderWidget)
        reader.styles.height = reader.rows_at(reader.size.width) + 1 if self.size.height >= LARGE else None
        reader.styles.max_height = "60%" if self.size.height >= LARGE else None

    def action_turn(self, pages: int) -> None:
        self.query_one(ReaderWidget).turn(pages)

    def action_note(self) -> None:
        field = self.query_one("#note", NoteFieldWidget)
        if field.has_focus:
            self.query_one(ReaderWidget).page.focus()
        else:
            field.focus()

    def refresh_hints(self) -> None:
        super().refresh_hints()
        self.watch_answer()

    def watch_answer(self) -> None:
        if self.is_mounted and self.question:
            row, keys = self.query_one("#asked", AnswerRowWidget), self.keys_by_id()
            row.asked = self.question
            row.answers = tuple((keys.get(ANSWER_KEYS[one], ""), words, one) for one, words in ANSWERS.items())
            row.given = self.answer or ""

    def action_answer(self, answer: Done) -> None:
        """Answer the programme's question; the same key once more takes the answer back."""
        if self.question:
            self.answer = None if self.answer == answer else answer
            self.on_input_changed()

    def on_input_changed(self) -> None:
        """Keep the note and the answer in memory as they are, so that a lost connection doesn't lose them."""
        note = self.query_one("#note", NoteFieldWidget).text
        records = self.l5.records
        draft = note_draft(self.entry, note, new_header().at)
        if note != self.entry["note"] or self.answer != self.entry["answer"]:
            records.unwritten.hold({**self.entry, "note": note, "answer": self.answer})
        else:
            records.unwritten.finish(self.entry["uid"])
        if note != self.entry["note"]:
            records.drafts.hold(draft)
        else:
            records.drafts.finish(draft.uid)

    def on_input_submitted(self) -> None:
        self.action_done("home")

    def action_done(self, then: Literal["home", "again", "journal", "leave"]) -> None:
        if then == "again" and not self._may_again:
            return
        self.dismiss(SummaryResult(self.query_one("#note", NoteFieldWidget).text, self.answer, then))

    def action_leave(self) -> None:
        """Quit; not by a key that is still held from the page before, such as that of an emergency."""
        if self._answer_delay.accepts():
            self.action_done("leave")

    def ask_to_leave(self) -> bool:
        """The app is about to close: return the note as it is."""
        self.pop_until_active()
        self.action_done("leave")
        return True


def _change(entry: SessionEntry) -> Content:
    word, sentence = session_change(entry)
    return Content.assemble((word, STRONG), "\n", (sentence, MUTED))


def _stopped(entry: SessionEntry, safety: Safety | None) -> Iterator[Block]:
    """After a rule that stops for today: the rule's text, whom to ask, and what must happen before the next session."""
    if entry["stop"] in NOT_TODAY:
        heading, said, next_time = words_after_stop(entry, safety)
        yield Paragraph(plain(heading, "bold $l5-stop"))
        yield Paragraph(plain(said, STRONG))
        yield Paragraph(plain(next_time, TEXT))
        yield Gap()


def _place_blocks(entry: SessionEntry) -> Iterator[Block]:
    """The place before and after, in words; after a stop by a rule nothing is compared."""
    if not stopped_by_rule(entry["stop"]):
        for side, words in place_changes(entry):
            yield Paragraph(Content.assemble((f"{side or 'during'}".ljust(SIDE), MUTED), (words, TEXT)))


def _rows(entry: SessionEntry, plan: Plan, width: int) -> Iterator[Block]:
    """What was done, a row for each exercise: bars against the plan, seconds, and words for what is missing."""
    bars, times = width >= 60, width >= 50
    done = by_exercise(entry, plan)
    labels = ""
    if bars:
        sided = any(step["side"] for _, steps in done for step in steps)
        labels = f"{SIDED_BARS if sided else BARS:<{BAR}}   {'time':>5}"
    title = plain(DID.ljust(NAME if bars else 0), STRONG)
    yield Paragraph(title + plain(f"{labels}   {practised_words(entry, plan)}", MUTED), measure=width)
    for planned, steps in done:
        row = one_line(planned.name, TEXT).truncate(NAME, ellipsis=True, pad=True)
        if bars:
            row = row + _bar(steps) + Content("   ")
        if times:
            practised_s = sum(step["seconds"] for step in steps)
            row = row + plain((spent(practised_s) if practised_s else "-").rjust(5), TEXT) + Content("   ")
        yield Paragraph(one_line(shortfall(planned, steps), MUTED), row, indent=row.cell_length, measure=width)


def _bar(steps: list[StepDone]) -> Content:
    """A thick line for complete repetitions, a thin one for shortened ones; each side has a bar in its own place."""
    sides = {step["side"]: step for step in steps}
    width = BAR if None in sides else BAR // 2 - 1
    parts: list[Content] = []
    for side in (None,) if None in sides else ("left", "right"):
        step = sides.get(side)
        if step is None:
            parts.append(Content(" " * width))
            continue
        done = _columns(step["reps"], step["planned_reps"], width)
        begun = _columns(step["reps"] + (step["partial_reps"] or 0), step["planned_reps"], width)
        lines = ("━" * done, "$l5-do"), ("─" * (begun - done), "$l5-do"), ("·" * (width - begun), "$l5-line")
        parts.append(Content.assemble(*lines))
    bar = Content("  ").join(parts)
    return bar + Content(" " * (BAR - bar.cell_length))


def _columns(reps: int, planned: int, width: int) -> int:
    """How many columns these repetitions take; the full width only for all repetitions."""
    if reps >= planned:
        return width if planned else 0
    return min(width - 1, round(width * reps / planned))
