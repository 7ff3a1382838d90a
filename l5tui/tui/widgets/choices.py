"""A list to choose from: rows with a name on the left and muted text on the right, under headings.

The highlighted row has a mark in the margin, a background and a bold name, so that it can be seen without colour, too.
Headings and blank rows are options that can't be highlighted.
"""

# ruff: noqa: ARG002 - Textual decides these signatures

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style as VisualStyle
from textual.visual import RenderOptions, Visual
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from l5tui.tui.widgets.text import MUTED, TEXT, spread

SHORT = 8
"""The widest text on the right, such as minutes, for which a long name is shortened."""


class ChoiceVisual(Visual):
    """Two texts at the two ends of one line. The list makes the highlighted row bold; then only the name is drawn in
    bold, and the muted text is as bright as the name."""

    def __init__(self, left: Content, right: Content = Content("")) -> None:  # noqa: B008 - it can't be changed
        self.left = left
        self.right = right

    def render_strips(self, width: int, height: int | None, style: VisualStyle, options: RenderOptions) -> list[Strip]:
        right = self.right.stylize(f"not bold {TEXT if style.bold else MUTED}")
        room = width - right.cell_length - 1
        left = self.left.truncate(room, ellipsis=True) if 0 < right.cell_length <= SHORT < room else self.left
        return spread(left, right, width).truncate(width).render_strips(width, 1, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return self.left.cell_length + 1 + self.right.cell_length

    def get_height(self, rules: RulesMap, width: int) -> int:
        return 1


def _told(option: Option) -> tuple[object, ...]:
    """Everything that a row shows, for comparing two rows."""
    prompt = option.prompt
    return option.id, option.disabled, *((prompt.left, prompt.right) if isinstance(prompt, ChoiceVisual) else (prompt,))


def heading(text: str, right: str = "") -> Option:
    """A row with the heading of a group, and what stands at its end."""
    return Option(ChoiceVisual(Content.styled(text, MUTED), Content.styled(right, MUTED)), disabled=True)


def blank() -> Option:
    """A blank row."""
    return Option(ChoiceVisual(Content("")), disabled=True)


class ChoiceListWidget(OptionList, inherit_bindings=False):
    """The list. An option has an id, a heading has none. Enter is a binding of the screen."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"choices--mark"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "cursor_up", "up", id="list.up", show=False),
        Binding("down,j", "cursor_down", "down", id="list.down", show=False),
        Binding("home", "first", "to the first", id="list.first", show=False),
        Binding("end", "last", "to the last", id="list.last", show=False),
    ]

    def on_mount(self) -> None:
        self.auto_links = False  # there are none, and searching for them takes as long as drawing

    def on_resize(self) -> None:
        super().on_mount()  # count the lines now: counted while they are drawn, they would have all laid out once more

    def show(self, options: Iterable[Option], highlight: str | None = None) -> None:
        """Show these rows, with this one highlighted, or else the first. Unchanged rows are kept, because making them
        anew takes as long as opening the list's screen."""
        rows = list(options)
        if [_told(row) for row in rows] != [_told(row) for row in self.options]:
            self.set_options(rows)
        ids = [option.id for option in self.options]
        if highlight is not None and highlight in ids:
            self.highlighted = ids.index(highlight)
            self.scroll_to_highlight()
        else:
            self.action_first()

    @property
    def chosen(self) -> str | None:
        """The id of the highlighted row; None without one."""
        option = self.highlighted_option
        return option.id if option is not None and not option.disabled else None

    @property
    def first(self) -> str | None:
        """The id of the first row that can be chosen; None if there is none."""
        return next((option.id for option in self.options if not option.disabled), None)

    def scroll_to_highlight(self, top: bool = False) -> None:
        """Scroll to the highlighted row, and also to the heading above if it is the first one."""
        before = self.options[: self.highlighted or 0]
        if all(option.disabled for option in before):
            self.scroll_home(animate=False, force=True, immediate=True)
        else:
            super().scroll_to_highlight(top)

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        if self.highlighted is None or not self._is_of(strip, self.highlighted):
            return strip
        mark = Strip([Segment("▌", self.get_visual_style("choices--mark").rich_style)], 1)
        row = strip.crop(1)
        if self.app.native_ansi_color:  # Textual's component styles lose the sheet's own "reverse"
            row = row.apply_style(Style(reverse=True))
        return Strip.join([mark.apply_meta({"option": self.highlighted}), row])

    @staticmethod
    def _is_of(strip: Strip, option: int) -> bool:
        """Whether a line belongs to an option; OptionList marks lines so for the mouse."""
        return any(segment.style and segment.style.meta.get("option") == option for segment in strip)
