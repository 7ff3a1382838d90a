"""The summary after a session: both scores at the same height, and what was done of the plan."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from l5tui.tui.session.summary import SummaryScreen
from l5tui.tui.widgets.glyphs import Box, draw
from tests import factories
from tests.tui.reading import lines, text, until, until_closing, until_screen, until_shown
from tests.tui.running import Size, running
from tests.tui.session.guided_session import guided

PLAN = factories.plan(factories.sided(), factories.exercise())
NOT_DONE = factories.step("bridge", outcome="skipped", reps=0, seconds=0.0, held=0.0)


async def shown(pilot: Pilot[int], before: int | None, after: int | None) -> None:
    steps = [factories.step("dog", "left"), factories.step("dog", "right"), NOT_DONE]
    entry = factories.session(before=before, after=after, steps=steps)
    await pilot.app.push_screen(SummaryScreen(entry, PLAN, saved=True))
    await until_shown(pilot, "What you did", "after")


def stands(pilot: Pilot[int], number: str, size: Size) -> bool:
    """Whether a number is on screen in big glyphs."""
    drawn = draw(number, Box.of_rows(5))
    assert drawn is not None
    rows = lines(pilot.app)
    columns = range(size[0])
    return any(
        all(rows[y + at][x:].startswith(row.rstrip()) for at, row in enumerate(drawn))
        for y in range(len(rows) - len(drawn))
        for x in columns
    )


async def test_a_score_of_ten_is_as_tall_as_any_other(tmp_path: Path) -> None:
    for before, after in ((6, 10), (10, 10)):
        async with running(tmp_path / f"{before}", size=(80, 24)) as pilot:
            await shown(pilot, before, after)
            assert stands(pilot, str(before), (80, 24))
            assert stands(pilot, "10", (80, 24)), text(pilot.app)


async def test_an_exercise_never_reached_is_not_called_skipped(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await shown(pilot, 5, 3)
        await until_shown(pilot, "not done")
        assert "skipped" not in text(pilot.app)


async def test_exercises_that_do_not_fit_on_the_summary_are_shown_by_a_key(tmp_path: Path) -> None:
    async with running(tmp_path, size=(40, 12)) as pilot:
        plan = factories.plan(*(factories.exercise(f"e{number}", name=f"Number {number}") for number in range(9)))
        entry = factories.session(steps=[factories.step(f"e{number}") for number in range(9)])
        await pilot.app.push_screen(SummaryScreen(entry, plan, saved=True))
        await until_shown(pilot, "Number 0", "more", "pagedown")
        assert "Number 8" not in text(pilot.app)
        await pilot.press("pagedown", "pagedown")
        await until_shown(pilot, "Number 8")
        await pilot.press("home")
        await until_shown(pilot, "Number 0")


async def test_a_shortened_hold_is_called_shortened_and_has_a_thin_bar(tmp_path: Path) -> None:
    """Three holds of one second out of twenty: no full bar, no "done", and no blame."""
    short = factories.step("bridge", reps=0, partial_reps=3, planned_reps=3, outcome="partial", seconds=9.0, held=3.0)
    mixed = factories.step("bow", reps=2, partial_reps=1, planned_reps=4, outcome="partial", seconds=60.0, held=40.0)
    plan = factories.plan(factories.exercise("bridge", name="Bridge"), factories.exercise("bow", name="Bow"))
    entry = factories.session(status="partial", steps=[short, mixed])
    async with running(tmp_path) as pilot:
        await pilot.app.push_screen(SummaryScreen(entry, plan, saved=True))
        await until_shown(pilot, "done in part", "0 of 3, 3 shortened", "2 of 4, 1 shortened")
        bars = {row.split()[0]: row.split()[1] for row in lines(pilot.app) if row.split()[:1] in (["Bridge"], ["Bow"])}
        assert bars == {"Bridge": "─" * 20, "Bow": "━" * 10 + "─" * 5 + "·" * 5}
        label = next(row for row in lines(pilot.app) if "repetitions" in row)
        assert label.index("repetitions") == next(row for row in lines(pilot.app) if "Bridge" in row).index("─")


async def test_the_bars_of_a_sided_exercise_stand_under_the_names_of_the_sides(tmp_path: Path) -> None:
    plan = factories.plan(
        factories.exercise("dog", name="Dog", sides="alternate", limb="arm"),
        factories.exercise("hug", name="Hug", sides="alternate", limb="leg"),
    )
    both = [factories.step("dog", side=side, reps=3, planned_reps=3) for side in ("left", "right")]
    entry = factories.session(steps=[*both, *(factories.step("hug", side=side, reps=3) for side in ("left", "right"))])
    async with running(tmp_path) as pilot:
        await pilot.app.push_screen(SummaryScreen(entry, plan, saved=True))
        await until_shown(pilot, "reps left", "right", "time")
        label = next(row for row in lines(pilot.app) if "reps left" in row)
        dog = next(row for row in lines(pilot.app) if "Dog" in row)
        assert label.index("reps left") == dog.index("━")
        assert dog[label.index("right") :].startswith("━")
        assert dog[label.index("right") - 1] == " "


async def test_the_time_practised_and_the_time_in_all_are_both_named(tmp_path: Path) -> None:
    for size in ((40, 12), (80, 24)):
        async with running(tmp_path / f"{size[0]}", size=size) as pilot:
            entry = factories.session(steps=[factories.step("bridge", seconds=50.0)], active_s=1215.0)
            plan = factories.plan(factories.exercise())
            await pilot.app.push_screen(SummaryScreen(entry, plan, saved=True))
            await until_shown(pilot, "Full L5 done, 20:15 in all", "0:50 of 0:50 practised")


async def test_at_80x24_the_summary_of_seven_exercises_shows_each(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        plan = factories.plan(*(factories.exercise(f"e{number}", name=f"Number {number}") for number in range(7)))
        entry = factories.session(steps=[factories.step(f"e{number}") for number in range(7)])
        await pilot.app.push_screen(SummaryScreen(entry, plan, saved=True))
        await until_shown(pilot, "Number 0", "Number 6")


@pytest.mark.parametrize("size", [(120, 40), (200, 60)])
async def test_in_a_large_window_the_note_is_under_the_table(tmp_path: Path, size: Size) -> None:
    async with running(tmp_path, size=size) as pilot:
        await shown(pilot, 5, 3)
        await until(pilot, lambda: row_of(pilot, "Note") == row_of(pilot, "Bridge") + 2, "the note is below the table")


def row_of(pilot: Pilot[int], words: str) -> int:
    return next((at for at, row in enumerate(lines(pilot.app)) if words in row), -1)


async def test_q_after_a_session_quits_and_the_note_is_kept(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        await session.after(13)
        await session.press("q", "enter")
        await until_shown(session.pilot, "now that it is over")
        await session.press("3", "enter")
        await until_screen(session.pilot, SummaryScreen)
        await session.press("tab", *"quiet", "tab")
        assert "quiet" in text(session.app), "q is a letter in the note"
        await session.press("q")
        await until_closing(session.pilot)
        await until(session.pilot, lambda: "quiet" in (tmp_path / "journal.json").read_text(), "the note in the file")


async def test_a_q_that_is_held_from_the_page_before_does_not_quit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("l5tui.tui.key_guard.ANSWER_DELAY_S", 60.0)
    async with running(tmp_path) as pilot:
        await shown(pilot, 5, 3)
        await pilot.press("q", "q")
        assert isinstance(pilot.app.screen, SummaryScreen)


async def test_the_first_word_about_wobble_says_what_it_is(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await shown(pilot, 5, 4)
        await until_shown(pilot, "One point up or down by itself is normal wobble.")


async def test_without_any_practice_the_summary_shows_no_change(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        entry = factories.session(before=5, after=2, status="partial", stop="person", steps=[NOT_DONE])
        await pilot.app.push_screen(SummaryScreen(entry, factories.plan(factories.exercise()), saved=True))
        await until_shown(pilot, "nothing practised", "ended early", "not done")
        assert "lower" not in text(pilot.app)
