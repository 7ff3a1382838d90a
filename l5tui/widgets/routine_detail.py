"""What a routine or an exercise is, as the blocks of a page: steps with doses and times, how it helps, how to do it,
common mistakes, when to stop, and when to take care.

Pure: it is given the plan that would run, so that no time or dose here can differ from the session's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from textual.content import Content

from l5tui.domain.dose import Dose
from l5tui.domain.exercise import Exercise
from l5tui.domain.pain import change_word, show_pain
from l5tui.domain.routine import Routine
from l5tui.engine.plan import SETUPS, Plan, SegmentKind
from l5tui.journal.trends import Pair
from l5tui.journal.when import local_date
from l5tui.widgets.days import near_day
from l5tui.widgets.prose import Block, Gap, Paragraph, Table
from l5tui.widgets.words import MUTED, STRONG, TEXT, clock, minutes, one_line, plain

HOW: Final = "How to do it"
MISTAKES: Final = "Common mistakes"
STOP: Final = "Stop if"
CARE: Final = "Take care if"
ASK: Final = "Then ask a health professional first."
ONE_REPETITION: Final = "One repetition"
EASIER: Final = "Easier"
HARDER: Final = "Harder"
NEED: Final = "You need"
ALSO: Final = "Also called"
TAKE_CARE: Final = "Take care"
SPREADS: Final = "Stop if it spreads down a leg, or if something feels wrong. Stopping is fine."
OUR_CHOICE: Final = "How often, how fast, the rests and the order are this app's choice. The article does not say."
NO_SCORES: Final = "no scores"


def is_alone(routine: Routine) -> bool:
    """Whether it is an exercise that stands for itself."""
    return len(routine.steps) == 1 and routine.steps[0].exercise.id == routine.id


def facts(routine: Routine, plan: Plan, last: Pair | None, today: date, *, arrow: str = "→") -> list[Content]:
    """What one line says of it: how many exercises or which kind, how long, and the scores of the last time."""
    if is_alone(routine):
        first = str(routine.steps[0].exercise.category)
    else:
        count = sum(not step.off for step in plan.steps)
        first = f"{count} exercise{'s' if count != 1 else ''}"
    parts = [one_line(first, MUTED), plain(minutes(plan.total_s), MUTED)]
    return [*parts, _last(last, today, arrow)] if last else parts


def _last(last: Pair, today: date, arrow: str) -> Content:
    """The last time's scores, in honest words: `last Thu 5 → 3 lower`."""
    day = local_date(last.started)
    when = f"last {near_day(day, today)}" if day else "last time"
    if last.before is None and last.after is None:
        return plain(f"{when}, {NO_SCORES}", MUTED)
    return Content.assemble(
        (f"{when} ", MUTED),
        (f"{show_pain(last.before)} {arrow} {show_pain(last.after)}", TEXT),
        (f" {change_word(last.before, last.after)}", MUTED),
    )


def detail(routine: Routine, plan: Plan, cautions: Mapping[str, str], care: str = STRONG) -> list[Block]:
    """The whole page.

    Args:
        routine: the routine, or an exercise alone.
        plan: what would run.
        cautions: what a safety question is about, in a few words, by its id.
        care: the style of what asks for care.
    """
    if is_alone(routine):
        exercise = routine.steps[0].exercise
        return [
            _steps(routine, plan),
            Gap(),
            *_about(exercise, cautions, care),
            Gap(),
            *_repetition(exercise, plan),
            Gap(),
            *_forms(exercise),
        ]
    blocks: list[Block] = [
        _steps(routine, plan),
        Gap(),
        Paragraph(plain(routine.why, TEXT)),
        Paragraph(Content.assemble((f"{TAKE_CARE}  ", care), (SPREADS, TEXT))),
    ]
    for exercise in {step.exercise.id: step.exercise for step in routine.steps}.values():
        blocks += [Gap(), Gap(), Paragraph(one_line(exercise.name, STRONG)), *_about(exercise, cautions, care)]
    return [*blocks, Gap(), Gap(), Paragraph(plain(OUR_CHOICE, MUTED))]


