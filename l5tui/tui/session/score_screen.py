"""Base of the screens that ask for a score: check-in, check-out, and the score during a session.

The scale, the place and further questions are on one screen, and no answer is chosen beforehand. In a window without
room for all of them only the focused question is shown, and tab goes to the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Final, Literal, TypeVar

from msgspec import Struct
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Resize
from textual.widget import Widget
from textual.widgets import Static

from l5tui.config.clock import new_uid, now
from l5tui.domain.entry import Score
from l5tui.domain.pain import HIGHEST, KINDS, PLACES
from l5tui.domain.pain_zones import DURING, PAIN_OPEN, QUESTION, WHERE, WHERE_NOW
from l5tui.domain.place import Symptoms, score_of
from l5tui.journal.drafts import Draft
from l5tui.tui.chrome import HairlineWidget, Hint, L5Screen, TopLineWidget
from l5tui.tui.key_guard import TOO_SOON, AnswerDelay
from l5tui.tui.session.plan_outline import AnswerRowWidget, PlanOutlineWidget
from l5tui.tui.session.regular_row import RegularRowWidget
from l5tui.tui.widgets.body_map import BodyMapWidget
from l5tui.tui.widgets.page_blocks import Paragraph
from l5tui.tui.widgets.pain_scale import LEFT_OUT, PRESS, TEN, PainScaleWidget, ScoreAnswer
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, one_line, plain

SAVED: Final = "saved as you go"
WAITING: Final = "not saved yet"
When = Literal["before", "after", "during"]
NOW: Final = {"before": "before you start", "after": "now that it is over", "during": "the session stands still"}


def more_questions(number: int) -> str:
    """The words for questions that a key leads to."""
    return f"{number} more question{'s' if number != 1 else ''}"


SCALE_ROWS: Final = 5
MAP_ROWS: Final = 9
MAP_COLUMNS: Final = 56
"""The fewest columns in which the body is drawn."""
ROWS_BESIDE: Final = ("morning", "dose")
"""The rows that a small window shows with the scale if there is room, so that they are seen without a tab."""
ALWAYS: Final = frozenset({"back", "help"})
"""The actions of this screen that a window too small for its questions has, too."""
FRAME: Final = frozenset({"top", "hairline", "trouble", "keys", "too-small"})
"""The parts that every screen has; the others are shown if there is room."""
NAMES: Final = 7
"""Columns for the name of an answer in the list of answers."""
WIDE_COLUMNS: Final = 60
"""The fewest columns in which something is shown beside the question."""
ANSWER_COLUMNS: Final = 18
"""Columns of the list of answers beside the question."""

Given = TypeVar("Given")


class FocusStop(Struct, frozen=True):
    """A question that tab stops at: the widget to focus, and the parts that are shown with it."""

    focus: str
    parts: tuple[str, ...]


class ScoreScreen(L5Screen[Given | None]):
    """Asks how much it hurts, and where.

    Args:
        title: the routine's name.
        when: before, after or during the session.
        entry: the uid of the session's entry, if there is one already.
        draft: the uid of an earlier draft to continue, and its answers.
    """

    WIDEST: ClassVar[int | None] = 88
    ASKS_PLACE: ClassVar[bool] = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "back", id="check.back"),
        Binding("tab", "next(1)", "next question", id="check.next"),
        Binding("shift+tab", "next(-1)", "question before", id="check.previous", show=False),
        Binding("down", "place", "where it is felt", id="check.place", show=False),
        Binding("enter", "confirm", "done", id="check.confirm", show=False),
        *(Binding(str(digit), f"digit({digit})", f"pick {digit}", id=f"scale.{digit}") for digit in range(10)),
        Binding("s", "leave_out", "leave it out", id="scale.leave_out"),
    ]

    def __init__(
        self,
        title: str,
        when: When,
        *,
        entry: str | None = None,
        draft: tuple[str, ScoreAnswer | None, Symptoms] | None = None,
    ) -> None:
        super().__init__()
        self.title_text = title
        self._answer_delay = AnswerDelay()
        self.when: When = when
        self.entry = entry
        self.uid, self._answer_before, self._felt_before = draft or (new_uid(), None, Symptoms())
        """`uid` is the draft's; the code that stores the score removes the draft."""
        self._named = ""
        self._stop = 0

    # The answers

    @property
    def scale(self) -> PainScaleWidget:
        return self.query_one(PainScaleWidget)

    @property
    def answer(self) -> ScoreAnswer | None:
        """The score so far; None without one."""
        return self.scale.answer

    @property
    def pain(self) -> int | None:
        """The number; None if there is none, or the score was left out."""
        return self.answer.pain if self.answer is not None else None

    @property
    def felt(self) -> Symptoms:
        """The place so far."""
        return self.query_one(BodyMapWidget).felt if self.ASKS_PLACE else Symptoms()

    def score(self) -> Score:
        """The answers as an entry has them."""
        return score_of(self.pain, self.felt, now().isoformat(timespec="seconds"))

    # To be overridden by each kind of score

    def unanswered_question(self) -> str:
        """The question that must be answered before enter has an effect; empty if there is none."""
        return "" if self.answer is not None else PAIN_OPEN.format(leave_out=self.key("scale.leave_out"))

    def enter_words(self) -> str:
        """What enter does now, in words."""
        return "done"

    def advice(self) -> list[Content]:
        """Lines under the scale: the advice for this score, and offers."""
        return []

    def introduction(self) -> str:
        """A sentence above the question."""
        return ""

    def rows(self) -> ComposeResult:
        """Further questions, each in a row under the place."""
        yield from ()

    def row_stops(self) -> Iterator[FocusStop]:
        """The rows that tab stops at, in order: those that are asked now."""
        yield from ()

    def finish(self) -> None:
        """Return the answers; called by enter once all necessary ones are given."""
        raise NotImplementedError

    def recheck_text(self) -> str:
        """The question that is shown in the position of the place; empty if there is none."""
        return ""

    def recheck_answers(self) -> Content:
        """Its answers with their keys."""
        return Content("")

    # Compose and sync

    def compose(self) -> ComposeResult:
        yield TopLineWidget(id="top")
        yield HairlineWidget(id="hairline")
        yield Static(id="above", classes="part")
        yield Static(id="question")
        yield PainScaleWidget(id="scale")
        yield Static(id="advice", classes="part")
        yield Static(id="recheck", classes="part")
        if self.ASKS_PLACE:
            yield Static(plain(WHERE_NOW if self.when == "during" else WHERE, STRONG), id="where", classes="part")
            with Horizontal(id="map-row"):
                yield BodyMapWidget(id="map")
                yield Static(id="answers")
        yield Static(id="so-far", classes="part")
        yield from self.rows()
        yield Static(id="say")
        yield from self.frame_end()

    def on_mount(self) -> None:
        self.add_class("check")
        top = self.query_one(TopLineWidget)
        top.left = one_line(self.title_text, STRONG) + Content.styled(f"   {NOW[self.when]}", MUTED)
        self.scale.answer = self._answer_before
        if self.ASKS_PLACE:
            with self.prevent(BodyMapWidget.Changed):
                self.query_one(BodyMapWidget).felt = self._felt_before
        self.scale.focus()
        self.watch(self.app, "saves", lambda _: self.sync(), init=False)
        self.sync()
        self.call_after_refresh(self._answer_delay.appeared)

    def on_resize(self, event: Resize) -> None:
        super().on_resize(event)
        self.sync()
        self.call_after_refresh(self.sync)  # only now do its margins fit the new window

    def key(self, binding: str) -> str:
        """The key of a binding as the person presses it."""
        return self.keys_by_id().get(binding, "")

    def sync(self) -> None:
        """Show the answers and the advice, and as many other parts as there is room for."""
        if not self.is_mounted:
            return
        if self.has_class("-too-small"):
            for part in self.children:
                if part.id == "hairline" or part.id not in FRAME:
                    part.display = False
            return
        self.query_one("#above", Static).update(plain(self.introduction(), TEXT))
        self.query_one("#question", Static).update(self._question())
        self.query_one("#recheck", Static).update(plain(self.recheck_text(), STRONG))
        self.query_one("#advice", Static).update(Content("\n").join(self.advice()))
        self.query_one("#say", Static).update(self._say())
        if self.ASKS_PLACE:
            beside = [*self._so_far(), Content(""), self._say()]
            self.query_one("#answers", Static).update(Content("\n").join(beside))
        self._lay_out()
        top = self.query_one(TopLineWidget)
        status = SAVED if self.l5.saves else WAITING
        top.right = plain("" if self._more else status, MUTED)
        self.refresh_hints()

    def _question(self) -> Content:
        """The question, and beside it what the scale can't show."""
        asked = plain(DURING if self.when == "during" else QUESTION, STRONG)
        beside = self._beside()
        return asked + plain(f"   {beside}", MUTED) if beside and self._columns >= WIDE_COLUMNS else asked

    def _beside(self) -> str:
        """The words beside the question: that the score was left out, or how to clear a ten."""
        if self.answer == ScoreAnswer(None):
            return LEFT_OUT
        if self.answer == ScoreAnswer(HIGHEST) and self.scale.has_focus:
            return TEN.format(key=self.key("scale.clear"))
        return ""

    def _say(self) -> Content:
        """The line about enter: what it does, or which question is still open."""
        if self._named:
            return plain(self._named, "bold $l5-rest")
        if self.recheck_text():
            return self.recheck_answers()
        if self.unanswered_question():
            return plain(PRESS, STRONG) if self.answer is None else Content("")
        return self.enter_label(self.enter_words())

    def _so_far(self) -> list[Content]:
        """The answers so far, a line each."""
        lines = [*self._answer_lines("pain", self._pain_words())]
        for side in ("left", "right"):
            rank = self.felt.left if side == "left" else self.felt.right
            kinds = self.felt.left_kinds if side == "left" else self.felt.right_kinds
            others = [kind for kind in kinds if kind != "pain"]
            place = "-" if rank is None else PLACES[rank]
            lines += self._answer_lines(side, place)
            lines += self._answer_lines("", ", ".join(others)) if others else []
        return lines

    def _answer_lines(self, name: str, words: str) -> list[Content]:
        room = max(8, self._columns - MAP_COLUMNS - 2)
        return Paragraph(plain(words, TEXT), plain(name, MUTED), indent=NAMES).lines(room)

    def _so_far_in_a_line(self, *, with_scale: bool) -> Content:
        """The same in one line for a small window: the score, if the scale isn't shown."""
        lines = []
        if self.answer is not None and not with_scale:
            lines.append(plain(f"pain   {self._pain_words()}", MUTED))
        elif self._columns < WIDE_COLUMNS and (beside := self._beside()):
            lines.append(plain(beside, MUTED))
        for side, kinds in (("left", self.felt.left_kinds), ("right", self.felt.right_kinds)):
            if kinds and kinds != KINDS[:1]:
                lines.append(plain(f"{side:{NAMES}}{', '.join(kinds)}", MUTED))
        return Content("\n").join(lines)

    def _pain_words(self) -> str:
        if self.answer is None:
            return "-"
        return LEFT_OUT if self.answer.pain is None else str(self.answer.pain)

    # Layout

    @property
    def stops(self) -> list[FocusStop]:
        """The questions that tab stops at, in order."""
        first = ("above", "question", "scale", "advice", "so-far", "say")
        if self.recheck_text():
            return [FocusStop("scale", ("question", "scale", "recheck", "say")), *self.row_stops()]
        place = [FocusStop("map", ("where", "map-row", "so-far", "say"))] if self.ASKS_PLACE else []
        return [FocusStop("scale", first), *place, *self.row_stops()]

    def _lay_out(self) -> None:
        """Show all parts if there is room; otherwise the focused question with its parts."""
        stops = self.stops
        focused = self.focused.id if self.focused is not None else None
        self._stop = next(
            (at for at, stop in enumerate(stops) if stop.focus == focused), min(self._stop, len(stops) - 1)
        )
        every = {part for stop in stops for part in stop.parts} | {"scale", "question"}
        wide = self._columns >= MAP_COLUMNS + ANSWER_COLUMNS + 2
        self._more = 0
        self.query_one("#so-far", Static).update(self._so_far_in_a_line(with_scale=True))
        for drawn in (True, False):
            shown = set(every)
            beside = wide and drawn and "map-row" in shown
            shown -= {"so-far", "say"} if beside else set()
            rows = self._rows_of(shown, drawn=drawn)
            if rows <= self._room:
                self._show(shown, drawn=drawn, beside=beside, blanks=self._room - rows, scale=SCALE_ROWS)
                return
        shown = set(stops[self._stop].parts)
        also = [stop.focus for stop in stops if self._stop == 0 and stop.focus in ROWS_BESIDE]
        for row in also:
            if self._rows_of(shown | {row}, drawn=False) <= self._room:
                shown.add(row)
        self._more = len(stops) - 1 - sum(row in shown for row in also)
        self.query_one("#so-far", Static).update(self._so_far_in_a_line(with_scale="scale" in shown))
        rows = self._rows_of(shown, drawn=False)
        scale = 3
        if rows > self._room:
            scale, rows = 1, rows - 2
        if rows > self._room:
            shown.discard("question")
        self._show(shown, drawn=False, beside=False, blanks=max(0, self._room - rows), scale=scale)

    _more = 0
    """The number of questions that aren't shown and that tab leads to."""

    @property
    def _columns(self) -> int:
        region = self.scrollable_content_region
        return region.width if self.size else max(1, min(self.app.size.width, self.WIDEST or 0) - 4)

    @property
    def _room(self) -> int:
        """Rows between the hairline and the keys."""
        return (self.size or self.app.size).height - 2 - (1 if self.has_class("-troubled") else 0)

    def _rows_of(self, shown: set[str], *, drawn: bool) -> int:
        """How many rows these parts need; the map with or without the body."""
        return sum(self._part_rows(self.query_one(f"#{part}"), drawn=drawn) for part in shown)

    def _part_rows(self, part: Widget, *, drawn: bool) -> int:
        width = max(1, self._columns)
        if part.id == "scale":
            return SCALE_ROWS if (self.size or self.app.size).height >= 20 and width >= 75 else 3
        if part.id == "map-row":
            return MAP_ROWS if drawn and width >= MAP_COLUMNS else 2
        if isinstance(part, AnswerRowWidget | RegularRowWidget):
            return len(part.line().wrap(width))
        if isinstance(part, PlanOutlineWidget):
            return part.rows(width, brief=True)
        if isinstance(part, Static):
            return len(part.content.wrap(width)) if isinstance(part.content, Content) and part.content.plain else 0
        return 1

    def _show(self, shown: set[str], *, drawn: bool, beside: bool, blanks: int, scale: int) -> None:
        for part in self.children:
            if part.id not in FRAME:
                part.display = part.id in shown and self._part_rows(part, drawn=drawn) > 0
        self.scale.styles.height = 1 if scale == 1 else None
        self.query_one("#hairline").display = blanks > 0
        if self.ASKS_PLACE:
            self.query_one("#map").styles.height = MAP_ROWS if drawn and self._columns >= MAP_COLUMNS else 2
            self.query_one("#map").styles.width = MAP_COLUMNS if beside else "1fr"
            self.query_one("#answers").display = beside
        left = blanks - 1  # the hairline gets the first blank row
        rows = ("morning", "dose", "regular", "further", "plan")
        for name in ("question", "scale", "where", "recheck", "advice", "say", "map-row", *rows):
            for part in self.query(f"#{name}"):
                blank = part.display and left > 0 and not (name == "map-row" and not beside)
                part.styles.margin = (1 if blank else 0, 0, 0, 0)
                left -= 1 if blank else 0
        for plan in self.query(PlanOutlineWidget):
            more = plan.rows(max(1, self._columns), brief=False) - plan.rows(max(1, self._columns), brief=True)
            plan.brief = self._more == 0 and left < more

    # Keys

    def hints(self) -> tuple[Hint, ...]:
        more = (Hint(more_questions(self._more), ("check.next",)),) if self._more else ()
        in_map = self.focused is not None and self.focused.id == "map"
        back = () if self.when == "during" else (Hint("back", ("check.back",)),)
        if in_map:
            return (
                *more,
                Hint("place", ("map.up", "map.down")),
                Hint("side", ("map.left", "map.right")),
                Hint("tingling or numb", ("map.kinds",)),
                Hint("pain", ("scale.0", "scale.9")),
                Hint("keys", ("help",)),
            )
        asked = self.ASKS_PLACE and not self.recheck_text()
        place = (Hint("place", ("check.next",)),) if asked and not self._more else ()
        return (
            *more,
            Hint("pain", ("scale.0", "scale.9")),
            Hint("leave out", ("scale.leave_out",)),
            *place,
            Hint("move", ("scale.left", "scale.right")),
            *back,
            Hint("keys", ("help",)),
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """A window that is too small shows no question, so no key answers one."""
        return action in ALWAYS or not self.has_class("-too-small")

    def is_seen(self, question: str, focus: str = "") -> bool:
        """Whether a question is shown. One that a small window hides is shown instead of being answered unseen; the
        key that was pressed answers it when it is pressed again.

        Args:
            question: the id of its widget.
            focus: the id of what has the focus where it is shown; by default the same.
        """
        shown = self.query_one(f"#{question}").display
        if not shown:
            self.go_to(focus or question)
        return shown

    def is_in_time(self, binding: str) -> bool:
        """Whether an answer didn't come too soon after its question appeared; if it did, a message says so."""
        if self._answer_delay.accepts():
            self.l5.hide_message()
            return True
        self.l5.show_message(TOO_SOON.format(key=self.key(binding)))
        return False

    def action_next(self, step: int) -> None:
        """Focus the next or previous question."""
        stops = self.stops
        self.go_to(stops[(self._stop + step) % len(stops)].focus)

    def action_place(self) -> None:
        """Move the focus from the scale to the place."""
        if self.ASKS_PLACE and not self.recheck_text() and self.focused is self.scale:
            self.go_to("map")

    def go_to(self, name: str) -> None:
        """Focus a question, and show it first if it is hidden."""
        widget = self.query_one(f"#{name}")
        for node in widget.ancestors_with_self:
            if isinstance(node, Widget) and node is not self:
                node.display = True
        widget.focus()

    def on_descendant_focus(self) -> None:
        super().on_descendant_focus()
        self.sync()

    def action_digit(self, digit: int) -> None:
        """Enter a digit of the score, wherever the focus is."""
        self.scale.action_digit(digit)

    def action_leave_out(self) -> None:
        self.scale.action_leave_out()

    def action_confirm(self) -> None:
        """Do what enter does, or name the question that is still open."""
        self._named = self.unanswered_question()
        if self._named:
            self.sync()
        else:
            self.finish()

    def changed(self) -> None:
        """Show the changed input, and store it as a draft, so that it is kept if the app is closed."""
        self._named = ""
        self.sync()
        self.save_draft()

    def save_draft(self) -> None:
        """Store the present input as a draft."""
        drafts, values = self.l5.records.drafts, self.unsaved_input()
        if values:
            at = now().isoformat(timespec="seconds")
            drafts.hold(Draft(self.uid, self.when, at, values, self.entry, self.title_text))
        else:
            drafts.finish(self.uid)

    def unsaved_input(self) -> dict[str, Any]:
        """The input that leaving would lose."""
        values: dict[str, Any] = {} if self.pain is None else {"pain": self.pain}
        if self.felt != Symptoms():
            left, right = self.felt.ranks
            values |= {"left": left, "right": right, "kinds": self.felt.kinds}
        return values

    def on_pain_scale_widget_changed(self) -> None:
        self.changed()

    def on_body_map_widget_changed(self) -> None:
        self.changed()

    def on_pain_scale_widget_confirmed(self) -> None:
        self.action_confirm()

    def on_pain_scale_widget_unanswered(self) -> None:
        self.action_confirm()

    def on_body_map_widget_confirmed(self) -> None:
        self.action_confirm()

    def on_input_submitted(self) -> None:
        self.action_confirm()

    def on_body_map_widget_left_at_top(self) -> None:
        self.go_to("scale")

    def action_back(self) -> None:
        """Go back, if the screen can be left without an answer."""
