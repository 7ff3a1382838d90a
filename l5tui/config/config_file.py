"""Reading and writing `config.toml`."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args, get_type_hints

from l5tui.config.errors import SettingsError, system_words
from l5tui.config.key_names import key_table
from l5tui.config.output import did_you_mean
from l5tui.config.private_file import replace_private
from l5tui.config.settings import (
    CUE_OUTPUTS,
    PhoneNumber,
    QuietHours,
    Settings,
    SocketPath,
    UnusableError,
    either,
    shown,
)
from l5tui.domain.time_words import parse_quiet

BOM = "\ufeff"
_DEFAULTS = "The defaults are used"


def load_settings(
    path: Path, keys: Mapping[str, str] | None = None, together: Collection[Collection[str]] = ()
) -> tuple[Settings, list[SettingsError]]:
    """The settings in a file, and an error for everything in it that can't be used.

    Args:
        path: the file; it may be missing.
        keys: the ids that `[keys]` may name, with their default keys; None accepts every id.
        together: groups of ids that are active at the same time. Within a group a key may have only one meaning.
    """
    try:
        text = read_text(path, _DEFAULTS)
        table = parsed_toml(path, text, _DEFAULTS)
    except SettingsError as problem:
        return Settings(), [problem]
    kinds = get_type_hints(Settings)
    usable: Mapping[str, object]
    values: dict[str, Any] = {}
    unusables: list[tuple[str, UnusableError]] = []
    for name, value in table.items():
        try:
            if name not in kinds:
                raise UnusableError(f"there is no such setting{did_you_mean(name, kinds)}", "It is left out")
            if name in {"keys", "cue", "extras"}:
                match name:
                    case "keys":
                        usable, unusable = key_table(value, keys, together)
                    case "cue":
                        usable, unusable = _cue_table(value)
                    case _:
                        usable, unusable = _extras_table(value)
                values[name] = MappingProxyType(usable)
                unusables += [(f"{name}.{key}", why) for key, why in unusable.items()]
            else:
                values[name] = _value(kinds[name], value)
        except UnusableError as why:
            unusables.append((name, why))
    if values.get("bell") is False and values.get("cues", "bell") == "bell":
        values["cues"] = "off"  # the meaning of this file before the setting `cues` existed
    return Settings(**values), _problems(path, text, unusables) if unusables else []


def _problems(path: Path, text: str, unusables: Sequence[tuple[str, UnusableError]]) -> list[SettingsError]:
    """For each setting that can't be used its line, what is wrong, and what holds instead."""
    from l5tui.config.toml_lines import line_of, lines_by_key  # imported here because most files have no fault

    lines, found = lines_by_key(text.removeprefix(BOM)), []
    for name, why in unusables:
        line = line_of(name, lines)
        hint = why.hint or f"The default, {shown(getattr(Settings(), name))}, is used"
        found.append(SettingsError(f"{path}: {f'line {line}: ' if line else ''}{name}: {why}", hint))
    return found


def _cue_table(table: object) -> tuple[dict[str, frozenset[str]], dict[str, UnusableError]]:
    """The usable and the unusable rows of `[cue]`; missing and unusable kinds keep their defaults.

    Raises:
        UnusableError: `cue` is no table.
    """
    if not isinstance(table, dict):
        raise UnusableError(f"must be a table, [cue], not {shown(table)}", "The cues stay as they are")
    usable = dict(Settings().cue)
    unusable: dict[str, UnusableError] = {}
    for kind, value in table.items():
        if kind not in Settings().cue:
            unusable[kind] = UnusableError(
                f"there is no such cue{did_you_mean(kind, Settings().cue)}", "It is left out"
            )
        elif not isinstance(value, list) or not all(one in CUE_OUTPUTS for one in value):
            wrong = next((one for one in value if one not in CUE_OUTPUTS), value) if isinstance(value, list) else value
            why = f"must be a list of {either(CUE_OUTPUTS)}, not {shown(wrong)}"
            unusable[kind] = UnusableError(why, "It stays as it is")
        else:
            usable[kind] = frozenset(value)
    return usable, unusable


