"""The program applies `content/safety.toml` exactly: every answer alone and every pair, compared with the file.

The file is read here with `tomllib` and combined by a few lines of its own, so that neither the loader nor the fold can
be wrong about it unseen. The table is the clinical data's c3, written down once more as the facts that the file must
have.
"""

from __future__ import annotations

import tomllib
from itertools import combinations
from typing import Any, Final

import pytest

from l5tui.config.paths import content_root
from l5tui.domain.exercise import Exercise
from l5tui.domain.routine import Routine, Step
from l5tui.domain.safety.questions import Answer
from l5tui.domain.safety.restrictions import limits_of
from l5tui.engine.plan import Plan
from tests.domain.safety.safety_journal import CONTENT, SAFETY, SafetyJournal
from tests.rows import each

FILE: Final[dict[str, Any]] = tomllib.loads((content_root() / "safety.toml").read_text(encoding="utf-8"))
AFFECTS: Final[dict[str, list[dict[str, Any]]]] = {one["id"]: one["affects"] for one in FILE["questions"]}
ASK_FIRST: Final = [one["id"] for one in FILE["questions"] if one["level"] == "ask_first"]
OTHERS: Final = [one["id"] for one in FILE["questions"] if one["level"] != "ask_first"]
COLUMNS: Final = (
    *("childs_pose", "knee_to_chest", "cat_cow", "pelvic_tilt", "bird_dog", "glute_bridge"),
    "mckenzie_extension",
)
C3: Final = """
A1   easier  off   -        off   -       off   off
A2   off     off   off      off   off     off   off
A3   -       -     cow-off  -     -       warn  off
A4   -       -     cow-off  -     -       warn  off
A5   off     off   cat-off  -     -       -     -
A6   warn    warn  warn     -     -       -     warn
A7   off     off   -        -     -       -     -
A8   easier  -     easier   -     easier  -     easier
A9   easier  -     -        -     -       warn  -
A10  warn    warn  warn     warn  warn    warn  warn
A11  off     off   off      off   off     off   off
A12  warn    warn  warn     warn  warn    warn  warn
"""
"""Child's pose, knee to chest, cat-cow, tilt, bird dog, bridge, McKenzie; a leg watch is a warning of its own."""


@pytest.mark.parametrize("line", C3.split("\n")[1:-1], ids=lambda line: line.split()[0])
def test_each_row_of_the_c3_table_is_in_the_content(line: str) -> None:
    row, *effects = line.split()
    found = dict.fromkeys(COLUMNS, "-")
    for affected in AFFECTS[row]:
        phase = f"{affected['phase']}-" if "phase" in affected else ""
        assert found[affected["exercise"]] == "-"
        found[affected["exercise"]] = phase + affected["effect"]
    assert list(found.values()) == effects


def test_a6_is_a_leg_watch_and_nothing_else_is() -> None:
    watched = {row for row, affects in AFFECTS.items() if any(one.get("note") == "leg watch" for one in affects)}
    assert watched == {"A6"}
    assert all(one["note"] == "leg watch" for one in AFFECTS["A6"])


@each("row", OTHERS)
def test_c1_and_c2_rows_affect_every_exercise(row: str) -> None:
    effect = "block" if row.startswith("E") else "block_until_checked"
    assert AFFECTS[row] == [{"exercise": "*", "effect": effect}]


def on_paper(exercise: Exercise, rows: tuple[str, ...]) -> tuple[bool, set[str], bool]:
    """What the file says about an exercise: whether it is off, which phases are flat, whether it is eased."""
    touching = [one for row in rows for one in AFFECTS[row] if one["exercise"] == exercise.id]
    off = any(one["effect"] == "off" and "phase" not in one for one in touching)
    flat = {one["phase"] for one in touching if one["effect"] == "off" and "phase" in one}
    return off or flat == {"cow", "cat"}, flat, any(one["effect"] == "easier" for one in touching)


ALONE_AND_PAIRS: Final = [*((one,) for one in ASK_FIRST), *combinations(ASK_FIRST, 2)]


@pytest.mark.parametrize("rows", ALONE_AND_PAIRS, ids="+".join)
def test_every_answer_alone_and_every_pair_restricts_as_the_file_says(rows: tuple[str, ...]) -> None:
    life = SafetyJournal()
    life.check(*rows[:1], unsure=rows[1:])
    restrictions = life.gate(checked=True).restrictions
    every = Routine("all", "All", "", tuple(Step(one) for one in CONTENT.exercises.values()))
    plan = Plan.of(every, restrictions=restrictions)
    for exercise, step in zip(CONTENT.exercises.values(), plan.steps, strict=True):
        off, flat, easier = on_paper(exercise, rows)
        limits = limits_of(exercise, restrictions)
        assert (limits.off, limits.easier) == (off, easier), exercise.id
        assert limits.phases_off == flat, exercise.id
        assert step.off is off, exercise.id
        done = [segment for segment in plan.segments if plan.steps[segment.step] is step]
        assert bool(done) is not off, exercise.id
        assert {segment.phase for segment in done if segment.off} == (set() if off else flat), exercise.id
        assert off or (step.variant == exercise.easier.id) is easier
    assert {one.exercise for one in plan.left_out} == {one.exercise for one in plan.steps if one.off}


@each("row", OTHERS + ASK_FIRST)
def test_every_pair_of_answers_blocks_like_the_more_serious_of_the_two(row: str) -> None:
    for other in OTHERS + ASK_FIRST:
        life = SafetyJournal()
        life.check(row, other)
        want = "emergency" if "E" in row + other else "urgent" if "U" in row + other else None
        assert life.gate(checked=True).need == want, other


def test_not_sure_has_the_same_effect_as_yes_everywhere() -> None:
    for row in (*OTHERS, *ASK_FIRST):
        sure, unsure = SafetyJournal(), SafetyJournal()
        sure.check(row)
        unsure.check(unsure=[row])
        assert sure.gate(checked=True).need == unsure.gate(checked=True).need
        assert sure.gate().restrictions == unsure.gate().restrictions


# The rules' words, as amended


def test_s3_asks_later_what_the_table_says() -> None:
    rule = SAFETY.stop_rules["S3"]
    assert rule.follow_up is not None
    assert rule.follow_up.text == "It had moved down and stayed. Is it still further down?"
    assert rule.follow_up.as_yes_after_h == 48
    assert "easier forms" in rule.follow_up.no
    assert "S4" in rule.follow_up.yes


def test_s4_and_s6_name_what_lifts_them_and_no_other_rule_does() -> None:
    lifted = {one.id: one.lifted_by for one in SAFETY.stop_rules.values() if one.lifted_by}
    assert list(lifted) == ["S4", "S6"]
    assert lifted["S4"].professional == "a health professional knows about this"
    assert lifted["S4"].passed is None
    assert lifted["S6"].passed == "it was gone within minutes and did not come back"


def test_s6_is_only_for_dizziness_since_chest_pain_is_an_emergency() -> None:
    assert SAFETY.stop_rules["S6"].when.startswith("dizzy or light-headed;")
    assert "E7 (S5)" in SAFETY.stop_rules["S6"].when


def test_the_recheck_opens_the_full_check_at_its_emergency_questions() -> None:
    assert "open the full check at its emergency questions" in SAFETY.recheck.something_new


def test_a_question_has_three_answers() -> None:
    assert [str(answer) for answer in Answer] == ["no", "yes", "not_sure"]
