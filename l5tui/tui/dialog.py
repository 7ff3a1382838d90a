"""Screens with a question and a few answers, each with one key: a dialog over another screen, and an offer to continue
something unfinished.

A session behind a dialog is paused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Final, TypeVar

from msgspec import Struct
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Static

from l5tui.engine.clock import Clock, real_s
from l5tui.tui.chrome import SMALLEST, HairlineWidget, L5Screen, TopLineWidget, too_small
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, Role, clock, label, one_line, plain

Result = TypeVar("Result")

KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "x", "y", "n", "d", "e", "g", "s", "enter", "escape", "space")
NOTHING_MARKED: Final = "-"
"""For `marked`: no answer is highlighted, because all are equally likely."""

ROOMY = 20
"""Rows of a window from which there are blanks between the parts."""
SHORTEST_WAIT_S = 0.05
"""The shortest wait in seconds between two updates of a rest, however fast the session's clock runs."""


class Option(Struct, frozen=True):
    """One answer: its key, its words, and the value that the dialog returns for it."""

    key: str
    words: str
    answer: str
    short: str = ""
    """Shorter words for a small window, if there are any."""


class Rest(Struct, frozen=True):
    """A rest before the answers are offered: its end by the session's clock, and the keys that work meanwhile."""

    clock: Clock
    due_ms: int
    always: frozenset[str]
    then: str = ""
    """The question after the rest, instead of the title."""
    over: Callable[[], None] = lambda: None
    """Called once when the rest is over."""

    @property
    def left_ms(self) -> int:
        """Session milliseconds left of the rest."""
        return max(0, self.due_ms - self.clock.now())


def key_name(key: str, role: Role | None = None, *, coloured: bool, roomy: bool) -> Content:
    """A key beside an answer; with a role it is a filled label."""
    name = {"escape": "esc"}.get(key, key)
    if role:
        return label(name, role, coloured=coloured)
    return Content.styled(f" {name} " if roomy else f"{name:^3}", STRONG)


def answer_row(key: Content, words: str, *, column: int, width: int, style: str = TEXT) -> Content:
    """An answer beside its key: the words begin in that column, on each row that they need."""
    mark = key + Content(" " * max(1, column - key.cell_length))
    rows = plain(words, style).wrap(max(1, width - mark.cell_length))
    return Content("\n").join([mark + rows[0], *(Content(" " * mark.cell_length) + row for row in rows[1:])])


