"""Reading of a content file into a checked shape, with errors that a person can act on.

Each error is one line: the file, the key, the line number if the parser gives one, and what to do. Types have their
TOML names, and a misspelt key or word gets a suggestion. msgspec stops at the first mistake, so a file has at most one
error.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, NoReturn, TypeVar

from msgspec import Struct, ValidationError, convert

from l5tui.config.errors import ContentError, cannot_read

LARGEST_BYTES: Final = 256 * 1024
"""The largest content file in bytes. A larger file is something else."""

_TOML_WORDS: Final = {
    "int": "a whole number",
    "float": "a number with a point",
    "str": "a text in quotes",
    "bool": "true or false",
    "array": "an array [...]",
    "object": "a table",
    "datetime": "a date with a time",
    "date": "a date such as 2026-12-31",
    "time": "a time",
}
_AT_LINE: Final = re.compile(r"\s*\(at line (\d+), column \d+\)$|\s*\(at end of document\)$")
_AT_KEY: Final = re.compile(r" - at `\$\.?(.*)`$")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

T = TypeVar("T", bound=Struct)


def fault(file: str, key: str, what: str, hint: str = "") -> ContentError:
    """The error of one key in one file: `exercises/cat_cow.toml: phases[1].seconds: it is -4 ...`."""
    line = ": ".join(part for part in (file, key, what) if part)
    return ContentError(_printable(line), _printable(hint))


def quoted(value: object) -> str:
    """A value for an error message: quoted and shortened."""
    text = str(value)
    return f'"{text if len(text) <= 40 else text[:39] + "…"}"'


def _printable(text: str) -> str:
    """The text without control characters, so that it can't move a terminal's cursor."""
    return "".join(sign if sign.isprintable() else "?" for sign in text)


def nearest(word: str, words: Iterable[str]) -> str:
    """The hint for an unknown word: the nearest known word, or all of them if they are few."""
    known = sorted(words)
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    if close:
        return f'did you mean "{close[0]}"?'
    return f"it can be {', '.join(known)}" if 0 < len(known) <= 12 else ""


def read_text(path: Path, file: str) -> str:
    """The text of a file.

    Raises:
        ContentError: it isn't a plain file, can't be read, is too large, or isn't UTF-8.
    """
    try:
        if not path.exists():
            raise fault(file, "", "there is no such file")
        if not path.is_file():
            raise fault(file, "", "it is not a plain file")
        if path.stat().st_size > LARGEST_BYTES:
            raise fault(file, "", "it is too large for a content file", f"{LARGEST_BYTES // 1024} KiB is the most")
        data = path.read_bytes()
    except OSError as error:
        raise fault(file, "", cannot_read("it", error)) from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise fault(file, f"line {line}", "it is not UTF-8 text", "save the file as UTF-8") from error


def parse(text: str, shape: type[T], file: str, first_line: int = 1) -> T:
    """Parse a TOML text into a checked shape.

    Args:
        text: the TOML.
        shape: one of the shapes of `library.shapes`.
        file: the file's name in errors.
        first_line: the line of the file at which the text begins.

    Raises:
        ContentError: it isn't TOML, or doesn't fit the shape.
    """
    # CRLF is a line end in TOML, but the text wasn't read in text mode, which would have converted it.
    try:
        data = tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        found = _AT_LINE.search(message)
        where = f"line {int(found[1]) + first_line - 1}" if found and found[1] else ""
        raise fault(file, where, f"it is not TOML: {_AT_LINE.sub('', message)}") from error
    except (ValueError, RecursionError) as error:  # a number with thousands of digits, or arrays nested too deeply
        raise fault(file, "", "it is not TOML that this program can read") from error
    if "\\" in text:
        _refuse_controls(data, file, "")
    return shaped(data, shape, file)


def refuse_newer(text: str, known: int, file: str) -> None:
    """Refuse a TOML text whose `schema` is newer than this program, before its unknown keys count as mistakes.

    Raises:
        ContentError: it is newer. Invalid TOML is reported by `parse`.
    """
    try:
        schema = tomllib.loads(text).get("schema")
    except (ValueError, RecursionError):
        return
    if isinstance(schema, int) and schema > known:
        raise fault(file, "schema", f"it is of a newer l5tui (schema {schema})", "update l5tui")


def shaped(data: Any, shape: type[T], file: str, table: str = "") -> T:
    """Convert a parsed TOML table into a checked shape.

    Args:
        data: the table, as Python values.
        shape: one of the shapes of `library.shapes`.
        file: the file's name in errors.
        table: the key of the table in the file. msgspec can't report keys of tables with free names, so such tables
            are converted one by one.

    Raises:
        ContentError: it doesn't fit the shape.
    """
    try:
        return convert(data, shape)
    except ValidationError as error:
        _explain(str(error), data, shape, file, table)


def _refuse_controls(value: Any, file: str, key: str) -> None:
    """Refuse control characters, which must not reach a terminal. TOML allows them as escapes only."""
    if isinstance(value, dict):
        for name, inner in value.items():
            _refuse_controls(inner, file, f"{key}.{name}" if key else name)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            _refuse_controls(inner, file, f"{key}[{index}]")
    elif isinstance(value, str) and (bad := _CONTROL.search(value)):
        raise fault(file, key, f"it has the control character U+{ord(bad[0]):04X}", "take it out")


def _explain(message: str, data: Any, shape: type[Struct], file: str, table: str) -> NoReturn:
    """Raise the error for a mistake that msgspec found, in TOML's terms."""
    found = _AT_KEY.search(message)
    key = found[1] if found else ""
    message = _AT_KEY.sub("", message)
    value = _value_at(data, key)
    where = _join(table, key)
    named = re.search(r"`(.+)`$", message)
    if message.startswith("Object contains unknown field") and named:
        known = _keys_at(shape, key)
        hint = nearest(named[1], known - set(value if isinstance(value, dict) else ()))
        raise fault(file, _join(where, named[1]), "there is no such key", hint)
    if message.startswith("Object missing required field") and named:
        raise fault(file, _join(where, named[1]), "it is missing")
    if message.startswith("Invalid enum value"):
        raise fault(file, where, f"{quoted(value)} is not known", nearest(str(value), _choices_at(shape, key)))
    if limit := re.fullmatch(r"Expected `int` (>=|<=) (-?\d+)", message):
        raise fault(file, where, f"it is {value}", f"{limit[2]} is the {'least' if limit[1] == '>=' else 'most'}")
    if limit := re.fullmatch(r"Expected `(str|array)` of length (>=|<=) (\d+)", message):
        raise fault(file, where, *_too_short_or_long(limit[1], limit[2] == ">=", int(limit[3])))
    if message.startswith("Expected `str` matching"):
        raise fault(file, where, f"{quoted(value)} won't do", "small letters, digits and _ only, a letter first")
    if message.startswith("Invalid RFC3339 encoded date"):
        raise fault(file, where, f"{quoted(value)} is no date", "such as 2026-12-31, without quotes")
    if kinds := re.fullmatch(r"Expected `([^`]+)`, got `(\w+)`", message):
        wanted = " or ".join(_TOML_WORDS.get(kind, kind) for kind in kinds[1].split(" | ") if kind != "null")
        raise fault(file, where, f"it must be {wanted}, and is {_TOML_WORDS.get(kinds[2], kinds[2])}")
    raise fault(file, where, message)


