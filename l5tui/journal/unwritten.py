"""Entries that the journal's disk hasn't taken yet: tried again, and never let go silently at the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from shlex import quote
from typing import Any

from l5tui.config.clock import new_header
from l5tui.config.errors import JournalError, L5Error
from l5tui.config.output import print_error, print_recoverable
from l5tui.config.paths import journal_file
from l5tui.domain.entry import Entry
from l5tui.domain.entry_reading import NOTICE
from l5tui.domain.entry_times import moment_of
from l5tui.domain.pain import PLACES, is_pain
from l5tui.journal.drafts import Draft, draft_lines, entry_from_draft
from l5tui.journal.spool import Spool
from l5tui.journal.store import Journal


def log_commands(entry: Entry, journal: Path | None = None) -> list[str]:
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


class Unwritten:
    """What waits to be written into a journal. Every method may be called from any thread.

    Args:
        journal: where it belongs.
        spool: where it is kept when the program ends; None for a journal that nobody wants to keep.
    """

    def __init__(self, journal: Journal, spool: Spool | None) -> None:
        self._journal = journal
        self._spool = spool
        self._waiting: dict[str, Entry] = {}
        self._typed: dict[str, Entry] = {}

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What waits."""
        return tuple(self._waiting.values())

    def state_of(self, uid: str) -> Entry | None:
        """The entry as it waits, else as the journal has it.

        Raises:
            JournalError: the journal can't be read.
        """
        return self._waiting.get(uid) or self._journal.get(uid)

    def add(self, entry: Entry) -> None:
        """Have an entry wait, in place of an earlier state of it."""
        self._waiting[entry["uid"]] = deepcopy(entry)

    def hold(self, entry: Entry) -> None:
        """Keep this state of an entry if the program ends now, though the person is still writing it."""
        self._typed[entry["uid"]] = deepcopy(entry)

    def let_go(self, uid: str) -> None:
        """The person has finished with it, one way or another."""
        self._typed.pop(uid, None)

    def forget(self, uid: str) -> None:
        """Somebody else writes that entry from now on."""
        self._waiting.pop(uid, None)
        self._typed.pop(uid, None)

    def take_in(self) -> int:
        """Put what an earlier start had to leave elsewhere into the journal. Returns how many entries that were.

        Raises:
            JournalError: the journal doesn't take it yet; it waits here as well.
        """
        if self._spool is None:
            return 0
        try:
            return self._spool.take_in(self._journal)
        except JournalError:
            for entry in self._spool.entries():
                self._waiting.setdefault(entry["uid"], entry)
            raise

    def flush(self) -> None:
        """Write what waits.

        Raises:
            JournalError: it still can't be written.
        """
        waiting = list(self._waiting.items())
        for uid, entry in waiting:
            self._journal.put(entry)
            if self._waiting.get(uid) is entry:
                del self._waiting[uid]
        if waiting and self._spool is not None:
            self._spool.forget(uid for uid, _ in waiting)

    def keep_aside(self) -> list[Entry]:
        """Keep what waits, and what is being written, on some other disk. Returns what none took."""
        left = {**self._waiting, **self._typed}
        return list(left.values()) if self._spool is None else self._spool.keep(left.values())

    def exit_report(self, left: list[Entry]) -> tuple[list[str], list[str]]:
        """What to say when the program is gone: sentences, and the lines that keep what went nowhere.

        Args:
            left: what `end` returned.
        """
        said = []
        places = self._spool.places() if self._spool is not None and self._waiting else []
        if places:
            count = "An entry waits" if len(places) == 1 else f"{len(places)} entries wait"
            where = f"in {places[0].parent} for the next start, which tries again"
            said.append(f"{self._journal.path} could not be written. {count} {where}")
        elsewhere = None if self._journal.path == _own_journal() else self._journal.path
        lines = [line for entry in left for line in log_commands(entry, elsewhere)]
        if lines:
            said.append(f"{self._journal.path} could not be written, nor any other place. Keep these lines for later:")
        return said, lines

    def end(self) -> list[Entry]:
        """At the end: write it after all, else keep it aside. Returns what went nowhere."""
        for entry in list(self._typed.values()):
            self.add(entry)
        self._typed.clear()
        if not self._waiting:
            return []
        try:
            self.flush()
        except JournalError:
            return self.keep_aside()
        return []


def report_unwritten(unwritten: Unwritten, left: list[Entry], drafts: list[Draft]) -> bool:
    """Say on standard error what became of what couldn't be written. Returns whether something went nowhere.

    Args:
        unwritten: whose end has come.
        left: what its `end` returned.
        drafts: what was typed, not confirmed, and taken by no disk.
    """
    typed = [
        entry_from_draft(draft, new_header(moment_of(draft.at), uid=draft.uid), None)
        for draft in drafts
        if draft.form != "find"
    ]
    said, lines = unwritten.exit_report([*left, *(new for new in typed if isinstance(new, dict))])
    lines += [f"# {line}" for draft in drafts if draft.form == "edit" for line in draft_lines(draft)]
    for line in said:
        print_error(line)
    print_recoverable(lines)
    return bool(lines)


def _own_journal() -> Path | None:
    try:
        return journal_file()
    except L5Error:
        return None