def _extras_table(table: object) -> tuple[dict[str, bool], dict[str, UnusableError]]:
    """The usable and the unusable rows of `[extras]`. Which exercises there are isn't known here.

    Raises:
        UnusableError: `extras` is no table.
    """
    if not isinstance(table, dict):
        raise UnusableError(f"must be a table, [extras], not {shown(table)}", "None is switched on")
    usable = {name: value for name, value in table.items() if isinstance(value, bool)}
    unusable = {
        name: UnusableError(f"must be true or false, not {shown(value)}", "It stays off")
        for name, value in table.items()
        if name not in usable
    }
    return usable, unusable


def _value(kind: Any, value: object) -> object:
    """The value, if it fits this type.

    Raises:
        UnusableError: it doesn't.
    """
    if choices := get_args(kind):
        if value not in choices:
            raise UnusableError(f"must be {either(choices)}, not {shown(value)}")
    elif kind is str:
        if not isinstance(value, str):
            raise UnusableError(f"must be text in quotes, not {shown(value)}")
        if why := command_fault(value):
            raise UnusableError(f"{shown(value)} is no command: {why}")
    elif kind is SocketPath:
        if not isinstance(value, str) or socket_fault(value):
            raise UnusableError(f'must be a file\'s whole path ("~/.l5tui-voice"), not {shown(value)}')
    elif kind is QuietHours:
        if not isinstance(value, str) or hours_fault(value):
            raise UnusableError(f'must be from when to when ("22:00-07:00"), not {shown(value)}')
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
    """Why this can't be a command line (`speak`); empty if it can. Whether the command exists isn't checked."""
    if not text.isprintable():
        return "it has signs that can't be shown"
    from shlex import split

    try:
        split(text)
    except ValueError as error:
        return str(error)[:1].lower() + str(error)[1:]
    return ""


LONGEST_SOCKET = 100
"""The most bytes of a socket's path; no system takes more than 107."""


def socket_fault(text: str) -> str:
    """Why this can't be the path of a socket (`speak_socket`); empty if it can. An empty text is allowed."""
    if not text.isprintable():
        return "it has signs that can't be shown"
    if text and not text.startswith(("/", "~/")):
        return "it begins with / or ~/"
    return f"it is longer than {LONGEST_SOCKET} signs" if len(text.encode(errors="replace")) > LONGEST_SOCKET else ""


LONGEST_NUMBER = 20
"""The most characters of a phone number; the longest have fifteen digits."""


def number_fault(text: str) -> str:
    """Why this can't be a phone number (`emergency_number`); empty if it can. An empty text is allowed."""
    text = " ".join(text.split())
    if len(text) > LONGEST_NUMBER:
        return f"it is longer than {LONGEST_NUMBER} signs"
    if not re.fullmatch(r"(\+?[0-9][0-9 ]*)?", text):
        return "it may have digits, spaces, and a plus in front"
    return ""


def hours_fault(text: str) -> str:
    """Why this can't be a span of time (`quiet_hours`); empty if it can. An empty text is allowed."""
    return "" if not text or parse_quiet(text) else "it is from when to when, such as 22:00-07:00"


def read_text(path: Path, hint: str) -> str:
    """The text of the file including a byte order mark; empty if the file is missing.

    Raises:
        SettingsError: it can't be read; the message has the path, and `hint`.
    """
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):  # a pipe may block, a device may never end
            raise SettingsError(f"{path}: not a plain file", hint)
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except OSError as error:
        raise SettingsError(f"{path}: can't be read: {system_words(error)}", hint) from error
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SettingsError(f"{path}: line {line}: not UTF-8; it must be saved as UTF-8 text", hint) from error
    return text


def parsed_toml(path: Path, text: str, hint: str) -> dict[str, Any]:
    """The parsed content of the text of that file.

    Raises:
        SettingsError: it isn't TOML; the message has the path, and `hint`.
    """
    if not text:
        return {}
    import tomllib

    try:
        return tomllib.loads(text.removeprefix(BOM))
    except tomllib.TOMLDecodeError as error:
        from l5tui.config.toml_faults import what_is_wrong  # imported here because most files have no fault

        raise SettingsError(f"{path}: {what_is_wrong(error, text.removeprefix(BOM))}", hint) from error
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"{path}: a number or a list in it is too large", hint) from error


_NOT_WRITTEN = "It holds until you quit; to keep it, write it there by hand"


