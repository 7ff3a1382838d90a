"""The findings of `l5tui doctor`, and its checks of the journal and the files beside it."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from l5tui.cli.files import command, journal_path, load_content
from l5tui.config.clock import now
from l5tui.config.errors import JournalError, L5Error
from l5tui.config.output import amount, quoted

if TYPE_CHECKING:
    from l5tui.config.settings import Settings
    from l5tui.journal.store import Journal

_TEXT = 10
"""The width of a line's first column."""


class Finding(Struct, frozen=True):
    """The result of one check."""

    about: str
    says: str
    needs_you: bool = False
    """The person must do something; `says` tells what."""
    facts: dict[str, Any] = field(default_factory=dict)
    """The same for a program."""

    def line(self) -> str:
        """The line for people; one that needs action has a mark, not only a colour."""
        return f"{'!' if self.needs_you else ' '} {self.about:<{_TEXT}}{self.says}"


def journal(args: Namespace, found: Settings) -> Iterator[Finding]:
    """Check the journal, its lock, its copies, and running and interrupted sessions."""
    from l5tui.journal.store import Journal

    try:
        path = journal_path(args)
        kept = Journal(path, unlocked=found.unlocked_journal)
        opened = kept.open()
    except L5Error as error:
        yield Finding("journal", f"{error}.", needs_you=True)
        return
    facts = {"path": str(kept.file), "entries": opened.entries, "new": opened.new, "read_only": opened.read_only}
    where = f"{path}" if path == kept.file else f"{path}, which leads to {kept.file}"
    holds = "not there yet; the first score makes it" if opened.new else amount(opened.entries, "entry", "entries")
    yield Finding("journal", f"{where}: {holds}", facts=facts)
    for notice in opened.notices:
        yield Finding("journal", notice, needs_you=True)
    yield from _private(kept)
    yield from _lock(kept)
    yield from _copies(kept, args)
    yield from _conflicts(kept, args)
    yield from _sessions(kept)
    yield from _unfinished_words(kept)
    yield from _programme(kept)


def _private(journal: Journal) -> Iterator[Finding]:
    try:
        mode = journal.file.stat().st_mode & 0o777
    except OSError:
        return
    if mode & 0o077:
        yield Finding(
            "journal", f"others on this machine can read it. To keep it to yourself: chmod 600 {journal.file}", True
        )


def _lock(journal: Journal) -> Iterator[Finding]:
    """Check whether the file system has locks; only if there is a journal already."""
    from l5tui.storage.lock import NoLocksError, is_free

    if not journal.file.is_file():
        return
    try:
        unlocked = is_free(journal.calls, journal.file.with_name(f"{journal.file.name}.lock"))
    except NoLocksError:
        yield Finding("lock", "the file system has none: run only one l5tui at a time", facts={"state": "none"})
    except JournalError:
        return  # the journal can't be written, which opening it has reported
    else:
        says = "free" if unlocked else "held: another l5tui is writing just now"
        yield Finding("lock", says, facts={"state": "free" if unlocked else "held"})


def _copies(journal: Journal, args: Namespace) -> Iterator[Finding]:
    """The journal's copies, and what only they have."""
    from l5tui.journal.repair import find_salvage
    from l5tui.storage import commit

    calls, file = journal.calls, journal.file
    daily = commit.daily(calls, file)
    before = [commit.previous(file)] if commit.previous(file).exists() else []
    aside = commit.kept_aside(calls, file)
    if before or daily:
        said = [*(["the state before the last write"] if before else []), *([_days(daily)] if daily else [])]
        facts = {"previous": [str(one) for one in before], "daily": [str(one) for one in daily]}
        yield Finding("copies", f"{' and '.join(said)}, beside the journal", facts=facts)
    for path in aside:
        yield Finding("kept", f"{path}; delete it when you miss nothing", facts={"path": str(path)})
    if find_salvage(journal).needed:
        mend = f"the journal can be mended. To see how: {command(args, 'journal repair')}"
        yield Finding("repair", mend, needs_you=True)


