"""The page about a routine or an exercise, as blocks: steps, doses and times, how it helps, how to do it, cautions.

Pure: it is given the plan that would run, so its times and doses can't differ from the session's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from msgspec import Struct
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from l5tui.domain.dose import Dose
from l5tui.domain.entry_times import local_date
from l5tui.domain.exercise import Exercise
from l5tui.domain.how_to import form_text, how_to
from l5tui.domain.pain import change_word, show_pain
from l5tui.domain.programme import Programme
from l5tui.domain.routine import Routine, Step
from l5tui.domain.safety.restrictions import Restriction
from l5tui.domain.safety.stop_page import stop_in_short
from l5tui.domain.safety.stop_rules import stops_for_today
from l5tui.domain.safety.words import EFFECTS
from l5tui.domain.time_words import near_day
from l5tui.engine.one_repetition import one_repetition
from l5tui.engine.plan import SETUPS, Plan, PlanStep
from l5tui.journal.trends import Pair
from l5tui.library.faulty_routines import FaultyRoutine
from l5tui.tui.widgets.page_blocks import Block, Gap, Paragraph, Table
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, clock, minutes, one_line, plain

NAME: Final = 18
"""Columns for an exercise's name, fixed so that the doses have the same column on every page."""
HOW: Final = "How to do it"
MISTAKES: Final = "Common mistakes"
STOP: Final = "Stop if"
CARE: Final = "Take care if"
ASK: Final = "Then ask a health professional first."
ONE_REPETITION: Final = "One repetition"
EASIER: Final = "Easier"
HARDER: Final = "Harder"
NEED: Final = "You need"
SOURCE: Final = "From"
ALSO: Final = "Also called"
TAKE_CARE: Final = "Take care"
SPREADS: Final = "Stop if it spreads down a leg, or if something feels wrong. Stopping is fine."
NOT_IN_ARTICLE: Final = "Not in the article. Ask a health professional first."
OUR_CHOICE: Final = "How often, how fast, the rests and the order are this app's choice. The article does not say."
NO_SCORES: Final = "no scores"
ANSWERS: Final = "Because of your safety answers"
LESS: Final = "Less than last time"
MEND_HERE: Final = "The editor opens it, with the fault marked{key}."
MEND_IN_FILE: Final = "It is mended in the file. l5tui check names all its faults."
OFF: Final = "off"
"""Shown in place of a length if safety answers leave nothing of it."""


def is_alone(routine: Routine) -> bool:
    """Whether it is a single exercise rather than a routine."""
    return len(routine.steps) == 1 and routine.steps[0].exercise.id == routine.id


def summary_parts(routine: Routine, plan: Plan, last: Pair | None, today: date) -> list[Content]:
    """The parts of its summary line: the number of exercises or the kind, the length, and the last time's scores."""
    if is_alone(routine):
        first = str(routine.steps[0].exercise.category)
    else:
        count = sum(not step.off for step in plan.steps)
        first = f"{count} exercise{'s' if count != 1 else ''}"
    parts = [one_line(first, MUTED), plain(minutes(plan.total_s) if plan.segments else OFF, MUTED)]
    return [*parts, _last(last, today)] if last else parts


def _last(last: Pair, today: date) -> Content:
    """The scores of the last time: `last Thu 5 → 3 lower`."""
    day = local_date(last.started)
    when = near_day(day, today) if day else "time"
    if when not in ("today", "yesterday"):
        when = f"last {when}"
    if last.before is None and last.after is None:
        return plain(f"{when}, {NO_SCORES}", MUTED)
    return Content.assemble(
        (f"{when} ", MUTED),
        (show_pain(last.before) + ("" if stops_for_today(last.stop) else f" → {show_pain(last.after)}"), TEXT),
        (f" {stop_in_short(last.stop, last.worst) or change_word(last.before, last.after)}", MUTED),
    )


def fault_page(faulty: FaultyRoutine, edit: str) -> list[Block]:
    """The page about a routine whose file has a fault: what is wrong, and where it can be mended.

    Args:
        faulty: the routine.
        edit: the key that opens the editor; empty while it has no effect.
    """
    how = MEND_HERE.format(key=f": {edit}" if edit else "") if faulty.routine else MEND_IN_FILE
    facts = [Paragraph(plain(fault.what, STRONG)) for fault in faulty.faults]
    return [*facts, *([Gap()] if facts else []), Paragraph(plain(faulty.why, TEXT)), Gap(), Paragraph(plain(how, TEXT))]


