"""Copying to the clipboard of the terminal in front, also through tmux and GNU screen."""

from __future__ import annotations

from base64 import b64decode

from l5tui.terminal.clipboard import COPIED, LARGEST, TOO_LONG, UNKNOWN, copying
from tests.rows import each

TEXT = "pain 4 → 3\nü" * 50


def held(request: str) -> str:
    assert request.startswith("\x1b]52;c;")
    assert request.endswith("\a")
    return b64decode(request[len("\x1b]52;c;") : -1], validate=True).decode()


@each("term", ["xterm-kitty", "foot", "foot-extra", "alacritty", "wezterm"])
def test_a_terminal_that_is_known_to_take_it_is_said_to_have_it(term: str) -> None:
    assert copying(TEXT, {"TERM": term}).said == COPIED
    assert held(copying(TEXT, {"TERM": term}).sequence) == TEXT


@each("term", ["xterm-256color", "screen-256color", "tmux-256color", "linux", ""])
def test_of_any_other_it_is_said_that_it_cannot_be_known(term: str) -> None:
    assert copying(TEXT, {"TERM": term}).said == UNKNOWN
    assert held(copying(TEXT, {"TERM": term}).sequence) == TEXT


def test_tmux_gets_it_for_itself_and_to_pass_on() -> None:
    sent, said = copying(TEXT, {"TERM": "tmux-256color", "TMUX": "/run/tmux,1,0"})
    own, passed = sent.split("\x1bPtmux;")
    assert held(own) == TEXT
    assert passed.endswith("\x1b\\")
    assert held(passed[:-2].replace("\x1b\x1b", "\x1b")) == TEXT
    assert said == UNKNOWN


def test_gnu_screen_gets_it_in_pieces_that_it_passes_on() -> None:
    sent, _ = copying(TEXT, {"TERM": "screen", "STY": "1.pts-0"})
    pieces = sent.removesuffix("\x1b\\").split("\x1b\\\x1bP")
    assert all(len(piece) < 250 for piece in pieces)
    assert held("".join(pieces).removeprefix("\x1bP")) == TEXT


def test_what_is_too_long_is_not_sent() -> None:
    assert copying("x" * (LARGEST + 1), {"TERM": "xterm-kitty"}) == ("", TOO_LONG)
    assert copying("x" * LARGEST, {"TERM": "xterm-kitty"}).sequence
