"""`l5tui programme`: take a physiotherapist's programme after seeing what it changes, show it, or end it.

A programme is taken only with the person's consent. Its text is kept, a file for each version, and the journal has
which one is in force. Nothing of it lifts a safety answer.
"""

from __future__ import annotations

import json
import shlex
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from l5tui.cli import Run
from l5tui.cli.files import ask, load_content, open_journal
from l5tui.cli.programme_words import ProgrammeWords
from l5tui.config.clock import new_header, now
from l5tui.config.errors import ExitStatus, L5Error, UsageError, cannot_write
from l5tui.config.output import fitted, print_error, print_json, print_text
from l5tui.config.paths import programme_folder
from l5tui.config.private_file import replace_private
from l5tui.domain.entry import Entry
from l5tui.domain.programme_entries import (
    new_end,
    new_taken,
    newest_decision,
    over_words,
    with_id_and_version,
)
from l5tui.library import Content
from l5tui.library.faults import Faults
from l5tui.library.programmes import (
    InForce,
    Programmes,
    digest_of,
    kept_file,
    programme_in,
    refuse_ill_timed,
)
from l5tui.library.reading import read_text

END: Final = "end"
NONE: Final = "No programme is in force."
HOW: Final = "To take one: l5tui programme FILE. To write one: l5tui new programme"


def programme(parser: ArgumentParser) -> Run:
    """Add the arguments of `l5tui programme [FILE|end]`."""
    parser.add_argument(
        "file", metavar="FILE|end", nargs="?", help="the programme's file; end: follow the one in force no longer"
    )
    parser.add_argument("--yes", action="store_true", help="take it without asking")
    parser.add_argument("--json", action="store_true", help="the one in force, as a JSON object")
    return _programme


def _programme(args: Namespace) -> int:
    if args.json and args.file is not None:
        raise UsageError("--json is for the programme in force", "See l5tui programme --help")
    content = load_content()
    for problem in content.problems:
        print_error(problem)
    journal = open_journal(args)
    entries, today = journal.entries(), now().date()
    found = Programmes(content).in_force(entries, today)
    if args.file is None:
        return _show(args, found, content, entries)
    if args.file == END:
        if found.taken is None:
            raise L5Error("no programme is in force", "Nothing was changed")
        journal.put(new_end(new_header(), newest_decision(entries)))
        again = kept_file(programme_folder(), found.taken.id, found.taken.version)
        print_text(
            [
                f'Ended: "{found.taken.title}". Your own doses count again.',
                f"Take it again: l5tui programme {shlex.quote(str(again))}",
            ],
            plain=args.ascii,
        )
        return ExitStatus.OK
    path = Path(args.file)
    text = read_text(path, args.file)
    faults = Faults(args.file)
    given = programme_in(text, faults, content)
    if not faults:
        refuse_ill_timed(given, today, faults)
    if mistakes := faults.located():
        print_text([mistake.located for mistake in mistakes], plain=args.ascii)
        raise L5Error("this programme can't be taken", "Nothing was changed")
    digest = digest_of(text)
    given = replace(with_id_and_version(entries, given, digest), taken=now())
    if found.programme is not None and found.programme.name == given.name and not found.problem:
        print_text(f'"{given.title}" is in force already. Nothing was changed.', plain=args.ascii)
        return ExitStatus.OK
    words = ProgrammeWords(given, found, content, entries)
    print_text(fitted(words.offered()), plain=args.ascii)
    if not ask(args, "Follow this programme from now on?"):
        print_text("Nothing was changed.")
        return ExitStatus.OK
    _keep(kept_file(programme_folder(), given.id, given.version), text)
    journal.put(new_taken(new_header(), given, digest, newest_decision(entries)))
    taken = f'Taken: "{given.title}", by {given.by}, until {given.until}.'
    print_text(fitted([taken, *words.next()]), plain=args.ascii)
    return ExitStatus.OK


def _keep(path: Path, text: str) -> None:
    """Keep the text of a version, private to the person.

    Raises:
        L5Error: it can't be written.
    """
    try:
        replace_private(path, text.encode())
    except OSError as error:
        raise L5Error(cannot_write(path, error), "Nothing was changed") from error


def _show(args: Namespace, found: InForce, content: Content, entries: list[Entry]) -> int:
    if found.problem:
        print_error(found.problem)
    words = ProgrammeWords(found.programme, found, content, entries) if found.programme else None
    if args.json:
        print_json(json.dumps(words.as_json() if words else None, ensure_ascii=False, indent=2) + "\n")
    elif words:
        print_text(fitted(words.in_force()), plain=args.ascii)
    else:
        over = over_words(found.taken, now().date()) if found.taken else ""
        print_text([over or NONE, HOW], plain=args.ascii)
    return ExitStatus.OK
