"""A question in a row of its own, whose answers are keys of the screen; tab reaches it."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, plain


class AnswerRow(Static, can_focus=True):
    """The question, and each answer with its key; the one that was given stands out.

    The screen has the keys, so that they work wherever the focus is; a row that has it is marked in the margin.
    """

    asked: reactive[str] = reactive("", layout=True)
    """The question, or its beginning, which the answers end."""
    answers: reactive[tuple[tuple[str, str, str], ...]] = reactive((), layout=True)
    """Of each answer the key, the words and what it stands for."""
    given: reactive[str] = reactive("")
    """What was answered, or nothing."""

    def line(self) -> Content:
        """The row as it stands."""
        mark = Content.styled("▌", "$l5-do") if self.has_focus else Content("")
        parts = [mark + plain(self.asked, STRONG if self.has_focus else TEXT)]
        for key, words, answer in self.answers:
            picked = answer == self.given
            shown = f"[{words}]" if picked and self.app.no_color else words
            style = ("bold reverse" if self.app.no_color else "bold $l5-on-do on $l5-do") if picked else MUTED
            parts.append(Content.assemble((key, STRONG), " ", (shown, style)))
        return Content("  ").join(parts)

    def render(self) -> Content:
        return self.line()