def _conflicts(journal: Journal, args: Namespace) -> Iterator[Finding]:
    """Check for conflict copies of sync programs, and whether all that they have is in the journal."""
    from l5tui.journal.merge_files import conflict_copies, read_other

    for path in conflict_copies(journal.file):
        facts = {"path": str(path)}
        try:
            other = read_other(path, journal.calls)
            changes = journal.merge(other.tables, only_look=True)
        except JournalError as error:
            yield Finding("conflict", f"{error}.", needs_you=True, facts=facts)
            continue
        damaged = f", which is damaged ({other.damaged})" if other.damaged else ""
        if changes.any:
            what = "what can be read of it" if damaged else "what it has"
            call = command(args, f"journal merge {quote(str(path))}")
            said = f"a sync program left {path}{damaged}. To bring in {what}: {call}"
            yield Finding("conflict", said, needs_you=True, facts=facts)
        elif damaged:
            said = (
                f"a sync program left {path}{damaged}. Nothing more can be read of it; keep it until you miss nothing"
            )
            yield Finding("conflict", said, facts=facts)
        else:
            yield Finding("conflict", f"{path}: all of it is in the journal; delete it", facts=facts)


def _days(daily: list[Path]) -> str:
    newest = daily[-1].name[-len("2026-01-01") :]
    return f"{amount(len(daily), 'day', 'days')}, the newest of {newest}"


def _sessions(journal: Journal) -> Iterator[Finding]:
    from l5tui.journal.sessionlog.log_files import read_log, unfinished
    from l5tui.storage.owner import UNKNOWN, why_unreachable

    for one in unfinished(journal.live, calls=journal.calls):
        facts: dict[str, Any] = {"path": str(one.path), "running": one.running}
        try:
            log = read_log(one.path, calls=journal.calls)
        except JournalError as error:
            yield Finding("session", f"{error}.", needs_you=not one.running, facts=facts)
            continue
        entry = (log.first or {}).get("entry") or {}
        name = (entry.get("routine") or {}).get("name") or "a session"
        began = str(entry.get("started") or "")[:16].replace("T", " ")
        named = f"{name}{f' of {began}' if began else ''}"
        if one.running:
            where = why_unreachable(log.owner)
            said = f"{named} is running {'in another login' if where in (None, UNKNOWN) else where}"
            yield Finding("session", said + (". Open l5tui to take it over" if where is None else ""), facts=facts)
        else:
            said = f"{named} was cut off. Open l5tui to go on with it, keep it, or discard it"
            yield Finding("session", said, needs_you=True, facts=facts)
        for notice in log.notices:
            yield Finding("session", notice, facts=facts)


def _unfinished_words(journal: Journal) -> Iterator[Finding]:
    """Check for spooled entries and drafts."""
    from l5tui.journal.drafts import Drafts
    from l5tui.journal.spool import Spool

    places = Spool(journal.path).places()
    if places:
        waits = f"{amount(len(places), 'entry waits', 'entries wait')} to be written into the journal"
        facts = {"paths": [str(path) for path in places]}
        yield Finding(
            "unsaved", f"{waits}, in {places[0].parent}. The next start tries it", needs_you=True, facts=facts
        )
    drafts = Drafts(journal.path)
    count = sum(draft.form != "find" for draft in drafts.left())
    if count:
        typed = f"{amount(count, 'form was', 'forms were')} filled in and not confirmed. l5tui asks at its next start"
        yield Finding("drafts", typed, facts={"path": str(drafts.folder), "count": count})


def _programme(journal: Journal) -> Iterator[Finding]:
    """Which programme is in force, and whether its kept file is as it was taken. Its title is shown, not its author."""
    from l5tui.config.paths import programme_folder
    from l5tui.library.programmes import Programmes, kept_file

    today = now().date()
    try:
        found = Programmes(load_content()).in_force(journal.entries(), today)
    except L5Error:
        return  # the journal or the content can't be read, which another finding says
    if found.taken is None:
        return
    taken = found.taken
    path = kept_file(programme_folder(), taken.id, taken.version)
    facts: dict[str, Any] = {"id": taken.id, "version": taken.version, "until": taken.until and str(taken.until)}
    if found.problem:
        holds = bool(found.programme and found.programme.sessions)
        counts = "only in part" if holds else "only by its limits"
        said = f"{quoted(taken.title)} counts {counts}: {found.why}. {found.problem}"
        yield Finding("programme", f"{said}.", needs_you=True, facts={**facts, "in_force": holds})
    elif found.programme is None:
        yield Finding("programme", f"{quoted(taken.title)} is over", facts={**facts, "in_force": False})
    else:
        said = f"{quoted(taken.title)} is in force until {found.programme.until}; {path} is as you took it"
        yield Finding("programme", said, facts={**facts, "in_force": True, "path": str(path)})
