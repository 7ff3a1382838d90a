"""No module touches a private name of Textual but those that `tests/terminal/textual_names.py` names, each in one."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import tests
from tests.layers.packages import TEXTUAL, imports, imports_of, modules
from tests.terminal.textual_names import INTERNALS, NAMES, NAMES_IN_TESTS, PRIVATE_MODULES, PRIVATE_MODULES_IN_TESTS

ALLOWED = {(one.used_in, one.name) for one in NAMES}
PUBLIC = frozenset({"_replace", "_asdict", "_fields", "_make"})
"""Of named tuples: they have an underscore only to stay apart from the fields."""


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name not in PUBLIC


def tree_of(thing: type) -> ast.AST:
    return ast.parse(textwrap.dedent(inspect.getsource(thing)))


@cache
def private_names(owner: type) -> frozenset[str]:
    """The private names that a class has itself: methods, and what it sets on `self`."""
    names = {name for name in vars(owner) if is_private(name)}
    try:
        nodes = [node for node in ast.walk(tree_of(owner)) if isinstance(node, ast.Attribute)]
    except (OSError, TypeError):  # no source: made at run time
        return frozenset(names)
    return frozenset(names | {node.attr for node in nodes if isinstance(node.ctx, ast.Store) and is_private(node.attr)})


def touched_in(owner: type) -> Iterator[str]:
    """The private names of its bases in Textual that a class of ours uses or overrides, meant or not."""
    bases = [base for base in owner.__mro__[1:] if base.__module__.partition(".")[0] in TEXTUAL]
    theirs = frozenset().union(*map(private_names, bases)) if bases else frozenset()
    for node in ast.walk(tree_of(owner)):
        name = getattr(node, "attr", getattr(node, "name", None))
        if isinstance(name, str) and name in theirs:
            yield name


def reached_into(source: str) -> Iterator[str]:
    """Private attributes of anything but oneself, as `app._driver`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and is_private(node.attr):
            of = ast.unparse(node.value)
            if of not in {"self", "cls", "super()"}:
                yield f"{of}.{node.attr}"


def under_textual() -> list[str]:
    """The modules that import Textual."""
    return sorted({one.importer for one in imports() if one.module.partition(".")[0] in TEXTUAL})


def test_a_module_touches_no_private_name_of_textual_that_is_not_listed_for_it() -> None:
    wrong = set()
    for name in under_textual():
        module = import_module(name)
        ours = [one for one in vars(module).values() if isinstance(one, type) and one.__module__ == name]
        touched = {one for owner in ours for one in touched_in(owner)}
        wrong |= {(name, one) for one in touched if (name, one) not in ALLOWED}
        wrong |= {(name, one) for one in reached_into(modules()[name].read_text(encoding="utf-8"))}
    assert wrong == set(), "move it to textual_internals.py"


def test_only_one_module_imports_private_modules_and_names_of_textual() -> None:
    private = [
        one
        for one in imports()
        if one.module.partition(".")[0] == "textual" and any(map(is_private, one.target.replace(":", ".").split(".")))
    ]
    assert [str(one) for one in private if one.importer != INTERNALS] == []
    assert {one.target for one in private} == set(PRIVATE_MODULES)


def test_no_name_is_listed_that_its_module_does_not_touch() -> None:
    touched = {
        (name, one)
        for name in {one.used_in for one in NAMES}
        for owner in vars(import_module(name)).values()
        if isinstance(owner, type) and owner.__module__ == name
        for one in touched_in(owner)
    }
    assert touched == ALLOWED


def test_the_tests_touch_private_names_of_textual_in_one_module_of_theirs() -> None:
    folder = Path(tests.__file__).parent
    private = {one.name for one in NAMES_IN_TESTS}
    imported: set[str] = set()
    wrong: list[str] = []
    for path in sorted(folder.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        names = [one for one in reached_into(source) if one.rpartition(".")[2] in private]
        from_textual = [
            one.target
            for one in imports_of("tests", source)
            if one.module.partition(".")[0] == "textual"
            and any(map(is_private, one.target.replace(":", ".").split(".")))
        ]
        if path.name == "textual_private.py":
            imported |= set(from_textual)
        else:
            wrong += [f"{path.relative_to(folder)}: {one}" for one in (*names, *from_textual)]
    assert wrong == [], "move it to tests/textual_private.py"
    assert imported == set(PRIVATE_MODULES_IN_TESTS)
