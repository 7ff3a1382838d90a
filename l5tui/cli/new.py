"""`l5tui new`: write a template to fill in: a programme, or a routine or an exercise of the person's own."""

from __future__ import annotations

import json
import shlex
import unicodedata
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final

from l5tui.cli import Run
from l5tui.cli.files import load_content
from l5tui.config.clock import now
from l5tui.config.errors import ExitStatus, L5Error, UsageError, cannot_write
from l5tui.config.output import print_text, quoted
from l5tui.config.paths import own_content
from l5tui.domain.safety.questions import Level
from l5tui.storage.atomic import SYSTEM, make_folder, write_new

LONGEST_NAME: Final = 40
NOTES_AT: Final = 21
"""Columns from an id to the note behind it, which stands under the others."""
WEEKS: Final = timedelta(weeks=6)
"""How long the programme of the template lasts."""
PROGRAMME: Final = """\
# A programme for somebody who does their exercises with l5tui.
# What stands after a # is a note, and counts for nothing. Keep the quotation marks where they are.
# To see whether it is right, and what it changes: l5tui programme {file}

title = "Weeks 1 to 6"
by = "Your name"                  # WRITE YOUR NAME HERE: the person sees it
written = {written}
valid_until = {until}          # the last day; after it the person's own doses count again

# A word to the person, shown with the programme.
words = "Go slowly. Call me if anything spreads down the leg."

# Asked after each session. The answers are: done, partly, too hard, not possible. "" asks nothing.
# question = "Did you manage it as written?"

# Limits. They can be stricter than l5tui's own, never looser.
[stop]
pain = 6        # an exercise is stopped from this score on, of 10 (l5tui: 6)
before = 8      # no session begins from this score on (l5tui: 8; at 6 and 7 only its Flare-up)

# What is to be done, and when. Days: "every day", "every second day", "twice a day",
# or some of ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].
# Routines: l5tui routines. Exercises: l5tui exercises.

[[sessions]]
routine = "gentle_relief"
days = "every day"

[[sessions]]
name = "Strength"                 # exercises need a name to stand under
exercises = ["pelvic_tilt", "glute_bridge", "bird_dog"]
days = ["mon", "wed", "fri"]

# How an exercise is to be done. What you leave out stays as the person has it.
# reps: 1 to 30, for each side. seconds: how long each is held, 1 to 120. rounds: 1 to 5.

[[exercises]]
exercise = "glute_bridge"
reps = 10
seconds = 5
why = "Strength for standing up."

[[exercises]]
exercise = "bird_dog"
reps = 6
rounds_left = 2                   # one round more on the left
rounds_right = 1
first = "left"                    # the side that begins: "left", "right" or "worse"
# easier = true                   # in its easier form
"""


def new(parser: ArgumentParser) -> Run:
    """Add the arguments of `l5tui new KIND [NAME]`."""
    parser.add_argument("kind", metavar="KIND", help="exercise, routine or programme")
    parser.add_argument(
        "file", metavar="NAME", nargs="?", help="the exercise's or routine's name; a programme's file (programme.toml)"
    )
    return _new


def _new(args: Namespace) -> int:
    write = KINDS.get(args.kind)
    if write is None:
        raise UsageError(f"there is no template for {quoted(args.kind)}", "It can be: " + ", ".join(KINDS))
    return write(args)


def _programme(args: Namespace) -> int:
    path, today = Path(args.file or "programme.toml"), now().date()
    file = shlex.quote(str(path))
    write_template(path, PROGRAMME.format(file=file, written=today, until=today + WEEKS))
    print_text(
        [f"Written: {path}. Open it in any editor of plain text.", f"Then: l5tui programme {file}"], plain=args.ascii
    )
    return ExitStatus.OK


def _own(args: Namespace) -> int:
    """Write a routine or an exercise into the person's content folder.

    Raises:
        UsageError: no name was given, or one that can't be used.
        L5Error: there is one of that name, or it can't be written.
    """
    from l5tui.cli.templates import EXERCISE, ROUTINE
    from l5tui.library import extras
    from l5tui.library.content import fold
    from l5tui.library.loading import KINDS as FILE_KINDS
    from l5tui.library.programmes import PREFIX, identifier
    from l5tui.library.reading import unseen

    name = " ".join((args.file or "").split())
    if not any(map(str.isalnum, name)) or len(name) > LONGEST_NAME or unseen(name, is_name=True):
        what = f"a name for the {args.kind} is missing" if not name else f"{quoted(name)} is no name for a file"
        raise UsageError(what, f'Such as: l5tui new {args.kind} "Evening legs"')
    latin = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    wanted, content = identifier(latin), load_content()
    if wanted.startswith(PREFIX) and not latin.casefold().startswith(PREFIX):  # no letter of it can stand in an id
        wanted = wanted.replace(PREFIX, args.kind, 1)
    for taken in (*content.routines, *extras(), *content.exercises):
        if fold(wanted) == fold(taken):
            raise L5Error(f"the id {taken} is taken already", "Nothing was written. Choose another name")
    folder = next(kind.folder for kind in FILE_KINDS if kind.name == args.kind)
    path = own_content() / folder / f"{wanted}.toml"
    values = {"file": str(path), "id": json.dumps(wanted).ljust(NOTES_AT), "name": json.dumps(name, ensure_ascii=False)}
    values["easier"] = f"{wanted[:33]}_easier"
    asked = content.safety.of_level(Level.ASK_FIRST) if content.safety else ()
    values["questions"] = "\n".join(f"#   {question.id}: {question.short}" for question in asked) or "#"
    text = EXERCISE if args.kind == "exercise" else ROUTINE
    for key, value in values.items():
        text = text.replace(f"{{{key}}}", value)
    try:
        make_folder(SYSTEM, path.parent)
    except OSError as error:
        raise L5Error(cannot_write(path, error)) from error
    write_template(path, text)
    print_text(
        [f"Written: {path}. Open it in any editor of plain text.", f"Then: l5tui check {shlex.quote(str(path))}"],
        plain=args.ascii,
    )
    return ExitStatus.OK


def write_template(path: Path, text: str) -> None:
    """Write a new file.

    Raises:
        L5Error: a file of that name is there, or it can't be written.
    """
    try:
        write_new(SYSTEM, str(path), [text.encode()])
    except FileExistsError as error:
        raise L5Error(f"{path} is there already", "Nothing was written. Choose another name") from error
    except OSError as error:
        raise L5Error(cannot_write(path, error)) from error


KINDS: Final[Mapping[str, Callable[[Namespace], int]]] = {"exercise": _own, "routine": _own, "programme": _programme}
"""What templates there are."""
