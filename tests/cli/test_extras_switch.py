"""`l5tui exercises on NAME`: an exercise that isn't in the article, switched on and off."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import L5tui


@pytest.mark.parametrize("name", ["walk", "Walk", "walking"])
def test_one_is_switched_on_with_what_to_know_and_off_again(called: L5tui, home: Path, name: str) -> None:
    assert "Off until you switch one on: l5tui exercises on NAME" in called("exercises").said
    said = called("exercises", "on", name).said
    assert said.startswith("Walk is on. Not in the article: ask a health professional first.\n")
    for line in (
        "Start: ",
        "Dose: 1 × 10 min",
        "Stop if: ",
        "Ask first if: Recent operation; Heart",
        "off: l5tui exercises off walk",
    ):
        assert line in said
    assert "It has no affects" not in said + called("exercises", name).said
    assert (home / ".config/l5tui/config.toml").read_text() == "[extras]\nwalk = true\n"
    listed, off = called("exercises").said.split("\n\n")
    assert "\nwalk  " in listed
    assert "\nwalk  " not in off
    assert called("exercises", "on", "walk").said == "Walk is on already\n"
    assert called("exercises", "off", "walk").said.startswith("Walk is off.")
    assert "\nwalk  " not in called("exercises").said.split("\n\n")[0]


def test_the_settings_that_are_there_stay(called: L5tui, home: Path) -> None:
    (home / ".config/l5tui").mkdir(parents=True)
    (home / ".config/l5tui/config.toml").write_text('# mine\ntheme = "light"  # bright\n')
    called("exercises", "on", "walk")
    assert (home / ".config/l5tui/config.toml").read_text().startswith('# mine\ntheme = "light"  # bright\n')


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["on", "wlak"], 'there is no exercise "wlak" to switch. Did you mean "walk"?'),
        (["on", "cat_cow"], '"cat_cow" is always on. See l5tui exercises'),
        (["off", "Bird dog"], '"Bird dog" is always on. See l5tui exercises'),
        (["on"], "l5tui exercises takes NAME, on NAME, or off NAME. See l5tui exercises"),
        (["of", "walk"], "l5tui exercises takes NAME, on NAME, or off NAME. See l5tui exercises"),
        (["on", "walk", "--json"], "l5tui exercises takes NAME, on NAME, or off NAME. See l5tui exercises"),
        (["wlak"], 'there is no exercise "wlak". Did you mean "walk"?'),
    ],
)
def test_what_cannot_be_switched_is_a_line(called: L5tui, home: Path, arguments: list[str], says: str) -> None:
    ran = called("exercises", *arguments)
    assert ran.status == 2
    assert ran.complaint == says
    assert not (home / ".config").exists()


def test_settings_that_cannot_be_written_are_a_line(called: L5tui, home: Path) -> None:
    (home / ".config/l5tui/config.toml").mkdir(parents=True)
    ran = called("exercises", "on", "walk")
    assert ran.status == 1
    assert "Traceback" not in ran.err
    assert [path.name for path in (home / ".config/l5tui").iterdir()] == ["config.toml"]


WALKS = 'id = "walkr"\nname = "My walks"\n\n[[steps]]\nexercise = "walk"\n'
WHY = "Walk is switched off: l5tui exercises on walk"


def test_an_own_routine_waits_visibly_while_its_exercise_is_off(called: L5tui, home: Path) -> None:
    folder = home / ".local/share/l5tui/content/routines"
    folder.mkdir(parents=True)
    (folder / "walkr.toml").write_text(WALKS)
    listed = called("routines").said  # with nothing on standard error
    assert any(line.startswith("walkr ") and line.endswith(f"off  {WHY}") for line in listed.splitlines())
    assert "walkr" not in called("exercises").said
    for name in ("walkr", "My walks"):
        ran = called("start", name, "--plain")
        assert (ran.status, ran.complaint) == (2, f'"My walks" waits: {WHY}')
    called("exercises", "on", "walk")
    assert WHY not in called("routines").said


def test_check_and_import_say_alike_that_a_routine_waits_for_an_exercise_that_is_off(
    called: L5tui, home: Path, tmp_path: Path
) -> None:
    file = tmp_path / "walkr.toml"
    file.write_text(WALKS)
    warning = f'Warning: {file}: line 4: steps: "My walks" waits. {WHY}'
    assert called("check", str(file)).said == f"{warning}\nNo mistakes found\n"
    taken = called("import", str(file), "--yes").said
    assert warning in taken.splitlines()
    assert "1  Walk" in taken
    assert (home / ".local/share/l5tui/content/routines/walkr.toml").read_text() == WALKS
    [listed] = [one for one in called("routines", "--json").json if one["id"] == "walkr"]
    assert (listed["unusable"], listed["own"], listed["steps"]) == (WHY, True, [])


def test_starting_an_exercise_that_is_off_says_how_it_is_switched_on(called: L5tui) -> None:
    assert called("start", "walk").complaint == '"walk" is switched off. Switch it on: l5tui exercises on walk'
