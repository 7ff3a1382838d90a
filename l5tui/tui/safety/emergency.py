"""The emergency page: get help now. It stays until the person closes it on purpose.

The words are as large as the window allows; in a small window words and numbers get smaller, but none is left out. The
emergency numbers don't depend on the locale, because over SSH that is often the server's.
"""

from __future__ import annotations

from enum import StrEnum
from time import monotonic
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.widgets import Static

from l5tui.tui.chrome import Hint, L5Screen
from l5tui.tui.widgets.big_text import BigTextWidget
from l5tui.tui.widgets.glyphs import fit, fit_number
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, label, one_line, plain

GET_HELP: Final = "GET HELP NOW"
ORDERS: Final = "Do not exercise.\nCall your emergency number now, or go to an emergency department."
WHY: Final = "What you told us can be a sign of something serious."
NUMBERS: Final = "112 999 911"
"""The three numbers that are always shown (clinical data, section c5)."""
NUMBER_ROWS: Final = 5
ELSEWHERE: Final = "One of these in many places. If yours is another, call that."
OTHERS: Final = "In other places: 112, 999 or 911."
CANNOT: Final = "This app cannot tell what is wrong. Your journal stays open to show to a professional."
TWICE_S: Final = 2.0
"""Seconds within which the key must be pressed twice, or held, to leave the page."""
_LAYOUTS: Final = (
    (32, ("GET HELP", "NOW"), 5),
    (14, (GET_HELP,), 3),
    (20, ("GET HELP", "NOW"), 3),
)
"""Sizes of the words: from how many window rows, on how many lines, and how tall; the first that fits is used."""
_NUMBERS_FROM: Final = (20, 60)
"""Rows and columns from which the numbers are large."""
_TALLER_PLAIN: Final = 7
"""Rows that two lines of words in ASCII take more than one line does otherwise."""


class EmergencyExit(StrEnum):
    """How the page was closed."""

    READ = "read"
    """By its key, pressed twice or held."""
    JOURNAL = "journal"
    """To open the journal."""
    REPORT = "report"
    """To show the report for a health professional."""
    ASK = "ask"
    """To answer the safety questions again."""
    CLOSE = "close"
    """Because the app is to close."""


