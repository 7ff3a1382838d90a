"""`l5tui log --care massage`, `--activity NAME 4`, `--week 4` and `--rmdq`: notes besides a pain score of now.

Nothing is said about care or medicine (clinical data, f5 and j). None of these counts in the trend of pain right now.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import Final

from msgspec.structs import replace

from l5tui.cli.files import journal_path, open_journal, settings
from l5tui.config.clock import new_header
from l5tui.config.errors import ExitStatus, UsageError
from l5tui.config.output import print_text, quoted
from l5tui.domain.entry import Entry
from l5tui.domain.new_entry import EntryHeader, new_activity, new_care, new_week
from l5tui.domain.other_care import CARE, LONGEST_MINUTES, LONGEST_WORDS, care_words, parse_care, parse_minutes
from l5tui.domain.regular_questions import ACTIVITY_ENDS, MOST, chosen, clean_names, name_key, new_choice
from l5tui.domain.rmdq import HIGHEST, NAME

OTHER: Final = ("care", "activity", "week", "rmdq")
"""The options that make another kind of note than a score of now."""
_OF_PAIN: Final = ("left", "right", "kind")


def add_other_arguments(parser: ArgumentParser) -> None:
    """Add the options of the other kinds of notes."""
    parser.add_argument(
        "--care", metavar="WHAT", help=f"other care instead of a score: {', '.join(CARE)}, or your own words"
    )
    parser.add_argument("--minutes", metavar="N", help="with --care: how long")
    parser.add_argument(
        "--activity",
        metavar="NAME",
        help=f"the score is how hard an activity of yours is: 0 {ACTIVITY_ENDS[0]}, 10 {ACTIVITY_ENDS[1]}",
    )
    parser.add_argument("--week", action="store_true", help="the score is your pain on average in the last 7 days")
    parser.add_argument("--rmdq", action="store_true", help=f"fill in the {NAME}, {HIGHEST} statements, in lines")


def log_other(args: Namespace, header: EntryHeader, note: str, score: Callable[[], int]) -> int:
    """Write the note that the options name.

    Args:
        args: the arguments of `l5tui log`.
        header: of the entry.
        note: the text of `--note`.
        score: reads the score.

    Raises:
        UsageError: the options don't belong together, or a value is invalid.
    """
    given = [name for name in OTHER if getattr(args, name) not in (None, False)]
    if len(given) > 1:
        raise UsageError(f"--{given[0]} and --{given[1]} are two notes", "Write them one after the other")
    if args.minutes is not None and given != ["care"]:
        raise UsageError("--minutes is about other care", "Name it: l5tui log --care walking --minutes 20")
    for name in _OF_PAIN:
        if getattr(args, name):
            raise UsageError(f"--{name} is about a pain score, not about --{given[0]}")
    if given == ["care"]:
        return _care(args, header, note)
    if note:
        raise UsageError(f"--{given[0]} takes no note")
    if given == ["rmdq"]:
        return _rmdq(args)
    return _week(args, header, score()) if given == ["week"] else _activity(args, header, score())


def _rmdq(args: Namespace) -> int:
    if args.pain or args.at is not None:
        raise UsageError("--rmdq takes no score and no time: it asks its statements, which are about today")
    from l5tui.config.launch import Launch
    from l5tui.plain.run import run_questionnaire

    found, notices = settings()
    return run_questionnaire(Launch(journal_path(args), found, ascii=args.ascii, notices=notices))


def _care(args: Namespace, header: EntryHeader, note: str) -> int:
    if args.pain:
        raise UsageError(f"--care takes no score, so {quoted(' '.join(args.pain))} has no place", "See --minutes")
    typed = " ".join(readable("--care", args.care).split())
    what, minutes = parse_care(typed), None
    if not what:
        raise UsageError(f"--care is one of {', '.join(CARE)}, or your own words")
    if len(typed) > LONGEST_WORDS:
        raise UsageError(f"own words for --care have at most {LONGEST_WORDS} characters", "--note takes the rest")
    if args.minutes is not None and (minutes := parse_minutes(args.minutes)) is None:
        raise UsageError(f"--minutes is a whole number from 1 to {LONGEST_MINUTES}, not {quoted(args.minutes)}")
    entry = new_care(header, what, minutes=minutes, note=note)
    open_journal(args).put(entry)
    return _noted(args, entry, care_words(entry))


def _week(args: Namespace, header: EntryHeader, score: int) -> int:
    entry = new_week(header, score)
    open_journal(args).put(entry)
    return _noted(args, entry, f"pain on average in the last 7 days: {score}")


def _activity(args: Namespace, header: EntryHeader, score: int) -> int:
    """Write the score of an activity; one that isn't among the person's activities becomes one, if there are fewer than
    three."""
    names = clean_names([readable("--activity", args.activity)])
    if not names:
        raise UsageError('--activity needs a name: l5tui log 4 --activity "sit 30 minutes"')
    journal = open_journal(args)
    mine = chosen(journal.entries())
    name = next((one for one in mine.activities if name_key(one) == name_key(names[0])), "")
    entries: list[Entry] = []
    if not name and len(mine.activities) >= MOST:
        known = ", ".join(quoted(one) for one in mine.activities)
        raise UsageError(
            f"{quoted(names[0])} isn't one of your {MOST} activities: {known}", "Change them in the journal, by m"
        )
    if not name:
        name = names[0]
        entries.append(new_choice(new_header(), replace(mine, activities=(*mine.activities, name)), mine))
    entry = new_activity(header, name, score)
    journal.put_all([entry, *entries])
    return _noted(args, entry, f"{name}: {score} (0 {ACTIVITY_ENDS[0]}, 10 {ACTIVITY_ENDS[1]})")


def _noted(args: Namespace, entry: Entry, words: str) -> int:
    when = entry["started"][:16].replace("T", " ")
    print_text([f"Noted for {when}: {words}"], plain=args.ascii)
    return ExitStatus.OK


def readable(option: str, text: str) -> str:
    """The text of an option; `UsageError` if it has bytes that are no text."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UsageError(f"{option} has bytes that are no text in this locale") from error
    return text
