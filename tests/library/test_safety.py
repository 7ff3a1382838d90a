"""The shipped safety questions, and the detection of any damage to their file."""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from l5tui.config.paths import content_root
from l5tui.domain.safety.questions import Answer, Level, Safety
from l5tui.domain.safety.restrictions import Effect, limits_of
from l5tui.library import load

CONTENT = load()

WARN, EASIER, OFF = Effect.WARN, Effect.EASIER, Effect.OFF
P, K, C, T, B, G, M = CONTENT.exercises
LEG = "leg watch"

# What each "ask first" answer does: exercise, phase, effect, note. From the clinical data's table c3.
ASK_FIRST: dict[str, list[tuple[str, str | None, Effect, str | None]]] = {
    "A1": [
        (K, None, OFF, None),
        (T, None, OFF, None),
        (G, None, OFF, None),
        (M, None, OFF, None),
        (P, None, EASIER, "knees wide, chest on pillows"),
    ],
    "A2": [(one, None, OFF, None) for one in (P, K, C, T, B, G, M)],
    "A3": [(M, None, OFF, None), (C, "cow", OFF, None), (G, None, WARN, "stop before the back arches")],
    "A4": [(M, None, OFF, None), (C, "cow", OFF, None), (G, None, WARN, "stop before the back arches")],
    "A5": [(P, None, OFF, None), (K, None, OFF, None), (C, "cat", OFF, None)],
    "A6": [(one, None, WARN, LEG) for one in (P, K, C, M)],
    "A7": [(P, None, OFF, None), (K, None, OFF, None)],
    "A8": [(one, None, EASIER, None) for one in (P, C, B, M)],
    "A9": [(P, None, EASIER, "head kept up on a pillow"), (G, None, WARN, "never hold your breath")],
    "A10": [(one, None, WARN, None) for one in (P, K, C, T, B, G, M)],
    "A11": [(one, None, OFF, None) for one in (P, K, C, T, B, G, M)],
    "A12": [(one, None, WARN, None) for one in (P, K, C, T, B, G, M)],
}

WORDS = {1: "92db8c08b7ea"}
"""The questions' words by their version."""


@pytest.fixture
def safety() -> Safety:
    assert CONTENT.safety is not None
    return CONTENT.safety


def test_seven_emergencies_come_first_then_eight_urgent_then_twelve_to_ask_first(safety: Safety) -> None:
    assert [question.id for question in safety.questions] == [
        *(f"E{number}" for number in range(1, 8)),
        *(f"U{number}" for number in range(1, 9)),
        *(f"A{number}" for number in range(1, 13)),
    ]
    assert [len(safety.of_level(level)) for level in safety.pages] == [7, 8, 12]
    assert list(safety.pages) == [Level.EMERGENCY, Level.URGENT, Level.ASK_FIRST]


def test_an_emergency_question_blocks_and_cannot_be_cleared(safety: Safety) -> None:
    for question in safety.of_level(Level.EMERGENCY):
        assert [(row.exercise, row.effect) for row in question.affects] == [("*", Effect.BLOCK)]
        assert not question.clearable


def test_an_urgent_question_blocks_and_can_be_cleared(safety: Safety) -> None:
    for question in safety.of_level(Level.URGENT):
        assert [(row.exercise, row.effect) for row in question.affects] == [("*", Effect.BLOCK_UNTIL_CHECKED)]
        assert question.clearable


def test_ask_first_questions_have_the_effects_of_the_clinical_table(safety: Safety) -> None:
    asked = {
        question.id: [(row.exercise, row.phase, row.effect, row.note) for row in question.affects]
        for question in safety.of_level(Level.ASK_FIRST)
    }
    assert {one: Counter(rows) for one, rows in asked.items()} == {one: Counter(r) for one, r in ASK_FIRST.items()}
    assert all(question.clearable for question in safety.of_level(Level.ASK_FIRST))


def test_restrictions_carry_the_id_of_their_question(safety: Safety) -> None:
    rows = safety.restrictions_for(["A7", "A9", "no such question"])
    assert [(row.question, row.exercise, row.effect) for row in rows] == [
        ("A7", P, OFF),
        ("A7", K, OFF),
        ("A9", P, EASIER),
        ("A9", G, WARN),
    ]
    assert safety.restrictions_for([]) == []


