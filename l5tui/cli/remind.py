"""`l5tui remind`: a calendar with alarms, timer units or a crontab line; and `now`, which they call."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import UTC, time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from l5tui.cli import Run
from l5tui.cli.files import journal_path, load_content, open_journal, settings
from l5tui.config.clock import now, zone_name
from l5tui.config.errors import ExitStatus, L5Error, UsageError, cannot_write
from l5tui.config.output import print_error, print_text, quoted
from l5tui.config.paths import config_file
from l5tui.config.private_file import replace_private
from l5tui.domain.programme import Programme
from l5tui.domain.reminders import (
    EVENING,
    MORNING,
    calendar,
    cron_lines,
    due_now,
    slots_of,
    timer_units,
)
from l5tui.domain.safety.gate import REFUSED, gate
from l5tui.domain.time_words import parse_quiet, parse_times
from l5tui.library.programmes import Programmes

if TYPE_CHECKING:
    from l5tui.config.settings import Settings
    from l5tui.domain.entry import Entry

TIMER: Final = "l5tui-remind.timer"
COMMAND_S: Final = 30
"""Seconds that the person's own command may take."""


def remind(parser: ArgumentParser) -> Run:
    """`l5tui remind now`, or one way of being reminded."""
    parser.add_argument("work", metavar="now", nargs="?", help="say in one line what is left for today, or nothing")
    parser.add_argument("--ics", metavar="FILE", type=Path, help="write a calendar with alarms, to be imported")
    parser.add_argument("--systemd", action="store_true", help="write user timer units; nothing is enabled")
    parser.add_argument("--cron", action="store_true", help="print the lines for crontab -e")
    parser.add_argument("--off", action="store_true", help="take the timer units away, and say what else to remove")
    parser.add_argument("--at", metavar="TIMES", help="when: 08:00, or 08:00,18:00 for what is due twice a day")
    parser.add_argument("--force", action="store_true", help="write over a file that is there")
    return _remind


def _remind(args: Namespace) -> int:
    ways = [args.work is not None, args.ics is not None, args.systemd, args.cron, args.off]
    if args.work not in (None, "now") or sum(ways) != 1:
        raise UsageError("l5tui remind takes now, --ics FILE, --systemd, --cron or --off", "See l5tui remind --help")
    times = parse_times(args.at) if args.at else []
    if times is None:
        raise UsageError(f"--at is a time such as 08:00 or 08:00,18:00, not {quoted(args.at)}")
    if args.work:
        return _now(args)
    if args.off:
        return _off(args)
    if args.ics is not None:
        return _calendar(args, times)
    programme, _ = _in_force(args)
    twice = programme is not None and any(one.rhythm.times > 1 for one in programme.sessions)
    at = times or ([MORNING, EVENING] if twice else [MORNING])
    return _timer(args, at) if args.systemd else _cron(args, at)


def _in_force(args: Namespace) -> tuple[Programme | None, list[Entry]]:
    entries = open_journal(args).entries()
    found = Programmes(load_content()).in_force(entries, now().date())
    if found.problem:
        print_error(found.problem)
    return found.programme, entries


def _now(args: Namespace) -> int:
    """Say what is left for today, once, by the ways that are set."""
    own, _ = settings()
    content = load_content()
    programme, entries = _in_force(args)
    blocked = gate(content.safety, entries, now(), exercises=list(content.exercises)).need in REFUSED
    line = due_now(programme, entries, now(), quiet=parse_quiet(own.quiet_hours), blocked=blocked)
    if line:
        print_text(line, plain=args.ascii)
        _tell(own, line)
    return ExitStatus.OK


def _tell(own: Settings, line: str) -> None:
    if own.remind:
        try:
            subprocess.run([*shlex.split(own.remind), line], timeout=COMMAND_S, check=False, stdin=subprocess.DEVNULL)
        except (OSError, subprocess.TimeoutExpired) as error:
            print_error(f"the command of remind in the settings failed ({getattr(error, 'strerror', None) or error})")
    if os.isatty(1):
        from l5tui.terminal.capabilities import capabilities
        from l5tui.terminal.notification import notification

        known = capabilities(os.environ, ascii_only=False).notification if own.notify else None
        sys.stdout.write((notification(known, "l5tui", line) if known else "") + ("\a" if own.bell else ""))
        sys.stdout.flush()


# What calls it


def _calendar(args: Namespace, times: Sequence[time]) -> int:
    programme, _ = _in_force(args)
    slots = slots_of(programme, times, now().date())
    _write(args.ics, calendar(slots, now().astimezone(UTC), zone_name(now())), force=args.force)
    until = f"until {programme.until}" if programme else "every day; there is no programme in force"
    lines = [f"Written: {args.ics} ({len(slots)} {'event' if len(slots) == 1 else 'events'}, {until})."]
    lines.append("Open it with your calendar. After a change write it again with --force and import it once more:")
    lines.append("the same events are updated. It says nothing of your pain.")
    print_text(lines, plain=args.ascii)
    return ExitStatus.OK


def _command(args: Namespace) -> str:
    """What a timer or cron has to run."""
    found = shutil.which("l5tui")
    words = [found] if found else [sys.executable, "-m", "l5tui"]
    return shlex.join([*words, *(["--journal", str(journal_path(args))] if args.journal else []), "remind", "now"])


def _units() -> Path:
    return config_file().parent.parent / "systemd" / "user"


def _timer(args: Namespace, times: Sequence[time]) -> int:
    units = timer_units(_command(args), times)
    for name in units:
        _refuse(_units() / name, force=args.force)
    for name, text in units.items():
        _write(_units() / name, text, force=True)
    print_text(
        [
            *(f"Written: {_units() / name}" for name in units),
            f"At {' and '.join(f'{at:%H:%M}' for at in times)} it asks whether something is due; if not, it is silent.",
            "Nothing is enabled yet. To enable it:",
            "  systemctl --user daemon-reload",
            f"  systemctl --user enable --now {TIMER}",
            'To hear of it, set a command in the settings: remind = "notify-send l5tui"',
        ],
        plain=args.ascii,
    )
    return ExitStatus.OK


def _cron(args: Namespace, times: Sequence[time]) -> int:
    print_text(cron_lines(_command(args), times), plain=args.ascii)
    print_error("add these lines with crontab -e; set remind in the settings to a command that shows them to you")
    return ExitStatus.OK


def _off(args: Namespace) -> int:
    gone = []
    for name in timer_units("", ()):
        path = _units() / name
        try:
            path.unlink()
            gone.append(path)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise L5Error(cannot_write(path, error)) from error
    lines = [f"Removed: {path}" for path in gone]
    lines += [f"If it was enabled: systemctl --user disable --now {TIMER}"] if gone else ["There are no timer units."]
    lines += [
        "A crontab line: take it out with crontab -e.",
        "Events in a calendar: delete them there; they are called reminder-1@l5tui and so on.",
    ]
    print_text(lines, plain=args.ascii)
    return ExitStatus.OK


def _refuse(path: Path, *, force: bool) -> None:
    if os.path.lexists(path) and not force:
        raise L5Error(f"{path} is there already", "Nothing was written. Add --force to write over it")


def _write(path: Path, text: str, *, force: bool) -> None:
    _refuse(path, force=force)
    try:
        replace_private(path, text.encode())
    except OSError as error:
        raise L5Error(cannot_write(path, error)) from error
