"""The parts that all screens share: the line of keys, the line of trouble, the tabs, and a smallest size.

A screen updates its widgets in one `sync`, and has at most one `var` of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, ClassVar, TypeVar, cast

from msgspec import Struct
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Resize, ScreenResume
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from l5tui.terminal.textual_internals import ExtensibleScreen
from l5tui.tui.app_protocol import AppProtocol
from l5tui.tui.widgets.scrolling import ReaderWidget
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, label, one_line, spread

APART = Content("   ")
CLOSER = Content("  ")
"""The gap between keys in a narrow window."""
ARROWS = {"up": "↑", "down": "↓", "left": "←", "right": "→"}
PUNCTUATION_KEYS = {
    "escape": "esc",
    "question_mark": "?",
    "slash": "/",
    "comma": ",",
    "plus": "+",
    "minus": "-",
    "full_stop": ".",
    "less_than_sign": "<",
    "greater_than_sign": ">",
}

FOLDERS = re.compile(r"(?<!\S)/(?:[^/\s]+/)+")
"""The folders in a path."""


def key_name(key: str, *, ascii_only: bool = False) -> str:
    """A key's name for the person: `shift+←`, `esc`, `?`; words instead of arrows in ASCII."""
    *modifiers, last = key.split("+") if key != "+" else [key]
    shown = PUNCTUATION_KEYS.get(last, last) if ascii_only else ARROWS.get(last) or PUNCTUATION_KEYS.get(last, last)
    return "+".join([*modifiers, shown])


class Hint(Struct, frozen=True):
    """A key in the line of keys: the ids of its bindings, and what it does."""

    word: str
    ids: tuple[str, ...]


class TopLineWidget(Static):
    """The first row: the screen's title on the left, its state on the right."""

    left: reactive[Content] = reactive(Content(""))
    right: reactive[Content] = reactive(Content(""))

    def render(self) -> Content:
        return spread(self.left, self.right, self.size.width)


class HairlineWidget(Static):
    """A thin horizontal line, with a thick part under the active tab."""

    piece: reactive[tuple[int, int]] = reactive((0, 0))
    """First column of the thick part, and its length."""

    def render(self) -> Content:
        start, length = self.piece
        width = self.size.width
        length = max(0, min(length, width - start))
        return Content.assemble(
            ("─" * start, "$l5-line"),
            ("━" * length, "$l5-do"),
            ("─" * max(0, width - start - length), "$l5-line"),
        )


class KeyLineWidget(Static):
    """The last row: the most important keys. Hints that don't fit are dropped from the right; `?` stays last."""

    lead: reactive[Content] = reactive(Content(""))
    """Shown first and never dropped: the label of enter, if it isn't shown elsewhere."""
    tag: reactive[Content] = reactive(Content(""))
    """The text at the right edge."""
    hints: reactive[tuple[Hint, ...]] = reactive(())
    keys: reactive[dict[str, str]] = reactive(dict)
    """The key of each binding, by its id."""

    def render(self) -> Content:
        shown = [(self._key(hint), hint.word) for hint in self.hints]
        pieces = [Content.assemble((key, TEXT), (f" {word}", MUTED)) for key, word in shown if key]
        lead = [self.lead] if self.lead else []
        width = self.size.width
        gap = APART if width >= 56 else CLOSER
        if self.tag:
            width -= self.tag.cell_length + len(gap)
        *others, last = pieces or [Content("")]
        line = lead
        room = width - last.cell_length - sum(piece.cell_length + len(gap) for piece in lead)
        for piece in others:
            room -= piece.cell_length + len(gap)
            if room < 0:
                break
            line.append(piece)
        return spread(gap.join([*line, last]), self.tag, self.size.width)

    def _key(self, hint: Hint) -> str:
        keys = [self.keys[one] for one in hint.ids if one in self.keys]
        if len(keys) > 1 and all(key in (*ARROWS.values(), "<", ">") for key in keys):
            return "".join(keys)
        return "-".join(keys)


