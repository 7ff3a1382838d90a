"""Reads fields of entries without relying on their shape.

An entry may come from an older or newer version or a script. A field of an unexpected shape counts as missing, and is
never guessed; all other fields are used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from math import isfinite
from typing import Any, Final, cast

from l5tui.domain.entry import Entry
from l5tui.domain.entry_times import instant
from l5tui.domain.pain import is_pain, rank_of

Body = Mapping[str, Any]

UNLISTED: Final = frozenset({"safety", "decision"})
"""The kinds of entries that aren't about a day, but about how the app is set up."""


STATUS: Final[Mapping[str, str]] = {"complete": "all of it", "partial": "part of it", "interrupted": "interrupted"}
"""How much of its plan was done in a session, in words."""


def listed(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that the journal lists: everything that a person wrote down, including kinds of newer versions."""
    return [entry for entry in entries if str(entry.get("kind")) not in UNLISTED]


def fields_of(entry: Entry) -> Body:
    """The entry as a mapping whose fields may all be missing."""
    return cast(Body, entry)


def text(body: Body, field: str) -> str:
    """The field if it is a text, else an empty one."""
    value = body.get(field)
    return value if isinstance(value, str) else ""


def number(value: object) -> float | None:
    """The value if it is a finite number, else None."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value) else None


def pain(value: object) -> int | None:
    """The value if it is a score from 0 to 10, else None."""
    return value if isinstance(value, int) and is_pain(value) else None


def rank(body: Body, side: str) -> int | None:
    """The rank of the furthest place on a side; None if it is unknown."""
    return rank_of(body.get(side))


def level(value: object) -> int | None:
    """A dose level, counted from 1, or None."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 1 else None


def mapping(value: object) -> Body:
    """The value if it is a mapping, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def table(body: Body, field: str) -> Body:
    """The field if it is a mapping, else an empty one."""
    return mapping(body.get(field))


def tables(body: Body, field: str) -> list[Body]:
    """The mappings in a field that is a list; else none."""
    return [one for one in _list(body.get(field)) if isinstance(one, Mapping)]


def texts(body: Body, field: str) -> list[str]:
    """The texts in a field that is a list; else none."""
    return [one for one in _list(body.get(field)) if isinstance(one, str)]


def scores(entry: Entry) -> tuple[int | None, int | None]:
    """The score before a session (or one without a session), and the score after.

    Only pain right now counts: neither the pain of a week nor how hard an activity is.
    """
    body: Body = entry
    match body.get("kind"):
        case "session":
            return pain(table(body, "before").get("pain")), pain(table(body, "after").get("pain"))
        case "log":
            return pain(body.get("pain")), None
        case _:
            return None, None


def at_other_speed(entry: Entry, *, demo: bool) -> float | None:
    """The speed of a session that doesn't count because it was run at another speed than 1; None for any other."""
    speed = number(entry.get("speed", 1))
    return speed if entry.get("kind") == "session" and speed not in (None, 1) and not demo else None


HOW: Final = "how"
ANSWERED: Final = "answered"
"""What a record of `edits` has as `how` if it is an answer about the morning after, which is no correction."""


def corrections(entry: Body) -> list[Body]:
    """The records of corrections: all of `edits` but undone deletes and first answers about the morning after."""
    return [
        edit
        for edit in tables(entry, "edits")
        if edit.get("field") != "deleted" and (edit.get(HOW) != ANSWERED or edit.get("was") is not None)
    ]


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else ()


LEAST_S: Final = 1.0
"""The seconds of practice below which a session doesn't count."""


def practised_s(entry: Mapping[str, Any]) -> float:
    """Seconds in the phases of all exercises, both sides together."""
    steps = entry.get("steps")
    if not isinstance(steps, list):
        return 0.0
    return sum(_seconds(step.get("seconds")) for step in steps if isinstance(step, Mapping))


def was_practised(entry: Mapping[str, Any]) -> bool:
    """Whether anything was practised: a session that ended before its first phase doesn't count."""
    steps = entry.get("steps")
    seconds = 0.0
    for step in steps if isinstance(steps, list) else ():
        seconds += _seconds(step.get("seconds")) if isinstance(step, dict) else 0.0
        if seconds >= LEAST_S:
            return True  # most often after the first of many steps, and this is asked of thousands of sessions
    return False


def practised(entry: Body, *, demo: bool) -> bool:
    """Whether it is a session that counts: something was practised, and at normal speed."""
    if entry.get("kind") != "session" or entry.get("deleted"):
        return False
    return was_practised(entry) and (demo or entry.get("speed", 1) == 1)


def felt_since(entry: Body, since: datetime) -> bool:
    """Whether it is a session or a logged score that began at that time or later, and isn't deleted."""
    if entry.get("kind") not in ("session", "log") or entry.get("deleted"):
        return False
    return instant(entry.get("started")) >= since


def _seconds(value: object) -> float:
    known = isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value) and value > 0
    return float(value) if known else 0.0  # type: ignore[arg-type]


NOTICE: Final = "notice"
"""The `about` of the decision that records that the notice was read; also the id of its guide."""
TITLE: Final = "Before you begin"
SHORT: Final = (
    "This is a timer and a diary for low-back exercises. It is not a diagnosis, and it cannot tell what is wrong.",
    "See a health professional before you start, above all if your pain is severe or persistent.",
    "No clinician has reviewed this app. It is not a medical device and does not replace care.",
)
"""The text of the notice if its file is missing, so that it is always shown."""


def notice_was_read(entries: Iterable[Entry]) -> bool:
    """Whether the notice was read before."""
    return any(entry["kind"] == "decision" and entry["about"] == NOTICE for entry in entries)
