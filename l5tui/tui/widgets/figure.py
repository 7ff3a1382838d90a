"""The guide figure on screen: draws the canvas that it is given, and repaints only the cells that changed.

It has no timer and no state but the canvas. The caller asks `l5tui.figure` for a canvas of this widget's size; given
the same canvas twice, the widget repaints nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar, Final

from msgspec.structs import replace
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from l5tui.config.errors import ContentError
from l5tui.figure.dots import Canvas, Role

if TYPE_CHECKING:
    from l5tui.figure import Figure, Poses
    from l5tui.figure.pose import Moves

GAP: Final = 6
"""Unchanged cells between two changes that are sent anyway: moving the cursor over them takes as many bytes."""


class FigureWidget(Widget):
    """Shows a figure's canvas in the colours of its roles, from the top left corner.

    A canvas that is larger is cut off, a smaller one is padded. The class `-muted` takes the colours away, for a rest
    and a pause.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"figure--near", "figure--active", "figure--far", "figure--floor"}
    DEFAULT_CSS = """
    FigureWidget .figure--near { color: $l5-text; }
    FigureWidget .figure--active { color: $l5-do; }
    FigureWidget .figure--far { color: $l5-far; }
    FigureWidget .figure--floor { color: $l5-line; }
    FigureWidget.-muted .figure--near,
    FigureWidget.-muted .figure--active,
    FigureWidget.-muted .figure--far,
    FigureWidget.-muted .figure--floor { color: $l5-muted; }
    """

    def __init__(
        self,
        *,
        id: str | None = None,  # noqa: A002 - Textual's name for it
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._canvas: Canvas | None = None
        self._strips: dict[int, Strip] = {}

    @property
    def canvas(self) -> Canvas | None:
        """The canvas that is shown; None for none."""
        return self._canvas

    def show(self, canvas: Canvas | None) -> None:
        """Show a canvas, or nothing. Only cells that changed are repainted."""
        before, self._canvas = self._canvas, canvas
        if before is None or canvas is None or _size(before) != _size(canvas):
            if before != canvas:
                self._strips.clear()
                self.refresh()
            return
        regions = list(changes(before, canvas))
        for region in regions:
            self._strips.pop(region.y, None)
        if regions:
            self.refresh(*regions)

    def render_line(self, y: int) -> Strip:
        """One row, cached until it changes."""
        strip = self._strips.get(y)
        if strip is None:
            strip = self._strips[y] = self._row(y)
        return strip

    def notify_style_update(self) -> None:
        """Drop the cached rows, because the colours have changed."""
        self._strips.clear()
        super().notify_style_update()

    def on_resize(self, _event: events.Resize) -> None:
        """Drop the cached rows, because they are padded to the width."""
        self._strips.clear()

    def _row(self, y: int) -> Strip:
        width, ground = self.content_size.width, self.rich_style
        if self._canvas is None or not 0 <= y < len(self._canvas.rows):
            return Strip.blank(width, ground)
        text, roles = self._canvas.rows[y], self._canvas.roles[y]
        segments = [Segment(text[start:end], self._style(role)) for start, end, role in runs(roles)]
        return Strip(segments, len(text)).adjust_cell_length(width, ground)

    def _style(self, role: Role | None) -> Style:
        return self.get_component_rich_style(f"figure--{role}") if role else self.rich_style


def changes(before: Canvas, after: Canvas) -> Iterator[Region]:
    """The regions of rows that differ between two canvases of one size; regions near each other are joined."""
    for y, (was, now) in enumerate(zip(before.rows, after.rows, strict=True)):
        were, are = before.roles[y], after.roles[y]
        if was == now and were == are:
            continue
        start = end = -1
        for x in range(len(now)):
            if was[x] == now[x] and were[x] == are[x]:
                continue
            if start >= 0 and x - end >= GAP:
                yield Region(start, y, end - start, 1)
                start = x
            elif start < 0:
                start = x
            end = x + 1
        yield Region(start, y, end - start, 1)


def runs(roles: tuple[Role | None, ...]) -> Iterator[tuple[int, int, Role | None]]:
    """The parts of a row in one colour. An empty cell takes the colour before it, so that it is sent only once."""
    start, colour = 0, None
    for x, role in enumerate(roles):
        if role is not None and role != colour:
            if x > start:
                yield start, x, colour
            start, colour = x, role
    if len(roles) > start:
        yield start, len(roles), colour


def _size(canvas: Canvas) -> tuple[int, int]:
    return len(canvas.rows[0]) if canvas.rows else 0, len(canvas.rows)


class Figures:
    """Figures by exercise.

    Args:
        trouble: called once if the poses can't be loaded; then there are no figures.
        described: what the exercises' own files say of their figures, by their ids; it may change.
    """

    def __init__(
        self, trouble: Callable[[Exception], None], described: Callable[[], Mapping[str, Moves]] = dict
    ) -> None:
        self._trouble = trouble
        self._described = described
        self._poses: Poses | None = None
        self._loaded = False
        self._made: dict[tuple[str, str | None], tuple[Moves | None, Figure | None]] = {}
        """Each figure with the moves that it was made of, if its exercise's own file has them."""

    def of(self, exercise: str, form: str | None = None) -> Figure | None:
        """The figure of an exercise or of a form of it; None where neither its file nor `poses.toml` has one."""
        key, moves = (exercise, form), self._described().get(exercise)
        if key not in self._made or self._made[key][0] is not moves:
            self._made[key] = (moves, self._make(exercise, form, moves))
        return self._made[key][1]

    def _make(self, exercise: str, form: str | None, moves: Moves | None) -> Figure | None:
        from l5tui.figure import Figure
        from l5tui.library.poses import load_poses

        if not self._loaded:
            self._loaded = True
            try:
                self._poses = load_poses()
            except ContentError as error:
                self._trouble(error)
        if self._poses is None:
            return None
        poses = self._poses if moves is None else replace(self._poses, exercises={exercise: moves})
        return Figure(poses, exercise, form) if exercise in poses.exercises else None