def _steps(routine: Routine, plan: Plan) -> Table:
    """Each step's number, name, dose and time; an exercise that stands alone has its name in the title already."""
    rows: list[tuple[Content, ...]] = []
    for number, (step, planned) in enumerate(zip(routine.steps, plan.steps, strict=True), 1):
        dose = Dose.of(step.exercise, level=planned.level, overrides=step.overrides, variant=planned.variant)
        left_flat = [phase.label.lower() for phase in step.exercise.phases if phase.id in step.phase_off]
        words = dose.words(step.exercise) + "".join(f", no {label}" for label in left_flat)
        time = plain("left out" if planned.off else clock(_seconds(plan, number - 1) * 1000), MUTED)
        if is_alone(routine):
            return Table(((one_line(words, TEXT), time),), wraps=0, folds=None)
        name = one_line(step.exercise.name, TEXT)
        rows.append((plain(str(number), MUTED), name, one_line(words, MUTED), time))
    return Table(tuple(rows), wraps=1, folds=2, right=frozenset({0}))


def _seconds(plan: Plan, step: int) -> int:
    """How long a step takes, without getting into position."""
    return sum(one.seconds or 0 for one in plan.segments if one.step == step and one.kind not in SETUPS)


def _about(exercise: Exercise, cautions: Mapping[str, str], care: str) -> list[Block]:
    blocks: list[Block] = [Paragraph(plain(exercise.helps, TEXT))]
    blocks += _list(HOW, exercise.how_to, numbered=True)
    blocks += _list(MISTAKES, exercise.mistakes)
    blocks += _list(STOP, exercise.stop_if, style=care)
    known = [cautions[one] for one in exercise.cautions if one in cautions]
    if known:
        blocks += [*_list(CARE, known, style=care), Paragraph(plain(ASK, TEXT), indent=3)]
    return blocks


def _list(title: str, items: Iterable[str], *, style: str = STRONG, numbered: bool = False) -> list[Block]:
    lines: list[Block] = []
    for number, item in enumerate(items, 1):
        mark = str(number) if numbered else "-"
        lines.append(Paragraph(one_line(item, TEXT), plain(mark, MUTED), 3))
    return [Gap(), Paragraph(plain(title, style)), *lines] if lines else []


def _repetition(exercise: Exercise, plan: Plan) -> list[Block]:
    """Each phase of a repetition with its seconds, and the rests between them."""
    planned = {one.phase: one.seconds for one in plan.segments if one.phase}
    rows = [
        (one_line(phase.label, TEXT), one_line(phase.cue, MUTED), plain(f"{planned[phase.id]} s", MUTED))
        for phase in exercise.phases
        if phase.id in planned
    ]
    rests: dict[str, set[int]] = {}
    for one in plan.segments:
        if one.kind in (SegmentKind.REST, SegmentKind.SWITCH) and one.seconds:
            rests.setdefault(one.label, set()).add(one.seconds)
    for label, seconds in rests.items():
        shown = " or ".join(str(number) for number in sorted(seconds))
        rows.append((one_line(label, TEXT), plain("in between", MUTED), plain(f"{shown} s", MUTED)))
    return [Paragraph(plain(ONE_REPETITION, STRONG)), Table(tuple(rows), wraps=1, folds=None)] if rows else []


def _forms(exercise: Exercise) -> list[Block]:
    rows = [(EASIER, exercise.easier.text), (HARDER, exercise.harder.text)]
    rows += [(NEED, ", ".join(exercise.equipment)), (ALSO, ", ".join(exercise.aliases))]
    return [Paragraph(one_line(text, TEXT), plain(title, MUTED), len(ALSO) + 2) for title, text in rows if text.strip()]
