"""What each command takes, read from its parser: for shell completion and the man page."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final, Literal

from msgspec import Struct

from l5tui.cli import COMMANDS

NAMES: Final = ("routines", "exercises", "pages")
"""What `l5tui completion` lists for the shells: names that depend on the person's own files and journal."""
_FILES: Final = frozenset({"FILE", "OTHER", "SOCKET"})
_NAMED: Final[Mapping[tuple[str, str], str]] = {
    ("start", "routine"): "routines",
    ("exercises", "switch"): "exercises",
    ("exercises", "name"): "exercises",
    ("dose", "exercise"): "exercises",
    ("guide", "page"): "pages",
}
"""For an argument of a command, which names it takes."""


ParserOf = Callable[[str | None], argparse.ArgumentParser]


class Argument(Struct, frozen=True):
    """An option, or an argument that is known by its place."""

    options: tuple[str, ...]
    """How it is written; nothing for an argument that is known by its place."""
    value: str
    """The name of its value in help; empty for an option without one."""
    about: str
    kind: Literal["", "file", "name"] = ""
    """Whether its value is a file or a name of `names`."""
    names: str = ""
    words: tuple[str, ...] = ()
    """Values that it takes by themselves."""
    many: bool = False


class Line(Struct, frozen=True):
    """A command: how it is written, what it does, and what it takes."""

    name: str
    usage: str
    about: str
    options: tuple[Argument, ...]
    places: tuple[Argument, ...]


def lines(parser_of: ParserOf) -> tuple[Line, ...]:
    """All commands, in the order of help; the first has no name and opens the app, and its options go with all.

    Args:
        parser_of: the parser of a command; of none, the one that opens the app.
    """
    shared = _line("", parser_of(None), ())
    known = {option for argument in shared.options for option in argument.options}
    return (shared, *(_line(one.name, parser_of(one.name), known) for one in COMMANDS))


def _line(command: str, parser: argparse.ArgumentParser, shared: Iterable[str]) -> Line:
    found = [_argument(command, action) for action in parser._actions if not {*action.option_strings} & {*shared}]
    return Line(
        command,
        parser.usage or "",
        parser.description or "",
        tuple(one for one in found if one.options),
        tuple(one for one in found if not one.options),
    )


def _argument(command: str, action: argparse.Action) -> Argument:
    value = "" if action.nargs == 0 else str(action.metavar or action.dest.upper())
    parts = value.split("|")
    names = _NAMED.get((command, action.dest), "")
    kind: Literal["", "file", "name"] = "name" if names else "file" if _FILES.intersection(parts) else ""
    return Argument(
        tuple(action.option_strings),
        value,
        (action.help or "").replace("%%", "%"),
        kind,
        names,
        tuple(_words(command, action)) or tuple(part for part in parts if part.islower()),
        action.nargs in ("*", "+"),
    )


def _words(command: str, action: argparse.Action) -> Iterable[str]:
    """The values that an option or an argument can have, where they are known."""
    if action.choices:
        return map(str, action.choices)
    if command == "log":
        from l5tui.domain.other_care import CARE, parse_care
        from l5tui.domain.pain import KINDS, PLACES
        from l5tui.domain.place import parse_place

        known: dict[str, Iterable[str]] = {
            "left": (_shortest(place, parse_place) for place in PLACES),
            "right": (_shortest(place, parse_place) for place in PLACES),
            "kind": KINDS,
            "care": (_shortest(care, parse_care) for care in CARE),
        }
        return known.get(action.dest, ())
    if (command, action.dest) == ("new", "kind"):
        from l5tui.cli.new import KINDS as TEMPLATES

        return TEMPLATES
    if (command, action.dest) == ("schema", "kind"):
        return (action.help or "").split(", ")
    return ()


def _shortest(words: str, parse: Callable[[str], object]) -> str:
    """The first word that means the same as all of them."""
    return next((word for word in re.findall(r"\w+", words) if parse(word) == parse(words)), words)
