"""The answered pain scores as a FHIR R4 Bundle of Observations (clinical data, section i).

Only scores of "right now" have a code that was checked: the score before a session or without one, and the score after
it. Nothing else is exported, and an unanswered score is left out. LOINC's notice is in the file NOTICE.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from l5tui.domain.entry import Entry
from l5tui.domain.entry_reading import Body, pain, table, tables, text
from l5tui.domain.entry_times import moment_of
from l5tui.domain.pain import PLACES
from l5tui.domain.place import symptoms_in

_L5TUI: Final = UUID("6f1d0c9e-3c54-4f0e-9a53-0d7c8f0b1a11")
"""The namespace of the ids of Observations."""
CATEGORY: Final = {
    "system": "http://terminology.hl7.org/CodeSystem/observation-category",
    "code": "survey",
    "display": "Survey",
}
LOINC: Final = {
    "system": "http://loinc.org",
    "code": "72514-3",
    "display": "Pain severity - 0-10 verbal numeric rating [Score] - Reported",
}
BEFORE: Final = "Pain right now, before session"
AFTER: Final = "Pain right now, after session"
WITHOUT: Final = "Pain right now, without a session"
METHOD: Final = "Typed 0-10, 0 = no pain, 10 = worst pain imaginable"
NOTE: Final = "Self-reported in a home exercise diary. Not checked by a clinician."


def to_fhir(entries: Iterable[Entry], at: datetime) -> str:
    """The Bundle as JSON.

    Args:
        entries: the entries, in the order of the Observations.
        at: when it is made.
    """
    resources = [resource for entry in entries for resource in _observations(entry)]
    found = [{"fullUrl": one["identifier"][0]["value"], "resource": one} for one in resources]
    head = f'"resourceType":"Bundle","type":"collection","timestamp":{json.dumps(at.isoformat(timespec="seconds"))}'
    if not found:  # FHIR allows no empty lists
        return f"{{{head}}}\n"
    lines = ",\n".join(json.dumps(one) for one in found)
    return f'{{{head},"entry":[\n{lines}\n]}}\n'


def _observations(body: Body) -> Iterator[dict[str, Any]]:
    match body.get("kind"):
        case "session":
            before, after = table(body, "before"), table(body, "after")
            yield from _observation(body, before, "before.pain", BEFORE, ("before.at", "started"))
            yield from _observation(body, after, "after.pain", AFTER, ("after.at", "ended"))
        case "log":
            yield from _observation(body, body, "pain", WITHOUT, ("started",))


def _observation(body: Body, score: Body, field: str, words: str, times: Iterable[str]) -> Iterator[dict[str, Any]]:
    value = pain(score.get("pain"))
    dated = next((name for name in times if moment_of(_value(body, name)) is not None), "")
    when = moment_of(_value(body, dated))
    if value is None or when is None:
        return
    part = field.removesuffix("pain")
    carried = {dated, *(f"{part}{name}" for name in ("pain", "left", "right", "kinds"))}
    corrected = any(edit.get("field") in carried for edit in tables(body, "edits"))
    where = _where(score)
    yield {
        "resourceType": "Observation",
        "identifier": [{"system": "urn:ietf:rfc:3986", "value": _urn(body, field)}],
        "status": "amended" if corrected else "final",
        "category": [{"coding": [CATEGORY]}],
        "code": {"coding": [LOINC], "text": words},
        "subject": {"display": "Person using l5tui"},
        "effectiveDateTime": when.isoformat(timespec="seconds"),
        "performer": [{"display": "Self-reported"}],
        "valueQuantity": {
            "value": value,
            "unit": "{score}",
            "system": "http://unitsofmeasure.org",
            "code": "{score}",
        },
        **({"bodySite": {"text": where}} if where else {}),
        "method": {"text": METHOD},
        "note": [{"text": NOTE}],
    }


def _value(body: Body, field: str) -> object:
    """The value of a field such as `before.at`."""
    part, _, name = field.rpartition(".")
    return (table(body, part) if part else body).get(name)


def _urn(body: Body, field: str) -> str:
    """The id of an Observation, which is the same in every export."""
    uid = text(body, "uid")
    return f"urn:uuid:{uuid5(_L5TUI, f'{uid} {field}')}"


def _where(score: Body) -> str:
    """`low back, furthest: left calf or shin, right buttock`; empty if no side was answered."""
    left, right = symptoms_in(score).ranks
    if left == right and left is not None and left <= 1:
        return PLACES[left] if left else ""
    places = [f"{side} {PLACES[place]}" for side, place in (("left", left), ("right", right)) if place]
    return f"low back, furthest: {', '.join(places)}" if places else ""
