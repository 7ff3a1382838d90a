"""The commands that open the full-screen app, or the session in plain lines.

Every error that needs no app is reported before Textual is imported; plain lines never import it.
"""

from __future__ import annotations

import os
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

from l5tui.cli import Run
from l5tui.cli.files import journal_path, load_content, open_journal, settings
from l5tui.config.errors import L5Error, UsageError
from l5tui.config.output import quoted
from l5tui.terminal.restore import TERMINAL

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from l5tui.config.launch import Launch
    from l5tui.library import Content

DUMB = frozenset({"", "dumb", "unknown"})
DEMO_SPEED = 10.0
NO_ARGUMENTS: Final = {"journal": None, "speed": None, "ascii": False}
"""What the parser makes of a command line without arguments."""


def open_app() -> int:
    """Do what `l5tui` without arguments does, without a parser, which takes a while to import."""
    arguments: Any = SimpleNamespace(**NO_ARGUMENTS)
    return _with_fresh_input(_open)(arguments)


def app(parser: ArgumentParser) -> Run:
    """Add the arguments of `l5tui` without a command."""
    del parser
    return _with_fresh_input(_open)


def start(parser: ArgumentParser) -> Run:
    """Add the arguments of `l5tui start ROUTINE`."""
    parser.add_argument(
        "routine", metavar="ROUTINE", nargs="+", help="a routine or exercise by name, or a favourite by its number"
    )
    _add_plain(parser)
    return _with_fresh_input(lambda args: _begin(args, _named(args, " ".join(args.routine))))


def again(parser: ArgumentParser) -> Run:
    """Add the arguments of `l5tui again`."""
    _add_plain(parser)
    return _with_fresh_input(lambda args: _begin(args, _last(args)))


def demo(parser: ArgumentParser) -> Run:
    """Add the arguments of `l5tui demo`."""
    del parser
    return _with_fresh_input(_demo)


def _add_plain(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--plain", action="store_true", help="in plain lines, for screen readers, pipes and dumb terminals"
    )


def _with_fresh_input(run: Run) -> Run:
    """A command that first drops unread terminal input. It comes first so that keys pressed while the app loads are
    kept.
    """

    def fresh(args: Namespace) -> int:
        TERMINAL.drop_input()
        return run(args)

    return fresh


def need_terminal() -> None:
    """Textual reads the terminal from standard input and draws on standard error.

    Raises:
        UsageError: one of them isn't a terminal, or it can't position text.
    """
    other = "A score can be noted without one: l5tui log 4, and a session done in lines: l5tui start ROUTINE --plain"
    for fd, name in ((0, "input"), (2, "error")):
        if not os.isatty(fd):
            raise UsageError(f"the app needs a terminal, and standard {name} isn't one", other)
    if (term := os.environ.get("TERM", "")) in DUMB:
        said = f"says that it is {term}" if term else "doesn't say what it is"
        other = "Plain lines work in it: l5tui start ROUTINE --plain. If it can place text, try TERM=xterm-256color"
        raise UsageError(f"the terminal {said} (TERM={term})", other)


def _named(args: Namespace, name: str) -> str:
    """The id for a name: a favourite by its digit, or else a routine or exercise by id or name."""
    if len(name) == 1 and name in "123456789":
        favourites = open_journal(args).favourites()
        if int(name) > len(favourites):
            raise UsageError(
                f"there is no favourite {name}; you have {len(favourites) or 'none yet'}",
                "In the library, f makes a favourite",
            )
        name = favourites[int(name) - 1]
    content = load_content()
    try:
        return content.find(name).id
    except UsageError:
        return _with_programme(args, content).find(name).id


def _with_programme(args: Namespace, content: Content) -> Content:
    """The content with the routines of the programme in force."""
    from l5tui.config.clock import now
    from l5tui.library.programmes import Programmes, with_programme

    found = Programmes(content).in_force(open_journal(args).entries(), now().date())
    return with_programme(content, found.programme)


def _last(args: Namespace) -> str:
    """The id of the last routine."""
    from l5tui.journal.trends import last_routine

    last = last_routine(open_journal(args).entries())
    if last is None:
        raise L5Error("no session is in the journal yet", "Begin with: l5tui start ROUTINE")
    content = _with_programme(args, load_content())
    if content.startable(last["id"]) is None:
        if off := content.off_error(last["id"]):
            raise off
        raise L5Error(
            f"the last routine, {quoted(last['name'])}, is not in the content any more",
            "Choose another: l5tui routines lists them",
        )
    return last["id"]


def _open(args: Namespace, routine: str | None = None) -> int:
    need_terminal()
    return _run(_launch(args, routine))


def _begin(args: Namespace, routine: str) -> int:
    """A routine, on the full screen or in plain lines."""
    if not args.plain:
        return _open(args, routine)
    from l5tui.plain.run import run_plain

    return run_plain(_launch(args, routine))


def _launch(args: Namespace, routine: str | None) -> Launch:
    from l5tui.config.launch import Launch

    found, notices = settings()
    return Launch(
        journal=journal_path(args),
        settings=found,
        speed=args.speed or 1.0,
        ascii=args.ascii,
        start=routine,
        notices=notices,
    )


def _demo(args: Namespace) -> int:
    if args.journal is not None:
        raise UsageError("the demo has a journal of its own", "Leave --journal out")
    need_terminal()
    from l5tui.cli.demo import demo_folder, write_demo_journal
    from l5tui.config.clock import now
    from l5tui.config.launch import Launch

    found, notices = settings()
    with demo_folder() as folder:
        journal = folder / "journal.json"
        write_demo_journal(journal, load_content(), now())
        return _run(
            Launch(
                journal=journal,
                settings=found,
                speed=args.speed or DEMO_SPEED,
                ascii=args.ascii,
                demo=True,
                notices=notices,
            )
        )


def _run(launch: Launch) -> int:
    from l5tui.tui.app import run_app

    return run_app(launch)
