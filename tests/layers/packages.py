"""The packages of l5tui, lowest layer first, and what a module's source says that it imports.

A package here is a package or a module right under `l5tui`. It may import from lower rows, never from its own row or
a higher one. A package that is missing in the table fails the tests, so a new one is added there first.
"""

from __future__ import annotations

import ast
import fnmatch
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

import l5tui

ROOT: Final = Path(l5tui.__file__).parent

LAYERS: Final[tuple[frozenset[str], ...]] = tuple(
    frozenset(row.split())
    for row in (
        "__init__",
        "domain",
        "engine figure",
        "config",  # settings, keys, paths, errors: what both user interfaces and the command line read
        "library storage",
        "journal terminal",
        "cues",
        "plain tui",
        "cli",
        "__main__",
    )
)

PURE: Final = frozenset({"domain", "engine", "figure"})
"""Packages without input or output."""

UNDER_TEXTUAL: Final = {
    "l5tui.terminal.driver": "Textual's driver of our own: it must end with its input, and block signals",
    "l5tui.terminal.driver_messages": "the messages that the driver posts to the app",
    "l5tui.terminal.input_reader": "what the terminal sends, sorted before Textual's parser of keys sees it",
    "l5tui.terminal.key_sequences": "which sequences that parser knows as keys",
    "l5tui.terminal.textual_internals": "the private names of Textual that are needed, under public ones",
    "l5tui.terminal.cell_diff": "what Textual draws anew, cut to the cells that changed",
}
"""Modules of packages below the screens that may import Textual, and why."""

TEXTUAL: Final = frozenset({"textual", "rich"})
FULL_SCREEN: Final = frozenset({"tui"})
"""Packages that are the full-screen user interface."""


@dataclass(frozen=True)
class Import:
    """One import of a module, at its top or within a function."""

    importer: str
    target: str
    """The module, `module:name` or `package.*` where the module's name is put together."""
    line: int
    deferred: bool
    """Within a function."""
    for_types: bool
    """Under `if TYPE_CHECKING`: no interpreter ever follows it."""

    @property
    def module(self) -> str:
        return self.target.partition(":")[0]

    @property
    def package(self) -> str | None:
        """The package of ours that it goes to, None for other people's."""
        return package_of(self.target.replace(":", "."))

    def __str__(self) -> str:
        return f"{self.importer}, line {self.line}, imports {self.target}"


@cache
def packages() -> tuple[str, ...]:
    """Every package and module right under `l5tui`, from the folder itself."""
    packages = [path.name for path in ROOT.iterdir() if path.is_dir() and any(path.rglob("*.py"))]
    return tuple(sorted(packages + [path.stem for path in ROOT.glob("*.py")]))


def modules() -> dict[str, Path]:
    """Every module by its dotted name."""
    found = {}
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def package_of(dotted: str) -> str | None:
    """The package that a dotted name is in; `l5tui` itself, and its names, are the package `__init__`."""
    first, *others = dotted.split(".")
    if first != "l5tui":
        return None
    return others[0] if others and others[0] in packages() else "__init__"


def layer_of(package: str) -> int:
    """How high a package stands; one without a place is above them all, so that nothing may import it."""
    return next((height for height, row in enumerate(LAYERS) if package in row), len(LAYERS))


@cache
def imports() -> tuple[Import, ...]:
    """Every import of every module of ours, however deep in a function, for types only or by name.

    An import by a name that is put together counts as one of each module that it may be.
    """
    return tuple(
        replace(one, target=target)
        for name, path in modules().items()
        for one in imports_of(name, path.read_text(encoding="utf-8"), path)
        for target in (fnmatch.filter(modules(), one.target) if one.target.endswith("*") else [one.target])
    )


def imports_of(name: str, source: str, path: Path | None = None) -> Iterator[Import]:
    """The imports in one module's source."""
    is_package = path is not None and path.name == "__init__.py"
    left: list[tuple[ast.AST, bool, bool]] = [(ast.parse(source), False, False)]
    while left:
        node, deferred, for_types = left.pop()
        for target in _targets(node, name, is_package=is_package):
            yield Import(name, target, getattr(node, "lineno", 0), deferred=deferred, for_types=for_types)
        deferred = deferred or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        types = set()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            types = set(map(id, node.body))
        left += [(child, deferred, for_types or id(child) in types) for child in ast.iter_child_nodes(node)]


def _targets(node: ast.AST, importer: str, *, is_package: bool) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (alias.name for alias in names)
        case ast.ImportFrom(module=module, names=names, level=level):
            base = module or ""
            if level:
                package = importer.split(".")[: None if is_package and level == 1 else (1 if is_package else 0) - level]
                base = ".".join([*package, *([module] if module else [])])
            yield from (f"{base}:{alias.name}" for alias in names)
        case ast.Call(func=ast.Name(id="import_module" | "__import__") | ast.Attribute(attr="import_module")):
            argument = node.args[0] if node.args else None
            after = "*" if isinstance(argument, ast.JoinedStr) else ""
            if isinstance(argument, ast.JoinedStr):
                argument = argument.values[0]
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield argument.value + after
