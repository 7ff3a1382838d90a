"""Run the real app in a test, on a journal of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from textual.pilot import Pilot

from l5tui.config.clock import new_header
from l5tui.config.launch import Launch
from l5tui.config.settings import Settings
from l5tui.domain.entry import Entry
from l5tui.domain.entry_reading import NOTICE
from l5tui.domain.new_entry import new_decision
from l5tui.domain.routine import Routine
from l5tui.journal.store import Journal
from l5tui.library import Content
from l5tui.tui.app import L5App
from tests.domain.safety.safety_journal import full_check_all_no
from tests.tui.reading import text, until

Size = tuple[int, int]
SIZES: Sequence[Size] = ((80, 24), (40, 12))
"""The usual window size, and the smallest supported one."""
SMALLEST: Final = (pytest.param((80, 24), marks=pytest.mark.long), (40, 12))
"""The same for what is likelier to fail in the smallest one, and is seen in the usual one by other tests, too."""


def app_for(
    place: Path,
    *,
    entries: Iterable[Entry] = (),
    favourites: Iterable[str] = (),
    notice_read: bool = True,
    screened: bool | None = None,
    library: Content | None = None,
    settings: Settings | None = None,
    **launch: Any,
) -> L5App:
    """An app with a journal that holds these entries and favourites."""
    file = place / "journal.json"
    journal = Journal(file)
    if notice_read:
        entries = [*entries, new_decision(new_header(), NOTICE, "read")]
    if notice_read if screened is None else screened:
        entries = [*entries, full_check_all_no()]
    for entry in entries:
        journal.put(entry)
    if favourites:
        journal.set_favourites(favourites)
    return L5App(Launch(file, settings or Settings(), **launch), library=library)


@asynccontextmanager
async def running(place: Path, *, size: Size = (80, 24), **given: Any) -> AsyncIterator[Pilot[int]]:
    """Open the app and wait for its first screen. The arguments are those of `app_for`."""
    app = app_for(place, **given)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.opened, "opened")
        await pilot.pause()
        try:
            yield pilot
        except AssertionError as error:
            if (shown := text(app)) not in str(error):
                error.add_note(f"The screen was:\n{shown}")
            raise
        text(app)  # frames are drawn only when a test reads the screen, so draw at least the last one
    app.records.close()


def started(pilot: Pilot[int]) -> list[Routine]:
    """Record which routines are started from now on, instead of starting them."""
    routines: list[Routine] = []
    pilot.app.start = routines.append  # type: ignore[attr-defined]
    return routines