class DialogScreen(ModalScreen[str | None]):
    """Asks, and returns the chosen answer; None when the app is to close. Other keys do nothing.

    Args:
        title: the question or statement.
        options: the answers, in their order on screen.
        text: a paragraph under the title.
        aside: a sentence that is left out in a small window.
        rest: the rest before the answers are offered.
        role: the colour of the upper edge.
        marked: the key that is highlighted; by default the first. Highlighting doesn't choose it.
        short: the title in a small window.
        below: a muted paragraph under the answers, left out in a small window.
    """

    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-normal")]  # noqa: RUF012  Textual has it so
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"choose('{key}')", "answer", id=f"dialog.{key}", show=False) for key in KEYS
    ]

    def __init__(
        self,
        title: str,
        options: Sequence[Option],
        *,
        text: str = "",
        aside: str = "",
        rest: Rest | None = None,
        role: Role = "stop",
        marked: str = "",
        short: str = "",
        below: str = "",
    ) -> None:
        super().__init__()
        self.title_text = title
        self.options = options
        self.text = text
        self.aside = aside
        self.rest = rest
        self.role = role
        self.marked = marked
        self.short = short
        self.below = below
        self._resting = rest is not None
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes=f"dialog -{self.role}"):
            yield Static(id="question")

    def on_mount(self) -> None:
        self.update_dialog()

    def update_dialog(self) -> None:
        """Show the present state, and set the timer for the next second of the rest."""
        left_ms = self.rest.left_ms if self.rest is not None else 0
        if self.rest is not None and self._resting and left_ms <= 0:
            self._resting = False
            self.rest.over()
        self.show()
        if self._timer is not None:
            self._timer.stop()
        if self._resting and self.rest is not None:
            wait_s = real_s(self.rest.clock, (left_ms - 1) % 1000 + 1)
            self._timer = self.set_timer(max(wait_s, SHORTEST_WAIT_S), self.update_dialog)

    @property
    def offered(self) -> list[Option]:
        """The answers that can be chosen now."""
        always = self.rest.always if self.rest is not None else frozenset()
        return [option for option in self.options if not self._resting or option.key in always]

    def show(self) -> None:
        """Show the present question."""
        if too_small(self.app.size):
            self.query_one("#question", Static).update(self._in_few_words())
            return
        rest = self.rest
        asked = rest.then if rest is not None and rest.then and not self._resting else self.title_text
        roomy = self.app.size.height >= ROOMY
        parts: list[Content] = [plain(asked if roomy or not self.short else self.short, STRONG)]
        if self.aside and roomy:
            parts.append(plain(self.aside, TEXT))
        self.set_class(not roomy, "-short")
        if self.text:
            parts += [*([Content("")] if roomy else []), plain(self.text, TEXT)]
        if rest is not None and self._resting:
            parts += [Content(""), Content.assemble((clock(rest.left_ms), STRONG), (" of rest", MUTED))]
        if self.offered and roomy:
            parts.append(Content(""))
        marked = self.marked or self.offered[0].key
        coloured, width = not self.app.no_color, self.query_one("#question").size.width
        keys = [
            key_name(option.key, self.role if option.key == marked else None, coloured=coloured, roomy=roomy)
            for option in self.offered
        ]
        column = 9 if roomy else max(key.cell_length for key in keys) + 1
        parts += [
            answer_row(key, option.words if roomy else option.short or option.words, column=column, width=width)
            for key, option in zip(keys, self.offered, strict=True)
        ]
        if self.below and roomy:
            parts += [Content(""), plain(self.below, MUTED)]
        shown = Content("\n").join(parts)
        self.set_class(not roomy and len(shown.wrap(max(1, width))) >= self.app.size.height, "-full")
        self.query_one("#question", Static).update(shown)

    def _in_few_words(self) -> Content:
        """The text for a window that is too small for the dialog: the size it needs, and the answers, whose keys still
        work."""
        ways = [option for option in self.offered if not option.key.isdigit()]
        keys = [{"escape": "esc"}.get(option.key, option.key) for option in ways]
        rows = [one_line(f"{key} {option.short or option.words}", TEXT) for key, option in zip(keys, ways, strict=True)]
        return Content("\n").join([plain("needs {}x{}".format(*SMALLEST), STRONG), *rows])

    def ask_to_leave(self) -> bool:
        """The app is about to close: return None, so that the caller closes it."""
        self.dismiss(None)
        return True

    def on_resize(self) -> None:
        self.show()

    def action_choose(self, key: str) -> None:
        for option in self.offered:
            if option.key == key:
                self.dismiss(option.answer)
                return


DROP: Final = "drop"


def drop_dialog() -> DialogScreen:
    """Asks before typed text is dropped. Returns `DROP`, or None when the app is to close."""
    options = [Option("escape", "go on writing", "stay"), Option("d", "drop it", DROP)]
    return DialogScreen("Drop what you typed?", options, role="rest", marked="escape")


class OfferScreen(L5Screen[Result]):
    """Shows something unfinished (a session, a draft), and the choices."""

    WIDEST: ClassVar[int | None] = 120

    def compose(self) -> ComposeResult:
        yield TopLineWidget(id="top")
        yield HairlineWidget(id="hairline")
        yield Static(id="about")
        yield Static(id="choices-for-it")
        yield from self.frame_end()

    def say(self, about: list[Content], choices: list[Content]) -> None:
        """Show lines about it, and the choices."""
        self.query_one("#about", Static).update(Content("\n").join(about))
        self.query_one("#choices-for-it", Static).update(Content("\n").join(choices))
