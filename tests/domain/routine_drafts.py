"""Hypothesis strategies for drafts of routines."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from l5tui.domain.routine import Routine
from l5tui.domain.routine_draft import RoutineDraft
from l5tui.domain.step_settings import as_usual, settings_of, stepped
from l5tui.library import load

CONTENT = load()


@st.composite
def drafts(draw: st.DrawFn) -> RoutineDraft:
    """Any edit of any shipped routine, or of a new one."""
    start = draw(st.sampled_from([None, *CONTENT.routines.values()]))
    draft = RoutineDraft.of(start or Routine("mine", "Mine", "", ()), new=start is None)
    for _ in range(draw(st.integers(0, 12))):
        draft = draw(edits(draft))
    return draft


@st.composite
def edits(draw: st.DrawFn, draft: RoutineDraft) -> RoutineDraft:
    """A draft after one change."""
    at: Any = st.integers(0, max(0, len(draft.steps) - 1))
    match draw(st.sampled_from(("add", "remove", "move", "set", "set", "set", "name", "why", "undo"))):
        case "add":
            return draft.added(draw(st.sampled_from(list(CONTENT.exercises.values()))), draw(at))
        case "remove":
            return draft.removed(draw(at))
        case "move":
            return draft.moved(draw(at), draw(at))
        case "set" if draft.steps:
            index = draw(at)
            step = draft.steps[index]
            setting = draw(st.sampled_from(list(settings_of(step))))
            by = draw(st.sampled_from((1, -1)))
            return draft.with_step(
                index, stepped(step, setting, by) if draw(st.booleans()) else as_usual(step, setting)
            )
        case "name":
            return draft.renamed(
                draw(st.sampled_from(("Mine", "[b]x[/]", 'a "quoted" \\ name', "Ümläut # no comment")))
            )
        case "why":
            return draft.explained(draw(st.sampled_from(("", "Because.", "'''", "a # b"))))
        case _:
            return draft.undone()
