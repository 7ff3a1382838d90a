"""The settings screen: the arrows change a setting, at once and in the file."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from l5tui.config.config_file import load_settings
from l5tui.config.settings import Settings
from l5tui.tui.app import L5App
from l5tui.tui.settings.rows import SETTINGS
from l5tui.tui.settings.screen import SettingsScreen
from tests.tui.reading import line_with, part, style_of, text, until, until_gone, until_shown
from tests.tui.running import SMALLEST, Size, running

pytestmark = pytest.mark.long
"""Each of these opens the whole app; .ci/run runs them."""


@pytest.fixture
def config(home: Path) -> Path:
    return home / ".config/l5tui/config.toml"


def settings(pilot: Pilot[Any]) -> Settings:
    app = pilot.app
    assert isinstance(app, L5App)
    return app.settings


async def choose(pilot: Pilot[Any], name: str) -> None:
    """Open the settings if they aren't open, and highlight one."""
    if not isinstance(pilot.app.screen, SettingsScreen):
        await pilot.press("comma")
        await until_shown(pilot, "Settings")
    await pilot.press("home")
    for _ in range(len(SETTINGS) + 9):  # a row that is not a setting counts too
        if f"▌{name}" in " ".join(text(pilot.app).split()):
            break
        await pilot.press("down")
    await until_shown(pilot, f"▌{name}")


async def kept(pilot: Pilot[Any], config: Path, **values: object) -> None:
    """Wait until the file has these values."""

    def there() -> bool:
        found = tomllib.loads(config.read_text()) if config.exists() else {}
        return all(found.get(name) == value for name, value in values.items())

    await until(pilot, there, f"{values} in {config}")


@pytest.mark.parametrize("size", SMALLEST)
async def test_every_setting_can_be_reached_and_has_a_description(tmp_path: Path, size: Size) -> None:
    async with running(tmp_path, size=size) as pilot:
        for setting in SETTINGS.values():
            await choose(pilot, setting.name)
            value = getattr(Settings(), setting.field)
            await until_shown(pilot, f"▌{setting.name}")
            about = setting.explained(value)
            await until(pilot, lambda about=about: part(pilot.app, "#about") == about, about)  # type: ignore[misc]
            row = line_with(pilot.app, f"▌{setting.name}")
            assert setting.shown(value) in row
            if size == (80, 24):
                assert about.split()[0] in row or pilot.app.screen.query_one("#about").region.height > 1
            assert "Kept in ~/.config/l5tui/config.toml" in text(pilot.app)


@pytest.mark.parametrize("size", [(76, 24), (80, 24), (120, 40), (200, 60)])
async def test_the_explanation_of_the_chosen_value_is_beside_its_row(tmp_path: Path, size: Size) -> None:
    async with running(tmp_path, size=size) as pilot:
        await choose(pilot, "Pace")
        await until(pilot, lambda: "Each phase ends" in line_with(pilot.app, "▌Pace"), "beside it")
        await pilot.press("right")
        await until(pilot, lambda: "Each phase waits" in line_with(pilot.app, "▌Pace"), "that of the other value")
        await pilot.press("down")
        await until(pilot, lambda: "z in a session" in line_with(pilot.app, "▌Floor mode"), "beside the next row")
        for _ in range(40):
            await pilot.press("down")
            await pilot.pause()
            about, body = (pilot.app.screen.query_one(one).region for one in ("#about", "#body"))
            assert body.y <= about.y
            assert about.bottom <= body.bottom, "the last rows have room for theirs, too"


