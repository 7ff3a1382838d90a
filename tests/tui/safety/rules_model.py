"""What the safety rules ask for, as the tests read `content/safety.toml`, by `tomllib` alone.

A test tells the model what a person said, and when. The model says what follows: what comes before a session, and
what is off. Nothing here is imported from the program, so that the two can be compared.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final, Literal

FILE: Final[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[3] / "content/safety.toml").read_text(encoding="utf-8")
)
QUESTIONS: Final[dict[str, dict[str, Any]]] = {one["id"]: one for one in FILE["questions"]}
LEVELS: Final = ("emergency", "urgent", "ask_first")
BY_LEVEL: Final = {level: [one for one, row in QUESTIONS.items() if row["level"] == level] for level in LEVELS}
FULL_DAYS: Final[int] = FILE["recheck"]["full_after_days"]
GAP_DAYS: Final[int] = FILE["recheck"]["full_after_gap_days"]
UNANSWERED_H: Final[int] = next(one["follow_up"]["as_yes_after_h"] for one in FILE["stop_now"] if one["id"] == "S3")
NAMED: Final = {row["exercise"] for one in BY_LEVEL["ask_first"] for row in QUESTIONS[one]["affects"]}
PARTS: Final[dict[str, set[str]]] = {
    exercise: {
        row["phase"]
        for one in QUESTIONS.values()
        for row in one["affects"]
        if row["exercise"] == exercise and "phase" in row
    }
    for exercise in NAMED
}
"""The phases of an exercise that an answer can take out; without all of them the exercise is off."""
LIFTED_BY: Final[dict[str, set[str]]] = {
    one["id"]: set(one["lifted_by"]) for one in FILE["stop_now"] if "lifted_by" in one
}
A_DAY: Final = timedelta(days=1)

Kind = Literal["yes", "new", "stop", "check", "word", "shown", "back", "still"]
"""The kinds of statement: a yes; something new; a rule S3 to S6; a full check; a dated clearance; S3's question:
shown, no, yes."""
Reason = Literal["emergency", "follow_up", "stop", "urgent", "full_check", "recheck"]


@dataclass(frozen=True)
class Said:
    """One statement of a person, or one event."""

    kind: Kind
    at: datetime
    about: str = ""
    """A question, or a rule."""
    over: frozenset[int] = frozenset()
    """Indexes in the model's list of what it answers again, clears or asks about."""
    yes: Mapping[str, date | None] = field(default_factory=dict)
    """For a check, each yes with the date of the recorded clearance that still holds for it."""
    on: date = date.min
    by: str = "professional"
    current: bool = True
    """Whether a check asked the questions of the current version."""


@dataclass(frozen=True)
class Off:
    """What is left out of one exercise."""

    whole: bool = False
    phases: frozenset[str] = frozenset()
    easier: bool = False


