"""The exercises that are not in the article (clinical data, l), and what a person's own exercises say of safety."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from l5tui.config.clock import now
from l5tui.config.paths import content_root
from l5tui.domain.exercise import Exercise
from l5tui.domain.routine import Routine
from l5tui.domain.safety.gate import gate
from l5tui.domain.safety.questions import Level
from l5tui.domain.safety.restrictions import Effect, limits_of
from l5tui.engine.plan import Plan
from l5tui.library import Content, check, extras, load
from tests.domain.safety.safety_journal import SafetyJournal

ALL = ("abdominal_curl_up", "hands_press_up", "sciatic_slider", "side_bridge_knees", "standing_back_bend", "walk")
ON = load(extras=ALL)
EXTRAS = extras()
IN_ALL = {"A2": "off", "A11": "off", "A10": "warn", "A12": "warn"}
MCKENZIE = {"A1": "off", "A3": "off", "A4": "off", "A6": "warn", "A8": "easier"}
BRIDGE = {"A1": "off", "A3": "warn", "A4": "warn", "A9": "warn"}
AFFECTS = {
    "abdominal_curl_up": {**BRIDGE, "A5": "off"},
    "side_bridge_knees": {"A1": "off", "A8": "off"},
    "hands_press_up": MCKENZIE,
    "standing_back_bend": {**MCKENZIE, "A9": "off"},
    "sciatic_slider": {"A6": "off"},
    "walk": {"A9": "warn"},
}
# phases in seconds, repetitions, sides
PHASES = {
    "abdominal_curl_up": ([2, 8, 2], 5, "each"),
    "side_bridge_knees": ([2, 8, 2], 5, "each"),
    "hands_press_up": ([3, 2, 3], 10, "none"),
    "standing_back_bend": ([2, 2, 2], 10, "none"),
    "sciatic_slider": ([2, 2], 10, "each"),
    "walk": ([600], 1, "none"),
}


def asked_first(content: Content) -> list[str]:
    assert content.safety
    return [question.id for question in content.safety.of_level(Level.ASK_FIRST)]


def effect(content: Content, exercise: Exercise, answer: str) -> str:
    """What one yes does to an exercise."""
    someone = SafetyJournal(now())
    someone.check(answer)
    state = gate(content.safety, someone.entries, now(), exercises=list(content.exercises)).state
    assert state
    limits = limits_of(exercise, state.restrictions)
    if limits.off:
        return "off"
    return "easier" if limits.easier else "warn" if limits.notes else ""


def test_they_are_off_until_one_is_switched_on() -> None:
    content = load()
    assert sorted(EXTRAS) == list(ALL)
    assert not set(ALL) & set(content.exercises)
    assert list(load(extras=["walk"]).exercises)[-1] == "walk"
    assert list(ON.exercises)[7:] == sorted(ALL, key=lambda one: EXTRAS[one].name.casefold())


@pytest.mark.parametrize("name", ALL)
def test_l_each_has_its_phases_counts_source_start_and_cautions(name: str) -> None:
    one = EXTRAS[name]
    seconds, reps, sides = PHASES[name]
    assert [phase.seconds.default for phase in one.phases] == seconds
    assert (one.reps, str(one.sides)) == (reps, sides)
    assert one.extra
    assert one.source
    assert one.start
    assert one.stop_if
    assert one.ladder is None
    assert one.number == 0
    assert set(one.cautions) == {*AFFECTS[name], *IN_ALL}


@pytest.mark.parametrize("name", ALL)
def test_l_each_answer_does_what_the_table_says(name: str) -> None:
    wanted = {**IN_ALL, **AFFECTS[name]}
    found = {answer: effect(ON, EXTRAS[name], answer) for answer in asked_first(ON)}
    assert {answer: what for answer, what in found.items() if what} == wanted


def test_l_a_walk_lasts_5_to_30_minutes() -> None:
    [phase] = EXTRAS["walk"].phases
    assert (phase.seconds.low, phase.seconds.high) == (300, 1800)
    assert Plan.of(Routine.alone(EXTRAS["walk"])).total_s == 610


def test_l_none_is_part_of_a_shipped_routine_or_on_a_ladder() -> None:
    for routine in load().routines.values():
        assert not {step.exercise.id for step in routine.steps} & set(ALL)


def test_what_they_say_of_answers_holds_only_where_they_are_on() -> None:
    safety = load().safety
    assert safety
    assert not {row.exercise for question in safety.questions for row in question.affects} & set(ALL)
    assert ON.safety
    assert ON.safety.digest == safety.digest, "switching one on must not ask everybody again"


def test_a_switch_without_an_exercise_is_named() -> None:
    [problem] = load(extras=["wlak"]).problems
    assert str(problem) == ('config.toml: extras.wlak: there is no exercise "wlak" to switch on. Did you mean "walk"?')


def own_with(tmp_path: Path, text: str, folder: str = "exercises", name: str = "mine") -> Path:
    (tmp_path / folder).mkdir(exist_ok=True)
    (tmp_path / folder / f"{name}.toml").write_text(text)
    return tmp_path


def test_a_routine_with_one_that_is_off_says_how_it_is_switched_on(tmp_path: Path) -> None:
    own = own_with(tmp_path, 'id = "mine"\nname = "M"\n[[steps]]\nexercise = "walk"\nhold = 900\n', "routines")
    content = load(own=own)
    assert content.problems == ()
    assert content.waiting["mine"].why == "Walk is switched off: l5tui exercises on walk"
    [problem] = check(own=own)
    assert problem.is_warning
    assert str(problem).endswith('steps: "M" waits. Walk is switched off: l5tui exercises on walk')
    content = load(own=own, extras=["walk"])
    assert content.problems == ()
    assert Plan.of(content.routines["mine"]).total_s == 910


BRIDGE_TEXT = (
    (content_root() / "exercises/glute_bridge.toml")
    .read_text()
    .replace('"glute_bridge"', '"mine"')
    .replace("number = 6\n", "")
)


def test_an_own_exercise_without_affects_is_off_for_every_yes_until_it_is_cleared(tmp_path: Path) -> None:
    content = load(own=own_with(tmp_path, BRIDGE_TEXT))
    assert content.problems == ()
    for answer in asked_first(content):
        assert effect(content, content.exercises["mine"], answer) == "off"


def test_an_own_exercise_with_affects_is_off_for_those_alone(tmp_path: Path) -> None:
    rows = 'affects = [{ question = "A5", effect = "off" }, { question = "A9", effect = "warn", note = "slowly" }]\n'
    content = load(own=own_with(tmp_path, BRIDGE_TEXT.replace("equipment", f"{rows}equipment", 1)))
    assert content.problems == ()
    mine = content.exercises["mine"]
    found = {answer: effect(content, mine, answer) for answer in asked_first(content)}
    assert {answer: what for answer, what in found.items() if what} == {"A5": "off", "A9": "warn"}


def test_an_emergency_blocks_an_own_exercise_too(tmp_path: Path) -> None:
    content = load(own=own_with(tmp_path, BRIDGE_TEXT))
    assert content.safety
    rows = content.safety.restrictions_for(["E1"])
    assert any(row.touches(content.exercises["mine"]) and row.effect is Effect.BLOCK for row in rows)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ('question = "A99", effect = "off"', 'affects[0].question: there is no question "A99" that asks first'),
        ('question = "E1", effect = "warn"', 'affects[0].question: there is no question "E1" that asks first'),
        ('question = "A1", effect = "block"', 'affects[0].effect: "block" is not known'),
        ('question = "A1", effect = "off", phase = "hodl"', "affects[0].phase: Glute bridge has no phase"),
    ],
)
def test_a_row_that_fits_nothing_is_named(row: str, says: str, tmp_path: Path) -> None:
    rows = f"affects = [{{ {row} }}]\nequipment"
    [problem] = load(own=own_with(tmp_path, BRIDGE_TEXT.replace("equipment", rows, 1))).problems
    assert says in str(problem)


def test_an_exercise_without_forms_has_half_of_it_as_the_easier_one_and_none_harder(tmp_path: Path) -> None:
    text = BRIDGE_TEXT[: BRIDGE_TEXT.index("[easier]")]
    content = load(own=own_with(tmp_path, text))
    assert content.problems == ()
    mine = content.exercises["mine"]
    assert [form.id for form in mine.forms] == ["mine_easier"]
    assert dict(mine.easier.overrides) == {"reps": 5, "hold": 5}
    assert mine.variant("") is None


def test_an_own_exercise_cannot_take_the_id_of_an_extra_that_is_off(tmp_path: Path) -> None:
    shutil.copytree(content_root() / "extras", tmp_path / "exercises")
    problems = load(own=tmp_path).problems
    assert len(problems) == 6
    assert all("is taken by extras/" in str(problem) for problem in problems)
