"""The journal screen: the chart, the list of entries, and the page of the highlighted one.

The content follows from the app's entries and the one `view`. Changes to the journal go through the app's records, so
that on a full disk a line reports the error and nothing is lost.
"""

from __future__ import annotations

from asyncio import to_thread
from datetime import date
from typing import ClassVar

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.events import Resize
from textual.reactive import var

from l5tui.config.clock import now
from l5tui.domain.entry import Entry
from l5tui.domain.entry_reading import listed
from l5tui.domain.entry_times import local_date
from l5tui.domain.progression.levels import DoseHistory
from l5tui.domain.regular_questions import form_is_due
from l5tui.journal.trends import not_drawn
from l5tui.tui.chrome import Hint, TopLineWidget
from l5tui.tui.journal import entry_words as words
from l5tui.tui.journal.changes import JournalChangesScreen
from l5tui.tui.journal.chart_labels import CALENDAR, TIME_RANGES
from l5tui.tui.journal.day_notes import UNDATED, chart_day_words, notes_of
from l5tui.tui.journal.day_page import day_page
from l5tui.tui.journal.entries_part import EntriesWidget
from l5tui.tui.journal.entry_list import EntryListWidget, UnderLineWidget
from l5tui.tui.journal.timeline import DayNote, short
from l5tui.tui.journal.trend import TrendWidget
from l5tui.tui.journal.view import TO_KNOW, JournalView, hints_of, with_calendar, with_page
from l5tui.tui.widgets.scrolling import PAGE_KEYS, ReaderWidget
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, one_line, plain
from l5tui.tui.widgets.text_field import FindFieldWidget


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
        Binding("l", "legs", "how far down each leg, and what else happened, under a lower chart", id="journal.legs"),
        Binding("n", "numbers", "in numbers: times done, what hurt, next mornings", id="journal.numbers"),
    ]
    TO_KNOW: ClassVar[tuple[tuple[str, ...], ...]] = TO_KNOW
    view: var[JournalView] = var(JournalView())
    _form_due = False
    _notes: tuple[DayNote, ...] = ()

    def compose(self) -> ComposeResult:
        yield from self.frame_start()
        with Container(id="main"):
            yield TrendWidget(id="trend")
            with Horizontal(id="body"):
                yield EntriesWidget(id="left")
                with Vertical(id="page"):
                    yield ReaderWidget()
        yield UnderLineWidget(id="under")
        yield from self.frame_end()

    def on_mount(self) -> None:
        self.listing.focus()
        self.show_changed()

    @property
    def listing(self) -> EntryListWidget:
        """The list of entries."""
        return self.query_one(EntryListWidget)

    @property
    def left(self) -> EntriesWidget:
        """The list with its search."""
        return self.query_one(EntriesWidget)

    @property
    def trend(self) -> TrendWidget:
        """The chart with what stands around it."""
        return self.query_one(TrendWidget)

    @property
    def reader(self) -> ReaderWidget:
        """The page of the highlighted entry."""
        return self.query_one(ReaderWidget)

    # Content

    @property
    def with_calendar(self) -> bool:
        """Whether the window has room for the calendar with the chart."""
        return with_calendar(self.app.size)

    def set_size_classes(self) -> None:
        super().set_size_classes()
        self.set_class(self.with_calendar, "-beside", update=False)

    def on_resize(self, _: Resize) -> None:
        self.set_class(self.with_calendar, "-beside")
        self.call_after_refresh(self.left.draw_figure)
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        """Adapt the legend to the width of the chart."""
        self.trend.fit(self.app.size)
        if self.with_calendar and self.view.time_range == CALENDAR:
            self.view = replace(self.view, time_range=1)
        self.show_under()

    def show_all(self) -> None:
        """Show the chart, the list and the page again, after the journal has changed."""
        doses, today = self.l5.known_doses(), now().date()
        if doses is None:
            self.run_worker(self._note_dose_steps(), group="doses", exclusive=True)
        self._form_due = form_is_due(self.l5.entries, today)
        self.left.show_journal(listed(self.l5.entries))
        self._show_notes(doses)
        self.view = replace(self.view, day=None)
        self.show_list(near=True)
        self.show_trend()
        self.refresh_hints()

    def _show_notes(self, doses: DoseHistory | None) -> None:
        """Give the chart the days of the journal, with their notes."""
        self._notes = tuple(notes_of(self.l5.entries, doses))
        self.left.show_notes(self._notes)
        self.trend.show_journal(self.l5.days(), self._notes, now().date(), self.l5.first_weekday)

    async def _note_dose_steps(self) -> None:
        """Add the dose steps to the chart once they are computed, off the event loop: it may take a second."""
        self._show_notes(await to_thread(self.l5.doses))
        self.show_trend()
        self.show_page()

    def show_list(self, *, near: bool) -> None:
        """Show the entries that match the search, and the text beside or instead of them.

        Args:
            near: if the highlighted entry is gone, highlight the one at its position.
        """
        found = self.left.show(self.view.wanted or "", self.key("back"), self.key("journal.add"), near=near)
        self.set_class(not found, "-nothing")
        self.set_class(not self.left.listed, "-empty")
        if not found:
            self.view = replace(self.view, reading=False)
        self.show_page()

    def show_page(self) -> None:
        """Show the page of the highlighted entry, and what else belongs to its day."""
        entry, others = self.listing.chosen, self._others(self.day)
        self.reader.show(day_page(self.l5, entry, self.day, others, self.left.listed))

    def _others(self, day: date | None) -> list[DayNote]:
        """What belongs to a day and has no entry in the list."""
        return [note for note in self._notes if note.date == day and not note.listed]

    def show_trend(self) -> None:
        """Show the chart of the time range that has the chosen day, and how many scores it has."""
        range_key, legs_key = self.key("journal.range"), self.key("journal.legs")
        self.trend.show(self.view.time_range, self.day, now().date(), range_key, legs_key)
        self.trend.show_legs(self.app.size, legs=self.view.legs)
        self.show_tabs()
        self.show_under()

    def status(self) -> Content:
        """How many scores the chart has; and, if there is room, how many entries no chart can have."""
        room = self.app.size.width - self.query_one("#top", TopLineWidget).left.cell_length - 2 * self.GUTTER - 1
        forms = words.not_drawn_words(not_drawn(self.left.listed, now().date()))
        made = [self.trend.status + plain(form, MUTED) for form in forms]
        return next((one for one in made if one.cell_length <= room), made[-1])

    def show_under(self) -> None:
        """Update the line under the list: what was done last, or the chosen day; what is below; and enter's label."""
        line, reading, day = self.query_one("#under", UnderLineWidget), self.view.reading, self.day
        line.left, line.whole = Content(""), False
        if self.view.said:
            line.left = one_line(self.view.said, STRONG)
        elif day is not None and (time_range := self.trend.time_range) is not None and not reading:
            title, rest = chart_day_words(day, time_range, self.trend.grain, now().date())
            if self.has_class("-narrow"):
                title, line.whole = short(day), any(note.date == day for note in self._notes)
            line.left = Content.assemble((title, STRONG), "  ", one_line(rest, TEXT))
        elif self.listing.chosen is not None and not reading:
            line.left = plain(UNDATED, TEXT)
        opens = (self.listing.chosen is not None or bool(self._others(day))) and not reading
        line.below = words.more_below_words(0 if reading else self.listing.below)
        line.right = self.enter_label(words.OPEN) if opens else Content("")

    def hints(self) -> tuple[Hint, ...]:
        typing, some = self.focused is self.left.field, bool(self.left.listed)
        return hints_of(self.view, typing=typing, listed=some, form_due=self._form_due)

    def watch_view(self, before: JournalView, view: JournalView) -> None:
        if not self.is_mounted:
            return
        self.set_class(view.reading, "-reading")
        self.set_class(view.wanted is not None, "-finding")
        if before.wanted != view.wanted:
            self.l5.hold_search_text(self.NAME, view.wanted or "")
            if view.wanted is None:
                self.left.field.value = ""
                self.listing.focus()
            self.show_list(near=False)
        if before.reading != view.reading:
            (self.reader.page if view.reading else self.listing).focus()
        self.set_class(view.time_range == CALENDAR, "-calendar")
        self.set_class(view.legs and view.time_range != CALENDAR, "-legs")
        if (before.time_range, before.day, before.legs) != (view.time_range, view.day, view.legs):
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
        if self.view.reading or with_page(self.app.size):
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
        on = self.left.go_to_day(self.day, step)
        if on is not None:
            self.view = replace(self.view, day=on, said="")
            self.show_page()

    def action_read(self) -> None:
        can = self.listing.chosen is not None or bool(self._others(self.day))
        self.view = replace(self.view, reading=can, said="")

    @property
    def esc_hides_trouble(self) -> bool:
        return not self.view.reading and self.view.wanted is None

    def action_back(self) -> None:
        """The action of esc: close one thing at a time."""
        if self.view.reading:
            self.view = replace(self.view, reading=False, said="")
        elif self.view.wanted is not None:
            self.view = replace(self.view, wanted=None, said="")
        else:
            self.action_dismiss_trouble()

    def action_find(self) -> None:
        if not self.left.listed:
            return
        self.view = replace(self.view, wanted=self.view.wanted or "", reading=False, said="")
        self.left.find(self.l5.search_texts.pop(self.NAME, ""))

    def on_input_changed(self, event: FindFieldWidget.Changed) -> None:
        if self.view.wanted is not None:
            self.view = replace(self.view, wanted=event.value)

    def on_input_submitted(self) -> None:
        self.action_read()

    def action_next_range(self) -> None:
        views = len(TIME_RANGES) + (not self.with_calendar)
        self.view = replace(self.view, time_range=(self.view.time_range + 1) % views, said="")

    def action_legs(self) -> None:
        span = 1 if self.view.time_range == CALENDAR else self.view.time_range
        self.view = replace(self.view, legs=not self.view.legs, time_range=span, said="")

    def action_numbers(self) -> None:
        from l5tui.tui.journal.numbers import NumbersScreen  # what it counts isn't needed before

        self.app.push_screen(NumbersScreen())
