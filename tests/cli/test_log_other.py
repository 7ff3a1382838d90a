"""`l5tui log` of other care, of an activity, and of the week's pain: from a shell, without a comment."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from l5tui.cli.main import main
from l5tui.domain.other_care import CARE
from tests.forbidden_phrases import FORBIDDEN


def _entries(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert main(["journal", "--json"]) == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.usefixtures("home")
def test_other_care_is_an_entry_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["log", "--care", "massage", "--minutes", "30", "--note", "left side", "--at", "2026-01-05 18:00"]) == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == ("Noted for 2026-01-05 18:00: massage, 30 min\n", "")
    [entry] = _entries(capsys)
    assert (entry["kind"], entry["what"], entry["minutes"], entry["note"]) == ("care", "massage", 30, "left side")
    assert "pain" not in entry
    assert main(["journal"]) == 0
    assert "massage, 30 min" in capsys.readouterr().out


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("what", ["medicine", "chiropractic", "shockwave", "decompression", "=1+1", "[bold]Voodoo[/]"])
def test_nothing_is_said_about_care_beyond_what_was_typed(what: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["log", "--care", what]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out.count("\n") == 1
    [entry] = _entries(capsys)
    assert said.out.endswith(f": {entry['what']}\n")
    assert entry["minutes"] is None


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (["--care", "massage", "4"], "--care takes no score"),
        (["--care", " "], "--care is one of chiropractic"),
        (["--care", "massage", "--minutes", "0"], "--minutes is a whole number from 1 to 1440"),
        (["--care", "massage", "--minutes", "x"], "--minutes is a whole number from 1 to 1440"),
        (["4", "--minutes", "5"], "--minutes is about other care"),
        (["--care", "massage", "--left", "calf"], "--left is about a pain score, not about --care"),
        (["--care", "massage", "--week"], "--care and --week are two notes"),
        (["--week"], "the pain score is a whole number from 0 to 10"),
        (["--week", "11"], "the pain score is a whole number from 0 to 10"),
        (["4", "--week", "--note", "x"], "--week takes no note"),
        (["4", "--rmdq"], "--rmdq takes no score and no time"),
        (["--rmdq", "--at", "18:00"], "--rmdq takes no score and no time"),
        (["--rmdq", "--week"], "--week and --rmdq are two notes"),
        (["--rmdq", "--note", "x"], "--rmdq takes no note"),
        (["4", "--activity", ""], "--activity needs a name"),
    ],
)
def test_options_that_do_not_belong_together_are_refused(
    typed: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["log", *typed]) == 2
    said = capsys.readouterr()
    assert says in said.err
    assert said.out == ""
    assert _entries(capsys) == []


@pytest.mark.usefixtures("home")
def test_the_pain_of_the_week_is_no_score_of_now(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["log", "6", "--week"]) == 0
    assert "pain on average in the last 7 days: 6" in capsys.readouterr().out
    [entry] = _entries(capsys)
    assert (entry["kind"], entry["pain"]) == ("week", 6)


@pytest.mark.usefixtures("home")
def test_an_activity_is_rated_by_its_name_and_becomes_one_of_three(capsys: pytest.CaptureFixture[str]) -> None:
    for score, name in (("4", "sit through dinner"), ("3", "SIT THROUGH DINNER"), ("5", "stairs"), ("0", "tie shoes")):
        assert main(["log", score, "--activity", name]) == 0
    rated = [(entry["name"], entry["score"]) for entry in _entries(capsys) if entry["kind"] == "activity"]
    assert sorted(rated) == [("sit through dinner", 3), ("sit through dinner", 4), ("stairs", 5), ("tie shoes", 0)]
    assert main(["log", "4", "--activity", "a fourth"]) == 2
    assert "isn't one of your 3 activities" in capsys.readouterr().err


@pytest.mark.usefixtures("home")
def test_own_words_that_are_too_long_are_refused_and_not_cut(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["log", "--care", "a walk in the woods " * 4]) == 2
    assert "at most 60 characters" in capsys.readouterr().err


def test_the_words_of_other_care_promise_nothing() -> None:
    for one in CARE:
        found = [pattern for pattern in FORBIDDEN if re.search(pattern, one)]
        assert found in ([], [r"\bdecompress"]), "its own name, as in the article"
