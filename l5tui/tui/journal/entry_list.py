"""The journal's entries, one line each, the newest first.

A journal of years has thousands of entries, of which a window shows a few, so only the visible ones are formatted.
Columns have a fixed width, so that they can be read downwards; in a narrow window whole columns are left out, the
least important first.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar, Final

from msgspec import Struct
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from l5tui.domain.entry import Entry
from l5tui.domain.entry_times import moment_of, shared_minutes, zone_where_shared
from l5tui.domain.safety.stop_rules import NOT_TODAY
from l5tui.tui.chrome import TopLineWidget
from l5tui.tui.journal.entry_words import change_of, day_words, legs_of, minutes_of, name_of, pair_of, place_of, stop_of
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, one_line, spread

# ruff: noqa: ARG002 - Textual decides these signatures

DAY, DAY_AND_YEAR, PAIR, MINUTES, CHANGE, PLACE, LEGS = 10, 11, 7, 6, 15, 12, 3
NAME, LONGEST_NAME = 16, 30
NARROW: Final = 50
"""The width below which columns are one blank apart, and only day, name, scores and legs are shown."""
MARK: Final = "▌"


class Columns(Struct, frozen=True):
    """The width of each column; 0 leaves it out."""

    day: int
    name: int
    minutes: int = 0
    change: int = 0
    place: int = LEGS
    """The words for the furthest place, or as little as `LEGS` for a letter of each leg. It is never left out."""
    gap: int = 2

    @classmethod
    def of(cls, width: int, *, years: bool) -> Columns:
        """The columns that fit a width; `years` if some days need their year."""
        day = DAY_AND_YEAR if years else DAY
        if width < NARROW:
            return cls(day, max(2, width - day - PAIR - LEGS - 3), gap=1)
        room = width - day - NAME - PAIR - 2 - 3
        change = CHANGE if room >= 2 + CHANGE + 1 + LEGS else 0
        room -= 2 + change if change else 0
        place = PLACE if room >= 1 + PLACE else LEGS
        room -= 1 + place
        minutes = MINUTES if change and room >= 2 + MINUTES else 0
        room -= 2 + minutes if minutes else 0
        return cls(day, NAME + max(0, min(room, LONGEST_NAME - NAME)), minutes, change, place)


def row(entry: Entry, columns: Columns, today: date, *, demo: bool, highlighted: bool, zone: str = "") -> Content:
    """The line of an entry. If it is highlighted, its name is bold, and its muted text is as bright as the rest.

    Args:
        entry: the entry.
        columns: the width of each column.
        today: days of this year are shown without the year.
        demo: sessions at any speed count.
        highlighted: whether the keys apply to it.
        zone: `UTC+14`, if another entry has the same local time in another time zone; else empty.
    """
    strong, quiet = (STRONG, TEXT) if highlighted else (TEXT, MUTED)
    gap = " " * columns.gap
    before, after = pair_of(entry)
    pair = f"{before:>2}" + (f" → {after:<2}" if after else "")
    if not columns.change and entry.get("stop") in NOT_TODAY:
        zone = f"{zone} {stop_of(entry)}".strip()
    before_pair, day = " " if columns.gap == 1 else "   ", _cell(day_words(entry, today), columns.day, strong)
    minutes = columns.gap + columns.minutes if columns.minutes else 0
    if not before and not after:  # it has no scores, so its name has their room
        line = day + gap + _name(entry, columns.name + minutes + len(before_pair) + PAIR, strong, quiet, zone)
    else:
        practised = minutes_of(entry) if columns.minutes else ""
        parts = [day, _name(entry, columns.name + (0 if practised else minutes), strong, quiet, zone)]
        if practised:
            parts.append(_cell(practised.rjust(columns.minutes), columns.minutes, quiet))
        line = Content(gap).join(parts) + before_pair + _cell(pair, PAIR, TEXT)
    if columns.change:
        line = line + Content(gap) + _cell(change_of(entry, demo=demo), columns.change, quiet)
    place = legs_of(entry) if columns.place == LEGS else place_of(entry)
    return line + Content(" ") + _cell(place, columns.place, quiet)


def _name(entry: Entry, width: int, strong: str, quiet: str, zone: str) -> Content:
    """The name, and after it the zone, which is never shortened in favour of the name; `+14` if there is little room.

    If there is no column for the rule that stopped the session, it is shown here, too.
    """
    if zone and one_line(name_of(entry)).cell_length + 1 + len(zone) > width:
        zone = zone.removeprefix("UTC") or zone
    room = width - len(zone) - 1 if zone else width
    if room < 1:
        return _cell(zone, width, quiet)
    name = one_line(name_of(entry), strong).truncate(room, ellipsis=True)
    return (name + Content.styled(f" {zone}" if zone else "", quiet)).truncate(width, pad=True)


def _cell(words: str, width: int, style: str) -> Content:
    shown = one_line(words, style)
    if words[:1] == " ":  # one_line removes blanks, but numbers are right-aligned
        shown = Content.styled(words, style)
    return shown.truncate(width, ellipsis=True, pad=True)


class UnderLineWidget(TopLineWidget):
    """The line under the list: the chosen day, how many entries are below, and enter's label, which is always shown."""

    below: reactive[Content] = reactive(Content(""))
    """How many entries are below; without its last word, or left out, where the day needs the room."""
    whole: reactive[bool] = reactive(False, layout=True)
    """Whether the day may have a second line, because something is said of it that stands nowhere else."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return 2 if self.whole and self.left.cell_length + 2 + self.right.cell_length > width else 1

    def render(self) -> Content:
        width, left = self.size.width, self.left
        if self.size.height > 1:
            first, *rest = left.wrap(width)
            return first + "\n" + self._with_ends(Content(" ").join(rest))
        return self._with_ends(left)

    def _with_ends(self, left: Content) -> Content:
        ends = self.right
        for below in (self.below, self.below[: self.below.plain.rfind(" ")] if self.below else self.below):
            both = Content("   ").join(end for end in (below, self.right) if end)
            if left.cell_length + 3 + both.cell_length <= self.size.width or not self.right:
                ends = both
                break
        room = max(0, self.size.width - ends.cell_length - 2)
        return spread(left.truncate(room, ellipsis=True), ends, self.size.width)


class EntryListWidget(ScrollView, can_focus=True, inherit_bindings=False):
    """The list of entries. Enter is a binding of the screen."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"entries--mark", "entries--highlighted"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "up", id="list.up", show=False),
        Binding("down,j", "move(1)", "down", id="list.down", show=False),
        Binding("home", "edge(-1)", "to the first", id="list.first", show=False),
        Binding("end", "edge(1)", "to the last", id="list.last", show=False),
    ]

    entries: reactive[tuple[Entry, ...]] = reactive((), init=False)
    highlighted: reactive[int] = reactive(0, init=False)
    """The index of the entry that the keys apply to."""
    between: reactive[bool] = reactive(False, init=False)
    """Whether no entry is highlighted, because the chosen day has none; `highlighted` is then the next older one."""
    today: reactive[date] = reactive(date.min, init=False)
    demo: reactive[bool] = reactive(False, init=False)

    _shared: frozenset[str] = frozenset()
    """The local times that entries of more than one time zone have."""

    class Moved(Message):
        """The person highlighted another entry."""

    class Seen(Message):
        """The list was scrolled."""

    @property
    def chosen(self) -> Entry | None:
        """The highlighted entry."""
        return self.entries[self.highlighted] if self.highlighted < len(self.entries) and not self.between else None

    @property
    def below(self) -> int:
        """How many entries are below the window."""
        return max(0, len(self.entries) - self.size.height - round(self.scroll_y))

    def show(self, entries: Sequence[Entry], today: date, *, demo: bool, near: bool) -> None:
        """Show these entries; the highlighted entry stays highlighted.

        Args:
            entries: newest first.
            today: days of this year are shown without the year.
            demo: sessions at any speed count.
            near: if the highlighted entry is gone, highlight the one at its position instead of the first.
        """
        before = self.chosen
        self.between = False
        self.today, self.demo = today, demo
        self._shared = shared_minutes(entry.get("started") for entry in entries)
        self.entries = tuple(entries)
        self.highlighted = max(0, min(self.highlighted, len(entries) - 1)) if near else 0
        if before is not None:
            self.highlight(before.get("uid"))
        self._reveal()

    def show_day(self, number: int, *, between: bool) -> None:
        """Highlight an entry, or with `between` none, and scroll to it."""
        self.highlighted, self.between = max(0, min(number, len(self.entries) - 1)), between
        self._reveal()

    def highlight(self, uid: str | None) -> None:
        """Highlight this entry, if it is listed."""
        self.between = False
        for number, entry in enumerate(self.entries):
            if entry.get("uid") == uid:
                self.highlighted = number
                self._reveal()
                return

    def on_mount(self) -> None:
        self.auto_links = False  # there are none, and searching for them takes as long as drawing

    def watch_entries(self) -> None:
        self.virtual_size = Size(self.size.width, len(self.entries))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Seen())

    def on_resize(self) -> None:
        self.virtual_size = Size(self.size.width, len(self.entries))
        self._reveal()
        self.post_message(self.Seen())

    def _reveal(self) -> None:
        """Scroll to the highlighted entry."""
        height, top = self.size.height, round(self.scroll_y)
        if height and self.highlighted < top:
            self.scroll_to(y=self.highlighted, animate=False, immediate=True)
        elif height and self.highlighted >= top + height:
            self.scroll_to(y=self.highlighted - height + 1, animate=False, immediate=True)

    def action_move(self, step: int) -> None:
        self._go(self.highlighted + (0 if self.between and step > 0 else step))

    def action_turn(self, pages: int) -> None:
        """Move one page on, or back with -1; one row of the old page stays in view for orientation."""
        self._go(self.highlighted + pages * max(1, self.size.height - 1))

    def action_edge(self, way: int) -> None:
        self._go(0 if way < 0 else len(self.entries))

    def _go(self, number: int) -> None:
        number = max(0, min(number, len(self.entries) - 1))
        if number != self.highlighted or self.between:
            self.highlighted, self.between = number, False
            self._reveal()
            self.post_message(self.Moved())

    # Rendering

    def _columns(self) -> Columns:
        """The columns; whether days need their year is told by the last, oldest entry."""
        times = (moment_of(entry.get("started")) for entry in reversed(self.entries))
        oldest = next((time for time in times if time is not None), None)
        years = oldest is not None and oldest.year != self.today.year
        return Columns.of(self.size.width - len(MARK), years=years)

    def render_line(self, y: int) -> Strip:
        width, number = self.size.width, y + round(self.scroll_y)
        if number >= len(self.entries):
            return Strip.blank(width, self.visual_style.rich_style)
        entry, highlighted = self.entries[number], number == self.highlighted and not self.between
        zone = zone_where_shared(entry.get("started"), self._shared)
        content = row(entry, self._columns(), self.today, demo=self.demo, highlighted=highlighted, zone=zone)
        style = self.get_visual_style("entries--highlighted") if highlighted else self.visual_style
        words = Visual.to_strips(self, content, width - len(MARK), 1, style, pad=True)[0]
        if not highlighted:
            return Strip.join([Strip([Segment(" " * len(MARK), style.rich_style)]), words])
        if self.app.native_ansi_color:  # Textual's component styles lose the sheet's own "reverse"
            words = words.apply_style(Style(reverse=True))
        mark = Strip([Segment(MARK, self.get_visual_style("entries--mark").rich_style)], len(MARK))
        return Strip.join([mark, words])
