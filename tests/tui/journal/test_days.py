"""Moving along the days of the chart: the list, the line below and the page follow; and the journal at each size."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode

from l5tui.domain.entry import Entry
from l5tui.domain.new_entry import EntryHeader
from l5tui.domain.progression.decisions import BY_HAND, new_dose_decision
from l5tui.journal import trends
from l5tui.tui import app as app_module
from l5tui.tui.journal.entry_list import EntryListWidget
from tests import factories
from tests.tui.example_journal import at, example_entries, open_journal
from tests.tui.reading import line_with, lines, part, style_of, text, until_gone, until_shown
from tests.tui.running import running

LONG = pytest.mark.long
OTHER_SIZES = (40, 12), (60, 20), (100, 30), (160, 40), (200, 60)


def care(hours_ago: float, what: str = "massage") -> Entry:
    log = factories.log("care", started=at(hours_ago))
    return {**log, "kind": "care", "what": what, "minutes": 30}  # type: ignore[return-value]


def dose_step(hours_ago: float) -> Entry:
    return new_dose_decision(EntryHeader("dose", at(hours_ago), None, "0.1.0"), "glute_bridge", 1, 2, BY_HAND)


async def test_left_and_right_move_along_the_days_and_the_list_follows(tmp_path: Path) -> None:
    """Each day with anything is a stop, also one that only has a dose step; enter opens it and esc closes it."""
    entries = [*example_entries(), care(60.5), dose_step(24 * 5)]
    async with running(tmp_path, entries=entries) as pilot:
        await open_journal(pilot, "▌Sun 22 Nov", "Sun 22 Nov before 5; after 3")
        assert line_with(pilot.app, "also").split() == ["also", "D", "C", "│"]
        await pilot.press("left", "left")
        await until_shown(pilot, "▌Fri 20 Nov", "Fri 20 Nov massage, 30 min; before 6")
        await pilot.press("left", "left")
        await until_shown(pilot, "Tue 17 Nov Glute bridge")
        assert "▌" not in text(pilot.app), "no entry of another day is highlighted"
        await pilot.press("d", "e", "enter")
        await until_shown(pilot, "Tue 17 Nov 2026", "Glute bridge")
        await pilot.press("escape", "right")
        await until_shown(pilot, "▌Thu 19 Nov")
        await pilot.press("up")
        await until_shown(pilot, "Fri 20 Nov massage, 30 min; before 6")
        assert len(pilot.app.entries) == len(entries) + 2, "nothing was deleted"  # type: ignore[attr-defined]


async def test_the_key_for_the_legs_shows_them_under_a_lower_chart_in_every_time_range(tmp_path: Path) -> None:
    entries = [factories.log("l", 4, left=6, right=3, started=at(1)), factories.log("m", 5, left=5, started=at(50))]
    async with running(tmp_path, entries=entries) as pilot:
        await open_journal(pilot, "legs l", "pain score")
        assert "right" not in part(pilot.app, "#trend")
        await pilot.press("l")
        await until_shown(pilot, "left", "right", "b buttock k knee c calf")
        assert "left k c right b" in part(pilot.app, "#trend")
        await pilot.press("t")
        await until_shown(pilot, "90 days", "b buttock k knee c calf")
        await pilot.press("l")
        await until_gone(pilot, "b buttock")


@LONG
async def test_at_40x12_the_legs_can_be_seen_and_what_else_belongs_to_a_day_read(tmp_path: Path) -> None:
    entries = [factories.log("l", 4, left=6, started=at(1)), factories.log("m", 5, left=5, started=at(60)), care(60.5)]
    async with running(tmp_path, size=(40, 12), entries=entries) as pilot:
        await open_journal(pilot, "30 days", "before", "0 not answered")
        await pilot.press("left")
        await until_shown(pilot, "20 Nov massage, 30 min; before 5;", "enter open")
        await pilot.press("l")
        await until_shown(pilot, "left k", "also", "C care k knee c calf")
        assert "before" not in part(pilot.app, "#trend")
        await pilot.press("l", "t")
        await until_shown(pilot, "90 days", "before")


@LONG
@pytest.mark.parametrize("size", [(40, 12), (60, 16), (60, 20), (80, 20), (80, 24), (100, 24), (160, 24)])
async def test_with_the_legs_nothing_is_cut_off_and_the_list_is_still_there(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    legs = [factories.log(f"l{rank}", 4, left=rank, right=0, started=at(24 * rank)) for rank in range(2, 8)]
    async with running(tmp_path, size=size, entries=[*legs, care(60.5), dose_step(24 * 5)]) as pilot:
        await open_journal(pilot, "pain score")
        await pilot.press("l")
        await until_shown(pilot, "left", "right", "also", "C care D dose", "f foot", "- none", "enter open")
        shown = part(pilot.app, "#trend")
        assert "cores often fall" in shown or size[1] < 20
        assert part(pilot.app, "EntryListWidget").count("pain score") >= (2 if size[1] > 12 else 1)


@LONG
async def test_a_dose_step_made_meanwhile_gets_its_letter(tmp_path: Path) -> None:
    """Dose levels are computed off the event loop, because a journal of years takes a while."""
    async with running(tmp_path, entries=example_entries()) as pilot:
        await open_journal(pilot)
        pilot.app.entries = (*pilot.app.entries, dose_step(24 * 5))  # type: ignore[attr-defined]
        await until_shown(pilot, "also", "D")
        await pilot.press(*["left"] * 4)
        await until_shown(pilot, "Tue 17 Nov Glute bridge")


@LONG
async def test_the_arrows_stop_at_the_first_and_the_last_day(tmp_path: Path) -> None:
    async with running(tmp_path, entries=example_entries()) as pilot:
        await open_journal(pilot)
        await pilot.press(*["left"] * 9)
        await until_shown(pilot, "▌Thu 19 Nov")
        await pilot.press(*["right"] * 9)
        await until_shown(pilot, "▌Sun 22 Nov")


@LONG
async def test_the_page_of_an_open_entry_follows_the_day(tmp_path: Path) -> None:
    async with running(tmp_path, entries=example_entries()) as pilot:
        await open_journal(pilot)
        await pilot.press("enter", "left")
        await until_shown(pilot, "Sat 21 Nov 2026, 13:30")
        await pilot.press("right")
        await until_shown(pilot, "Sun 22 Nov 2026, 18:30")


@LONG
async def test_an_entry_of_a_wrong_clock_is_listed_and_said_not_to_be_drawn(tmp_path: Path) -> None:
    entries = [*example_entries(), factories.log("ahead", 9, started="2036-01-03T08:00:00+01:00")]
    async with running(tmp_path, size=(110, 30), entries=entries) as pilot:
        await open_journal(pilot, "▌3 Jan 2036", "Thu 3 Jan 2036 not drawn: its date is ahead of today")
        await until_shown(pilot, ", 1 wrong date (not drawn)")
        pilot.app.entries = (*pilot.app.entries, factories.log("odd", 9, started="1206"))  # type: ignore[attr-defined]
        await until_shown(pilot, ", 2 wrong dates (not drawn)")
        await pilot.press("end", "t", "t")
        await until_shown(pilot, "Not drawn: its date can't be read", "all")
        assert "2036" not in part(pilot.app, "PainChartWidget")


@LONG
async def test_a_day_before_the_chart_turns_it_back_by_its_whole_length(tmp_path: Path) -> None:
    entries = [factories.log("new", 3, started=at(1)), factories.log("old", 5, started=at(24 * 40))]
    async with running(tmp_path, entries=entries) as pilot:
        await open_journal(pilot, "1 score in 30 days")
        await pilot.press("left")
        await until_shown(pilot, "1 score, 24 Sep to 23 Oct", "Tue 13 Oct before 5")
        await pilot.press("right")
        await until_shown(pilot, "1 score in 30 days")


@LONG
async def test_under_a_search_only_days_with_matches_are_stops(tmp_path: Path) -> None:
    entries = [*example_entries(), dose_step(24 * 5)]
    async with running(tmp_path, entries=entries) as pilot:
        await open_journal(pilot)
        await pilot.press("slash", *"full", "enter", "escape", "escape", "slash", *"full", "enter", "left")
        await until_shown(pilot, "Thu 19 Nov 2026")


async def test_the_sentence_about_the_weeks_stands_over_the_chart(tmp_path: Path) -> None:
    weeks = [factories.log(f"a{n}", 6, started=at(24 * (60 - n))) for n in range(3)]
    weeks += [factories.log(f"b{n}", 3, started=at(24 * n + 1)) for n in range(4)]
    async with running(tmp_path, entries=weeks) as pilot:
        await open_journal(pilot, "Lower: first week 6 (3 scores), newest week 3 (4 scores)")
        shown = lines(pilot.app)
        assert shown.index(line_with(pilot.app, "Lower:")) + 1 == shown.index(line_with(pilot.app, "  10  "))


@pytest.mark.parametrize(
    "size",
    [(80, 24), *(pytest.param(size, marks=LONG) for size in ((40, 12), (60, 20), (100, 30), (160, 40), (200, 60)))],
)
async def test_the_list_has_the_legs_at_every_size(tmp_path: Path, size: tuple[int, int]) -> None:
    entries = [factories.log("l", 4, left=6, right=3, started=at(1))]
    async with running(tmp_path, size=size, entries=entries) as pilot:
        await open_journal(pilot, "pain score")
        row = part(pilot.app, "EntryListWidget")
        assert row.endswith(("left calf", "c b")), row


@LONG
@pytest.mark.parametrize("size", [(160, 40), (180, 48), (200, 60)])
async def test_in_a_broad_window_chart_list_and_page_stand_side_by_side(tmp_path: Path, size: tuple[int, int]) -> None:
    async with running(tmp_path, size=size, entries=example_entries()) as pilot:
        await open_journal(pilot, "before", "▌Sun 22 Nov", "Sun 22 Nov 2026, 18:30", "What you did")
        first = lines(pilot.app)[2]
        assert first.index("30") < first.index("▌Sun 22 Nov") < first.index("Sun 22 Nov 2026")
        assert first.index("Sun 22 Nov 2026") > 0.65 * size[0]
        assert "This chart cannot show why." in part(pilot.app, "#trend"), "nothing of the chart's column is cut off"
        shown = part(pilot.app, "#trend")
        assert "● before" in shown
        assert "one point up or down is normal wobble" in shown
        labels = [line.split()[:1] for line in lines(pilot.app)]
        assert labels.index(["0"]) - labels.index(["10"]) == 20, "two rows a point"
        assert ("19 min" in part(pilot.app, "EntryListWidget")) == (size[0] == 200)
        if size[1] > 40:
            assert "none" in part(pilot.app, "CalendarWidget")
        else:
            await pilot.press("t", "t", "t")
            await until_shown(pilot, "Mo Tu We")


@LONG
async def test_in_a_broad_and_low_window_the_calendar_comes_after_the_spans_of_time(tmp_path: Path) -> None:
    async with running(tmp_path, size=(160, 24), entries=example_entries()) as pilot:
        await open_journal(pilot, "calendar", "Most start at high pain", "can't show why.", "● before", "legs")
        assert "Mo Tu We" not in text(pilot.app)
        await pilot.press("t", "t", "t")
        await until_shown(pilot, "Mo Tu We")


@LONG
async def test_the_calendar_stands_beside_the_chart_or_comes_after_the_spans_of_time(tmp_path: Path) -> None:
    async with running(tmp_path, size=(100, 30), entries=example_entries()) as pilot:
        await open_journal(pilot, "Mo Tu We Th Fr Sa Su", "● before")
        await pilot.press("t", "t", "t", "t")
        await until_shown(pilot, "Mo Tu We Th Fr Sa Su", "● before")
        await pilot.resize_terminal(80, 24)
        await until_gone(pilot, "Mo Tu We")
        await pilot.press("t", "t", "t")
        await until_shown(pilot, "Mo Tu We Th Fr Sa Su")
        await pilot.resize_terminal(40, 12)
        await until_shown(pilot, "Mo Tu We Th Fr Sa Su", "▌Sun 22 Nov")
        await pilot.resize_terminal(100, 30)
        await until_shown(pilot, "● before", "30 days")


@LONG
async def test_the_first_day_of_the_week_is_that_of_the_settings(tmp_path: Path) -> None:
    from l5tui.config.settings import Settings

    settings = Settings(week_starts="sunday")
    async with running(tmp_path, size=(100, 30), entries=example_entries(), settings=settings) as pilot:
        await open_journal(pilot, "Su Mo Tu We Th Fr Sa")


@LONG
async def test_at_40_columns_the_bars_show_the_chosen_day(tmp_path: Path) -> None:
    async with running(tmp_path, size=(40, 12), entries=example_entries()) as pilot:
        await open_journal(pilot, "before", "after")
        assert style_of(pilot.app, "▃", "SparklinesWidget").reverse, "after, on the highlighted entry's day"
        assert not style_of(pilot.app, "▂", "SparklinesWidget").reverse
        await pilot.press("left")
        await until_shown(pilot, "21 Nov before 4")


async def test_the_first_opening_applies_styles_once_and_folds_the_journal_no_second_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What made the journal slow to open; benchmarks/journal_screen.py measures it."""
    applied: Counter[DOMNode] = Counter()
    folded = []
    apply, days = Stylesheet.apply, trends.days

    def counted(self: Stylesheet, node: DOMNode, **given: Any) -> None:
        applied[node] += 1
        apply(self, node, **given)

    def counted_days(*given: Any, **more: Any) -> Any:
        folded.append(given)
        return days(*given, **more)

    monkeypatch.setattr(app_module, "days", counted_days)
    async with running(tmp_path, entries=example_entries()) as pilot:
        before = len(folded)
        library = pilot.app.screen
        monkeypatch.setattr(Stylesheet, "apply", counted)
        await open_journal(pilot)
        listing = pilot.app.screen.query_one(EntryListWidget)
        assert len(folded) == before, "the library has folded it"
        assert applied[listing] <= 2
        assert not any(node.screen is library for node in applied if node is not library), "nothing behind it"
