"""The arrows between the packages point one way, in what the sources say: at the top, in functions, for types only."""

from __future__ import annotations

from tests.layers.packages import (
    FULL_SCREEN,
    LAYERS,
    PURE,
    TEXTUAL,
    UNDER_TEXTUAL,
    imports,
    imports_of,
    layer_of,
    package_of,
    packages,
)
from tests.rows import each

IO = frozenset(
    {"asyncio", "fcntl", "filelock", "os", "pathlib", "platformdirs", "shutil", "signal", "socket", "sqlite3"}
)
IO_TOO = frozenset({"subprocess", "sys", "tempfile", "termios", "threading"})


def test_every_package_is_in_the_table_of_layers() -> None:
    """A new package has to be added to the table before anything imports it."""
    placed = frozenset().union(*LAYERS)
    assert [package for package in packages() if package not in placed] == []


def test_no_package_is_in_the_table_twice() -> None:
    assert sum(len(row) for row in LAYERS) == len(frozenset().union(*LAYERS))


def test_the_table_has_the_designed_order() -> None:
    """domain <- engine, figure <- config <- library, storage <- journal, terminal <- cues <- plain, tui <- cli."""
    design = (
        {"domain"},
        {"engine", "figure"},
        {"config"},
        {"library", "storage"},
        {"journal", "terminal"},
        {"cues"},
        {"plain", "tui"},
        {"cli"},
    )
    heights = [{layer_of(package) for package in row} for row in design]
    assert all(len(row) == 1 for row in heights)
    flat = [height for row in heights for height in row]
    assert flat == sorted(set(flat))


def test_no_import_goes_against_the_layers() -> None:
    """Not even within a function or for types only: a package that needs it is in the wrong place."""
    against = [
        str(one)
        for one in imports()
        if one.package is not None
        and (mine := package_of(one.importer)) != one.package
        and layer_of(one.package) >= layer_of(mine or "__init__")
    ]
    assert against == []


def test_no_unused_exception_is_listed() -> None:
    under = {one.importer for one in imports() if one.module.partition(".")[0] in TEXTUAL}
    assert [module for module in UNDER_TEXTUAL if module not in under] == []


def test_only_storage_imports_tinydb() -> None:
    tinydb = [one for one in imports() if one.module.split(".")[0] == "tinydb"]
    others = [one for one in tinydb if package_of(one.importer) != "storage"]
    assert [str(one) for one in others] == []


def test_only_the_full_screen_interface_and_what_sits_under_textual_import_it() -> None:
    others = [
        one
        for one in imports()
        if one.module.split(".")[0] in TEXTUAL
        and package_of(one.importer) not in FULL_SCREEN
        and one.importer not in UNDER_TEXTUAL
    ]
    assert [str(one) for one in others] == []


def test_the_pure_packages_do_no_input_or_output() -> None:
    """Figures, plans and words need no file, process or terminal; time comes from an injected clock."""
    others = [one for one in imports() if package_of(one.importer) in PURE and one.module.split(".")[0] in IO | IO_TOO]
    assert [str(one) for one in others] == []


@each(
    "source, found",
    [
        ("import l5tui.tui.app", ["l5tui.tui.app"]),
        ("from l5tui.tui.app import L5App", ["l5tui.tui.app:L5App"]),
        ("from l5tui import app", ["l5tui:app"]),
        ("def later():\n    from l5tui import app", ["l5tui:app"]),
        ("if TYPE_CHECKING:\n    from l5tui.tui.app import L5App", ["l5tui.tui.app:L5App"]),
        ("from ..tui.app import L5App", ["l5tui.tui.app:L5App"]),
        ("from .. import tui", ["l5tui:tui"]),
        ("from . import plan", ["l5tui.engine:plan"]),
        ("import_module('l5tui.tui.app')", ["l5tui.tui.app"]),
        ("importlib.import_module(f'l5tui.tui.app.{name}')", ["l5tui.tui.app.*"]),
        ("__import__('l5tui.tui.app')", ["l5tui.tui.app"]),
    ],
)
def test_every_form_of_import_is_found(source: str, found: list[str]) -> None:
    seen = list(imports_of("l5tui.engine.clock", source))
    assert [one.target for one in seen] == found
    assert [one.deferred for one in seen] == [source.startswith("def")]
    assert [one.for_types for one in seen] == [source.startswith("if")]
