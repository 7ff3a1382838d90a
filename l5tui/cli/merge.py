"""`l5tui journal merge`: brings two states of a journal together, also as a merge driver of git."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path

from l5tui.cli.files import open_journal
from l5tui.config.errors import ExitStatus, UsageError
from l5tui.config.output import amount, print_error, print_text
from l5tui.domain.entry import Entry
from l5tui.journal.merge import Changes
from l5tui.journal.merge_files import Other, merge_for_git, read_other
from l5tui.journal.store import Journal

SHOWN = 10
"""How many of the new entries a dry run shows."""


def merge(args: Namespace, line_of: Callable[[Entry], str]) -> int:
    """Merge the named journal into this one, or with `--git` the three files that git names.

    Args:
        args: the command's.
        line_of: an entry on one line.
    """
    if args.git:
        if len(args.others) != 3:
            raise UsageError("--git takes the three files of git: %O %A %B", "See docs/taking-it-out.md")
        changes = merge_for_git(Path(args.others[1]), Path(args.others[2]))
        print_text(_counts(changes, "merged"))
        return ExitStatus.OK
    if len(args.others) != 1:
        raise UsageError("l5tui journal merge takes one other journal", "See l5tui journal --help")
    journal, path = open_journal(args), Path(args.others[0])
    if os.path.realpath(path) == str(journal.file):
        print_text("That is this journal itself. Nothing was changed.", plain=args.ascii)
        return ExitStatus.OK
    other = read_other(path, journal.calls)
    changes = journal.merge(other.tables, only_look=args.dry_run)
    if other.damaged:
        took = "" if args.dry_run or not other.tables else ". What can be read of it was taken; keep the file"
        print_error(f"{path} is damaged ({other.damaged}){took}")
    print_text(_told(journal, other, changes, args, line_of), plain=args.ascii)
    return ExitStatus.OK


def _told(
    journal: Journal, other: Other, changes: Changes, args: Namespace, line_of: Callable[[Entry], str]
) -> Iterator[str]:
    if args.dry_run:
        new = [uid for uid in changes.new if other.tables["entries"][uid].get("kind") not in ("safety", "decision")]
        bodies: list[Entry] = [other.tables["entries"][uid] for uid in new[:SHOWN]]  # type: ignore[misc]
        yield from (line_of(entry) for entry in bodies)
        if len(new) > SHOWN:
            yield f"and {len(new) - SHOWN} more"
    how = "would be merged" if args.dry_run else f"merged into {journal.path}"
    yield from _counts(changes, how, "Everything that can be read of it" if other.damaged else "Everything in it")


def _counts(changes: Changes, how: str, everything: str = "Everything in it") -> Iterator[str]:
    if not changes.any:
        yield f"{everything} is in the journal already."
        return
    entries = amount(len(changes.new), "entry", "entries")
    favourites = ", and favourites" if changes.others else ""
    yield f"{entries} new, {len(changes.changed)} changed, {len(changes.deleted)} deleted{favourites}: {how}"
