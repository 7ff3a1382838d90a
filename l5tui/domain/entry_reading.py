"""An entry's fields, read without trust.

Whoever wrote the entry, an older program, a newer one or a script, what can be shown is shown: a field of another shape
than expected counts as missing, and is never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import isfinite
from typing import Any, Final

from l5tui.domain.entry import Entry
from l5tui.domain.entry_times import local_date
from l5tui.domain.pain import PLACES, is_pain

Body = Mapping[str, Any]

UNLISTED: Final = frozenset({"safety", "decision"})
"""The kinds that say how the app is set rather than how a day was."""


def listed(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that the journal lists: all that a person wrote down, of a kind known to this version or not."""
    return [entry for entry in entries if entry.get("kind") not in UNLISTED]


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
    value = body.get(side)
    known = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(PLACES)
    return value if known else None


def table(body: Body, field: str) -> Body:
    """The fields within a field."""
    value = body.get(field)
    return value if isinstance(value, Mapping) else {}


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
