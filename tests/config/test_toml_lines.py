"""The line of each key of a TOML text is found, however the text is written."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from l5tui.config.paths import content_root
from l5tui.config.toml_lines import joined_key, line_of, lines_by_key
from tests.rows import each

TEXT = '''\
# a comment with = and [brackets]
name = "a # no comment" # one
why = """
several
lines"""
a.b = 1
list = [
  "one", # with a ]
  'two',
  { x = 1, y = [3,
     4] },
]
"odd key" = 2

[easier]
text = \'\'\'
[steps] = 3
\'\'\'
[[easier.phases]]
id = "lift"
[[steps]]
exercise = "x"
[[steps]]
reps = 3
[steps.more]
deep = 1
'''


def test_every_form_of_toml_key_has_its_line() -> None:
    assert lines_by_key(TEXT) == {
        "name": 2,
        "why": 3,
        "a": 6,
        "a.b": 6,
        "list": 7,
        "list[0]": 8,
        "list[1]": 9,
        "list[2]": 10,
        "list[2].x": 10,
        "list[2].y": 10,
        "list[2].y[0]": 10,
        "list[2].y[1]": 11,
        "odd key": 13,
        "easier": 15,
        "easier.text": 16,
        "easier.phases": 19,
        "easier.phases[0]": 19,
        "easier.phases[0].id": 20,
        "steps": 21,
        "steps[0]": 21,
        "steps[0].exercise": 22,
        "steps[1]": 23,
        "steps[1].reps": 24,
        "steps[1].more": 25,
        "steps[1].more.deep": 26,
    }


@each(
    "key, line",
    [
        ("steps[1].hold", 23),
        ("steps[1].more.no.such[3]", 25),
        ("nothing", None),
        ("", None),
        ("...", None),
        ("]", None),
    ],
)
def test_a_missing_key_has_the_line_of_its_table(key: str, line: int | None) -> None:
    assert line_of(key, lines_by_key(TEXT)) == line


def keys_in(value: Any, key: str = "") -> set[str]:
    own = {key} if key else set()
    if isinstance(value, dict):
        return own.union(*(keys_in(inner, joined_key(key, name)) for name, inner in value.items()))
    if isinstance(value, list):
        return own.union(*(keys_in(inner, f"{key}[{index}]") for index, inner in enumerate(value)))
    return own


@pytest.mark.parametrize("path", sorted(content_root().rglob("*.toml")), ids=lambda path: path.stem)
def test_every_key_of_a_shipped_file_is_on_its_reported_line(path: Any) -> None:
    text = path.read_text()
    lines = lines_by_key(text)
    assert set(lines) == keys_in(tomllib.loads(text))
    written = text.split("\n")
    for key, line in lines.items():
        name = key.rpartition(".")[2].partition("[")[0]
        assert key.endswith("]") or name in written[line - 1], (key, line)


VALUES = st.recursive(
    st.integers(-9, 9) | st.booleans() | st.text("ab\"'#=[]{}\n\\,. ", max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab-_ \"'#", min_size=1, max_size=4), inner),
    max_leaves=12,
)


@given(st.dictionaries(st.text("xyz", min_size=1, max_size=3), VALUES, max_size=4))
def test_every_key_of_any_toml_text_is_found(data: dict[str, Any]) -> None:
    text = tomlkit.dumps(data)
    assert set(lines_by_key(text)) == keys_in(tomllib.loads(text))


@given(st.text("ab=\"'[]{}#.,\n \\", max_size=40))
def test_a_text_that_is_not_toml_raises_no_error(text: str) -> None:
    lines_by_key(text)
