"""The guided session: floor mode, own pace, cues, the figure, and what happens when it hurts."""

from __future__ import annotations

import asyncio
import os
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from l5tui.config.clock import new_header
from l5tui.config.settings import Settings
from l5tui.domain.routine import Step
from l5tui.domain.safety.entries import new_full_check
from l5tui.domain.safety.gate import Need
from l5tui.domain.safety.questions import Answer
from l5tui.domain.safety.stop_page import FURTHER_DOWN, words_after_stop
from l5tui.engine import moment_words as describe
from l5tui.engine.cues import WORDS_A_SECOND, CueKind, cue_at_start, cues_within, sentence
from l5tui.engine.events import Hurt
from l5tui.engine.plan import SETUPS, Plan
from l5tui.journal.sessionlog.session_log import InterruptedSession, read_interrupted
from l5tui.journal.store import Journal
from l5tui.library import load
from l5tui.library.poses import load_poses
from l5tui.tui.app import L5App
from l5tui.tui.key_guard import AnswerDelay
from l5tui.tui.safety.emergency import EmergencyScreen
from l5tui.tui.safety.question_page import SafetyPageScreen
from l5tui.tui.session.checkin import CheckInScreen
from l5tui.tui.session.screen import SessionScreen
from l5tui.tui.widgets.figure import FigureWidget
from tests import factories
from tests.domain.safety.safety_journal import SAFETY
from tests.factories import ManualClock
from tests.tui.reading import line_with, part, reversed_cells, text, until, until_screen, until_shown, words
from tests.tui.running import Size, running
from tests.tui.session.guided_session import LIBRARY, Session, guided

CONTENT = load()
LONG = pytest.mark.long


async def ended(session: Session) -> dict[str, Any]:
    """Pass the check-out without a score, and return the entry."""
    await until_shown(session.pilot, "now that it is over")
    await session.pilot.press("s", "enter")
    await until_shown(session.pilot, "What you did")
    return dict(session.entries[0])


# Floor mode


