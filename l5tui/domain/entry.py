"""What the journal keeps: one shape for the file, `journal --json` and the JSON export.

An entry is the document itself, a dict with a known shape (`TypedDict`), not an object made from one. So what is
stored is what is shown, and fields that a newer version wrote pass through untouched. Times are ISO 8601 texts with
their offset; pain is 0 to 10 or None, and None is never 0.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

SCHEMA = 1
"""The version of these shapes that this program writes."""

Status = Literal["complete", "partial", "interrupted"]
Stop = Literal["person", "S1", "S2", "S3", "S4", "S5", "S6"]
NextDay = Literal["better", "same", "worse"]
Outcome = Literal["done", "partial", "skipped", "off"]
Kind = Literal["session", "log", "care", "activity", "safety", "decision"]


class Kinds(TypedDict):
    """What is felt on each side: any of pain, tingling, numbness."""

    left: list[str]
    right: list[str]


class Score(TypedDict):
    """One check-in or check-out: pain 0 to 10 or None, and the furthest place from the spine, rank 0 to 7 or None."""

    pain: int | None
    left: int | None
    right: int | None
    kinds: Kinds
    at: str | None


class Hurt(TypedDict):
    """One "it hurts": where in the exercise, what was answered, the score, and whether spreading settled."""

    rep: int
    phase: str
    answer: str
    pain: int | None
    settled: bool | None


class StepDone(TypedDict):
    """What was done of one exercise on one side. `seconds` is all its phases, `held` its `hold` phases."""

    exercise: str
    side: Literal["left", "right"] | None
    level: int | None
    variant: str | None
    planned_reps: int
    reps: int
    seconds: float
    held: float
    outcome: Outcome
    hurt: list[Hurt]


class Edit(TypedDict):
    """A visible correction: when, which field, and what stood there before."""

    at: str
    field: str
    was: object


class RoutineName(TypedDict):
    """Which routine it was, as it was called then."""

    id: str
    name: str


class Base(TypedDict):
    """What every entry has. `deleted` is when it was deleted, or None."""

    uid: str
    schema: int
    started: str
    ended: str | None
    tz: str | None
    app: str
    deleted: str | None
    edits: list[Edit]


class SessionEntry(Base):
    """A session, from the check-in on."""

    kind: Literal["session"]
    status: Status
    stop: Stop | None
    active_s: float
    paused_s: float
    speed: float
    routine: RoutineName
    before: Score
    after: Score
    worst: int | None
    next_day: NextDay | None
    note: str
    steps: list[StepDone]


class LogEntry(Base):
    """A pain score without a session."""

    kind: Literal["log"]
    pain: int | None
    left: int | None
    right: int | None
    kinds: Kinds
    note: str


class CareEntry(Base):
    """Other care: massage, a walk, an appointment."""

    kind: Literal["care"]
    what: str
    note: str


class ActivityEntry(Base):
    """How hard an activity of the person's own wording is today, 0 no trouble to 10 cannot."""

    kind: Literal["activity"]
    name: str
    score: int | None


class SafetyEntry(Base):
    """Answers to the safety questions by id, and what was cleared by a professional's word."""

    kind: Literal["safety"]
    answers: dict[str, str]
    cleared: dict[str, str]


DecisionEntry = TypedDict(
    "DecisionEntry",
    {
        "uid": str,
        "schema": int,
        "kind": Literal["decision"],
        "started": str,
        "ended": str | None,
        "tz": str | None,
        "app": str,
        "deleted": str | None,
        "edits": list[Edit],
        "about": str,
        "from": NotRequired[object],
        "to": object,
        "why": str,
    },
)
"""What the person chose apart from a session. (`from` is a keyword, hence the other spelling.)"""

Entry = SessionEntry | LogEntry | CareEntry | ActivityEntry | SafetyEntry | DecisionEntry


class Favourite(TypedDict):
    """An exercise or routine that the person keeps; `order` decides its digit."""

    id: str
    order: int


def no_score() -> Score:
    """A score nobody gave."""
    return {"pain": None, "left": None, "right": None, "kinds": {"left": [], "right": []}, "at": None}
