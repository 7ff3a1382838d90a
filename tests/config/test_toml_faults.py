"""What is wrong in a settings file that is no TOML, in words for the person who wrote it."""

from __future__ import annotations

import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l5tui.config.toml_faults import what_is_wrong

QUOTES = 'text stands in quotes. Write theme = "dark"'
AFTER = "nothing but a remark that begins with # may follow a value"
TRUE = "it is true or false, in small letters. Write bell = true"


def fault_in(text: str) -> str:
    """What is said of a text; empty for TOML."""
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return what_is_wrong(error, text)
    return ""


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("bell = false\ntheme = dark", f'line 2: "theme = dark" can\'t be read: {QUOTES}'),
        ("  theme = dark\r\n", f'line 1: "theme = dark" can\'t be read: {QUOTES}'),
        ('theme = dark"', QUOTES),
        ("theme: dark", 'between name and value stands =. Write theme = "dark"'),
        ('theme "dark"', 'between name and value stands =. Write theme = "dark"'),
        ("bell = True", TRUE),
        ("bell = yes  # loud", TRUE),
        ("bell = true,", f"{AFTER}. Write bell = true"),
        ('theme = "dark" or "light"', f'{AFTER}. Write theme = "dark"'),
        ("theme = “dark”", 'quotation marks must be straight. Write theme = "dark"'),
        ('theme = "dark', 'the closing quote is missing. Write theme = "dark"'),
        ('theme == "dark"', 'one = is enough. Write theme = "dark"'),
        ('speak = "C:\\x"', "Write speak = 'C:\\x'"),
        ("// louder", "a remark begins with #. Write # louder"),
        ("[keys", "a table's name stands between [ and ]. Write [keys]"),
        ("bell = true\nkeys]", "line 2: \"keys]\" can't be read: a table's name stands between [ and ]. Write [keys]"),
        ('[keys]\n? = "help"', 'such a name stands in quotes. Write "?" = "help"'),
        ('first side = "left"', 'a name has no spaces. Write first_side = "left"'),
        ("emergency_number = 0144", 'text stands in quotes. Write emergency_number = "0144"'),
        ('[cue]\nlast = ["bell"\n[keys]\n', 'line 2: "last = ["bell"" can\'t be read: the closing ] is missing. Write'),
        ("[cue]\nlast = [speak, bell]", 'in quotes, with commas in between. Write last = ["speak", "bell"]'),
        ("bell = 1\nbell = 2", 'line 2: "bell = 2": bell stands already in line 1; each may stand once.'),
        ('[keys]\na = "b"\n\n[keys]', 'line 4: "[keys]": [keys] stands already in line 1; each may stand once.'),
        ("[cue]\nlast = []\n[keys]\n[cue]\n", 'line 4: "[cue]": [cue] stands already in line 1'),
        (
            'bell = true\na = """\n\n',
            'line 2: "a = """" can\'t be read: the text that begins here has no """',
        ),
        ("bell =", "a value is missing after the =; a setting is a name, = and a value"),
        ("{}", "a setting is a name, = and a value"),
        ("\x00", "it has a sign that can't be shown"),
    ],
)
def test_a_mistake_is_told_with_the_line_what_stands_there_and_what_should(content: str, says: str) -> None:
    said = fault_in(content)
    assert says in said
    assert re.match(r"line \d+: ", said)


@given(st.text(st.sampled_from("ab =[]{}\"',.#\n\\:0-tre“"), max_size=40))
def test_whatever_stands_there_the_fault_has_a_line_and_what_is_suggested_can_be_read(text: str) -> None:
    if said := fault_in(text):
        number = re.match(r"line (\d+): ", said)
        assert number
        assert int(number[1]) <= text.count("\n") + 1
        if "can't be read" in said and ". Write " in said:
            tomllib.loads(said.rpartition(". Write ")[2])
