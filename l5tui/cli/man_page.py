"""The man page, made from the parsers when the wheel is built."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from l5tui import __version__
from l5tui.cli import ABOUT, VERSION
from l5tui.cli.command_tree import Argument, Line

_STATUS: Final = (
    ("0", "done, or quit"),
    ("1", "it could not be done; the line on standard error says why and what to do"),
    ("2", "wrong usage, no terminal, or a question that only a person at a terminal can answer"),
    ("70", "a fault of the program; the line names the crash log"),
    ("128 + n", "ended by signal n, after saving"),
)
_FILES: Final = (
    ("~/.local/share/l5tui/journal.json", "the journal; $XDG_DATA_HOME is honoured"),
    ("~/.local/share/l5tui/content/", "routines and exercises of your own"),
    ("~/.config/l5tui/config.toml", "the settings; $XDG_CONFIG_HOME is honoured"),
    ("~/.local/state/l5tui/crash.log", "where in the program the last fault was"),
)
_ENVIRONMENT: Final = (
    ("TERM", "which terminal it is; on a dumb one there are plain lines: start ROUTINE --plain"),
    ("NO_COLOR", "if it is set, no colours"),
    ("LC_ALL, LC_CTYPE, LANG", "whether the terminal takes UTF-8; if not, plain characters"),
)


def man_page(every: tuple[Line, ...]) -> str:
    """The page of all commands, as roff with the macros of man(7)."""
    return "\n".join(_page(*every)) + "\n"


def _page(shared: Line, *commands: Line) -> Iterator[str]:
    yield f'.TH L5TUI 1 "" "l5tui {__version__}" "User commands"'
    yield ".SH NAME"
    yield f"l5tui \\- {_text(ABOUT[0].lower() + ABOUT[1:].rstrip('.'))}"
    yield ".SH SYNOPSIS"
    yield _usage(shared)
    for line in commands:
        yield ".br"
        yield _usage(line)
    yield ".SH DESCRIPTION"
    yield _text(f"{ABOUT} Without a command it opens the app on the full screen; ? lists the keys there.")
    yield ".PP"
    yield _text(VERSION.partition("\n")[2])
    yield ".SH OPTIONS"
    yield _text("These go with every command:")
    yield from _arguments(shared.options)
    yield ".SH COMMANDS"
    for line in commands:
        yield f".SS {_usage(line).removeprefix('.B ')}"
        yield _text(line.about)
        yield from _arguments((*line.places, *line.options))
    for title, rows in (("EXIT STATUS", _STATUS), ("FILES", _FILES), ("ENVIRONMENT", _ENVIRONMENT)):
        yield f".SH {title}"
        for name, about in rows:
            yield ".TP"
            yield f".B {_text(name)}"
            yield _text(about)
    yield ".SH COPYING"
    yield "MIT licence."


def _usage(line: Line) -> str:
    return f".B {_text(line.usage)}"


def _arguments(arguments: tuple[Argument, ...]) -> Iterator[str]:
    for one in arguments:
        yield ".TP"
        options = _text(", ".join(one.options))
        if options and one.value:
            yield f'.BI "{options} " "{_text(one.value)}"'
        else:
            yield f".B {options}" if options else f".I {_text(one.value)}"
        yield _text(one.about[:1].upper() + one.about[1:].rstrip(".") + ".")


def _text(text: str) -> str:
    """Text that roff takes as it is: no sign of it begins a request, and a dash stays a dash that can be copied."""
    escaped = re.sub(r"\s+", " ", text).replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")
    escaped = escaped.replace("'", "\\(aq").replace("`", "\\(ga").replace("^", "\\(ha").replace("~", "\\(ti")
    return f"\\&{escaped}" if escaped.startswith(".") else escaped
