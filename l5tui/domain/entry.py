"""What the journal keeps: one shape for the file, `journal --json` and the JSON export.

An entry is the document itself, a dict with a known shape (`TypedDict`), not an object made from one. So what is
stored is what is shown, and fields that a newer version wrote pass through untouched. Times are ISO 8601 texts with
their offset; pain is 0 to 10 or None, and None is never 0.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

SCHEMA = 2
"""The version of these shapes that this program writes. Every change of it needs a step in `journal/migrations`."""

Status = Literal["complete", "partial", "interrupted"]
Stop = Literal["person", "S1", "S2", "S3", "S4", "S5", "S6"]
NextDay = Literal["better", "same", "worse"]
Outcome = Literal["done", "partial", "skipped", "off"]
Kind = Literal["session", "log", "care", "activity", "week", "form", "safety", "decision"]
Done = Literal["done", "partly", "too_hard", "not_possible"]
"""The answer to a programme's question after a session: whether it could be done."""
SafetyAnswer = Literal["no", "yes", "not_sure"]
Occasion = Literal["full_check", "answer", "recheck", "follow_up", "stop", "clearing", "session", "log"]
"""Why a safety entry was made.

- `full_check`: all questions were asked and answered to the end; only this counts as a check.
- `answer`: a yes or not sure of a full check, written as soon as its page was answered; the check may never have come
  to its end.
- `recheck`: the one question before a session.
- `follow_up`: what a stop asks for later, as the question of S3 at the next check-in; without an answer it was shown.
- `stop`: a stop rule (S3 to S6) ended a session, or holds from then on.
- `clearing`: a professional's word with its date, or the person's own where the rule allows it.
- `session`, `log`: an answer that came apart from a check: in a session, or with a logged score.
"""


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
    partial_reps: int | None
    """Repetitions that were begun and not done, their seconds being in `seconds`; None in entries of schema 1."""
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


class ProgrammeName(TypedDict):
    """Which programme was in force, and which version of it."""

    id: str
    version: int


class Clearing(TypedDict):
    """That something was cleared: the date (ISO 8601) that was given, and by whose word."""

    date: str
    by: str
    """`professional`, or `person` where the rule takes the person's own word; empty if unknown."""


class Asked(TypedDict):
    """Which safety questions were asked: the version of the file, and a digest of their texts and ids."""

    version: int
    digest: str


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
    programme: ProgrammeName | None
    """The programme in force; None without one, and in entries of schema 1."""
    answer: Done | None
    """The answer to the programme's question after it; None if it wasn't asked or was left out."""
    clock_step_s: float
    """Seconds that the clock on the wall was set back (negative) or forward while it ran; 0 if it wasn't."""
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
    minutes: int | None
    """How long, None if it wasn't said."""
    note: str


class ActivityEntry(Base):
    """How hard an activity of the person's own wording is today, 0 no trouble to 10 cannot."""

    kind: Literal["activity"]
    name: str
    score: int | None


class WeekEntry(Base):
    """The average pain of the last seven days, as the person puts it, 0 to 10 or None."""

    kind: Literal["week"]
    pain: int | None


class FormEntry(Base):
    """A questionnaire that was filled in: its name (`rmdq`), and the numbers of the statements ticked, from 1."""

    kind: Literal["form"]
    name: str
    ticks: list[int]


class SafetyEntry(Base):
    """Something about safety that must outlast the screen it was said on, in an entry of its own.

    What is blocked, off or eased is never stored: it is a fold over these entries.
    """

    kind: Literal["safety"]
    occasion: Occasion
    questions: Asked | None
    """What was asked, of a full check; None elsewhere."""
    answers: dict[str, SafetyAnswer]
    """By the question's id, or by the rule's (`S3`) for what a stop asks later. What wasn't asked isn't there."""
    cleared: dict[str, Clearing]
    """By the id of the question or rule."""
    stop: Stop | None
    """The stop rule that holds from here on, or None."""
    session: str | None
    """The uid of the session in which it was, or None."""
    over: list[str]
    """The uids of the safety entries that it answers anew, clears or follows up: those that were known when it was
    begun. What another login said meanwhile isn't among them, and so stays; no clock decides what came first."""


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

Entry = SessionEntry | LogEntry | CareEntry | ActivityEntry | WeekEntry | FormEntry | SafetyEntry | DecisionEntry


def no_score() -> Score:
    """A score nobody gave."""
    return {"pain": None, "left": None, "right": None, "kinds": {"left": [], "right": []}, "at": None}
