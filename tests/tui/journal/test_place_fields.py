"""Places in a correction: a side that is left alone stays, and one can be taken out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from l5tui.domain.exercise import Side
from l5tui.domain.place import Symptoms
from l5tui.journal.store import Journal
from l5tui.tui.journal.place_fields import PlaceQuestion
from tests import factories
from tests.tui.example_journal import at, open_journal
from tests.tui.reading import text, until_shown
from tests.tui.running import running

FELT: dict[str, Any] = {"left": 6, "right": 3, "kinds": {"left": ["tingling"], "right": ["pain"]}}
MIDDLE: dict[str, Any] = {"left": 1, "right": 1, "kinds": {"left": ["pain"], "right": []}}
NOBODY: frozenset[Side] = frozenset()
BOTH = frozenset(Side)


@pytest.mark.parametrize(
    ("stands", "felt", "left_out", "changed"),
    [
        (FELT, Symptoms(), NOBODY, {}),
        (FELT, Symptoms(), {Side.LEFT}, {"left": None, "kinds": {"left": [], "right": ["pain"]}}),
        (FELT, Symptoms(), BOTH, {"left": None, "right": None, "kinds": {"left": [], "right": []}}),
        (
            FELT,
            Symptoms(right=4, right_kinds=("pain",)),
            {Side.LEFT},
            {"left": None, "right": 4, "kinds": {"left": [], "right": ["pain"]}},
        ),
        (MIDDLE, Symptoms(), {Side.LEFT}, {"left": None, "right": None, "kinds": {"left": [], "right": []}}),
        ({}, Symptoms(), BOTH, {}),
    ],
)
def test_a_side_that_was_not_said_is_taken_out(
    stands: dict[str, Any], felt: Symptoms, left_out: frozenset[Side], changed: dict[str, object]
) -> None:
    question, entry = PlaceQuestion(""), factories.log(**stands)
    assert question.changes(felt, frozenset(left_out), entry) == changed
    assert question.left_out_in(changed) == frozenset(side for side in Side if changed.get(side.value, 0) is None)


@pytest.mark.long
async def test_s_on_the_map_takes_the_place_of_a_side_out(tmp_path: Path) -> None:
    async with running(tmp_path, size=(80, 40), entries=[factories.log("n", 4, started=at(1), **FELT)]) as pilot:
        journal: Journal = pilot.app.records.journal  # type: ignore[attr-defined]
        await open_journal(pilot, "pain score")
        await pilot.press("e")
        await until_shown(pilot, "so far left calf or shin (tingling), right buttock")
        await pilot.press("tab")
        await until_shown(pilot, "s not said")
        await pilot.press("s", "right", "s")
        await until_shown(pilot, "left and right: not said")
        await pilot.press("s")
        await until_shown(pilot, "left: not said")
        await pilot.press("enter")
        await until_shown(pilot, "Corrected")
        entry: Any = journal.get("n")
        assert (entry["left"], entry["right"], entry["kinds"]) == (None, 3, {"left": [], "right": ["pain"]})
        await pilot.press("enter")
        await until_shown(pilot, "left was calf or shin")
        await pilot.press("escape", "a")
        await until_shown(pilot, "right now")
        await pilot.press("tab")
        assert "not said" not in text(pilot.app), "of a new score a side without an answer was not said"
