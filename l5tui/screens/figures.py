"""The figures of the exercises, loaded when the first is shown and made once each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from l5tui.errors import ContentError

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
        self._made: dict[str, Figure | None] = {}

    def of(self, exercise: str) -> Figure | None:
        """The figure of an exercise; None for one that has none, as a person's own hasn't."""
        if exercise not in self._made:
            self._made[exercise] = self._make(exercise)
        return self._made[exercise]

    def _make(self, exercise: str) -> Figure | None:
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
        return Figure(self._poses, exercise)