def save(path: Path, changes: Mapping[str, object]) -> None:
    """Set these values in the file, which is created if it is missing. A symbolic link is followed and kept.

    Args:
        path: `config.toml`.
        changes: values by the setting's name; `cue.last` is `last` in `[cue]`.

    Raises:
        SettingsError: the file isn't valid or can't be written; it is unchanged.
    """
    file = Path(os.path.realpath(path))
    text = read_text(path, _NOT_WRITTEN)
    parsed_toml(path, text, _NOT_WRITTEN)
    try:
        replace_private(file, with_values(text, changes).encode())
    except UnusableError as error:
        raise SettingsError(f"{path}: {', '.join(changes)} can't be set, for {error}", _NOT_WRITTEN) from error
    except OSError as error:
        raise SettingsError(f"{path}: can't be written: {system_words(error)}", _NOT_WRITTEN) from error


def with_values(text: str, changes: Mapping[str, object]) -> str:
    """The text with these values set, each in its place or at the end of its table.

    The result is parsed again and compared, so a faulty edit is never returned.

    Args:
        text: valid TOML.
        changes: values by the setting's name.

    Raises:
        TypeError: TOML has no such value.
        UnusableError: it can't be done without changing something else.
    """
    import tomllib

    import tomlkit  # imported here because it loads slowly and few runs save settings
    from tomlkit.exceptions import TOMLKitError

    mark, body = (BOM, text[1:]) if text.startswith(BOM) else ("", text)
    end = "\r\n" if 0 < body.count("\n") == body.count("\r\n") else "\n"
    body = body.replace(end, "\n")
    if body and not body.endswith("\n"):  # tomlkit would continue the last line after a dotted key
        body += "\n"
    wanted, new = tomllib.loads(body), []
    items = {setting: tomlkit.item(value) for setting, value in changes.items()}
    try:
        document = tomlkit.parse(body)
        for setting, item in items.items():
            *tables, name = setting.split(".")
            inner: Any = document
            table = wanted
            for one in tables:
                inner, table = inner.setdefault(one, tomlkit.table()), table.setdefault(one, {})
                if not isinstance(table, dict):
                    raise UnusableError(f"{one} is no table")
            if isinstance(table.get(name), dict):
                raise UnusableError(f"{name} is a table")
            if name not in table:
                new.append(f"{name} = {item.as_string()}\n")
            inner[name], table[name] = item, item.unwrap()
        after = _above_comments(document.as_string(), new, body)
        if tomllib.loads(after) == wanted:
            return mark + after.replace("\n", end)
    except (TOMLKitError, tomllib.TOMLDecodeError, RecursionError):
        pass
    raise UnusableError("it is written in a way that isn't understood well enough to change it")


def _above_comments(text: str, new: Sequence[str], before: str) -> str:
    """Move new lines above the comment of the next table's header, if tomlkit put them between the two.

    In the text `before`, such a comment is directly above the header.
    """

    def moved(found: re.Match[str]) -> str:
        value, comment, lines, header = found.groups(default="")
        return f"{value}{lines}\n{comment}" if comment + header in before else found[0]

    lines = "|".join(map(re.escape, new)) or "(?!)"  # a pattern that never matches
    comment = rf"(?:^([ \t]*[^#\s].*\n)\n)?^((?:[ \t]*#.*\n)+)((?:{lines})+)\n?(?=([ \t]*\[.*))"
    return re.sub(comment, moved, text, flags=re.MULTILINE)


class Unsaved:
    """Settings that couldn't be saved. They are tried again with the next save, and once more at the end.

    Not thread-safe: the caller uses it from one thread at a time.
    """

    def __init__(self) -> None:
        self._path: Path | None = None
        self._waiting: dict[str, object] = {}

    def save(self, path: Path, changes: Mapping[str, object]) -> None:
        """Save these settings and those that are waiting.

        Raises:
            SettingsError: some of them couldn't be saved, and wait for the next save.
        """
        self._path = path
        self._waiting.update(changes)
        try:
            save(path, self._waiting)
            self._waiting.clear()
        except SettingsError:
            self._save_each(path)
            if self._waiting:
                raise

    def end(self) -> None:
        """Try to save the waiting settings for the last time."""
        if self._path is not None and self._waiting:
            with suppress(SettingsError):
                self.save(self._path, {})

    def _save_each(self, path: Path) -> None:
        """Save each setting separately, so that one that can't be set doesn't block the others."""
        for name, value in list(self._waiting.items()) if len(self._waiting) > 1 else ():
            with suppress(SettingsError):
                save(path, {name: value})
                del self._waiting[name]
