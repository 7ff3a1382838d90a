"""The preview of an exercise: its figure moves for a while, and then stops.

It begins after a row has been highlighted for a moment, shows the movement once, and stops in the most typical pose.
So an idle screen sends nothing, and scrolling through the list draws one picture a row.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from l5tui.engine.preview import HOLD, Preview, previews
from l5tui.figure.motion import breath_at

if TYPE_CHECKING:
    from textual.timer import Timer

    from l5tui.engine.plan import Plan
    from l5tui.figure import Figure
    from l5tui.tui.chrome import L5Screen
    from l5tui.tui.widgets.figure import FigureWidget

FRAME_S: Final = 1 / 12
BUSY: Final = 0.5
"""The largest share of the time that drawing frames may take."""
STAY_S: Final = 0.3
"""Seconds that a row must be highlighted before its figure begins to move."""
LEAST_COLUMNS: Final = 12
LEAST_ROWS: Final = 7
ROWS_OF_TEXT: Final = 8
"""Rows that the text keeps beside a figure: the steps of a routine of seven, and the line that says there is more."""


def figure_rows(window: tuple[int, int], room: int) -> int:
    """How many rows the figure above a page gets; 0 if there is no room for one.

    Args:
        window: columns and rows of the window.
        room: the rows that figure, blank row and page share.
    """
    columns, rows = window
    wanted = max(10, min(30, room * 2 // 5)) if rows >= 28 else 9
    shown = min(wanted, room - 1 - ROWS_OF_TEXT)
    return shown if columns >= 60 and shown >= LEAST_ROWS else 0


class PreviewPlayer:
    """Moves the figure of a screen, with one timer of the screen.

    Args:
        screen: the figure's screen; nothing moves while another is shown.
        view: the widget that shows it.
    """

    def __init__(self, screen: L5Screen[Any], view: FigureWidget) -> None:
        self._screen = screen
        self._view = view
        self._preview: Preview | None = None
        self._figure: Figure | None = None
        self._began: float | None = None
        self._timer: Timer | None = None
        self._drawn: tuple[object, ...] = ()
        """What is drawn: the figure, and everything that its picture depends on."""

    @property
    def step(self) -> int | None:
        """The index of the shown step; None if there is nothing to show."""
        return self._preview.step if self._preview else None

    @property
    def moving(self) -> bool:
        """Whether another frame follows."""
        return self._timer is not None

    def choose(self, plan: Plan | None, *, move: bool) -> None:
        """Show the figure of another plan, or none; `move` if a person chose it."""
        self._stop()
        self._preview = self._figure = None
        if plan is not None and self._screen.l5.settings.figure:
            for preview in previews(plan):
                self._figure = self._screen.l5.figures.of(preview.exercise, preview.parts[0][0].variant)
                if self._figure is not None:
                    self._preview = preview
                    break
        if self._preview is not None and move and not self._screen.l5.settings.reduced_motion:
            self._timer = self._screen.set_timer(STAY_S, self._begin)

    def pause_unattended(self) -> None:
        """Jump to the end of the movement, and draw it if the screen is shown."""
        self._stop()
        self.draw()

    def draw(self) -> None:
        """Draw the present picture, in the room that there is."""
        columns, rows = self._view.size
        if self._preview is None or self._figure is None or columns < LEAST_COLUMNS or not rows:
            self._drawn = ()
            self._view.show(None)
            return
        frame = self._preview.at(self._elapsed_s)
        segment, l5 = frame.segment, self._screen.l5
        breath = breath_at(frame.into_s, frame.of_s) if segment.phase == HOLD else None
        ascii_only = not l5.terminal.braille or l5.ascii_only
        shown = (self._figure, segment, frame.share, breath, columns, rows, l5.settings.mirror, ascii_only)
        if shown == self._drawn:
            return
        self._drawn = shown
        self._view.show(
            self._figure.frame(
                segment.phase,
                frame.share,
                side=segment.side,
                off=segment.off,
                breath=breath,
                size=(columns, rows),
                mirror=l5.settings.mirror,
                ascii=ascii_only,
            )
        )

    @property
    def _elapsed_s(self) -> float:
        if self._began is not None:
            return monotonic() - self._began
        return 0.0 if self._preview is None or self.moving else self._preview.length_s

    def _begin(self) -> None:
        self._began = monotonic()
        self._frame()

    def _frame(self) -> None:
        self._timer = None
        if self._preview is None or self._began is None or not self._screen.is_current or not self._view.size:
            self._stop()
            return
        began = monotonic()
        self.draw()
        if began - self._began >= self._preview.length_s:
            self._stop()
        else:
            self._timer = self._screen.set_timer(max(FRAME_S, (monotonic() - began) / BUSY), self._frame)

    def _stop(self) -> None:
        self._began = None
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
