"""When it hurts: what is asked, and what then happens. The rules are a table in `domain/stopping`; here they are asked.

The session stands still from the first key on. Whatever is answered is an event of the session, so the entry shows
at which exercise, side and repetition it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from l5tui.domain.entry import Stop
from l5tui.domain.stopping import (
    REST_S,
    SETTLE_S,
    Answer,
    Then,
    Verdict,
    after_score,
    after_settling,
    may_go_on,
    verdict,
)
from l5tui.domain.stopping_words import AT_ALL_EVENTS, FELT, OFFERED, QUESTION, S2_TITLE, SETTLE, STILL_DOWN
from l5tui.engine.clock import RateClock
from l5tui.journal.running import Running
from l5tui.screens.panel import Option, Panel

if TYPE_CHECKING:
    from l5tui.app import L5App
    from l5tui.domain.exercise import Exercise

END = "end"
NOTHING = "nothing"
GO_ON = "go_on"


async def it_hurts(app: L5App, run: Running) -> None:
    """Ask, and do what the answer asks for. The session is paused when this begins."""
    options = [Option(str(digit), FELT[answer], answer.value) for digit, answer in enumerate(Answer, 1)]
    options += [Option("x", "end the session", END), Option("escape", "nothing, go on", NOTHING)]
    felt = await app.push_screen_wait(Panel(QUESTION, options))
    if felt == NOTHING:
        run.controller.resume()
    elif felt == END:
        await _stop(app, run, Verdict(Then.STOP, "S1"))
    else:
        await _answered(app, run, Answer(felt))


async def _answered(app: L5App, run: Running, answer: Answer) -> None:
    found = verdict(answer)
    if found.then is Then.ASK_SCORE:
        pain = await _score(app, run)
        run.controller.hurt(answer.value, pain)
        found = after_score(pain, routine=run.entry["routine"]["id"], before=run.entry["before"]["pain"])
    elif found.then is Then.ASK_SETTLED:
        settled = await _settled(app, run)
        run.controller.hurt(answer.value, settled=settled)
        found = after_settling(settled=settled is True)
    else:
        run.controller.hurt(answer.value)
    await _do(app, run, found)


async def _do(app: L5App, run: Running, found: Verdict) -> None:
    match found.then:
        case Then.GO_ON:
            run.controller.resume()
        case Then.EASE:
            _ease(app, run)
            run.controller.resume()
        case Then.OFFER:
            await _offer(app, run)
        case Then.STOP_EXERCISE:
            await _stop_exercise(app, run)
        case _:
            await _stop(app, run, found)


async def _score(app: L5App, run: Running) -> int | None:
    """The score at this moment; the highest of the session is kept."""
    from l5tui.screens.checkin import CheckScreen

    score = await app.push_screen_wait(CheckScreen(run.plan.name, "during"))
    if score is None:
        return None
    run.controller.rate("during", score)
    return score["pain"]


async def _settled(app: L5App, run: Running) -> bool | None:
    """Five minutes of rest, then whether it is still further down; not sure is yes. None when it wasn't answered."""
    options = (
        Option("n", "no, it went back", "settled"),
        Option("y", "yes, or not sure", "stayed"),
        Option("x", "end the session now", END),
    )
    answer = await app.push_screen_wait(
        Panel(
            SETTLE,
            options,
            text=STILL_DOWN,
            rest_s=_real_s(run, SETTLE_S),
            always=frozenset({"x"}),
        )
    )
    return {"settled": True, "stayed": False}.get(answer)


async def _offer(app: L5App, run: Running) -> None:
    """Four or five: smaller, skipped, or as it was."""
    options = [Option("s", "skip this exercise today", "skip"), Option("enter", "go on as it is", GO_ON)]
    if _exercise(app, run) is not None:
        options.insert(0, Option("e", "ease off: smaller and shorter", "ease"))
    options.append(Option("x", "end the session", END))
    choice = await app.push_screen_wait(Panel(OFFERED, options, role="rest"))
    if choice == END:
        await _stop(app, run, Verdict(Then.STOP, "S1"))
        return
    if choice == "ease":
        _ease(app, run)
    elif choice == "skip":
        run.controller.skip_exercise()
    run.controller.resume()


async def _stop_exercise(app: L5App, run: Running) -> None:
    """Rule S2: this exercise is over; after a rest a new score decides whether the next may begin."""
    options = (Option("enter", "give a new score", "score"), Option("x", "end the session", END))
    while True:
        choice = await app.push_screen_wait(
            Panel(
                S2_TITLE,
                options,
                text=_text(app, "S2"),
                rest_s=_real_s(run, REST_S),
                always=frozenset({"x"}),
            )
        )
        if choice == END:
            await _stop(app, run, Verdict(Then.STOP, "S2"))
            return
        pain = await _score(app, run)
        routine, before = run.entry["routine"]["id"], run.entry["before"]["pain"]
        if may_go_on(pain, routine=routine, before=before):
            run.controller.skip_exercise()
            run.controller.resume()
            return


async def _stop(app: L5App, run: Running, found: Verdict) -> None:
    """The session ends: what to do now is said, and stays until it was read."""
    rule = found.rule or "S1"
    run.controller.end(cast(Stop, rule))
    if found.emergency:
        from l5tui.screens.emergency import EmergencyScreen

        await app.push_screen_wait(EmergencyScreen(_text(app, rule)))
    elif rule != "S1":
        await app.push_screen_wait(Panel(_text(app, rule), (Option("enter", "I have read this", "read"),)))


def _ease(app: L5App, run: Running) -> None:
    exercise = _exercise(app, run)
    if exercise is None:
        run.controller.skip_exercise()
    else:
        run.controller.ease(exercise)


def _exercise(app: L5App, run: Running) -> Exercise | None:
    """The exercise that is on, where the content still has it."""
    step = run.controller.moment.step
    return app.library.exercises.get(step.exercise) if step else None


def _text(app: L5App, rule: str) -> str:
    """The words of a rule."""
    safety = app.library.safety
    return safety.stop_texts.get(rule, "") if safety else AT_ALL_EVENTS


def _real_s(run: Running, seconds: float) -> float:
    clock = run.controller.clock
    return clock.real_s(seconds * 1000) if isinstance(clock, RateClock) else seconds
