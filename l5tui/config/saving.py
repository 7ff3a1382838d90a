"""Writing `config.toml`: a few values set in it, and all else as the person wrote it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from l5tui.config.config_file import BOM, read_text, sound
from l5tui.config.errors import SettingsError
from l5tui.config.words import UnusableError

_NOT_WRITTEN = "It holds until you quit; to keep it, write it there by hand"


def save(path: Path, changes: Mapping[str, object]) -> None:
    """Set these values in the file, which is made if it isn't there. A symbolic link is followed and stays one.

    Args:
        path: `config.toml`.
        changes: values by the setting's name; `cue.last` is `last` in `[cue]`.

    Raises:
        SettingsError: the file isn't sound, or can't be written; it is as it was.
    """
    file = Path(os.path.realpath(path))
    text = read_text(path, _NOT_WRITTEN)
    sound(path, text, _NOT_WRITTEN)
    try:
        _replace(file, with_values(text, changes).encode())
    except UnusableError as error:
        raise SettingsError(f"{path}: {', '.join(changes)} can't be set, for {error}", _NOT_WRITTEN) from error
    except OSError as error:
        raise SettingsError(f"{path}: can't be written: {error.strerror}", _NOT_WRITTEN) from error


def with_values(text: str, changes: Mapping[str, object]) -> str:
    """The text with these values set, each where it stands already or at the end of its table.

    What comes out is read again and compared, so an edit that went wrong is never handed back.

    Args:
        text: sound TOML.
        changes: values by the setting's name.

    Raises:
        TypeError: TOML has no such value.
        UnusableError: it can't be done without touching something else.
    """
    import tomllib

    import tomlkit  # only here: it takes longer to load than all else of the settings, and few runs save any
    from tomlkit.exceptions import TOMLKitError

    mark, body = (BOM, text[1:]) if text.startswith(BOM) else ("", text)
    end = "\r\n" if 0 < body.count("\n") == body.count("\r\n") else "\n"
    body = body.replace(end, "\n")
    if body and not body.endswith("\n"):  # tomlkit would write on in the last line after a dotted key
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
    """The text with the new lines above the comment that stands on the next table's header, where tomlkit put them
    between the two. In the text of before, such a comment has the header right under it."""

    def moved(found: re.Match[str]) -> str:
        value, comment, lines, header = found.groups(default="")
        return f"{value}{lines}\n{comment}" if comment + header in before else found[0]

    lines = "|".join(map(re.escape, new)) or "(?!)"  # which nothing matches
    comment = rf"(?:^([ \t]*[^#\s].*\n)\n)?^((?:[ \t]*#.*\n)+)((?:{lines})+)\n?(?=([ \t]*\[.*))"
    return re.sub(comment, moved, text, flags=re.MULTILINE)


class Unsaved:
    """Settings that couldn't be saved: they are written with the next that can, and once more at the end.

    Called by one thread at a time.
    """

    def __init__(self) -> None:
        self._path: Path | None = None
        self._waiting: dict[str, object] = {}

    def save(self, path: Path, changes: Mapping[str, object]) -> None:
        """Save these settings, and those that wait.

        Raises:
            SettingsError: some or all of them couldn't be saved, and wait.
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
        """Try what waits for the last time."""
        if self._path is not None and self._waiting:
            with suppress(SettingsError):
                self.save(self._path, {})

    def _save_each(self, path: Path) -> None:
        """One that can't be set keeps none of the others from being saved."""
        for name, value in list(self._waiting.items()) if len(self._waiting) > 1 else ():
            with suppress(SettingsError):
                save(path, {name: value})
                del self._waiting[name]


def _replace(file: Path, content: bytes) -> None:
    """Put this in the file's place, whole or not at all, readable by its owner alone."""
    if file.exists() and not os.access(file, os.W_OK):
        raise PermissionError(13, os.strerror(13))  # a file that may not be written isn't replaced either
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = file.with_name(f".{file.name}.{os.urandom(4).hex()}.tmp")
    fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(fd, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(fd)
        temporary.replace(file)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    with suppress(OSError):
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
