"""Content that was read and checked when the wheel was built, so that a start needn't do it again.

Each value is kept with a digest of the files that it was made of, and of the program's version. A value that is
missing, damaged or of other files only costs the time to read them. Safety questions are never kept. A checkout and an
editable install have none of it.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterable
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from l5tui import __version__

FOLDER: Final = Path(__file__).parents[1] / "prepared"
"""The folder inside the package that only a wheel has."""
_DIGEST_LENGTH: Final = 32


def stored(name: str, files: Iterable[Path], folder: Path | None = None) -> Any:
    """The value of that name if it was made of these very files, else None."""
    try:
        with open((folder or FOLDER) / name, "rb") as opened:  # noqa: PTH123  at each start, and twice as fast
            data = opened.read()
        if data[:_DIGEST_LENGTH] != _digest(files):
            return None
        return pickle.loads(data[_DIGEST_LENGTH:])  # noqa: S301  a part of the program, as its code is
    except Exception:  # noqa: BLE001  what can't be used is made anew
        return None


def store(name: str, files: Iterable[Path], value: object, folder: Path) -> None:
    """Keep a value that was made of these files; done when the wheel is built."""
    kept = BytesIO()
    _Pickler(kept, pickle.HIGHEST_PROTOCOL).dump(value)
    (folder / name).write_bytes(_digest(files) + kept.getvalue())


def _digest(files: Iterable[Path]) -> bytes:
    every = blake2b(__version__.encode(), digest_size=_DIGEST_LENGTH)
    for path in files:
        with open(path, "rb") as opened:  # noqa: PTH123
            data = opened.read()
        every.update(f"{os.path.basename(path)} {len(data)} ".encode() + data)  # noqa: PTH119
    return every.digest()


class _Pickler(pickle.Pickler):
    """Pickles read-only dictionaries, too."""

    def reducer_override(self, value: Any) -> Any:
        return (read_only, (dict(value),)) if isinstance(value, MappingProxyType) else NotImplemented


def read_only(value: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    """A read-only dictionary, whose own type has no name under which it could be found."""
    return MappingProxyType(value)
