"""The pain scale: one line of eleven cells from 0 to 10, with its two ends named.

All cells look alike: no colour ramp, no words except at the ends, and cells below the chosen one aren't filled. No
score is chosen beforehand, and none counts before enter, so that a mistake can be seen and corrected.
"""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from l5tui.domain.pain import HIGHEST, LOWEST
from l5tui.tui.widgets.text import MUTED, plain, spread

TILE, GAP = 5, 2
NARROW_TILE = 3
LOW_END, HIGH_END, NARROW_HIGH_END = "no pain", "worst pain imaginable", "worst imaginable"
"""The words of the scale's ends (LOINC 72514-3)."""
PRESS = "Press a digit. 1 then 0 is ten."
"""Shown while there is no answer."""
LEFT_OUT = "left out"
"""Shown beside the question if it was answered with no score."""
TEN = "10. {key} clears"
"""Shown beside a ten, which takes two keys: a 0 after a 1 makes ten however late it comes, so the hint says how to
correct that."""


class ScoreAnswer(Struct, frozen=True):
    """An answer; a pain of None means "left out", which is an answer, too."""

    pain: int | None


class PainScaleWidget(Widget, can_focus=True):
    """Asks for a score. `answer` is None while there is no answer.

    Args:
        ends: the meaning of 0 and 10, if it isn't pain.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(digit), f"digit({digit})", f"pick {digit}", id=f"scale.{digit}") for digit in range(10)),
        Binding("left", "move(-1)", "one less", id="scale.left"),
        Binding("right", "move(1)", "one more", id="scale.right"),
        Binding("home", "pick(0)", "0", id="scale.lowest", show=False),
        Binding("end", "pick(10)", "10", id="scale.highest", show=False),
        Binding("backspace", "clear", "clear", id="scale.clear"),
        Binding("s", "leave_out", "leave it out", id="scale.leave_out"),
        Binding("enter", "confirm", "confirm", id="scale.confirm"),
    ]
    DEFAULT_CSS = "PainScaleWidget { height: auto; width: 1fr; }"

    answer: reactive[ScoreAnswer | None] = reactive[ScoreAnswer | None](None)

    class Changed(Message):
        """The answer has changed; None if it was removed."""

        def __init__(self, scale: PainScaleWidget, answer: ScoreAnswer | None) -> None:
            super().__init__()
            self.scale = scale
            self.answer = answer

        @property
        def control(self) -> PainScaleWidget:
            return self.scale

    class Confirmed(Message):
        """Enter was pressed on an answer."""

        def __init__(self, scale: PainScaleWidget, pain: int | None) -> None:
            super().__init__()
            self.scale = scale
            self.pain = pain

        @property
        def control(self) -> PainScaleWidget:
            return self.scale

    class Unanswered(Message):
        """Enter was pressed without an answer. It has no effect, but the screen may say what is missing."""

        def __init__(self, scale: PainScaleWidget) -> None:
            super().__init__()
            self.scale = scale

        @property
        def control(self) -> PainScaleWidget:
            return self.scale

    def __init__(self, *, ends: tuple[str, str] | None = None, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.ends = ends
        self._typed = ""

    def action_digit(self, digit: int) -> None:
        """Enter a digit; 0 after 1 makes ten, however late, because a ten that is typed slowly must not become zero."""
        ten = digit == 0 and self._typed == "1"
        self.answer = ScoreAnswer(HIGHEST if ten else digit)
        self._typed = str(self.answer.pain)

    def action_move(self, step: int) -> None:
        picked = self.answer.pain if self.answer else None
        if picked is None:
            self.answer = ScoreAnswer(LOWEST if step > 0 else HIGHEST)
        else:
            self.answer = ScoreAnswer(min(max(picked + step, LOWEST), HIGHEST))

    def action_pick(self, pain: int) -> None:
        self.answer = ScoreAnswer(pain)

    def action_clear(self) -> None:
        self.answer = None

    def action_leave_out(self) -> None:
        self.answer = ScoreAnswer(None)

    def action_confirm(self) -> None:
        if self.answer is not None:
            self.post_message(self.Confirmed(self, self.answer.pain))
        else:
            self.post_message(self.Unanswered(self))

    def watch_answer(self, answer: ScoreAnswer | None) -> None:
        self._typed = ""
        self.post_message(self.Changed(self, answer))

    # Rendering

    @property
    def _wide(self) -> bool:
        return self.size.width >= 11 * TILE + 10 * GAP - 1

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        short = viewport.height < 20
        return 3 if width < 11 * TILE + 10 * GAP - 1 or short else 5

    def render(self) -> Content:
        lines = self._cells()
        low, high = self.ends or (LOW_END, HIGH_END if self._wide else NARROW_HIGH_END)
        ends = spread(plain(low, MUTED), plain(high, MUTED), self._span)
        return Content("\n").join([*lines, self._rules(), ends])

    @property
    def _span(self) -> int:
        return 11 * TILE + 10 * GAP if self._wide else 11 * NARROW_TILE

    def _cells(self) -> list[Content]:
        """The cells: three rows with the digit in the middle, or one row if there is little room."""
        tall = self.size.height >= 5
        rows = [True, False, True] if tall else [False]
        return [self._gap.join(self._cell(pain, blank=blank) for pain in range(HIGHEST + 1)) for blank in rows]

    def _cell(self, pain: int, *, blank: bool) -> Content:
        picked = self.answer == ScoreAnswer(pain)
        width = TILE if self._wide else NARROW_TILE
        no_colour = self.app.no_color or self.app.native_ansi_color
        text = f"[{pain}]" if picked and no_colour else str(pain)
        style = "bold $l5-text on $l5-panel"
        if picked:
            style = "bold reverse" if self.app.no_color else "bold $l5-on-do on $l5-do"
        return Content.styled(("" if blank else text).center(width), style)

    def _rules(self) -> Content:
        width = TILE if self._wide else NARROW_TILE
        strong = self.has_focus
        parts = []
        for pain in range(HIGHEST + 1):
            if self.answer == ScoreAnswer(pain):
                parts.append(Content.styled("━" * width, "$l5-do"))
            else:
                parts.append(Content.styled(("━" if strong else "─") * width, MUTED if strong else "$l5-line"))
        return self._gap.join(parts)

    @property
    def _gap(self) -> Content:
        return Content(" " * GAP if self._wide else "")
