"""What the routine editor says about its rows: what each is, and within what a setting can be."""

from __future__ import annotations

from typing import Final

from l5tui.domain.dose import Dose, seconds_in_words
from l5tui.domain.how_to import form_text
from l5tui.domain.routine import Step
from l5tui.domain.step_settings import StepSetting, hold_range, reps_range

NAME: Final = "name"
WHY: Final = "why"
ADD: Final = "add"
ADD_WORDS: Final = "+ add an exercise"

ABOUT: Final = {
    NAME: "What it is called. Enter writes it.",
    WHY: "What it is for; the library shows it. Enter writes it.",
    ADD: "Enter, or a anywhere, adds a step behind the highlighted one.",
    StepSetting.ROUNDS: "How often all repetitions are done, with a rest in between.",
    StepSetting.LEFT: "How often the repetitions are done on the left; none leaves it out.",
    StepSetting.RIGHT: "How often the repetitions are done on the right; none leaves it out.",
    StepSetting.FIRST: "The worse side is where your notes go further from the spine.",
    StepSetting.FLAT: "This phase is left flat; its time stays.",
    StepSetting.REST: "Before the next exercise, besides the time to get into position.",
}


def about(step: Step, setting: StepSetting) -> str:
    """What a setting is, and within what it can be."""
    exercise = step.exercise
    match setting:
        case StepSetting.FORM:
            dose = Dose.of(exercise, overrides=step.overrides, variant=step.variant, rounds=step.rounds)
            return form_text(exercise, step.variant, [dose]) or "The exercise as it is described."
        case StepSetting.REPS:
            return f"{_span(reps_range(exercise, step.variant))} in a round. {_article(exercise.reps_range)}"
        case StepSetting.HOLD:
            seconds = next(phase.seconds for phase in exercise.phases if phase.id == "hold")
            spans = hold_range(exercise, step.variant), (seconds.low, seconds.high)
            if exercise.timed:
                here, article = (" to ".join(map(seconds_in_words, span)) for span in spans)
                return f"{here}. The exercise has {article}."
            return f"{_span(spans[0])} seconds. {_article(spans[1])}"
        case StepSetting.ROUNDS | StepSetting.LEFT | StepSetting.RIGHT:
            rounds = step.rounds.right if setting is StepSetting.RIGHT else step.rounds.left
            return f"{rounds} rounds: more than the article (1)" if rounds > 1 else ABOUT[setting]
        case _:
            return ABOUT[setting]


def _span(span: tuple[int, int]) -> str:
    low, high = span
    return f"{low} to {high}" if low < high else str(low)


def _article(span: tuple[int, int]) -> str:
    return f"The exercise has {_span(span)}."
