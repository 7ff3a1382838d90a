from __future__ import annotations

import re
from pathlib import Path

import pytest

from l5tui import __version__
from l5tui.config.settings import Settings
from l5tui.tui.guide.screen import GuideScreen
from l5tui.tui.help.screen import keys_of
from l5tui.tui.library.screen import LibraryScreen
from tests.tui.reading import line_with, lines, part, text, until, until_gone, until_shown, words
from tests.tui.running import SMALLEST, Size, running

pytestmark = pytest.mark.long
"""Each of these opens the whole app; .ci/run runs them."""


@pytest.mark.parametrize("size", SMALLEST)
async def test_the_help_lists_every_key_of_the_screen_below_with_its_words_and_no_id(
    tmp_path: Path, size: Size
) -> None:
    async with running(tmp_path, size=size) as pilot:
        keys = list(keys_of(pilot.app.screen))
        await pilot.press("question_mark")
        await until_shown(pilot, "All keys here")
        seen = part(pilot.app, "PageWidget")
        while "more" in part(pilot.app, "ReaderWidget"):
            await pilot.press("pagedown")
            await pilot.pause()
            seen += " " + part(pilot.app, "PageWidget")
        for key in keys:
            assert key.words
            assert key.id not in seen or "." not in key.id
            assert all(word in seen for word in key.words.split())
        for group in ("On this screen", "In the list", "The page", "While finding", "Places", "Everywhere"):
            assert group in seen


