"""Reading of a content file into a checked shape, with faults that a person can act on.

A text that isn't UTF-8 or isn't TOML stops at its first fault; a TOML text that doesn't fit its shape has all of them
(`shape_check`), with types in TOML's terms and the nearest right word for a misspelt one.
"""

from __future__ import annotations

import errno
import re
import tomllib
import unicodedata
from pathlib import Path
from typing import Any, Final, TypeVar

from msgspec import Struct, ValidationError, convert

from l5tui.config.errors import cannot_read
from l5tui.config.toml_lines import first_deeper, joined_key
from l5tui.domain.routine_draft import MOST_STEPS
from l5tui.library.faults import Faults, FileError, fault

LARGEST_BYTES: Final = 256 * 1024
"""The largest content file in bytes. A larger file is something else."""
DEEPEST: Final = 16
"""The most tables and arrays that a value may lie in; content has 6. Reading deeper ones costs time, and the stack."""

_ARCHIVES: Final = (b"PK", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"7z\xbc\xaf", b"\x28\xb5\x2f\xfd", b"Rar!")
_TAR: Final = slice(257, 262)
_AT_LINE: Final = re.compile(r"\s*\(at line (\d+), column \d+\)$|\s*\(at end of document\)$")
_REFUSED: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What a terminal would obey: control characters, and changes of the writing direction."""

_LONG_NUMBER: Final = re.compile(r"\d[\d_]{4000}")
_CURLY: Final = re.compile(r"^[“”„‟‘’]|[=\[,{]\s*[“”„‟‘’]")
"""A curly quotation mark where a text begins, as word processors and mail programs write it."""
_DAY_FIRST: Final = re.compile(r"=\s*(\d{1,2})([./-])(\d{1,2})\2(\d{4})\b")
"""A date that isn't written year first."""

_NAMES: Final = frozenset({"name", "aliases", "title", "by", "label", "off_label", "limb", "unit"})
"""Keys of names: none may look like nothing."""
_MOST_MARKS: Final = 4
"""The most combining marks on one letter in a name; the scripts of the world need no more."""
_SPACES: Final = str.maketrans("\n\t", "  ")
_BLANKS: Final = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and symbols that are drawn as a blank."""

T = TypeVar("T", bound=Struct)


def read_text(path: Path, file: str) -> str:
    """The text of a file.

    Raises:
        ContentError: it isn't a plain file, can't be read, is too large, or isn't UTF-8.
    """
    file = file if file.strip() else f'"{file}"'
    try:
        if not path.exists():
            raise fault(file, "", "it is a loop of links" if _is_loop(path) else "there is no such file")
        if not path.is_file():
            raise fault(file, "", "it is not a plain file")
        with path.open("rb") as opened:
            data = opened.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise fault(file, "", cannot_read("it", error)) from error
    except ValueError as error:  # a name with a zero byte
        raise fault(file, "", "there is no such file") from error
    return decoded(data, file)


def _is_loop(path: Path) -> bool:
    """Whether a link leads back to itself."""
    try:
        path.stat()
    except OSError as error:
        return error.errno == errno.ELOOP
    return False


def decoded(data: bytes, file: str) -> str:
    """The text of a file's bytes.

    Raises:
        ContentError: they are an archive, too many, or aren't UTF-8.
    """
    if data.startswith(_ARCHIVES) or data[_TAR] == b"ustar":
        raise fault(file, "", "it is an archive", "unpack it, look at its files, and import them one by one")
    if len(data) > LARGEST_BYTES:
        ends = data.count(b"\n", 0, LARGEST_BYTES) + 1
        hint = f"{LARGEST_BYTES // 1024} KiB is the most, and ends in line {ends}"
        many = data.count(b"[[steps]]") > MOST_STEPS
        raise fault(
            file,
            "",
            "it is too large for a content file",
            f"{hint}; a routine has {MOST_STEPS} steps at the most" if many else hint,
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise fault(file, f"line {line}", "it is not UTF-8 text", "save the file as UTF-8") from error


def table_of(text: str, file: str, first_line: int = 1) -> dict[str, Any]:
    """The table in a TOML text, which isn't checked further. `first_line` is the line of the file where it begins.

    Raises:
        FileError: its tables and arrays are nested too deeply.
        ValueError: it isn't TOML.
    """
    if deeper := first_deeper(text, DEEPEST):
        line, key = deeper
        raise FileError(file, key, "it is nested too deeply", f"{DEEPEST} levels are the most", line + first_line - 1)
    return tomllib.loads(text)


def parse(text: str, shape: type[T], faults: Faults, first_line: int = 1, newest: int | None = None) -> T:
    """Parse a TOML text into a checked shape, and collect what is wrong with it.

    Where there are faults, stand-ins of the right type are in the places of wrong values.

    Args:
        text: the TOML.
        shape: one of the shapes of `library.shapes`.
        faults: the file's faults.
        first_line: the line of the file at which the text begins.
        newest: the newest `schema` that this program knows. A newer file is refused as a whole, before its unknown keys
            count as mistakes.

    Raises:
        ContentError: it isn't TOML, or it is newer.
    """
    # CRLF is a line end in TOML, but the text wasn't read in text mode, which would have converted it.
    text = text.replace("\r\n", "\n")
    try:
        data = table_of(text, faults.file, first_line)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        found = _AT_LINE.search(message)
        last = text.rstrip("\n").count("\n") + 1
        number = int(found[1] or last) if found else 0
        where = f"line {number + first_line - 1}" if number else ""
        slip = _common_slip(text.split("\n")[number - 1]) if number else None
        raise fault(faults.file, where, *(slip or (f"it is not TOML: {_AT_LINE.sub('', message)}", ""))) from error
    except ValueError as error:  # a number with thousands of digits
        found = _LONG_NUMBER.search(text)
        number = text.count("\n", 0, found.start()) + first_line if found else 0
        where = f"line {number}" if number else ""
        raise fault(faults.file, where, "it is not TOML that this program can read", "a number is too long") from error
    schema = data.get("schema")
    if newest is not None and isinstance(schema, int) and schema > newest:
        raise fault(faults.file, "schema", f"it is of a newer l5tui (schema {schema})", "update l5tui")
    faults.reading(text, first_line)
    _refuse_unseen(data, faults)
    return shaped(data, shape, faults)


def _common_slip(line: str) -> tuple[str, str] | None:
    """What is wrong with a line that isn't TOML and what to do, for two slips that are easily made; None for others."""
    if _CURLY.search(line):
        return "it has curly quotes", 'use straight ones: "'
    if found := _DAY_FIRST.search(line):
        day, sign, month, year = (found[1], found[2], found[3], found[4])
        known = sign == "." and 1 <= int(month) <= 12 and 1 <= int(day) <= 31
        wanted = f"{year}-{int(month):02d}-{int(day):02d}" if known else "year-month-day, such as 2026-12-31"
        return "it has a date that begins with the day or month", f"write the date as {wanted}"
    return None


