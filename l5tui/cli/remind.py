"""`l5tui remind`: reminders by the person's own calendar, systemd or cron. No process of l5tui waits in the background.

A calendar has the days of the programme. The others start `l5tui remind now` every day, which knows whether anything is
due, so they stay right when the programme changes.
"""

from __future__ import annotations

import os
import re
import shlex
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterable, Iterator
from datetime import time
from pathlib import Path
from typing import Final

from l5tui.cli import Run
from l5tui.cli.files import journal_path, load_content, open_journal, settings
from l5tui.config.clock import now, zone_name
from l5tui.config.errors import ExitStatus, L5Error, UsageError, cannot_write, system_words
from l5tui.config.output import print_error, print_text, quoted
from l5tui.config.paths import systemd_folder
from l5tui.config.private_file import replace_private
from l5tui.domain.programme import Programme, joined
from l5tui.domain.reminders import Slot, slots
from l5tui.domain.time_words import in_quiet, parse_quiet, parse_times
from l5tui.library.programmes import Programmes
from l5tui.storage.atomic import SYSTEM, write_new

NOW: Final = "now"
MOST_TIMES: Final = 12
UNIT: Final = "l5tui-remind"
MARK: Final = "# Written by l5tui remind --systemd; l5tui remind --off removes it."
SERVICE: Final = """\
{mark}
[Unit]
Description=Say what is due today (l5tui remind now)

[Service]
Type=oneshot
ExecStart={command}
"""
TIMER: Final = """\
{mark}
[Unit]
Description=When l5tui says what is due today

[Timer]
{times}

[Install]
WantedBy=timers.target
"""
FOLDERS: Final = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")
"""Variables that say where the journal and the settings are; neither systemd nor cron has them of a shell."""


def remind(parser: ArgumentParser) -> Run:
    """`l5tui remind [now] [--ics FILE | --systemd | --cron | --off]`."""
    parser.add_argument("what", metavar="now", nargs="?", help="what a timer calls: says what is due, or nothing")
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--ics", metavar="FILE", type=Path, help="write a calendar file with alarms, to be imported")
    ways.add_argument("--systemd", action="store_true", help="write a timer for systemd, not switched on by itself")
    ways.add_argument("--cron", action="store_true", help="print the lines for a crontab")
    ways.add_argument("--off", action="store_true", help="remove what --systemd wrote, and say what else there may be")
    parser.add_argument("--at", metavar="TIMES", type=_times, default=(), help="when, such as 08:00,18:30")
    parser.add_argument("--force", action="store_true", help="replace a file that is there already")
    return _remind


def _times(text: str) -> tuple[time, ...]:
    found = parse_times(text)
    if found is None:
        raise ArgumentTypeError(f"--at takes times such as 08:00,18:30, not {quoted(text)}")
    times = tuple(sorted(set(found)))
    if len(times) > MOST_TIMES:
        raise ArgumentTypeError(f"--at takes {MOST_TIMES} times at most")
    return times


def _remind(args: Namespace) -> int:
    """Run the one way that was asked for.

    Raises:
        UsageError: none or two were, or an option that it doesn't take.
    """
    written = args.ics or args.systemd
    chosen = bool(written) or args.cron or args.off
    if args.what not in (None, NOW) or (args.what is None) is not chosen:
        raise UsageError("say one of now, --ics FILE, --systemd, --cron and --off", "See l5tui remind --help")
    if (args.at and args.off) or (args.force and not written):
        raise UsageError("--at and --force are for what is written", "See l5tui remind --help")
    if args.what == NOW:
        from l5tui.cli.remind_now import remind_now

        return remind_now(args)
    if args.off:
        return _off(args)
    programme = _programme(args)
    planned = slots(programme, args.at)
    if args.ics:
        lines = _calendar(args, planned, programme)
    elif args.systemd:
        lines = _systemd(args, planned)
    else:
        lines = _cron(args, planned)
    print_text([*lines], plain=args.ascii)
    _warn_of_quiet_hours(planned)
    return ExitStatus.OK