def detail(
    routine: Routine,
    plan: Plan,
    cautions: Mapping[str, str],
    care: str = STRONG,
    *,
    restrictions: Iterable[Restriction] = (),
    doses: Iterable[str] = (),
    programme: Programme | None = None,
    shown: int | None = None,
    mark: str = STRONG,
) -> list[Block]:
    """The page's blocks.

    Args:
        routine: the routine, or a single exercise as one.
        plan: the plan that would run.
        cautions: the subject of each safety question in a few words, by its id.
        care: the style of cautions.
        restrictions: what the safety answers switch off, ease or warn about.
        doses: which doses are lower or easier than the last time, and why.
        programme: the programme in force.
        shown: the index of the step whose figure is shown beside the page, if any.
        mark: the style of that step's number.
    """
    if is_alone(routine):
        exercise = routine.steps[0].exercise
        planned = [_dose(*pair) for pair in zip(routine.steps, plan.steps, strict=True)]
        return [
            _steps(routine, plan, cautions),
            Gap(),
            *_by_answers(routine, restrictions, cautions, care),
            *_by_doses(doses),
            *_by_programme(routine, programme),
            *_about(exercise, care, planned, programme),
            *_take_care(exercise.cautions, cautions, care),
            Gap(),
            *_repetition(exercise, plan),
            Gap(),
            *_forms(exercise, planned),
        ]
    blocks: list[Block] = [_steps(routine, plan, cautions, shown, mark), Gap()]
    blocks += _by_answers(routine, restrictions, cautions, care)
    blocks += _by_doses(doses)
    blocks += _by_programme(routine, programme)
    blocks += [Paragraph(plain(text, TEXT)) for text in (routine.why,) if text]
    blocks.append(Paragraph(Content.assemble((f"{TAKE_CARE}  ", care), (routine.care or SPREADS, TEXT))))
    exercises = {step.exercise.id: step.exercise for step in routine.steps}.values()
    for exercise in exercises:
        pairs = zip(routine.steps, plan.steps, strict=True)
        own = [_dose(step, planned) for step, planned in pairs if step.exercise.id == exercise.id]
        blocks += [Gap(), Gap(), Paragraph(one_line(exercise.name, STRONG)), *_about(exercise, care, own, programme)]
    touched = {one for exercise in exercises for one in exercise.cautions}
    blocks += [Gap(), *_take_care(touched, cautions, care)]
    return [*blocks, Gap(), Paragraph(plain(OUR_CHOICE, MUTED))]


def _steps(
    routine: Routine, plan: Plan, shorts: Mapping[str, str], shown: int | None = None, mark: str = STRONG
) -> Table:
    """The number, name, dose and time of each step, or why it is left out; the title names a single exercise."""
    rows: list[tuple[Content, ...]] = []
    for number, (step, planned) in enumerate(zip(routine.steps, plan.steps, strict=True), 1):
        dose = _dose(step, planned)
        flat = "".join(f", no {phase.label.lower()}" for phase in step.exercise.phases if phase.id in step.phase_off)
        time = plain("left out" if planned.off else clock(step_seconds(plan, number - 1) * 1000), MUTED)
        why = ", ".join(shorts.get(by, by) for by in planned.why_off)
        if is_alone(routine):
            return Table(((one_line(why or dose.words(step.exercise), TEXT), time),), wraps=0, folds=None)
        here = number - 1 == shown
        name = one_line(step.exercise.name, STRONG if here else TEXT) + plain(flat, MUTED)
        words = one_line(why or dose.words(step.exercise), MUTED)
        rows.append((plain(str(number), mark if here else MUTED), name, words, time))
    return Table(tuple(rows), wraps=1, folds=2, right=frozenset({0}), least=NAME)


def _dose(step: Step, planned: PlanStep) -> Dose:
    """What is planned of a step."""
    level, variant = planned.level, planned.variant
    return Dose.of(step.exercise, level=level, overrides=step.overrides, variant=variant, rounds=step.rounds)


def _by_answers(
    routine: Routine, restrictions: Iterable[Restriction], shorts: Mapping[str, str], care: str
) -> list[Block]:
    """What the person's safety answers change here, and by which answer; the strictest first."""
    exercises = {step.exercise.id: step.exercise for step in routine.steps}
    rows = [(row, exercise) for exercise in exercises.values() for row in restrictions if row.touches(exercise)]
    lines = []
    for row, exercise in sorted(rows, key=lambda found: -found[0].effect):
        phase = exercise.phase(row.phase or "")
        short = shorts.get(row.question, row.question)
        note = row.note if row.note and row.note != short else ""
        what = ", ".join(part for part in (exercise.name, phase.label.lower() if phase else "", note) if part)
        lines.append(f"{EFFECTS[row.effect]}: {what} ({short})")
    found = _list(ANSWERS, dict.fromkeys(lines), style=care)
    return [*found[1:], Gap()] if found else []


