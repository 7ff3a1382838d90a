"""What a draft says, in words, and what it becomes in the journal when the person keeps it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple, TypeGuard

from l5tui.domain.entry import Entry, Kinds
from l5tui.domain.new_entry import Stamp, new_log
from l5tui.domain.pain import KINDS, PLACES, is_pain
from l5tui.journal.drafts import Draft

TITLES: Final = {
    "log": "A pain score without a session",
    "edit": "A correction",
    "before": "The score before a session",
    "after": "The score after a session",
    "during": "A score within a session",
}
"""What is offered, by form."""
SCORES: Final = {"pain": "pain", "before.pain": "pain before", "after.pain": "pain after", "score": "score"}
"""What each field of a draft is called."""


_PLACES: Final = tuple(f"{within}{name}" for within in ("", "before.", "after.") for name in ("left", "right", "kinds"))


class Correction(NamedTuple):
    """New values for an entry, by field."""

    uid: str
    changes: dict[str, Any]


def told(draft: Draft) -> list[str]:
    """What was typed, a line each."""
    lines = []
    for field, name in SCORES.items():
        if field in draft.values:
            score = draft.values[field]
            lines.append(f"{name} {'left out' if score is None else score}".capitalize())
    lines += [f"{within} {words}".strip().capitalize() for within, words in _places(draft)]
    if note := str(draft.values.get("note") or ""):
        lines.append(f"Note: {note}")
    return lines


def becomes(draft: Draft, stamp: Stamp, about: Entry | None) -> Entry | Correction | None:
    """The entry or the correction that a draft is when it is kept; None where there is nothing to correct any more.

    Args:
        draft: the draft; what its fields may not hold is left out, for a draft is a file, and files can be changed.
        stamp: of when it was typed, with the draft's uid.
        about: the entry that it is about, as the journal has it.
    """
    values = {
        field: value
        for field, value in draft.values.items()
        if (field in SCORES and is_pain(value))
        or (field == "note" and isinstance(value, str))
        or (field in _PLACES and (_is_kinds(value) if field.endswith("kinds") else _is_rank(value)))
    }
    if draft.form == "edit":
        return None if draft.entry is None else Correction(draft.entry, values)
    if draft.form == "after" and about is not None and about.get("kind") == "session":
        places = {f"after.{name}": values[name] for name in ("left", "right", "kinds") if name in values}
        return Correction(about["uid"], {"after.pain": values.get("pain"), "after.at": draft.at, **places})
    named = "" if draft.form == "log" or not draft.about else f"{TITLES[draft.form]}: {draft.about}"
    return new_log(
        stamp,
        values.get("pain"),
        left=values.get("left"),
        right=values.get("right"),
        kinds=values.get("kinds"),
        note=str(values.get("note") or named),
    )


def is_kept(draft: Draft, entries: Iterable[Entry]) -> bool:
    """Whether the journal has it already: it was kept just before the end.

    Args:
        draft: what was typed.
        entries: the journal's.
    """
    for entry in entries:
        if entry["uid"] == draft.uid:
            return True
        if entry["uid"] == draft.entry and draft.form in ("edit", "after"):
            within = "after." if draft.form == "after" else ""
            return all(_value(entry, f"{within}{field}") == value for field, value in draft.values.items())
    return False


def _value(entry: Entry, field: str) -> object:
    found: Any = entry
    for part in field.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def note_draft(entry: Entry, note: str, at: str) -> Draft:
    """What stands in the line for an entry's note, as a correction of it."""
    about = entry["routine"]["name"] if entry["kind"] == "session" else ""
    return Draft(f"{entry['uid']}-note", "edit", at, {"note": note}, entry["uid"], about)


def has_place(draft: Draft) -> bool:
    """Whether a place was given, which may be a sign that something is to be asked about."""
    return any(True for _ in _places(draft))


def _places(draft: Draft) -> Iterator[tuple[str, str]]:
    """Where it was felt, by the part of the entry that it is about: `before`, `left calf or shin (tingling)`."""
    for within in ("", "before", "after"):
        start = f"{within}." if within else ""
        kinds = draft.values.get(f"{start}kinds")
        for side in ("left", "right"):
            rank = draft.values.get(f"{start}{side}")
            if rank is None or not _is_rank(rank):
                continue
            felt = [kind for kind in kinds[side] if kind != KINDS[0]] if _is_kinds(kinds) else []
            yield within, f"{side} {PLACES[rank]}" + (f" ({', '.join(felt)})" if felt else "")


def _is_rank(value: object) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(PLACES))


def _is_kinds(value: object) -> TypeGuard[Kinds]:
    return (
        isinstance(value, dict)
        and value.keys() == {"left", "right"}
        and all(isinstance(side, list) and all(kind in KINDS for kind in side) for side in value.values())
    )
