"""`l5tui journal repair` and `l5tui journal purge`: said first, and done only with `--yes`.

Neither asks on a terminal: what can't be taken back shouldn't hang on one key, and a line with `--yes` in it works
in a script too.
"""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from l5tui.commands.places import open_journal
from l5tui.commands.records import line_of
from l5tui.errors import ExitStatus
from l5tui.output import amount, say

if TYPE_CHECKING:
    from l5tui.journal.repair import Salvage

ENTRY = ("entry", "entries")


def repair(args: Namespace) -> int:
    """What can be salvaged; with `--yes`, bring it back."""
    from l5tui.journal.repair import look, mend

    journal = open_journal(args)
    found = mend(journal, doubtful=args.doubtful) if args.yes else look(journal)
    *told, _ = found.lines()
    say([*told, *(_done if args.yes else _offered)(found, args)], plain=args.ascii)
    return ExitStatus.OK


def purge(args: Namespace) -> int:
    """What was deleted; with `--yes`, take it out for good."""
    journal = open_journal(args)
    every = journal.entries(deleted=True)
    stays = [_SAFETY_STAYS] if any(entry.get("kind") == "safety" for entry in every) else []
    if args.yes:
        gone = journal.purge()
        erased = f"{amount(gone, *ENTRY)} erased, from every copy too" if gone else _NOTHING_DELETED
        say([erased, *stays], plain=args.ascii)
        return ExitStatus.OK
    deleted = [entry for entry in every if entry.get("deleted") and entry.get("kind") != "safety"]
    if not deleted:
        say([_NOTHING_DELETED, *stays], plain=args.ascii)
        return ExitStatus.OK
    say(
        [
            *map(line_of, deleted),
            f"{amount(len(deleted), 'deleted entry', 'deleted entries')} can be erased for good: from the journal, its"
            " copies, and the logs of sessions. Exports stay as they are.",
            *stays,
            "Nothing was erased yet. To do it: l5tui journal purge --yes",
        ],
        plain=args.ascii,
    )
    return ExitStatus.OK


_SAFETY_STAYS = (
    "What was answered for safety, and what stopped a session, stays: l5tui safety shows it. It goes with the journal."
)
_NOTHING_DELETED = "Nothing is deleted, so nothing is to be erased."


def _offered(found: Salvage, args: Namespace) -> list[str]:
    """What a repair would do, and how it is asked for."""
    doubtful = found.doubtful if args.doubtful else []
    would = []
    if found.damaged:
        would.append("write the journal whole again, and keep the damaged file beside it")
    if back := [*found.missing, *doubtful]:
        would.append(f"bring {amount(len(back), *ENTRY)} back")
    lines = []
    if would:
        call = f"l5tui journal repair --yes{' --doubtful' if doubtful else ''}"
        lines = [f"A repair would {', and '.join(would)}.", f"Nothing was changed yet. To do it: {call}"]
    if found.doubtful and not doubtful:
        lines.append("What is not certain comes back only when asked for: l5tui journal repair --yes --doubtful")
    return lines or ["Nothing needs to be repaired."]


def _done(found: Salvage, args: Namespace) -> list[str]:
    back = len(found.missing) + (len(found.doubtful) if args.doubtful else 0)
    if back:
        return [f"Repaired: the journal is whole, and {amount(back, *ENTRY)} came back."]
    return ["Repaired: the journal is whole." if found.needed else "Nothing needed to be repaired."]