async def test_the_help_lists_keys_of_widgets_that_do_not_have_the_focus(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        ids = {key.id for key in keys_of(pilot.app.screen)}
        assert {"library.start", "favourite.1 to .9", "list.down", "text.down", "find.down", "quit.now"} <= ids
        assert not any(one.startswith("guide") for one in ids), "another screen's keys stand in its own help"
        assert "trouble.hide" not in ids, "esc has a nearer meaning here"


async def test_the_help_shows_a_remapped_key_as_it_is_now(tmp_path: Path) -> None:
    settings = Settings(keys={"library.favourite": "v,F", "help": "f1"})
    async with running(tmp_path, settings=settings) as pilot:
        await pilot.press("f1")
        await until_shown(pilot, "All keys here")
        assert re.search(r"^ *v  F +make it a favourite", line_with(pilot.app, "make it a favourite"))
        await pilot.press("escape")
        await until_shown(pilot, "Full L5 enter start")


async def test_closing_the_help_leaves_the_screen_below_unchanged(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await pilot.press("down")
        for close in ("escape", "question_mark", "q", "enter"):
            await pilot.press("question_mark")
            await until_shown(pilot, "All keys here")
            await pilot.press("j", close)
            await until_shown(pilot, "Morning enter start")


async def test_the_help_says_what_the_app_is_and_where_the_journal_is_kept(tmp_path: Path, home: Path) -> None:
    async with running(tmp_path, size=(100, 80)) as pilot:
        await pilot.press("G", "question_mark")
        await until_shown(
            pilot,
            f"l5tui {__version__}",
            "No clinician has reviewed this app. It is not a medical device and does not replace care.",
        )
        shown = part(pilot.app, "PageWidget").replace(" ", "")
        assert str(tmp_path / "journal.json").replace(" ", "") in shown
        assert "config.toml" in shown
        assert "read the highlighted one" in words(pilot.app), "the guide's own keys"


@pytest.mark.parametrize("own", [{}, {"session.hurts": "o"}])
async def test_the_help_names_the_keys_that_work_on_every_keyboard(tmp_path: Path, own: dict[str, str]) -> None:
    async with running(tmp_path, size=(100, 80), settings=Settings(keys=own)) as pilot:
        await pilot.press("question_mark")
        await until_shown(
            pilot, "A capital does what the small letter does", "Russian, Ukrainian", "Keys that come at once"
        )
        assert ('On every layout backspace is "it hurts"' in words(pilot.app)) is not bool(own)


async def test_the_help_shows_an_error_in_full(tmp_path: Path) -> None:
    """The line above the keys has room for the file's name and what is wrong with it, not for every folder."""
    wrong = f"{tmp_path / 'content' / 'routines' / 'mine.toml'}: steps[2].reps: it is 0. 1 is the least"
    async with running(tmp_path, notices=(wrong,)) as pilot:
        await until_shown(pilot, " ! …/mine.toml: steps[2].reps: it is 0. 1 is the least")
        assert "? all" not in words(pilot.app), "nothing of it is missing"
        await pilot.press("question_mark")
        await until_shown(pilot, "What went wrong", "steps[2].reps: it is 0. 1 is the least", within="PageWidget")
        assert str(tmp_path).replace(" ", "") in part(pilot.app, "PageWidget").replace(" ", "")


@pytest.mark.parametrize("others", [(), ("another. Mend it",)])
async def test_an_error_line_that_is_cut_off_names_the_key_that_shows_all_of_it(
    tmp_path: Path, others: tuple[str, ...]
) -> None:
    wrong = f"{'what is wrong with it ' * 5}in the end. This is what to do about it"
    async with running(tmp_path, notices=(wrong, *others), settings=Settings(keys={"help": "f1"})) as pilot:
        await until_shown(pilot, "! what is wrong with it", f"{'1 more message ' if others else ''}f1 all")
        assert "what to do about it" not in words(pilot.app)
        await pilot.press("f1")
        await until_shown(pilot, "in the end. This is what to do about it", *others, within="PageWidget")
        assert "f1 all" not in words(pilot.app), "here they stand"


async def test_a_line_that_esc_puts_away_names_the_key(tmp_path: Path) -> None:
    async with running(tmp_path, notices=("the disk is full. Make room",)) as pilot:
        for place in ("L", "J", "G"):
            await pilot.press(place)
            await until_shown(pilot, "the disk is full. Make room esc hide")
        await pilot.press("comma")
        await until_shown(pilot, "Settings", "the disk is full. Make room")
        assert "esc hide" not in words(pilot.app), "here esc goes back"
        await pilot.press("escape", "escape")
        await until_gone(pilot, "the disk is full")


@pytest.mark.parametrize("keys", ["L", "G", "question_mark"])
async def test_a_blank_row_separates_the_screen_from_the_keys_and_from_an_error_line(tmp_path: Path, keys: str) -> None:
    async with running(tmp_path) as pilot:
        await pilot.press(keys)
        await until_shown(pilot, "All keys here" if keys == "question_mark" else "? keys")
        await until(pilot, lambda: "more" in lines(pilot.app)[-3], "how much more there is")
        assert lines(pilot.app)[-2] == ""
        above = lines(pilot.app)[:4]
        pilot.app.trouble("the disk is full. Make room")  # type: ignore[attr-defined]
        await until(pilot, lambda: lines(pilot.app)[-2].startswith("   !  the disk is full. Make room"), "in that row")
        assert "more" in lines(pilot.app)[-3], "nothing moved"
        assert lines(pilot.app)[:3] == above[:3]
        assert above[3], "the page begins in the fourth row"
        assert lines(pilot.app)[3] == above[3] or keys == "question_mark", "the help begins with what went wrong"


async def test_every_screen_of_the_demo_is_labelled_demo(tmp_path: Path) -> None:
    async with running(tmp_path, demo=True) as pilot:
        for keys in ((), ("question_mark",), ("n",), ("enter", "escape", "G"), ("J",), ("L", "enter")):
            await pilot.press(*keys)
            await until(pilot, lambda: text(pilot.app).count("DEMO") == 1, f"DEMO after {keys}")


async def test_arrow_keys_are_named_in_words_where_signs_are_plain(tmp_path: Path) -> None:
    async with running(tmp_path, ascii=True) as pilot:
        await pilot.press("question_mark")
        await until_shown(pilot, "down j")
        assert text(pilot.app).isascii()


async def test_the_help_raises_no_error_at_any_window_size(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await pilot.press("question_mark")
        for size in ((1, 1), (0, 0), (100, 12)):
            await pilot.resize_terminal(*size)
            await pilot.press("pagedown", "end", "home")
        await until_shown(pilot, "All keys here", "On this screen")
        await pilot.press("q")
        await until_gone(pilot, "All keys here")
        assert pilot.app.is_running, "q closes the help, not the app"


def test_every_binding_has_words_and_every_id_one_meaning() -> None:
    for screen in (LibraryScreen, GuideScreen):
        bindings = [binding for kind in screen.__mro__ for binding in vars(kind).get("BINDINGS", ()) if binding.id]
        assert all(binding.description for binding in bindings)
        owned = {"ctrl+a", "ctrl+b", "ctrl+s", "ctrl+j", "ctrl+h", "ctrl+i", "ctrl+m"}
        assert not owned & {key for binding in bindings for key in binding.key.split(",")}