def _by_programme(routine: Routine, programme: Programme | None) -> list[Block]:
    """What the programme has to do with it: its days, the author's words, why each exercise is in it, and the limits,
    which hold in every session."""
    if programme is None:
        return []
    planned = next((one for one in programme.sessions if one.routine.id == routine.id), None)
    steps = routine.steps if routine.ladder else ()  # a routine without a ladder (Flare-up) keeps its own small doses
    prescribed = [one for step in steps if (one := programme.exercises.get(step.exercise.id)) is not None]
    said = [f"{planned.rhythm.words}, until {programme.until}"] if planned else []
    said += ["its dose, as written there"] if prescribed and not planned else []
    said += [programme.words] if planned and programme.words else []
    said += [f"{one.exercise.name}: {one.why}" for one in prescribed if one.why]
    found = _list(f"{programme.title}, by {programme.by}", dict.fromkeys((*said, *programme.limits.words)))
    return [*found[1:], Gap()] if found else []


def _by_doses(doses: Iterable[str]) -> list[Block]:
    """Which doses are lower or easier than the last time."""
    found = _list(LESS, doses)
    return [*found[1:], Gap()] if found else []


def step_seconds(plan: Plan, step: int) -> int:
    """The seconds of a step without its set-up."""
    return sum(one.seconds or 0 for one in plan.segments if one.step == step and one.kind not in SETUPS)


def _about(exercise: Exercise, care: str, doses: Sequence[Dose], programme: Programme | None) -> list[Block]:
    """How it helps, how to do it in these doses, common mistakes, when to stop, with the programme's limit."""
    blocks: list[Block] = [Paragraph(plain(NOT_IN_ARTICLE, care))] if exercise.extra else []
    blocks.append(Paragraph(one_line(exercise.helps, TEXT)))
    blocks += _list(HOW, how_to(exercise, doses), numbered=True)
    blocks += _list(MISTAKES, exercise.mistakes)
    stop_if = [programme.with_its_limit(line) if programme else line for line in exercise.stop_if]
    return [*blocks, *_list(STOP, stop_if, style=care)]


def _take_care(touched: Iterable[str], cautions: Mapping[str, str], care: str) -> list[Block]:
    """The subjects that a professional should be asked about first, in the order of the questions."""
    wanted = set(touched)
    known = [short for one, short in cautions.items() if one in wanted]
    return [*_list(CARE, known, style=care), Paragraph(plain(ASK, TEXT), indent=3)] if known else []


def _list(title: str, items: Iterable[str], *, style: str = STRONG, numbered: bool = False) -> list[Block]:
    lines: list[Block] = []
    for number, item in enumerate(items, 1):
        mark = str(number) if numbered else "-"
        lines.append(Paragraph(one_line(item, TEXT), plain(mark, MUTED), 3))
    return [Gap(), Paragraph(plain(title, style)), *lines] if lines else []


def _repetition(exercise: Exercise, plan: Plan) -> list[Block]:
    """Each phase of a repetition with its seconds, and the rests between repetitions."""
    rows = tuple(
        (one_line(label, TEXT), one_line(cue, MUTED), plain(seconds, MUTED))
        for label, cue, seconds in one_repetition(exercise, plan)
    )
    return [Paragraph(plain(ONE_REPETITION, STRONG)), Table(rows, wraps=1, folds=None)] if rows else []


def _forms(exercise: Exercise, doses: Sequence[Dose]) -> list[Block]:
    rows = [(EASIER, form_text(exercise, exercise.easier.id, doses))]
    rows += [(HARDER, form_text(exercise, exercise.harder.id, doses)), (SOURCE, exercise.source)]
    rows += [(NEED, ", ".join(exercise.equipment)), (ALSO, ", ".join(exercise.aliases))]
    return [Paragraph(one_line(text, TEXT), plain(title, MUTED), len(ALSO) + 2) for title, text in rows if text.strip()]


APART: Final = Content("   ")


class SummaryParts(Struct, frozen=True):
    """Short texts side by side; one that doesn't fit begins a new line."""

    pieces: tuple[Content, ...]

    def lines(self, width: int) -> list[Content]:
        found: list[Content] = []
        for piece in self.pieces:
            if found and found[-1].cell_length + len(APART) + piece.cell_length <= width:
                found[-1] = found[-1] + APART + piece
            else:
                found.append(piece.truncate(width, ellipsis=True))
        return found

    def last_that_fit(self, width: int) -> Content:
        """One line; the first parts are left out if there isn't room for all."""
        pieces = list(self.pieces)
        while len(pieces) > 1 and APART.join(pieces).cell_length > width:
            del pieces[0]
        return APART.join(pieces).truncate(max(0, width), ellipsis=True)


class SummaryPartsWidget(Widget):
    """The summary parts; the widget's height changes only with the number of lines."""

    parts: reactive[SummaryParts] = reactive(SummaryParts(()))

    def render(self) -> Content:
        return Content("\n").join(self.parts.lines(self.size.width))

    def watch_parts(self) -> None:
        self._fit()

    def on_resize(self) -> None:
        self._fit()

    @property
    def rows(self) -> int:
        """How many lines the parts need."""
        return max(1, len(self.parts.lines(self.size.width))) if self.size.width else 1

    def _fit(self) -> None:
        rows = self.rows
        if self.styles.height is None or self.styles.height.value != rows:
            self.styles.height = rows
