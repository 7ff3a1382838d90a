from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest
from textual.events import Paste
from textual.pilot import Pilot

from l5tui.config.settings import Settings
from l5tui.domain.dose import Dose
from l5tui.domain.how_to import how_to
from l5tui.journal.store import Journal
from l5tui.library import load
from l5tui.tui.library.screen import LibraryScreen
from tests.factories import session
from tests.tui.reading import line_with, lines, part, style_of, text, until, until_gone, until_shown, words
from tests.tui.running import SIZES, Size, running, started

CONTENT = load()


def _differs(pilot: Pilot[int], before: str) -> bool:
    return part(pilot.app, "PageWidget") != before


OWN = """\
id = "mine"
name = "[bold]Mine[/] [/x]"
why = "[red]so[/red]"
[[steps]]
exercise = "cat_cow"
"""


@pytest.mark.long
@pytest.mark.parametrize("size", SIZES)
async def test_the_list_has_every_routine_and_exercise_with_its_length(tmp_path: Path, size: Size) -> None:
    """Where the list scrolls, a line says how many rows are below, and moving down shows them."""
    names = [one.name for one in CONTENT.routines.values()] + [one.name for one in CONTENT.exercises.values()]
    async with running(tmp_path, size=size) as pilot:
        shown = len(re.findall(r"\d min", part(pilot.app, "#list")))
        assert shown == len(names) or f"↓ {len(names) - shown} more" in part(pilot.app, "#list")
        for name in names:
            while size == (40, 12) and name not in line_with(pilot.app, "▌"):
                await pilot.press("down")
            assert re.search(rf"{re.escape(name)} \d+ min", part(pilot.app, "#list")), text(pilot.app)


async def test_the_list_is_made_once_before_the_journal_is_open_and_once_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[LibraryScreen] = []
    show_list = LibraryScreen.show_list

    def counted(screen: LibraryScreen) -> None:
        made.append(screen)
        show_list(screen)

    monkeypatch.setattr(LibraryScreen, "show_list", counted)
    async with running(tmp_path):
        assert len(made) == 2


