"""No two modules import each other, directly or through others: at the top, in a function or for types only.

In a circle no module can be read, tested or moved without the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.layers.packages import imports, modules

Graph = Mapping[str, frozenset[str]]


def module_graph() -> Graph:
    """Each module with the modules of ours that it imports; its own package's `__init__` only where it is named."""
    known = modules()
    found: dict[str, set[str]] = {name: set() for name in known}
    for one in imports():
        target = one.target.replace(":", ".")
        while target and target not in known:  # a name within a module
            target = target.rpartition(".")[0]
        if target and target != one.importer:
            found[one.importer].add(target)
    return {name: frozenset(targets) for name, targets in found.items()}


def circles(graph: Graph) -> list[list[str]]:
    """The modules that reach each other, a sorted list for each circle (Tarjan's strongly connected components)."""
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(node: str) -> None:
        order[node] = lowest[node] = len(order)
        stack.append(node)
        for target in sorted(graph[node]):
            if target not in order:
                visit(target)
                lowest[node] = min(lowest[node], lowest[target])
            elif target in stack:
                lowest[node] = min(lowest[node], order[target])
        if lowest[node] == order[node]:
            at = stack.index(node)
            component = stack[at:]
            del stack[at:]
            if len(component) > 1:
                found.append(sorted(component))

    for node in graph:
        if node not in order:
            visit(node)
    return sorted(found)


def told(circle: Iterable[str], graph: Graph) -> str:
    """A circle's arrows, so that whoever closed it sees which to take out."""
    members = set(circle)
    arrows = [f"{name} -> {target}" for name in sorted(members) for target in sorted(graph[name] & members)]
    return f"{len(members)} modules import each other: {'; '.join(arrows)}"


def test_no_modules_import_each_other() -> None:
    graph = module_graph()
    found = [told(one, graph) for one in circles(graph)]
    assert found == []


def test_an_import_for_types_only_or_within_a_function_closes_a_circle() -> None:
    """The graph has every import: those that the interpreter never follows hold modules together as much."""
    graph = module_graph()
    for kind in ("for_types", "deferred"):
        ours = [one for one in imports() if getattr(one, kind) and one.module in graph and one.module != one.importer]
        assert ours
        assert all(any(name.startswith(one.module) for name in graph[one.importer]) for one in ours)


def test_an_import_by_a_name_put_together_goes_to_each_module_that_it_may_be() -> None:
    """The command line imports a command's module so."""
    assert {"l5tui.cli.log", "l5tui.cli.open"} <= module_graph()["l5tui.cli.main"]


@pytest.mark.parametrize(
    ("graph", "found"),
    [
        ({"a": "b", "b": "c", "c": ""}, []),
        ({"a": "b", "b": "a"}, [["a", "b"]]),
        ({"a": "b", "b": "c", "c": "a", "d": "a"}, [["a", "b", "c"]]),
        ({"a": "b", "b": "a", "c": "d", "d": "ca"}, [["a", "b"], ["c", "d"]]),
    ],
)
def test_a_circle_is_found(graph: dict[str, str], found: list[list[str]]) -> None:
    assert circles({name: frozenset(targets) for name, targets in graph.items()}) == found


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=14))
def test_two_modules_are_in_one_circle_where_each_reaches_the_other(arrows: list[tuple[str, str]]) -> None:
    graph = {name: frozenset(to for start, to in arrows if start == name and to != name) for name in "abcdef"}
    reach = {name: set(targets) for name, targets in graph.items()}
    for _ in graph:
        for targets in reach.values():
            targets.update(*(reach[one] for one in tuple(targets)))
    together = {(a, b) for circle in circles(graph) for a in circle for b in circle if a != b}
    assert together == {(a, b) for a in reach for b in reach if a != b and b in reach[a] and a in reach[b]}
