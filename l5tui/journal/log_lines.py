"""An entry that no disk takes, as lines for a person to keep: what `l5tui log` accepts, so that nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from shlex import quote
from typing import Any

from l5tui.domain.entry import Entry
from l5tui.domain.notice import NOTICE
from l5tui.domain.pain import PLACES, is_pain


def lines_of(entry: Entry, journal: Path | None = None) -> list[str]:
    """The commands that write this entry's scores down again; where it has none, its note or what it is.

    Args:
        journal: `--journal`, if it isn't the person's own.
    """
    fields: Mapping[str, Any] = entry
    note = str(fields.get("note") or "")
    match fields.get("kind"):
        case "log":
            lines = list(_command(fields, fields.get("started"), note, journal))
        case "session":
            name = str((fields.get("routine") or {}).get("name") or "session")
            before, after = fields.get("before") or {}, fields.get("after") or {}
            after_note = f"after {name}" + (f": {note}" if note else "")
            lines = [
                *_command(before, before.get("at") or fields.get("started"), f"before {name}", journal),
                *_command(after, after.get("at") or fields.get("ended"), after_note, journal),
            ]
            if note and len(lines) < 2 and not (lines and note in lines[-1]):
                lines.append(f"# note on {name}: {note}")
        case "decision" if fields.get("about") == NOTICE:
            return []
        case "safety":
            lines = [f"# the answers to the safety questions of {fields.get('started')}: they are asked again"]
        case kind:
            lines = [f"# {kind} of {fields.get('started')}: {fields.get('name') or fields.get('what') or note or '-'}"]
    return lines or ([f"# note of {fields.get('started')}: {note}"] if note else [])


def _command(score: Mapping[str, Any], at: object, note: str, journal: Path | None) -> Iterator[str]:
    """`l5tui log` for one score; nothing where none was given."""
    pain = score.get("pain")
    if pain is None or not is_pain(pain):
        return
    parts = ["l5tui", "log", str(pain)]
    if isinstance(at, str):
        parts += ["--at", at]
    kinds = score.get("kinds") or {}
    for side in ("left", "right"):
        rank = score.get(side)
        if isinstance(rank, int) and 0 <= rank < len(PLACES):
            parts += [f"--{side}", PLACES[rank]]
    for kind in dict.fromkeys([*kinds.get("left", []), *kinds.get("right", [])]):
        parts += ["--kind", kind]
    if note:
        parts.append(f"--note={note}")
    if journal is not None:
        parts += ["--journal", str(journal)]
    yield " ".join(quote(part) for part in parts)