@pytest.mark.long
async def test_floor_mode_shows_only_the_number_and_the_word(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        await session.press("shift+right")
        await session.after(12)
        await session.press("z")
        await session.after(1)
        shown = text(session.app)
        assert "next" not in shown
        assert "pause" not in shown
        assert session.word == "HOLD LEFT"
        digits = [line for line in shown.splitlines() if "█" in line or "▀" in line or "▄" in line]
        assert len(digits) >= 0.6 * 24, "the count takes most of the height"
        await session.press("z")
        assert "next" in text(session.app)


@pytest.mark.long
@pytest.mark.parametrize("size", [(40, 12), (80, 20), (120, 40)])
async def test_floor_mode_has_one_name_and_says_how_to_leave_it(tmp_path: Path, size: Size) -> None:
    async with guided(tmp_path, size=size) as session:
        named = "z floor ?" if size == (40, 12) else "z floor mode"
        await until_shown(session.pilot, named)
        await session.press("z")
        await until_shown(session.pilot, "z leave floor mode")
        await session.press("space")
        leave = "z leave x" if size == (40, 12) else "z leave floor mode"
        await until_shown(session.pilot, "space go on", leave, "x it hurts")
        await session.press("space", "z")
        await until_shown(session.pilot, named)


@pytest.mark.long
@pytest.mark.parametrize("size", [(40, 12), (80, 20), (120, 40)])
async def test_floor_mode_shows_count_word_and_bar_at_every_size(tmp_path: Path, size: Size) -> None:
    async with guided(tmp_path, size=size, settings=Settings(floor_mode=True)) as session:
        await session.after(13)
        screen = session.screen
        assert (session.word, session.count) == ("HOLD", "19")
        assert part(session.app, "#count")
        assert part(session.app, "#word")
        assert screen.query_one("#count").region.height >= 0.58 * size[1]
        assert screen.query_one("#count").region.bottom <= screen.query_one("#word").region.y
        assert screen.query_one("#word").region.bottom <= screen.query_one("#bar").region.y
        assert part(session.app, "#bar"), "it isn't pushed out of the window"


@pytest.mark.long
@pytest.mark.parametrize("size", [(40, 12), pytest.param((59, 19), marks=LONG), pytest.param((80, 12), marks=LONG)])
async def test_in_a_small_window_every_cue_is_shown_in_full(tmp_path: Path, size: Size) -> None:
    """The cue is shown in full, whatever else is left out; so are the words for breathing, where there is room."""
    seen: set[str] = set()
    breaths = False
    async with guided(tmp_path, size=size, library=CONTENT, routine=CONTENT.routines["full_l5"]) as session:
        for _ in session.screen.controller.plan.segments[:-1]:
            moment = session.screen.moment
            cue, breath = describe.cue(moment), describe.breath(moment)
            if cue not in seen:
                await session.pilot.pause()
                shown = part(session.app, "#say")
                assert cue in shown
                assert part(session.app, "#coming").startswith("next")
                seen.add(cue)
                breaths = breaths or f"{cue}, {breath}" in shown
            session.screen.controller.skip()
            session.screen.refresh_moment()
    assert len(seen) > 30
    assert breaths


@pytest.mark.long
async def test_in_floor_mode_the_bar_fills_the_half_of_the_side_in_use(tmp_path: Path) -> None:
    """The left side is on the left, so that the side can be seen from too far away to read."""
    async with guided(tmp_path, settings=Settings(floor_mode=True)) as session:
        await session.after(5)
        assert filled(session) == (True, False), "half of the time, without a side from the left over all of it"
        await session.press("shift+right")
        bars: dict[str, set[tuple[bool, bool]]] = {}
        for _ in range(60):
            await session.after(1)
            bars.setdefault(session.word.rpartition(" ")[2], set()).add(filled(session))
        assert (False, True) not in bars["LEFT"]
        assert (True, False) in bars["LEFT"]
        assert (True, False) not in bars["RIGHT"]
        assert (False, True) in bars["RIGHT"]


def filled(session: Session) -> tuple[bool, bool]:
    """Whether there is anything of the bar in its left and in its right half."""
    bar = line_with(session.app, "▁") if "▁" in text(session.app) else "▄" * 80
    return "▄" in bar[:40], "▄" in bar[40:]


@pytest.mark.long
async def test_in_own_pace_space_alone_leads_from_get_ready_to_the_check_out(tmp_path: Path) -> None:
    async with guided(tmp_path, settings=Settings(own_pace=True, floor_mode=True)) as session:
        for _ in range(100):
            if not isinstance(session.app.screen, SessionScreen):
                break
            await session.after(4)
            await session.press("space")
        await until_shown(session.pilot, "now that it is over")
        await session.press(*["space"] * 5)
        assert "right now" in text(session.app), "no held space answers the score"


async def test_a_phase_that_is_left_out_is_named_beside_the_exercise(tmp_path: Path) -> None:
    cat = CONTENT.exercises["cat_cow"]
    routine = factories.routine(cat, steps=(Step(cat, phase_off=("cat",)),))
    for size in ((40, 12), (80, 24)):
        async with guided(tmp_path / f"{size[0]}", size=size, library=CONTENT, routine=routine) as session:
            assert "Cat-cow, no cat" in part(session.app, "#head")


# Own pace


@pytest.mark.long
async def test_own_pace_counts_up_and_waits(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        await session.after(12)
        await session.press("p")
        await session.after(33)
        assert (session.word, session.count) == ("HOLD", "33")
        assert line_with(session.app, "next ").endswith("seconds so far")
        await session.press("space")
        assert session.word == "LOWER"
        await session.press("q", "enter")
        entry = await ended(session)
        assert entry["steps"][0]["held"] == 33


# It hurts


@pytest.mark.long
@pytest.mark.parametrize(
    ("digits", "stop"),
    [
        pytest.param("41", "S4", id="S4-one-leg"),
        pytest.param("52", "S4", id="S4-both-legs", marks=LONG),
        pytest.param("61", "S6", id="S6", marks=LONG),
        pytest.param("71", "S6", id="S6-after-7", marks=LONG),
    ],
)
async def test_an_answer_that_stops_for_today_says_so_and_ends_the_session(
    tmp_path: Path, digits: str, stop: str
) -> None:
    async with guided(tmp_path) as session:
        await session.after(14)
        await session.hurts(*digits)
        await until_shown(session.pilot, "Stop for today")
        assert "GET HELP" not in text(session.app)
        assert LIBRARY.safety is not None
        assert LIBRARY.safety.stop_texts[stop].split(".")[0] in words(session.app)
        if stop == "S4":
            await until_shown(session.pilot, "Is any of these so as well?")
            await heard(session)
            await session.press("n")
        else:
            await until_shown(session.pilot, "112, 999 or 911", "I have read this")
            await session.press("enter")
        entry = await ended(session)
        assert_nothing_is_compared(session, stop)
        assert (entry["stop"], entry["status"]) == (stop, "partial")
        (hurt,) = entry["steps"][0]["hurt"]
        assert (hurt["rep"], hurt["phase"]) == (1, "hold")


@pytest.mark.long
async def test_no_key_resumes_the_session_while_an_emergency_answer_is_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slow disk leaves the session's screen without a question over it for a while."""
    stored = asyncio.Event()
    async with guided(tmp_path) as session:
        await session.after(14)
        await session.hurts("8")
        await until(session.pilot, lambda: isinstance(session.app.screen, SafetyPageScreen), "the questions")
        do = session.app.records.do

        async def slow(call: Any) -> Any:
            await stored.wait()
            return await do(call)

        monkeypatch.setattr(session.app.records, "do", slow)
        await heard(session)
        await session.press("y", "enter")
        await until_screen(session.pilot, SessionScreen)
        here = session.screen.moment.segment
        await session.press("space", "right", "shift+right", "p")
        assert session.screen.controller.moment.paused
        assert session.screen.controller.moment.segment == here
        stored.set()
        await until(session.pilot, lambda: isinstance(session.app.screen, EmergencyScreen), "the emergency page")


@pytest.mark.long
@pytest.mark.parametrize(
    ("digits", "signs"),
    [
        pytest.param("8", "yes", id="S5-two-keys"),
        pytest.param("42", "yes", id="S5-as-well", marks=LONG),
        pytest.param("72", "", id="S5-chest", marks=LONG),
    ],
)
async def test_an_emergency_answer_shows_the_emergency_page_and_blocks_the_next_session(
    tmp_path: Path, digits: str, signs: str
) -> None:
    async with guided(tmp_path) as session:
        await session.after(14)
        await session.hurts(*digits)
        if signs:
            await until(session.pilot, lambda: isinstance(session.app.screen, SafetyPageScreen), "the questions")
            await heard(session)
            await session.press("y", "enter")
        await until(session.pilot, lambda: isinstance(session.app.screen, EmergencyScreen), "the emergency page")
        assert "Do not exercise." in words(session.app)
        stops = [one["stop"] for one in session.app.entries if one["kind"] == "safety"]
        assert "S5" in stops, "it is in the journal before the page stands there"
        await session.press("enter", "escape", "space", "q")
        page = session.app.screen
        assert isinstance(page, EmergencyScreen), "one press doesn't leave it"
        while session.app.screen is page:
            await session.press("q")
        await until_shown(session.pilot, "What you did")
        (entry,) = session.entries
        assert_nothing_is_compared(session, "S5")
        assert (entry["stop"], entry["status"]) == ("S5", "partial")
        assert session.app.gate().need is Need.EMERGENCY


@pytest.mark.long
async def test_new_tingling_is_in_the_journal_before_anything_more_is_asked(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        await session.after(14)
        await session.press("x", "4")
        await until_shown(session.pilot, "In one leg, or in both?")
        entries = Journal(tmp_path / "journal.json").entries()
        assert [one["stop"] for one in entries if one["kind"] == "safety" and one["session"]] == ["S4"]


@pytest.mark.long
async def test_n_takes_back_a_mistyped_8_and_the_session_goes_on(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        await session.after(14)
        await session.press("x", "8")
        await until(session.pilot, lambda: isinstance(session.app.screen, SafetyPageScreen), "the questions")
        await heard(session)
        await session.press("escape")
        assert isinstance(session.app.screen, SafetyPageScreen), "only an answer leads on"
        await session.press("n")
        await until_shown(session.pilot, "What do you feel?")
        await session.press("escape")
        await until_screen(session.pilot, SessionScreen)
        await session.pilot.pause()
        assert (session.word, session.count) == ("READY", "3")


async def heard(session: Session) -> None:
    """Wait until the current page takes an answer."""
    page = session.app.screen
    assert isinstance(page, SafetyPageScreen)
    await session.pilot.pause()
    page._answer_delay = AnswerDelay(lambda: float("inf"))


def assert_nothing_is_compared(session: Session, stop: str) -> None:
    """Check that the summary repeats the rule's words and shows no change."""
    shown = words(session.app)
    assert LIBRARY.safety is not None
    _, said, next_time = words_after_stop(factories.session(stop=stop, steps=[factories.stayed_down()]), LIBRARY.safety)
    assert said in shown
    assert next_time in shown
    assert "What you did" in shown
    for never in ("same", "lower", "higher", "wobble", "fine", "compare", "→", "better"):
        assert never not in shown.replace(said, ""), never


@pytest.mark.long
async def test_closing_the_app_on_the_emergency_questions_leaves_the_session_as_it_ended(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        await session.after(14)
        await session.hurts("4", "2")
        await until(session.pilot, lambda: isinstance(session.app.screen, SafetyPageScreen), "the questions")
        await session.pilot.press("ctrl+c")
        await until(session.pilot, lambda: session.app.return_value == 0, "closed")
    journal = Journal(tmp_path / "journal.json")
    (entry,) = (one for one in journal.entries() if one["kind"] == "session")
    assert (entry["status"], entry["stop"], entry["ended"] is not None) == ("partial", "S4", True)
    assert not list(journal.live.glob("*.log")), "nothing of it is offered again"


@pytest.mark.long
async def test_an_emergency_page_longer_than_the_window_says_that_there_is_more(tmp_path: Path) -> None:
    async with guided(tmp_path, size=(40, 12)) as session:
        await session.hurts("7", "2")
        await until_shown(session.pilot, "↓ more", "twice to leave")
        await session.press(*["down"] * 20)
        await until_shown(session.pilot, "to a professional.")
        assert "more" not in text(session.app)
        await session.press(*["up"] * 20)
        await until_shown(session.pilot, "↓ more", "GET HELP NOW")
        await session.pilot.resize_terminal(80, 24)
        await until_shown(session.pilot, "twice to leave")
        await until(session.pilot, lambda: "more" not in text(session.app), "all is seen")


@pytest.mark.long
@pytest.mark.parametrize("score", ["3", pytest.param("0", marks=LONG)])
async def test_after_a_low_score_the_session_goes_on(tmp_path: Path, score: str) -> None:
    async with guided(tmp_path) as session:
        await session.after(14)
        await session.press("x", "1")
        await until_shown(session.pilot, "at this moment")
        await session.pilot.press(score, "enter")
        await until_screen(session.pilot, SessionScreen)
        await session.pilot.pause()
        assert (session.word, session.count) == ("READY", "3")
        await session.after(3)
        assert (session.word, session.count) == ("LIFT", "2")


@pytest.mark.long
async def test_a_score_of_4_offers_the_easier_form_and_the_entry_records_it(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        await session.after(14)
        await session.press("x", "2")
        await until_shown(session.pilot, "at this moment")
        await session.pilot.press("4", "enter")
        await until_shown(session.pilot, "ease off")
        await session.press("enter", "space")
        assert "ease off" in text(session.app), "no held key of the score answers it"
        await session.press("e")
        await until_screen(session.pilot, SessionScreen)
        await session.pilot.pause()
        assert session.word == "READY"
        await session.after(3)
        assert (session.word, session.count) == ("LIFT", "2")
        await session.after(2)
        assert session.count == "10", "the easier hold"
        await session.press("q", "enter")
        entry = await ended(session)
        assert entry["worst"] == 4
        assert entry["steps"][0]["variant"] == "easy"
        assert entry["steps"][0]["hurt"][0]["answer"] == "sharp"


@pytest.mark.long
async def test_a_score_of_6_stops_the_exercise_and_only_a_lower_score_starts_the_next(tmp_path: Path) -> None:
    async with guided(tmp_path, score="3") as session:
        await session.after(14)
        await session.press("x", "1")
        await until_shown(session.pilot, "at this moment")
        await session.pilot.press("7", "enter")
        await until_shown(session.pilot, "of rest")
        await session.press("enter")
        assert "1:00 of rest" in text(session.app), "the minute isn't over"
        session.clock.advance(60)
        session.app.screen.update_dialog()
        await session.press("enter")
        await until_shown(session.pilot, "at this moment")
        await session.pilot.press("5", "enter")
        await until(session.pilot, lambda: isinstance(session.app.screen, SessionScreen), "the next exercise")
        await session.pilot.pause()
        assert "Dog" in text(session.app).splitlines()[0]
        await session.press("q", "enter")
        entry = await ended(session)
        assert entry["worst"] == 7
        assert entry["steps"][0]["outcome"] == "partial"


@pytest.mark.long
@pytest.mark.parametrize(
    ("key", "stop", "settled"), [("y", "S3", False), ("n", "person", True), pytest.param("x", "S3", None, marks=LONG)]
)
async def test_five_minutes_after_pain_spread_the_person_is_asked_about_it(
    tmp_path: Path, key: str, stop: str, settled: bool | None
) -> None:
    async with guided(tmp_path) as session:
        await session.after(14)
        await session.press("x", "3")
        await until_shown(session.pilot, "5:00 of rest")
        if key != "x":
            await session.press(key)
            assert "of rest" in text(session.app), "it is asked after the rest"
            session.clock.advance(300)
            session.app.screen.update_dialog()
        await session.press(key)
        if stop == "S3":
            await until_shown(session.pilot, "I have read this")
            assert ("It has moved further down and stayed." in words(session.app)) is (key == "y")
            assert ("You said it went further down." in words(session.app)) is (key == "x")
            await session.press("enter")
            await until_shown(session.pilot, "now that it is over")
            assert "Further down the leg than before" not in words(session.app)
        else:
            await until_screen(session.pilot, SessionScreen)
            await session.pilot.pause()
            await session.after(3)
            assert session.word == "LIFT"
            await session.press("q", "enter")
        entry = await ended(session)
        assert entry["stop"] == stop
        assert entry["steps"][0]["hurt"][0]["settled"] is settled


async def cut_off(place: Path, *keys: str) -> InterruptedSession:
    """Press "it hurts" in the first hold, then cut the session off; returns what the log has."""
    async with guided(place) as session:
        await session.after(14)
        await session.hurts(*keys)
        await session.pilot.pause()
        (log,) = place.glob("journal.json.live/*.log")
        left = read_interrupted(log)
        session.app.exit(0)
    return left


@asynccontextmanager
async def taken_up(place: Path, **given: Any) -> AsyncIterator[Session]:
    async with running(place, library=LIBRARY, **given) as pilot:
        session = Session(pilot, ManualClock(14_000))
        session.app.session_clock = lambda rate, start_ms: session.clock
        await until_shown(pilot, "This session was cut off")
        await pilot.press("enter")
        yield session


@pytest.mark.long
@pytest.mark.parametrize("asked", [None, pytest.param("both", marks=LONG)], ids=["app opened", "routine asked for"])
async def test_the_routine_of_a_resumed_session_can_be_done_once_more_from_its_summary(
    tmp_path: Path, asked: str | None
) -> None:
    """The summary offered it, and its key led to the library."""
    await cut_off(tmp_path, "escape")
    async with taken_up(tmp_path, start=asked) as session:
        await until_screen(session.pilot, SessionScreen)
        await session.pilot.pause()
        await session.press("q", "enter")
        await ended(session)
        await until_shown(session.pilot, "once more")
        await session.press("r")
        await until(session.pilot, lambda: isinstance(session.app.screen, CheckInScreen), "the check-in")


@pytest.mark.long
async def test_a_session_cut_off_in_the_five_minutes_asks_about_spreading_again(tmp_path: Path) -> None:
    """A lost connection in those five minutes loses nothing, and the question is asked again."""
    left = await cut_off(tmp_path, "3")
    assert [(hurt.answer, hurt.settled) for hurt in left.events if isinstance(hurt, Hurt)] == [("spreading", None)]
    async with taken_up(tmp_path) as session:
        await until_shown(session.pilot, "of rest")
        session.clock.advance(300)
        session.app.screen.update_dialog()
        await session.press("y")
        await until_shown(session.pilot, "I have read this")
        await session.press("enter")
        entry = await ended(session)
        assert "once more" not in text(session.app), "we stop for today"
        await session.press("r")
        assert "What you did" in text(session.app)
        (hurt,) = entry["steps"][0]["hurt"]
        assert (entry["stop"], hurt["answer"], hurt["settled"]) == ("S3", "spreading", False)


@LONG
async def test_a_stopped_exercise_stays_stopped_after_a_lost_connection(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        await session.after(14)
        await session.press("x", "1")
        await until_shown(session.pilot, "at this moment")
        await session.pilot.press("8", "enter")
        await until_shown(session.pilot, "of rest")
        session.app.exit(0)
    async with taken_up(tmp_path) as session:
        await until_shown(session.pilot, "of rest")
        session.clock.advance(60)
        session.app.screen.update_dialog()
        await session.press("enter")
        await until_shown(session.pilot, "at this moment")
        await session.pilot.press("5", "enter")
        await until(session.pilot, lambda: isinstance(session.app.screen, SessionScreen), "the next exercise")
        await session.pilot.pause()
        assert "Dog" in text(session.app).splitlines()[0]


@pytest.mark.parametrize(
    ("keys", "shown"), [(("x", "3"), "of rest"), pytest.param(("x", "1"), "at this moment", marks=LONG)]
)
async def test_closing_the_app_during_it_hurts_keeps_the_answers_given(
    tmp_path: Path, keys: tuple[str, ...], shown: str
) -> None:
    async with guided(tmp_path) as session:
        await session.after(14)
        await session.press(*keys)
        await until_shown(session.pilot, shown)
        await session.pilot.press("ctrl+c")
        await until(session.pilot, lambda: session.app.return_value == 0, "closed")
    (entry,) = (one for one in Journal(tmp_path / "journal.json").entries() if one["kind"] == "session")
    assert (entry["status"], len(entry["steps"][0]["hurt"])) == ("interrupted", 1)


@pytest.mark.long
async def test_x_stops_the_countdown_of_a_resumed_session(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        await session.after(14)
        await session.press("ctrl+c")
        await until_shown(session.pilot, "Close l5tui?")
        await session.pilot.press("enter")
        await until(session.pilot, lambda: session.app.return_value == 0, "closed")
    async with taken_up(tmp_path) as session:
        await until_screen(session.pilot, SessionScreen)
        await session.press("space")
        assert session.word == "READY"
        await session.press("x", "escape")
        await until_screen(session.pilot, SessionScreen)
        await session.pilot.pause()
        assert (session.word, session.count) == ("READY", "3")
        await session.after(3)
        assert (session.word, session.count) == ("LIFT", "2")
        await session.press("space")
        assert session.word == "PAUSED"


@pytest.mark.long
async def test_x_twice_ends_the_session_and_esc_continues_it(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        await session.after(14)
        await session.press("x")
        session.clock.advance(100)
        await session.press("escape")
        await until_screen(session.pilot, SessionScreen)
        await session.pilot.pause()
        await session.after(3)
        assert (session.word, session.count) == ("LIFT", "2"), "the repetition begins anew"
        await session.press("x", "x")
        entry = await ended(session)
        assert entry["stop"] == "S1"


# The figure


@pytest.mark.long
async def test_the_figure_moves_and_breathes_and_m_stops_it(tmp_path: Path) -> None:
    async with guided(tmp_path, size=(80, 24)) as session:
        figures = {"bridge": load_poses().exercises["glute_bridge"]}
        session.screen.l5.library = replace(CONTENT, figures=figures)  # as its own file would have it
        view = session.screen.query_one(FigureWidget)
        await session.after(10.2)
        pictures = []
        for _ in range(8):
            await session.after(0.2)
            pictures.append(view.canvas)
        assert len({canvas.rows for canvas in pictures if canvas}) > 5, "it moves"
        await session.press("m")
        await session.after(0.1)
        still = view.canvas
        await session.after(0.1)
        assert view.canvas == still


async def test_a_paused_session_draws_nothing(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        await session.after(14)
        await session.press("space")
        assert session.screen._timer is None


# Cues


@pytest.mark.long
async def test_c_switches_the_cues_from_bell_to_all_to_off(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        levels = []
        for _ in range(3):
            await session.press("c")
            levels.append(session.screen.player.level)
        assert levels == ["all", "off", "bell"]


async def test_a_speech_command_speaks_each_segment(tmp_path: Path) -> None:
    said = tmp_path / "said"
    voice = tmp_path / "voice"
    voice.write_text(f'#!/bin/sh\nprintf "%s\\n" "$1" >> {said}\n')
    voice.chmod(voice.stat().st_mode | stat.S_IXUSR)
    async with guided(tmp_path, settings=Settings(cues="all", speak=str(voice))) as session:
        await until(session.pilot, said.exists, "the first sentence")
        await session.after(12)
        await until(session.pilot, lambda: "Hold. 20 seconds." in said.read_text(), "the hold")


@pytest.mark.long
@pytest.mark.parametrize(
    ("environment", "notified", "titled"),
    [
        ({"TERM": "xterm-kitty"}, "\x1b]9;", True),
        (
            {"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"},
            "\x1b]777;notify;l5tui;",
            True,
        ),
        pytest.param({"TERM": "xterm-256color"}, None, True, marks=LONG),
        ({"TERM": "linux"}, None, False),
    ],
)
async def test_a_terminal_is_sent_only_sequences_that_it_supports(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    notified: str | None,
    titled: bool,
) -> None:
    for name in ("TMUX", "STY", "ZELLIJ", "TERM_PROGRAM", "LC_TERMINAL", "KITTY_WINDOW_ID"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    sent: list[str] = []
    titles: list[str] = []
    monkeypatch.setattr(L5App, "write_to_terminal", lambda _, text: sent.append(text))
    monkeypatch.setattr(L5App, "set_window_title", lambda _, text: titles.append(text))
    async with guided(tmp_path, settings=Settings(cues="all", notify=True)) as session:
        await session.after(5)
        assert [text for text in sent if text] == ([f"{notified}Bridge. Lie on your back.\x1b\\"] if notified else [])
        assert titles == (["Bridge. Lie on your back."] if titled else [])
        await session.press("c")
        await session.press("shift+right")
        assert len([text for text in sent if text]) == (1 if notified else 0), "off is off"


@pytest.mark.long
async def test_the_last_words_are_spoken_to_their_end_after_the_session_closes(tmp_path: Path) -> None:
    """The session screen is closed by then."""
    heard, voice = tmp_path / "heard", tmp_path / "voice"
    voice.write_text(f'#!/bin/sh\nsleep 0.2\nprintf "%s\\n" "$1" >> {heard}\n')
    voice.chmod(voice.stat().st_mode | stat.S_IXUSR)
    async with guided(tmp_path, settings=Settings(cues="all", speak=str(voice))) as session:
        await session.after(10_000)
        await until_shown(session.pilot, "now that it is over")
        await until(session.pilot, lambda: heard.exists() and "Done." in heard.read_text(), "the last sentence")


@pytest.mark.long
@pytest.mark.parametrize("colours", ["truecolor", pytest.param("none", marks=LONG)])
async def test_a_flash_reverses_every_cell_once_and_restores_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, colours: str
) -> None:
    """Whatever is on screen, in any colours; a screen that is pushed meanwhile is reversed too."""
    if colours == "none":
        monkeypatch.setenv("NO_COLOR", "1")
    async with guided(tmp_path, settings=Settings(cues="all", flash=True)) as session:
        await until(session.pilot, lambda: not session.app._flashing, "the first is over")
        await session.press("space")
        upright = reversed_cells(session.app)
        monkeypatch.setattr("l5tui.tui.app.FLASH_S", 3600)
        drawn: list[object] = []
        monkeypatch.setattr(session.app, "_display", lambda _, what: drawn.append(what))
        session.app.flash()
        await until(session.pilot, lambda: drawn, "it is sent")
        assert reversed_cells(session.app) == [not cell for cell in upright]
        drawn.clear()
        session.app._set_reversed(flashing=False)
        await until(session.pilot, lambda: drawn, "what stood there is sent again")
        assert reversed_cells(session.app) == upright
        await session.press("shift+right", "shift+right")
        await until_shown(session.pilot, "now that it is over")
        assert sum(reversed_cells(session.app)) > 0.9 * len(upright), "that it is done flashes, too"


@pytest.mark.long
async def test_a_missing_speech_command_is_reported_once(tmp_path: Path) -> None:
    missing = os.fspath(tmp_path / "no-such-voice")
    async with guided(tmp_path, settings=Settings(cues="all", speak=missing)) as session:
        await session.after(14)
        await until(session.pilot, lambda: len(session.app.troubles) == 1, "one line")
        await session.after(20)
        await session.pilot.pause()
        assert len(session.app.troubles) == 1


@pytest.mark.parametrize("routine", CONTENT.routines.values(), ids=lambda one: one.id)
def test_spoken_words_fit_the_segment_and_use_its_numbers(routine: Any) -> None:
    plan = Plan.of(routine)
    for segment in plan.segments:
        name = plan.steps[segment.step].name
        for cue in (cue_at_start(segment), *(cue for _, cue in cues_within(segment))):
            said = sentence(cue, name)
            room = 1 if cue.kind is CueKind.LAST else (segment.seconds or 0)
            assert len(said.split()) <= room * WORDS_A_SECOND
            for number in (int(word) for word in said.replace(".", " ").split() if word.isdigit()):
                assert number == segment.seconds


def told_of(place: Path) -> list[tuple[str, Any, dict[str, Any]]]:
    """The safety entries of the journal, except for the full check from before the test."""
    entries = Journal(place / "journal.json").entries()
    safety = [one for one in entries if one["kind"] == "safety" and one["occasion"] != "full_check"]
    return [(one["occasion"], one["stop"], dict(one["answers"])) for one in safety]


@pytest.mark.long
async def test_closing_the_app_on_a_marked_emergency_question_answers_it(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        await session.after(14)
        await session.press("x", "8")
        await until(session.pilot, lambda: isinstance(session.app.screen, SafetyPageScreen), "the questions")
        await heard(session)
        await session.press("down", "u")
        await session.pilot.press("ctrl+c")
        await until(session.pilot, lambda: session.app.return_value == 0, "closed")
    assert sorted(told_of(tmp_path), key=str) == [("session", None, {"E2": "not_sure"}), ("stop", "S5", {})]
    (entry,) = (one for one in Journal(tmp_path / "journal.json").entries() if one["kind"] == "session")
    assert entry["stop"] == "S5"


def full_check_due(pilot: Pilot[int]) -> bool:
    """Whether the app, which reads what it has written a moment later, asks the full check before a session."""
    state = cast(L5App, pilot.app).gate().state
    return state is not None and bool(state.due)


@pytest.mark.long
@pytest.mark.parametrize(
    "key", ["enter", pytest.param("k", marks=LONG), pytest.param("d", marks=LONG), pytest.param("escape", marks=LONG)]
)
async def test_a_session_cut_off_on_the_emergency_questions_makes_the_full_check_due(tmp_path: Path, key: str) -> None:
    left = await cut_off(tmp_path, "8")
    assert [one.answer for one in left.events if isinstance(one, Hurt)] == ["signs"]
    async with running(tmp_path, library=LIBRARY) as pilot:
        await until_shown(pilot, "This session was cut off")
        await pilot.press(key)
        await until(pilot, lambda: bool(told_of(tmp_path)), "kept")
        await until(pilot, lambda: full_check_due(pilot), "the full check comes before the next session")
        if key == "enter":
            await until(pilot, lambda: isinstance(pilot.app.screen, SafetyPageScreen), "they are asked again")


@pytest.mark.long
@pytest.mark.parametrize("size", [(80, 24), pytest.param((40, 12), marks=LONG)])
async def test_s1_says_to_come_out_slowly_and_shows_no_key_of_the_session(tmp_path: Path, size: Size) -> None:
    """The line of keys used to say "x it hurts" while x would have ended the session."""
    async with guided(tmp_path, size=size) as session:
        await session.press("q")
        await until_shown(session.pilot, "End here?", "discard")
        assert "it hurts" not in text(session.app)
        await session.press("escape", "x")
        await until_shown(session.pilot, "Stopped. Come out slowly.", "new weakness", "end")
        assert "it hurts" not in text(session.app)
        assert "go on" not in text(session.app).splitlines()[-1] or size == (40, 12)


async def test_in_few_colours_the_session_is_hidden_behind_a_dialog(tmp_path: Path) -> None:
    """In few colours nothing can be dimmed, and words of the session used to run into those of the question."""
    async with guided(tmp_path) as session:
        session.app.ansi_color = True
        session.app.theme = "l5-dark-16"
        await session.press("x")
        await until_shown(session.pilot, "Stopped. Come out slowly.", "the emergency questions")
        assert "next" not in words(session.app)


@pytest.mark.long
async def test_in_the_smallest_window_forms_warnings_and_cues_of_an_eased_session_are_shown_in_full(
    tmp_path: Path,
) -> None:
    """A6 adds leg watch and A8 the easier forms: everything to be read is shown together with the cue."""
    check = new_full_check(new_header(), SAFETY, dict.fromkeys(("A6", "A8"), Answer.YES), over=())
    routine, given = CONTENT.routines["full_l5"], {"entries": [check], "screened": False}
    async with guided(tmp_path, size=(40, 12), library=CONTENT, routine=routine, score="3", **given) as session:
        forms, cut = 0, []
        steps = session.screen.controller.plan.steps
        for _ in session.screen.controller.plan.segments[:-1]:
            moment = session.screen.moment
            assert moment.segment is not None
            await session.pilot.pause()
            step = steps[moment.segment.step]
            wanted = [("#say", describe.cue(moment))]
            if moment.segment.kind in SETUPS:
                asks = FURTHER_DOWN.format(key="x") in part(session.app, "#start")
                wanted += [("#start", one) for one in (step.form, *(() if asks else step.notes)) if one]
                forms += bool(step.form)
            cut += [(step.name, one) for where, one in wanted if one not in part(session.app, where)]
            session.screen.controller.skip()
            session.screen.refresh_moment()
    assert cut == []
    assert forms == 4