class EmergencyScreen(L5Screen[EmergencyExit]):
    """Tells the person to get help; returns how it was closed.

    Args:
        rule: the text of the rule that led here.
        number: the person's own emergency number (setting `emergency_number`), which is shown first.
        in_session: a session is still open, so the keys for the journal and the questions are off.
    """

    WIDEST: ClassVar[int | None] = 76
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "leave", "twice or held: leave this page", id="emergency.leave"),
        Binding("J", "leave_for('journal')", "the journal", id="emergency.journal"),
        Binding("r", "leave_for('report')", "the report for a health professional", id="emergency.report"),
        Binding("a", "leave_for('ask')", "answer the safety questions again", id="emergency.ask"),
        Binding("down,j", "line(1)", "a line down", id="text.down", show=False),
        Binding("up,k", "line(-1)", "a line up", id="text.up", show=False),
    ]
    MORE: ClassVar[Hint] = Hint("more lines", ("text.down",))
    HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("journal", ("emergency.journal",)),
        Hint("report", ("emergency.report",)),
        Hint("answer again", ("emergency.ask",)),
        Hint("twice to leave", ("emergency.leave",)),  # the last hint is kept in a narrow window
    )

    def __init__(self, rule: str = "", *, number: str = "", in_session: bool = False) -> None:
        super().__init__()
        self.rule = rule
        self.in_session = in_session
        self.number = " ".join(number.split())
        self._pressed = float("-inf")
        self._below = False

    def hints(self) -> tuple[Hint, ...]:
        return (self.MORE, *self.HINTS) if self._below else self.HINTS

    def compose(self) -> ComposeResult:
        yield Static(id="edge")
        with VerticalScroll(id="page", can_focus=False):
            yield Static(id="help-label")
            for line in range(2):
                yield BigTextWidget(rows=3, shrink=True, role="stop", id=f"help-{line}", classes="help")
            yield Static(plain(ORDERS, STRONG), classes="part", id="orders")
            yield BigTextWidget(self.number or NUMBERS, rows=NUMBER_ROWS, id="numbers")
            yield Static(one_line(self.number or NUMBERS.replace(" ", "   "), STRONG), id="numbers-in-text")
            yield Static(plain(OTHERS, STRONG) if self.number else plain(ELSEWHERE, MUTED), classes="part")
            yield Static(plain(f"{WHY} {self.rule}".strip(), TEXT), classes="part", id="rule")
            yield Static(plain(CANNOT, TEXT), classes="part")
        yield from self.frame_end()

    def on_mount(self) -> None:
        self.query_one("#edge", Static).update(Content.styled("▀" * 400, "$l5-stop"))
        self.query_one("#help-label", Static).update(label(GET_HELP, "stop", coloured=not self.app.no_color))
        page = self.query_one("#page", VerticalScroll)
        self.watch(page, "scroll_y", self._check_below)
        self.watch(page, "virtual_size", self._check_below)

    def on_resize(self, event: Resize) -> None:
        super().on_resize(event)
        self._lay_out(event.size.width, event.size.height)
        self.call_after_refresh(self._check_below)

    def _lay_out(self, columns: int, rows: int) -> None:
        """Show the words as large as they fit; if no large size fits, a label in capitals comes first."""
        room = min(columns - (4 if columns >= 60 else 2), self.WIDEST or columns)
        lines, tall = _words_for(room, rows, ascii_only=self.l5.ascii_only)
        self.query_one("#help-label").display = not lines
        for number in range(2):
            big = self.query_one(f"#help-{number}", BigTextWidget)
            big.display = number < len(lines)
            if big.display:
                big.text, big.rows = lines[number], tall
        numbers = self.query_one("#numbers", BigTextWidget)
        drawn = fit_number(numbers.text, room, NUMBER_ROWS, plain=self.l5.ascii_only)
        least = _NUMBERS_FROM[0] + (_TALLER_PLAIN if self.l5.ascii_only and len(lines) > 1 else 0)
        numbers.display = drawn is not None and rows >= least and columns >= _NUMBERS_FROM[1]
        numbers.rows = len(drawn or ())
        self.query_one("#numbers-in-text").display = not numbers.display

    def too_small(self, columns: int, rows: int) -> Content:  # noqa: ARG002  what to do comes first at every size
        parts = plain(GET_HELP, STRONG), one_line(self.number or NUMBERS, STRONG), plain(ORDERS, TEXT)
        return Content("\n").join(parts)

    def _check_below(self) -> None:
        """Show a hint if the page continues below."""
        page = self.query_one("#page", VerticalScroll)
        below = page.max_scroll_y > page.scroll_y
        if below != self._below:
            self._below = below
            self.refresh_hints()

    def action_line(self, lines: int) -> None:
        self.query_one("#page", VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_leave(self) -> None:
        now = monotonic()
        if now - self._pressed <= TWICE_S:
            self.dismiss(EmergencyExit.READ)
        self._pressed = now

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Turn the keys for the journal and the questions off during a session."""
        return not (self.in_session and action == "leave_for")

    def action_leave_for(self, where: str) -> None:
        self.dismiss(EmergencyExit(where))

    def ask_to_leave(self) -> bool:
        """The app is about to close: return that, so that the session is stored as it ended."""
        self.dismiss(EmergencyExit.CLOSE)
        return True


def _words_for(columns: int, rows: int, *, ascii_only: bool) -> tuple[tuple[str, ...], int]:
    """The lines of large words for a window, and their height; no lines if only a label fits."""
    for from_rows, lines, tall in _LAYOUTS:
        drawn = [fit(line, columns, max(tall, 5) if ascii_only else tall, plain=ascii_only) for line in lines]
        heights = {len(rows_of) if rows_of else 0 for rows_of in drawn}
        height = max(heights)
        if rows >= from_rows + (2 * len(lines) if ascii_only else 0) and 0 not in heights:
            return lines, height
    return (), 0
