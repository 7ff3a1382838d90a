"""The offer of a dose in plain lines: its question, the effect of each answer, and the plan that begins."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from l5tui.domain.entry import Entry
from tests.domain.progression.dose_histories import session_days_ago
from tests.plain.scripted_user import AFTERWARDS, Played, play

OFFER = (
    "Bridge: Your last 3 sessions with this stayed comfortable. Add a little? (20 s -> 25 s) "
    "An empty line leaves it for next time."
)


did = partial(session_days_ago, "bridge")
"""A green session with the exercise of these tests, so many days ago."""


def three() -> tuple[Entry, ...]:
    return (did(9), did(5), did(3))


def newest(played: Played) -> Any:
    return max((one for one in played.journal.entries() if one["kind"] == "session"), key=lambda one: one["started"])


def decisions(played: Played) -> list[Any]:
    return [one for one in played.journal.entries() if one["kind"] == "decision" and one["about"] == "dose"]


@pytest.mark.parametrize(("line", "level", "kept"), [("+", 2, [2]), ("=", 2, [2]), ("-", 1, [1]), ("", 1, [])])
def test_d2_the_offer_is_one_question_and_each_answer_has_its_effect(
    tmp_path: Path, line: str, level: int, kept: list[int]
) -> None:
    played = play(tmp_path, "2", line, (AFTERWARDS, "3"), "", "", entries=three())
    assert played.person.lines.count(OFFER) == 1
    assert [one["to"]["level"] for one in decisions(played)] == kept
    assert [step["level"] for step in newest(played)["steps"] if step["exercise"] == "bridge"] == [level]


def test_d2_no_offer_at_a_score_of_4(tmp_path: Path) -> None:
    played = play(tmp_path, "4", (AFTERWARDS, "3"), "", "", entries=three())
    assert OFFER not in played.person.lines
    assert decisions(played) == []


def test_d2_without_an_answer_to_the_offer_the_score_is_saved(tmp_path: Path) -> None:
    played = play(tmp_path, "2", entries=three())
    assert [one["pain"] for one in played.logs] == [2]


def test_d2_after_red_at_level_1_the_easier_form_is_used_with_a_message(tmp_path: Path) -> None:
    played = play(tmp_path, "2", (AFTERWARDS, "3"), "", "", entries=(did(3, worst=7),))
    assert "Bridge comes in its easier form: a pain score of 6 or more." in played.person.lines
    assert newest(played)["steps"][0]["variant"] == "easy"
