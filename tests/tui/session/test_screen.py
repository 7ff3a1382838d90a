"""The session screen: it shows the current moment, its keys work, and what was done is in the journal."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar
from weakref import ref

import pytest
from msgspec.structs import replace
from textual.events import Paste
from textual.widgets import Static

from l5tui.config.settings import Settings
from l5tui.cues import player as cue_player
from l5tui.domain.pain_zones import VERY_HIGH
from l5tui.domain.safety.stop_page import FELT, IN_LITTLE_ROOM
from l5tui.engine.controller import Controller
from l5tui.terminal.presence import Presence, PresenceCheck
from l5tui.tui.app import L5App
from l5tui.tui.session.screen import SessionScreen
from tests import factories
from tests.tui.reading import lines, text, until, until_closing, until_screen, until_shown, words
from tests.tui.running import SIZES, SMALLEST, Size, running
from tests.tui.session.guided_session import LIBRARY, ROUTINE, Session, guided


async def test_the_entry_is_in_the_journal_before_the_first_hold(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        (entry,) = session.entries
        assert (entry["status"], entry["before"]["pain"]) == ("interrupted", 5)
        assert session.word == "GET READY"
        assert session.count == "10"
        assert "Lie on your back." in text(session.app)


async def test_segments_that_end_while_a_slow_machine_makes_the_screen_are_past_when_it_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = Controller.start

    def start_slowly(controller: Controller) -> None:
        start(controller)
        controller.clock.advance(10.5)  # type: ignore[attr-defined]

    monkeypatch.setattr(Controller, "start", start_slowly)
    async with guided(tmp_path) as session:
        assert session.word == "LIFT"


async def test_a_session_that_is_over_before_its_screen_is_shown_goes_on_to_the_check_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = Controller.start

    def start_slowly(controller: Controller) -> None:
        start(controller)
        controller.clock.advance(controller.plan.total_s + 1)  # type: ignore[attr-defined]

    monkeypatch.setattr(Controller, "start", start_slowly)
    async with running(tmp_path, library=LIBRARY) as pilot:
        app: Any = pilot.app
        app.session_clock = lambda rate, start_ms: factories.ManualClock()
        app.start(ROUTINE)
        await until_shown(pilot, "right now")
        await pilot.press("n", "5", "enter")
        await until_shown(pilot, "now that it is over")


async def test_the_screen_of_a_session_that_is_over_is_forgotten(tmp_path: Path) -> None:
    """With it its plan and its events: over hours of sessions they would fill the memory."""
    async with guided(tmp_path) as session:
        screen = ref(session.screen)
        await session.after(session.screen.controller.plan.total_s + 1)
        await until_shown(session.pilot, "now that it is over")
        await session.press("2", "enter")
        await until_shown(session.pilot, "What you did")
        await session.press("enter")
        await until_shown(session.pilot, "ROUTINES")

        def is_forgotten() -> bool:
            gc.collect()
            return screen() is None

        await until(session.pilot, is_forgotten, "the screen is forgotten")


@pytest.mark.long
async def test_every_segment_is_shown_for_its_planned_seconds(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        seen = []
        for segment in session.screen.controller.plan.segments:
            seen.append((session.word, session.count))
            assert segment.seconds is not None
            await session.after(segment.seconds - 0.001)
            assert session.count == "1", "the last second lasts to its end"
            if session.screen.controller.progress.index < len(session.screen.controller.plan.segments) - 1:
                await session.after(0.001)
        assert seen[:6] == [
            ("GET READY", "10"),
            ("LIFT", "2"),
            ("HOLD", "20"),
            ("LOWER", "3"),
            ("REST", "4"),
            ("LIFT", "2"),
        ]
        assert ("SWITCH", "3") in seen


async def test_each_side_is_named_at_its_own_fixed_position(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        await session.press("shift+right")
        await session.after(10)
        top = text(session.app).splitlines()[0]
        assert top.index("LEFT") < top.index("right")
        await session.after(25)
        top = text(session.app).splitlines()[0]
        assert session.word == "SWITCH"
        assert top.index("left") < top.index("RIGHT")
        assert "RIGHT leg next" in text(session.app)


async def test_the_next_segment_and_the_remaining_time_are_on_screen(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        total = session.screen.controller.plan.total_s
        assert f"{total // 60}:{total % 60:02d} left" in text(session.app)
        await session.after(12)
        assert "next   lower 3 s   then rest 4 s" in text(session.app)
        assert "rep 1 of 2" in text(session.app)
        assert "1 of 2" in text(session.app)


async def test_space_pauses_and_resumes(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        await session.after(14)
        await session.press("space")
        assert session.word == "PAUSED"
        count = session.count
        await session.after(3)
        assert session.count == count
        await session.press("space")
        assert session.word == "HOLD"


@pytest.mark.long
async def test_after_a_longer_pause_ready_is_counted_down_and_space_stops_the_countdown(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        await session.after(14)
        await session.press("space")
        await session.after(500)
        await session.press("space")
        assert (session.word, session.count) == ("READY", "3")
        assert "hold now" in text(session.app), "what to get ready for"
        assert "space pause" in text(session.app)
        await session.after(1)
        assert (session.word, session.count) == ("READY", "2")
        await session.press("space")
        assert (session.word, session.count) == ("PAUSED", "18")
        assert "space go on" in text(session.app)
        await session.press("space")
        await session.after(3)
        assert (session.word, session.count) == ("HOLD", "18")


@pytest.mark.parametrize("key", ["up", pytest.param("plus", marks=pytest.mark.long)])
async def test_up_adds_ten_seconds_to_this_hold_only(tmp_path: Path, key: str) -> None:
    async with guided(tmp_path) as session:
        await session.after(12)
        assert session.count == "20"
        await session.press(key)
        assert session.count == "30"
        await until_shown(session.pilot, "30 s is the longest")
        await session.press(key)
        assert session.count == "30"
        await session.press("right")
        assert session.count == "3"
        await session.press(key)
        assert session.count == "3", "nothing happens in a phase that isn't a hold"


@pytest.mark.long
@pytest.mark.parametrize("key", ["down", pytest.param("minus", marks=pytest.mark.long)])
async def test_down_takes_ten_seconds_off_and_then_moves_on(tmp_path: Path, key: str) -> None:
    async with guided(tmp_path) as session:
        await session.after(12)
        await session.press(key)
        assert session.count == "10"
        await session.press(key)
        assert session.word == "LOWER"


async def test_arrows_move_one_segment_and_with_shift_one_exercise(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        await session.press("right", "right")
        assert session.word == "HOLD"
        await session.press("left")
        assert session.word == "LIFT"
        await session.press("shift+right")
        assert (session.word, "Dog" in text(session.app)) == ("GET READY", True)
        await session.press("shift+left")
        assert session.count == "10"
        assert "Bridge" in text(session.app).splitlines()[0]


@pytest.mark.long
async def test_a_held_space_key_only_pauses(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        await session.press(*["space"] * 21)
        assert session.word == "PAUSED"
        assert isinstance(session.app.screen, SessionScreen)


async def test_a_session_run_to_its_end_is_left_by_answering_the_score(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        session.clock.advance(session.screen.controller.plan.total_s)
        session.screen.refresh_moment()
        await until_shown(session.pilot, "now that it is over")
        await session.press("space", "space")
        await until_shown(session.pilot, "right now")
        await session.pilot.press("3", "enter")
        await until_shown(session.pilot, "What you did")
        assert "lower" in text(session.app)
        (entry,) = session.entries
        assert entry["status"] == "complete"
        assert (entry["after"]["pain"], entry["stop"]) == (3, None)
        assert [(step["side"], step["outcome"]) for step in entry["steps"]] == [
            (None, "done"),
            ("left", "done"),
            ("right", "done"),
        ]
        await session.press("tab")
        await session.pilot.press(*"[b]ok")
        await session.pilot.press("enter")
        await until(session.pilot, lambda: session.entries[0]["note"] == "[b]ok", "the note")
        assert not list((tmp_path / "journal.json.live").glob("*.log")), "the live log was put away"


@pytest.mark.long
@pytest.mark.parametrize("size", SMALLEST)
async def test_a_change_of_cues_is_shown_beside_the_keys_and_covers_nothing(tmp_path: Path, size: Size) -> None:
    async with guided(tmp_path, size=size) as session:
        rows = lines(session.app)
        await session.press("c")
        await until_shown(session.pilot, "cues: all")
        now = lines(session.app)
        assert now[-1].endswith("cues: all")
        assert now[-1].startswith(rows[-1].split("  ")[0])
        assert now[:-1] == rows[:-1]
        session.app.screen.refresh_hints()
        await session.pilot.pause()
        assert lines(session.app)[-1] == now[-1], "other news about the keys doesn't take it away"


@pytest.mark.long
@pytest.mark.parametrize("size", SMALLEST)
async def test_the_advice_for_a_very_high_score_is_shown_in_full(tmp_path: Path, size: Size) -> None:
    async with running(tmp_path, size=size, library=LIBRARY) as pilot:
        app: Any = pilot.app
        app.start(ROUTINE)
        await until_shown(pilot, "right now")
        await pilot.press("n", "9")
        await until_shown(pilot, VERY_HIGH)
        beside = "#answers" if size == (80, 24) else None  # in a column next to the body map, where there is room
        await until_shown(pilot, "enter keep the score; no session today", within=beside)


async def at_the_summary(session: Session) -> None:
    await session.press("q", "enter")
    await until_shown(session.pilot, "now that it is over")
    await session.press("s", "enter", "tab")
    await until_shown(session.pilot, "What you did")


@pytest.mark.long
async def test_discarding_the_session_on_quitting_closes_the_app(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        await session.press("ctrl+c")
        await until_shown(session.pilot, "Close l5tui?")
        await session.press("d")
        await until_closing(session.pilot)
        kinds = [entry["kind"] for entry in session.app.entries]
        assert [kind for kind in kinds if kind not in ("decision", "safety")] == ["log"]


@pytest.mark.long
async def test_a_note_keeps_every_pasted_line_when_the_app_is_closed(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        await at_the_summary(session)
        session.app.post_message(Paste("one [/]\r\ntwo\t\x1b[31m\n"))
        await until_shown(session.pilot, "one [/]↵two [31m")
        await session.press("ctrl+c")
        await until_closing(session.pilot)
        assert session.entries[0]["note"] == "one [/]\ntwo  [31m"


@pytest.mark.long
async def test_closing_the_app_from_the_help_asks_too_and_keeps_the_note(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        await session.press("question_mark")
        await until_shown(session.pilot, "All keys here")
        await session.press("ctrl+c")
        await until_shown(session.pilot, "Close l5tui?")
        await session.press("escape", "escape")
        await at_the_summary(session)
        await session.press("h", "i", "tab", "question_mark")
        await until_shown(session.pilot, "All keys here")
        await session.press("ctrl+c")
        await until_closing(session.pilot)
        assert session.entries[0]["note"] == "hi"


@pytest.mark.long
async def test_ctrl_c_on_the_end_dialog_closes_the_app(tmp_path: Path) -> None:
    """Pressing it twice always closes the app, and the next start offers to resume."""
    async with guided(tmp_path) as session:
        await session.press("q")
        await until_shown(session.pilot, "Stopping is fine")
        await session.press("ctrl+c")
        await until_closing(session.pilot)
        assert session.entries[0]["status"] == "interrupted"
        assert list((tmp_path / "journal.json.live").glob("*.log"))


@pytest.mark.long
@pytest.mark.parametrize("key", ["q", pytest.param("escape", marks=pytest.mark.long)])
async def test_ending_early_saves_what_was_done(tmp_path: Path, key: str) -> None:
    async with guided(tmp_path) as session:
        await session.after(20)
        await session.press(key)
        await until_shown(session.pilot, "Stopping is fine")
        session.clock.advance(1000)
        await session.pilot.press("enter")
        await until_shown(session.pilot, "now that it is over")
        await session.pilot.press("s", "enter")
        await until_shown(session.pilot, "no second score")
        (entry,) = session.entries
        assert (entry["status"], entry["stop"], entry["after"]["pain"]) == ("partial", "person", None)
        assert entry["steps"][0]["held"] == 8
        assert entry["steps"][0]["outcome"] == "partial"
        assert {step["outcome"] for step in entry["steps"][1:]} == {"skipped"}


async def test_esc_on_the_end_dialog_continues_the_session(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        await session.after(14)
        await session.press("q")
        await until_shown(session.pilot, "Stopping is fine")
        await session.press("escape")
        await until(session.pilot, lambda: isinstance(session.app.screen, SessionScreen), "the session again")
        assert session.word == "HOLD"


async def test_discarding_a_session_saves_its_score_as_a_log(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        await session.after(20)
        await session.press("q", "d")
        await until(session.pilot, lambda: not isinstance(session.app.screen, SessionScreen), "the library")
        await until(session.pilot, lambda: not session.entries, "no session")
        (log,) = [entry for entry in session.app.entries if entry["kind"] == "log"]
        assert log["pain"] == 5


@pytest.mark.parametrize("key", ["ctrl+c", pytest.param("ctrl+q", marks=pytest.mark.long)])
async def test_closing_the_app_asks_first_and_keeps_the_session_as_interrupted(tmp_path: Path, key: str) -> None:
    async with guided(tmp_path) as session:
        await session.after(20)
        await session.press(key)
        await until_shown(session.pilot, "Close l5tui?")
        await session.pilot.press("enter")
        await until(session.pilot, lambda: session.app.return_value == 0, "closed")
        (entry,) = session.entries
        assert entry["status"] == "interrupted"
        assert entry["steps"][0]["held"] == 8
        assert list((tmp_path / "journal.json.live").glob("*.log")), "it can be taken up again"


@pytest.mark.long
async def test_keys_of_places_do_nothing_in_a_session(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        await session.press("tab", "J", "L", "G", "j", "k", "f", "a", "d", "1")
        assert session.word == "GET READY"


@pytest.mark.long
async def test_the_bell_rings_at_the_end_of_each_segment_unless_it_is_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with guided(tmp_path / "on") as session:
        rung: list[int] = []
        monkeypatch.setattr(session.app, "bell", lambda: rung.append(1))
        await session.after(12)
        assert len(rung) == 2
    async with guided(tmp_path / "off", settings=Settings(bell=False)) as session:
        rung = []
        monkeypatch.setattr(session.app, "bell", lambda: rung.append(1))
        await session.after(12)
        assert rung == []


@pytest.mark.long
async def test_without_an_answer_from_the_terminal_the_session_pauses_as_of_the_last_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Nobody(Presence):
        asked_for: ClassVar[list[str]] = []

        def check(self, now_s: float) -> PresenceCheck:
            return todo

        def silent_s(self, now_s: float) -> float:
            return 9

    todo = PresenceCheck.NOTHING
    somebody = Nobody()
    monkeypatch.setattr(L5App, "presence", somebody)
    monkeypatch.setattr(L5App, "query_presence", lambda _: Nobody.asked_for.append("asked"))
    async with guided(tmp_path) as session:
        await session.after(20)
        todo = PresenceCheck.ASK
        await session.after(1)
        assert Nobody.asked_for, "while it runs"
        todo = PresenceCheck.GONE
        await session.after(6)
        assert (session.word, session.count) == ("PAUSED", "14"), "27 s after the start, nine of them alone"
        assert "Nobody answered. Space goes on." in text(session.app)
        assert session.screen.controller.progress.active_ms == 18_000
        asked = len(Nobody.asked_for)
        todo = PresenceCheck.ASK
        session.screen.refresh_moment()
        assert len(Nobody.asked_for) == asked, "but not while it stands still"
        await session.press("space")
        assert session.word == "READY"


@pytest.mark.parametrize("answers", [True, False])
async def test_a_session_whose_end_nobody_saw_is_paused_and_not_complete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answers: bool
) -> None:
    """The connection was lost less than twenty seconds before the end, too recently to have caused a pause."""

    class Line(Presence):
        can_tell = True
        asked_for: ClassVar[list[str]] = []

        def check(self, now_s: float) -> PresenceCheck:
            return PresenceCheck.NOTHING

        def silent_s(self, now_s: float) -> float:
            return 0 if answers and Line.asked_for else 9

    monkeypatch.setattr("l5tui.tui.session.screen.ANSWER_S", 0.2)
    monkeypatch.setattr(L5App, "presence", Line())
    monkeypatch.setattr(L5App, "query_presence", lambda _: Line.asked_for.append("asked"))
    async with guided(tmp_path) as session:
        while not session.screen.controller.progress.over:
            session.clock.advance(1)
            session.screen.controller.catch_up()
        session.screen.refresh_moment()
        if answers:
            await until_shown(session.pilot, "now that it is over")
        else:
            await until_shown(session.pilot, "Nobody answered. Space goes on.")
            assert not session.screen.controller.progress.over
        assert Line.asked_for == ["asked"]


@pytest.mark.long
async def test_a_gap_is_shown_as_a_pause_that_says_why(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        await session.after(14)
        session.clock.stop()
        await session.after(60)
        assert (session.word, session.count) == ("PAUSED", "18")
        assert "The program stood still. Space goes on." in text(session.app)


class Voice:
    """A stand-in for a speech command."""

    heard: ClassVar[list[str]] = []

    def __init__(self, command: str, *, failed: Callable[[str], None]) -> None:
        self.failed = failed

    def say(self, words: str) -> None:
        self.heard.append(words)

    def silence(self) -> None:
        self.heard.append("(silenced)")

    def finish(self) -> None:
        self.heard.append("(to its end)")

    def close(self) -> None:
        self.heard.append("(quiet)")


async def test_the_voice_stops_at_a_pause_x_and_the_end_and_counts_down_on_resuming(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cue_player, "Speaker", Voice)
    Voice.heard.clear()
    async with guided(tmp_path, settings=Settings(cues="all", speak="say")) as session:
        await session.after(12)
        assert Voice.heard[-1] == "Hold. 20 seconds. hold now"
        await session.press("space")
        assert Voice.heard[-1] == "(silenced)"
        await session.after(10)
        await session.press("right", "left", "space")
        assert Voice.heard[-1] == "three", "what is jumped to while it stands still isn't said"
        await session.after(3)
        assert Voice.heard[-1] == "Hold. 20 seconds. hold now", "but when it begins"
        await session.press("x")
        assert Voice.heard[-1] == "(silenced)"
        await session.press("escape")
        await until_screen(session.pilot, SessionScreen)
        await session.after(3)
        assert Voice.heard[-1] == "Lift. lift now"
        await session.press("q")
        assert Voice.heard[-1] == "(silenced)"


async def test_turning_the_cues_off_restores_the_window_title(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with guided(tmp_path, settings=Settings(cues="all")) as session:
        named: list[str] = []
        monkeypatch.setattr(session.app, "set_window_title", named.append)
        session.app.terminal = replace(session.app.terminal, title=True)
        await session.after(12)
        assert named[-1].startswith("Hold")
        await session.press("c")
        assert session.screen.player.level == "off"
        assert named[-1] == ""


@pytest.mark.long
@pytest.mark.parametrize("size", SIZES)
async def test_word_count_side_bar_next_and_space_are_shown_at_every_size(tmp_path: Path, size: Size) -> None:
    async with guided(tmp_path, size=size) as session:
        await session.press("shift+right")
        await session.after(12)
        shown = text(session.app)
        assert "LEFT" in shown
        assert "next" in shown
        assert "space pause" in shown
        assert "█" in shown
        assert "▁" in shown


@pytest.mark.long
@pytest.mark.parametrize(
    "size", [(20, 5), *(pytest.param(one, marks=pytest.mark.long) for one in ((39, 24), (80, 3), (1, 1)))]
)
async def test_a_window_too_small_shows_the_needed_size_or_what_to_do(tmp_path: Path, size: Size) -> None:
    async with guided(tmp_path) as session:
        await session.after(12)
        await session.pilot.resize_terminal(*size)
        if size[0] >= 20:
            await until_shown(session.pilot, "HOLD 20", "next lower")
        await session.pilot.resize_terminal(80, 24)
        await until_shown(session.pilot, "space pause")
        assert session.count == "20", "a resize never moves the clock"


@pytest.mark.long
async def test_a_window_too_small_still_counts_and_shows_a_pause(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        await session.pilot.resize_terminal(20, 5)
        await until(session.pilot, lambda: len(lines(session.app)) == 5 and "next" in words(session.app))
        before = words(session.app)
        await session.after(1)
        assert words(session.app) != before
        assert session.count in words(session.app)
        await session.press("space")
        assert "PAUSED" in words(session.app)


@pytest.mark.long
@pytest.mark.parametrize("size", [(80, 24), (40, 12), (20, 5)])
async def test_every_answer_of_the_end_dialog_is_shown_in_full(tmp_path: Path, size: Size) -> None:
    async with guided(tmp_path) as session:
        await session.pilot.resize_terminal(*size)
        for key, asked in (("q", "End here?"), ("ctrl+c", "Close l5tui?")):
            await session.press(key)
            await until_shown(session.pilot, asked, "enter", "d discard", "esc go on")
            await session.press("escape")
        await session.press("x")
        ways_out = ["x end", "esc nothing, go on anew"]
        answers = {
            (80, 24): [*FELT.values(), "x end the session", "esc nothing: get ready, then this repetition anew"],
            (40, 12): [*(IN_LITTLE_ROOM.get(answer, said) for answer, said in FELT.items()), *ways_out],
            (20, 5): ways_out,
        }[size]
        await until_shown(session.pilot, *answers, within="#question")


@pytest.mark.long
async def test_a_resumed_session_counts_down_three_seconds_that_do_not_count_as_practice(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        await session.after(20)
        await session.press("ctrl+c")
        await until_shown(session.pilot, "Close l5tui?")
        await session.pilot.press("enter")
        await until(session.pilot, lambda: session.app.return_value == 0, "closed")
    async with running(tmp_path, library=LIBRARY) as pilot:
        again = Session(pilot, factories.ManualClock(20_000))
        pilot.app.session_clock = lambda rate, start_ms: again.clock  # type: ignore[attr-defined]
        await until_shown(pilot, "This session was cut off")
        await pilot.press("enter")
        await until_screen(pilot, SessionScreen)
        await until(pilot, lambda: again.word == "PAUSED", "it waits")
        assert again.count == "12"
        await again.press("space")
        await until(pilot, lambda: again.word == "READY", "it is counted down")
        assert again.count == "3"
        await again.after(3)
        await until(pilot, lambda: again.word == "HOLD", "it goes on")
        assert again.count == "12"


@pytest.mark.long
async def test_a_full_disk_shows_an_error_line_and_does_not_stop_the_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from l5tui.config.errors import JournalError

    async with guided(tmp_path) as session:

        def full(*_: object) -> None:
            raise JournalError("the disk of the journal is full", "Make room; it is tried again")

        journal = session.app.records.journal
        kept = journal.put
        monkeypatch.setattr(journal, "put", full)
        session.clock.advance(session.screen.controller.plan.total_s)
        session.screen.refresh_moment()
        await until_shown(session.pilot, "now that it is over", "the disk of the journal is full")
        monkeypatch.setattr(journal, "put", kept)
        await session.pilot.press("2", "enter")
        await until_shown(session.pilot, "saved in your journal")
        (entry,) = session.entries
        assert (entry["status"], entry["after"]["pain"]) == ("complete", 2)


@pytest.mark.long
@pytest.mark.parametrize("keys", [pytest.param(("x",), marks=pytest.mark.long), ("x", "4"), ("q",)], ids="-".join)
async def test_no_key_of_the_session_is_named_while_a_question_or_page_stands_over_it(
    tmp_path: Path, keys: tuple[str, ...]
) -> None:
    async with guided(tmp_path) as session:
        await session.after(14)
        await session.press("space")
        assert "Space goes on." in text(session.app)
        await session.press("space", *keys)
        await until(session.pilot, lambda: not isinstance(session.app.screen, SessionScreen), "the question")
        under = next(one for one in session.app.screen_stack if isinstance(one, SessionScreen))
        assert "Space goes on." not in str(under.query_one("#cue", Static).render())
        assert under.hints() == ()
        await session.press("escape")
        if isinstance(session.app.screen, SessionScreen) and session.screen.moment.paused:
            assert session.screen.hints()
