"""The arguments with which the command line opens the app."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from l5tui.config.settings import Settings


class Launch(Struct, frozen=True):
    """One start of the full-screen app."""

    journal: Path
    """The journal's file."""
    settings: Settings
    speed: float = 1.0
    """Session seconds to a real second."""
    ascii: bool = False
    """Draw with plain characters, whatever the terminal can do."""
    start: str | None = None
    """The id of the routine or exercise to start with."""
    demo: bool = False
    """Whether the journal is made up; then every screen shows DEMO."""
    notices: tuple[str, ...] = ()
    """Problems from before the app opened, such as a bad setting, one line each."""
