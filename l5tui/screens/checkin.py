"""The pain score before a session and after it: one question, one line of eleven cells.

Nothing is picked beforehand, leaving it out is one key, and what was given is handed back as a `Score`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from l5tui.domain.checkin import DURING, QUESTION, VERY_HIGH_FROM, advice
from l5tui.domain.entry import Score, no_score
from l5tui.domain.new import new_log
from l5tui.domain.pain import HIGHEST
from l5tui.engine.plan import Plan
from l5tui.journal.drafts import Draft
from l5tui.screens.base import L5Screen
from l5tui.screens.drafts import DROP
from l5tui.screens.panel import Option, Panel
from l5tui.stamp import new_uid, now, stamp
from l5tui.widgets.furniture import Hairline, Hint, TopLine
from l5tui.widgets.scale import LEFT_OUT, TEN, Answer, PainScale
from l5tui.widgets.words import MUTED, STRONG, TEXT, clock, minutes, one_line, plain

PRESS = "Press a digit. 1 then 0 is ten."
SAVED = "saved as you go"
WAITING = "not saved yet"
UNCROWDED = 28
"""Rows of a window that has room for a high score's words and the exercises, each on its line."""
When = Literal["before", "after", "during"]
NOW = {"before": "before you start", "after": "now that it is over", "during": "the session stands still"}
ENTER = {"before": "begin", "after": "done", "during": "done"}


class CheckScreen(L5Screen[Score | None]):
    """Asks for the score; returns it, or None when the person went back (before a session) or leaves (during one).

    Args:
        title: the routine's name.
        when: before or after the session.
        plan: what is about to begin, to be shown beside the question.
        entry: the uid of the session's entry, where there is one already.
        label: what enter does at a score, before a session.
    """

    WIDEST: ClassVar[int | None] = 120
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "back", id="check.back"),
    ]

    def __init__(
        self,
        title: str,
        when: When,
        plan: Plan | None = None,
        label: Callable[[int | None], str] | None = None,
        *,
        entry: str | None = None,
    ) -> None:
        super().__init__()
        self._label = label
        self.title_text = title
        self.when: When = when
        self.plan = plan
        self.entry = entry
        self.uid = new_uid()
        """Of the draft of what stands here; who gets the score lets go of it when the score is kept."""

    def compose(self) -> ComposeResult:
        yield TopLine(id="top")
        yield Hairline(id="hairline")
        yield Static(plain(DURING if self.when == "during" else QUESTION, STRONG), id="question")
        yield PainScale(id="scale")
        yield Static(id="say")
        with VerticalScroll(id="coming-up", can_focus=False):
            yield Static(id="plan")
        yield from self.frame_end()

    def on_mount(self) -> None:
        top = self.query_one(TopLine)
        now_words = NOW[self.when]
        top.left = one_line(self.title_text, STRONG) + Content.styled(f"   {now_words}", MUTED)
        self.watch(self.app, "saves", self._show_saved)
        self.query_one(PainScale).focus()
        self._say(None, answered=False)

    def _show_saved(self, saves: bool) -> None:
        self.query_one(TopLine).right = Content.styled(SAVED if saves else WAITING, MUTED)

    def hints(self) -> tuple[Hint, ...]:
        back = (Hint("back", ("check.back",)),) if self.when == "before" else ()
        return (
            Hint("pain", ("scale.0", "scale.9")),
            Hint("move", ("scale.left", "scale.right")),
            Hint("leave out", ("scale.leave_out",)),
            *back,
            Hint("keys", ("help",)),
        )

    def on_pain_scale_changed(self, event: PainScale.Changed) -> None:
        answer = event.answer
        self._say(answer.pain if answer else None, answered=answer is not None)
        if answer is None or answer.pain is None:
            self.l5.records.drafts.let_go(self.uid)
        else:
            at = now().isoformat(timespec="seconds")
            draft = Draft(self.uid, self.when, at, {"pain": answer.pain}, self.entry, self.title_text)
            self.l5.records.drafts.hold(draft)

    def on_pain_scale_confirmed(self, event: PainScale.Confirmed) -> None:
        self.dismiss({**no_score(), "pain": event.pain, "at": now().isoformat(timespec="seconds")})

    def _say(self, pain: int | None, *, answered: bool) -> None:
        advised = self.when == "before" and answered and bool(advice(pain))
        self.set_class(advised, "-advised")
        if self.plan is not None:
            crowded = advised and self.app.size.height < UNCROWDED
            self.query_one("#plan", Static).update(_outline(self.plan, in_a_row=crowded))
        if not answered:
            say = plain(PRESS, STRONG)
        else:
            say = self.enter_label(self._label(pain) if self._label else ENTER[self.when])
            if pain is None:
                say = say + plain(f"   {LEFT_OUT}", MUTED)
            if pain == HIGHEST:
                say = say + plain(f"   {TEN.format(key=self.keys_by_id().get('scale.clear', ''))}", MUTED)
            if advised:
                very = pain is not None and pain >= VERY_HIGH_FROM
                say = say + Content("\n") + plain(advice(pain), "$l5-rest" if very else TEXT)
        self.query_one("#say", Static).update(say)

    def action_back(self) -> None:
        if self.when != "before":
            return
        answer = self.query_one(PainScale).answer
        if answer is None or answer.pain is None:
            self.dismiss(None)
        else:
            options = [
                Option("escape", "stay here", "stay"),
                Option("enter", "keep it, without a session", "keep"),
                Option("d", "drop it", DROP),
            ]
            self.app.push_screen(Panel("Leave this score?", options, role="rest", marked="escape"), self._asked)

    def _asked(self, said: str | None) -> None:
        """What was answered before a score that was given is left."""
        if said is None:
            self.l5.close()
        elif said in ("keep", DROP):
            self.dismiss(None)
            answer = self.query_one(PainScale).answer
            self.app.run_worker(self._leave(answer if said == "keep" else None), group="check-in")

    async def _leave(self, answer: Answer | None) -> None:
        if answer is not None:
            await self.l5.keep(new_log(stamp(uid=self.uid), answer.pain))
        self.l5.records.drafts.let_go(self.uid)

    def ask_to_leave(self) -> bool:
        """The app is asked to close: in the middle of a session, say so to who asked."""
        if self.when == "during":
            self.dismiss(None)
        return self.when == "during"


def _outline(plan: Plan, *, in_a_row: bool) -> Content:
    """What is about to begin: the exercises in order, how long in all, and what is left out and why.

    Args:
        in_a_row: where there is little room, the names follow each other.
    """
    live = [step for step in plan.steps if not step.off]
    count = f"{len(live)} exercise{'s' if len(live) != 1 else ''}"
    lines = [Content.styled(f"{count}, {minutes(plan.total_s)} ({clock(plan.total_s * 1000)})", MUTED)]
    if in_a_row:
        lines.append(one_line(", ".join(step.name for step in live), TEXT))
        lines += [one_line(f"{step.name}, take care: {note}", "$l5-rest") for step in live for note in step.notes]
    for number, step in enumerate([] if in_a_row else live, 1):
        lines.append(Content.assemble((f"{number}  ", MUTED), one_line(step.name, TEXT)))
        lines += [one_line(f"   take care: {note}", "$l5-rest") for note in step.notes]
    lines += [one_line(f"{step.name} is left out ({', '.join(step.why_off)})", MUTED) for step in plan.left_out]
    return Content("\n").join(lines)
