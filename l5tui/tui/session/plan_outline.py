"""The outline of a plan before it begins: the exercises, the total time, what is left out and why, and cautions."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.reactive import reactive, var
from textual.widgets import Static

from l5tui.engine.plan import Plan
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, clock, one_line, plain


class PlanOutlineWidget(VerticalScroll, can_focus=True):
    """A plan as lines. The brief form has only the time, what is left out, and the cautions."""

    DEFAULT_CSS = "PlanOutlineWidget { height: auto; width: 1fr; scrollbar-size: 0 0; }"

    plan: var[Plan | None] = var[Plan | None](None)
    changed: var[tuple[str, ...]] = var[tuple[str, ...]](())
    """What the safety answers leave out or ease, in words."""
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
        """Its lines, in full or in brief."""
        return outline(self.plan, self.changed, brief=brief) if self.plan is not None else []

    def rows(self, width: int, *, brief: bool) -> int:
        """How many rows the lines need in that many columns."""
        return sum(len(line.wrap(width)) for line in self.lines(brief=brief))

    def _show(self) -> None:
        if self.is_mounted:
            self.query_one(Static).update(Content("\n").join(self.lines(brief=self.brief)))

    def on_mount(self) -> None:
        self._show()


def outline(plan: Plan, changed: Iterable[str] = (), *, brief: bool) -> list[Content]:
    """The outline's lines.

    Args:
        plan: the plan to begin.
        changed: what the safety answers leave out or ease.
        brief: only the time and what differs from the routine, without the exercises by name.
    """
    live = [step for step in plan.steps if not step.off]
    count = f"{len(live)} exercise{'s' if len(live) != 1 else ''}"
    lines = [
        Content.styled(
            f"{count}, {clock(plan.total_s * 1000)} in all, {clock(plan.practice_s * 1000)} of it practice", MUTED
        )
    ]
    for number, step in enumerate(live, 1):
        if not brief:
            lines.append(Content.assemble((f"{number}  ", MUTED), one_line(step.name, TEXT)))
        indent, name = ("", f"{step.name}, ") if brief else ("   ", "")
        lines += [one_line(f"{name}take care: {note}", "$l5-rest").pad_left(len(indent)) for note in step.notes]
    return [*lines, *(one_line(line, MUTED) for line in changed)]


class AnswerRowWidget(Static, can_focus=True):
    """A question in one row, with each answer and its key; the given answer is highlighted.

    The screen has the keys, so that they work wherever the focus is. A row with the focus has a mark in the margin.
    """

    asked: reactive[str] = reactive("", layout=True)
    """The question, or the beginning of a sentence that each answer ends."""
    answers: reactive[tuple[tuple[str, str, str], ...]] = reactive((), layout=True)
    """For each answer its key, its words and its value."""
    given: reactive[str] = reactive("")
    """The value of the given answer; empty without one."""

    def line(self) -> Content:
        """The row's text."""
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