class TroubleLineWidget(Static):
    """One line above the keys: what went wrong, why, and what to do. It stays until the cause is over, or until esc.

    Text that doesn't fit can be read in the help, whose key is then named.
    """

    lines: reactive[tuple[str, ...]] = reactive(())
    key: reactive[str] = reactive("")
    """The key that shows all lines in full; empty if there is none."""
    hide: reactive[str] = reactive("")
    """The key that puts the line away; empty if there is none."""

    def watch_lines(self, lines: Sequence[str]) -> None:
        self.display = bool(lines)

    def render(self) -> Content:
        if not self.lines:
            return Content("")
        mark = label("!", "rest", coloured=not self.app.no_color) + Content(" ")
        room = self.size.width - mark.cell_length
        told, tail = _told(self.lines[0]), self._tail() if len(self.lines) > 1 else Content("")
        if told.cell_length + tail.cell_length > room:
            told = _told(FOLDERS.sub("…/", self.lines[0]))  # keep the file's name, and what is wrong with it
        if told.cell_length + tail.cell_length > room:
            tail = self._tail()
            told = told.truncate(max(0, room - tail.cell_length), ellipsis=True)
        hides = Content.assemble("   ", (self.hide, TEXT), (" hide", MUTED)) if self.hide else Content("")
        line = told + tail
        return mark + (line + hides if line.cell_length + hides.cell_length <= room else line)

    def _tail(self) -> Content:
        """The number of further lines, and the key that shows them."""
        count = f"   {others} more message{'s' if others > 1 else ''}" if (others := len(self.lines) - 1) else ""
        return Content.assemble((count, MUTED), *([("   ", ""), (self.key, TEXT), (" all", MUTED)] if self.key else []))


def _told(line: str) -> Content:
    """The line with its first part, what happened, in bold."""
    what, _, rest = line.partition(". ")
    return Content.assemble(one_line(f"{what}." if rest else what, STRONG), " " if rest else "", one_line(rest, TEXT))


SMALLEST = (40, 12)
"""The smallest supported window in columns and rows; in a smaller one a line states this size."""

Result = TypeVar("Result")


def too_small(size: Size, smallest: tuple[int, int] = SMALLEST) -> bool:
    """Whether a window is smaller than supported."""
    return size.width < smallest[0] or size.height < smallest[1]


class L5Screen(ExtensibleScreen[Result]):
    """A screen with a line of keys, a line of trouble, and a smallest size."""

    AUTO_FOCUS: ClassVar[str | None] = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-medium"), (100, "-wide")]  # noqa: RUF012  Textual has it so
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-normal"), (28, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "help", "all keys here", id="help"),
    ]
    HINTS: ClassVar[tuple[Hint, ...]] = ()
    DEMO_BELOW: ClassVar[bool] = True
    """Whether DEMO is shown beside the keys; if not, the screen shows it elsewhere."""
    SMALLEST: ClassVar[tuple[int, int]] = SMALLEST
    """The smallest window in which all of it is shown."""
    WIDEST: ClassVar[int | None] = None
    """The most columns that the screen uses, in the middle of the window; None for all."""
    GUTTER: ClassVar[int] = 0
    """Columns of the left margin for marks; widgets without marks get a margin of this width."""

    TELLS_TROUBLES: ClassVar[str] = "help"
    """The id of the key that shows error messages in full; empty if there is none."""

    _had_focus: Widget | None = None
    _away = False
    """Whether another screen was shown since this one."""

    def set_size_classes(self) -> None:
        """Set the classes of the window's size before anything is mounted, so that styles are applied once."""
        for size, breakpoints in (
            (self.app.size.width, self.HORIZONTAL_BREAKPOINTS),
            (self.app.size.height, self.VERTICAL_BREAKPOINTS),
        ):
            self.add_class(max(one for one in breakpoints if size >= one[0])[1], update=False)
        self.app.stylesheet.apply(self)  # its own; those of what is mounted from now on take the classes into account

    @property
    def l5(self) -> AppProtocol:
        """The app, as its screens use it."""
        return cast("AppProtocol", self.app)

    def frame_end(self) -> ComposeResult:
        """The last rows of every screen."""
        yield TroubleLineWidget(id="trouble")
        yield KeyLineWidget(id="keys")
        yield Static(id="too-small")

    def on_mount(self) -> None:
        self.query_one("#trouble", TroubleLineWidget).lines = ()
        self.watch(self.app, "troubles", self._show_troubles)
        self.refresh_hints()

    def demo_tag(self) -> Content:
        """The label DEMO, which says that the entries are made up; empty for a person's own journal."""
        return label("DEMO", "rest", coloured=not self.app.no_color) if self.l5.launch.demo else Content("")

    def _show_troubles(self, troubles: tuple[str, ...]) -> None:
        self.query_one("#trouble", TroubleLineWidget).lines = troubles
        self.set_class(bool(troubles), "-troubled")

    def on_screen_suspend(self) -> None:
        self._away = True

    def on_screen_resume(self, event: ScreenResume) -> None:
        if not self._away:  # it appears for the first time: its widgets have just got their styles
            event.refresh_styles = False
        self._away = False
        self.refresh_hints()

    def on_descendant_focus(self) -> None:
        self.refresh_hints()

    def on_resize(self, event: Resize) -> None:
        columns, rows = event.size
        small = too_small(event.size, self.SMALLEST)
        if small and not self.has_class("-too-small"):
            self._had_focus = self.focused  # a hidden widget loses the focus
        elif not small and self.has_class("-too-small") and self._had_focus is not None:
            self.call_after_refresh(self.set_focus, self._had_focus)
        self.set_class(small, "-too-small")
        if self.WIDEST is not None and columns > self.WIDEST + 4:
            side = (columns - self.WIDEST) // 2
            self.styles.padding = (0, side, 0, side - self.GUTTER)
        else:
            self.styles.clear_rule("padding")
        if small:
            self.query_one("#too-small", Static).update(self.too_small(columns, rows))

    def too_small(self, columns: int, rows: int) -> Content:
        """The text in a window that is too small for anything else."""
        need = f"needs {SMALLEST[0]}x{SMALLEST[1]}, is {columns}x{rows}"
        return Content.assemble(("l5tui ", STRONG), (need, MUTED))

    def hints(self) -> tuple[Hint, ...]:
        """The most important keys at the moment."""
        return self.HINTS

    def refresh_hints(self) -> None:
        """Update the line of keys, after the state that it depends on has changed."""
        if not self.is_mounted:
            return
        line = self.query_one("#keys", KeyLineWidget)
        line.keys = self.keys_by_id()
        line.hints = self.hints()
        line.tag = self.tag()
        trouble = self.query_one("#trouble", TroubleLineWidget)
        trouble.key = line.keys.get(self.TELLS_TROUBLES, "")
        trouble.hide = line.keys.get("back", "") if self.esc_hides_trouble else ""
        for reader in self.query(ReaderWidget):
            reader.name_key(line.keys.get("page.down") or line.keys.get("find.page.down", ""))

    @property
    def esc_hides_trouble(self) -> bool:
        """Whether the next esc puts the line of trouble away."""
        return False

    def tag(self) -> Content:
        """The text at the right of the keys."""
        return self.demo_tag() if self.DEMO_BELOW else Content("")

    def keys_by_id(self) -> dict[str, str]:
        """The key of each of this screen's bindings, by id, with the person's own keys."""
        found: dict[str, str] = {}
        for active in self.active_bindings.values():
            binding = active.binding
            if binding.id and active.enabled:
                found.setdefault(binding.id, self.app.get_key_display(binding))
        return found

    def enter_label(self, word: str) -> Content:
        """The screen's one filled label: what enter does."""
        return label("enter", coloured=not self.app.no_color) + Content.styled(f" {word}", "$l5-text")

    def action_help(self) -> None:
        self.l5.open_help(self)


