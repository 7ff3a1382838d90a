"""A model of a disk that loses power: it records the calls of a commit, and builds every state that they may leave.

The model is harsher than any file system in use. Until a file is synced, each of its bytes may be missing, torn, zero
or garbage. Until a folder is synced, each change of a name in it may have happened or not, whatever became of those
before and after it; a rename is one change (POSIX), wherever it leads, and is certain once every folder it touches
was synced. So an order that only happens to work, and a sync that is missing, are found.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

from tests.storage.fault_injection import CountingCalls

Name = tuple[str, int | None]
"""A path, and the file it leads to from now on (None: to nothing)."""


class Change:
    """One change of names that the disk may not have yet."""

    def __init__(self, names: list[Name], folders: set[str]) -> None:
        self.moves = names
        self.folders = folders
        """Those that are still to be synced before it is certain."""


class PowerLossDisk(CountingCalls):
    """Forwards every call, and records which of its effects are certain.

    Args:
        root: only what is in here is looked at; it is certain at the start.
        skip: the number of the one sync that isn't made, to see whether it is missed.
    """

    def __init__(self, root: Path, skip: int = 0) -> None:
        super().__init__()
        self.root = root
        self.skip = skip
        self.syncs = 0
        self.crashes: list[tuple[str, PowerLossDisk]] = []
        """What the disk was after each call that changed something, by what the test had been told by then."""
        self.told = "nothing"
        self.open_files: dict[int, int | str] = {}
        self.files: dict[int, tuple[bytes, bytes]] = {}
        """What is certain of a file, and what was written."""
        self.certain: dict[str, int] = {}
        self.now: dict[str, int] = {}
        """Where each name leads, certain or not."""
        self.pending: list[Change] = []
        self.folders: set[str] = {str(root)}
        for path in sorted(root.rglob("*")):
            if path.is_dir():
                self.folders.add(str(path))
            else:
                number = path.stat().st_ino
                self.certain[str(path)] = self.now[str(path)] = number
                self.files[number] = (path.read_bytes(), path.read_bytes())

    def after(self, name: str, arguments: tuple[Any, ...], result: Any) -> None:
        """Record the effect of a call that succeeded."""
        if name == "open":
            self._opened(str(arguments[0]), arguments[1], result)
        elif name == "dup":
            self.open_files[result] = self.open_files[arguments[0]]
        elif name in ("write", "pwrite"):
            file = self._file(arguments[0])
            certain, written = self.files[file]
            at = arguments[2] if name == "pwrite" else len(written)
            data = bytes(arguments[1][:result])
            self.files[file] = certain, written[:at].ljust(at, b"\0") + data + written[at + len(data) :]
            self._changed()
        elif name in ("replace", "link"):
            source, target = arguments
            file = self.now[source]
            gone: list[Name] = [(source, None)] if name == "replace" and self.now.get(target) != file else []
            self._name([*gone, (target, file)])
        elif name == "unlink":
            self._name([(arguments[0], None)])
        elif name == "mkdir":
            self._name([(arguments[0], -1)])

    def before(self, number: int, name: str, arguments: tuple[Any, ...]) -> Any:
        if name == "fsync":
            self.syncs += 1
            if self.syncs != self.skip:
                self._sync(self.open_files[arguments[0]])
                self._changed()
        return None

    def _opened(self, path: str, flags: int, fd: int) -> None:
        if Path(path).is_dir():
            self.open_files[fd] = path
            return
        self.open_files[fd] = file = os.fstat(fd).st_ino
        if flags & os.O_CREAT and path not in self.now:
            self.files[file] = (b"", b"")
            self._name([(path, file)])

    def _file(self, fd: int) -> int:
        file = self.open_files[fd]
        assert isinstance(file, int)
        return file

    def _name(self, names: list[Name]) -> None:
        for path, file in names:
            if file is None:
                self.now.pop(path, None)
            elif file != -1:
                self.now[path] = file
        self.pending.append(Change(names, {os.path.dirname(path) for path, _ in names}))  # noqa: PTH120
        self._changed()

    def _sync(self, what: int | str) -> None:
        if isinstance(what, int):
            self.files[what] = (self.files[what][1], self.files[what][1])
            return
        for change in list(self.pending):
            change.folders.discard(what)
            if not change.folders:
                self._keep(change, self.certain, self.folders)
                self.pending.remove(change)

    @staticmethod
    def _keep(change: Change, names: dict[str, int], folders: set[str]) -> None:
        for path, file in change.moves:
            if file is None:
                names.pop(path, None)
            elif file == -1:
                folders.add(path)
            else:
                names[path] = file

    def _changed(self) -> None:
        crash = object.__new__(PowerLossDisk)
        crash.root = self.root
        crash.files, crash.certain = dict(self.files), dict(self.certain)
        crash.pending, crash.folders = deepcopy(self.pending), set(self.folders)
        self.crashes.append((self.told, crash))

    def tell(self, what: str) -> None:
        """Record what the person has been told is saved from here on."""
        self.told = what
        self._changed()

    def states(self) -> Iterator[dict[str, bytes]]:
        """Every state that the disk may have after losing power now, as contents by path."""
        for kept in itertools.product((True, False), repeat=len(self.pending)):
            names, folders = dict(self.certain), set(self.folders)
            for change, is_kept in zip(self.pending, kept, strict=True):
                if is_kept:
                    self._keep(change, names, folders)
            there = {
                path: file
                for path, file in names.items()
                if _reachable(path, folders, str(self.root)) and not path.endswith(".lock")
            }
            numbers = sorted(set(there.values()))
            for contents in itertools.product(*(_contents(*self.files[number]) for number in numbers)):
                of = dict(zip(numbers, contents, strict=True))
                yield {path: of[file] for path, file in there.items()}


def _reachable(path: str, folders: set[str], root: str) -> bool:
    folder = os.path.dirname(path)  # noqa: PTH120  # this runs some hundred thousand times
    while folder != root:
        if folder not in folders:
            return False
        folder = os.path.dirname(folder)  # noqa: PTH120
    return True


def _contents(certain: bytes, written: bytes) -> list[bytes]:
    if certain == written:
        return [certain]
    pairs = zip(certain, written, strict=False)
    start = next((at for at, (old, new) in enumerate(pairs) if old != new), min(len(certain), len(written)))
    late = written[start:]
    half = len(late) // 2
    return [
        certain,
        written,
        written[:start] + late[:half],
        written[:start] + b"\0" * len(late),
        written[:start] + b"\0" * half + late[half:],
        written[:start] + bytes(byte ^ 0x55 for byte in late),
    ]


def build(state: dict[str, bytes], root: Path, target: Path) -> None:
    """Make the state for real, below another folder; files of an earlier state are taken away, folders stay."""
    wanted = {f"{target}{path.removeprefix(str(root))}": content for path, content in state.items()}
    for folder, _, names in os.walk(target):
        for name in names:
            if f"{folder}/{name}" not in wanted:
                Path(folder, name).unlink()
    for path, content in wanted.items():
        file = Path(path)
        if not file.parent.exists():
            file.parent.mkdir(parents=True)
        file.write_bytes(content)
