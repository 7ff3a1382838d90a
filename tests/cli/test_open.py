"""What the commands that open the app hand to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from l5tui.cli import open as opening
from l5tui.cli.main import main
from l5tui.config.launch import Launch
from l5tui.config.settings import Settings
from l5tui.journal.store import Journal
from tests import factories
from tests.cli.conftest import journal_of


@pytest.fixture
def launches(monkeypatch: pytest.MonkeyPatch) -> list[Launch]:
    """Record what the app would be opened with, as if there were a terminal."""
    asked: list[Launch] = []

    def run(launch: Launch) -> int:
        asked.append(launch)
        return 0

    monkeypatch.setattr(opening, "need_terminal", lambda: None)
    monkeypatch.setattr(opening, "_run", run)
    return asked


@pytest.fixture
def journal(home: Path) -> Journal:
    return journal_of(home)


def test_without_a_command_the_app_opens_with_the_persons_own_journal(home: Path, launches: list[Launch]) -> None:
    assert main([]) == 0
    assert launches == [Launch(home / ".local/share/l5tui/journal.json", Settings())]
    assert list(home.iterdir()) == []


def test_options_and_settings_reach_the_app(home: Path, launches: list[Launch]) -> None:
    config = home / ".config/l5tui/config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('bell = false\ntheme = "pink"\n')
    assert main(["--speed", "20", "--ascii", "--journal", "/x/j.json"]) == 0

    [launch] = launches
    assert (launch.journal, launch.speed, launch.ascii) == (Path("/x/j.json"), 20.0, True)
    assert launch.settings == Settings(bell=False, cues="off")
    assert launch.notices == (
        f'{config}: line 2: theme: must be "auto", "dark" or "light", not "pink". The default, "auto", is used',
    )


def test_an_unknown_key_id_is_named_with_the_nearest_one(home: Path, launches: list[Launch]) -> None:
    config = home / ".config/l5tui/config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('[keys]\n"session.pause" = "w"\nsession.puase = "w"\n')
    assert main([]) == 0

    [launch] = launches
    assert launch.settings.keys == {"session.pause": "w"}
    [notice] = launch.notices
    assert (
        notice
        == f"{config}: line 3: keys.session.puase: there is no such key (did you mean session.pause?). It is left out"
    )


@pytest.mark.parametrize(
    ("named", "routine"),
    [
        (["full_l5"], "full_l5"),
        (["Full-L5"], "full_l5"),
        (["full", "l5"], "full_l5"),
        (["FULLL5", "--speed", "2"], "full_l5"),
        (["bird dog"], "bird_dog"),
        (["Balasana"], "childs_pose"),
        (["2"], "bird_dog"),
    ],
)
def test_a_routine_is_started_by_its_name(
    named: list[str], routine: str, journal: Journal, launches: list[Launch]
) -> None:
    journal.set_favourites(["full_l5", "bird_dog"])
    assert main(["start", *named]) == 0
    assert [launch.start for launch in launches] == [routine]


@pytest.mark.parametrize(
    ("named", "line"),
    [
        ("full_15", 'there is nothing called "full_15". Did you mean full_l5?'),
        ("3", "there is no favourite 3; you have 2. In the library, f makes a favourite"),
    ],
)
def test_an_unknown_name_is_reported_with_the_known_ones(
    named: str, line: str, journal: Journal, launches: list[Launch], capsys: pytest.CaptureFixture[str]
) -> None:
    journal.set_favourites(["full_l5", "bird_dog"])
    assert main(["start", named]) == 2
    assert capsys.readouterr().err == f"l5tui: {line}\n"
    assert launches == []


@pytest.mark.parametrize("named", ["", " ", "0", "10", "x" * 9999, "\x1b[2J", "[/]", "٣"])
def test_an_unusable_name_is_refused_in_one_short_line(
    named: str, launches: list[Launch], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["start", named]) == 2
    line = capsys.readouterr().err
    assert line.startswith("l5tui: there is nothing called ")
    assert line[:-1].isprintable()
    assert len(line) < 250


def test_a_favourite_whose_content_is_missing_is_reported(
    journal: Journal, launches: list[Launch], capsys: pytest.CaptureFixture[str]
) -> None:
    journal.set_favourites(["my_old_one"])
    assert main(["start", "1"]) == 2
    assert capsys.readouterr().err.startswith('l5tui: there is nothing called "my_old_one"')


def test_again_starts_the_last_routine(journal: Journal, launches: list[Launch]) -> None:
    journal.put(factories.session("a", started="2026-11-20T18:40:00+01:00", routine={"id": "morning", "name": "M"}))
    journal.put(factories.session("b", started="2026-11-21T18:40:00+01:00", routine={"id": "evening", "name": "E"}))
    journal.put(factories.log("c", started="2026-11-22T18:40:00+01:00"))
    assert main(["again"]) == 0
    assert [launch.start for launch in launches] == ["evening"]


def test_again_without_any_session_says_how_to_start_one(
    launches: list[Launch], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["again"]) == 1
    assert capsys.readouterr().err == "l5tui: no session is in the journal yet. Begin with: l5tui start ROUTINE\n"


def test_again_names_the_last_routine_if_it_is_missing(
    journal: Journal, launches: list[Launch], capsys: pytest.CaptureFixture[str]
) -> None:
    journal.put(factories.session(routine={"id": "gone", "name": "Gone\x1b[2J"}))
    assert main(["again"]) == 1
    assert capsys.readouterr().err.startswith(
        'l5tui: the last routine, "Gone\\x1b[2J", is not in the content any more.'
    )


def test_the_demo_changes_none_of_the_persons_files(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, launches: list[Launch]
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    seen: list[tuple[int, list[str]]] = []

    def look(launch: Launch) -> int:
        launches.append(launch)
        store = Journal(launch.journal)
        seen.append((len(store.entries()), store.favourites()))
        assert launch.journal.parent.stat().st_mode & 0o777 == 0o700
        return 0

    monkeypatch.setattr(opening, "_run", look)
    assert main(["demo"]) == 0

    [launch] = launches
    assert (launch.demo, launch.speed, launch.start) == (True, 10.0, None)
    assert launch.journal.is_relative_to(tmp_path)
    assert seen[0][0] > 40
    assert seen[0][1][0] == "full_l5"
    assert list(tmp_path.iterdir()) == []
    assert list(home.iterdir()) == []


def test_the_demos_speed_can_be_chosen_but_not_its_journal(
    launches: list[Launch], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "--speed", "3"]) == 0
    assert launches[0].speed == 3.0
    assert main(["demo", "--journal", "mine.json"]) == 2
    assert capsys.readouterr().err == "l5tui: the demo has a journal of its own. Leave --journal out\n"


def test_the_exit_status_is_the_apps_return_code(monkeypatch: pytest.MonkeyPatch, launches: list[Launch]) -> None:
    monkeypatch.setattr(opening, "_run", lambda launch: 1)
    assert main([]) == 1
