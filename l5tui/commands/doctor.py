"""`l5tui doctor`: where things are, whether they are well, and what to do about what isn't.

Each room is looked at by a function of its own, which gives lines for people and facts for a program. Nothing here
shows what the journal says, so that the whole can be sent to somebody who helps.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from l5tui import __version__
from l5tui.commands import Run
from l5tui.commands.places import journal_path, load_content, settings
from l5tui.errors import ExitStatus, JournalError, L5Error
from l5tui.output import amount, give_json, say
from l5tui.paths import config_file, content_root, crash_log, own_content

if TYPE_CHECKING:
    from l5tui.journal.store import Journal
    from l5tui.settings import Settings

PACKAGES = ("textual", "textual-plotext", "tinydb", "msgspec", "filelock", "platformdirs")
_TEXT = 10
"""Columns of the first word of a line."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    about: str
    says: str
    needs_you: bool = False
    """Something is to be done, and `says` says what."""
    facts: dict[str, Any] = field(default_factory=dict)
    """The same for a program."""

    def line(self) -> str:
        """For people; what needs them has a mark, and not just a colour."""
        return f"{'!' if self.needs_you else ' '} {self.about:<{_TEXT}}{self.says}"


def doctor(parser: ArgumentParser) -> Run:
    """`l5tui doctor`."""
    parser.add_argument("--json", action="store_true", help="the same as a JSON object")
    return _doctor


def _doctor(args: Namespace) -> int:
    found, complaints = settings()
    findings = [
        *_versions(),
        *_journal(args, found),
        *_settings(complaints),
        *_speech(found),
        *_content(),
        *_terminal(args),
        *_crashes(),
    ]
    needing = sum(finding.needs_you for finding in findings)
    if args.json:
        give_json(_as_json(findings, well=not needing))
    else:
        say((finding.line() for finding in findings), plain=args.ascii)
    if needing:
        needs = amount(needing, "thing needs", "things need")
        raise L5Error(f"{needs} you", "" if args.json else "look for the ! above")
    if not args.json:
        say("All is well.")
    return ExitStatus.OK


def _as_json(findings: list[Finding], *, well: bool) -> str:
    told = [
        {
            "about": one.about,
            "says": one.says,
            "needs_you": one.needs_you,
            **({"facts": one.facts} if one.facts else {}),
        }
        for one in findings
    ]
    return json.dumps({"well": well, "findings": told}, ensure_ascii=False, indent=2) + "\n"


def _versions() -> Iterator[Finding]:
    from importlib.metadata import PackageNotFoundError, version

    def installed(name: str) -> str | None:
        try:
            return version(name)
        except PackageNotFoundError:
            return None

    packages = {name: installed(name) for name in PACKAGES}
    python = ".".join(map(str, sys.version_info[:3]))
    here = Path(__file__).resolve().parents[1]
    facts = {"l5tui": __version__, "python": python, "system": sys.platform, "package": str(here), **packages}
    known = ", ".join(f"{name} {number}" for name, number in packages.items() if number)
    yield Finding("l5tui", f"{__version__} in {here}", facts=facts)
    yield Finding("python", f"{python} on {sys.platform}" + (f"; {known}" if known else ""))
    if missing := [name for name, number in packages.items() if number is None]:
        yield Finding("packages", f"{', '.join(missing)} not installed. Install l5tui again", needs_you=True)


# The journal --------------------------------------------------------------------------------------------------------


def _journal(args: Namespace, found: Settings) -> Iterator[Finding]:
    from l5tui.journal.store import Journal

    try:
        path = journal_path(args)
        journal = Journal(path, unlocked=found.unlocked_journal)
        opened = journal.open()
    except L5Error as error:
        yield Finding("journal", f"{error}.", needs_you=True)
        return
    facts = {"path": str(journal.file), "entries": opened.entries, "new": opened.new, "read_only": opened.read_only}
    where = f"{path}" if path == journal.file else f"{path}, which leads to {journal.file}"
    holds = "not there yet; the first score makes it" if opened.new else amount(opened.entries, "entry", "entries")
    yield Finding("journal", f"{where}: {holds}", facts=facts)
    for notice in opened.notices:
        yield Finding("journal", notice, needs_you=True)
    yield from _private(journal)
    yield from _lock(journal)
    yield from _copies(journal)
    yield from _sessions(journal)


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
    """Whether writers can keep out of each other's way. Tried only where there is a journal already."""
    from l5tui.journal.lock import NoLocksError, free

    if not journal.file.is_file():
        return
    try:
        is_free = free(journal.calls, journal.file.with_name(f"{journal.file.name}.lock"))
    except NoLocksError:
        yield Finding("lock", "the file system has none: run only one l5tui at a time", facts={"state": "none"})
    except JournalError:
        return  # it can't be written, which opening has said
    else:
        says = "free" if is_free else "held: another l5tui is writing just now"
        yield Finding("lock", says, facts={"state": "free" if is_free else "held"})


