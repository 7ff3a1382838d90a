"""What is pasted stays text, however the line cuts it into pieces."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser

from l5tui.terminal.pastes import BEGIN, END, Pastes

KEYS = st.text("a1\x1b[~é", max_size=6).filter(lambda keys: BEGIN not in keys and not keys.endswith("\x1b"))
PASTED = st.text("b\x1b[20~\n🙂ש", max_size=12).filter(lambda pasted: END not in pasted + END[:-1])


def pieces(text: str, cuts: list[int]) -> list[str]:
    places = sorted({min(cut, len(text)) for cut in cuts} | {0, len(text)})
    return [text[start:end] for start, end in itertools.pairwise(places)]


@given(st.lists(st.tuples(KEYS, PASTED), max_size=4), st.lists(st.integers(0, 120), max_size=8))
def test_all_goes_through_as_it_came_but_for_escapes_in_what_is_pasted(
    parts: list[tuple[str, str]], cuts: list[int]
) -> None:
    came = "".join(f"{keys}{BEGIN}{pasted}{END}" for keys, pasted in parts)
    wanted = "".join(keys + BEGIN + pasted.replace("\x1b", " ") + END for keys, pasted in parts)
    pastes = Pastes()
    assert "".join(pastes.cleaned(piece) for piece in pieces(came, cuts)) == wanted


def test_an_escape_alone_goes_through_at_once() -> None:
    """Nobody who presses esc waits until something else is typed."""
    pastes = Pastes()
    assert pastes.cleaned("\x1b") == "\x1b"
    assert pastes.cleaned("[200~a") == "[200~a"
    assert pastes.cleaned("\x1b[A\x1b") == " [A", "and this is pasted, where it may be the end's beginning"
    assert pastes.cleaned("[201~\x1b[A") == "\x1b[201~\x1b[A"


def test_a_copied_page_with_colours_is_one_text_and_no_key() -> None:
    read = Pastes().cleaned(f"{BEGIN}one\x1b[31m two\x1b[B\x1b{END}x")
    parser = XTermParser()
    came = [message for message in parser.feed(read) if isinstance(message, events.Paste | events.Key)]
    assert [message.text if isinstance(message, events.Paste) else message.key for message in came] == [
        "one [31m two [B ",
        "x",
    ]
