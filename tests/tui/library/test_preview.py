"""The figure in the library: which exercise it shows, its size, when it moves, and that it stops."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from time import monotonic

import pytest
from textual.pilot import Pilot

from l5tui.config.paths import own_content
from l5tui.config.settings import Settings
from l5tui.figure import Canvas
from l5tui.tui.library import preview as preview_module
from l5tui.tui.library.preview import figure_rows
from l5tui.tui.library.screen import LibraryScreen
from l5tui.tui.widgets.figure import FigureWidget
from tests.library.own_figure import OWN
from tests.tui.reading import line_with, style_of, text, until, until_shown
from tests.tui.running import running


def view(pilot: Pilot[int]) -> FigureWidget:
    return pilot.app.screen.query_one("#figure", FigureWidget)


def drawn(pilot: Pilot[int]) -> str:
    canvas = view(pilot).canvas if view(pilot).display else None
    return "\n".join(canvas.rows).strip() if canvas else ""


def moving(pilot: Pilot[int]) -> bool:
    screen = pilot.app.screen
    assert isinstance(screen, LibraryScreen)
    return screen._player.moving


def differs(pilot: Pilot[int], before: str) -> bool:
    return bool(drawn(pilot)) and drawn(pilot) != before


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the clock of the preview twenty times faster."""
    monkeypatch.setattr(preview_module, "monotonic", lambda: monotonic() * 20)
    monkeypatch.setattr(preview_module, "BUSY", 1e9)
    monkeypatch.setattr(preview_module, "FRAME_S", 0.01)


@pytest.mark.long
async def test_the_figure_moves_once_after_a_row_is_highlighted_and_then_stops_its_timer(
    tmp_path: Path, quick: None
) -> None:
    """An idle screen must send nothing, so the timer has to be stopped, not only the picture unchanged."""
    async with running(tmp_path) as pilot:
        await until(pilot, partial(drawn, pilot))
        assert not moving(pilot)
        still = drawn(pilot)
        shown: list[Canvas | None] = []
        show = view(pilot).show
        view(pilot).show = lambda canvas: (shown.append(canvas), show(canvas))[1]  # type: ignore[func-returns-value, method-assign]
        await pilot.press("down")
        await until(pilot, lambda: len(shown) > 3 and not moving(pilot), "it comes to rest")
        assert len({canvas.rows for canvas in shown if canvas}) > 3, "it moved"
        await pilot.press("up")
        await until(pilot, lambda: drawn(pilot) == still and not moving(pilot), "it rests where it stood at first")


@pytest.mark.long
async def test_the_preview_of_a_routine_shows_its_longest_exercise_and_marks_that_row(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await until(pilot, partial(drawn, pilot))
        await until_shown(pilot, "Full L5 enter start")
        assert style_of(pilot.app, "Bird dog", "#page").bold
        assert not style_of(pilot.app, "Cat-cow", "#page").bold
        routine = drawn(pilot)
        while "Bird dog" not in line_with(pilot.app, "▌"):
            await pilot.press("down")
            await pilot.pause()
        pilot.app.screen._player.pause_unattended()  # type: ignore[attr-defined]
        await until(pilot, lambda: drawn(pilot) == routine, "the same figure, of the exercise itself")


@pytest.mark.long
async def test_an_own_exercise_shows_the_figure_of_its_file_which_may_change(tmp_path: Path) -> None:
    file = own_content() / "exercises/mine.toml"
    file.parent.mkdir(parents=True)
    file.write_text(OWN)
    async with running(tmp_path, settings=Settings(reduced_motion=True)) as pilot:
        await until(pilot, partial(drawn, pilot))
        await pilot.press("end")
        await until_shown(pilot, "My knee lift enter start")
        before = drawn(pilot)
        assert before
        file.write_text(OWN.replace("leg_near = [80, 200, 150]", "leg_near = [60, 200, 150]"))
        pilot.app.reload_library()  # type: ignore[attr-defined]
        await pilot.press("up")
        await until_shown(pilot, "McKenzie extension enter start")
        await pilot.press("down")
        await until_shown(pilot, "My knee lift enter start")
        await until(pilot, partial(differs, pilot, before))


async def test_the_figure_does_not_move_when_motion_is_off(tmp_path: Path) -> None:
    async with running(tmp_path, settings=Settings(reduced_motion=True)) as pilot:
        await until(pilot, partial(drawn, pilot))
        before = drawn(pilot)
        await pilot.press("down")
        await until(pilot, partial(differs, pilot, before))
        assert not moving(pilot)


async def test_without_a_figure_the_text_uses_its_rows(tmp_path: Path) -> None:
    async with running(tmp_path, settings=Settings(figure=False)) as pilot:
        await until_shown(pilot, "Full L5 enter start", "Take care")
        assert not drawn(pilot)
        assert not style_of(pilot.app, "Bird dog", "#page").bold


@pytest.mark.long
async def test_the_figure_stops_when_another_screen_covers_it(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await until(pilot, partial(drawn, pilot))
        library = pilot.app.screen
        assert isinstance(library, LibraryScreen)
        await pilot.press("down")
        await until(pilot, lambda: library._player.moving)
        await pilot.press("tab")
        await until(pilot, lambda: pilot.app.screen is not library)
        await until(pilot, lambda: not library._player.moving)


@pytest.mark.long
async def test_a_mirrored_figure_faces_the_other_way(tmp_path: Path) -> None:
    pictures = []
    for mirror in (False, True):
        async with running(tmp_path / str(mirror), settings=Settings(mirror=mirror)) as pilot:
            await until(pilot, partial(drawn, pilot))
            pictures.append(drawn(pilot))
    assert pictures[0] != pictures[1]


@pytest.mark.long
async def test_the_figure_is_hidden_while_reading_and_in_a_small_window(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await until(pilot, partial(drawn, pilot))
        await pilot.press("right")
        await until(pilot, lambda: not drawn(pilot))
        await until_shown(pilot, "Take care")
        await pilot.press("left")
        await until(pilot, partial(drawn, pilot))
        await pilot.resize_terminal(40, 12)
        await until(pilot, lambda: not drawn(pilot))
        await pilot.resize_terminal(120, 40)
        await until(pilot, lambda: len(drawn(pilot).splitlines()) > 10)


async def test_with_plain_signs_the_figure_is_drawn_in_ascii(tmp_path: Path) -> None:
    async with running(tmp_path, ascii=True) as pilot:
        await until(pilot, partial(drawn, pilot))
        assert text(pilot.app).isascii()


@pytest.mark.parametrize(
    ("window", "room", "rows"),
    [
        ((80, 24), 18, 9),
        ((80, 24), 17, 8),
        ((80, 24), 15, 0),
        ((59, 24), 18, 0),
        ((100, 30), 24, 10),
        ((160, 90), 80, 30),
    ],
)
def test_the_text_keeps_its_minimum_rows_and_the_figure_gets_the_rest(
    window: tuple[int, int], room: int, rows: int
) -> None:
    assert figure_rows(window, room) == rows
