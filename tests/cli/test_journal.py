"""`l5tui journal` prints every entry."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from l5tui.cli.journal import line_of
from l5tui.cli.main import main
from l5tui.config.clock import new_header
from l5tui.config.paths import journal_file
from l5tui.domain.entry import Entry
from l5tui.domain.entry_reading import NOTICE
from l5tui.domain.new_entry import new_decision
from l5tui.domain.programme_entries import new_end
from l5tui.domain.safety.stop_page import IN_SHORT
from l5tui.domain.safety.stop_rules import NOT_TODAY
from l5tui.journal.store import Journal
from tests import factories
from tests.cli.conftest import ROOT, L5tui
from tests.taken_programme import taken


@pytest.fixture
def journal(home: Path) -> Path:
    """A journal with a session and two scores."""
    path = home / "kept.json"
    store = Journal(path)
    for entry in ENTRIES:
        store.put(entry)
    return path


ENTRIES: list[Entry] = [
    factories.log("older", None, started="2026-11-20T23:30:00-08:00", note="left out"),
    factories.log("newer", 10, started="2026-11-23T08:00:00+01:00"),
    factories.session("done", 5, None, note="[b]two\nlines[/b]", status="partial", stop="person"),
]


def test_the_list_has_one_line_for_each_entry_newest_first(journal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["journal", "--journal", str(journal)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "2026-11-23 08:00  pain                    10",
        "2026-11-22 18:40  Full L5                  5 -> -    19 min  partial      [b]two lines[/b]",
        "2026-11-20 23:30  pain                     -  left out",
    ]


@pytest.mark.parametrize("stop", [*IN_SHORT, "person"])
def test_a_session_stopped_by_a_rule_has_the_words_of_the_full_screen_list(stop: Any) -> None:
    line = line_of(factories.session("one", 5, 5, status="partial", stop=stop))
    assert line.endswith(IN_SHORT.get(stop, "partial"))
    assert ("->" in line) == (stop not in NOT_TODAY)


def test_two_scores_of_the_same_minute_in_two_zones_show_their_zones(home: Path, called: L5tui) -> None:
    for uid, offset in (("east", "+14:00"), ("west", "-10:00")):
        Journal(home / "two.json").put(factories.log(uid, 4, started=f"2026-11-22T08:00:00{offset}"))
    Journal(home / "two.json").put(factories.log("other", 4, started="2026-11-22T08:01:00-10:00"))
    assert called("journal", "--journal", str(home / "two.json")).out.splitlines() == [
        "2026-11-22 08:01  pain                     4",
        "2026-11-22 08:00  pain UTC-10              4",
        "2026-11-22 08:00  pain UTC+14              4",
    ]


def test_json_is_exactly_the_entries(journal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["journal", "--json", "--journal", str(journal)]) == 0
    assert json.loads(capsys.readouterr().out) == [ENTRIES[1], ENTRIES[2], ENTRIES[0]]


@pytest.mark.parametrize(
    ("since", "many"), [("2026-11-24", 0), ("2026-11-22", 2), ("2026-11-20", 3), ("0001-01-01", 3)]
)
def test_since_compares_the_local_date_of_each_entry(
    since: str, many: int, journal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["journal", "--json", "--since", since, "--journal", str(journal)]) == 0
    assert len(json.loads(capsys.readouterr().out)) == many


@pytest.mark.parametrize("since", ["", "yesterday", "2026-02-30", "20261101", "2026-W47-1", "01.11.2026", "٢٠٢٦-١١-٠١"])
def test_since_refuses_anything_but_a_date(since: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["journal", f"--since={since}"]) == 2
    assert capsys.readouterr().err.startswith("l5tui: --since is a day such as 2026-11-01, not ")


def test_an_empty_journal_is_no_error(l5tui: L5tui, home: Path) -> None:
    ran = l5tui("journal")
    assert (ran.status, ran.complaint) == (0, "nothing in the journal yet")
    assert l5tui("journal", "--json").json == []
    assert list(home.iterdir()) == []


def test_a_journal_in_which_only_the_notice_was_read_has_nothing_to_list(home: Path, called: L5tui) -> None:
    """A person who opened the app once and left sees no line about it; `--json` still has the entry."""
    Journal(home / "kept.json").put(new_decision(new_header(), NOTICE, "read"))
    ran = called("journal", "--journal", str(home / "kept.json"))
    assert (ran.status, ran.out, ran.complaint) == (0, "", "nothing in the journal yet")
    assert len(called("journal", "--json", "--journal", str(home / "kept.json")).json) == 1


def newer_journal() -> str:
    rest = '"l5tui journal",99,{"generation":7,"schema":99,"lines":0,"digest":"00000000","app":"9"}]'
    return f'["{crc32(rest.encode()):08x}",{rest}\n'


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("<html>", "is not a journal of l5tui"),
        ('{"_default": {"1": {"pain": 4}}}', "not a journal of l5tui"),
        (newer_journal(), "newer"),
        (None, "is a folder, not a journal"),
    ],
    ids=["html", "stock TinyDB", "newer", "folder"],
)
def test_a_file_that_is_no_journal_is_named_and_left_unchanged(
    content: str | None, says: str, home: Path, called: L5tui
) -> None:
    path = home / "j.json"
    if content is None:
        path.mkdir()
    else:
        path.write_text(content)
    for command in (["log", "4"], ["journal"], ["journal", "--json"], ["export", "x.csv"]):
        ran = called(*command, "--journal", str(path))
        assert ran.status == 1
        assert str(path) in ran.complaint
        assert says in ran.complaint
    if content is not None:
        assert path.read_text() == content
    assert not (home / "x.csv").exists()


def test_an_empty_file_is_a_new_journal(home: Path, called: L5tui) -> None:
    (home / "j.json").touch()
    assert called("--journal", "j.json", "log", "4").said
    assert len(called("--journal", "j.json", "journal", "--json").json) == 1


def test_a_score_that_cannot_be_written_is_reported_with_the_path(home: Path, l5tui: L5tui) -> None:
    """The path lies below a file, where not even root can write."""
    (home / "file").touch()
    ran = l5tui("log", "4", "--journal", "file/j.json")
    assert ran.status == 1
    assert f"{home}/file/j.json" in ran.complaint


def test_a_score_needs_neither_home_nor_zone_nor_terminal(home: Path, l5tui: L5tui) -> None:
    bare: dict[str, str | None] = {"HOME": None, "TZ": None, "TERM": None}
    places: dict[str, str | None] = {"XDG_CONFIG_HOME": str(home / "config"), "XDG_DATA_HOME": str(home / "data")}
    assert l5tui("log", "4", env=bare | places).said.endswith(": pain 4\n")
    assert (home / "data/l5tui/journal.json").exists()


def test_without_any_home_a_named_journal_still_works(
    home: Path, called: L5tui, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This is the case of an account that isn't in the system's user list."""

    def nobody(*_: object, **__: object) -> None:
        raise RuntimeError("no home")

    monkeypatch.setattr("platformdirs.PlatformDirs", nobody)
    assert called("log", "4").complaint == "no home folder is known. Set HOME, or name a journal with --journal FILE"
    assert called("log", "4", "--journal", "j.json").said
    assert called("routines").said


