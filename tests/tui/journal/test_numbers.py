"""The page of the journal's numbers: what it says, its spans of time, and its place in small windows."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import Any

import pytest

from l5tui.config.clock import new_header
from l5tui.domain.entry import Entry
from l5tui.domain.new_entry import EntryHeader, new_week
from l5tui.domain.programme_entries import new_end
from l5tui.journal.numbers import Numbers, numbers_of
from l5tui.tui.journal import numbers as page
from tests import factories
from tests.taken_programme import taken
from tests.tui.example_journal import at, example_entries, open_journal
from tests.tui.reading import part, text, until_gone, until_shown
from tests.tui.running import SMALLEST, Size, running

pytestmark = pytest.mark.long
"""Each of these opens the whole app; .ci/run runs them."""


async def test_n_shows_the_journal_in_numbers_and_esc_closes_it(tmp_path: Path) -> None:
    async with running(tmp_path, size=(80, 40), entries=example_entries()) as pilot:
        await open_journal(pilot)
        await pilot.press("n")
        await until_shown(pilot, "In numbers", "3 scores, 1 not answered", "3 sessions on 3 days")
        await until_shown(pilot, "Bird dog", "left 1 time, 10 reps, 50 s held", "right 1 time, 8 reps, 40 s held")
        await until_shown(pilot, "there is a median from 5 on")
        await pilot.press("escape")
        await until_gone(pilot, "In numbers")
        await until_shown(pilot, "about the same")


async def test_t_counts_another_span_of_time(tmp_path: Path) -> None:
    old: list[Entry] = [factories.log("old", 4, started=at(24 * 60))]
    async with running(tmp_path, entries=[*example_entries(), *old]) as pilot:
        await open_journal(pilot)
        await pilot.press("n")
        await until_shown(pilot, "4 scores, 1 not answered")
        await pilot.press("t", "t")
        await until_shown(pilot, "3 scores, 1 not answered")


async def test_a_long_journal_is_said_to_be_counted_until_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = Event()

    def slow(*given: Any, **more: Any) -> Numbers:
        counted.wait(30)
        return numbers_of(*given, **more)

    monkeypatch.setattr(page, "numbers_of", slow)
    async with running(tmp_path, entries=example_entries()) as pilot:
        await open_journal(pilot)
        await pilot.press("n")
        try:
            await until_shown(pilot, page.COUNTING)
        finally:
            counted.set()
        await until_shown(pilot, "3 scores, 1 not answered")
        assert page.COUNTING not in text(pilot.app)


@pytest.mark.usefixtures("home")
async def test_a_programme_that_was_ended_and_the_pain_of_the_week_are_on_it(tmp_path: Path) -> None:
    first = taken('[[sessions]]\nroutine = "morning"\ndays = "every day"', days_ago=5)
    weeks = [new_week(EntryHeader(f"w{days}", at(24 * days), None, "test"), 3) for days in (1, 8)]
    async with running(tmp_path, size=(80, 40), entries=[first, new_end(new_header(), first), *weeks]) as pilot:
        await open_journal(pilot, "programme")
        await pilot.press("n")
        await until_shown(pilot, '"Weeks", version 1', "Morning: planned 5 times, done 0")
        await until_shown(pilot, "Pain on average over 7 days", "newest 3", "n = 2")


async def test_an_empty_journal_has_a_page_too(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await open_journal(pilot, "Nothing here yet")
        await pilot.press("n")
        await until_shown(pilot, "0 scores, 0 not answered", "none yet")


@pytest.mark.parametrize("size", SMALLEST)
async def test_in_a_small_window_all_of_it_can_be_reached(tmp_path: Path, size: Size) -> None:
    async with running(tmp_path, entries=example_entries(), size=size, ascii=True) as pilot:
        await open_journal(pilot, "5")
        await pilot.press("n")
        await until_shown(pilot, "In numbers", "esc close")
        seen = part(pilot.app, "PageWidget")
        while "more" in part(pilot.app, "ReaderWidget"):
            await pilot.press("pagedown")
            await pilot.pause()
            seen += " " + part(pilot.app, "PageWidget")
        assert text(pilot.app).isascii()
        for words in ("Times done, and time held", "Bird dog", "These numbers cannot show why."):
            assert words in " ".join(seen.split())
