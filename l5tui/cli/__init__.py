"""The commands, a module for each group of them.

Help needs only this table; `main` imports a command's module when the command runs. It has a function of the command's
name (`import_` for `import`), which adds the command's arguments to the parser and returns the function that runs it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

from l5tui import __version__

if TYPE_CHECKING:
    from argparse import Namespace

VERSION: Final = f"""l5tui {__version__}
No clinician has reviewed this app. It is not a medical device and does not replace care."""
ABOUT: Final = "Guided exercises for the low back, and a journal of pain before and after."
Run = Callable[["Namespace"], int]
"""Runs a command, and returns the exit status."""


class Command(NamedTuple):
    """A command as help has it, and the module that runs it."""

    name: str
    takes: str
    summary: str
    module: str


OPEN: Final = Command("app", "", "open the app", "open")
"""The default command."""

COMMANDS: Final = (
    Command("start", "ROUTINE [--plain]", "go straight to a routine's check-in", "open"),
    Command("again", "[--plain]", "do the last routine once more", "open"),
    Command("log", "PAIN", "note a pain score, 0 to 10, without a session; or other care: log --care massage", "log"),
    Command("safety", "[ask]", "what you answered for safety, and what is off and why; ask: answer again", "safety"),
    Command("routines", "", "list the routines, with their time at level 1", "lists"),
    Command(
        "exercises",
        "[[on|off] NAME]",
        "list the exercises at level 1, or show one; switch one on or off",
        "lists",
    ),
    Command("guide", "[PAGE]", "list the pages of the guide, or show one", "guide"),
    Command("dose", "[EXERCISE LEVEL]", "each exercise's level and why; with a level: set it by hand", "dose"),
    Command(
        "programme", "[FILE|end]", "follow a physiotherapist's programme; show the one in force; end it", "programme"
    ),
    Command("remind", "[now]", "reminders by your calendar, systemd or cron; now: say what is due", "remind"),
    Command("new", "KIND [NAME]", "write a template to fill in: exercise, routine or programme", "new"),
    Command(
        "journal",
        "[repair|purge|merge]",
        "list what it holds; mend it; erase what was deleted; merge another",
        "journal",
    ),
    Command("trends", "[--json]", "what the journal says in numbers, each with how many it is of", "trends"),
    Command("report", "[-o FILE]", "one page for a health professional: .html, .md or .txt", "report"),
    Command("export", "FILE", "write the journal to a new .csv, .json or .fhir.json file", "export"),
    Command("import", "FILE|-", "show entries, a routine or an exercise from elsewhere, and take them", "importing"),
    Command("check", "[FILE...]", "name all mistakes in content files, with their lines", "own_files"),
    Command("schema", "KIND", "print JSON Schema of a kind of file, for editors that complete", "own_files"),
    Command("speak-lines", "", "speak the cues of a session on another machine, over SSH", "speak_lines"),
    Command("doctor", "", "say where things are, and whether all is well", "doctor"),
    Command("completion", "bash|zsh|fish", "print what a shell needs to complete commands and names", "completion"),
    Command("demo", "", "open the app on a made-up journal, ten times faster", "open"),
)


def command(name: str) -> Command | None:
    """The command of that name, or None."""
    return next((one for one in COMMANDS if one.name == name), None)