class Model:
    """All statements in order, and what follows from them."""

    def __init__(self) -> None:
        self.said: list[Said] = []

    def say(self, said: Said) -> int:
        self.said.append(said)
        return len(self.said) - 1

    @property
    def everything(self) -> frozenset[int]:
        return frozenset(range(len(self.said)))

    # What stands

    def _open(self) -> Iterator[tuple[int, Said]]:
        """Statements that no later full check has replaced."""
        anew = {uid for one in self.said if one.kind == "check" for uid in one.over}
        yield from ((uid, one) for uid, one in enumerate(self.said) if uid not in anew)

    def _yeses(self, question: str) -> list[tuple[int, date | None]]:
        """Where a question was answered with yes, with the date of the clearance recorded in that answer."""
        found: list[tuple[int, date | None]] = []
        for uid, one in self._open():
            if one.kind == "yes" and one.about == question:
                found.append((uid, one.on if one.on > date.min else None))
            elif one.kind == "check" and question in one.yes:
                found.append((uid, one.yes[question]))
        return found

    def _word(self, about: str, uid: int, now: datetime, by: Iterable[str], since: date = date.min) -> bool:
        return any(
            one.kind == "word"
            and one.about == about
            and uid in one.over
            and one.by in by
            and since <= one.on <= now.date() + A_DAY
            for one in self.said
        )

    def in_force(self, question: str, now: datetime) -> bool:
        """Whether there is a yes that no clearance has lifted."""
        if not QUESTIONS[question]["clearable"]:
            return bool(self._yeses(question))
        return any(
            not (kept is not None and kept <= now.date() + A_DAY)
            and not self._word(question, uid, now, ("professional",))
            for uid, kept in self._yeses(question)
        )

    def _kept(self, question: str, now: datetime) -> bool:
        return all(kept is not None and kept <= now.date() + A_DAY for _, kept in self._yeses(question))

    def _unanswered(self, uid: int, now: datetime) -> bool:
        first = min((one.at for one in self.said if one.kind in _ABOUT_S3 and uid in one.over), default=None)
        return first is not None and (now - first >= timedelta(hours=UNANSWERED_H) or first - now > A_DAY)

    def follow_up(self, now: datetime) -> frozenset[int]:
        """The stops by S3 whose question is open."""
        return frozenset(
            uid
            for uid, one in enumerate(self.said)
            if one.kind == "stop" and one.about == "S3"
            if not self._answered(uid) and not self._unanswered(uid, now)
        )

    def _answered(self, uid: int) -> bool:
        return any(one.kind in ("back", "still") and uid in one.over for one in self.said)

    def stops(self, now: datetime) -> Iterator[tuple[str, int, bool, bool]]:
        """The other stops: rule, index in the list, whether a full check is missing, whether a clearance is missing."""
        open_ = {uid for uid, _ in self._open()}
        for uid, one in enumerate(self.said):
            rule = one.about
            if one.kind == "still" or (
                one.kind == "stop" and rule == "S3" and not self._answered(uid) and self._unanswered(uid, now)
            ):
                rule = "S4"
            elif one.kind != "stop" or rule == "S3":
                continue
            by = LIFTED_BY.get(rule, set())
            word = bool(by) and not self._word(rule, uid, now, by, one.at.date())
            if uid in open_ or word:
                yield rule, uid, uid in open_, word

    def _check_due(self, now: datetime, practised: Iterable[datetime]) -> bool:
        checks = [one for _, one in self._open() if one.kind == "check" and one.at <= now + A_DAY]
        if not checks:
            return True
        last = max(checks, key=lambda one: one.at)
        today = now.date()
        since = max([last.at.date(), *(at.date() for at in practised if at <= now + A_DAY)])
        grave = [one for one in (*BY_LEVEL["emergency"], *BY_LEVEL["urgent"]) if self._yeses(one)]
        return (
            not last.current
            or (today - last.at.date()).days >= FULL_DAYS
            or (today - since).days >= GAP_DAYS
            or any(not self._kept(one, now) for one in grave)
            or any(one.kind == "new" for _, one in self._open())
            or any(check for _, _, check, _ in self.stops(now))
        )

    # What follows

    def reason(self, now: datetime, practised: Iterable[datetime] = ()) -> Reason:
        """What comes first before a session; the recheck where nothing else does.

        Args:
            now: the time.
            practised: when sessions began in which something was done.
        """
        stops = list(self.stops(now))
        if any(self._yeses(one) for one in BY_LEVEL["emergency"]) or any(rule == "S5" for rule, *_ in stops):
            return "emergency"
        if self.follow_up(now):
            return "follow_up"
        if any(word for *_, word in stops):
            return "stop"
        if any(self.in_force(one, now) for one in BY_LEVEL["urgent"]):
            return "urgent"
        return "full_check" if self._check_due(now, practised) else "recheck"

    def off(self, exercise: str, now: datetime, practised: Iterable[datetime] = ()) -> Off:
        """What the answers take out of an exercise.

        Args:
            exercise: its id.
            now: the time.
            practised: when sessions began in which something was done; with none since "it is back", forms are easier.
        """
        said = [one for one in BY_LEVEL["ask_first"] if self.in_force(one, now)]
        rows = [row for one in said for row in QUESTIONS[one]["affects"] if row["exercise"] == exercise]
        phases = frozenset(row["phase"] for row in rows if row["effect"] == "off" and "phase" in row)
        whole = any(row["effect"] == "off" and "phase" not in row for row in rows)
        whole = whole or bool(phases and phases >= PARTS[exercise]) or bool(said and exercise not in NAMED)
        back = max((one.at for one in self.said if one.kind == "back"), default=None)
        settled = back is not None and not any(at >= back for at in practised)
        return Off(whole, phases, settled or any(row["effect"] == "easier" for row in rows))


_ABOUT_S3: Final = ("shown", "back", "still")
