"""A question over a session: a title, a few answers, one key each. Behind it the session stands still."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Static

from l5tui.widgets.words import MUTED, STRONG, TEXT, Role, clock, label, plain

KEYS = ("1", "2", "3", "4", "5", "6", "7", "x", "y", "n", "d", "e", "s", "enter", "escape", "space")


@dataclass(frozen=True, slots=True)
class Option:
    """One answer: its key, what it says, and what the panel returns for it."""

    key: str
    words: str
    answer: str


class Panel(ModalScreen[str]):
    """Asks, and returns the answer that was chosen. A key that isn't offered does nothing.

    Args:
        title: the question, or what is said.
        options: the answers, in the order in which they stand there.
        text: a paragraph under the title.
        rest_s: seconds to rest before the answers are offered; those of `always` can be given at once.
        always: keys that can be pressed during the rest.
        role: the colour of the upper edge.
    """

    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-normal")]  # noqa: RUF012  Textual has it so
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"choose('{key}')", "answer", id=f"panel.{key}", show=False) for key in KEYS
    ]

    def __init__(
        self,
        title: str,
        options: Sequence[Option],
        *,
        text: str = "",
        rest_s: float = 0,
        always: frozenset[str] = frozenset(),
        role: Role = "stop",
    ) -> None:
        super().__init__()
        self.title_text = title
        self.options = options
        self.text = text
        self.left_s = rest_s
        self.always = always
        self.role = role
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes=f"panel -{self.role}"):
            yield Static(id="question")

    def on_mount(self) -> None:
        self.show()
        if self.left_s > 0:
            self._timer = self.set_interval(1, self._tick)

    def _tick(self) -> None:
        self.left_s -= 1
        if self.left_s <= 0 and self._timer is not None:
            self._timer.stop()
            self.app.bell()
        self.show()

    @property
    def offered(self) -> list[Option]:
        """The answers that can be given now."""
        return [option for option in self.options if self.left_s <= 0 or option.key in self.always]

    def show(self) -> None:
        """Show what is asked now."""
        parts: list[Content] = [plain(self.title_text, STRONG)]
        roomy = self.app.size.height >= 20
        column = 9 if roomy else 6
        if self.text:
            parts += [*([Content("")] if roomy else []), plain(self.text, TEXT)]
        if self.left_s > 0:
            parts += [Content(""), Content.assemble((clock(self.left_s * 1000), STRONG), (" of rest", MUTED))]
        if self.offered and roomy:
            parts.append(Content(""))
        for option in self.offered:
            key = {"escape": "esc"}.get(option.key, option.key)
            mark = label(key, self.role if option.key == self.offered[0].key else "do", coloured=not self.app.no_color)
            if option.key != self.offered[0].key:
                mark = Content.styled(f" {key} ", STRONG)
            parts.append(mark + Content(" " * max(1, column - mark.cell_length)) + plain(option.words, TEXT))
        self.query_one("#question", Static).update(Content("\n").join(parts))

    def on_resize(self) -> None:
        self.show()

    def action_choose(self, key: str) -> None:
        for option in self.offered:
            if option.key == key:
                self.dismiss(option.answer)
                return
