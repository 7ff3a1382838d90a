"""The left part of the journal: the search field, the list of entries that match, and what stands instead of none."""

from __future__ import annotations

from asyncio import sleep
from collections.abc import Sequence
from datetime import date
from typing import Final, cast

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from l5tui.config.clock import now
from l5tui.domain.entry import Entry
from l5tui.tui.app_protocol import AppProtocol
from l5tui.tui.journal import entry_words as words
from l5tui.tui.journal.day_notes import Stops, neighbour, stops_of
from l5tui.tui.journal.entry_filter import EntryFilter
from l5tui.tui.journal.entry_list import EntryListWidget
from l5tui.tui.journal.timeline import DayNote
from l5tui.tui.widgets.figure import FigureWidget
from l5tui.tui.widgets.text import MUTED, STRONG, plain
from l5tui.tui.widgets.text_field import FindFieldWidget

AT_REST: Final = "childs_pose"
"""The exercise whose starting position is shown if there are no entries."""
PREPARED: Final = 200
"""How many entries are made searchable between two keys."""
LONGEST: Final = 60
"""The most characters of a search text."""


class EntriesWidget(Vertical):
    """The list with its search; or, without an entry, a text and a figure in a resting position."""

    listed: Sequence[Entry] = ()
    """All entries of the list, newest first."""
    _notes: Sequence[DayNote] = ()
    _stops: Stops | None = None
    _filter = EntryFilter(())
    _wanted = ""

    def compose(self) -> ComposeResult:
        with Horizontal(id="finder"):
            yield Static(plain("/", STRONG), id="finder-mark")
            yield FindFieldWidget(placeholder=words.FIND, id="find", max_length=LONGEST)
        yield EntryListWidget(id="entries")
        with Vertical(id="nothing"):
            yield FigureWidget(id="figure", classes="-muted")
            yield Static(id="nothing-words")

    @property
    def _l5(self) -> AppProtocol:
        return cast("AppProtocol", self.app)

    @property
    def listing(self) -> EntryListWidget:
        """The list of entries."""
        return self.query_one(EntryListWidget)

    @property
    def field(self) -> FindFieldWidget:
        """The search field."""
        return self.query_one(FindFieldWidget)

    def show_journal(self, listed: Sequence[Entry]) -> None:
        """Take other entries, which the next `show` shows."""
        self.listed, self._filter = listed, EntryFilter(listed)

    def show_notes(self, notes: Sequence[DayNote]) -> None:
        """Take the notes of all days; a day with one may have no entry."""
        self._notes, self._stops = notes, None

    def show(self, wanted: str, clear: str, add: str, *, near: bool) -> bool:
        """Show the entries that contain every word of the search, and return whether there are any.

        Args:
            wanted: the search; empty for all entries.
            clear: the key that clears it.
            add: the key that adds an entry.
            near: if the highlighted entry is gone, highlight the one at its position.
        """
        l5, self._wanted, self._stops = self._l5, wanted, None
        found = self._filter.matching(wanted)
        self.listing.show(found, now().date(), demo=l5.launch.demo, near=near)
        if not found:
            text = plain(words.OPENING, MUTED)
            if l5.opened and self.listed:
                text = words.not_found(wanted, clear)
            elif l5.opened:
                text = words.empty_list_words(add, unreadable=l5.unreadable)
            self.query_one("#nothing-words", Static).update(text)
            self.call_after_refresh(self.draw_figure)
        return bool(found)

    def go_to_day(self, here: date | None, step: int) -> date | None:
        """Go to the next day that has anything, or with -1 to the one before; return it, None if there is none.

        During a search only days with an entry that was found have anything.
        """
        entries = self.listing.entries
        if self._stops is None:  # kept until the list changes, since a held key asks for them often
            self._stops = stops_of(entries, () if self._wanted.strip() else self._notes)
        found = neighbour(self._stops, here, step)
        if found is None:
            return None
        row = len(entries) - 1 if found.row is None else found.row
        self.listing.show_day(row, between=not found.has_entry)
        return found.date

    def draw_figure(self) -> None:
        """Draw a figure in a resting position, if there are no entries and there is room."""
        view, l5 = self.query_one(FigureWidget), self._l5
        shown = l5.opened and not self.listed and l5.settings.figure
        figure = l5.figures.of(AT_REST) if shown and view.size else None
        if figure is not None:
            ascii_only = not l5.terminal.braille or l5.ascii_only
            view.show(figure.frame(None, 0.0, size=view.size, mirror=l5.settings.mirror, ascii=ascii_only))
        else:
            view.show(None)

    def find(self, before: str) -> None:
        """Go to the search field. What stands in it is selected, so that typing begins anew.

        Args:
            before: an earlier search; empty for the present one, if there is any.
        """
        self.field.focus()
        if before:
            self.field.value = before
        self.field.action_select_all()
        self.run_worker(self._prepare(self._filter), group="find", exclusive=True)

    async def _prepare(self, of: EntryFilter) -> None:
        """Make the texts that are searched while the first letter isn't typed yet, some at a time."""
        while of.prepare(PREPARED):
            await sleep(0)
