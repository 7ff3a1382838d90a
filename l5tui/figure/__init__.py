"""The exercise figure: poses to joints to dots. Pure geometry, independent of any terminal."""

from __future__ import annotations

from l5tui.figure.dots import Canvas, Role
from l5tui.figure.figure import Figure, still
from l5tui.figure.motion import breath_at
from l5tui.figure.pose import Pose, Poses

__all__ = ["Canvas", "Figure", "Pose", "Poses", "Role", "breath_at", "still"]
