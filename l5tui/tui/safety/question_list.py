"""A list of questions to mark with yes or not sure, one of them highlighted; a question without a mark counts as no.

The list records whether its last question was ever visible, because "none of these" may be answered only then.
"""

# ruff: noqa: ARG002 - Textual decides these signatures

from __future__ import annotations

from typing import ClassVar, Final

from msgspec import Struct
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, label, plain

_MARGIN: Final = 2
_GAP: Final = 2
_HARD: Final = "\N{NO-BREAK SPACE}"


class QuestionItem(Struct, frozen=True):
    """One question: its text, its mark, and the last answer."""

    id: str
    text: str
    mark: str = ""
    """`yes`, `not sure`, `still so`; empty without a mark."""
    before: str = ""
    """The last answer, in muted text; it is never chosen beforehand."""


class QuestionListWidget(Widget, can_focus=True):
    """The questions. Arrows move the highlight; the screen sets the marks."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "the one above", id="list.up", show=False),
        Binding("down,j", "move(1)", "the one below", id="list.down", show=False),
        Binding("home", "edge(-1)", "the first", id="list.first", show=False),
        Binding("end", "edge(1)", "the last", id="list.last", show=False),
    ]
    DEFAULT_CSS = "QuestionListWidget { height: 1fr; width: 1fr; }"

    items: reactive[tuple[QuestionItem, ...]] = reactive(())
    lead: reactive[str] = reactive("")
    """The text above the first question, which scrolls with it."""
    highlighted: reactive[int] = reactive(0)
    top: reactive[int] = reactive(0)
    """The first visible line."""

    class Moved(Message):
        """Another question is highlighted, or the list was scrolled."""

        def __init__(self, question_list: QuestionListWidget) -> None:
            super().__init__()
            self.question_list = question_list

        @property
        def control(self) -> QuestionListWidget:
            return self.question_list

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.all_seen = False
        """Whether the last line was ever visible."""
        self._opened_at_top = True
        """Nothing was moved or marked yet, so the text above the first question stays visible."""
        self._cached: tuple[object, list[tuple[int, Content]]] = (None, [])

    def on_mount(self) -> None:
        self.auto_links = False

    @property
    def item(self) -> QuestionItem | None:
        """The highlighted question."""
        return self.items[self.highlighted] if self.highlighted < len(self.items) else None

    def fits(self, at: int) -> bool:
        """Whether the lines up to the end of this item fit into the window."""
        return sum(item <= at for item, _ in self._lines()) <= self.size.height

    @property
    def below(self) -> int:
        """How many lines are below the window."""
        return max(0, len(self._lines()) - self.size.height - self.top)

    def validate_highlighted(self, at: int) -> int:
        return max(0, min(at, len(self.items) - 1))

    def validate_top(self, top: int) -> int:
        return max(0, min(top, len(self._lines()) - self.size.height))

    def show_highlighted(self) -> None:
        """Scroll to the highlighted question."""
        self._opened_at_top = False
        self._follow()

    def turn(self, pages: int) -> None:
        """Scroll by so many pages, and highlight a visible question."""
        self._opened_at_top = False
        self.top += pages * max(1, self.size.height - 1)
        top, lines = self.top, self._lines()
        begins = [at for row, (at, _) in enumerate(lines) if top <= row < top + self.size.height and at >= 0]
        begins = [at for at in begins if lines.index(next(one for one in lines if one[0] == at)) >= top]
        if begins:
            self.highlighted = begins[-1] if self.below == 0 else begins[0]
            self.top = top

    def action_move(self, step: int) -> None:
        if self._opened_at_top:
            self._opened_at_top = False
            before = self.top
            self._follow()
            if self.top != before:
                return  # the first press only scrolls to the first question
        before = self.highlighted
        self.highlighted += step
        if before == self.highlighted:
            self.top += step

    def action_edge(self, way: int) -> None:
        self._opened_at_top = False
        self.highlighted = 0 if way < 0 else len(self.items) - 1

    def watch_items(self) -> None:
        self._follow()

    def watch_lead(self) -> None:
        self._follow()

    def watch_highlighted(self) -> None:
        self._follow()

    def watch_top(self) -> None:
        self._post_moved()

    def on_resize(self) -> None:
        self.top = self.top
        self._follow()

    def _follow(self) -> None:
        """Scroll to the highlighted question; if it doesn't fit, its first line is visible."""
        rows = [row for row, (at, _) in enumerate(self._lines()) if at == self.highlighted]
        if self._opened_at_top:
            self.top = 0
        elif rows and self.size.height:
            self.top = min(max(self.top, rows[-1] - self.size.height + 1), rows[0])
        self._post_moved()

    def _post_moved(self) -> None:
        if self.size.height and self.items and self.below == 0:
            self.all_seen = True
        self.post_message(self.Moved(self))

    # Rendering

    def _lines(self) -> list[tuple[int, Content]]:
        """Each line with the index of its question."""
        key = (self.lead, self.items, self.highlighted, self.size.width, self.app.no_color)
        if self._cached[0] != key:
            lead = plain(self.lead, MUTED).wrap(max(self.size.width, 24) - _MARGIN) if self.lead else []
            lines = [(-1, line.pad_left(_MARGIN)) for line in lead]
            lines += [(at, line) for at, item in enumerate(self.items) for line in self._item(at, item)]
            self._cached = (key, lines)
        return self._cached[1]

    def _item(self, at: int, item: QuestionItem) -> list[Content]:
        """The lines of one question. Its mark is at the right of a short one, and after the text of a long one."""
        width = max(self.size.width, 24)
        room = width - _MARGIN
        here = at == self.highlighted
        text, aside = plain(item.text, STRONG if here or item.mark else TEXT), self._aside(item)
        if not item.mark and item.before and text.cell_length + _GAP + aside.cell_length > room:
            aside = Content.styled(f"({item.before.replace(' ', _HARD)})", MUTED)  # in a narrow window
        if text.cell_length + _GAP + aside.cell_length <= room:
            gap = " " * (room - text.cell_length - aside.cell_length)
            rows = [text + Content(gap) + aside]
        else:
            rows = (text + Content(" " * _GAP) + aside if aside else text).wrap(room)
        return [self._row(row, width, here=here) for row in rows]

    def _row(self, row: Content, width: int, *, here: bool) -> Content:
        whole = Content.assemble(("▌" if here else " ", "$l5-do"), " ", row)
        whole = whole + Content(" " * max(0, width - whole.cell_length))
        return whole.stylize_before("on $l5-focus") if here and not self.app.no_color else whole

    def _aside(self, item: QuestionItem) -> Content:
        """The mark, or else the last answer, with blanks that don't break."""
        if item.mark:
            return label(item.mark.replace(" ", _HARD), "rest", coloured=not self.app.no_color)
        return Content.styled(f"last:{_HARD}{item.before.replace(' ', _HARD)}", MUTED) if item.before else Content("")

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        lines = self._lines()[self.top + y : self.top + y + 1]
        if not lines:
            return Strip.blank(width, self.visual_style.rich_style)
        return Visual.to_strips(self, lines[0][1], width, 1, self.visual_style, pad=True)[0]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines())
