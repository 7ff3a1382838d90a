"""Setting values in the text of a TOML file, so that all else in it stays as the person wrote it.

A statement is found by parsing: in a sound file, what begins where one ends and parses by itself is the next, however
many lines it has. And what comes out is parsed again and compared, so an edit that went wrong is never handed back.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

BOM: Final = "\ufeff"
Key = tuple[str, ...]
"""A key with the tables it stands in: `("cue", "last")`."""


class EditError(Exception):
    """The text is of a form in which this value can't be set."""


class _Statement(NamedTuple):
    """One statement, blank line or comment."""

    text: str
    header: Key | None
    """Of a table's header, its name; `("",)` for one of an array of tables."""
    table: Key
    """The table that it stands in."""
    keys: Key
    """What it sets, from the top of the file; empty for what sets nothing."""


def with_values(text: str, changes: Mapping[Key, object]) -> str:
    """The text with these values set, each where it stands already or at the end of its table.

    Args:
        text: sound TOML.
        changes: by key, at the top or in a table: booleans, texts, and lists of them.

    Raises:
        EditError: it can't be done without touching something else.
    """
    mark = BOM if text.startswith(BOM) else ""
    end = "\r\n" if "\r\n" in text else "\n"
    body = text.removeprefix(BOM)
    wanted = tomllib.loads(body)
    for path, value in changes.items():
        body = _set(body, path, toml_of(value), end)
        inner = wanted
        for name in path[:-1]:
            inner = inner.setdefault(name, {})
            if not isinstance(inner, dict):
                raise EditError(f"{name} is no table")
        inner[path[-1]] = value
    try:
        if tomllib.loads(body) == wanted:
            return mark + body
    except tomllib.TOMLDecodeError:
        pass
    raise EditError("it is written in a way that isn't understood well enough to change it")


def toml_of(value: object) -> str:
    """A value as TOML has it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Sequence):
        return f"[{', '.join(map(toml_of, value))}]"
    raise TypeError(f"no setting has a value such as {value!r}")


def _set(text: str, path: Key, value: str, end: str) -> str:
    parts = list(_statements(text))
    for index, part in enumerate(parts):
        if part.keys == path:
            parts[index] = part._replace(text=_replaced(part.text, value))
            return "".join(one.text for one in parts)
    table, line = path[:-1], f"{path[-1]} = {value}{end}"
    texts = [one.text for one in parts]
    last = max(
        (index for index, one in enumerate(parts) if one.table == table and (one.keys or one.header)), default=-1
    )
    if last >= 0:
        if not texts[last].endswith("\n"):
            texts[last] += end
        texts.insert(last + 1, line)
    elif table:
        before = "" if not text else end if text.endswith("\n") else end * 2
        texts.append(f"{before}[{'.'.join(table)}]{end}{line}")
    else:
        first = next((index for index, one in enumerate(parts) if one.header), len(parts))
        if first < len(parts):
            while first and texts[first - 1].lstrip().startswith("#"):  # a header's own comment stays with it
                first -= 1
            line += end
        elif texts and not texts[-1].endswith("\n"):
            texts[-1] += end
        texts.insert(first, line)
    return "".join(texts)


def _statements(text: str) -> Iterator[_Statement]:
    table: Key = ()
    waiting = ""
    for line in _lines(text):
        waiting += line
        try:
            parsed = tomllib.loads(waiting)
        except tomllib.TOMLDecodeError:
            continue
        header = _header(waiting, parsed)
        if header is not None:
            table = header
        keys = () if header is not None or not parsed else (*table, *_path(parsed))
        yield _Statement(waiting, header, table, keys)
        waiting = ""
    if waiting:
        raise EditError("its statements can't be told apart")


def _lines(text: str) -> list[str]:
    """As TOML has them: `splitlines` also breaks at form feeds and the like."""
    *lines, last = text.split("\n")
    return [f"{line}\n" for line in lines] + ([last] if last else [])


def _header(text: str, parsed: Mapping[str, Any]) -> Key | None:
    start = text.lstrip()
    if start.startswith("[["):
        return ("",)
    return _path(parsed) if start.startswith("[") else None


def _path(parsed: Mapping[str, Any]) -> Key:
    """The keys of a statement that sets one value; those of an inline table aren't told from dotted ones."""
    found: list[str] = []
    inner: Any = parsed
    while isinstance(inner, dict) and len(inner) == 1:
        [(name, inner)] = inner.items()
        found.append(name)
    return tuple(found)


def _replaced(statement: str, value: str) -> str:
    """The statement with another value; its key, its blanks and the comment after it stay."""
    key, _, rest = statement.partition("=")
    blank = rest[: len(rest) - len(rest.lstrip(" \t"))]
    whole = tomllib.loads(statement)
    for at, sign in enumerate(rest):
        if sign == "#" and _parses_to(f"{key}={rest[:at]}", whole):
            break
    else:
        at = len(rest)
    after = rest[len(rest[:at].rstrip()) :]
    return f"{key}={blank}{value}{after}"


def _parses_to(text: str, wanted: Mapping[str, Any]) -> bool:
    try:
        return tomllib.loads(text) == wanted
    except tomllib.TOMLDecodeError:
        return False
