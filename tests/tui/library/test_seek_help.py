"""The line in the library that says when the notes are a reason to talk to a professional (clinical data, d4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from l5tui.config.clock import now
from l5tui.config.settings import Settings
from l5tui.domain.entry import Entry
from l5tui.domain.progression.seek_help import SEEK_HELP, Reason
from tests import factories
from tests.tui.reading import until, until_gone, until_shown, words
from tests.tui.running import SMALLEST, Size, running
from tests.tui.session.check_in import check_in, kept

LINE = "Your notes show this: scores of 6 or more on 3 of the last 7 days. It may be a good time to talk to a doctor"


def high() -> list[Entry]:
    """Scores of 6 and more on three days."""
    days = [(now() - timedelta(days=ago)).isoformat(timespec="seconds") for ago in (5, 3, 1)]
    return [factories.log(f"l{number}", 6, started=day) for number, day in enumerate(days)]


@pytest.mark.parametrize("size", SMALLEST)
async def test_d4_a_reason_is_one_line_in_the_library_and_its_showing_is_saved(tmp_path: Path, size: Size) -> None:
    async with running(tmp_path, entries=high(), size=size) as pilot:
        await until_shown(pilot, LINE, "esc hides this")
        await until(
            pilot, lambda: [one["to"] for one in kept(pilot, "decision") if one["about"] == SEEK_HELP] == ["T3"]
        )
        await pilot.press("escape")
        await until_gone(pilot, "Your notes show this")


@pytest.mark.long
async def test_d4_the_line_names_the_keys_of_the_report_where_there_is_room(tmp_path: Path) -> None:
    settings = Settings(keys={"journal.report": "R"})
    async with running(tmp_path, entries=high(), settings=settings) as pilot:
        await until_shown(pilot, LINE, "The report (J, then R) can help.")


def scored(days: Iterable[int], pain: int, **fields: Any) -> list[Entry]:
    return [factories.log(f"l{ago}", pain, started=_ago(ago), **fields) for ago in days]


def did(days: Iterable[int], **fields: Any) -> list[Entry]:
    scores = {"before": 2, "after": 2, **fields}
    return [factories.session(f"s{ago}", started=_ago(ago), ended=_ago(ago), **scores) for ago in days]


def _ago(days: int) -> str:
    return (now() - timedelta(days=days)).isoformat(timespec="seconds")


@pytest.mark.long
@pytest.mark.parametrize(
    ("entries", "said"),
    [
        (lambda: did([3, 1], worst=7), "on 2 of the last 7 days a session brought high pain or was stopped."),
        (lambda: did([1], stop="S4"), "there was new numbness, tingling or weakness"),
        (lambda: scored([30, 28, 26], 2) + scored([4, 2, 0], 5), "in your first week it was 2."),
        (
            lambda: did([42, 40, 38, *range(34, 8, -4), 4, 2, 0], before=3),
            "This does not mean you did something wrong.",
        ),
        (lambda: scored([9, 5, 1], 2, left=5), "on 3 of the last 14 days"),
    ],
    ids=["T1", "T2", "T4", "T5", "T6"],
)
async def test_d4_each_reason_is_said_in_the_library(
    tmp_path: Path, entries: Callable[[], list[Entry]], said: str
) -> None:
    async with running(tmp_path, entries=entries()) as pilot:
        await until_shown(pilot, "Your notes show this:", said, "esc hides this")


async def test_d4_a_reason_that_was_shown_is_not_shown_at_the_next_start(tmp_path: Path) -> None:
    async with running(tmp_path, entries=high()) as pilot:
        await until_shown(pilot, LINE)
        entries: Any = pilot.app
        shown = [one for one in entries.entries if one["kind"] == "decision" and one["about"] == SEEK_HELP]
    again = tmp_path / "again"
    again.mkdir()
    async with running(again, entries=[*high(), *shown]) as pilot:
        await pilot.pause()
        assert "Your notes show this" not in words(pilot.app)


async def test_d4_no_reason_is_shown_at_the_check_in(tmp_path: Path) -> None:
    async with check_in(tmp_path, "n", "2", entries=high()) as pilot:
        assert "Your notes show this" not in words(pilot.app)


async def test_d4_the_list_keeps_its_routines_under_the_longest_reason_in_the_smallest_window(tmp_path: Path) -> None:
    async with running(tmp_path, entries=high(), size=(40, 12)) as pilot:
        await until_shown(pilot, LINE)
        longest = Reason(
            "T5", "after 6 weeks and 12 sessions the scores are not 2 points lower than in your first week"
        ).text
        pilot.app.screen.advice = longest  # type: ignore[attr-defined]
        await until_shown(pilot, "did something wrong.", "esc hides this", "Full L5", "Morning", "more")
        assert pilot.app.screen.query_one("#list").size.height >= 3
