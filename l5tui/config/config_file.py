"""Reading `config.toml`. Nothing here writes or makes a folder."""

from __future__ import annotations

import re
import stat
from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args, get_type_hints

from l5tui.config.errors import SettingsError
from l5tui.config.key_names import key_table
from l5tui.config.settings import CUE_OUTPUTS, PhoneNumber, Settings
from l5tui.config.words import UnusableError, either, nearest, shown

BOM = "\ufeff"
_DEFAULTS = "The defaults are used"
_SOUND = 'such as bell = false, theme = "dark" or [keys], each name once'


def load_settings(
    path: Path, keys: Mapping[str, str] | None = None, together: Collection[Collection[str]] = ()
) -> tuple[Settings, list[SettingsError]]:
    """The settings in a file, and a line for everything in it that can't be used.

    Args:
        path: the file; it needn't exist.
        keys: the ids that `[keys]` may name, with the keys that they have. They live with the screens, so whoever
            knows the screens hands them in; None takes every id.
        together: ids that can be meant at the same time; two rows, or a row and a key that stays, may not take the
            same key among them.
    """
    try:
        table = _read(path)
    except SettingsError as problem:
        return Settings(), [problem]
    kinds = get_type_hints(Settings)
    usable: Mapping[str, object]
    values: dict[str, Any] = {}
    problems: list[SettingsError] = []
    for name, value in table.items():
        try:
            if name not in kinds:
                raise UnusableError(f"there is no such setting{nearest(name, kinds)}", "It is left out")
            if name in {"keys", "cue"}:
                usable, unusable = key_table(value, keys, together) if name == "keys" else _cue_table(value)
                values[name] = MappingProxyType(usable)
                problems += [SettingsError(f"{path}: {name}.{key}: {why}", why.hint) for key, why in unusable.items()]
            else:
                values[name] = _value(kinds[name], value)
        except UnusableError as why:
            hint = why.hint or f"The default, {shown(getattr(Settings(), name))}, is used"
            problems.append(SettingsError(f"{path}: {name}: {why}", hint))
    if values.get("bell") is False and values.get("cues", "bell") == "bell":
        values["cues"] = "off"  # as a file from before there was `cues` means it
    return Settings(**values), problems


def _cue_table(table: object) -> tuple[dict[str, frozenset[str]], dict[str, UnusableError]]:
    """The usable and the unusable rows of `[cue]`; a kind that isn't there, or unusable, is as it comes."""
    if not isinstance(table, dict):
        raise UnusableError(f"must be a table, [cue], not {shown(table)}", "The cues stay as they are")
    usable = dict(Settings().cue)
    unusable: dict[str, UnusableError] = {}
    for kind, value in table.items():
        if kind not in Settings().cue:
            unusable[kind] = UnusableError(f"there is no such cue{nearest(kind, Settings().cue)}", "It is left out")
        elif not isinstance(value, list) or not all(one in CUE_OUTPUTS for one in value):
            wrong = next((one for one in value if one not in CUE_OUTPUTS), value) if isinstance(value, list) else value
            why = f"must be a list of {either(CUE_OUTPUTS)}, not {shown(wrong)}"
            unusable[kind] = UnusableError(why, "It stays as it is")
        else:
            usable[kind] = frozenset(value)
    return usable, unusable


def _value(kind: Any, value: object) -> object:
    """The value, when it is of this kind."""
    if choices := get_args(kind):
        if value not in choices:
            raise UnusableError(f"must be {either(choices)}, not {shown(value)}")
    elif kind is str:
        if not isinstance(value, str):
            raise UnusableError(f"must be text in quotes, not {shown(value)}")
        if why := command_fault(value):
            raise UnusableError(f"{shown(value)} is no command: {why}")
    elif kind is PhoneNumber:
        if not isinstance(value, str):
            raise UnusableError(f'must be a number in quotes ("144"), not {shown(value)}')
        if why := number_fault(value):
            raise UnusableError(f"{shown(value)} is no number to call: {why}")
        return " ".join(value.split())
    elif not isinstance(value, bool):
        raise UnusableError(f"must be true or false, not {shown(value)}")
    return value


def command_fault(text: str) -> str:
    """Why this can't be a command line (`speak`), or nothing. Whether the command is there isn't asked."""
    if not text.isprintable():
        return "it has signs that can't be shown"
    from shlex import split

    try:
        split(text)
    except ValueError as error:
        return str(error)[:1].lower() + str(error)[1:]
    return ""


LONGEST_NUMBER = 20
"""Signs of a number to call: the longest of the world have fifteen digits."""


def number_fault(text: str) -> str:
    """Why this can't be a number to call (`emergency_number`), or nothing. An empty text is none, and is fine."""
    text = " ".join(text.split())
    if len(text) > LONGEST_NUMBER:
        return f"it is longer than {LONGEST_NUMBER} signs"
    if not re.fullmatch(r"(\+?[0-9][0-9 ]*)?", text):
        return "it may have digits, spaces, and a plus in front"
    return ""


def _read(path: Path) -> dict[str, Any]:
    """The file as TOML, or an error that has the line."""
    return sound(path, read_text(path, _DEFAULTS), _DEFAULTS)


def read_text(path: Path, hint: str) -> str:
    """The text of the file, a byte order mark with it; of one that isn't there, nothing.

    Raises:
        SettingsError: it can't be read; the line has the place, and `hint`.
    """
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):  # a pipe would hold us up, a device may never end
            raise SettingsError(f"{path}: not a plain file", hint)
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except OSError as error:
        raise SettingsError(f"{path}: can't be read: {error.strerror}", hint) from error
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SettingsError(f"{path}: line {line}: not UTF-8; it must be saved as UTF-8 text", hint) from error
    return text


def sound(path: Path, text: str, hint: str) -> dict[str, Any]:
    """What stands in the text of that file.

    Raises:
        SettingsError: it isn't TOML; the line has the place, and `hint`.
    """
    if not text:
        return {}
    import tomllib

    try:
        return tomllib.loads(text.removeprefix(BOM))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: {_with_line_first(str(error), text)}; lines must be {_SOUND}", hint) from error
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"{path}: a number or a list in it is too large", hint) from error


def _with_line_first(message: str, text: str) -> str:
    """`Invalid value (at line 3, column 8)`, as the parser says it, with the place and what stands there first."""
    found = re.fullmatch(r"(?P<what>.*) \(at (?:line (?P<line>\d+), column \d+|end of document)\)", message, re.DOTALL)
    if found is None:
        return message
    lines = text.split("\n") if found["line"] else text.rstrip().split("\n")
    number = int(found["line"] or len(lines))
    return f"line {number}: {shown(lines[number - 1].lstrip(BOM).strip())} can't be read: {found['what']}"
