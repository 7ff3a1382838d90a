"""What is about to begin: the exercises in order, how long in all, what is left out and why, what to take care of."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.reactive import reactive, var
from textual.widgets import Static

from l5tui.engine.plan import Plan
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, clock, minutes, one_line, plain


class PlanOutlineWidget(VerticalScroll, can_focus=True):
    """A plan in lines. In few of them it names what is left out and what to take care of, and no more."""

    DEFAULT_CSS = "PlanOutlineWidget { height: auto; width: 1fr; scrollbar-size: 0 0; }"

    plan: var[Plan | None] = var[Plan | None](None)
    changed: var[tuple[str, ...]] = var[tuple[str, ...]](())
    """What the safety answers leave out of it or ease in it, in words."""
    brief: var[bool] = var(False)

    def compose(self) -> ComposeResult:
        yield Static()

    def watch_plan(self) -> None:
        self._show()

    def watch_changed(self) -> None:
        self._show()

    def watch_brief(self) -> None:
        self._show()

    def lines(self, *, brief: bool) -> list[Content]:
        """What it says, in full or in few lines."""
        return outline(self.plan, self.changed, brief=brief) if self.plan is not None else []

    def rows(self, width: int, *, brief: bool) -> int:
        """How many rows it needs in so many columns."""
        return sum(len(line.wrap(width)) for line in self.lines(brief=brief))

    def _show(self) -> None:
        if self.is_mounted:
            self.query_one(Static).update(Content("\n").join(self.lines(brief=self.brief)))

    def on_mount(self) -> None:
        self._show()


def outline(plan: Plan, changed: Iterable[str] = (), *, brief: bool) -> list[Content]:
    """The lines.

    Args:
        plan: what is about to begin.
        changed: what the safety answers leave out of it or ease in it.
        brief: how long, and what isn't as usual; without the exercises by name.
    """
    live = [step for step in plan.steps if not step.off]
    count = f"{len(live)} exercise{'s' if len(live) != 1 else ''}"
    lines = [Content.styled(f"{count}, {minutes(plan.total_s)} ({clock(plan.total_s * 1000)})", MUTED)]
    for number, step in enumerate(live, 1):
        if not brief:
            lines.append(Content.assemble((f"{number}  ", MUTED), one_line(step.name, TEXT)))
        indent, name = ("", f"{step.name}, ") if brief else ("   ", "")
        lines += [one_line(f"{name}take care: {note}", "$l5-rest").pad_left(len(indent)) for note in step.notes]
    return [*lines, *(one_line(line, MUTED) for line in changed)]


class AnswerRowWidget(Static, can_focus=True):
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
