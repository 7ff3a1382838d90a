"""Printing to standard output and standard error, and how a message quotes, counts and suggests names.

Text from people and files may contain control characters that a terminal would obey. Text output spells them out, and
JSON escapes them. A reader that closes early (`| head`) is no error.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from typing import TextIO

from l5tui.config.errors import L5Error, cannot_write

_OBEYED = r"\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff"
"""Control characters, line breaks of all kinds, changes of writing direction, and lone surrogates."""
_UNPRINTABLE = re.compile(f"[{_OBEYED}]")
_UNPRINTABLE_BUT_LINES = re.compile(f"(?!\n)[{_OBEYED}]")
_BEYOND_ASCII_IN_JSON = re.compile(rf"(?!\n)[{_OBEYED}]|[^\x00-\x7f]")
_PLAIN = str.maketrans({"×": "x", "→": "->", "–": "-", "—": "-", "…": "...", "·": "-", "’": "'", "“": '"', "”": '"'})
_QUOTED = 40
_NARROWEST = 20
"""Columns to which lines are fitted at the least."""


def printable(text: str) -> str:
    r"""The text on one line, with what a terminal would obey spelled out (`\n`, `\x1b`, `\u202e`)."""
    return _UNPRINTABLE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def shortened(text: str, most: int) -> str:
    """The text cut to so many characters, and printable."""
    return printable(text) if len(text) <= most else printable(text[: max(0, most - 3)].rstrip()) + "..."


def quoted(text: object) -> str:
    """What somebody typed or wrote into a file, quoted for a message: printable and shortened."""
    return f'"{shortened(str(text), _QUOTED)}"'


def similar(name: str, known: Iterable[str], most: int = 1) -> list[str]:
    """The known names that are similar to a mistyped one, the most similar first."""
    from difflib import get_close_matches  # imported here because most runs mistype nothing

    return get_close_matches(name, list(known), n=most, cutoff=0.6)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """` (did you mean bell?)` if a known name is similar, else empty."""
    near = similar(name.casefold(), known)
    return f" (did you mean {near[0]}?)" if near else ""


def amount(count: int, one: str, many: str) -> str:
    """`1 entry`, `2 entries`."""
    return f"{count} {one if count == 1 else many}"


def print_text(lines: Iterable[str] | str, *, plain: bool = False) -> None:
    """Print lines for people on standard output; `plain` replaces the program's own typographic characters by ASCII."""
    text = "".join(f"{printable(line)}\n" for line in ([lines] if isinstance(lines, str) else lines))
    out = _stdout()
    _write(out, (text.translate(_PLAIN) if plain else text).encode(out.encoding, "backslashreplace"))


def fitted(lines: Iterable[str]) -> Iterator[str]:
    """Lines broken between words at the terminal's width, and indented where they go on; as they are where no terminal
    shows them, so that a program reads a sentence on one line."""
    if sys.stdout is None or not sys.stdout.isatty():
        yield from lines
        return
    import shutil
    from textwrap import wrap

    columns = max(shutil.get_terminal_size().columns, _NARROWEST)
    for line in lines:
        text = printable(line)
        start = len(text) - len(text.lstrip())
        further = " " * (start + 2 if start else 0)
        broken = wrap(text, columns, subsequent_indent=further, break_long_words=False, break_on_hyphens=False)
        yield from broken or [""]


def print_json(text: str) -> None:
    """Print JSON on standard output, with escapes so that it is harmless on a terminal and valid in any locale."""
    out = _stdout()
    utf8 = out.encoding.lower().replace("-", "") == "utf8"
    obeyed = _UNPRINTABLE_BUT_LINES if utf8 else _BEYOND_ASCII_IN_JSON
    _write(out, obeyed.sub(_json_escape, text).encode(out.encoding))


def print_error(line: object) -> None:
    """Print one line on standard error."""
    if sys.stderr is not None:
        sys.stderr.write(f"l5tui: {printable(' '.join(str(line).split()))}\n")


def print_recoverable(lines: Iterable[str]) -> None:
    """Print data that couldn't be saved on standard error, as shell commands that the person can copy.

    Line breaks in quoted texts are kept. Other control characters are spelled out.
    """
    if sys.stderr is not None:
        for line in lines:
            sys.stderr.write(_UNPRINTABLE_BUT_LINES.sub(lambda found: printable(found[0]), line) + "\n")


def _stdout() -> TextIO:
    if sys.stdout is None:
        raise L5Error("standard output is closed", "Give it a place, such as > FILE")
    return sys.stdout


def _write(out: TextIO, text: bytes) -> None:
    """Write and flush, so that a full disk or a closed pipe shows here and not at the interpreter's exit.

    An unbuffered stream (`PYTHONUNBUFFERED`) may write only a part, hence the loop.
    """
    rest = memoryview(text)
    try:
        out.flush()
        while rest:
            rest = rest[out.buffer.write(rest) :]
        out.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise L5Error(cannot_write("standard output", error)) from error


def _json_escape(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