@pytest.mark.parametrize("bending_back", ["A3", "A4"])
def test_stenosis_or_a_slipped_bone_with_thin_bones_switches_cat_cow_off(safety: Safety, bending_back: str) -> None:
    cat_cow = CONTENT.exercises[C]
    assert limits_of(cat_cow, safety.restrictions_for([bending_back, "A5"])).off
    assert not limits_of(cat_cow, safety.restrictions_for([bending_back])).off
    assert not limits_of(cat_cow, safety.restrictions_for(["A5"])).off


def test_not_sure_counts_as_yes() -> None:
    assert [answer for answer in Answer if answer.counts_as_yes] == [Answer.YES, Answer.NOT_SURE]


def test_every_stop_now_rule_has_its_words(safety: Safety) -> None:
    assert list(safety.stop_rules) == ["S1", "S2", "S3", "S4", "S5", "S6", "S7"]
    assert safety.stop_texts["S2"] == (
        "That is a lot. We stop this exercise. Rest for a minute. You can end here: stopping is fine."
    )
    assert safety.stop_texts["S5"] == safety.pages[Level.EMERGENCY].title
    assert safety.stop_texts["S7"].startswith("That is very high. Today may be a day for rest")


def test_the_full_check_comes_again_after_30_days_or_14_without_a_session(safety: Safety) -> None:
    assert (safety.recheck.full_after_days, safety.recheck.full_after_gap_days) == (30, 14)
    assert len(safety.recheck.full_repeat) == 5


def test_the_recheck_names_every_emergency(safety: Safety) -> None:
    for words in ("Bladder or bowel", "numb between the legs", "leg getting weaker", "both legs", "bad fall", "fever"):
        assert words in safety.recheck.text
    assert "chest pain or fainting" in safety.recheck.text
    assert "anything else new that worries you" in safety.recheck.text


def test_the_emergency_page_says_to_stop_whom_to_call_and_what_the_app_cant_know(safety: Safety) -> None:
    page = safety.pages[Level.EMERGENCY]
    assert page.title == "Stop. Get help now."
    for words in ("Do not exercise", "112, 999 or 911", "emergency department", "cannot tell what is wrong"):
        assert words in page.body


def test_the_content_says_that_no_clinician_reviewed_it(safety: Safety) -> None:
    assert safety.reviewed_by_clinician is False


def test_every_effect_has_its_words(safety: Safety) -> None:
    assert set(safety.effects) == set(Effect)


def test_changed_questions_need_a_new_version(safety: Safety) -> None:
    """When the words of a question change, every person has to answer again. So a change needs a higher `version` in
    safety.toml, and its digest here."""
    words = "\n".join(f"{question.id} {question.text}" for question in safety.questions)
    mark = hashlib.sha256(words.encode()).hexdigest()[:12]
    assert WORDS.get(safety.version) == mark


