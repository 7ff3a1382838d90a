"""`l5tui new programme`: write a template to fill in."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final

from l5tui.cli import Run
from l5tui.config.clock import now
from l5tui.config.errors import ExitStatus, L5Error, UsageError
from l5tui.config.output import print_text, quoted
from l5tui.storage.atomic import SYSTEM, write_new

WEEKS: Final = timedelta(weeks=6)
"""How long the programme of the template lasts."""
PROGRAMME: Final = """\
# A programme for somebody who does their exercises with l5tui.
# What stands after a # is a note, and counts for nothing. Keep the quotation marks where they are.
# To see whether it is right, and what it changes: l5tui programme {file}

title = "Weeks 1 to 6"
by = "Your name"                  # the person sees it: "tell Your name"
written = {written}
valid_until = {until}          # the last day; after it the person's own doses count again

# A word to the person, shown with the programme.
words = "Go slowly. Call me if anything spreads down the leg."

# Asked after each session. The answers are: done, partly, too hard, not possible. "" asks nothing.
# question = "Did you manage it as it was written?"

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
    """`l5tui new programme [FILE]`."""
    parser.add_argument("kind", metavar="programme", help="what to write")
    parser.add_argument("file", metavar="FILE", nargs="?", help="where; else programme.toml in this folder")
    return _new


def _new(args: Namespace) -> int:
    write = KINDS.get(args.kind)
    if write is None:
        raise UsageError(f"there is no template for {quoted(args.kind)}", "It can be: " + ", ".join(KINDS))
    return write(args)


def _programme(args: Namespace) -> int:
    path, today = Path(args.file or "programme.toml"), now().date()
    write_template(path, PROGRAMME.format(file=path, written=today, until=today + WEEKS))
    print_text(
        [f"Written: {path}. Open it in any editor of plain text.", f"Then: l5tui programme {path}"], plain=args.ascii
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
        raise L5Error(f"{path} can't be written ({error.strerror or error})") from error


KINDS: Final[Mapping[str, Callable[[Namespace], int]]] = {"programme": _programme}
"""What templates there are."""
