"""A session that was cut off, by a dropped line or a machine that died: go on, keep what was done, or discard it."""

from __future__ import annotations

from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from l5tui.engine.moment import moment_of
from l5tui.engine.progress import fold
from l5tui.journal.session_log import Left
from l5tui.journal.when import moment_of as time_of
from l5tui.screens.base import L5Screen
from l5tui.widgets.days import full_day
from l5tui.widgets.furniture import Hairline, Hint, TopLine
from l5tui.widgets.words import MUTED, STRONG, TEXT, clock, one_line, plain

Choice = Literal["resume", "keep", "discard", "later"]


class ResumeScreen(L5Screen[Choice]):
    """Asks what to do with a session that was left. `later` leaves it as it is, to be asked again."""

    WIDEST: ClassVar[int | None] = 120
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose('resume')", "go on where it was", id="resume.go_on"),
        Binding("k", "choose('keep')", "keep what was done", id="resume.keep"),
        Binding("d", "choose('discard')", "discard it, keep the score", id="resume.discard"),
        Binding("escape", "choose('later')", "later", id="resume.later"),
    ]
    HINTS: ClassVar[tuple[Hint, ...]] = (Hint("later", ("resume.later",)), Hint("keys", ("help",)))

    def __init__(self, left: Left) -> None:
        super().__init__()
        self.left = left

    def compose(self) -> ComposeResult:
        yield TopLine(id="top")
        yield Hairline(id="hairline")
        yield Static(id="about")
        yield Static(id="choices-for-it")
        yield from self.frame_end()

    def on_mount(self) -> None:
        entry, plan, events, _ = self.left
        moment = moment_of(fold(plan.segments, events), plan.steps)
        when = time_of(entry["started"])
        day = f"{full_day(when.date())}, {when:%H:%M}" if when else ""
        self.query_one(TopLine).left = one_line(plan.name, STRONG) + plain(f"   {day}", MUTED)
        where = f"{moment.step.name}, rep {moment.segment.rep}" if moment.step and moment.segment else "at its end"
        if moment.side:
            where += f", {moment.side.value.upper()} side"
        self.query_one("#about", Static).update(
            Content.assemble(
                ("This session was cut off. Nothing is lost.", STRONG),
                "\n",
                one_line(f"{where}. {clock(moment.total_left_ms)} are left.", TEXT),
            )
        )
        keys = self.keys_by_id()
        self.query_one("#choices-for-it", Static).update(
            Content("\n").join(
                [
                    self.enter_label("go on; it opens paused"),
                    Content.assemble((f"   {keys.get('resume.keep', 'k')}    keep what was done", TEXT)),
                    Content.assemble((f"   {keys.get('resume.discard', 'd')}    discard; the score stays", TEXT)),
                ]
            )
        )

    def action_choose(self, choice: Choice) -> None:
        self.dismiss(choice)
