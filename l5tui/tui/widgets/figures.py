"""The figures of the exercises, loaded when the first is shown and made once each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from l5tui.config.errors import ContentError

if TYPE_CHECKING:
    from l5tui.figure import Figure, Poses


class Figures:
    """Figures by exercise.

    Args:
        trouble: told once when the poses can't be loaded; then there are no figures.
    """

    def __init__(self, trouble: Callable[[Exception], None]) -> None:
        self._trouble = trouble
        self._poses: Poses | None = None
        self._looked = False
        self._made: dict[tuple[str, str | None], Figure | None] = {}

    def of(self, exercise: str, form: str | None = None) -> Figure | None:
        """The figure of an exercise, or of a form of it; None where there is none, as for a person's own."""
        key = (exercise, form)
        if key not in self._made:
            self._made[key] = self._make(exercise, form)
        return self._made[key]

    def _make(self, exercise: str, form: str | None) -> Figure | None:
        from l5tui.figure import Figure
        from l5tui.library.poses import load_poses

        if not self._looked:
            self._looked = True
            try:
                self._poses = load_poses()
            except ContentError as error:
                self._trouble(error)
        if self._poses is None or exercise not in self._poses.exercises:
            return None
        return Figure(self._poses, exercise, form)