def _programme(args: Namespace) -> Programme | None:
    found = Programmes(load_content()).in_force(open_journal(args).entries(), now().date())
    if found.problem and not (found.programme and found.programme.sessions):
        raise L5Error(found.said, "Nothing was written")
    if found.problem:  # the days that are left are right, so they are reminded of
        print_error(found.said)
    return found.programme


def _warn_of_quiet_hours(planned: Iterable[Slot]) -> None:
    own, _ = settings()
    quiet = parse_quiet(own.quiet_hours)
    within = [one.at for one in planned if quiet is not None and in_quiet(one.at, quiet)]
    if within:
        print_error(f"in your quiet hours, {own.quiet_hours}, l5tui remind now says nothing: {_clock(within)}")


def _clock(times: Iterable[time]) -> str:
    return joined([f"{at:%H:%M}" for at in times])


# Calendar


def _calendar(args: Namespace, planned: tuple[Slot, ...], programme: Programme | None) -> Iterator[str]:
    from zoneinfo import ZoneInfo

    from l5tui.cli.calendar_file import CANCELLED, Zone, calendar_text
    from l5tui.journal.export import refuse_journal

    at, name = now(), zone_name(now())
    if not any(slot.series(at.date(), programme) for slot in planned):
        raise L5Error("the programme has no day left", "Nothing was written")
    zone = Zone(name, ZoneInfo(name)) if name else None
    journal = str(journal_path(args))
    refuse_journal(args.ics, Path(os.path.realpath(journal)))
    before = _replaced(args.ics) if args.force else ""
    text = calendar_text(planned, programme, journal=journal, now=at, zone=zone, before=before)
    _write(args.ics, text, force=args.force)
    yield f"Written: {args.ics}. Nothing rings until you import it into your calendar."
    for slot in planned:
        what = ", ".join(f"{one.routine.name} ({one.rhythm.words})" for one in slot.sessions) or "every day"
        yield f"  {slot.at:%H:%M}: {what}{f', until {programme.until}' if programme else ''}"
    yield f"Time zone: {name}." if name else "The system's time zone isn't known: the calendar's own counts."
    yield "After a change write it again with --force and import it again: its events are updated."
    if CANCELLED in text:
        yield "What you took out is in it as cancelled. A calendar that ignores this keeps it until you delete it."
    else:
        yield "A time or a rhythm that you took out stays there until you delete its event."
    yield "A calendar rings on a day that is done, too. Who sees it sees the names of your routines."


def _replaced(path: Path) -> str:
    """The calendar file that is there already; empty where none can be read."""
    try:
        return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    except OSError:
        return ""


def _write(path: Path, text: str, *, force: bool) -> None:
    """Write a file, readable by its owner alone.

    Raises:
        L5Error: it is there already, and not to be replaced; it isn't a plain file; or it can't be written.
    """
    try:
        if force and path.is_file():
            replace_private(path.resolve(), text.encode())
        else:
            write_new(SYSTEM, str(path), [text.encode()])
    except FileExistsError as error:
        hint = "Nothing was written. It is no plain file" if force else "Nothing was written. Add --force to replace it"
        raise L5Error(f"{path} is there already", hint) from error
    except OSError as error:
        raise L5Error(cannot_write(path, error)) from error


# Timers


def command(args: Namespace) -> list[str]:
    """The command that a timer calls, with the times, the journal and the folders of this shell.

    Raises:
        L5Error: a path in it has a line break or another control character.
    """
    script = Path(sys.executable).with_name("l5tui")
    called = [str(script)] if script.is_file() else [sys.executable, "-m", "l5tui"]
    folders = [f"{name}={value}" for name in FOLDERS if (value := os.environ.get(name))]
    journal = [f"--journal={args.journal}"] if args.journal else []
    at = [f"--at={','.join(f'{one:%H:%M}' for one in args.at)}"] if args.at else []
    every = [*(["/usr/bin/env", *folders] if folders else []), *called, "remind", NOW, *at, *journal]
    if bad := next((one for one in every if not one.isprintable()), None):
        raise L5Error(f"{quoted(bad)} can't stand in a timer", "Nothing was written. Rename it")
    return every


