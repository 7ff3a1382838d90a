"""`l5tui remind now`, which a timer calls: one line, or nothing.

It says nothing where nothing is due, all is done or being done, no session may start, or the hours are quiet. What
can't be read is one line on standard error, so that no reminder stands on half a journal.
"""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import stat
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from l5tui.cli.files import journal_path, load_content, settings
from l5tui.config.clock import now
from l5tui.config.errors import ContentError, ExitStatus, JournalError, L5Error, system_words
from l5tui.config.output import print_error, print_text, quoted
from l5tui.config.session_plan import plan_of
from l5tui.config.settings import Settings
from l5tui.domain.entry import Entry
from l5tui.domain.progression.levels import dose_history
from l5tui.domain.reminders import due_line
from l5tui.domain.safety.gate import Need, gate, stop_while_running
from l5tui.domain.safety.restrictions import limits_of
from l5tui.domain.time_words import in_quiet, parse_quiet
from l5tui.journal.sessionlog.log_files import unfinished
from l5tui.journal.spool import Spool
from l5tui.journal.store import Journal
from l5tui.library.programmes import Programmes
from l5tui.terminal.capabilities import capabilities
from l5tui.terminal.notification import BELL, harmless, notification

LONGEST_S: Final = 20.0
"""Seconds after which a command that reminds is ended."""
HEADING: Final = "l5tui"
NOTIFIERS: Final[Mapping[str, tuple[str, ...]]] = {
    "notify-send": ("--app-name=l5tui", "--", HEADING),
    "osascript": ("-e", f'on run said\ndisplay notification (item 1 of said) with title "{HEADING}"\nend run', "--"),
}
"""Commands that notify on a desktop, with the arguments before the line."""
TERMINALS: Final = Path("/dev/pts")


def remind_now(args: Namespace) -> int:
    """Say what is due now, or nothing."""
    own, problems = settings()
    if problems:
        print_error(problems[0])
    at = now()
    quiet = parse_quiet(own.quiet_hours)
    if quiet is not None and in_quiet(at.time(), quiet):
        return ExitStatus.OK
    line = _line(args, own, at)
    if line:
        print_text(line, plain=args.ascii)
        deliver(line, own)
    return ExitStatus.OK


def _line(args: Namespace, own: Settings, at: datetime) -> str:
    """What is due, by the journal, the programme and the safety answers; empty where nothing is to be said.

    Raises:
        L5Error: one of them can't be read as it should be.
    """
    journal = Journal(journal_path(args), unlocked=own.unlocked_journal)
    entries = _entries(journal)
    content = load_content()
    if content.safety is None:
        raise ContentError(str(content.problems[0] if content.problems else "the safety questions can't be read"))
    found = Programmes(content).in_force(entries, at.date())
    if found.problem:
        if found.programme is None or not found.programme.sessions:
            raise L5Error(found.said)
        print_error(found.said)
    safety = gate(content.safety, entries, at, exercises=list(content.exercises))
    blocked = safety.need is Need.QUESTIONS or stop_while_running(safety) is not None
    nothing_left = all(limits_of(one, safety.restrictions).off for one in content.exercises.values())
    if blocked or nothing_left or any(one.running for one in unfinished(journal.live, calls=journal.calls)):
        return ""
    doses = dose_history(entries, content.exercises.values(), at, programme=found.programme)
    planned = [one.routine for one in found.programme.sessions] if found.programme else []
    off = [one.id for one in planned if not plan_of(one, own, safety.restrictions, doses).segments]
    return due_line(found.programme, entries, at, off=off, times=args.at)


def _entries(journal: Journal) -> list[Entry]:
    """The entries of a journal that is in order, and those that still wait to be written into it.

    Raises:
        JournalError: it can't be read, or is damaged.
    """
    opened = journal.open()
    if notices := opened.notices[:-1] if opened.read_only else opened.notices:
        raise JournalError(notices[0])
    entries = journal.entries()
    known = {entry["uid"] for entry in entries}
    return [*(entry for entry in Spool(journal.path).entries() if entry["uid"] not in known), *entries]


# How it is said


def deliver(line: str, own: Settings) -> None:
    """Remind with the line: by the person's own command (`remind`), else as `remind_by` says.

    Raises:
        L5Error: it could not be done.
    """
    if own.remind.strip():
        run_with(shlex.split(own.remind), line)
    elif own.remind_by == "bell":
        _ring()
    elif own.remind_by == "notify":
        _notify(line)


def run_with(arguments: list[str], line: str) -> None:
    """Run a command with the line as its last argument, without a shell, input or output.

    Raises:
        L5Error: it isn't there, failed, or took too long, which ends it and all that it started.
    """
    name = quoted(arguments[0])
    try:
        child = subprocess.Popen(
            [*arguments, harmless(line)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, **dict(_session_bus())},
        )
    except OSError as error:
        raise L5Error(f"the command that reminds, {name}, can't be run ({system_words(error)})") from error
    try:
        status = child.wait(LONGEST_S)
    except subprocess.TimeoutExpired as error:
        raise L5Error(f"the command that reminds, {name}, takes longer than {LONGEST_S:.0f} s") from error
    finally:
        if child.returncode is None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
    if status:
        raise L5Error(f"the command that reminds, {name}, failed (status {status})")


def _session_bus() -> Iterator[tuple[str, str]]:
    """The address of the desktop's message bus, where the environment has none: cron gives none."""
    bus = Path(f"/run/user/{os.geteuid()}/bus")
    if "DBUS_SESSION_BUS_ADDRESS" not in os.environ and "XDG_RUNTIME_DIR" not in os.environ and bus.exists():
        yield "DBUS_SESSION_BUS_ADDRESS", f"unix:path={bus}"


def _notify(line: str) -> None:
    """Notify through the terminal where it is known to, else through the desktop's own command."""
    protocol = capabilities(os.environ).notification if os.isatty(1) else None
    if protocol is not None:
        sys.stdout.write(notification(protocol, HEADING, line))
        sys.stdout.flush()
        return
    found = next(((name, before) for name, before in NOTIFIERS.items() if shutil.which(name)), None)
    if found is None:
        hint = 'Install notify-send, or set remind_by = "bell" or "line", or a command as remind, in the settings'
        raise L5Error("nothing here can notify", hint)
    run_with([found[0], *found[1]], line)


def _ring() -> None:
    """Ring the bell of this terminal, else of every terminal of the person's that takes messages (`mesg y`)."""
    if os.isatty(1):
        sys.stdout.write(BELL)
        sys.stdout.flush()
        return
    rung = [_rings(path) for path in _terminals()]
    if not any(rung):
        raise L5Error("no terminal of yours takes a bell", "Allow it there with mesg y")


def _terminals() -> Iterator[Path]:
    with suppress(OSError):
        for path in sorted(TERMINALS.iterdir()):
            with suppress(OSError):
                facts = path.stat()
                if stat.S_ISCHR(facts.st_mode) and facts.st_uid == os.geteuid() and facts.st_mode & stat.S_IWGRP:
                    yield path


def _rings(path: Path) -> bool:
    try:
        fd = os.open(path, os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        return os.write(fd, BELL.encode()) > 0
    except OSError:
        return False
    finally:
        os.close(fd)
