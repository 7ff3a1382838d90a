"""Plans and events as plain JSON for the live log, and back.

The log's first record holds the flattened plan, so content that changed since, or a routine that is gone, can't move a
session that is taken up again. What can't be read back says so by where it is wrong; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from l5tui.engine import events as session_events
from l5tui.engine.events import Event
from l5tui.engine.plan import Plan

_EVENTS: Final[dict[str, type[Event]]] = {
    "started": session_events.Started,
    "paused": session_events.Paused,
    "resumed": session_events.Resumed,
    "jumped": session_events.Jumped,
    "changed": session_events.Changed,
    "hurt": session_events.Hurt,
    "rated": session_events.Rated,
    "passed": session_events.Passed,
    "seen": session_events.Seen,
    "ended": session_events.Ended,
}
"""The names in the log. They never change: logs of older programs have them."""
_NAMES: Final = {kind: name for name, kind in _EVENTS.items()}


def plan_to_json(plan: Plan) -> dict[str, Any]:
    """A plan as plain JSON."""
    found: dict[str, Any] = msgspec.to_builtins(plan)
    return found


def plan_from_json(found: object) -> Plan:
    """The plan again.

    Raises:
        ValueError: it isn't one; the text says where.
    """
    return msgspec.convert(found, Plan)


def event_to_json(event: Event) -> dict[str, Any]:
    """An event as plain JSON."""
    return {"event": _NAMES[type(event)], **msgspec.to_builtins(event)}


def event_from_json(found: Mapping[str, Any]) -> Event | None:
    """The event again; None for one that this program doesn't know, or that isn't whole."""
    kind = _EVENTS.get(str(found.get("event")))
    if kind is None:
        return None
    try:
        return msgspec.convert({name: value for name, value in found.items() if name != "event"}, kind)
    except ValueError:
        return None