def _too_short_or_long(kind: str, short: bool, limit: int) -> tuple[str, str]:
    if kind == "str":
        return ("it is empty", "") if short else ("it is too long", f"{limit} characters are the most")
    return (
        "it has too few items" if short else "it has too many items",
        f"{limit} is the {'least' if short else 'most'}",
    )


def _join(key: str, name: str) -> str:
    return f"{key}.{name}" if key and name else key or name


def _parts(key: str) -> list[str | int]:
    """`phases[1].seconds` as `["phases", 1, "seconds"]`."""
    return [int(index) if index else name for index, name in re.findall(r"\[(\d+)\]|([^.\[\]]+)", key)]


def _value_at(data: Any, key: str) -> Any:
    for part in _parts(key):
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _type_at(shape: type[Struct], key: str) -> list[Any]:
    """The msgspec types that are allowed at a key."""
    from msgspec import inspect

    types: list[Any] = [inspect.type_info(shape)]
    for part in _parts(key):
        types = [inner for kind in types for inner in _inside(kind, part)]
    return _flat(types)


def _flat(types: Iterable[Any]) -> list[Any]:
    from msgspec import inspect

    flat: list[Any] = []
    for kind in types:
        flat.extend(_flat(kind.types) if isinstance(kind, inspect.UnionType) else [kind])
    return flat


def _inside(kind: Any, part: str | int) -> list[Any]:
    from msgspec import inspect

    if isinstance(kind, inspect.UnionType):
        return [inner for one in kind.types for inner in _inside(one, part)]
    if isinstance(kind, inspect.StructType):
        return [field.type for field in kind.fields if field.encode_name == part]
    if isinstance(kind, inspect.ListType):
        return [kind.item_type]
    return [kind.value_type] if isinstance(kind, inspect.DictType) else []


def _keys_at(shape: type[Struct], key: str) -> set[str]:
    from msgspec import inspect

    tables = [kind for kind in _type_at(shape, key) if isinstance(kind, inspect.StructType)]
    return {field.encode_name for table in tables for field in table.fields}


def _choices_at(shape: type[Struct], key: str) -> set[str]:
    from msgspec import inspect

    kinds = _type_at(shape, key)
    named = {str(member.value) for kind in kinds if isinstance(kind, inspect.EnumType) for member in kind.cls}
    return named | {str(value) for kind in kinds if isinstance(kind, inspect.LiteralType) for value in kind.values}
