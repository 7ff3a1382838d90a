"""An entry's fields, read without trust.

Whoever wrote the entry, an older program, a newer one or a script, what can be shown is shown: a field of another shape
than expected counts as missing, and is never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from math import isfinite
from typing import Any, Final, cast

from l5tui.domain.entry import Entry
from l5tui.domain.entry_times import instant, local_date
from l5tui.domain.pain import is_pain, rank_of

Body = Mapping[str, Any]

UNLISTED: Final = frozenset({"safety", "decision"})
"""The kinds that say how the app is set rather than how a day was."""


def listed(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that the journal lists: all that a person wrote down, of a kind known to this version or not."""
    return [entry for entry in entries if entry.get("kind") not in UNLISTED]


def fields_of(entry: Entry) -> Body:
    """The entry as a mapping that may lack anything."""
    return cast(Body, entry)


def text(body: Body, field: str) -> str:
    """A text, or none."""
    value = body.get(field)
    return value if isinstance(value, str) else ""


def number(value: object) -> float | None:
    """A number that can be counted with."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value) else None


def pain(value: object) -> int | None:
    """A score from 0 to 10, or None."""
    return value if isinstance(value, int) and is_pain(value) else None


def rank(body: Body, side: str) -> int | None:
    """The furthest place from the spine on a side, or None where it isn't known."""
    return rank_of(body.get(side))


def level(value: object) -> int | None:
    """A dose level, counted from 1, or None."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 1 else None


def mapping(value: object) -> Body:
    """The value if it is a mapping, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def table(body: Body, field: str) -> Body:
    """The fields within a field."""
    return mapping(body.get(field))


def tables(body: Body, field: str) -> list[Body]:
    """A list of fields within fields."""
    return [one for one in _list(body.get(field)) if isinstance(one, Mapping)]


def texts(body: Body, field: str) -> list[str]:
    """A list of texts."""
    return [one for one in _list(body.get(field)) if isinstance(one, str)]


def scores(entry: Entry) -> tuple[int | None, int | None]:
    """The score before (or the only one) and the one after."""
    body: Body = entry
    match body.get("kind"):
        case "session":
            return pain(table(body, "before").get("pain")), pain(table(body, "after").get("pain"))
        case "activity":
            return pain(body.get("score")), None
        case _:
            return pain(body.get("pain")), None


def at_other_speed(entry: Entry, *, demo: bool) -> float | None:
    """The speed of a session that was run to try things out, and so isn't counted; None for any other."""
    speed = number(entry.get("speed", 1))
    return speed if entry.get("kind") == "session" and speed not in (None, 1) and not demo else None


def first_day(entries: Iterable[Entry]) -> date | None:
    """The date of the oldest session or score."""
    dated = (local_date(entry.get("started")) for entry in entries if entry.get("kind") in ("session", "log"))
    return min((day for day in dated if day is not None), default=None)


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else ()


LEAST_S: Final = 1.0
"""A session with less than this many seconds of practice counts nowhere."""


def practised_s(entry: Mapping[str, Any]) -> float:
    """Seconds in the phases of all exercises, both sides together."""
    steps = entry.get("steps")
    if not isinstance(steps, list):
        return 0.0
    return sum(_seconds(step.get("seconds")) for step in steps if isinstance(step, Mapping))


def was_practised(entry: Mapping[str, Any]) -> bool:
    """Whether anything was done: a session that ended before its first phase doesn't count as one."""
    return practised_s(entry) >= LEAST_S


def practised(entry: Body, *, demo: bool) -> bool:
    """Whether it is a session in which something was done; at another speed it was tried out, not done."""
    if entry.get("kind") != "session" or entry.get("deleted"):
        return False
    return was_practised(entry) and (demo or entry.get("speed", 1) == 1)


def felt_since(entry: Body, since: datetime) -> bool:
    """Whether it is a session or a logged score that began then or later, and isn't deleted."""
    if entry.get("kind") not in ("session", "log") or entry.get("deleted"):
        return False
    return instant(entry.get("started")) >= since


def _seconds(value: object) -> float:
    known = isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value) and value > 0
    return float(value) if known else 0.0  # type: ignore[arg-type]


NOTICE: Final = "notice"
"""What the decision is about that says it was read; the id of its guide, too."""
TITLE: Final = "Before you begin"
SHORT: Final = (
    "This is a timer and a diary for low-back exercises. It is not a diagnosis, and it cannot tell what is wrong.",
    "See a health professional before you start, above all if your pain is severe or persistent.",
    "No clinician has reviewed this app. It is not a medical device and does not replace care.",
)
"""What is said when the notice's own file is missing: it is never left out."""


def notice_was_read(entries: Iterable[Entry]) -> bool:
    """Whether the notice was read once."""
    return any(entry["kind"] == "decision" and entry["about"] == NOTICE for entry in entries)
