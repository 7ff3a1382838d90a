"""Reading entries for safety: they come from files, other versions' and other programs' too, so no shape is taken for
granted. What can't be read says nothing, but never "no".
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final, cast

from l5tui.domain.entry import Entry
from l5tui.domain.entry_reading import was_practised
from l5tui.domain.safety.questions import Answer

BEGINNING: Final = datetime.min.replace(tzinfo=UTC)


def instant(text: object) -> datetime | None:
    """The time that a stored text stands for; None for no time. Without an offset it is taken as UTC."""
    try:
        time = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return time if time is None or time.tzinfo else time.replace(tzinfo=UTC)


def local_day(text: object) -> date | None:
    """The date on the wall where it was written."""
    time = instant(text)
    return time.date() if time else None


def parse_day(text: object) -> date | None:
    """A date as clearings have it, `2026-11-20`; None for anything else."""
    try:
        return date.fromisoformat(text) if isinstance(text, str) and len(text) == len("2026-11-20") else None
    except ValueError:
        return None


def fields_of(entry: Entry) -> Mapping[str, Any]:
    """The entry as a mapping that may lack anything."""
    return cast(Mapping[str, Any], entry)


def mapping(value: object) -> Mapping[str, Any]:
    """The value if it is a mapping, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def texts(value: object) -> list[str]:
    """The texts of a list; nothing of anything else."""
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def yes_to(entry: Mapping[str, Any], question_id: str) -> Answer | None:
    """Yes or not sure to this, or None. An answer that isn't known counts as not sure."""
    answers = mapping(entry.get("answers"))
    if question_id not in answers or answers[question_id] == Answer.NO:
        return None
    return Answer.YES if answers[question_id] == Answer.YES else Answer.NOT_SURE


def answers_of(check: Mapping[str, Any] | None) -> dict[str, Answer]:
    """The answers of a full check, by the question's id; of none, nothing."""
    if check is None:
        return {}
    return {str(name): yes_to(check, name) or Answer.NO for name in mapping(check.get("answers"))}


def practised(entry: Mapping[str, Any], *, demo: bool) -> bool:
    """Whether it is a session in which something was done; at another speed it was tried out, not done."""
    if entry.get("kind") != "session" or entry.get("deleted"):
        return False
    return was_practised(entry) and (demo or entry.get("speed", 1) == 1)


def felt_since(entry: Mapping[str, Any], since: datetime) -> bool:
    """Whether it is a session or a logged score that began then or later, and isn't deleted."""
    if entry.get("kind") not in ("session", "log") or entry.get("deleted"):
        return False
    return (instant(entry.get("started")) or BEGINNING) >= since
