"""`l5tui import` of journal entries: JSON and CSV of l5tui's own, and tables of other programs by a mapping."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from l5tui.cli.files import ask, command, open_journal
from l5tui.cli.journal import line_of
from l5tui.config.errors import ExitStatus, UsageError
from l5tui.config.output import amount, print_text
from l5tui.domain.entry import Entry
from l5tui.journal.imports import Given, add_new, read_given, shown
from l5tui.journal.store import Journal

FIRST: Final = 10
"""How many of the entries are shown beforehand."""
REFUSED: Final = 5
_ENTRY: Final = ("entry", "entries")


def is_journal_file(name: str) -> bool:
    """Whether a file's name is that of entries; anything else is a routine or an exercise."""
    return name.casefold().endswith((".json", ".csv"))


def import_entries(args: Namespace, path: Path) -> int:
    """Show what the file has that the journal doesn't have, ask, and add it."""
    if args.replace:
        raise UsageError("an import of entries replaces none", "Leave out --replace; l5tui journal merge brings edits")
    given = _read(args, path)
    journal = open_journal(args)
    new = given.new_in(journal)
    print_text(_lines(given, new, journal, REFUSED if not args.dry_run else len(given.refused)), plain=args.ascii)
    if not new or args.dry_run:
        return ExitStatus.OK
    if not ask(args, f"Add {amount(len(new), *_ENTRY)} to the journal?"):
        print_text("Nothing was changed.")
        return ExitStatus.OK
    print_text(f"{amount(add_new(journal, given), *_ENTRY)} added.", plain=args.ascii)
    return ExitStatus.OK


def _read(args: Namespace, path: Path) -> Given:
    if args.map is None:
        return read_given(path, args.dates, command(args, "journal merge"))
    from l5tui.journal.foreign_csv import read_foreign, read_mapping

    mapped = read_mapping(args.map)
    return read_foreign(path, replace(mapped, dates=args.dates) if args.dates else mapped)


def _lines(given: Given, new: list[Entry], journal: Journal, most: int) -> Iterator[str]:
    yield from (line_of(entry) for entry in new[:FIRST])
    if len(new) > FIRST:
        yield f"and {len(new) - FIRST} more"
    if given.refused:
        yield f"{amount(len(given.refused), 'row', 'rows')} can't be taken:"
        yield from (f"  {line}" for line in shown(given.refused, most))
        if len(given.refused) > most:
            yield "  --dry-run names all of them"
    if given.stepless:
        yield "Sessions of a table without steps have no exercises, so they count as not practised."
    known, deleted = given.known_in(journal)
    hidden = f", {deleted} deleted there" if deleted else ""
    yield f"{amount(len(new), *_ENTRY)} new, {known} in the journal already{hidden}."