def shaped(data: Any, shape: type[T], faults: Faults, table: str = "") -> T:
    """Convert a parsed TOML table into a checked shape, and collect what is wrong with it.

    Args:
        data: the table, as Python values.
        shape: one of the shapes of `library.shapes`.
        faults: the file's faults.
        table: the key of the table in the file.
    """
    try:
        return convert(data, shape)
    except ValidationError as error:
        from l5tui.library.shape_check import checked

        found: T = checked(data, shape, faults, table)
        if not faults:  # a rule of msgspec that the check doesn't know
            faults.add(table, str(error))
        return found


def _refuse_unseen(data: dict[str, Any], faults: Faults) -> None:
    """Refuse characters that must not reach a terminal, which TOML allows as escapes, those that can't be seen, and
    names of nothing but blanks.
    """
    waiting: list[tuple[Any, str, str]] = [(data, "", "")]
    while waiting:
        value, key, name = waiting.pop()
        if isinstance(value, dict):
            waiting += [(inner, joined_key(key, own), own) for own, inner in value.items()]
        elif isinstance(value, list):
            waiting += [(inner, f"{key}[{index}]", name) for index, inner in enumerate(value)]
        elif isinstance(value, str) and (why := unseen(value, is_name=name in _NAMES)):
            faults.add(key, *why)


def unseen(text: str, *, is_name: bool) -> tuple[str, str] | None:
    """What of a text can't be shown and what to do; None where all can."""
    if text.translate(_SPACES).isprintable() and not (is_name and text and (not text.isascii() or not text.strip())):
        return None
    if bad := _REFUSED.search(text):
        return f"it has the control character U+{ord(bad[0]):04X}", "take it out"
    kinds = [unicodedata.category(sign) for sign in text]
    if "Cf" in kinds:
        return f"it has the invisible character U+{ord(text[kinds.index('Cf')]):04X}", "take it out"
    if not is_name:
        return None
    if not any(kind[0] in "LNPS" and sign not in _BLANKS for sign, kind in zip(text, kinds, strict=True)):
        return "it has no character that can be seen", "write a name"
    if "M" * (_MOST_MARKS + 1) in "".join(kind[0] for kind in kinds):
        return f"it has more than {_MOST_MARKS} accents on one letter", "take some out"
    return None
