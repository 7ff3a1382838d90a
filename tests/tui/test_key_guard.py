"""Keys that arrive in a burst run no guarded action, and letters work on every keyboard layout."""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import Any, ClassVar

import pytest
from textual.binding import Binding, BindingType
from textual.pilot import Pilot
from textual.screen import ModalScreen, Screen
from textual.widgets import Input

from l5tui.config.keys import GUARDED, KEYS
from l5tui.terminal.input_reader import InputReader
from l5tui.terminal.key_bursts import BURST_S, Presses
from l5tui.terminal.key_layouts import layout_of
from l5tui.tui.guide.screen import GuideScreen
from l5tui.tui.journal.screen import JournalScreen
from l5tui.tui.key_guard import KeyGuard
from l5tui.tui.library.screen import LibraryScreen
from l5tui.tui.safety.emergency import EmergencyScreen
from l5tui.tui.session.screen import SessionScreen
from l5tui.tui.theme import THEMES
from tests.tui.example_journal import example_entries, open_journal
from tests.tui.reading import text, until, until_gone, until_shown, words
from tests.tui.running import SMALLEST, Size, running, started
from tests.tui.send_keys import send_keys
from tests.tui.session.guided_session import LIBRARY, ROUTINE, guided

LOST_ESCAPE = "11;rgb:d1d1/f4f4/d6d6"
"""A terminal's reply to a request for its background colour, without its beginning."""