async def test_the_highlighted_setting_stays_in_view_when_the_window_shrinks(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await choose(pilot, "Motion")
        await pilot.resize_terminal(40, 12)
        await until_shown(pilot, "▌Motion")


def test_every_row_is_a_known_setting_with_all_its_values() -> None:
    """Only tables and risky settings are left to the file."""
    in_the_file = {"keys", "cue", "unlocked_journal", "extras", "speak_socket"}
    assert set(Settings.__struct_fields__) - set(SETTINGS) == in_the_file
    for setting in SETTINGS.values():
        value = getattr(Settings(), setting.field)
        assert (value in dict(setting.values)) is bool(setting.values)
        assert setting.values or isinstance(value, str)


async def test_an_exercise_that_is_not_in_the_article_is_switched_on_there(tmp_path: Path, config: Path) -> None:
    async with running(tmp_path) as pilot:
        assert "Standing back bend" not in text(pilot.app)
        await choose(pilot, "Standing back bend")
        await until_shown(pilot, "Not in the article: ask a health professional before", within="#about")
        await pilot.press("right")
        await kept(pilot, config, extras={"standing_back_bend": True})
        await pilot.press("escape", "slash", *"standing")
        await until_shown(pilot, "Standing back bend", "Not in the article. Ask a health professional")
        await pilot.press("escape")
        await choose(pilot, "Standing back bend")
        await pilot.press("left")
        await kept(pilot, config, extras={"standing_back_bend": False})
        await pilot.press("escape")
        await until_gone(pilot, "Standing back bend")


async def test_a_comma_opens_and_closes_the_settings_in_every_place(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        for place, close in (("G", "escape"), ("J", "comma"), ("L", "q")):
            await pilot.press(place)
            await pilot.pause()
            below = pilot.app.screen
            await pilot.press("comma")
            await until(pilot, lambda: isinstance(pilot.app.screen, SettingsScreen), "settings")
            await pilot.press(close)
            await until(pilot, lambda below=below: pilot.app.screen is below, "closed")  # type: ignore[misc]
        assert pilot.app.is_running


async def test_arrows_enter_and_space_change_a_value_and_wrap_around(tmp_path: Path, config: Path) -> None:
    async with running(tmp_path) as pilot:
        await choose(pilot, "Cues")
        for key, level in (("right", "all"), ("enter", "off"), ("space", "bell"), ("left", "off"), ("left", "all")):
            await pilot.press(key)
            await until_shown(pilot, f"‹ {level} ›")
            assert settings(pilot).cues == level
        await kept(pilot, config, cues="all")


async def test_a_changed_setting_holds_at_the_next_start(tmp_path: Path, config: Path) -> None:
    config.parent.mkdir(parents=True)
    config.write_text("# mine\nlater = 1\n")
    async with running(tmp_path) as pilot:
        await choose(pilot, "Pace")
        await pilot.press(*("right", "down") * 7)
        await choose(pilot, "Flash")
        await pilot.press("right")
        changed = settings(pilot)
        await kept(pilot, config, flash=True, own_pace=True)
    assert changed == Settings(
        own_pace=True,
        floor_mode=True,
        first_side="right",
        sides_each=True,
        figure=False,
        mirror=True,
        reduced_motion=True,
        flash=True,
    )
    assert load_settings(config)[0] == changed
    assert config.read_text().startswith("# mine\nlater = 1\n")
    assert config.stat().st_mode & 0o777 == 0o600


async def test_the_theme_changes_at_once(tmp_path: Path, config: Path) -> None:
    async with running(tmp_path, settings=Settings(theme="dark")) as pilot:
        await choose(pilot, "Theme")
        before = style_of(pilot.app, "Settings")
        await pilot.press("right")
        await until_shown(pilot, "‹ light ›")
        await until(pilot, lambda: style_of(pilot.app, "Settings").bgcolor != before.bgcolor, "another ground")
        await kept(pilot, config, theme="light")


async def test_choosing_the_bell_enables_a_bell_that_was_switched_off(tmp_path: Path, config: Path) -> None:
    """A file from before `cues` existed has `bell = false`."""
    async with running(tmp_path, settings=Settings(bell=False, cues="off")) as pilot:
        await choose(pilot, "Cues")
        await pilot.press("right")
        await kept(pilot, config, cues="bell", bell=True)
        assert settings(pilot) == Settings()
        await until(pilot, lambda: " yes " in line_with(pilot.app, " Sound "), "the bell")


async def test_switching_off_the_bell_as_the_only_cue_leaves_no_cues(tmp_path: Path, config: Path) -> None:
    async with running(tmp_path) as pilot:
        await choose(pilot, "Sound")
        await pilot.press("right")
        await kept(pilot, config, bell=False, cues="off")
        await until(pilot, lambda: line_with(pilot.app, " Cues ").endswith("off"), "no cues")
        changed = settings(pilot)
    assert load_settings(config) == (changed, [])


async def test_while_a_speech_command_is_typed_letters_are_text(tmp_path: Path, config: Path) -> None:
    async with running(tmp_path) as pilot:
        await choose(pilot, "Voice")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.focused, Input), "a field")
        await until_shown(pilot, "enter keep", "esc back, as it was")
        await pilot.press(*"say -q", "comma", "question_mark", "enter")
        await until(pilot, lambda: settings(pilot).speak == "say -q,?", "the voice")
        assert " say -q,? " in line_with(pilot.app, "▌Voice")
        await kept(pilot, config, speak="say -q,?")

        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.focused, Input), "a field")
        await pilot.press(*["backspace"] * 8, "enter")
        await kept(pilot, config, speak="")


