"""Textual still has each private name that l5tui needs, in the needed form; a failure names it and its use.

The first two tests import none of l5tui, so that they can say so even where l5tui can't be imported any more.
"""

from __future__ import annotations

import ast
import gc
import inspect
import re
import textwrap
from functools import cache
from importlib import import_module
from importlib.metadata import version
from typing import Any
from weakref import ref

import pytest
from rich.console import RenderableType

from tests.rows import each
from tests.terminal.textual_names import NAMES, NAMES_IN_TESTS, PRIVATE_MODULES, PRIVATE_MODULES_IN_TESTS, Name

IMPORTED = PRIVATE_MODULES | PRIVATE_MODULES_IN_TESTS
VERSION = f"Textual {version('textual')}"


def found(place: str) -> Any:
    """What stands at `module:name`, or None."""
    module, _, name = place.partition(":")
    try:
        return getattr(import_module(module), name, None)
    except ModuleNotFoundError:
        return None


def parameters(call: Any) -> str:
    """What a call takes, without types."""
    signature = inspect.signature(call)
    bare = [one.replace(annotation=inspect.Parameter.empty) for one in signature.parameters.values()]
    return str(signature.replace(parameters=bare, return_annotation=inspect.Signature.empty))


@cache
def attributes_of(owner: type) -> set[str]:
    """What the class, or one of its bases, sets on `self`."""
    names: set[str] = set()
    for one in owner.__mro__[:-1]:
        if one.__module__.startswith("textual"):
            tree = ast.parse(textwrap.dedent(inspect.getsource(one)))
            stored = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute | ast.Name))
            names |= {ast.unparse(node).removeprefix("self.") for node in stored if isinstance(node.ctx, ast.Store)}
    return names


@pytest.mark.parametrize("one", [*NAMES, *NAMES_IN_TESTS], ids=str)
def test_textual_has_each_private_name_that_is_needed(one: Name) -> None:
    owner = found(one.owner)
    needed = f"{one.used_in} needs it {one.why}"
    assert owner is not None, f"{VERSION} has no {one.owner} any more; {needed}"
    if one.takes is None:
        assert one.name in attributes_of(owner), f"{VERSION} sets no {one} any more; {needed}"
        return
    method = getattr(owner, one.name, None)
    assert method is not None, f"{VERSION} has no {one} any more; {needed}"
    assert parameters(method) == one.takes, f"{VERSION} has {one}{parameters(method)}, not {one.takes}; {needed}"
    if one.called_by is not None:
        module = import_module(one.called_by.partition(":")[0])
        calls = re.findall(rf"(?:self|app|driver)\.{one.name}\b", inspect.getsource(module))
        assert calls, f"{module.__name__} of {VERSION} never calls {one}, so overriding it does nothing; {needed}"


@each("place", IMPORTED)
def test_textual_has_every_name_imported_from_its_private_modules(place: str) -> None:
    thing, takes = found(place), IMPORTED[place]
    assert thing is not None, f"{VERSION} has no {place} any more, which l5tui or its tests import"
    if takes is not None:
        taken = parameters(vars(thing)["__init__"] if isinstance(thing, type) else thing)
        assert taken == takes, f"{place} of {VERSION} is made of {taken}, not of {takes}"


def test_a_missing_or_changed_private_name_is_reported_in_a_sentence() -> None:
    for gone, said in (
        (Name("textual.app:App", "_no_such", "l5tui.x", "to see", "(self)"), "has no App._no_such any more; l5tui.x"),
        (Name("textual.app:App", "_no_such", "l5tui.x", "to see"), "sets no App._no_such any more"),
        (Name("textual.nowhere:App", "_driver", "l5tui.x", "to see"), "has no textual.nowhere:App any more"),
        (Name("textual.app:App", "_display", "l5tui.x", "to see", "(self, all)"), "not (self, all)"),
        (
            Name("textual.app:App", "_display", "l5tui.x", "to see", "(self, screen, renderable)", "textual.geometry"),
            "never calls App._display",
        ),
    ):
        with pytest.raises(AssertionError) as error:
            test_textual_has_each_private_name_that_is_needed(gone)
        assert said in str(error.value)


async def test_textual_calls_the_overriding_methods(capsys: pytest.CaptureFixture[str]) -> None:
    """A key runs through `run_bindings`, a picture through `filter_drawn`, a fault through `failed`."""
    from textual.binding import Binding

    from l5tui.terminal.textual_internals import ExtensibleApp

    seen: list[str] = []

    class Little(ExtensibleApp[None]):
        BINDINGS = [Binding("f", "fail", "fail")]  # noqa: RUF012  Textual has it so

        def filter_drawn(self, drawn: RenderableType | None) -> RenderableType | None:
            seen.append("drawn")
            return super().filter_drawn(drawn)

        async def run_bindings(self, key: str, *, priority: bool = False) -> bool:
            seen.append(f"{key} first" if priority else key)
            return await super().run_bindings(key, priority=priority)

        def failed(self, error: Exception) -> None:
            seen.append(str(error))

        def action_fail(self) -> None:
            raise ValueError("on purpose")

    async def pressed(app: Little) -> None:
        async with app.run_test() as pilot:
            seen.append(type(app.textual_driver).__name__)
            await pilot.press("f")

    with pytest.raises(ValueError, match="on purpose"):
        await pressed(Little())
    assert seen[0] == "drawn"
    assert [one for one in seen if one != "drawn"] == ["HeadlessDriver", "f first", "f", "on purpose"]
    assert capsys.readouterr().err == ""


async def test_a_screen_is_drawn_once_with_its_layout() -> None:
    """Textual alone draws all of it again, because it also counts as to be repainted."""
    from textual.screen import Screen

    from l5tui.terminal.textual_internals import ExtensibleApp, ExtensibleScreen

    async def drawn(kind: type[Screen[None]]) -> int:
        seen: list[str] = []

        class Little(ExtensibleApp[None]):
            def filter_drawn(self, drawn: RenderableType | None) -> RenderableType | None:
                seen.append("drawn")
                return drawn

            def get_default_screen(self) -> Screen[None]:
                return kind()

        async with (app := Little()).run_test() as pilot:
            await pilot.pause()
            seen.clear()
            app.screen.refresh(layout=True)
            await pilot.pause()
            await pilot.pause()
            return len(seen)

    assert (await drawn(Screen), await drawn(ExtensibleScreen)) == (2, 1)


async def test_a_closed_screen_is_not_kept_by_what_it_watched_and_drew() -> None:
    """Textual would keep it until the watched value changes, which the error messages may not do for hours."""
    from textual.reactive import var

    from l5tui.terminal.textual_internals import ExtensibleApp, ExtensibleScreen

    class Watching(ExtensibleScreen[None]):
        def on_mount(self) -> None:
            self.watch(self.app, "count", lambda _: None)

    class Little(ExtensibleApp[None]):
        count: var[int] = var(0)

    async with Little().run_test() as pilot:
        screen = Watching()
        await pilot.app.push_screen(screen)
        await pilot.pause()
        closed = ref(screen), ref(screen._styles_cache)
        del screen
        await pilot.app.pop_screen()
        await pilot.pause()
        gc.collect()
        assert [one() for one in closed] == [None, None]
