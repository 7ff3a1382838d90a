"""The lines round the chart: above it how long a time it shows and what its signs mean, below it what it can't show."""

# ruff: noqa: ARG002 - Textual decides these signatures

from __future__ import annotations

from typing import Final

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widgets import Static

from l5tui.tui.journal.chart import AFTER, BAND, BEFORE, PLAIN_BAND, columns_in
from l5tui.tui.journal.timeline import Span
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, plain, spread

SPANS: Final = ((7, "7 days"), (30, "30 days"), (90, "90 days"), (None, "all"))
"""How many days the chart may have, None for all there are, and what that is called."""
WOBBLE: Final = ("one point up or down is normal wobble", "one point up or down: wobble", "±1 wobble", "±1")
"""What the band is, as long as there is room for."""
PLAIN_WOBBLE: Final = (*WOBBLE[:2], "+-1 wobble", "+-1")
SWATCH: Final = 3
"""Columns of the band in the legend."""
NOTE: Final = (
    "People mostly start when pain is high, so scores often fall on their own.",
    "This chart cannot show why.",
)
"""Under each trend (clinical data, section g)."""
BAND_NOTE: Final = "The band round the line: one point up or down is normal wobble."
SHORT_NOTE: Final = "Most start at high pain, so scores often fall anyway. This can't show why."
"""The same in one line of a small window; the whole stands in the help."""
TALL: Final = 28
"""Rows of a window that has two for the note."""


class SpanLine(Static):
    """The spans of time with the one that is shown, and the legend."""

    active: reactive[int] = reactive(0)
    """Which of `SPANS` is shown."""
    span: reactive[Span | None] = reactive[Span | None](None)
    """What the chart below, which is as wide, is of."""
    key: reactive[str] = reactive("")
    """What is pressed for the next span."""

    def render(self) -> Content:
        on = "bold reverse" if self.app.native_ansi_color else f"{STRONG} on $l5-focus"
        pieces = [
            Content.styled(f" {name} ", on if number == self.active else MUTED)
            for number, (_, name) in enumerate(SPANS)
        ]
        spans = Content(" ").join(pieces) + Content.styled(f"  {self.key}", TEXT)
        room = self.size.width - spans.cell_length - 3
        wobbles = PLAIN_WOBBLE if self._plain_signs else WOBBLE
        legends = [self._legend(before, wobble) for before in self._names() for wobble in wobbles]
        fits = next((legend for legend in legends if legend.cell_length <= room), legends[-1])
        return spread(spans, fits, self.size.width)

    def _names(self) -> tuple[str, ...]:
        """What the marks of the line are, the longest words first."""
        grain = self.span.grain(columns_in(self.size.width)) if self.span else 1
        return ("before",) if grain == 1 else (f"before, {grain} days each", f"{grain} days each")

    def _legend(self, before: str, wobble: str) -> Content:
        if self.app.native_ansi_color:
            swatch = ((PLAIN_BAND if self._plain_signs else BAND) * SWATCH, "$l5-line")
        else:
            swatch = (" " * SWATCH, "on $l5-band")
        signs = ((BEFORE, "$l5-do"), (f" {before}   ", TEXT), (AFTER, TEXT), (" after   ", TEXT))
        return Content.assemble(*signs, swatch, (f" {wobble}", MUTED))

    @property
    def _plain_signs(self) -> bool:
        return bool(getattr(self.app, "plain_signs", False))


class TrendNote(Static):
    """What a trend cannot show: in one line, or in two where the window has rows to spare."""

    def render(self) -> Content:
        whole = " ".join(NOTE)
        if len(whole) <= self.size.width:
            return plain(whole, MUTED)
        return plain("\n".join(NOTE) if self.size.height > 1 else SHORT_NOTE, MUTED)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return 2 if viewport.height >= TALL and width < len(" ".join(NOTE)) else 1
