"""Users, routines and content for the tests of safety questions in plain lines."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from l5tui.config.clock import now
from l5tui.domain.entry import SafetyEntry
from l5tui.domain.safety.questions import ANSWER_DELAY_S
from l5tui.domain.safety.restrictions import Effect, Restriction
from tests import factories
from tests.domain.safety.safety_journal import SAFETY, SafetyJournal
from tests.plain.scripted_user import BRIDGE, DOG, LIBRARY, Played, ScriptedUser, play

FLARE_UP = factories.routine(DOG, routine_id="flare_up", name="Flare-up")
GENTLE = factories.routine(BRIDGE, routine_id="gentle_relief", name="Gentle")
WITH_FLARE_UP = replace(LIBRARY, routines={**LIBRARY.routines, "flare_up": FLARE_UP, "gentle_relief": GENTLE})
MINE = replace(
    SAFETY,
    questions=tuple(
        replace(one, affects=(Restriction({"A1": "bridge", "A2": "dog"}[one.id], None, Effect.OFF, one.id),))
        if one.id in ("A1", "A2")
        else one
        for one in SAFETY.questions
    ),
)
"""Questions that name the exercises of these tests: A1 the bridge, A2 the dog."""
NAMED = replace(LIBRARY, safety=MINE)


class AtKeyboard(ScriptedUser):
    """A user at a terminal who waits until a question accepts an answer."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.single_keys = True
        self.rechecks = False

    def key(self, wait_s: float | None) -> str | None:
        return None if wait_s == ANSWER_DELAY_S else super().key(wait_s)


class ByHand(ScriptedUser):
    """A user whose script answers the recheck, in lines."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.rechecks = False


def life() -> SafetyJournal:
    return SafetyJournal(now())


def safety_of(played: Played) -> list[SafetyEntry]:
    """The safety entries, oldest first."""
    return [entry for entry in reversed(played.journal.entries()) if entry["kind"] == "safety"]


def cut_off(place: Path) -> Played:
    return play(place, "5", (14, ""))


def age(place: Path, seconds: float) -> None:
    """Make the session's log older by some seconds."""
    for log in (place / "journal.json.live").glob("*.log"):
        when = time.time() - seconds
        os.utime(log, (when, when))


WATCHED = replace(
    SAFETY,
    questions=tuple(
        replace(
            one, affects=tuple(Restriction(each, None, Effect.WARN, "A6", "leg watch") for each in ("bridge", "dog"))
        )
        if one.id == "A6"
        else one
        for one in SAFETY.questions
    ),
)
"""Questions whose A6 watches the leg after the exercises of these tests."""