def _copies(journal: Journal) -> Iterator[Finding]:
    """The journal's copies, and what only they have."""
    from l5tui.journal import commit
    from l5tui.journal.repair import look

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
    if look(journal).needed:
        yield Finding("repair", "the journal can be mended. To see how: l5tui journal repair", needs_you=True)


def _days(daily: list[Path]) -> str:
    newest = daily[-1].name[-len("2026-01-01") :]
    return f"{amount(len(daily), 'day', 'days')}, the newest of {newest}"


def _sessions(journal: Journal) -> Iterator[Finding]:
    from l5tui.journal.live_files import read_log, unfinished

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
            yield Finding("session", f"{named} is running in another login", facts=facts)
        else:
            said = f"{named} was cut off. Open l5tui to go on with it, keep it, or discard it"
            yield Finding("session", said, needs_you=True, facts=facts)
        for notice in log.notices:
            yield Finding("session", notice, facts=facts)


# The rest -----------------------------------------------------------------------------------------------------------


def _settings(complaints: tuple[str, ...]) -> Iterator[Finding]:
    try:
        path = config_file()
    except L5Error:
        yield Finding("settings", "none, for no home folder is known")
        return
    there = path.exists()
    said = str(path) if there else f"{path}: not there, so all is as it comes"
    yield Finding("settings", said, facts={"path": str(path), "there": there})
    for complaint in complaints:
        yield Finding("settings", f"{complaint}.", needs_you=True)


def _speech(found: Settings) -> Iterator[Finding]:
    """Whether the command that speaks is there. It isn't run."""
    from shlex import split

    if not found.speak.strip():
        return
    name = split(found.speak)[0]
    if path := shutil.which(name):
        yield Finding("speech", path, facts={"speak": found.speak, "path": path})
    else:
        yield Finding("speech", f"{name} is not found. Install it, or take speak out of the settings", needs_you=True)


def _content() -> Iterator[Finding]:
    try:
        content = load_content()
    except L5Error as error:
        yield Finding("content", f"{error}.", needs_you=True)
        return
    said = (
        f"{amount(len(content.routines), 'routine', 'routines')} and "
        f"{amount(len(content.exercises), 'exercise', 'exercises')} in {content_root()}"
    )
    facts = {"path": str(content_root()), "routines": len(content.routines), "exercises": len(content.exercises)}
    yield Finding("content", said, facts=facts)
    try:
        own = own_content()
    except L5Error:
        own = None
    if own is not None and own.exists():
        yield Finding("content", f"your own in {own}", facts={"path": str(own)})
    for problem in content.problems:
        yield Finding("content", f"{problem}.", needs_you=True)


def _terminal(args: Namespace) -> Iterator[Finding]:
    from l5tui.terminal.capabilities import TRUE_COLOURS, capabilities

    able = capabilities(os.environ, plain_signs=args.ascii)
    term = os.environ.get("TERM", "")
    size = _size()
    facts = {
        "term": term,
        "columns": size[0] if size else None,
        "rows": size[1] if size else None,
        "dumb": able.dumb,
        "unicode": able.unicode,
        "braille": able.braille,
        "colours": able.colours,
        "title": able.title,
        "notification": able.notification,
    }
    if able.dumb:
        yield Finding("terminal", f"can't place text (TERM={term}), so only the commands work here", facts=facts)
        return
    colours = "true colour" if able.colours == TRUE_COLOURS else f"{able.colours} colours" if able.colours else "none"
    told = (
        f"{size[0]} x {size[1]}" if size else "size unknown",
        colours if able.colours else "no colours",
        "braille" if able.braille else "plain characters",
        "notifications" if able.notification else "no notifications",
        "window title" if able.title else "no window title",
    )
    yield Finding("terminal", f"{term}: {', '.join(told)}", facts=facts)


def _size() -> tuple[int, int] | None:
    for fd in (2, 0, 1):
        try:
            size = os.get_terminal_size(fd)
        except OSError:
            continue
        return size.columns, size.lines
    return None


def _crashes() -> Iterator[Finding]:
    try:
        path = crash_log()
    except L5Error:
        return
    if path.exists():
        said = f"{path} tells of a fault of the program; it holds no text of yours"
        yield Finding("crash", said, facts={"path": str(path)})
