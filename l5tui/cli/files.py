"""Opens the journal, the settings and the content for a command, and reads what several commands take."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from l5tui.config.clock import now
from l5tui.config.errors import JournalError, L5Error, UsageError
from l5tui.config.output import amount, print_error, print_text, quoted
from l5tui.config.paths import config_file, journal_file, own_content

if TYPE_CHECKING:
    from argparse import Namespace

    from l5tui.config.settings import Settings
    from l5tui.domain.entry import Entry
    from l5tui.journal.store import Journal
    from l5tui.library import Content
    from l5tui.library.faults import FileError


def journal_path(args: Namespace) -> Path:
    """The file of `--journal`, else the person's own."""
    path: Path | None = args.journal
    return path or journal_file()


def command(args: Namespace, words: str) -> str:
    """`l5tui WORDS` as it is run for the same journal: with `--journal` if this command has it."""
    path: Path | None = args.journal
    return f"l5tui {words}" if path is None else f"l5tui --journal {quote(str(path))} {words}"


def settings() -> tuple[Settings, tuple[str, ...]]:
    """The settings, and a line for every one that can't be used."""
    from l5tui.config.config_file import load_settings
    from l5tui.config.keys import KEYS, TOGETHER
    from l5tui.config.settings import Settings

    try:
        found, problems = load_settings(config_file(), KEYS, TOGETHER)
    except L5Error:  # no home directory: nothing is set, and code that needs the directory reports it
        return Settings(), ()
    return found, tuple(str(problem) for problem in problems)


def open_journal(args: Namespace) -> Journal:
    """Open the journal; notices go to standard error.

    Raises:
        JournalError: it can't be opened.
    """
    from l5tui.journal.spool import Spool
    from l5tui.journal.store import Journal

    found, notices = settings()
    journal = Journal(journal_path(args), unlocked=found.unlocked_journal)
    opened = journal.open()
    # A command that writes reports it if the journal can't be written.
    for line in (*notices, *(opened.notices[:-1] if opened.read_only else opened.notices)):
        print_error(line)
    spool = Spool(journal.path)
    try:
        spool.write_spooled(journal)
    except JournalError:
        print_error(f"what could not be written earlier still waits in {spool.places()[0].parent}")
    return journal


def load_content() -> Content:
    """All exercises, routines and questions, the person's own included; the caller reports the problems."""
    from l5tui.library import load

    try:
        own = own_content()
    except L5Error:  # no home directory, so there are no files of the person's own
        own = None
    return load(own=own, extras=settings()[0].extras_on)


def print_faults(found: Sequence[FileError], *, plain: bool) -> str:
    """Print a line for each fault; returns how many mistakes there are, in words, or nothing for warnings only."""
    print_text([f"Warning: {one.located}" if one.is_warning else one.located for one in found], plain=plain)
    mistakes = sum(one.count for one in found if not one.is_warning)
    return amount(mistakes, "mistake", "mistakes") if mistakes else ""


def ask(args: Namespace, question: str) -> bool:
    """Ask for a yes or a no, unless `--yes` is among the arguments.

    Raises:
        UsageError: nobody is there to be asked.
    """
    if args.yes:
        return True
    if not (os.isatty(0) and os.isatty(1)):
        raise UsageError("only a person at a terminal can say yes to this", "Or add --yes")
    while True:
        print_text(f"{question} y: yes, n: no, then enter")
        answer = sys.stdin.readline()
        if not answer or answer.strip().casefold() in ("n", "no"):
            return False
        if answer.strip().casefold() in ("y", "yes"):
            return True


def known_entries(args: Namespace) -> list[Entry]:
    """The journal's entries. Where it can't be read, none, and a line says so."""
    try:
        path = journal_path(args)
    except L5Error:  # no home, so there is no journal of the person's own
        return []
    try:
        return open_journal(args).entries() if path.exists() else []
    except L5Error as error:
        print_error(f"what your safety answers switch off isn't taken into account: {error}")
        return []


def parse_day(text: str, option: str) -> date:
    """The day that an option names.

    Raises:
        UsageError: it is none, or still to come.
    """
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
            raise ValueError
        day = date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{option} is a day such as 2026-11-01, not {quoted(text)}") from error
    if day > (today := now().date()):
        raise UsageError(f"{option} {day} is still to come; today is {today}")
    return day