def test_a_bad_setting_is_named_and_the_score_is_still_saved(home: Path, l5tui: L5tui) -> None:
    config = home / ".config/l5tui/config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('unlocked_journal = "yes"\n')
    ran = l5tui("log", "4")
    assert ran.status == 0
    assert ran.err == (
        f'l5tui: {config}: line 1: unlocked_journal: must be true or false, not "yes". The default, false, is used\n'
    )


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_closes_the_pipe_early_is_no_error(unbuffered: str, home: Path) -> None:
    """`l5tui journal --json | head -1`, with more to say than a pipe holds."""
    store = Journal(home / "j.json")
    for number in range(3):
        store.put(factories.log(f"l{number}", 4, note="x" * 100_000))
    process = subprocess.Popen(
        [sys.executable, "-m", "l5tui", "journal", "--json", "--journal", "j.json"],
        cwd=home,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": unbuffered},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    with process:
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 128 + 13


def test_an_output_that_is_full_or_closed_is_reported(l5tui: L5tui, home: Path) -> None:
    assert l5tui("log", "4").status == 0
    for place, says in (("> /dev/full", "can't be written"), (">&-", "is closed")):
        line = f"{sys.executable} -m l5tui journal {place}"
        done = subprocess.run(
            ["sh", "-c", line], cwd=home, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False
        )
        assert done.returncode == 1
        assert done.stderr.decode().startswith("l5tui: standard output ")
        assert says in done.stderr.decode()
        assert len(done.stderr.splitlines()) == 1


def test_the_list_says_which_programme_was_taken_and_which_ended(called: L5tui) -> None:
    first = taken('[[sessions]]\nroutine = "morning"\ndays = "every day"')
    Journal(journal_file()).put_all([first, new_end(new_header(), first)])
    said = called("journal").said
    assert "programme taken: Weeks, version 1" in said
    assert "programme ended: Weeks, version 1" in said
