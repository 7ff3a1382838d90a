"""The emergency page: stop, get help now. It stays until it is left on purpose."""

from __future__ import annotations

from time import monotonic
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.widgets import Static

from l5tui.screens.base import L5Screen
from l5tui.widgets.big import BigText
from l5tui.widgets.furniture import Hint
from l5tui.widgets.words import MUTED, STRONG, TEXT, plain

ORDERS = "Get help now.\nDo not exercise."
WHY = (
    "What you told us can be a sign of something serious. "
    "Call your emergency number now, or go to an emergency department."
)
NUMBERS = "112 999 911"
ELSEWHERE = "One of these in many places. If yours is another, call that."
CANNOT = "This app cannot tell what is wrong. Your journal stays open to show to a professional."
TWICE_S = 2.0
"""The page is left by pressing its key twice within this time, or by holding it."""


class EmergencyScreen(L5Screen[bool]):
    """Says to get help. Returns False when the app is to close.

    Args:
        rule: the words of the rule that led here.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "leave", "twice or held: leave this page", id="emergency.leave"),
        Binding("down,j", "line(1)", "a line down", id="text.down", show=False),
        Binding("up,k", "line(-1)", "a line up", id="text.up", show=False),
    ]
    MORE: ClassVar[Hint] = Hint("more", ("text.down",))
    HINTS: ClassVar[tuple[Hint, ...]] = (Hint("twice to leave", ("emergency.leave",)),)

    def __init__(self, rule: str = "") -> None:
        super().__init__()
        self.rule = rule
        self._pressed = 0.0
        self._below = False

    def hints(self) -> tuple[Hint, ...]:
        return (self.MORE, *self.HINTS) if self._below else self.HINTS

    def compose(self) -> ComposeResult:
        yield Static(id="edge")
        with VerticalScroll(id="page", can_focus=False):
            with Horizontal(id="stop-row"):
                yield BigText("STOP", rows=5, shrink=True, role="stop", id="stop")
                yield Static(plain(ORDERS, STRONG), id="orders")
            yield Static(plain(WHY, STRONG), classes="part", id="why")
            yield BigText(NUMBERS, rows=5, id="numbers")
            yield Static(plain(NUMBERS.replace(" ", "   "), STRONG), id="numbers-in-text")
            yield Static(plain(ELSEWHERE, MUTED), classes="part")
            yield Static(plain(f"{self.rule} {CANNOT}".strip(), TEXT), classes="part", id="rule")
        yield from self.frame_end()

    def on_mount(self) -> None:
        self.query_one("#edge", Static).update(Content.styled("▀" * 400, "$l5-stop"))
        page = self.query_one("#page", VerticalScroll)
        self.watch(page, "scroll_y", self._look_below)
        self.watch(page, "virtual_size", self._look_below)

    def on_resize(self, _: Resize) -> None:
        self.call_after_refresh(self._look_below)

    def _look_below(self) -> None:
        """Say so where the page goes on below."""
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
            self.dismiss(True)
        self._pressed = now

    def ask_to_leave(self) -> bool:
        """The app is asked to close: say so to who asked, so that the session is kept as it ended."""
        self.dismiss(False)
        return True
