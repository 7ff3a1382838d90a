"""Tests of tables: one test for all rows, where a test for each of them would cost more than what it checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

Test = Callable[..., None]


def each(names: str, rows: Iterable[Any]) -> Callable[[Test], Test]:
    """Call a test with each row in turn, and report every row that fails. It reads as `pytest.mark.parametrize` does.

    It is for pure functions: all rows share one home folder, and fixtures aren't passed on.
    """
    keys, all_rows = names.replace(",", " ").split(), list(rows)
    assert all_rows, "no rows"

    def decorate(check: Test) -> Test:
        def test(**outer: Any) -> None:
            failures = []
            for row in all_rows:
                given = dict(zip(keys, row, strict=True)) if len(keys) > 1 else {keys[0]: row}
                try:
                    check(**outer, **given)
                except BaseException as error:
                    error.add_note(f"with {given}")
                    if not isinstance(error, Exception):  # `pytest.fail`, or somebody's ctrl+c
                        raise
                    failures.append(error)
            if failures:
                raise ExceptionGroup(f"{len(failures)} of {len(all_rows)} rows", failures)

        test.__name__, test.__doc__, test.__module__ = check.__name__, check.__doc__, check.__module__
        return test

    return decorate