class QuestionScreen(ModalScreen[None]):
    """A screen that is pushed over another."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("y", "app.note('yes')", "yes", id="dialog.y")]


class RecordingApp(KeyGuard[int]):
    """An app that records which actions its keys ran."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "note('delete')", "delete", id="journal.delete"),
        Binding("j", "note('down')", "down", id="list.down"),
        Binding("J", "note('journal')", "journal", id="place.journal"),
        Binding("x", "note('hurts')", "it hurts", id="session.hurts"),
        Binding("space", "sometimes", "pause", id="session.pause"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.ran: list[str] = []
        self.unknown: list[str] = []
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = "l5-dark"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return THEMES[0].variables

    def get_default_screen(self) -> Screen[None]:
        return UnknownKeyScreen(self.unknown)

    def action_note(self, what: str) -> None:
        self.ran.append(what)

    async def action_sometimes(self) -> None:
        if await self.came_alone():
            self.ran.append("goes on")


class UnknownKeyScreen(Screen[None]):
    """A screen that is told of keys without a meaning."""

    def __init__(self, unknown: list[str]) -> None:
        super().__init__()
        self.unknown = unknown

    def unknown_key(self, key: str) -> None:
        self.unknown.append(key)


async def ran(pilot: Pilot[int], *wanted: str) -> None:
    app: Any = pilot.app
    await until(pilot, lambda: app.ran == list(wanted), f"ran {wanted}, not {app.ran}")


async def test_a_guarded_key_that_arrived_with_others_runs_nothing_and_a_line_says_so() -> None:
    async with RecordingApp().run_test() as pilot:
        send_keys(pilot.app, "jdj")
        await until_shown(pilot, "d came with other keys: press it again")
        await ran(pilot, "down", "down")
        send_keys(pilot.app, "d")
        await ran(pilot, "down", "down", "delete")
        await until_gone(pilot, "came with other keys")


async def test_a_message_that_comes_while_the_app_closes_is_let_go_of() -> None:
    """As by work that was awaited meanwhile."""
    app = RecordingApp()
    async with app.run_test():
        app.exit(0)
        app.show_message("The score is kept.")
    assert app.return_value == 0


@pytest.mark.parametrize("keys", ["dj", "jd", "dd"])
async def test_the_first_key_of_a_burst_waits_until_the_burst_is_recognised(keys: str) -> None:
    async with RecordingApp().run_test() as pilot:
        send_keys(pilot.app, keys, gap_s=BURST_S / 2)
        await until_shown(pilot, "d came with other keys")
        assert "delete" not in pilot.app.ran  # type: ignore[attr-defined]


async def test_a_key_whose_neighbour_comes_while_it_is_held_back_is_refused() -> None:
    async with RecordingApp().run_test() as pilot:
        presses = send_keys(pilot.app, "d")
        send_keys(pilot.app, "j", presses=presses)
        await until_shown(pilot, "d came with other keys")
        await ran(pilot, "down")


@pytest.mark.parametrize("gap_s", [1 / 100, 1 / 30])
async def test_keys_that_a_person_repeats_all_run(gap_s: float) -> None:
    async with RecordingApp().run_test() as pilot:
        send_keys(pilot.app, "dddjd", gap_s=gap_s)
        await ran(pilot, "delete", "delete", "delete", "down", "delete")
        assert "came with" not in text(pilot.app)


async def test_it_hurts_is_never_refused() -> None:
    async with RecordingApp().run_test() as pilot:
        send_keys(pilot.app, "dxd")
        await ran(pilot, "hurts")


async def test_a_key_that_may_belong_to_a_truncated_reply_is_refused() -> None:
    async with RecordingApp().run_test() as pilot:
        reader = InputReader(mouse=False, reported=lambda _: None, survived=lambda _: None)
        presses = Presses()

        def come(text: str, at: float) -> None:
            presses.read(at)
            for message in (*reader.feed(text, at), *reader.quiet(at + 0.2)):
                presses.note(message)
                pilot.app.post_message(message)

        come("\x1b]11;rgb:", monotonic() - 2)
        come("d", monotonic() - 1)
        await until_shown(pilot, "d may belong to a cut-off reply")
        come("d", monotonic())
        await ran(pilot, "delete")


async def test_keys_without_an_arrival_time_all_run() -> None:
    async with RecordingApp().run_test() as pilot:
        await pilot.press("d", "d", "space")
        await ran(pilot, "delete", "delete", "goes on")


async def test_of_a_burst_the_first_guarded_key_is_named() -> None:
    async with RecordingApp().run_test() as pilot:
        app: Any = pilot.app
        app.bind("e", "note('never')")
        send_keys(app, ["d", "space", "d"])
        await until_shown(pilot, "d came with other keys")
        send_keys(app, "j")
        await ran(pilot, "down")
        assert "space came" not in text(app)


async def test_an_action_that_is_guarded_only_sometimes_checks_itself() -> None:
    async with RecordingApp().run_test() as pilot:
        send_keys(pilot.app, [" ", "j"])
        await until_shown(pilot, "space came with other keys: press it again")
        send_keys(pilot.app, [" "])
        await ran(pilot, "down", "goes on")


async def test_a_pushed_screen_is_guarded_without_code_of_its_own() -> None:
    async with RecordingApp().run_test(size=(40, 12)) as pilot:
        await pilot.app.push_screen(QuestionScreen())
        send_keys(pilot.app, "yj")
        await until_shown(pilot, "y came with other keys: press it again")
        send_keys(pilot.app, "Y")
        await ran(pilot, "yes")


async def test_fast_typing_into_a_text_field_is_text() -> None:
    async with RecordingApp().run_test() as pilot:
        field = Input()
        await pilot.app.screen.mount(field)
        field.focus()
        await pilot.pause()
        send_keys(pilot.app, "dXч")
        await until(pilot, lambda: field.value == "dXч", "all of it")
        assert "came with" not in text(pilot.app)
        assert pilot.app.other_letters is False  # type: ignore[attr-defined]


async def test_a_capital_works_as_the_small_letter_unless_it_is_bound() -> None:
    async with RecordingApp().run_test() as pilot:
        await pilot.press("D", "J", "X", "j")
        await ran(pilot, "delete", "journal", "hurts", "down")


async def test_a_letter_of_another_alphabet_works_as_the_latin_one_on_the_same_key() -> None:
    async with RecordingApp().run_test() as pilot:
        app: Any = pilot.app
        app.layout_of_keys = layout_of({"LANG": "ru_RU.UTF-8"})
        await pilot.press("ч", "Ч", "в", "χ")
        await ran(pilot, "hurts", "hurts", "delete", "hurts")
        assert app.other_letters
        send_keys(app, "вв")
        await until_shown(pilot, "в came with other keys")
        assert len(app.ran) == 4, "it is guarded as the Latin one is"


async def test_a_semicolon_is_q_once_greek_was_typed() -> None:
    """The Greek layout has no letter on that key, which leaves the emergency page."""
    async with RecordingApp().run_test() as pilot:
        pilot.app.bind("q", "note('leave')")
        await pilot.press("semicolon", "χ", "semicolon")
        await ran(pilot, "hurts", "leave")


async def test_a_letter_that_matches_no_key_is_reported_where_the_screen_does_not_handle_it() -> None:
    async with RecordingApp().run_test(size=(40, 12)) as pilot:
        await pilot.app.push_screen(QuestionScreen())
        await pilot.press("ש")
        await until_shown(pilot, "ש does nothing here: keys are Latin")
        await pilot.press("w")
        assert "w does nothing" not in text(pilot.app)


async def test_a_screen_is_told_of_a_key_without_a_meaning() -> None:
    async with RecordingApp().run_test() as pilot:
        app: Any = pilot.app
        await pilot.press("w", "j", "W", "5")
        await until(pilot, lambda: app.unknown == ["w", "W", "5"], "three")


def test_every_binding_that_a_burst_must_not_run_is_guarded() -> None:
    assert set(KEYS) >= GUARDED
    for group in ("end", "favourite", "dialog", "resume", "emergency"):
        assert {one for one in KEYS if one.startswith(f"{group}.")} <= GUARDED, f"every key of {group}"
    others = {
        "journal.delete",
        "journal.report",
        "journal.export",
        "preview.write",
        "preview.copy",
        "library.start",
        "scale.confirm",
        "map.confirm",
        "session.more",
        "session.skip",
        "session.end",
        "quit",
    }
    assert others | {"notice.read"} <= GUARDED


def test_pausing_scrolling_and_picking_a_score_are_not_guarded() -> None:
    assert not GUARDED & {"session.hurts", "session.pause", "list.up", "list.down", "text.up", "text.down"}
    assert not {f"scale.{digit}" for digit in range(10)} & GUARDED, "nothing counts until enter"


# The app itself


@pytest.mark.long
async def test_a_reply_without_its_escape_deletes_nothing_from_the_journal(tmp_path: Path) -> None:
    async with running(tmp_path, entries=example_entries()) as pilot:
        app: Any = pilot.app
        await open_journal(pilot)
        entries = app.entries
        send_keys(app, LOST_ESCAPE)
        await until_shown(pilot, "r came with other keys: press it again")
        assert app.entries == entries
        await pilot.press("escape")  # what came after a slash is filter text
        await until_gone(pilot, "Nothing called")
        send_keys(app, "d")
        await until(pilot, lambda: app.entries != entries, "a single d deletes")


async def test_a_key_that_may_belong_to_a_reply_is_reported(tmp_path: Path) -> None:
    async with running(tmp_path, entries=example_entries()) as pilot:
        app: Any = pilot.app
        await open_journal(pilot)
        entries = app.entries
        send_keys(app, "d", doubtful=True)
        await until_shown(pilot, "d may belong to a cut-off reply: press it again")
        assert app.entries == entries


async def test_a_burst_neither_starts_nor_ends_a_session(tmp_path: Path) -> None:
    async with running(tmp_path, favourites=("morning",)) as pilot:
        begun = started(pilot)
        send_keys(pilot.app, ["1", "f", "enter", "q", "1"])
        await until_shown(pilot, "1 came with other keys")
        send_keys(pilot.app, "1")
        await until(pilot, lambda: len(begun) == 1, "the favourite, once")
        assert pilot.app.is_running


async def test_a_burst_at_the_check_in_does_not_answer(tmp_path: Path) -> None:
    """`ESC [ 0 n` without its escape reads as pain 0."""
    async with running(tmp_path, library=LIBRARY) as pilot:
        app: Any = pilot.app
        app.start(ROUTINE)
        await until_shown(pilot, "right now")
        send_keys(app, ["[", "0", "n", "enter"])
        await until_shown(pilot, "n came with other keys: press it again")
        assert "is any of this new?" in words(app), "nor is the recheck answered"
        await pilot.press("n")
        assert not [entry for entry in app.entries if entry["kind"] == "session"]
        send_keys(app, [*"1", "0", "enter"], gap_s=1 / 100)
        await until(
            pilot,
            lambda: [entry["pain"] for entry in app.entries if entry["kind"] == "log"] == [10],
            "a bar-code reader's ten is kept",
        )


@pytest.mark.parametrize("size", SMALLEST)
async def test_a_score_of_ten_says_how_to_correct_it(tmp_path: Path, size: Size) -> None:
    async with running(tmp_path, library=LIBRARY, size=size) as pilot:
        app: Any = pilot.app
        app.start(ROUTINE)
        await until_shown(pilot, "right now")
        await pilot.press("n", "1", "0")
        await until_shown(pilot, "10. backspace clears")
        await pilot.press("backspace")
        await until_shown(pilot, "Press a digit.")
        await pilot.press("1")
        await until_shown(pilot, "enter begin")
        assert "backspace clears" not in words(app)


async def test_a_score_of_ten_in_a_form_says_so_beside_its_question(tmp_path: Path) -> None:
    async with running(tmp_path, entries=example_entries()) as pilot:
        await open_journal(pilot)
        await pilot.press("e")
        await until_shown(pilot, "so far 5")
        await pilot.press("1", "0")
        await until_shown(pilot, "Pain before 10. backspace clears")
        await pilot.press("tab")
        await until_gone(pilot, "backspace clears")


@pytest.mark.long
async def test_the_mouse_wheel_does_nothing_to_a_session(tmp_path: Path) -> None:
    """In the terminal's alternate scroll mode one notch sends three arrow keys at once."""
    async with guided(tmp_path) as session:
        before = list(session.screen.controller.events)
        for notch in (["up"] * 3, ["down"] * 3, ["right", "left"]):
            send_keys(session.app, notch)
            await until_shown(session.pilot, "came with other keys: press it again")
        assert list(session.screen.controller.events) == before
        send_keys(session.app, ["up"])
        await until(session.pilot, lambda: list(session.screen.controller.events) != before, "one arrow is a key")


@pytest.mark.long
async def test_a_burst_can_pause_a_session_but_not_resume_it(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        send_keys(session.app, [" ", " "])
        await until_shown(session.pilot, "space came with other keys: press it again")
        assert session.screen.moment.paused
        send_keys(session.app, [" "])
        await until(session.pilot, lambda: not session.screen.moment.paused, "a space alone goes on")


async def test_a_burst_does_not_answer_a_stop_question_or_an_offer(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        controller = session.screen.controller
        send_keys(session.app, "xxx")
        await until_shown(session.pilot, "x came with other keys: press it again")
        assert session.app.screen.is_modal, "it hurts was asked, and stays asked"
        send_keys(session.app, ["3", "escape"])
        await until_shown(session.pilot, "3 came with other keys: press it again")
        assert controller.progress.ended is None
        await session.pilot.press("escape")
        await until(session.pilot, lambda: isinstance(session.app.screen, SessionScreen), "nothing hurts")


# A session's keys on every keyboard


async def test_capitals_and_other_alphabets_work_in_a_session(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        for key in ("P", "з", "Π"):
            own_pace = session.screen.controller.own_pace
            await session.press(key)
            assert session.screen.controller.own_pace is not own_pace, key
        await session.press("J", "L", "G")
        assert isinstance(session.app.screen, SessionScreen), "places are off in a session"
        await session.press("Ч")
        await until(session.pilot, lambda: session.app.screen.is_modal, "it hurts")


async def test_backspace_opens_it_hurts_and_does_nothing_in_its_dialog(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        await session.press("backspace")
        await until(session.pilot, lambda: session.app.screen.is_modal, "it hurts")
        menu = session.app.screen
        await session.press("backspace", "backspace")
        assert session.app.screen is menu


@pytest.mark.long
async def test_after_a_letter_that_is_not_latin_the_line_of_keys_names_backspace(tmp_path: Path) -> None:
    for size in ((80, 24), (40, 12)):
        async with guided(tmp_path / f"{size}", size=size) as session:
            assert "x it hurts" in words(session.app)
            await session.press("ь")
            await until_shown(session.pilot, "backspace it hurts", "? keys")
            await session.press("space")
            await until_shown(session.pilot, "space go on" if size[0] > 40 else "? keys")
            assert "backspace it hurts" in words(session.app)


@pytest.mark.long
async def test_an_unbound_letter_shows_the_main_keys_once(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        await session.press("5")
        assert "does nothing" not in text(session.app)
        await session.press("w")
        await until_shown(session.pilot, "w does nothing here: space pause, x it hurts, q end, ? all keys")
        await session.press("m")
        await until_gone(session.pilot, "does nothing here")
        await session.press("w", "k")
        assert "does nothing here" not in text(session.app)


async def test_a_burst_of_letters_does_not_use_up_that_hint(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        still = session.screen.still
        send_keys(session.app, "wkwkm")
        await until(session.pilot, lambda: session.screen.still is not still, "all are handled")
        send_keys(session.app, "w")
        await until_shown(session.pilot, "w does nothing here: space pause")


@pytest.mark.long
async def test_the_capitals_of_the_places_work_on_every_layout(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        for key, place in {"О": JournalScreen, "П": GuideScreen, "Д": LibraryScreen}.items():
            await pilot.press(key)
            await until(pilot, lambda place=place: isinstance(pilot.app.screen, place), key)  # type: ignore[misc]
        for key, place in {"Ξ": JournalScreen, "Γ": GuideScreen, "Λ": LibraryScreen}.items():
            await pilot.press(key)
            await until(pilot, lambda place=place: isinstance(pilot.app.screen, place), key)  # type: ignore[misc]


@pytest.mark.long
async def test_the_emergency_page_is_left_for_the_journal_on_every_layout(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        left: list[object] = []
        for number, key in enumerate(("J", "О", "Ξ"), start=1):
            await pilot.app.push_screen(EmergencyScreen(), left.append)
            await pilot.press(key)
            await until(pilot, lambda number=number: left == ["journal"] * number, key)  # type: ignore[misc]
