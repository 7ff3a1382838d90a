"""What a person may set, in `config.toml`.

Each setting is a typed field with a default, and its docstring is what the manual says about it. A file never stops
the person: a value that can't be used is named with file and key, its default is taken, and the rest counts. Nothing
here writes or makes a folder; a missing file means that nothing was set.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, get_args, get_type_hints

from l5tui.errors import SettingsError

Theme = Literal["auto", "dark", "light"]
FirstSide = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What was set, and the default of what wasn't."""

    bell: bool = True
    """`true`: the terminal's bell rings at the end of each stretch of a session."""
    theme: Theme = "auto"
    """`"dark"`, `"light"`, or `"auto"`: what suits the terminal, as far as that can be known."""
    first_side: FirstSide = "left"
    """Which side begins where an exercise has two: `"left"` or `"right"`."""
    sides_each: bool = False
    """`true`: where the sides take turns, do all repetitions on one side and then all on the other."""
    reduced_motion: bool = False
    """`true`: nothing moves; the picture changes at each phase."""
    own_pace: bool = False
    """`true`: each phase waits for you; space goes on."""
    figure: bool = True
    """`false`: no figure."""
    mirror: bool = False
    """`true`: the figure lies the other way round; left stays left."""
    floor_mode: bool = False
    """`true`: a session begins in floor mode, with the count and the word alone."""
    cues: Literal["off", "bell", "all"] = "bell"
    """What is heard at the start: `"off"`, `"bell"` or `"all"`; `c` in a session changes it."""
    speak: str = ""
    """A command that speaks its last argument, such as `"espeak-ng"` or `"say"`; empty for no voice."""
    unlocked_journal: bool = False
    """`true`: write the journal even where the file system has no locks. Then run only one l5tui at a time."""
    keys: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Other keys for what the help screen lists, by the id that stands there: `"session.pause" = "space,w"`.

    Commas stand between several keys. Names are Textual's: `x`, `X`, `space`, `ctrl+x`, `f5`, `comma`.
    """

    def cue_outputs(self, kind: str) -> frozenset[str]:
        """What a kind of cue uses when all cues are on."""
        del kind
        return frozenset({"bell", "speak"})


def load_settings(path: Path, key_ids: Collection[str] | None = None) -> tuple[Settings, list[SettingsError]]:
    """The settings in a file, and a line for everything in it that can't be used.

    Args:
        path: the file; it needn't exist.
        key_ids: the ids that `[keys]` may name. They live with the screens, so whoever knows the screens hands them
            in; None takes every id.
    """
    try:
        table = _read(path)
    except SettingsError as problem:
        return Settings(), [problem]
    kinds = get_type_hints(Settings)
    values: dict[str, Any] = {}
    problems: list[SettingsError] = []
    for name, value in table.items():
        try:
            if name not in kinds:
                raise _UnusableError(f"there is no such setting{_nearest(name, kinds)}", "It is left out")
            if name == "keys":
                usable, unusable = _keys(value, key_ids)
                values[name] = MappingProxyType(usable)
                problems += [SettingsError(f"{path}: keys.{key}: {why}", why.hint) for key, why in unusable.items()]
            else:
                values[name] = _value(kinds[name], value)
        except _UnusableError as why:
            hint = why.hint or f"The default, {_shown(getattr(Settings(), name))}, is used"
            problems.append(SettingsError(f"{path}: {name}: {why}", hint))
    return Settings(**values), problems


class _UnusableError(Exception):
    """Why a value can't be used; `hint` says what is done instead, where that isn't taking the default."""

    def __init__(self, why: str, hint: str = "") -> None:
        super().__init__(why)
        self.hint = hint


def _read(path: Path) -> dict[str, Any]:
    """The file as TOML, or an error that has the line."""
    hint = "The defaults are used"
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise SettingsError(f"{path}: can't be read: {error.strerror}", hint) from error
    import tomllib

    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SettingsError(f"{path}: line {line}: not UTF-8", hint) from error
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: {_with_line_first(str(error), text)}", hint) from error
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"{path}: a number or a list in it is too large", hint) from error


def _with_line_first(message: str, text: str) -> str:
    """`Invalid value (at line 3, column 8)`, as the parser says it, with the place first."""
    found = re.fullmatch(r"(?P<what>.*) \(at (?:line (?P<line>\d+), column \d+|end of document)\)", message, re.DOTALL)
    if found is None:
        return message
    return f"line {found['line'] or max(1, len(text.splitlines()))}: {found['what']}"


def _value(kind: Any, value: object) -> object:
    """The value, when it is of this kind."""
    choices = get_args(kind)
    if choices:
        if value not in choices:
            raise _UnusableError(f"must be {_either(choices)}, not {_shown(value)}")
    elif not isinstance(value, bool):
        raise _UnusableError(f"must be true or false, not {_shown(value)}")
    return value


# Keys ---------------------------------------------------------------------------------------------------------------

OWNED_KEYS = frozenset(f"ctrl+{letter}" for letter in "absjhim")
"""Keys that mostly never arrive: terminals, tmux and screen keep them, or they are enter, tab and backspace."""

_MODIFIERS = frozenset({"ctrl", "shift", "alt", "super", "hyper", "meta"})
_NAMED = frozenset({"space", "enter", "escape", "tab", "backspace", "delete", "insert"}).union(
    ("up", "down", "left", "right", "home", "end", "pageup", "pagedown"),
    ("plus", "minus", "slash", "backslash", "at", "underscore"),
    (f"f{number}" for number in range(1, 25)),
)


def _keys(table: object, key_ids: Collection[str] | None) -> tuple[dict[str, str], dict[str, _UnusableError]]:
    """The usable and the unusable rows of `[keys]`; an id with dots may stand quoted, or as tables in tables."""
    if not isinstance(table, dict):
        raise _UnusableError(f"must be a table, [keys], not {_shown(table)}", "The keys stay as they are")
    usable: dict[str, str] = {}
    unusable: dict[str, _UnusableError] = {}
    for key_id, value in _flat(table):
        try:
            if key_ids is not None and key_id not in key_ids:
                raise _UnusableError(f"there is no such key{_nearest(key_id, key_ids)}", "It is left out")
            usable[key_id] = _key_names(value)
        except _UnusableError as why:
            unusable[key_id] = why
    return usable, unusable


def _flat(table: Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield before + name, value


def _key_names(value: object) -> str:
    """`x, space` as Textual takes it: no spaces, each a key that a terminal can send."""
    hint = "The key stays as it is"
    if not isinstance(value, str):
        raise _UnusableError(f'must be text such as "x" or "ctrl+x", not {_shown(value)}', hint)
    names = [name.strip() for name in value.split(",")]
    for name in names:
        *modifiers, key = name.split("+") if len(name) > 1 else [name]
        if not key:
            raise _UnusableError(f'{_shown(value)} leaves a key out; write "space", "comma" and "plus" as words', hint)
        if name in OWNED_KEYS:
            raise _UnusableError(f"{name} belongs to terminals, tmux or screen", hint)
        if not (_is_key(key) and _MODIFIERS.issuperset(modifiers)):
            raise _UnusableError(f"{_shown(name)} is not a key{_nearest(name, _NAMED)}", hint)
    return ",".join(names)


def _is_key(name: str) -> bool:
    """Whether a terminal can send it: a sign, a key's name, or a sign by its Unicode name (`question_mark`)."""
    if len(name) == 1:
        return name.isprintable()
    if name in _NAMED:
        return True
    try:
        return name == name.lower() and bool(unicodedata.lookup(name.replace("_", " ")))
    except KeyError:
        return False


# Words --------------------------------------------------------------------------------------------------------------

_LONGEST = 40


def _nearest(name: str, known: Iterable[str]) -> str:
    """` (did you mean bell?)`, where something known is near."""
    from difflib import get_close_matches

    near = get_close_matches(name, list(known), n=1)
    return f" (did you mean {near[0]}?)" if near else ""


def _either(choices: Iterable[object]) -> str:
    *most, last = [_shown(choice) for choice in choices]
    return f"{', '.join(most)} or {last}" if most else last


def _shown(value: object) -> str:
    """A value as TOML has it, on one line and not long."""
    match value:
        case bool():
            return str(value).lower()
        case int() | float() | date() | time():
            return str(value)[:_LONGEST]
        case str():
            plain = "".join(sign if sign.isprintable() else "?" for sign in value)
            return f'"{plain if len(plain) <= _LONGEST else plain[:_LONGEST] + "..."}"'
        case dict():
            return "a table"
        case _:
            return "an array"
