"""`l5tui check` and `schema`: the faults of content files, and JSON Schema for those who write them."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path

from l5tui.cli import Run
from l5tui.cli.files import load_content, print_faults, settings
from l5tui.config.clock import now
from l5tui.config.errors import ContentError, ExitStatus, UsageError
from l5tui.config.output import print_json, print_text, quoted


def check(parser: ArgumentParser) -> Run:
    """Add the arguments of `l5tui check [FILE...]`."""
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="*",
        type=Path,
        help="routines, exercises and programmes; all routines and exercises where none is named",
    )
    return _check


def schema(parser: ArgumentParser) -> Run:
    """Add the arguments of `l5tui schema KIND`."""
    from l5tui.journal.entry_schema import JOURNAL
    from l5tui.library.loading import KINDS

    parser.add_argument("kind", metavar="KIND", help=", ".join([*(kind.name for kind in KINDS), JOURNAL]))
    return _schema


def _check(args: Namespace) -> int:
    from l5tui.library import check

    found = check(args.files, extras=settings()[0].extras_on, today=now().date())
    if mistakes := print_faults(found, plain=args.ascii):
        raise ContentError(f"{mistakes} found")
    print_text("No mistakes found")
    return ExitStatus.OK


def _schema(args: Namespace) -> int:
    from l5tui.journal.entry_schema import JOURNAL, journal_schema
    from l5tui.library.loading import KINDS, extras
    from l5tui.library.schema import schema_of

    if args.kind == JOURNAL:
        print_json(json.dumps(journal_schema(), ensure_ascii=False, indent=2) + "\n")
        return ExitStatus.OK
    kind = next((kind for kind in KINDS if kind.name == args.kind), None)
    if kind is None:
        known = ", ".join([*(kind.name for kind in KINDS), JOURNAL])
        raise UsageError(f"there is no kind of file called {quoted(args.kind)}", f"It can be: {known}")
    print_json(json.dumps(schema_of(kind.shape, load_content(), extras()), ensure_ascii=False, indent=2) + "\n")
    return ExitStatus.OK