async def test_esc_keeps_the_old_speech_command(tmp_path: Path, config: Path) -> None:
    async with running(tmp_path, settings=Settings(speak="say")) as pilot:
        await choose(pilot, "Voice")
        await pilot.press("right", "x", "y", "escape")
        await until(pilot, lambda: not isinstance(pilot.app.focused, Input), "the list")
        assert isinstance(pilot.app.screen, SettingsScreen)
        assert settings(pilot).speak == "say"
        assert " say " in line_with(pilot.app, "▌Voice")
        assert not config.exists()


async def test_an_invalid_speech_command_is_reported_and_can_be_corrected(tmp_path: Path, config: Path) -> None:
    async with running(tmp_path) as pilot:
        await choose(pilot, "Voice")
        await pilot.press("enter", *"say '", "enter")
        await until_shown(pilot, "This is no command: no closing quotation.", within="#about")
        assert isinstance(pilot.app.focused, Input)
        await pilot.press("backspace", "enter")
        await kept(pilot, config, speak="say")


async def test_the_demo_changes_settings_but_never_writes_the_file(tmp_path: Path, home: Path) -> None:
    async with running(tmp_path, demo=True) as pilot:
        await choose(pilot, "Mirrored")
        assert "DEMO" in text(pilot.app)
        assert "Demo: it holds until you quit" in text(pilot.app)
        await pilot.press("right")
        await until_shown(pilot, "‹ yes ›")
        assert settings(pilot).mirror
    assert list(home.iterdir()) == []


async def test_a_settings_file_that_cannot_be_written_is_reported_and_the_change_holds(
    tmp_path: Path, config: Path
) -> None:
    config.mkdir(parents=True)
    async with running(tmp_path, size=(120, 30)) as pilot:
        await choose(pilot, "Mirrored")
        await pilot.press("right")
        await until_shown(pilot, f"config.toml: can't be read: {os.strerror(21)}. It holds until you quit")
        assert settings(pilot).mirror
        await until_shown(pilot, "‹ yes ›")
        config.rmdir()
        await pilot.press("right")
        await until_gone(pilot, "config.toml: can't be read")
        await until(pilot, lambda: config.is_file(), "written with the next that could be")


async def test_without_a_home_folder_a_changed_setting_holds_for_this_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(tmp_path) as pilot:

        def nobody(*_: object, **__: object) -> None:
            raise RuntimeError("no home")

        monkeypatch.setattr("platformdirs.PlatformDirs", nobody)
        await choose(pilot, "Mirrored")
        await pilot.press("right")
        await until_shown(pilot, "‹ yes ›", "No home folder: it holds until you quit")
        assert settings(pilot).mirror


async def test_with_plain_signs_and_no_colour_every_setting_is_readable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(tmp_path, size=(40, 12), ascii=True) as pilot:
        await pilot.press("comma")
        await until_shown(pilot, "Settings", ">Pace", "< counted >", "change", "back", "keys")
        assert text(pilot.app).isascii()
        assert style_of(pilot.app, "Pace").reverse


async def test_the_settings_screen_raises_no_error_at_any_window_size(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await choose(pilot, "Voice")
        for size in ((1, 1), (0, 0), (100, 12), (40, 60)):
            await pilot.resize_terminal(*size)
            await pilot.press("down", "right", "up")
        await until_shown(pilot, "▌Voice", "LOOKS")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.focused, Input), "a field")
        await pilot.resize_terminal(40, 12)
        await pilot.press("a", "escape", "escape")
        await until_gone(pilot, "Voice")


async def test_the_help_lists_the_keys_of_the_settings(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await pilot.press("comma")
        await until_shown(pilot, "Settings")
        await pilot.press("question_mark")
        await until_shown(pilot, "change it")
