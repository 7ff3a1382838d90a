"""When it hurts, on the full screen: each question of `engine/hurting` as a panel or a page, until there is none.

The session stands still from the first key on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from l5tui.domain.hurting import Ask, Choice
from l5tui.domain.stopping import Answer
from l5tui.domain.stopping_words import (
    AT_ALL_EVENTS,
    CHOSEN,
    COME_OUT,
    FELT,
    OFFERED,
    SETTLE,
    STILL_DOWN,
    STILL_HIGH,
    STOPPED,
    WHAT,
)
from l5tui.engine.hurting import Hurting, Question
from l5tui.journal.running import Running
from l5tui.screens.panel import Option, Panel, Rest
from l5tui.screens.safety import keep_stop
from l5tui.terminal.cue_player import CuePlayer

if TYPE_CHECKING:
    from l5tui.app import L5App

KEYS: Final = {
    Choice.NOTHING: "escape",
    Choice.END: "x",
    Choice.SETTLED: "n",
    Choice.STAYED: "y",
    Choice.EASE: "e",
    Choice.SKIP: "s",
    Choice.GO_ON: "g",  # no enter: the one that gave the score may be held
    Choice.SCORE: "enter",
    Choice.READ: "enter",
}


def hurting_of(app: L5App, run: Running, away_s: float = 0) -> Hurting:
    """What is asked in this session; of one that was cut off, what was left open."""
    return Hurting(
        run.controller,
        routine=run.entry["routine"]["id"],
        before=run.entry["before"]["pain"],
        exercises=app.library.exercises,
        away_s=away_s,
    )


async def it_hurts(app: L5App, run: Running, hurting: Hurting, cues: CuePlayer) -> bool:
    """Ask, and do what the answers ask for, until the session goes on or has ended. False when the app is to close."""
    from l5tui.screens.checkin import CheckScreen

    hurting.begin()
    while (question := hurting.question) is not None:
        await keep_stop(app, run)
        if question.ask in (Ask.SCORE, Ask.NEW_SCORE):
            check = CheckScreen(run.plan.name, "during", entry=run.entry["uid"])
            score = await app.push_screen_wait(check)
            if score is None:
                return False
            hurting.score(score)
            app.records.drafts.let_go(check.uid)
        elif question.ask is Ask.EMERGENCY:
            stays = await _emergency(app, question)
            hurting.reply(Choice.READ)
            if not stays:
                return False
        else:
            said = await app.push_screen_wait(_panel(app, hurting, question, cues))
            if said is None:
                return False
            hurting.reply(next(choice for choice in question.choices if choice.value == said))
    await keep_stop(app, run)
    return True


async def _emergency(app: L5App, question: Question) -> bool:
    from l5tui.screens.emergency import EmergencyScreen, Left

    left = await app.push_screen_wait(EmergencyScreen(_text(app, question.rule), in_session=True))
    return left is not Left.CLOSE


def _panel(app: L5App, hurting: Hurting, question: Question, cues: CuePlayer) -> Panel:
    options = [
        Option(str(number), FELT[choice], choice.value)
        if isinstance(choice, Answer)
        else Option(KEYS[choice], CHOSEN[choice], choice.value)
        for number, choice in enumerate(question.choices, 1)
    ]
    rest = Rest(
        hurting.controller.clock,
        hurting.due_ms,
        frozenset({KEYS[Choice.END]}),
        then=STILL_DOWN if question.ask is Ask.SETTLED else "",
        over=cues.rested,
    )
    match question.ask:
        case Ask.FELT:
            return Panel(f"{STOPPED} {WHAT}", options, aside=COME_OUT, marked=KEYS[Choice.END])
        case Ask.SETTLED:
            return Panel(SETTLE, options, rest=rest, marked=KEYS[Choice.END])
        case Ask.REST:
            said = STILL_HIGH if question.again else ""
            return Panel(_text(app, "S2"), options, text=said, rest=rest)
        case Ask.OFFER:
            easier = hurting.exercise.easier.text if hurting.exercise else ""
            return Panel(OFFERED, options, text=f"Easier form: {easier}" if easier else "", role="rest")
        case _:
            return Panel(_text(app, question.rule), options)


def _text(app: L5App, rule: str | None) -> str:
    """The words of a rule."""
    safety = app.library.safety
    return safety.stop_texts.get(rule or "", AT_ALL_EVENTS) if safety else AT_ALL_EVENTS
