"""The sequences that make a terminal ring, name its window, or notify."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l5tui.terminal.notification import BELL, harmless, notification, title


def test_each_terminal_gets_its_own_notification_sequence() -> None:
    assert notification("osc9", "l5tui", "Switch sides: right.") == "\x1b]9;Switch sides: right.\x1b\\"
    assert notification("osc777", "l5tui", "Done.") == "\x1b]777;notify;l5tui;Done.\x1b\\"
    assert notification(None, "l5tui", "Done.") == ""
    assert title("l5tui · Cat-cow") == "\x1b]2;l5tui · Cat-cow\x1b\\"
    assert BELL == "\a"


def test_an_empty_text_gives_no_notification() -> None:
    assert notification("osc9", "l5tui", " \n\x1b") == ""


def test_a_text_cannot_start_another_field() -> None:
    assert notification("osc777", "a;b", "c;d") == "\x1b]777;notify;a,b;c,d\x1b\\"


def test_a_sentence_is_never_read_as_a_progress_bar() -> None:
    """Some terminals take `9;4;1;50` for one."""
    assert notification("osc9", "", "4;1;50") == "\x1b]9;4,1,50\x1b\\"


def test_long_names_are_cut() -> None:
    assert title("x" * 500) == "\x1b]2;" + "x" * 77 + "...\x1b\\"


@pytest.mark.parametrize("protocol", ["osc9", "osc777"])
@given(heading=st.text(), text=st.text())
def test_no_text_contains_a_control_sequence(protocol: str, heading: str, text: str) -> None:
    asked = notification(protocol, heading, text)  # type: ignore[arg-type]
    inner = asked.removeprefix("\x1b]").removesuffix("\x1b\\")
    assert all(sign.isprintable() for sign in inner)
    assert asked.count(";") in (0, 1 if protocol == "osc9" else 3)


@given(st.text(), st.integers(4, 50))
def test_harmless_text_is_one_short_line(text: str, most: int) -> None:
    shown = harmless(text, most)
    assert len(shown) <= most
    assert shown.isprintable()
    assert shown == shown.strip()
    assert ";" not in shown
