"""Builds the safety questions, pages and stop rules from the checked shape of `safety.toml`.

The levels are enforced here as well: a file whose emergency question doesn't block, or can be cleared, is refused.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

from msgspec.structs import replace

from l5tui.config.output import quoted
from l5tui.domain.exercise import Exercise
from l5tui.domain.safety.questions import FollowUp, Level, LevelPage, LiftedBy, Question, Recheck, Safety, StopRule
from l5tui.domain.safety.restrictions import ANY_EXERCISE, Effect, Restriction
from l5tui.library.build import on_one_line, phases_known
from l5tui.library.faults import Faults, nearest
from l5tui.library.shapes import (
    AffectsTable,
    EffectsTable,
    ExerciseFile,
    FollowUpTable,
    LevelsTable,
    LiftedTable,
    PageTable,
    QuestionTable,
    SafetyFile,
)

STOP_RULES: Final = ("S1", "S2", "S3", "S4", "S5", "S6", "S7")
"""The rules that the program knows. The file must have the text of each."""
_EFFECTS: Final = {effect.name.lower(): effect for effect in Effect}
_MUST: Final = {Level.EMERGENCY: Effect.BLOCK, Level.URGENT: Effect.BLOCK_UNTIL_CHECKED}


def safety_of(
    table: SafetyFile, faults: Faults, exercises: Mapping[str, Exercise], broken: Collection[str] = ()
) -> Safety:
    """The safety questions and rules that the file defines; what it returns is of use only where there is no fault.

    Args:
        table: the file's shape.
        faults: the file's faults.
        exercises: the loaded exercises by id; a row about an unknown exercise is a mistake.
        broken: ids of exercises whose files couldn't be loaded. Rows about these are kept.
    """
    questions = [
        _question(question, f"questions[{index}]", faults, exercises, broken)
        for index, question in enumerate(table.questions)
    ]
    ids = [question.id for question in questions]
    for index, one in enumerate(ids):
        if one in ids[:index] and faults.sound(f"questions[{index}].id"):
            faults.add(f"questions[{index}].id", f"{quoted(one)} stands there twice")
    pages = _pages(table.levels)
    order = list(pages)
    return Safety(
        version=table.version,
        reviewed_by_clinician=table.reviewed_by_clinician,
        intro=on_one_line(table.intro),
        all_no=on_one_line(table.all_no),
        questions=tuple(sorted(questions, key=lambda question: order.index(question.level))),
        pages=pages,
        effects=_effects(table.effects),
        recheck=Recheck(
            text=on_one_line(table.recheck.text),
            nothing_new=on_one_line(table.recheck.nothing_new),
            something_new=on_one_line(table.recheck.something_new),
            full_after_days=table.recheck.full_after_days,
            full_after_gap_days=table.recheck.full_after_gap_days,
            full_repeat=tuple(map(on_one_line, table.recheck.full_repeat)),
        ),
        stop_rules=_stop_rules(table, faults),
    )


def _question(
    table: QuestionTable, key: str, faults: Faults, exercises: Mapping[str, Exercise], broken: Collection[str]
) -> Question:
    rows = tuple(
        _restriction(row, table.id, f"{key}.affects[{index}]", faults, exercises, broken)
        for index, row in enumerate(table.affects)
    )
    must = _MUST.get(table.level)
    if must and any(row.effect is not must or row.exercise != ANY_EXERCISE for row in rows):
        what = f"{table.level} question {table.id} must stop every session"
        faults.add(f"{key}.affects", what, f'write exercise = "*", effect = "{must.name.lower()}"')
    if table.clearable == (table.level is Level.EMERGENCY):
        what = f"{table.level} question {table.id} has clearable = {str(table.clearable).lower()}"
        faults.add(f"{key}.clearable", what, "all can be cleared but emergencies")
    return Question(
        id=table.id,
        level=table.level,
        text=on_one_line(table.text),
        short=on_one_line(table.short),
        why=on_one_line(table.why),
        clearable=table.clearable,
        affects=rows,
    )


def _restriction(
    table: AffectsTable,
    question: str,
    key: str,
    faults: Faults,
    exercises: Mapping[str, Exercise],
    broken: Collection[str],
) -> Restriction:
    effect = _EFFECTS.get(table.effect)
    if effect is None:
        if faults.sound(f"{key}.effect"):
            faults.add(f"{key}.effect", f"{quoted(table.effect)} is not known", nearest(table.effect, _EFFECTS))
        effect = Effect.OFF
    exercise = exercises.get(table.exercise)
    if (
        exercise is None
        and table.exercise != ANY_EXERCISE
        and table.exercise not in broken
        and faults.sound(f"{key}.exercise")
    ):
        hint = nearest(table.exercise, exercises)
        faults.add(f"{key}.exercise", f"there is no exercise {quoted(table.exercise)}", hint)
    if exercise and table.phase is not None and exercise.phase(table.phase) is None:
        what = f"{exercise.name} has no phase {quoted(table.phase)}"
        faults.add(f"{key}.phase", what, nearest(table.phase, [phase.id for phase in exercise.phases]))
    note = on_one_line(table.note) if table.note else None
    return Restriction(table.exercise, table.phase, effect, question, note)


def rows_of(table: ExerciseFile, exercise: Exercise, safety: Safety | None, faults: Faults) -> list[Restriction]:
    """What an exercise outside the article says of safety answers itself (`affects`)."""
    known = {one.id for one in safety.of_level(Level.ASK_FIRST)} if safety else set()
    named = {f"cautions[{index}]": one for index, one in enumerate(table.cautions)}
    named |= {f"affects[{index}].question": row.question for index, row in enumerate(table.affects)}
    for key, question in named.items():
        if known and question not in known and faults.sound(key):
            what = f"there is no question {quoted(question)} that asks first"
            faults.add(key, what, nearest(question, known))
    rows: list[Restriction] = []
    for index, row in enumerate(table.affects):
        key = f"affects[{index}]"
        if any((row.question, row.phase) == (other.question, other.phase) for other in rows) and faults.sound(key):
            faults.add(f"{key}.question", f"{quoted(row.question)} stands there twice", "one row is enough")
        if row.phase is not None and exercise.phase(row.phase) is None and phases_known(table, faults):
            what = f"{exercise.name} has no phase {quoted(row.phase)}"
            faults.add(f"{key}.phase", what, nearest(row.phase, [phase.id for phase in exercise.phases]))
        note = on_one_line(row.note) if row.note else None
        rows.append(Restriction(exercise.id, row.phase, _EFFECTS[row.effect], row.question, note))
    return rows


def with_rows(safety: Safety, rows: Collection[Restriction]) -> Safety:
    """The questions with more that their answers change."""
    if not rows:
        return safety
    questions = [
        replace(one, affects=(*one.affects, *(row for row in rows if row.question == one.id)))
        for one in safety.questions
    ]
    return replace(safety, questions=tuple(questions))


def _pages(table: LevelsTable) -> Mapping[Level, LevelPage]:
    tables = {Level.EMERGENCY: table.emergency, Level.URGENT: table.urgent, Level.ASK_FIRST: table.ask_first}
    order = sorted(tables, key=lambda level: tables[level].order)
    return MappingProxyType({level: _page(level, tables[level]) for level in order})


def _page(level: Level, table: PageTable) -> LevelPage:
    return LevelPage(level, on_one_line(table.title), on_one_line(table.body), on_one_line(table.consequence))


def _effects(table: EffectsTable) -> Mapping[Effect, str]:
    return MappingProxyType({effect: on_one_line(getattr(table, name)) for name, effect in _EFFECTS.items()})


def _stop_rules(table: SafetyFile, faults: Faults) -> Mapping[str, StopRule]:
    rules: dict[str, StopRule] = {}
    for index, rule in enumerate(table.stop_now):
        if rule.id not in STOP_RULES or rule.id in rules:
            what = f"{quoted(rule.id)} " + ("stands there twice" if rule.id in rules else "is not known")
            faults.add(f"stop_now[{index}].id", what, nearest(rule.id, set(STOP_RULES) - set(rules)))
        rules[rule.id] = StopRule(
            rule.id,
            on_one_line(rule.when),
            on_one_line(rule.text),
            on_one_line(rule.then),
            _follow_up(rule.follow_up),
            _lifted_by(rule.lifted_by),
        )
    if not faults.sound("stop_now"):
        return MappingProxyType(rules)
    if missing := [rule for rule in STOP_RULES if rule not in rules]:
        faults.add("stop_now", f"the rule {missing[0]} is missing")
        return MappingProxyType(rules)
    if rules["S3"].follow_up is None:
        faults.add("stop_now", "the rule S3 has no follow_up", "It is asked before the next check-in")
    if without := [rule for rule in ("S4", "S6") if rules[rule].lifted_by is None]:
        faults.add("stop_now", f"the rule {without[0]} has no lifted_by", "Nothing would ever lift it")
    return MappingProxyType(rules)


def _follow_up(table: FollowUpTable | None) -> FollowUp | None:
    if table is None:
        return None
    return FollowUp(on_one_line(table.text), on_one_line(table.no), on_one_line(table.yes), table.as_yes_after_h)


def _lifted_by(table: LiftedTable | None) -> LiftedBy | None:
    if table is None:
        return None
    return LiftedBy(on_one_line(table.professional), on_one_line(table.passed) if table.passed else None)