def unit_line(words: Iterable[str]) -> str:
    """The words of `ExecStart`, quoted so that systemd takes each sign for itself; the first has no variables."""
    written = []
    for index, word in enumerate(words):
        escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
        escaped = escaped.replace("$", "$$") if index else escaped
        written.append(f'"{escaped}"' if re.search(r"[^\w@%+=:,./$-]", escaped) else escaped)
    return " ".join(written)


def _units() -> tuple[Path, Path]:
    return systemd_folder() / f"{UNIT}.service", systemd_folder() / f"{UNIT}.timer"


def _is_ours(path: Path) -> bool:
    try:
        return path.read_text(encoding="utf-8", errors="replace").startswith(MARK)
    except OSError:
        return False


def _systemd(args: Namespace, planned: tuple[Slot, ...]) -> Iterator[str]:
    if sys.platform != "linux":
        raise L5Error("there is no systemd on this system", "Nothing was written. See l5tui remind --cron")
    service, timer = _units()
    times = "\n".join(f"OnCalendar=*-*-* {slot.at:%H:%M}:00" for slot in planned)
    texts = {
        service: SERVICE.format(mark=MARK, command=unit_line(command(args))),
        timer: TIMER.format(mark=MARK, times=times),
    }
    for path in texts:
        if os.path.lexists(path) and not _is_ours(path) and not args.force:
            raise L5Error(f"{path} is not from l5tui", "Nothing was written. Add --force to replace it")
    for path, text in texts.items():
        try:
            replace_private(path, text.encode())
        except OSError as error:
            raise L5Error(cannot_write(path, error)) from error
    yield f"Written: {service}"
    yield f"         {timer}"
    yield f"Nothing is switched on yet. The timer calls l5tui remind now every day at {_clock(s.at for s in planned)}."
    yield "On a day on which nothing is due, or all is done, it says nothing."
    yield "To switch it on:  systemctl --user daemon-reload"
    yield f"                  systemctl --user enable --now {UNIT}.timer"
    yield f"To try it:        systemctl --user start {UNIT}.service"
    yield "To be rid of it:  l5tui remind --off"


def _cron(args: Namespace, planned: tuple[Slot, ...]) -> Iterator[str]:
    called = shlex.join(command(args)).replace("%", "\\%")
    own, _ = settings()
    mail = "" if own.remind_by == "line" and not own.remind else " >/dev/null"
    hours: dict[int, list[int]] = {}
    for slot in planned:
        hours.setdefault(slot.at.minute, []).append(slot.at.hour)
    for minute, every in hours.items():
        yield f"{minute} {','.join(str(hour) for hour in every)} * * * {called}{mail}"
    print_error("nothing is switched on. To add what is printed: crontab -e. It says nothing where nothing is due")


def _off(args: Namespace) -> int:
    """Remove the units, and the link by which systemctl switched the timer on.

    Raises:
        L5Error: one of them isn't from l5tui, or can't be removed.
    """
    there = [path for path in _units() if os.path.lexists(path)]
    if foreign := next((path for path in there if not _is_ours(path)), None):
        raise L5Error(f"{foreign} is not from l5tui", "Nothing was removed")
    link = systemd_folder() / "timers.target.wants" / f"{UNIT}.timer"
    for path in (*([link] if there and link.is_symlink() else []), *there):
        try:
            path.unlink()
        except OSError as error:
            raise L5Error(f"{path} can't be removed ({system_words(error)})") from error
    lines = [f"Removed: {path}" for path in there] or ["There was no timer of l5tui for systemd."]
    if there:
        lines += [f"If it was switched on: systemctl --user stop {UNIT}.timer", "Then: systemctl --user daemon-reload"]
    lines += [
        "l5tui can't reach these:",
        "  a calendar: delete the events called Exercises (l5tui) there, and the file that you imported",
        "  a crontab: take the lines with remind now out: crontab -e",
    ]
    print_text(lines, plain=args.ascii)
    return ExitStatus.OK
