"""The journal screen: the chart, the list of entries, and the page of the highlighted one.

The content follows from the app's entries and the one `view`. Changes to the journal go through the app's records, so
that on a full disk a line reports the error and nothing is lost.
"""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Resize
from textual.reactive import var
from textual.widgets import Static

from l5tui.config.clock import now
from l5tui.domain.entry import Entry
from l5tui.domain.entry_reading import first_day, listed
from l5tui.domain.programme_entries import every_taken
from l5tui.journal.trends import days, latest_day
from l5tui.tui.chrome import Hint, TopLineWidget
from l5tui.tui.journal import entry_words as words
from l5tui.tui.journal.changes import JournalChangesScreen
from l5tui.tui.journal.chart import (
    BAND_NOTE,
    NOTE,
    TIME_RANGES,
    PainChartWidget,
    SparklinesWidget,
    TimeRangeWidget,
    TrendNoteWidget,
)
from l5tui.tui.journal.entry_detail import page
from l5tui.tui.journal.entry_list import EntryListWidget
from l5tui.tui.journal.entry_words import searchable_text
from l5tui.tui.journal.timeline import TimeRange
from l5tui.tui.widgets.figure import FigureWidget
from l5tui.tui.widgets.scrolling import PAGE_KEYS, ReaderWidget
from l5tui.tui.widgets.text import MUTED, STRONG, one_line, plain
from l5tui.tui.widgets.text_field import FindFieldWidget

AT_REST = "childs_pose"
"""The exercise whose starting position is shown if there are no entries."""
ZONES_APART = 2
"""Days by which the local dates of two time zones can differ at one instant, so an entry may be dated ahead of
today."""
FOLLOW_S = 2.0
"""Seconds between two checks of the journal's file while its entries are shown."""
LONGEST = 60
"""The most characters of a search text."""


class JournalView(Struct, frozen=True):
    """What the screen shows of the journal."""

    time_range: int = 1
    """The index of the chart's time range."""
    wanted: str | None = None
    """The search text; None without a search."""
    reading: bool = False
    """Whether the page of the highlighted entry fills the window."""
    said: str = ""
    """The message about what was done last."""


