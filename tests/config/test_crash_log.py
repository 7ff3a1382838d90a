"""A crash log has the places of the errors and no text that the person wrote."""

from __future__ import annotations

import errno
from collections.abc import Callable

from l5tui.config.crash_log import describe
from tests.rows import each


def caught(call: Callable[[], object]) -> BaseException:
    try:
        call()
    except BaseException as error:  # noqa: BLE001  any kind may be described
        return error
    raise AssertionError("nothing was raised")


def plain() -> None:
    raise ValueError("secret")


def caused() -> None:
    try:
        plain()
    except ValueError as error:
        raise OSError(errno.ENOSPC, "secret", "/secret") from error


def meanwhile() -> None:
    try:
        plain()
    except ValueError:
        raise KeyError("secret")  # noqa: B904  this is the case


def grouped() -> None:
    raise BaseExceptionGroup("secret", [caught(plain), caught(caused)])


def circular() -> None:
    one, other = ValueError("secret"), KeyError("secret")
    one.__cause__, other.__cause__ = other, one
    raise one


@each(
    "call, kinds",
    [
        (plain, ["builtins.ValueError"]),
        (caused, ["builtins.ValueError", "which led to:", f"builtins.OSError {errno.ENOSPC}"]),
        (meanwhile, ["builtins.ValueError", "and while that was dealt with:", "builtins.KeyError"]),
        (grouped, ["builtins.ExceptionGroup", "builtins.ValueError", "builtins.ValueError", "which led to:"]),
        (circular, ["builtins.KeyError", "which led to:", "builtins.ValueError"]),
    ],
)
def test_each_error_is_named_in_order_without_its_words(call: Callable[[], None], kinds: list[str]) -> None:
    lines = list(describe(caught(call)))
    assert [line for line in lines[3:] if not line.startswith("  ")][: len(kinds)] == kinds
    assert any("test_crash_log.py" in line and call.__name__ in line for line in lines)
    values = [line for line in lines if "secret" in line]
    assert all(line.split(": ", 1)[1].startswith(("raise ", "one, other")) for line in values), "only source lines"
