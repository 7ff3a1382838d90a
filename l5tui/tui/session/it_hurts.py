"""The "it hurts" questions on the full screen: shows each question of `engine/it_hurts` as a dialog or a page.

The session is paused from the first key on. A stop by a rule is in the journal before the next screen is shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from l5tui.config.clock import new_header
from l5tui.cues.player import CuePlayer
from l5tui.domain.safety.entries import is_kept, new_emergency_answer, new_stop
from l5tui.domain.safety.full_check import EmergencyCheck
from l5tui.domain.safety.it_hurts import Ask, Choice, felt_by_place
from l5tui.domain.safety.new_symptoms import new_symptoms_in_score
from l5tui.domain.safety.stop_page import (
    CHOSEN,
    COME_OUT,
    FELT,
    GET_HELP_IF,
    IN_LITTLE_ROOM,
    IN_ONE_LINE,
    LEADS_IN_SHORT,
    OFFERED,
    SCORE_LEADS_TO,
    SETTLE,
    SLIP,
    STILL_DOWN,
    STILL_HIGH,
    STOPPED,
    WHAT,
    WHICH,
    asked,
    numbers_line,
    stop_page_words,
    too_much_words,
)
from l5tui.domain.safety.stop_rules import NOT_TODAY, HurtAnswer
from l5tui.engine.it_hurts import HurtQuestion, ItHurtsFlow
from l5tui.journal.sessionlog.running import RunningSession
from l5tui.tui.app_protocol import AppProtocol
from l5tui.tui.dialog import NOTHING_MARKED, DialogScreen, Option, Rest

KEYS: Final = {
    Choice.NOTHING: "escape",
    Choice.END: "x",
    Choice.SETTLED: "n",
    Choice.STAYED: "y",
    Choice.ONE_LEG: "1",
    Choice.BOTH_LEGS: "2",
    Choice.DIZZY_ONLY: "1",
    Choice.CHEST: "2",
    Choice.EASE: "e",
    Choice.SKIP: "s",
    Choice.GO_ON: "g",  # not enter: the enter that gave the score may still be held
    Choice.SCORE: "enter",
    Choice.READ: "enter",
}


def it_hurts_flow(app: AppProtocol, run: RunningSession, away_s: float = 0) -> ItHurtsFlow:
    """The questions for this session; for an interrupted one, they begin with the question that was left open."""
    return ItHurtsFlow(
        run.controller,
        routine=run.entry["routine"]["id"],
        before=run.entry["before"]["pain"],
        exercises=app.library.exercises,
        stop_from=app.doses().limits.stop_from,
        away_s=away_s,
    )


async def it_hurts(app: AppProtocol, run: RunningSession, flow: ItHurtsFlow, cues: CuePlayer) -> bool:
    """Ask the questions and apply the answers until the session resumes or ends. False when the app is to close."""
    flow.begin()
    while (question := flow.question) is not None:
        await _keep_stop(app, run, flow.signs)
        match question.ask:
            case Ask.SCORE | Ask.NEW_SCORE:
                stays = await _score(app, run, flow)
            case Ask.EMERGENCY:
                stays = await app.safety_flow().emergency_in_session()
                flow.reply(Choice.READ)
            case Ask.SIGNS | Ask.SIGNS_TOO:
                stays = await _emergency_questions(app, run, flow, question)
            case _:
                said = await app.push_screen_wait(_dialog(app, flow, question, cues))
                stays = said is not None
                if stays:
                    flow.reply(next(choice for choice in question.choices if choice.value == said))
        if not stays:
            await _keep_stop(app, run, flow.signs)
            return False
    await _keep_stop(app, run, flow.signs)
    return True


async def _keep_stop(app: AppProtocol, run: RunningSession, signs: Iterable[str]) -> None:
    """If a rule has stopped the session, store that as an entry of its own before another screen is shown.

    Args:
        app: the app.
        run: the session.
        signs: ids of the emergency questions that were answered with yes.
    """
    ended, session = run.controller.progress.ended, run.entry["uid"]
    if ended is None or ended.stop not in NOT_TODAY:
        return
    for entry in (
        new_stop(new_header(), ended.stop, session),
        *(new_emergency_answer(new_header(), one, session) for one in signs),
    ):
        if not is_kept(entry, app.entries):
            await app.keep(entry)


async def _score(app: AppProtocol, run: RunningSession, flow: ItHurtsFlow) -> bool:
    """Ask for a score, and for the place if the person gives it; a place with a rule of its own is acted on first."""
    from l5tui.tui.session.checkin import ScoreDuringScreen

    def leads_to(pain: int | None) -> str:
        return SCORE_LEADS_TO.get(flow.would(pain).then, "")

    check = ScoreDuringScreen(run.plan.name, entry=run.entry["uid"], leads_to=leads_to)
    score = await app.push_screen_wait(check)
    if score is None:
        return False
    state = app.gate().state
    signs = new_symptoms_in_score(state, score)
    flow.score(score, felt_by_place(signs, run.entry["before"], score))
    app.records.drafts.finish(check.uid)
    return True


async def _emergency_questions(
    app: AppProtocol, run: RunningSession, flow: ItHurtsFlow, question: HurtQuestion
) -> bool:
    """Ask only the emergency questions. Each yes is in the journal before its consequence is shown."""
    safety = app.library.safety
    if safety is None:  # the questions can't be read, so it counts as a yes
        flow.reply(Choice.SIGN)
        return True
    alone = question.ask is Ask.SIGNS
    heading, words = ("Stop", _get_help_if(app)) if alone else stop_page_words(question.rule or "S4", safety)
    check = EmergencyCheck(safety, run.entry["uid"], new_header)
    ask = app.safety_flow().ask_emergency_questions
    stays = await ask(check, heading, words, asked(question.ask), none=SLIP if alone else "")
    if check.page is None:  # answered, though the app may be about to close
        flow.reply(Choice.SIGN if check.emergency else Choice.NO_SIGN)
    return stays


def _get_help_if(app: AppProtocol) -> str:
    return f"{GET_HELP_IF} {numbers_line(app.settings.emergency_number)}"


def _dialog(app: AppProtocol, flow: ItHurtsFlow, question: HurtQuestion, cues: CuePlayer) -> DialogScreen:
    options = [
        Option(str(number), FELT[choice], choice.value, IN_LITTLE_ROOM.get(choice, ""))
        if isinstance(choice, HurtAnswer)
        else Option(KEYS[choice], CHOSEN[choice], choice.value, IN_LITTLE_ROOM.get(choice, ""))
        for number, choice in enumerate(question.choices, 1)
    ]
    safety = app.library.safety
    rest = Rest(
        flow.controller.clock,
        flow.due_ms,
        frozenset({KEYS[Choice.END]}),
        then=STILL_DOWN if question.ask is Ask.SETTLED else "",
        over=cues.ring_after_rest,
    )
    match question.ask:
        case Ask.FELT:
            end = KEYS[Choice.END]
            return DialogScreen(
                f"{STOPPED} {WHAT}", options, aside=COME_OUT, marked=end, short=IN_ONE_LINE, below=LEADS_IN_SHORT
            )
        case Ask.SETTLED:
            return DialogScreen(SETTLE, options, rest=rest, marked=KEYS[Choice.END])
        case Ask.REST:
            said = STILL_HIGH if question.again else ""
            programme = app.doses().programme
            heading = too_much_words(safety, limit=question.limit, by=programme.by if programme else "")
            return DialogScreen(heading, options, text=said, rest=rest)
        case Ask.OFFER:
            easier = flow.easier_words
            return DialogScreen(OFFERED, options, text=f"Easier form: {easier}" if easier else "", role="rest")
        case Ask.LEGS:
            heading, words = stop_page_words(question.rule or "S4", safety)
            return DialogScreen(heading, options, text=f"{words}\n\n{asked(Ask.LEGS)}", marked=NOTHING_MARKED)
        case Ask.WHICH:
            return DialogScreen(WHICH, options, marked=NOTHING_MARKED)
        case _:
            heading, words = stop_page_words(question.rule or "", safety, stayed=flow.stayed)
            numbers = f"\n\n{numbers_line(app.settings.emergency_number)}" if question.rule == "S6" else ""
            return DialogScreen(heading, options, text=f"{words}{numbers}")