BROKEN = {
    "a wrong key": (
        ('short = "Numb between the legs"', 'shrt = "Numb between the legs"'),
        'safety.toml: questions[1].shrt: there is no such key. Did you mean "short"?',
    ),
    "a level nobody has": (
        ('level = "urgent"', 'level = "urgnt"'),
        'safety.toml: questions[7].level: "urgnt" is not known. Did you mean "urgent"?',
    ),
    "an effect nobody has": (
        ('exercise = "*", effect = "block" ', 'exercise = "*", effect = "blok" '),
        'safety.toml: questions[0].affects[0].effect: "blok" is not known. Did you mean "block"?',
    ),
    "an emergency that only warns": (
        ('exercise = "*", effect = "block" ', 'exercise = "*", effect = "warn" '),
        "safety.toml: questions[0].affects: emergency question E1 must stop every session.",
    ),
    "an emergency that stops one exercise": (
        ('exercise = "*", effect = "block" ', 'exercise = "cat_cow", effect = "block" '),
        "safety.toml: questions[0].affects: emergency question E1 must stop every session.",
    ),
    "an emergency that a tick clears": (
        ("clearable = false", "clearable = true"),
        "safety.toml: questions[0].clearable: emergency question E1 has clearable = true.",
    ),
    "an urgent one that can't be cleared": (
        ("clearable = true", "clearable = false"),
        "safety.toml: questions[7].clearable: urgent question U1 has clearable = false.",
    ),
    "an exercise nobody has": (
        ('exercise = "knee_to_chest"', 'exercise = "knee_to_chin"'),
        'safety.toml: questions[15].affects[0].exercise: there is no exercise "knee_to_chin". Did you mean "knee_to_ch',
    ),
    "a phase nobody has": (
        ('phase = "cow"', 'phase = "cowl"'),
        'safety.toml: questions[17].affects[1].phase: Cat-cow has no phase "cowl". Did you mean "cow"?',
    ),
    "a question twice": (
        ('id = "E2"', 'id = "E1"'),
        'safety.toml: questions[1].id: "E1" stands there twice',
    ),
    "a rule twice": (
        ('id = "S2"', 'id = "S1"'),
        'safety.toml: stop_now[1].id: "S1" stands there twice',
    ),
    "a rule nobody has": (
        ('id = "S7"', 'id = "S8"'),
        'safety.toml: stop_now[6].id: "S8" is not known.',
    ),
    "a page without words": (
        ('title = "Stop. Get help now."', 'title = ""'),
        "safety.toml: levels.emergency.title: it is empty",
    ),
    "a check that never comes again": (
        ("full_after_days = 30", "full_after_days = 0"),
        "safety.toml: recheck.full_after_days: it is 0. 1 is the least",
    ),
}


@pytest.mark.parametrize("how", BROKEN)
def test_broken_questions_give_one_line_and_no_questions(how: str, tmp_path: Path) -> None:
    """Half of the questions would be worse than none, because nothing tells which were not asked."""
    root = Path(shutil.copytree(content_root(), tmp_path / "content"))
    (old, new), line = BROKEN[how]
    text = (root / "safety.toml").read_text()
    assert old in text
    (root / "safety.toml").write_text(text.replace(old, new, 1))
    content = load(root)
    (only,) = map(str, content.problems)
    assert only.startswith(line)
    assert content.safety is None
    assert (len(content.exercises), len(content.routines)) == (7, 8)


def test_a_missing_stop_rule_is_named(tmp_path: Path) -> None:
    root = Path(shutil.copytree(content_root(), tmp_path / "content"))
    before, after = (root / "safety.toml").read_text().split('[[stop_now]]\nid = "S7"')
    (root / "safety.toml").write_text(before + after[after.index("[[questions]]") :])
    assert [str(problem) for problem in load(root).problems] == ["safety.toml: stop_now: the rule S7 is missing"]


def test_a_broken_exercise_does_not_remove_the_safety_questions(tmp_path: Path) -> None:
    root = Path(shutil.copytree(content_root(), tmp_path / "content"))
    (root / "exercises/knee_to_chest.toml").write_text("broken")
    content = load(root)
    assert content.safety is not None
    assert [str(problem) for problem in content.problems if "safety" in str(problem)] == []


NEWER = "safety.toml: schema: it is of a newer l5tui (schema 2). Update l5tui"


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda file: file.unlink(), "safety.toml: there is no such file"),
        (lambda file: file.write_text(file.read_text().replace("schema = 1", "schema = 2\nnewer = 1", 1)), NEWER),
        (lambda file: file.write_text(file.read_text().replace("[stop_now.follow_up]", "[other]", 1)), "safety.toml: "),
        (lambda file: file.write_text(file.read_text().replace("[stop_now.lifted_by]", "[x]", 1)), "safety.toml: "),
        (lambda file: file.write_text("broken"), "safety.toml: line 1: it is not TOML"),
    ],
    ids=["missing", "newer", "without S3's question", "without what lifts S4", "broken"],
)
def test_unusable_questions_are_left_out_whole_and_one_line_says_why(
    change: Callable[[Path], object], line: str, tmp_path: Path
) -> None:
    root = Path(shutil.copytree(content_root(), tmp_path / "content"))
    change(root / "safety.toml")
    content = load(root)
    assert content.safety is None
    [only] = [str(problem) for problem in content.problems]
    assert only.startswith(line)
