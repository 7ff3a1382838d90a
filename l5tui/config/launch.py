"""What the command line asks the app to open with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from l5tui.config.settings import Settings


@dataclass(frozen=True, slots=True)
class Launch:
    """One start of the full-screen app."""

    journal: Path
    """The journal's file."""
    settings: Settings
    speed: float = 1.0
    """Session seconds to a real second."""
    ascii: bool = False
    """Draw with plain characters, whatever the terminal can do."""
    start: str | None = None
    """Id of the routine or exercise to go straight to."""
    demo: bool = False
    """A made-up journal: say DEMO on every screen."""
    notices: tuple[str, ...] = ()
    """What went wrong before the app opened (a bad setting), one line each."""
