"""Importing msgspec without `typing_extensions`."""

from __future__ import annotations

import subprocess
import sys

import pytest

IMPORTED = """
import sys
from l5tui.config.quick_imports import import_msgspec
import_msgspec()
print("typing_extensions" in sys.modules, "inspect" in sys.modules)
"""
USED = f"""
{IMPORTED}
from typing import Annotated, Literal, NotRequired, TypedDict
import msgspec
class Table(TypedDict):
    size: Annotated[int, msgspec.Meta(ge=1)]
    word: NotRequired[Literal["a", "b"]]
class Whole(msgspec.Struct, frozen=True):
    tables: tuple[Table, ...] = ()
print(msgspec.convert({{"tables": [{{"size": 1}}]}}, Whole))
print(sorted(msgspec.json.schema(Whole)["$defs"]["Table"]["properties"]))
for wrong in ({{"size": 0}}, {{"size": 1, "word": "c"}}):
    try:
        msgspec.convert({{"tables": [wrong]}}, Whole)
    except msgspec.ValidationError as error:
        print(error)
import typing_extensions
print(typing_extensions.get_type_hints(Table))
"""


def printed(code: str) -> str:
    return subprocess.run((sys.executable, "-c", code), capture_output=True, text=True, check=True).stdout


def test_msgspec_is_imported_without_what_it_does_not_need() -> None:
    assert printed(IMPORTED) == "False False\n"


def test_msgspec_works_the_same_without_it() -> None:
    """And `typing_extensions` can be imported afterwards."""
    first, *quick = printed(USED).splitlines()
    assert first == "False False"
    _, *usual = printed(USED.replace("import_msgspec()", "")).splitlines()
    assert quick == usual
    assert len(quick) == 5


@pytest.mark.parametrize("first", ["msgspec", "typing_extensions"])
def test_nothing_changes_where_it_is_imported_already(first: str) -> None:
    assert printed(f"import {first}\n{IMPORTED}\nimport msgspec, typing_extensions").startswith("True")
