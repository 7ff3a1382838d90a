"""What the content never says: no promise, no diagnosis, no praise, no blame.

What is forbidden stands in `tests/forbidden_phrases.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from l5tui.domain.exercise import Exercise
from l5tui.domain.how_to import how_to
from l5tui.library import load
from tests.forbidden_phrases import FORBIDDEN, forbidden_part

CONTENT = load()


def words_of(exercise: Exercise) -> Iterator[str]:
    yield from (exercise.name, exercise.start, exercise.helps, exercise.claim, exercise.unit)
    yield from exercise.aliases + how_to(exercise) + exercise.mistakes + exercise.stop_if + exercise.equipment
    for form in (exercise.easier, exercise.harder):
        yield form.text
    for form_id in (None, exercise.easier.id, exercise.harder.id):
        for phase in exercise.phases_in(form_id):
            cues = (phase.label, phase.cue, phase.cue_left, phase.cue_right, phase.off_label, phase.off_cue)
            yield from (cue for cue in cues if cue)


def all_words() -> Iterator[tuple[str, str]]:
    """Every text of the content that may come on screen, with where it stands."""
    for exercise in CONTENT.exercises.values():
        yield from ((exercise.id, text) for text in words_of(exercise))
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


@pytest.mark.parametrize("pattern", FORBIDDEN)
def test_no_content_has_a_forbidden_word(pattern: str) -> None:
    assert forbidden_part(FORBIDDEN[pattern], pattern)
    assert [(where, hit) for where, text in all_words() if (hit := forbidden_part(text, pattern))] == []


def test_every_text_of_the_content_is_checked() -> None:
    """Were a text left out above, its faults would be too."""
    assert len(list(all_words())) > 350
    assert {where for where, _ in all_words()} >= {*CONTENT.exercises, *CONTENT.routines, "strategies", "E1", "S7"}


def test_a_percentage_is_a_finding_with_its_source_and_never_about_the_reader() -> None:
    """Percent may tell what a study found in its people; for one person's change of one point it would be noise."""
    percent = re.compile(r"%|per ?cent", re.IGNORECASE)
    for where, text in all_words():
        for paragraph in text.split("\n\n"):
            if percent.search(paragraph):
                assert CONTENT.guide(where), f"{where}: {paragraph}"
                assert not re.search(r"\byou(rs?|rself)?\b", paragraph, re.IGNORECASE), paragraph
                assert re.search(r"\[\w+\]|is often quoted", paragraph), paragraph


def test_no_text_has_what_some_terminal_cant_show() -> None:
    """No emoji, no typographer's signs: an ASCII terminal shows all of it as it stands."""
    assert [(where, text) for where, text in all_words() if not text.isascii()] == []


def test_spelling_is_british() -> None:
    american = re.compile(
        r"\b(color|center|fiber|program|behavior|realize|organize|favorite)s?\b|\btoward\b", re.IGNORECASE
    )
    assert [(where, found[0]) for where, text in all_words() if (found := american.search(text))] == []
