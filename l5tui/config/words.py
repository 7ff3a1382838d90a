"""How a value of the file is named in a line, and why it can't be used."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time


class UnusableError(Exception):
    """Why a value can't be used; `hint` says what is done instead, where that isn't taking the default."""

    def __init__(self, why: str, hint: str = "") -> None:
        super().__init__(why)
        self.hint = hint


_LONGEST = 40


def nearest(name: str, known: Iterable[str]) -> str:
    """` (did you mean bell?)`, where something known is near."""
    from difflib import get_close_matches

    near = get_close_matches(name, list(known), n=1)
    return f" (did you mean {near[0]}?)" if near else ""


def either(choices: Iterable[object]) -> str:
    *most, last = [shown(choice) for choice in choices]
    return f"{', '.join(most)} or {last}" if most else last


def shown(value: object) -> str:
    """A value as TOML has it, on one line and not long."""
    match value:
        case bool():
            return str(value).lower()
        case int() | float() | date() | time():
            return str(value)[:_LONGEST]
        case str():
            plain = "".join(sign if sign.isprintable() else "?" for sign in value)
            return f'"{plain if len(plain) <= _LONGEST else plain[:_LONGEST] + "..."}"'
        case dict():
            return "a table"
        case _:
            return "an array"