async def test_up_and_down_show_the_page_of_the_highlighted_row(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await until_shown(pilot, "Full L5 enter start 7 exercises 19 min", within="#page")
        assert re.search(r"3 +Bird dog +10 each side, 5 s +4:31$", line_with(pilot.app, "10 each side"))
        await pilot.press("down")
        await until_shown(pilot, "Morning enter start", CONTENT.routines["morning"].why[:30], within="#page")
        await pilot.press("j", "k", "k", "up")
        await until_shown(pilot, "McKenzie extension enter start strength 3 min", within="#page")


@pytest.mark.long
async def test_paging_reads_a_page_to_its_end_and_a_line_says_how_much_is_left(tmp_path: Path) -> None:
    exercise = CONTENT.exercises["mckenzie_extension"]
    async with running(tmp_path) as pilot:
        await pilot.press("end")
        await until_shown(pilot, "McKenzie extension enter start", within="#page")
        seen = part(pilot.app, "PageWidget")
        while "more" in part(pilot.app, "ReaderWidget"):
            before = part(pilot.app, "PageWidget")
            await pilot.press("pagedown")
            await until(pilot, partial(_differs, pilot, before))
            seen += part(pilot.app, "PageWidget")
        for wanted in (
            exercise.helps,
            how_to(exercise, [Dose.of(exercise, level=1)])[-1],
            exercise.stop_if[-1],
            "Take care if",
            *exercise.aliases,
        ):
            assert " ".join(wanted.split()[:4]) in seen
        await pilot.press("space")
        assert part(pilot.app, "PageWidget") == seen[-len(part(pilot.app, "PageWidget")) :], "the end is the end"
        await pilot.press("up")
        await until_shown(pilot, "Glute bridge enter start", CONTENT.exercises["glute_bridge"].helps, within="#page")


async def test_the_library_shows_the_last_session_and_this_weeks_count_from_the_journal(tmp_path: Path) -> None:
    """The week is a count, and a week without a session is not mentioned."""
    week = [session(f"s{day}", started=f"2026-11-{day}T18:40:00+01:00") for day in (15, 17, 19, 20)]
    async with running(tmp_path, entries=week) as pilot:
        await until_shown(pilot, "Sun 22 Nov 3 sessions this week")
        await until_shown(pilot, "7 exercises 19 min last Fri 5 → 3 lower", within="#page")
        await pilot.app.keep(session("s22", before=3, after=3))  # type: ignore[attr-defined]
        await until_shown(pilot, "4 sessions this week", "today 3 → 3 about the same")
    async with running(tmp_path / "empty") as pilot:
        assert line_with(pilot.app, "Library").endswith("Sun 22 Nov")


async def test_enter_starts_a_whole_routine_or_one_exercise(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        routines = started(pilot)
        await pilot.press("enter", "end", "enter")
        await until(pilot, lambda: len(routines) == 2)
        assert [routine.id for routine in routines] == ["full_l5", "mckenzie_extension"]
        assert [step.exercise.id for step in routines[1].steps] == ["mckenzie_extension"]


async def test_enter_opens_the_check_in_and_escape_goes_back(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await pilot.press("enter")
        await until_shown(pilot, "How much pain do you have right now?")
        await pilot.press("escape")
        await until_shown(pilot, "Full L5 enter start")


# Favourites


async def test_f_saves_a_favourite_and_removes_it_again(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await until_shown(pilot, "f keeps a favourite")
        await pilot.press("down", "down", "f")
        await until_shown(pilot, "1 Evening 9 min")
        assert Journal(tmp_path / "journal.json").favourites() == ["evening"]
        assert "Evening" in line_with(pilot.app, "▌"), "it stays highlighted where it went"
        await pilot.press("f")
        await until_gone(pilot, "1 Evening")
        assert Journal(tmp_path / "journal.json").favourites() == []
        assert "Evening" in line_with(pilot.app, "▌")


async def test_a_digit_starts_its_favourite_if_that_exists(tmp_path: Path) -> None:
    """A favourite whose file is missing keeps its digit; otherwise 3 would start something else whenever a file
    breaks."""
    async with running(tmp_path, favourites=["evening", "gone", "bird_dog"]) as pilot:
        routines = started(pilot)
        await until_shown(pilot, "1 Evening 9 min", "3 Bird dog 5 min")
        assert "Evening" in line_with(pilot.app, "▌"), "the first favourite is highlighted, enter starts the day"
        await pilot.press("3", "2", "9", "1")
        await until(pilot, lambda: len(routines) == 2)
        assert [routine.id for routine in routines] == ["bird_dog", "evening"]


@pytest.mark.long
async def test_a_favourite_that_cannot_be_saved_says_why(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        pilot.app.records.journal = Journal(tmp_path)  # type: ignore[attr-defined]
        await pilot.press("f")
        await until_shown(pilot, " ! ", "is a folder, not a journal")
        await until_shown(pilot, "McKenzie extension 3 min", within="#list")
        assert "1 Full L5" not in text(pilot.app)


# Finding


@pytest.mark.long
async def test_typing_filters_the_list_enter_starts_and_escape_shows_all_again(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        routines = started(pilot)
        await pilot.press("slash", *"chest")
        await until_shown(pilot, "Knee-to-chest enter start", within="#page")
        assert part(pilot.app, "#list") == "EXERCISES ▌ Knee-to-chest 3 min"
        await pilot.press("ctrl+u", "e", "down", "enter")
        await until(pilot, lambda: routines)
        assert [routine.id for routine in routines] == ["extension"]
        await pilot.press("escape")
        await until_shown(pilot, "Full L5", "Extension enter start")
        assert "Extension" in line_with(pilot.app, "▌"), "what was found stays highlighted"


@pytest.mark.long
async def test_letters_and_digits_are_text_while_filtering(tmp_path: Path) -> None:
    async with running(tmp_path, favourites=["evening"]) as pilot:
        routines = started(pilot)
        await pilot.press("slash", *"[1fL")
        await until_shown(pilot, "Nothing called [1fL. esc clears", within="#left")
        assert "start" not in words(pilot.app), "enter would do nothing, so it isn't offered"
        await pilot.press("enter")
        pilot.app.screen.post_message(Paste("\x1b[31mtoo much\n" * 2000))
        await until_shown(pilot, "too much", within="#left")
        assert len(part(pilot.app, "#left")) < 300
        await pilot.press("escape")
        await until_shown(pilot, "1 Evening 9 min", "Evening enter start")
        assert not routines


# Windows and looks


async def test_in_a_narrow_window_one_line_has_the_facts_and_a_key_opens_the_page(tmp_path: Path) -> None:
    entry = session(started="2026-11-19T18:40:00+01:00")
    async with running(tmp_path, size=(40, 12), entries=[entry]) as pilot:
        routines = started(pilot)
        assert lines(pilot.app)[-2].strip() == "7 exercises   last Thu 5 → 3 lower"
        assert "enter  start" in lines(pilot.app)[-1]
        await pilot.press("right")
        await until_shown(pilot, "Full L5 enter start", "1 Cat-cow 1:30 10 slow cycles")
        assert "ROUTINES" not in text(pilot.app)
        await pilot.press("down", "down")
        await until_gone(pilot, "1 Cat-cow")
        await pilot.press("enter", "escape")
        await until_shown(pilot, "ROUTINES")
        await pilot.press("enter")
        await until(pilot, lambda: len(routines) == 2)
        assert {routine.id for routine in routines} == {"full_l5"}


def margins(pilot: Pilot[int]) -> tuple[int, int]:
    """The first and the last column that any row uses."""
    filled = [line for line in lines(pilot.app) if line]
    return min(len(line) - len(line.lstrip()) for line in filled), max(len(line) for line in filled)


@pytest.mark.long
async def test_every_window_size_shows_the_library_or_says_which_size_is_needed(tmp_path: Path) -> None:
    """One label says what enter does, nothing is wider than 120 columns, and the margin has the mark."""
    async with running(tmp_path) as pilot:
        for size in ((80, 24), (40, 12), (60, 20), (200, 60)):
            await pilot.resize_terminal(*size)
            await until(pilot, lambda: text(pilot.app).count("enter") == 1, f"one enter at {size}")
        await until(pilot, lambda: margins(pilot) == (39, 160), "120 columns in the middle of 200")
        for size in ((1, 1), (0, 0), (60, 3)):
            await pilot.resize_terminal(*size)
            await pilot.press("down", "pagedown", "right", "slash", "escape", "left")
        await pilot.resize_terminal(39, 11)
        await until_shown(pilot, "needs 40x12, is 39x11")
        await pilot.resize_terminal(80, 24)
        await until_shown(pilot, "enter start")
        before = line_with(pilot.app, "▌")
        await pilot.press("down")
        await until(pilot, lambda: line_with(pilot.app, "▌") != before, "the list has the focus again")


async def test_the_highlighted_row_has_a_mark_a_background_and_a_bold_name(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        name, other = style_of(pilot.app, "Full L5", "#list"), style_of(pilot.app, "Morning", "#list")
        assert name.bold
        assert not other.bold
        assert name.bgcolor != other.bgcolor
        assert "Full L5" in line_with(pilot.app, "▌")


async def test_without_colour_the_highlighted_row_is_reversed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(tmp_path, size=(100, 30)) as pilot:
        other = style_of(pilot.app, "Morning", "#list")
        assert style_of(pilot.app, "Full L5", "#list").reverse
        assert not other.reverse
        assert all(style_of(pilot.app, word).color == other.color for word in ("▌", "━", "Take care", "ROUTINES"))


@pytest.mark.long
async def test_with_plain_signs_the_library_is_all_ascii(tmp_path: Path) -> None:
    async with running(tmp_path, entries=[session()], ascii=True) as pilot:
        for keys in ((), ("end",), ("slash", "é")):
            await pilot.press(*keys)
            await pilot.pause()
            assert text(pilot.app).isascii(), text(pilot.app)


async def test_a_broken_content_file_is_reported_and_content_is_not_parsed_as_markup(tmp_path: Path) -> None:
    own = tmp_path / "own" / "routines"
    own.mkdir(parents=True)
    (own / "broken.toml").write_text("id = 3\n", encoding="utf-8")
    (own / "mine.toml").write_text(OWN, encoding="utf-8")
    async with running(tmp_path, library=load(own=own.parent), size=(120, 30)) as pilot:
        await until_shown(pilot, " ! ", "Full L5 enter start")
        await pilot.press("escape")
        await until_gone(pilot, " ! ")
        await pilot.press("slash", *"mine")
        await until_shown(pilot, "[bold]Mine[/] [/x] enter start", "[red]so[/red]", within="#page")


@pytest.mark.long
async def test_a_remapped_key_is_shown_everywhere_the_key_is_named(tmp_path: Path) -> None:
    settings = Settings(keys={"library.favourite": "v", "page.down": "f5"})
    async with running(tmp_path, settings=settings) as pilot:
        await until_shown(pilot, "v keeps a favourite", "v favourite", "more lines f5")
        await pilot.press("v")
        await until_shown(pilot, "1 Full L5")
