"""Every text of the content that may be displayed."""

from __future__ import annotations

from collections.abc import Iterator

from l5tui.domain.exercise import Exercise
from l5tui.domain.how_to import form_text, how_to
from l5tui.library import extras, load

CONTENT = load()


def words_of(exercise: Exercise) -> Iterator[str]:
    yield from (exercise.name, exercise.start, exercise.helps, exercise.claim, exercise.unit)
    yield from exercise.aliases + how_to(exercise) + exercise.mistakes + exercise.stop_if + exercise.equipment
    for form in (exercise.easier, exercise.harder):
        yield form_text(exercise, form.id)
    for form_id in (None, exercise.easier.id, exercise.harder.id):
        for phase in exercise.phases_in(form_id):
            cues = (phase.label, phase.cue, phase.cue_left, phase.cue_right, phase.off_label, phase.off_cue)
            yield from (cue for cue in cues if cue)


def all_words() -> Iterator[tuple[str, str]]:
    """Every text of the content that may come on screen, with where it stands."""
    for exercise in (*CONTENT.exercises.values(), *extras().values()):
        yield from ((exercise.id, text) for text in (*words_of(exercise), exercise.source) if text)
    for routine in CONTENT.routines.values():
        yield from ((routine.id, text) for text in (routine.name, routine.why, routine.care))
    for guide in CONTENT.guides:
        yield guide.id, guide.title
        yield guide.id, guide.text
    safety = CONTENT.safety
    assert safety
    yield from (("safety", text) for text in (safety.intro, safety.all_no, *safety.effects.values()))
    yield from (("safety", text) for text in (safety.recheck.text, *safety.recheck.full_repeat))
    for page in safety.pages.values():
        yield from ((page.level, text) for text in (page.title, page.body, page.consequence))
    for rule in safety.stop_rules.values():
        yield from ((rule.id, text) for text in (rule.when, rule.text, rule.then))
    for question in safety.questions:
        yield from ((question.id, text) for text in (question.text, question.short, question.why))
        yield from ((question.id, row.note) for row in question.affects if row.note)
