"""Entries that couldn't be written to the journal yet: written again later, and reported at the end if never."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from shlex import quote
from typing import Any, NamedTuple

from l5tui.config.clock import new_header
from l5tui.config.errors import JournalError, L5Error
from l5tui.config.output import print_error, print_recoverable
from l5tui.config.paths import journal_file
from l5tui.domain.entry import Entry
from l5tui.domain.entry_reading import NOTICE
from l5tui.domain.entry_times import moment_of
from l5tui.domain.pain import PLACES, is_pain, rank_of
from l5tui.journal.drafts import NO_ENTRY, Draft, draft_lines, entry_from_draft
from l5tui.journal.may_write import MayWrite, always
from l5tui.journal.spool import Spool
from l5tui.journal.store import Journal


def log_commands(entry: Entry, journal: Path | None = None) -> list[str]:
    """The commands that log this entry's scores again; if it has none, its note or what it is.

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
    """The `l5tui log` command for one score; nothing if none was given."""
    pain = score.get("pain")
    if pain is None or not is_pain(pain):
        return
    parts = ["l5tui", "log", str(pain)]
    if isinstance(at, str):
        parts += ["--at", at]
    kinds = score.get("kinds") or {}
    for side in ("left", "right"):
        rank = rank_of(score.get(side))
        if rank is not None:
            parts += [f"--{side}", PLACES[rank]]
    for kind in dict.fromkeys([*kinds.get("left", []), *kinds.get("right", [])]):
        parts += ["--kind", kind]
    if note:
        parts.append(f"--note={note}")
    if journal is not None:
        parts += ["--journal", str(journal)]
    yield " ".join(quote(part) for part in parts)


class _Waiting(NamedTuple):
    """An entry that waits. Whether it may be written is asked again at each try.

    A session can be taken over by another login meanwhile, which then knows more of it.
    """

    entry: Entry
    may_write: MayWrite = always


class Unwritten:
    """Entries that wait to be written to a journal. Every method may be called from any thread.

    Args:
        journal: the journal that they belong to.
        spool: where they are kept when the program ends; None for the demo's journal.
    """

    def __init__(self, journal: Journal, spool: Spool | None) -> None:
        self._journal = journal
        self._spool = spool
        self._waiting: dict[str, _Waiting] = {}
        self._typed: dict[str, _Waiting] = {}

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries that wait."""
        return tuple(one.entry for one in self._waiting.values())

    def state_of(self, uid: str) -> Entry | None:
        """The entry that waits, or else the journal's.

        Raises:
            JournalError: the journal can't be read.
        """
        waiting = self._waiting.get(uid)
        return waiting.entry if waiting else self._journal.get(uid)

    def add(self, entry: Entry, may_write: MayWrite = always) -> None:
        """Add an entry that waits, replacing an earlier state of it.

        Args:
            entry: the entry.
            may_write: for the entry of a running session, `SessionLog.may_write`.
        """
        self._waiting[entry["uid"]] = _Waiting(deepcopy(entry), may_write)

    def hold(self, entry: Entry, may_write: MayWrite = always) -> None:
        """Remember an entry that the person is still writing, to keep it if the program ends now; as `add`."""
        self._typed[entry["uid"]] = _Waiting(deepcopy(entry), may_write)

    def finish(self, uid: str) -> None:
        """Forget an entry that was being written: the person has finished with it."""
        self._typed.pop(uid, None)

    def forget(self, uid: str) -> None:
        """Drop the entry: another login writes it from now on."""
        self._waiting.pop(uid, None)
        self._typed.pop(uid, None)

    def write_spooled(self) -> int:
        """Write entries that an earlier start spooled to the journal. Returns how many there were.

        Raises:
            JournalError: the journal still can't be written; the entries wait here as well.
        """
        if self._spool is None:
            return 0
        try:
            return self._spool.write_spooled(self._journal)
        except JournalError:
            for entry in self._spool.entries():
                self._waiting.setdefault(entry["uid"], _Waiting(entry))
            raise

    def flush(self) -> None:
        """Write the entries that wait.

        Raises:
            JournalError: the journal still can't be written.
        """
        waiting = list(self._waiting.items())
        for uid, one in waiting:
            with one.may_write() as allowed:
                if allowed:
                    self._journal.put(one.entry)
            if self._waiting.get(uid) is one:
                del self._waiting[uid]
        if waiting and self._spool is not None:
            self._spool.forget(uid for uid, _ in waiting)

    def spool_all(self) -> list[Entry]:
        """Spool the entries that wait and those being written. Returns those that couldn't be written anywhere."""
        left = []
        for one in {**self._waiting, **self._typed}.values():
            with one.may_write() as allowed:
                left += [one.entry] if allowed else []
        return left if self._spool is None else self._spool.keep(left)

    def exit_report(self, left: list[Entry]) -> tuple[list[str], list[str]]:
        """The report after the program's end: sentences, and commands for entries that couldn't be written anywhere.

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
        """At the program's end: write what waits, or else spool it. Returns what couldn't be written anywhere."""
        self._waiting.update(self._typed)
        self._typed.clear()
        if not self._waiting:
            return []
        try:
            self.flush()
        except JournalError:
            return self.spool_all()
        return []


def report_unwritten(unwritten: Unwritten, left: list[Entry], drafts: list[Draft]) -> bool:
    """Report on standard error what couldn't be written. Returns whether anything couldn't be written anywhere.

    Args:
        unwritten: the entries that waited.
        left: what its `end` returned.
        drafts: drafts that couldn't be written anywhere.
    """
    typed = [
        entry_from_draft(draft, new_header(moment_of(draft.at), uid=draft.uid), None)
        for draft in drafts
        if draft.form not in NO_ENTRY
    ]
    said, lines = unwritten.exit_report([*left, *(new for new in typed if isinstance(new, dict))])
    lines += [f"# {line}" for draft in drafts if draft.form == "edit" for line in draft_lines(draft)]
    lines += [f"# {line}" for one in drafts if one.form == "routine" for line in str(one.values["text"]).splitlines()]
    for line in said:
        print_error(line)
    print_recoverable(lines)
    return bool(lines)


def _own_journal() -> Path | None:
    try:
        return journal_file()
    except L5Error:
        return None
