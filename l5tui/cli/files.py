"""The journal, the settings and the content that a command works with."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from l5tui.config.errors import JournalError, L5Error
from l5tui.config.output import print_error
from l5tui.config.paths import config_file, journal_file, own_content

if TYPE_CHECKING:
    from l5tui.config.settings import Settings
    from l5tui.journal.store import Journal
    from l5tui.library import Content


def journal_path(args: Namespace) -> Path:
    """The file of `--journal`, else the person's own."""
    path: Path | None = args.journal
    return path or journal_file()


def settings() -> tuple[Settings, tuple[str, ...]]:
    """What is set, and a line for everything that can't be used."""
    from l5tui.config.config_file import load_settings
    from l5tui.config.keys import KEYS, TOGETHER
    from l5tui.config.settings import Settings

    try:
        found, problems = load_settings(config_file(), KEYS, TOGETHER)
    except L5Error:  # no home: then nothing was set, and whoever needs the home says so
        return Settings(), ()
    return found, tuple(str(problem) for problem in problems)


def open_journal(args: Namespace) -> Journal:
    """The journal, opened; what was found on the way goes to standard error.

    Raises:
        JournalError: it can't be opened.
    """
    from l5tui.journal.spool import Spool
    from l5tui.journal.store import Journal

    found, notices = settings()
    journal = Journal(journal_path(args), unlocked=found.unlocked_journal)
    opened = journal.open()
    # That it can't be written is said by the command that tries to.
    for line in (*notices, *(opened.notices[:-1] if opened.read_only else opened.notices)):
        print_error(line)
    spool = Spool(journal.path)
    try:
        spool.take_in(journal)
    except JournalError:
        print_error(f"what could not be written earlier still waits in {spool.places()[0].parent}")
    return journal


def load_content() -> Content:
    """All there is to do, the person's own included; who shows it says what is missing."""
    from l5tui.library import load

    try:
        own = own_content()
    except L5Error:  # no home: then nothing of their own is there
        own = None
    return load(own=own)
