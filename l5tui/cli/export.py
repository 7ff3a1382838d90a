"""`l5tui export`: the journal in a file for a spreadsheet, for l5tui itself, or for a health record."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from l5tui.cli import Run
from l5tui.cli.files import load_content, open_journal
from l5tui.config.clock import now
from l5tui.config.errors import ExitStatus, UsageError
from l5tui.config.output import print_text


def export(parser: ArgumentParser) -> Run:
    """Add the arguments of `l5tui export FILE`."""
    from l5tui.journal.export import LOINC

    parser.epilog = LOINC
    parser.add_argument("file", metavar="FILE", type=Path, help="ends in .csv, .json or .fhir.json")
    parser.add_argument("--steps", action="store_true", help="CSV: a row for each exercise and side of a session")
    parser.add_argument("--force", action="store_true", help="replace a file of that name")
    return _export


def _export(args: Namespace) -> int:
    from l5tui.journal.export import ending_of, export_text, refuse_journal, write_export, written

    path: Path = args.file
    ending = ending_of(path.name)
    if args.steps and ending != ".csv":
        raise UsageError(f"--steps is for CSV, not for {ending}", "JSON has every step already")
    journal = open_journal(args)
    refuse_journal(path, journal.file)
    entries = journal.entries()
    names = load_content().names if args.steps else None
    write_export(path, export_text(ending, entries, now(), steps=args.steps, names=names), replace=args.force)
    print_text(written(ending, entries, path), plain=args.ascii)
    return ExitStatus.OK
