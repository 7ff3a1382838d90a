"""Finds the line of each key in a TOML text.

`tomllib` returns values without their places, and msgspec names a mistake by its key. The text is scanned for places
only when there is a mistake to report. It was parsed before, so the scan needs no errors of its own.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

_BLANK: Final = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)+")
_KEY: Final = re.compile(r"[A-Za-z0-9_-]+")
_STRING: Final = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}(?!")' r"|'''.*?'{3,5}(?!')" r'|"(?:\\.|[^"\\\n])*"' r"|'[^'\n]*'", re.DOTALL
)
_PLAIN: Final = re.compile(r"[^,\]}\n#]+")
_TOKEN: Final = re.compile(rf"""#[^\n]*|{_STRING.pattern}|[\["'{{}}\].,\n]|[^\["'{{}}\].,\n#]+""", re.DOTALL)
_HEADER: Final = re.compile(r"[ \t]*\[+[ \t]*([^\]\n]*)")
_LAST_PART: Final = re.compile(r"(?:\.?[^.\[\]]+|\[\d+\])\Z")


def joined_key(key: str, name: str) -> str:
    """The key of `name` in the table `key`, as messages have it: `steps[0].exercise`."""
    return f"{key}.{name}" if key and name else key or name


def line_of(key: str, lines: dict[str, int]) -> int | None:
    """The line of a key, or of the nearest table around it; None if that is the whole file."""
    while key:
        if key in lines:
            return lines[key]
        shorter = _LAST_PART.sub("", key)
        key = shorter if shorter != key else ""
    return None


def first_deeper(text: str, most: int) -> tuple[int, str] | None:
    """The line and the key of the first value that lies inside more tables and arrays than this; None where none does.

    The text may be no TOML. It is read once, in time that grows with its length.
    """
    begins, key_ends, depth, header = 0, 0, 0, ""
    dots = [0]  # of the key that is read, in each table or array that is open
    for found in _TOKEN.finditer(text):
        sign = found[0]
        if len(sign) > 1:
            if not key_ends and sign[0] not in "#\"'" and "=" in sign:
                key_ends = found.start() + sign.index("=")
        elif sign in "\"'":
            return None  # a text without an end: what follows isn't read by anybody
        elif sign in "[{":
            dots.append(0)
            depth += 1
        elif sign in "]}" and len(dots) > 1:
            depth -= dots.pop() + 1
        elif sign == ".":
            dots[-1] += 1
            depth += 1
        elif sign == "," or (sign == "\n" and len(dots) == 1):
            depth -= dots[-1]
            dots[-1] = 0
        if depth > most:
            named = _HEADER.match(text, begins, found.end())
            key = named[1] if named else joined_key(header, text[begins : key_ends or found.end()].strip())
            return text.count("\n", 0, found.start()) + 1, key
        if sign == "\n" and len(dots) == 1:
            if named := _HEADER.match(text, begins, found.start()):
                header = named[1].rstrip()
            begins, key_ends = found.end(), 0
    return None


def lines_by_key(text: str) -> dict[str, int]:
    """The line, from 1, of every key, table and array item of a valid TOML text."""
    scanner = _Scanner(text)
    with suppress(IndexError, ValueError, RecursionError):  # what was found up to there is of use
        scanner.scan()
    return scanner.lines


class _Scanner:
    def __init__(self, text: str) -> None:
        self.lines: dict[str, int] = {}
        self._text = text
        self._at = 0
        self._line_starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self._items: dict[str, int] = {}
        """How many tables each array of tables has so far."""

    def scan(self) -> None:
        table = ""
        while self._skip():
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)

    def _skip(self) -> bool:
        """Go to the next sign that isn't a blank or a comment; False at the end."""
        if found := _BLANK.match(self._text, self._at):
            self._at = found.end()
        return self._at < len(self._text)

    def _mark(self, key: str, at: int) -> None:
        self.lines.setdefault(key, bisect_right(self._line_starts, at))

    def _header(self) -> str:
        """The key of the table that `[a.b]` or `[[a.b]]` opens."""
        start = self._at
        many = self._text.startswith("[[", start)
        self._at += 2 if many else 1
        key, names = "", list(self._names())
        self._at = self._text.index("]", self._at) + (2 if many else 1)
        for index, name in enumerate(names):
            key = joined_key(key, name)
            last = index == len(names) - 1
            if many and last:
                self._items[key] = self._items.get(key, 0) + 1
            self._mark(key, start)
            if key in self._items:
                key = f"{key}[{self._items[key] - 1}]"
                self._mark(key, start)
        return key

    def _pair(self, table: str) -> None:
        """Pass over `a.b = value`."""
        start, key = self._at, table
        for name in self._names():
            key = joined_key(key, name)
            self._mark(key, start)
        self._at = self._text.index("=", self._at) + 1
        self._value(key)

    def _names(self) -> Iterator[str]:
        """The parts of a dotted key."""
        while self._skip():
            if found := _KEY.match(self._text, self._at):
                yield found[0]
            elif found := _STRING.match(self._text, self._at):
                yield tomllib.loads(f"name = {found[0]}")["name"]
            else:
                raise ValueError
            self._at = found.end()
            self._skip()
            if self._text[self._at] != ".":
                return
            self._at += 1

    def _value(self, key: str) -> None:
        self._skip()
        self._mark(key, self._at)
        sign = self._text[self._at]
        if sign == "[":
            for index in self._inside("]"):
                self._value(f"{key}[{index}]")
        elif sign == "{":
            for _ in self._inside("}"):
                self._pair(key)
        else:
            found = _STRING.match(self._text, self._at) or _PLAIN.match(self._text, self._at)
            self._at = found.end() if found else len(self._text)

    def _inside(self, end: str) -> Iterator[int]:
        """Count the items up to the closing sign; the caller passes over each."""
        self._at += 1
        index = 0
        while self._skip() and self._text[self._at] != end:
            yield index
            index += 1
            self._skip()
            if self._text[self._at] == ",":
                self._at += 1
        self._at += 1
