"""The check-in and the check-out: what is asked, what each key does, and what is saved and started."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from l5tui.config.clock import new_header, now
from l5tui.config.settings import Settings
from l5tui.domain.entry import Score
from l5tui.domain.entry_reading import corrections
from l5tui.domain.entry_times import moment_of
from l5tui.domain.new_entry import new_log
from l5tui.domain.pain_zones import IF_NEW, VERY_HIGH, new_override, override_of
from l5tui.domain.place import Symptoms
from l5tui.domain.routine import First, Step
from l5tui.domain.safety.entries import new_full_check
from l5tui.domain.safety.gate import Need
from l5tui.domain.safety.questions import Answer
from l5tui.tui.library.screen import LibraryScreen
from l5tui.tui.safety.question_page import SafetyPageScreen
from l5tui.tui.session.checkout import CheckOutScreen
from l5tui.tui.session.score_screen import ScoreScreen, When
from l5tui.tui.session.screen import SessionScreen
from l5tui.tui.widgets.body_map import BodyMapWidget
from tests import factories
from tests.domain.safety.safety_journal import SAFETY
from tests.tui.reading import lines, text, until, until_gone, until_shown, words
from tests.tui.running import SMALLEST, Size, running
from tests.tui.session.check_in import CONTENT, check_in, kept, session_began

LONG = pytest.mark.long
FULL = CONTENT.routines["full_l5"]
WHERE = "furthest place from your spine"


async def answer_signs(pilot: Pilot[int], *keys: str) -> None:
    """Answer the page with the emergency questions, once it takes an answer."""
    await until(pilot, lambda: isinstance(pilot.app.screen, SafetyPageScreen), "the emergency questions")
    await pilot.pause()
    page: Any = pilot.app.screen
    for key in keys:
        page._answer_delay._deaf_until = 0
        await pilot.press(key)


async def home(pilot: Pilot[int]) -> None:
    """Wait until the library is shown and what the check-in stores is stored, which a slow disk delays."""

    def done() -> bool:
        return all(worker.is_finished for worker in pilot.app.workers if worker.group == "session")

    await until(pilot, lambda: isinstance(pilot.app.screen, LibraryScreen) and done(), "the library")


def yesterday(uid: str = "old", **fields: Any) -> Any:
    at = (now() - timedelta(hours=20)).isoformat(timespec="seconds")
    steps = [factories.step("glute_bridge")]
    return factories.session(uid, started=at, **{"ended": at, "next_day": None, "steps": steps, **fields})


# The recheck


@pytest.mark.long
@pytest.mark.parametrize("size", SMALLEST)
async def test_c4_the_recheck_is_shown_in_full_and_n_replaces_it_with_the_body_map(tmp_path: Path, size: Size) -> None:
    async with check_in(tmp_path, size=size) as pilot:
        await until_shown(pilot, " ".join(SAFETY.recheck.text.split()), "n nothing new")
        assert WHERE not in words(pilot.app)
        await pilot.press("3", "enter")
        await until_shown(pilot, "first: is any of this new? n or y")
        assert not kept(pilot, "session")
        await pilot.press("n")
        await until_gone(pilot, "is any of this new")
        await pilot.press("tab")
        await until_shown(pilot, WHERE)
        await pilot.press("enter")
        assert (await session_began(pilot))["before"]["pain"] == 3


async def test_c4_enter_without_a_score_says_that_it_is_missing_and_does_nothing_else(tmp_path: Path) -> None:
    async with check_in(tmp_path, "n", "enter") as pilot:
        await until_shown(pilot, "first: how much pain? 0 to 9, or s leaves it out", within="#answers")
        assert not kept(pilot, "session", "log")


async def test_c4_y_records_that_something_is_new_and_opens_the_emergency_questions(tmp_path: Path) -> None:
    async with check_in(tmp_path, "6", "y") as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, SafetyPageScreen), "the emergency questions")
        assert kept(pilot, "safety")[0]["occasion"] == "recheck"
        app: Any = pilot.app
        assert [draft.values for draft in app.records.drafts.typed] == [{"pain": 6}], "the score isn't lost"
        assert not kept(pilot, "session")


async def test_c4_the_recheck_takes_no_answer_just_after_it_appears(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("l5tui.tui.key_guard.ANSWER_DELAY_S", 60.0)
    monkeypatch.setattr("l5tui.tui.key_guard.SAID_S", 600.0)
    async with check_in(tmp_path, "n", "y", "n") as pilot:
        assert "is any of this new?" in words(pilot.app)
        await until_shown(pilot, "n came too soon: press it again")
        page: Any = pilot.app.screen
        page._answer_delay._deaf_until = 0
        await pilot.press("n")
        await until_gone(pilot, "too soon")


# Zones


@pytest.mark.long
@pytest.mark.parametrize("pain", [8, pytest.param(9, marks=LONG), pytest.param(10, marks=LONG)])
async def test_a3_at_8_to_10_enter_saves_score_place_and_note_and_starts_nothing(tmp_path: Path, pain: int) -> None:
    digits = "10" if pain == 10 else str(pain)
    async with check_in(tmp_path, "n", *digits) as pilot:
        await until_shown(pilot, VERY_HIGH, "enter keep the")
        await pilot.press("o", "g", "space", "r", "x")
        await pilot.press("down", "down", "down", "down", "tab", *"bad night", "enter")
        await home(pilot)
        await until_shown(pilot, "The score is kept, and no session begins")
        (log,) = kept(pilot, "log", "session")
        assert (log["pain"], log["left"], log["kinds"]["left"], log["note"]) == (pain, 2, ["pain"], "bad night")


@pytest.mark.long
@pytest.mark.parametrize("pain", ["6", pytest.param("7", marks=LONG)])
async def test_a3_at_6_and_7_enter_says_and_starts_flare_up(tmp_path: Path, pain: str) -> None:
    async with check_in(tmp_path, "n", pain) as pilot:
        await until_shown(pilot, "enter Flare-up")
        await pilot.press("enter")
        entry = await session_began(pilot)
        assert (entry["routine"]["id"], entry["before"]["pain"]) == ("flare_up", int(pain))


@pytest.mark.long
async def test_a3_the_override_starts_the_chosen_routine_and_is_asked_once(tmp_path: Path) -> None:
    async with check_in(tmp_path, "n", "7", "o") as pilot:
        await until_shown(pilot, "o take back: a professional told me", "(said now)", "enter begin")
        await pilot.press("o")
        await until_shown(pilot, "enter Flare-up")
        await pilot.press("o", "6")
        await until_shown(pilot, "enter Flare-up")
        await pilot.press("o", "enter")
        assert (await session_began(pilot))["routine"]["id"] == "full_l5"
        decisions = [entry for entry in kept(pilot, "decision") if entry["about"] == "high_score"]
        assert len(decisions) == 1
        assert decisions[0]["started"]
    again = tmp_path / "again"
    again.mkdir()
    async with check_in(again, "n", "7", entries=decisions) as pilot:
        await until_shown(pilot, "o take back: a professional told me", "enter begin")


@pytest.mark.long
async def test_a3_an_override_of_an_earlier_day_is_taken_back_by_the_same_key(tmp_path: Path) -> None:
    async with check_in(tmp_path, "n", "7", "o", entries=[new_override(new_header())]) as pilot:
        await until_shown(pilot, "taken back: a professional told me", "enter Flare-up")
        await pilot.press("enter")
        assert (await session_began(pilot))["routine"]["id"] == "flare_up"
        app: Any = pilot.app
        assert override_of(app.entries) is None


@LONG
@pytest.mark.parametrize("score", ["4", "5", "s"])
async def test_a3_at_4_5_and_left_out_gentler_is_offered_in_a_line(tmp_path: Path, score: str) -> None:
    async with check_in(tmp_path, "n", score) as pilot:
        await until_shown(pilot, "g gentler: Gentle instead", "enter begin")
        await pilot.press("g")
        await until_shown(pilot, "enter Gentle", "g gentler: the easier forms")
        await pilot.press("g")
        await until_shown(pilot, "enter begin, in the easier forms", within="#answers")
        await pilot.press("g")
        await until_shown(pilot, "g gentler: Gentle instead")
        await pilot.press("g", "enter")
        assert (await session_began(pilot))["routine"]["id"] == "gentle_relief"


@LONG
async def test_a3_the_easier_forms_are_in_the_plan_that_begins(tmp_path: Path) -> None:
    async with check_in(tmp_path, "n", "4", "g", "g", "enter") as pilot:
        await session_began(pilot)
        screen: Any = pilot.app.screen
        assert any(step.variant for step in screen.controller.plan.steps)


@LONG
async def test_a3_in_flare_up_nothing_recommends_flare_up(tmp_path: Path) -> None:
    async with check_in(tmp_path, "n", "6", routine="flare_up") as pilot:
        await until_shown(pilot, "enter begin")
        assert "On a day like this" not in words(pilot.app)


async def test_a3_esc_asks_whether_to_keep_a_typed_score(tmp_path: Path) -> None:
    async with check_in(tmp_path, "n", "5", "escape") as pilot:
        await until_shown(pilot, "Leave this score?")
        await pilot.press("enter")
        await home(pilot)
        assert [entry["pain"] for entry in kept(pilot, "log", "session")] == [5]


# The place


@pytest.mark.long
async def test_b_place_and_kinds_of_both_sides_are_in_the_entry(tmp_path: Path) -> None:
    keys = ["n", "3", "down", *["down"] * 4, "t", "right", "down", "enter"]
    known = [new_log(new_header(), 3, left=3, kinds={"left": ["tingling"], "right": []})]
    async with check_in(tmp_path, *keys, entries=known) as pilot:
        if not isinstance(pilot.app.screen, SessionScreen):
            await session_began(pilot)
        before = kept(pilot, "session")[0]["before"]
        assert (before["left"], before["right"]) == (3, 0)
        assert before["kinds"] == {"left": ["pain", "tingling"], "right": []}


@LONG
async def test_a_step_begins_with_the_side_that_is_worse_now(tmp_path: Path) -> None:
    hug = Step(CONTENT.exercises["knee_to_chest"], first=First.WORSE)
    worse = factories.routine(routine_id="worse", steps=(hug,))
    async with running(tmp_path, settings=Settings(first_side="left")) as pilot:
        app: Any = pilot.app
        app.session_clock = lambda rate, start_ms: factories.ManualClock()
        app.start(worse)
        await until_shown(pilot, "nothing new")
        await pilot.press("n", "3", "down", "down", "right", "down", "down", "down", "enter")
        await session_began(pilot)
        before, steps = kept(pilot, "session")[0]["before"], app.screen.controller.plan.steps
        assert (before["left"], before["right"]) == (0, 2)
        assert [side.value for side in steps[0].sides] == ["right", "left"]


@pytest.mark.long
@pytest.mark.parametrize("kind", ["tingling", pytest.param("numbness", marks=LONG)])
async def test_b_a_new_kind_before_a_session_is_s4(tmp_path: Path, kind: str) -> None:
    t = ["t"] if kind == "tingling" else ["t", "t"]
    async with check_in(tmp_path, "n", "3", "down", *["down"] * 5, *t, "enter") as pilot:
        await until_shown(pilot, "Stop for today")
        assert [entry["stop"] for entry in kept(pilot, "safety") if entry["stop"]] == ["S4"]
        assert [entry["left"] for entry in kept(pilot, "log")] == [4]
        await answer_signs(pilot, "n")
        await home(pilot)
        assert not kept(pilot, "session")


@pytest.mark.long
async def test_b_rank_4_or_more_newly_on_both_sides_opens_the_emergency_questions(tmp_path: Path) -> None:
    keys = ["n", "3", "down", *["down"] * 5, "right", *["down"] * 5, "enter"]
    async with check_in(tmp_path, *keys) as pilot:
        await answer_signs(pilot, "n")
        assert (await session_began(pilot))["before"]["right"] == 4


@LONG
async def test_b_rank_4_or_more_on_both_sides_and_a_yes_shows_the_emergency_page(tmp_path: Path) -> None:
    keys = ["n", "3", "down", *["down"] * 5, "right", *["down"] * 5, "enter"]
    async with check_in(tmp_path, *keys) as pilot:
        await answer_signs(pilot, "y", "enter")
        await until_shown(pilot, "Do not exercise.")
        await pilot.press("q", "q")
        await home(pilot)
        assert [entry["left"] for entry in kept(pilot, "log", "session")] == [4]


# Last time's next morning


@pytest.mark.long
async def test_d1_the_next_morning_is_saved_in_the_earlier_session(tmp_path: Path) -> None:
    async with check_in(tmp_path, "n", "b", "w", entries=[yesterday()]) as pilot:
        await until_shown(pilot, "Since your last session, is your back", "a about the same")
        await until(pilot, lambda: kept(pilot, "session")[0]["next_day"] == "worse", "kept at once")
        assert corrections(kept(pilot, "session")[0]) == [], "a first answer is no correction"
        await pilot.press("w")
        await until(pilot, lambda: kept(pilot, "session")[0]["next_day"] is None, "taken back")


async def test_a_key_whose_question_a_small_window_hides_shows_the_question_and_answers_nothing(tmp_path: Path) -> None:
    async with check_in(tmp_path, entries=[yesterday()], size=(40, 12)) as pilot:
        screen: Any = pilot.app.screen
        await pilot.press("w")
        await until_shown(pilot, "Since your last session, is your back", "w worse")
        assert screen._next_day is None
        await pilot.press("n")
        await until_shown(pilot, "is any of this new?")
        screen._answer_delay._deaf_until = 0
        await pilot.press("n", "7", "tab")
        await until_shown(pilot, WHERE)
        await pilot.press("o")
        await until_shown(pilot, "o a professional told me")
        assert not screen._override
        await pilot.press("o")
        assert screen._override


async def test_a_window_that_is_too_small_shows_no_question_and_takes_no_answer(tmp_path: Path) -> None:
    async with check_in(tmp_path, entries=[yesterday()], size=(40, 12)) as pilot:
        screen: Any = pilot.app.screen
        await pilot.resize_terminal(30, 8)
        await until_shown(pilot, "needs 40x12, is 30x8")
        assert "is any of this new" not in words(pilot.app)
        screen._answer_delay._deaf_until = 0
        await pilot.press("3", "n", "w", "enter")
        assert (screen.answer, screen._next_day, screen.recheck_text() != "") == (None, None, True)
        await pilot.resize_terminal(40, 12)
        await until_shown(pilot, "How much pain", "n nothing new")


# Room and keys


async def test_at_40x12_tab_reaches_the_parts_that_are_not_shown(tmp_path: Path) -> None:
    async with check_in(tmp_path, "n", "9", size=(40, 12)) as pilot:
        await until_shown(pilot, VERY_HIGH, "tab 2 more questions")
        await pilot.press("tab")
        await until_shown(pilot, WHERE, "pain 9")
        await pilot.press("tab")
        await until_shown(pilot, "Note")


@pytest.mark.parametrize("size", [(80, 24), pytest.param((120, 40), marks=LONG), pytest.param((200, 60), marks=LONG)])
async def test_the_body_map_is_beside_the_places_and_digits_still_set_the_score(tmp_path: Path, size: Size) -> None:
    async with check_in(tmp_path, "n", "tab", "4", size=size) as pilot:
        await until_shown(pilot, "foot or toes", "enter begin")
        assert pilot.app.screen.query_one(BodyMapWidget).has_focus
        await pilot.press("up")
        assert not pilot.app.screen.query_one(BodyMapWidget).has_focus, "up at the top is the scale"


@LONG
@pytest.mark.parametrize("key", ["j", "k", "L", "J", "G", "q", "comma"])
async def test_the_keys_of_places_are_off(tmp_path: Path, key: str) -> None:
    async with check_in(tmp_path, "n", "3") as pilot:
        before = text(pilot.app)
        await pilot.press(key)
        await pilot.pause()
        assert text(pilot.app) == before


@pytest.mark.long
async def test_right_after_a_full_check_a_sentence_replaces_the_recheck(tmp_path: Path) -> None:
    async with running(tmp_path, screened=False) as pilot:
        app: Any = pilot.app
        app.start(FULL)
        for _ in range(3):
            await until(pilot, lambda: isinstance(app.screen, SafetyPageScreen), "a page")
            page: Any = app.screen
            await pilot.press("end")
            page._answer_delay._deaf_until = 0
            await pilot.press("n")
            await until(pilot, lambda page=page: app.screen is not page, "the next")  # type: ignore[misc]
        await until_shown(pilot, " ".join(SAFETY.all_no.split()), WHERE)


# The check-out


@asynccontextmanager
async def check_out(
    place: Path, *, yes: tuple[str, ...] = (), before: tuple[str, ...] = ()
) -> AsyncIterator[Pilot[int]]:
    """At the check-out of a session in which something was done, with these safety answers."""
    answers = dict.fromkeys(yes, Answer.YES)
    check = new_full_check(new_header(now()), SAFETY, answers, over=())
    async with check_in(place, "n", "3", *before, "enter", entries=[check], screened=False) as pilot:
        await session_began(pilot)
        screen: Any = pilot.app.screen
        for _ in range(3):
            screen.controller.clock.advance(12)
            screen.refresh_moment()
        await pilot.press("q", "enter")
        await until_shown(pilot, "now that it is over")
        yield pilot


@pytest.mark.long
async def test_b_a6_the_check_out_asks_about_the_leg_and_yes_adds_no_wait(tmp_path: Path) -> None:
    async with check_out(tmp_path, yes=("A6",)) as pilot:
        await until_shown(pilot, "Further down the leg than before you began?")
        await pilot.press("2", "enter")
        await until_shown(pilot, "first: further down the leg? n or y", within="#answers")
        await pilot.press("y", "enter")
        await until_shown(pilot, "What you did")
        (further,) = [entry for entry in kept(pilot, "safety") if "further" in entry["answers"]]
        assert (further["answers"], further["stop"]) == ({"further": "yes"}, "S3")
        assert kept(pilot, "session")[0]["stop"] == "S3"
        await until_shown(pilot, "You said it went further down", "is it still further down?")
        assert "about the same" not in words(pilot.app)
        assert "normal wobble" not in words(pilot.app)
        assert "once more" not in words(pilot.app)


async def test_b_a6_an_answer_about_the_leg_that_comes_too_soon_is_named_and_one_out_of_sight_is_asked_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("l5tui.tui.key_guard.ANSWER_DELAY_S", 60.0)
    monkeypatch.setattr("l5tui.tui.key_guard.SAID_S", 600.0)
    async with running(tmp_path, size=(40, 12)) as pilot:
        screen = CheckOutScreen("Full L5", entry="one", watches_leg=True)
        await pilot.app.push_screen(screen)
        await pilot.press("y")
        await until_shown(pilot, "Further down the leg than before you began?")
        await pilot.press("y")
        await until_shown(pilot, "y came too soon: press it again")
        screen._answer_delay._deaf_until = 0
        await pilot.press("n")
        await until_gone(pilot, "too soon")
        assert not screen.leg_unanswered


@LONG
async def test_b_a6_no_opens_nothing(tmp_path: Path) -> None:
    async with check_out(tmp_path, yes=("A6",)) as pilot:
        await pilot.press("2", "n", "enter")
        await until_shown(pilot, "What you did")
        assert len(kept(pilot, "safety")) == 1


@pytest.mark.long
async def test_b_a_new_kind_at_the_check_out_is_s4(tmp_path: Path) -> None:
    async with check_out(tmp_path) as pilot:
        await pilot.press("3", "down", *["down"] * 5, "t", "enter")
        await until_shown(pilot, "Stop for today")
        await answer_signs(pilot, "n")
        await until_shown(pilot, "What you did")
        entry = kept(pilot, "session")[0]
        assert (entry["stop"], entry["after"]["kinds"]["left"]) == ("S4", ["pain", "tingling"])
        assert "about the same" not in words(pilot.app)
        assert [one["session"] for one in kept(pilot, "safety") if one["stop"] == "S4"] == [entry["uid"]]


@pytest.mark.long
async def test_b_rank_4_or_more_newly_on_both_sides_at_the_check_out_opens_the_emergency_questions(
    tmp_path: Path,
) -> None:
    async with check_out(tmp_path) as pilot:
        await pilot.press("3", "down", *["down"] * 5, "right", *["down"] * 5, "enter")
        await until_shown(pilot, "Signs in both legs")
        await answer_signs(pilot, "y", "enter")
        await until_shown(pilot, "Do not exercise.")
        app: Any = pilot.app
        assert app.gate().need is Need.EMERGENCY, "it is kept before the page"
        await pilot.press("q", "q")
        await until_shown(pilot, "What you did")
        entry = kept(pilot, "session")[0]
        assert (entry["stop"], entry["after"]["left"], entry["after"]["right"]) == ("S5", 4, 4)


@LONG
async def test_b_a_score_of_8_to_10_at_the_check_out_shows_the_last_sentence_of_s7(tmp_path: Path) -> None:
    async with check_out(tmp_path) as pilot:
        await pilot.press("8")
        await until_shown(pilot, IF_NEW)


@LONG
@pytest.mark.parametrize(
    ("after", "said"), [(3, "left closer to the spine"), (4, "left same place"), (6, "You said it went further down")]
)
async def test_b_the_summary_shows_the_place_before_and_after(tmp_path: Path, after: int, said: str) -> None:
    async with check_out(tmp_path, before=("down", *["down"] * 5)) as pilot:
        await pilot.press("3", "down", *["down"] * (after + 1), "enter")
        await until_shown(pilot, "What you did", said)
        compared = any(f"left {change}" in words(pilot.app) for change in ("closer", "same", "further"))
        assert compared is (after <= 4), "after S3 nothing is compared"
        asked_next = [entry for entry in kept(pilot, "safety") if entry["stop"] == "S3"]
        assert bool(asked_next) is (after > 4), "nobody waited five minutes: it counts as stayed"


@pytest.mark.parametrize("when", ["before", "after", "during"])
def test_a_score_has_the_time_at_which_it_was_given(when: When) -> None:
    class Answered(ScoreScreen[Score]):
        pain = 4
        felt = Symptoms()

    before = now().replace(microsecond=0)
    at = moment_of(Answered("Morning set", when).score()["at"])
    assert at is not None
    assert before <= at <= now()


@pytest.mark.parametrize("size", [(120, 40), pytest.param((200, 60), marks=LONG)])
async def test_in_a_wide_window_the_check_in_is_in_the_middle(tmp_path: Path, size: Size) -> None:
    async with check_in(tmp_path, "n", "4", size=size) as pilot:
        await until_shown(pilot, "foot or toes", "enter begin")
        shown = [line for line in lines(pilot.app) if line.strip()]
        left = min(len(line) - len(line.lstrip()) for line in shown)
        right = min(size[0] - len(line) for line in shown)
        assert left >= (size[0] - 88) // 2 - 1
        assert abs(left - right) <= 2
