"""The journal screen: the chart, the list of entries, and the page of the highlighted one.

The content follows from the app's entries and the one `view`. Changes to the journal go through the app's records, so
that on a full disk a line reports the error and nothing is lost.
"""

from __future__ import annotations

from asyncio import sleep, to_thread
from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from operator import itemgetter
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.events import Resize, ScreenResume
from textual.reactive import reactive, var
from textual.widgets import Static

from l5tui.config.clock import now
from l5tui.domain.entry import Entry
from l5tui.domain.entry_reading import listed
from l5tui.domain.entry_times import local_date
from l5tui.domain.programme_entries import every_taken
from l5tui.domain.regular_questions import form_is_due
from l5tui.domain.time_words import full_day
from l5tui.journal.trends import Day, first_and_newest_week, latest_day
from l5tui.tui.chrome import Hint, TopLineWidget
from l5tui.tui.journal import entry_words as words
from l5tui.tui.journal.calendar import CalendarWidget
from l5tui.tui.journal.changes import JournalChangesScreen
from l5tui.tui.journal.chart import PainChartWidget
from l5tui.tui.journal.chart_labels import (
    BAND_NOTE,
    CALENDAR,
    NOTE,
    TIME_RANGES,
    SentenceWidget,
    TimeRangeWidget,
    TrendNoteWidget,
)
from l5tui.tui.journal.day_notes import LETTERS_WORDS, PLACES_WORDS, chart_day_words, notes_of, trend_words
from l5tui.tui.journal.entry_detail import page
from l5tui.tui.journal.entry_filter import EntryFilter
from l5tui.tui.journal.entry_list import EntryListWidget
from l5tui.tui.journal.small_chart import series_blocks
from l5tui.tui.journal.sparklines import SparklinesWidget
from l5tui.tui.journal.timeline import DayNote, TimeRange, short
from l5tui.tui.widgets.figure import FigureWidget
from l5tui.tui.widgets.page_blocks import Block, Gap, Paragraph
from l5tui.tui.widgets.scrolling import PAGE_KEYS, ReaderWidget
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, one_line, plain, spread
from l5tui.tui.widgets.text_field import FindFieldWidget

AT_REST = "childs_pose"
"""The exercise whose starting position is shown if there are no entries."""
ZONES_APART = 2
"""Days by which the local dates of two time zones can differ at one instant, so an entry may be dated ahead of
today."""
FOLLOW_S = 2.0
"""Seconds between two checks of the journal's file while its entries are shown."""
WIDE, BROAD = 100, 160
"""Columns of a window from which the page stands beside the list, and from which both stand beside the chart."""
LEAST, LEAST_BELOW = 20, 40
"""Rows of a window from which the calendar stands beside the chart, and from which it stands below it."""
ALSO = "Also on this day"
WEEKS_NOTE = (
    "In more than a month the line joins the medians of weeks with 3 scores or more; the small dots are single days."
)
PREPARED = 200
"""How many entries are made searchable between two keys."""
LONGEST = 60
"""The most characters of a search text."""


class JournalView(Struct, frozen=True):
    """What the screen shows of the journal."""

    time_range: int = 1
    """The index of the chart's time range, or `CALENDAR`."""
    wanted: str | None = None
    """The search text; None without a search."""
    reading: bool = False
    """Whether the page of the highlighted entry fills the window."""
    said: str = ""
    """The message about what was done last."""
    day: date | None = None
    """The day that was moved to; None for that of the highlighted entry."""


class UnderLineWidget(TopLineWidget):
    """The line under the list: the chosen day, how many entries are below, and enter's label, which is always shown."""

    below: reactive[Content] = reactive(Content(""))
    """How many entries are below; left out where the day needs the room."""

    def render(self) -> Content:
        ends = Content("   ").join(end for end in (self.below, self.right) if end)
        if self.left.cell_length + 3 + ends.cell_length > self.size.width and self.right:
            ends = self.right
        room = max(0, self.size.width - ends.cell_length - 2)
        return spread(self.left.truncate(room, ellipsis=True), ends, self.size.width)