class PlaceScreen(L5Screen[None]):
    """One of the three places, with tabs at the top."""

    NAME: ClassVar[str] = ""
    DEMO_BELOW: ClassVar[bool] = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.place(1)", "next place", id="place.next", show=False),
        Binding("shift+tab", "app.place(-1)", "previous place", id="place.previous", show=False),
        Binding("L", "app.switch_mode('library')", "library", id="place.library", show=False),
        Binding("J", "app.switch_mode('journal')", "journal", id="place.journal", show=False),
        Binding("G", "app.switch_mode('guide')", "guide", id="place.guide", show=False),
        Binding("comma", "settings", "settings", id="settings", show=False),
        Binding("q", "app.quit", "quit", id="quit"),
        Binding("escape", "dismiss_trouble", "hide the line", id="trouble.hide", show=False),
    ]
    TABS: ClassVar[tuple[tuple[str, str], ...]] = (("library", "Library"), ("journal", "Journal"), ("guide", "Guide"))

    def frame_start(self) -> ComposeResult:
        """The tabs, and the line under the active one."""
        self.set_size_classes()
        yield TopLineWidget(id="top")
        yield HairlineWidget(id="hairline")

    def on_mount(self) -> None:
        self.show_tabs()

    def status(self) -> Content:
        """The text at the right of the tabs."""
        return Content("")

    def show_tabs(self) -> None:
        """Update the tabs and the status."""
        parts: list[Any] = [("l5tui", MUTED), "    "]
        column, piece = 9, (0, 0)
        if tag := self.demo_tag():
            parts = [tag, "   "]
            column = tag.cell_length + 3
        for place, name in self.TABS:
            active = place == self.NAME
            parts += [(name, STRONG if active else MUTED), "   "]
            if active:
                piece = (column, len(name))
            column += len(name) + 3
        self.query_one("#top", TopLineWidget).left = Content.assemble(*parts[:-1])
        self.query_one("#top", TopLineWidget).right = self.status()
        self.query_one("#hairline", HairlineWidget).piece = piece

    @property
    def esc_hides_trouble(self) -> bool:
        return True

    def action_settings(self) -> None:
        self.l5.open_settings()

    def action_dismiss_trouble(self) -> None:
        self.l5.troubles = ()
