"""Writing `config.toml`: a few values set in it, and all else as the person wrote it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from l5tui.errors import SettingsError

_NOT_WRITTEN = "It holds until you quit; to keep it, write it there by hand"


def save(path: Path, changes: Mapping[str, object]) -> None:
    """Set these values in the file, which is made if it isn't there. A symbolic link is followed and stays one.

    Args:
        path: `config.toml`.
        changes: values by the setting's name; `cue.last` is `last` in `[cue]`.

    Raises:
        SettingsError: the file isn't sound, or can't be written; it is as it was.
    """
    from l5tui.settings.lines import EditError, with_values
    from l5tui.settings.loading import read_text, sound

    file = Path(os.path.realpath(path))
    text = read_text(path, _NOT_WRITTEN)
    sound(path, text, _NOT_WRITTEN)
    keyed = {tuple(name.split(".")): value for name, value in changes.items()}
    try:
        _replace(file, with_values(text, keyed).encode())
    except EditError as error:
        raise SettingsError(f"{path}: {', '.join(changes)} can't be set, for {error}", _NOT_WRITTEN) from error
    except OSError as error:
        raise SettingsError(f"{path}: can't be written: {error.strerror}", _NOT_WRITTEN) from error


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
