"""The command line: parses the arguments, runs the command, and returns the exit status.

Standard output is data, standard error one plain line, and the exit status one of `ExitStatus`. The command is found
first and one parser is made for it, so options may stand before or after it; help needs neither TinyDB nor Textual.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import NoReturn

from l5tui.cli import ABOUT, COMMANDS, OPEN, VERSION, Command, Run, command
from l5tui.cli.guard import guarded
from l5tui.config.errors import UsageError
from l5tui.config.output import did_you_mean, print_error, print_text, quoted
from l5tui.config.quick_imports import import_msgspec

SLOWEST = 0.1
FASTEST = 1000.0
"""Factors of a session's speed; above the highest the screen couldn't keep up."""
_USUAL_COLUMNS = 80
_WITH_VALUE = ("--journal", "--speed")


def main(arguments: Sequence[str]) -> int:
    """Run the command line; returns the exit status."""
    return guarded(lambda: _run(arguments))


def _run(arguments: Sequence[str]) -> int:
    name, others = _split(arguments)
    parser, run = prepare(name)
    # Intermixed parsing loses what "--" says of the arguments behind it.
    parse = parser.parse_args if "--" in others else parser.parse_intermixed_args
    return run(parse(others))


def prepare(name: str | None) -> tuple[Parser, Run]:
    """The parser for a command, and the function that runs it; None opens the app.

    Raises:
        UsageError: there is no such command.
    """
    if name is None:
        parser = Parser("l5tui", "[COMMAND]", f"{ABOUT}\n\n{_overview(COMMANDS)}")
        return parser, _add_arguments(OPEN, parser)
    found = command(name)
    if found is None:
        near = did_you_mean(name, (one.name for one in COMMANDS))
        raise UsageError(f"there is no command {quoted(name)}{near}", "See l5tui --help")
    parser = Parser(f"l5tui {found.name}", found.takes, f"{found.summary[0].upper()}{found.summary[1:]}.")
    return parser, _add_arguments(found, parser)


def _add_arguments(one: Command, parser: Parser) -> Run:
    """Import the command's module, and add the command's arguments to the parser."""
    import_msgspec()
    called = f"{one.name}_" if iskeyword(one.name) else one.name.replace("-", "_")
    adds: Callable[[Parser], Run] = getattr(import_module(f"l5tui.cli.{one.module}"), called)
    return adds(parser)


class _HelpFormatter(argparse.RawDescriptionHelpFormatter):
    """argparse's own, one of which each argument makes to be checked, imports `shutil` with all its archives."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns() - 2)


def _columns() -> int:
    """The width of the terminal, found as `shutil` does."""
    with suppress(KeyError, ValueError):
        if (columns := int(os.environ["COLUMNS"])) > 0:
            return columns
    with suppress(AttributeError, ValueError, OSError):
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or _USUAL_COLUMNS  # type: ignore[union-attr]
    return _USUAL_COLUMNS


class Parser(argparse.ArgumentParser):
    """A parser with the common options, which reports a mistake in one line."""

    def __init__(self, prog: str, takes: str, description: str) -> None:
        super().__init__(
            prog=prog,
            usage=" ".join(f"{prog} {takes} [options]".split()),
            description=description,
            formatter_class=_HelpFormatter,
            allow_abbrev=False,
            add_help=False,
        )
        group = self.add_argument_group("options everywhere")
        group.add_argument("--journal", metavar="FILE", type=_file, help="another journal than your own")
        group.add_argument("--speed", metavar="N", type=_speed, help="run sessions N times faster, to try things out")
        group.add_argument("--ascii", action="store_true", help="draw with plain characters")
        group.add_argument("--version", action="version", version=VERSION, help="say which version this is")
        group.add_argument("-h", "--help", action="help", help="say how it is used")

    def of_command(self, name: str | None) -> Parser:
        """The parser of any command, from which completion and the man page are made."""
        return prepare(name)[0]

    def _print_message(self, message: str, file: object = None) -> None:
        """Print --help and --version. argparse's own method would exit with 0 if standard output can't be written."""
        if message and file is sys.stderr:
            print_error(message)
        elif message:
            print_text(message.rstrip("\n").split("\n"))

    def error(self, message: str) -> NoReturn:
        """Report a mistake on the command line in one line."""
        if found := re.fullmatch(r"argument (--\w+): expected one argument", message):
            raise UsageError(f"{found[1]} needs a value", f"If it begins with a dash, write {found[1]}=VALUE")
        if found := re.fullmatch(r"the following arguments are required: (.+)", message):
            message = f"{found[1]} is missing"
        elif found := re.fullmatch(r"argument --\w+: (--.+)", message):
            message = found[1]
        elif found := re.fullmatch(r"unrecognized arguments: (.*)", message, re.DOTALL):
            wrong = found[1].partition(" ")[0]
            near = did_you_mean(wrong, self._option_string_actions) if wrong.startswith("-") else ""
            message = f"{self.prog} doesn't take {quoted(wrong)}{near}"
        raise UsageError(message, f"See {self.prog} --help")


def _split(arguments: Sequence[str]) -> tuple[str | None, list[str]]:
    """The command, which is the first argument that is neither an option nor an option's value, and all the others."""
    value = False
    for index, argument in enumerate(arguments):
        if not value and not argument.startswith("-"):
            return argument, [*arguments[:index], *arguments[index + 1 :]]
        value = not value and argument in _WITH_VALUE
    return None, list(arguments)


def _overview(commands: Iterable[Command]) -> str:
    rows = [(f"{one.name} {one.takes}".rstrip(), one.summary) for one in commands]
    width = max(len(call) for call, _ in rows) + 2
    lines = "\n".join(f"  {call:<{width}}{summary}" for call, summary in rows)
    return f"commands:\n{lines}\n\nl5tui COMMAND --help says more about one of them."


def _file(text: str) -> Path:
    if not text:
        raise argparse.ArgumentTypeError("--journal needs a file's name")
    return Path(text).absolute()


def _speed(text: str) -> float:
    mistake = argparse.ArgumentTypeError(f"--speed is a number from {SLOWEST:g} to {FASTEST:g}, not {quoted(text)}")
    if not (text.isascii() and re.fullmatch(r"\d+(\.\d*)?|\.\d+", text)):
        raise mistake
    speed = float(text)
    if not SLOWEST <= speed <= FASTEST:
        raise mistake
    return speed