class JournalScreen(JournalChangesScreen):
    """The journal: the second of the three places."""

    NAME: ClassVar[str] = "journal"
    WIDEST: ClassVar[int | None] = 120
    GUTTER: ClassVar[int] = 1
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-low"), (23, "-normal"), (28, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        *PAGE_KEYS,
        Binding("enter,right", "read", "open the entry", id="journal.open"),
        Binding("left", "close", "back to the list", id="page.close"),
        Binding("escape", "back", "back", id="back", show=False),
        Binding("slash", "find", "find", id="journal.find"),
        Binding("t", "next_range", "another span of time", id="journal.range"),
    ]
    HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("add score", ("journal.add",)),
        Hint("edit", ("journal.edit",)),
        Hint("delete", ("journal.delete",)),
        Hint("undo", ("journal.undo",)),
        Hint("find", ("journal.find",)),
        Hint("export", ("journal.export",)),
        Hint("quit", ("quit",)),
        Hint("keys", ("help",)),
    )
    EMPTY_HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("add score", ("journal.add",)),
        Hint("undo", ("journal.undo",)),
        Hint("quit", ("quit",)),
        Hint("keys", ("help",)),
    )
    READING_HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("back", ("page.close",)),
        Hint("scroll", ("text.up", "text.down")),
        Hint("edit", ("journal.edit",)),
        Hint("delete", ("journal.delete",)),
        Hint("undo", ("journal.undo",)),
        Hint("keys", ("help",)),
    )
    FINDING_HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("choose", ("find.up", "find.down")),
        Hint("clear", ("back",)),
    )

    TO_KNOW: ClassVar[tuple[tuple[str, ...], ...]] = (("The chart", " ".join(NOTE), BAND_NOTE),)
    """Texts that a small window has no room for, shown in the help."""

    view: var[JournalView] = var(JournalView())
    _status = Content("")

    def compose(self) -> ComposeResult:
        yield from self.frame_start()
        yield TimeRangeWidget(id="range")
        yield PainChartWidget(id="chart")
        yield SparklinesWidget(id="sparklines")
        yield TrendNoteWidget(id="footnote")
        with Horizontal(id="body"):
            with Vertical(id="left"):
                with Horizontal(id="finder"):
                    yield Static(plain("/", STRONG), id="finder-mark")
                    yield FindFieldWidget(placeholder=words.FIND, id="find", max_length=LONGEST)
                yield EntryListWidget(id="entries")
                with Vertical(id="nothing"):
                    yield FigureWidget(id="figure", classes="-muted")
                    yield Static(id="nothing-words")
            with Vertical(id="page"):
                yield ReaderWidget()
        yield TopLineWidget(id="under")
        yield from self.frame_end()

    def on_mount(self) -> None:
        self._stale = True
        self._found_by: dict[int, str] = {}
        self._listed: list[Entry] = []
        self.watch(self.app, "entries", self._changed, init=False)
        self.watch(self.app, "opened", self._changed, init=False)
        self.watch(self.app, "removed", self._ask_about_removed, init=False)
        self._follow = self.set_interval(FOLLOW_S, self._check_file)
        self.listing.focus()
        self._changed()

    @property
    def listing(self) -> EntryListWidget:
        """The list of entries."""
        return self.query_one(EntryListWidget)

    @property
    def reader(self) -> ReaderWidget:
        """The page of the highlighted entry."""
        return self.query_one(ReaderWidget)

    # Content

    def _changed(self) -> None:
        """Show the changed journal now, or, if another place is shown, when this screen is resumed."""
        self._stale = True
        if self.is_current:
            self.show_all()

    def on_screen_suspend(self) -> None:
        self._follow.pause()

    def _check_file(self) -> None:
        """Read the journal again if another login has changed it; otherwise nothing is drawn."""
        self.run_worker(self.l5.follow(), group="follow")

    def _ask_about_removed(self) -> None:
        if self.l5.removed and self.is_current and not self.l5.asking:
            self.l5.asking = True
            self.run_worker(self._asked_about_removed(), group="removed")

    async def _asked_about_removed(self) -> None:
        if not await self.l5.ask_about_removed():
            await self.l5.end(asked=True)

    def on_screen_resume(self) -> None:
        self._check_file()
        self._follow.resume()
        self._ask_about_removed()
        if self._stale or self.listing.today != now().date():
            self.show_all()

    def on_resize(self, _: Resize) -> None:
        self.call_after_refresh(self._draw_figure)

    def show_all(self) -> None:
        """Show the chart, the list and the page again, after the journal has changed."""
        self._stale = False
        self._listed = listed(self.l5.entries)
        self._found_by = {}
        self.show_list(near=True)
        self.show_trend()
        self.refresh_hints()

    def show_list(self, *, near: bool) -> None:
        """Show the entries that match the search, and the text beside or instead of them.

        Args:
            near: if the highlighted entry is gone, highlight the one at its position.
        """
        found = self._wanted()
        self.listing.show(found, now().date(), demo=self.l5.launch.demo, near=near)
        self.set_class(not found, "-nothing")
        self.set_class(not self._listed, "-empty")
        if not found:
            self.query_one("#nothing-words", Static).update(self._nothing())
            self.call_after_refresh(self._draw_figure)
            self.view = replace(self.view, reading=False)
        self.show_page()

    def _wanted(self) -> list[Entry]:
        """The entries that contain every word of the search."""
        search_texts = (self.view.wanted or "").casefold().split()
        if not search_texts:
            return self._listed
        today = now().date()
        if not self._found_by:
            self._found_by = {number: searchable_text(entry, today) for number, entry in enumerate(self._listed)}
        return [
            entry
            for number, entry in enumerate(self._listed)
            if all(word in self._found_by[number] for word in search_texts)
        ]

    def _nothing(self) -> Content:
        if not self.l5.opened:
            return plain(words.OPENING, MUTED)
        if self._listed:
            return words.not_found(self.view.wanted or "", self.key("back"))
        return words.empty_list_words(self.key("journal.add"), unreadable=self.l5.unreadable)

    def _draw_figure(self) -> None:
        """Draw a figure in a resting position, if there are no entries and there is room."""
        view, l5 = self.query_one(FigureWidget), self.l5
        shown = l5.opened and not self._listed and l5.settings.figure
        figure = l5.figures.of(AT_REST) if shown and view.size else None
        if figure is not None:
            ascii_only = not l5.terminal.braille or l5.ascii_only
            view.show(figure.frame(None, 0.0, size=view.size, mirror=l5.settings.mirror, ascii=ascii_only))
        else:
            view.show(None)

    def show_page(self) -> None:
        """Show the page of the highlighted entry."""
        entry = self.listing.chosen
        names = self.l5.library.names
        taken = every_taken(self.l5.entries) if entry is not None and entry.get("programme") else {}
        self.reader.show(page(entry, names, demo=self.l5.launch.demo, taken=taken) if entry is not None else ())
        self.show_under()

    def show_trend(self) -> None:
        """Show the chart of the time range, and how many scores it has."""
        today, demo = now().date(), self.l5.launch.demo
        length, name = TIME_RANGES[self.view.time_range]
        until = latest_day(self.l5.entries, today, within=ZONES_APART if length else None, demo=demo)
        since = until - timedelta(days=(length or TIME_RANGES[0][0]) - 1)
        if length is None:
            since = min(first_day(self.l5.entries) or since, since)
        time_range = TimeRange(since, until, tuple(days(self.l5.entries, since, until, demo=demo)))
        line = self.query_one(TimeRangeWidget)
        line.time_range = time_range
        self.query_one(PainChartWidget).time_range = time_range
        self.query_one(SparklinesWidget).time_range = time_range
        line.active, line.key = self.view.time_range, self.key("journal.range")
        self._status = words.status(time_range, name)
        self.show_tabs()

    def status(self) -> Content:
        return self._status

    def show_under(self) -> None:
        """Update the line under the list (what was done last, or how many entries are below), and enter's label."""
        line, reading = self.query_one("#under", TopLineWidget), self.view.reading
        more = words.more_below_words(0 if reading else self.listing.below)
        line.left = one_line(self.view.said, STRONG) if self.view.said else more
        opens = self.listing.chosen is not None and not reading
        line.right = self.enter_label(words.OPEN) if opens else Content("")

    def hints(self) -> tuple[Hint, ...]:
        if self.view.reading:
            return self.READING_HINTS
        if self.focused is self.query_one(FindFieldWidget):
            return self.FINDING_HINTS
        if self.view.wanted is not None:
            return (self.FINDING_HINTS[-1], *self.HINTS)
        return self.HINTS if self._listed else self.EMPTY_HINTS

    def watch_view(self, before: JournalView, view: JournalView) -> None:
        if not self.is_mounted:
            return
        self.set_class(view.reading, "-reading")
        self.set_class(view.wanted is not None, "-finding")
        if before.wanted != view.wanted:
            self.l5.hold_search_text(self.NAME, view.wanted or "")
            if view.wanted is None:
                self.query_one(FindFieldWidget).value = ""
                self.listing.focus()
            self.show_list(near=False)
        if before.reading != view.reading:
            (self.reader.page if view.reading else self.listing).focus()
        if before.time_range != view.time_range:
            self.show_trend()
        self.show_under()
        self.refresh_hints()

    def on_entry_list_widget_seen(self) -> None:
        self.show_under()

    # Keys

    @property
    def chosen(self) -> Entry | None:
        return self.listing.chosen

    def say(self, said: str) -> None:
        self.view = replace(self.view, said=said)

    def highlight(self, uid: str) -> None:
        if all(entry.get("uid") != uid for entry in self.listing.entries):
            self.view = replace(self.view, wanted=None)  # the new entry must be shown, even if the search excludes it
        self.listing.highlight(uid)
        self.show_page()

    def on_entry_list_widget_moved(self) -> None:
        self.view = replace(self.view, said="")
        self.show_page()

    def action_move(self, step: int) -> None:
        self.listing.action_move(step)

    def action_turn(self, pages: int) -> None:
        """Scroll the page of the entry if it is shown, else the list."""
        if self.view.reading or self.has_class("-wide"):
            self.reader.turn(pages)
        else:
            self.listing.action_turn(pages)

    def action_read(self) -> None:
        self.view = replace(self.view, reading=self.listing.chosen is not None, said="")

    def action_close(self) -> None:
        self.view = replace(self.view, reading=False, said="")

    def action_back(self) -> None:
        """The action of esc: close one thing at a time."""
        if self.view.reading:
            self.action_close()
        elif self.view.wanted is not None:
            self.view = replace(self.view, wanted=None, said="")
        else:
            self.action_dismiss_trouble()

    def action_find(self) -> None:
        if not self._listed:
            return
        self.view = replace(self.view, wanted=self.view.wanted or "", reading=False, said="")
        finder = self.query_one(FindFieldWidget)
        finder.focus()
        if before := self.l5.search_texts.pop(self.NAME, ""):
            finder.value = before
            finder.action_select_all()  # typing replaces it

    def on_input_changed(self, event: FindFieldWidget.Changed) -> None:
        if self.view.wanted is not None:
            self.view = replace(self.view, wanted=event.value)

    def on_input_submitted(self) -> None:
        self.action_read()

    def action_next_range(self) -> None:
        self.view = replace(self.view, time_range=(self.view.time_range + 1) % len(TIME_RANGES), said="")