class JournalScreen(JournalChangesScreen):
    """The journal: the second of the three places."""

    NAME: ClassVar[str] = "journal"
    WIDEST: ClassVar[int | None] = 200
    GUTTER: ClassVar[int] = 1
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-medium"), (100, "-wide"), (160, "-broad")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-normal"), (28, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        *PAGE_KEYS,
        Binding("left", "day(-1)", "the day before", id="journal.earlier"),
        Binding("right", "day(1)", "the day after", id="journal.later"),
        Binding("enter", "read", "open the entry", id="journal.open"),
        Binding("escape", "back", "back", id="back", show=False),
        Binding("slash", "find", "find", id="journal.find"),
        Binding("t", "next_range", "another span of time, or the calendar", id="journal.range"),
        Binding("n", "numbers", "in numbers: times done, what hurt, next mornings", id="journal.numbers"),
    ]
    HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("day", ("journal.earlier", "journal.later")),
        Hint("add score", ("journal.add",)),
        Hint("other care", ("journal.care",)),
        Hint("my questions", ("journal.questions",)),
        Hint("edit", ("journal.edit",)),
        Hint("delete", ("journal.delete",)),
        Hint("undo", ("journal.undo",)),
        Hint("find", ("journal.find",)),
        Hint("report", ("journal.report",)),
        Hint("numbers", ("journal.numbers",)),
        Hint("export", ("journal.export",)),
        Hint("quit", ("quit",)),
        Hint("keys", ("help",)),
    )
    EMPTY_HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("add score", ("journal.add",)),
        Hint("other care", ("journal.care",)),
        Hint("my questions", ("journal.questions",)),
        Hint("undo", ("journal.undo",)),
        Hint("quit", ("quit",)),
        Hint("keys", ("help",)),
    )
    READING_HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("back", ("back",)),
        Hint("day", ("journal.earlier", "journal.later")),
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

    TO_KNOW: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("The chart", " ".join(NOTE), BAND_NOTE, WEEKS_NOTE),
        ("Letters below it, and in the list", f"{PLACES_WORDS}.", f"{LETTERS_WORDS}."),
    )
    """Texts that a small window has no room for, shown in the help."""

    view: var[JournalView] = var(JournalView())
    _status = Content("")
    _form_due = False
    _time_range: TimeRange | None = None

    def compose(self) -> ComposeResult:
        yield from self.frame_start()
        with Container(id="main"):
            with Vertical(id="trend"):
                yield TimeRangeWidget(id="range")
                yield SentenceWidget(id="sentence")
                with Container(id="plot"):
                    yield PainChartWidget(id="chart")
                    yield CalendarWidget(id="calendar")
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
        yield UnderLineWidget(id="under")
        yield from self.frame_end()

    def on_mount(self) -> None:
        self._stale = True
        self._filter = EntryFilter(())
        self._listed: list[Entry] = []
        self._days: list[Day] = []
        self._notes: list[DayNote] = []
        self._stops: dict[date, int | None] | None = None
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

    def on_screen_resume(self, _: ScreenResume) -> None:
        self._check_file()
        self._follow.resume()
        self._ask_about_removed()
        if self._stale or self.listing.today != now().date():
            self.show_all()

    @property
    def wide(self) -> bool:
        """Whether the window has room for the page beside the list."""
        return self.app.size.width >= WIDE

    @property
    def with_calendar(self) -> bool:
        """Whether the window has room for the calendar with the chart: beside it, or in a broad one below it."""
        columns, rows = self.app.size
        return columns >= WIDE and rows >= (LEAST if columns < BROAD else LEAST_BELOW)

    def set_size_classes(self) -> None:
        super().set_size_classes()
        self.set_class(self.with_calendar, "-beside", update=False)

    def on_resize(self, _: Resize) -> None:
        self.set_class(self.with_calendar, "-beside")
        self.call_after_refresh(self._draw_figure)
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        """Adapt the legend to the width of the chart."""
        line = self.query_one(TimeRangeWidget)
        line.columns, line.with_calendar = self.query_one(PainChartWidget).size.width, not self.with_calendar
        if self.with_calendar and self.view.time_range == CALENDAR:
            self.view = replace(self.view, time_range=1)
        self.show_under()

    def show_all(self) -> None:
        """Show the chart, the list and the page again, after the journal has changed."""
        self._stale = False
        self._listed = listed(self.l5.entries)
        self._days = self.l5.days()
        doses = self.l5.known_doses()
        self._notes = notes_of(self.l5.entries, doses)
        if doses is None:
            self.run_worker(self._note_dose_steps(), group="doses", exclusive=True)
        self._filter = EntryFilter(self._listed)
        self.view = replace(self.view, day=None)
        today = now().date()
        self._form_due = form_is_due(self.l5.entries, today)
        calendar = self.query_one(CalendarWidget)
        calendar.days = {day.date: day for day in self._days}
        calendar.first_weekday = self.l5.first_weekday
        weeks = first_and_newest_week(self._days, today)
        self.query_one(SentenceWidget).forms = trend_words(weeks, self._days, today)
        self._time_range = None
        self.show_list(near=True)
        self.show_trend()
        self.refresh_hints()

    async def _note_dose_steps(self) -> None:
        """Add the dose steps to the chart once they are computed, off the event loop: it may take a second."""
        doses = await to_thread(self.l5.doses)
        self._notes = notes_of(self.l5.entries, doses)
        self._stops = self._time_range = None
        self.show_trend()
        self.show_page()

    def show_list(self, *, near: bool) -> None:
        """Show the entries that match the search, and the text beside or instead of them.

        Args:
            near: if the highlighted entry is gone, highlight the one at its position.
        """
        found = self._wanted()
        self._stops = None
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
        return self._filter.matching(self.view.wanted or "")

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
        """Show the page of the highlighted entry, and what else belongs to its day."""
        entry, day = self.listing.chosen, self.day
        names = self.l5.library.names
        taken = every_taken(self.l5.entries) if entry is not None and entry.get("programme") else {}
        blocks: list[Block] = []
        if entry is not None:
            chart = series_blocks(entry, self._listed, ascii_only=self.l5.ascii_only)
            blocks = page(entry, names, demo=self.l5.launch.demo, taken=taken, chart=chart)
        others = self._others(day)
        if others and day is not None:
            title = ALSO if blocks else f"{full_day(day)} {day.year}"
            blocks += [Gap()] if blocks else []
            blocks += [Paragraph(plain(title, STRONG)), *(Paragraph(one_line(note.words, TEXT)) for note in others)]
        self.reader.show(blocks)

    def _others(self, day: date | None) -> list[DayNote]:
        """What belongs to a day and has no entry in the list."""
        return [note for note in self._notes if note.date == day and not note.listed]

    def show_trend(self) -> None:
        """Show the chart of the time range that has the chosen day, and how many scores it has."""
        today, chosen = now().date(), self.day
        length, name = TIME_RANGES[1 if self.view.time_range == CALENDAR else self.view.time_range]
        newest = until = latest_day(self._days, today, within=ZONES_APART if length else None)
        if length and chosen is not None and chosen < until:
            until -= timedelta(days=(until - chosen).days // length * length)
        since = until - timedelta(days=(length or TIME_RANGES[0][0]) - 1)
        if length is None:
            since = min([since, *(day.date for day in self._days[:1]), *(note.date for note in self._notes[:1])])
        chart, sparklines = self.query_one(PainChartWidget), self.query_one(SparklinesWidget)
        calendar, line = self.query_one(CalendarWidget), self.query_one(TimeRangeWidget)
        if self._time_range is None or (self._time_range.since, self._time_range.until) != (since, until):
            self._time_range = TimeRange(
                since,
                until,
                tuple(one for one in self._days if since <= one.date <= until),
                tuple(note for note in self._notes if since <= note.date <= until),
            )
            line.time_range = chart.time_range = sparklines.time_range = self._time_range
        chart.day = sparklines.day = calendar.day = chosen
        calendar.until = max(today, until) if until == newest else until
        line.active, line.key = self.view.time_range, self.key("journal.range")
        when = f" in {name}" if until == newest else f", {short(since)} to {short(until)}"
        self._status = words.status(self._time_range, when)
        self.show_tabs()
        self.show_under()

    def status(self) -> Content:
        return self._status

    def show_under(self) -> None:
        """Update the line under the list: what was done last, or the chosen day in words; how many entries are below;
        and enter's label."""
        line, reading, day = self.query_one("#under", UnderLineWidget), self.view.reading, self.day
        line.left = Content("")
        if self.view.said:
            line.left = one_line(self.view.said, STRONG)
        elif day is not None and self._time_range is not None and not reading:
            grain = self.query_one(PainChartWidget).grain
            title, rest = chart_day_words(day, self._time_range, grain, now().date())
            if self.has_class("-narrow"):
                title = short(day)
            line.left = Content.assemble((title, STRONG), "  ", one_line(rest, TEXT))
        opens = (self.listing.chosen is not None or bool(self._others(day))) and not reading
        line.below = words.more_below_words(0 if reading else self.listing.below)
        line.right = self.enter_label(words.OPEN) if opens else Content("")

    def hints(self) -> tuple[Hint, ...]:
        if self.view.reading:
            return self.READING_HINTS
        if self.focused is self.query_one(FindFieldWidget):
            return self.FINDING_HINTS
        if self.view.wanted is not None:
            return (self.FINDING_HINTS[-1], *self.HINTS)
        if self._form_due:
            return (Hint("questionnaire due", ("journal.questions",)), *self.HINTS)
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
        self.set_class(view.time_range == CALENDAR, "-calendar")
        if (before.time_range, before.day) != (view.time_range, view.day):
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
        self.view = replace(self.view, day=None)
        self.listing.highlight(uid)
        self.show_page()
        self.show_trend()

    def on_entry_list_widget_moved(self) -> None:
        self.view = replace(self.view, said="", day=None)
        self.show_page()
        self.show_trend()

    def action_move(self, step: int) -> None:
        self.listing.action_move(step)

    def action_turn(self, pages: int) -> None:
        """Scroll the page of the entry if it is shown, else the list."""
        if self.view.reading or self.wide:
            self.reader.turn(pages)
        else:
            self.listing.action_turn(pages)

    @property
    def day(self) -> date | None:
        """The chosen day: the one moved to, else that of the highlighted entry."""
        if self.view.day is not None or self.listing.chosen is None:
            return self.view.day
        return local_date(self.listing.chosen.get("started"))

    def action_day(self, step: int) -> None:
        """Go to the next day that has anything, or to the one before; the list follows."""
        days, here = self._days_with_something(), self.day
        if here is None:
            return
        dates = list(days)
        at = bisect_right(dates, here) if step > 0 else bisect_left(dates, here) - 1
        if not 0 <= at < len(dates):
            return
        number = days[dates[at]]
        older = (days[one] for one in reversed(dates[:at]) if days[one] is not None)
        near = next(older, len(self.listing.entries) - 1) if number is None else number
        self.listing.show_day(near or 0, between=number is None)
        self.view = replace(self.view, day=dates[at], said="")
        self.show_page()

    def _days_with_something(self) -> dict[date, int | None]:
        """The days in order, with the number of their first entry in the list; without a search also those that only
        have a note."""
        if self._stops is None:
            found: dict[date, int | None] = {}
            for number, entry in enumerate(self.listing.entries):
                on = local_date(entry.get("started"))
                if on is not None:
                    found.setdefault(on, number)
            if not (self.view.wanted or "").strip():
                for note in self._notes:
                    found.setdefault(note.date, None)
            self._stops = dict(sorted(found.items(), key=itemgetter(0)))
        return self._stops

    def action_read(self) -> None:
        can = self.listing.chosen is not None or bool(self._others(self.day))
        self.view = replace(self.view, reading=can, said="")

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
        self.run_worker(self._prepare_filter(self._filter), group="find", exclusive=True)

    async def _prepare_filter(self, of: EntryFilter) -> None:
        """Make the texts that are searched while the first letter isn't typed yet, some at a time."""
        while of.prepare(PREPARED):
            await sleep(0)

    def on_input_changed(self, event: FindFieldWidget.Changed) -> None:
        if self.view.wanted is not None:
            self.view = replace(self.view, wanted=event.value)

    def on_input_submitted(self) -> None:
        self.action_read()

    def action_next_range(self) -> None:
        views = len(TIME_RANGES) + (not self.with_calendar)
        self.view = replace(self.view, time_range=(self.view.time_range + 1) % views, said="")

    def action_numbers(self) -> None:
        from l5tui.tui.journal.numbers import NumbersScreen  # what it counts isn't needed before

        self.app.push_screen(NumbersScreen())
