"""What a draft says, in words, and what it becomes in the journal when the person keeps it. Pure."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from l5tui.domain.entry import Entry
from l5tui.domain.new import Stamp, new_log
from l5tui.domain.pain import is_pain
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
        if (field in SCORES and is_pain(value)) or (field == "note" and isinstance(value, str))
    }
    if draft.form == "edit":
        return None if draft.entry is None else Correction(draft.entry, values)
    if draft.form == "after" and about is not None and about.get("kind") == "session":
        return Correction(about["uid"], {"after.pain": values.get("pain"), "after.at": draft.at})
    named = "" if draft.form == "log" or not draft.about else f"{TITLES[draft.form]}: {draft.about}"
    return new_log(stamp, values.get("pain"), note=str(values.get("note") or named))
