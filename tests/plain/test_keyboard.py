"""Keys from a terminal in a plain session, however their bytes are split, and without any terminal reply."""

from __future__ import annotations

import os
import pty
import signal
import time
import tty
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l5tui.plain.answers import EndOfInputError
from l5tui.plain.keyboard import NAMED, Keyboard, keys_of
from l5tui.terminal.input_tokenizer import Tokenizer
from l5tui.terminal.key_bursts import BURST_S
from l5tui.terminal.restore import Terminal
from tests.rows import each

SOME_KEYS = st.lists(st.sampled_from([*NAMED, *"axé漢7+"]))


def keys(*pieces: str) -> list[str]:
    """The keys of what comes in pieces, one right after the other, and nothing after."""
    tokens = Tokenizer()
    found = [token for piece in pieces for token in tokens.feed(piece, 0.0)]
    return [key for token in (*found, *tokens.quiet(1.0)) for key in keys_of(token)]


@given(SOME_KEYS, st.data())
def test_keys_are_the_same_however_their_bytes_are_split(typed: list[str], data: st.DataObject) -> None:
    text = "".join(typed)
    at = data.draw(st.integers(0, len(text)))
    assert keys(text[:at], text[at:]) == keys(text) == [NAMED.get(key, key) for key in typed]


@each(
    "text",
    [
        *("\x1b[1;5C", "\x1bOP", "\x00", "\t", "\x1b[<0;1;1M", "\x1b[?62;22c", "\x1b[?997;1n", "\x1b[0n"),
        *("\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\", "\x1bP>|tmux 3.4\x1b\\", "\x1b_Gi=31;OK\x1b\\"),
        *("\x1b[106;1:3u", "\x1b[8;30;100t", "\x1b]52;c;ZGRk\x07", "\x1b]11;rgb:dddd"),
    ],
)
def test_sequences_that_are_no_keys_give_no_key(text: str) -> None:
    assert keys(text) == []
    assert keys(text, "d")[-1:] in (["d"], []), "what is unfinished may take the next key with it, and no more"


def test_an_escape_alone_is_the_escape_key() -> None:
    assert keys("a", "\x1b") == ["a", "escape"]


@each(
    "sequence, key",
    [
        ("\x1b[120u", "x"),
        ("\x1b[120;1:1u", "x"),
        ("\x1b[120;1:2u", "x"),
        ("\x1b[120;;120u", "x"),
        ("\x1b[120;1:3u", None),
        ("\x1b[110;2u", "N"),
        ("\x1b[110:78;2;78u", "N"),
        ("\x1b[110;65u", "N"),
        ("\x1b[1095::120;;1095u", "ч"),
        ("\x1b[99;5u", "ctrl+c"),
        ("\x1b[99;5:1u", "ctrl+c"),
        ("\x1b[99;69u", "ctrl+c"),
        ("\x1b[99;5:3u", None),
        ("\x1b[27;5;99~", "ctrl+c"),
        ("\x1b[122;5u", "ctrl+z"),
        ("\x1b[97;5u", None),
        ("\x1b[120;3u", None),
        ("\x1b[13u", "enter"),
        ("\x1b[27u", "escape"),
        ("\x1b[127u", "backspace"),
        ("\x1b[32;1:1u", "space"),
        ("\x1b[57403u", "4"),
        ("\x1b[57441;2u", None),
        ("\x1b[9999999u", None),
        ("\x1b[1;1:1A", "up"),
        ("\x1b[1;2:1C", "shift+right"),
        ("\x1b[1;1:3A", None),
        ("\x1b[1;5C", None),
        ("\x1b[?25u", None),
    ],
)
def test_keys_are_recognised_if_another_program_left_a_key_protocol_on(sequence: str, key: str | None) -> None:
    assert keys(sequence) == ([] if key is None else [key])


def test_an_arrow_with_alt_is_not_escape() -> None:
    assert keys("\x1b\x1b[A", "x", "\x1b\x1bOB") == ["x"]


def typed_after(terminal: tuple[Keyboard, int], *pieces: tuple[float, bytes]) -> list[tuple[str, bool]]:
    """The keys of pieces that come so many seconds after the one before, and whether each came alone."""
    keyboard, writes = terminal
    found = []
    for pause_s, piece in pieces:
        end = time.monotonic() + pause_s
        while (left_s := end - time.monotonic()) > 0:
            if (key := keyboard.key(left_s)) is not None:
                found.append((key, keyboard.came_alone()))
        os.write(writes, piece)
    while (key := keyboard.key(0.3)) is not None:
        found.append((key, keyboard.came_alone()))
    return found


def test_the_rest_of_a_reply_answers_nothing_and_the_same_key_pressed_again_answers(
    terminal: tuple[Keyboard, int],
) -> None:
    assert typed_after(terminal, (0, b"\x1b[?997;1"), (0.25, b"n"), (0.5, b"n")) == [("n", False), ("n", True)]


def test_the_rest_of_a_reply_in_pieces_answers_nothing(terminal: tuple[Keyboard, int]) -> None:
    found = typed_after(terminal, (0, b"\x1b[?997"), (0.25, b";1"), (0.25, b"n"))
    assert found == [(";", False), ("1", False), ("n", False)]


def test_sequences_of_a_key_protocol_do_not_count_as_the_rest_of_a_reply(terminal: tuple[Keyboard, int]) -> None:
    found = typed_after(terminal, (0, b"\x1b]11;rgb:"), (0.25, b"\x1b[110u"), (0.1, b"d"))
    assert found == [("n", True), ("d", True)]


@pytest.fixture
def terminal() -> Iterator[tuple[Keyboard, int]]:
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    with Keyboard(Terminal(theirs, theirs)) as keyboard:
        yield keyboard, ours
    for fd in (ours, theirs):
        os.close(fd)


@pytest.mark.long
def test_input_typed_while_the_program_is_stopped_is_dropped() -> None:
    """It was meant for the shell; the program is the terminal's foreground job again when it is continued."""

    class Telling(Terminal):
        def drop_input(self) -> None:
            super().drop_input()
            os.write(1, b"(dropped)")

    child, writes = pty.fork()
    if child == 0:  # pragma: no cover
        with Keyboard(Telling(0, 1)) as keyboard:
            os.write(1, b"ready")
            while (key := keyboard.key(None)) != "q":
                os.write(1, f"<{key}>".encode())
        os._exit(0)
    said = b""
    try:
        while b"ready" not in said:
            said += os.read(writes, 1000)
        for turn in range(1, 11):
            os.kill(child, signal.SIGSTOP)
            os.waitpid(child, os.WUNTRACED)
            os.write(writes, b"d")
            os.kill(child, signal.SIGCONT)
            os.waitpid(child, os.WCONTINUED)
            while said.count(b"(dropped)") < turn:
                said += os.read(writes, 1000)
        os.write(writes, b"x")
        while b"<x>" not in said:
            said += os.read(writes, 1000)
        assert b"<d>" not in said
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(writes)


def test_keys_in_a_burst_are_distinguished_from_single_keys(terminal: tuple[Keyboard, int]) -> None:
    keyboard, writes = terminal
    os.write(writes, b"dn\x1b[A")
    for key in ("d", "n", "up"):
        assert keyboard.key(None) == key
        assert not keyboard.came_alone()
    for key in ("d", "\x1b"):
        time.sleep(2 * BURST_S)
        os.write(writes, key.encode())
        assert keyboard.key(None) == {"\x1b": "escape"}.get(key, key)
        assert keyboard.came_alone()


def test_the_first_key_waits_for_a_following_key_and_that_one_is_not_lost(terminal: tuple[Keyboard, int]) -> None:
    keyboard, writes = terminal
    os.write(writes, b"d")
    assert keyboard.key(None) == "d"
    os.write(writes, b"x")
    keyboard.came_alone()
    assert keyboard.key(None) == "x"


def test_endless_input_does_not_stop_the_session_clock(
    terminal: tuple[Keyboard, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A time that is due comes, whatever the terminal sends meanwhile; and the next key is answered."""
    keyboard, writes = terminal
    os.write(writes, b"\x1b]11;rgb:" + b"\xff" * 100)
    waits: list[float | None] = []
    read_text = keyboard._incoming.read_text

    def noted(wait_s: float | None) -> str:
        waits.append(wait_s)
        return read_text(wait_s)

    monkeypatch.setattr(keyboard._incoming, "read_text", noted)
    assert keyboard.key(0.02) is None
    assert all(wait_s is not None and wait_s <= 0.02 for wait_s in waits)
    assert keyboard.key(0.5) is None
    os.write(writes, b"x")
    assert keyboard.key(None) == "x"


def test_a_closed_terminal_ends_the_input(terminal: tuple[Keyboard, int]) -> None:
    keyboard, writes = terminal
    os.write(writes, b"d")
    assert keyboard.key(None) == "d"
    os.dup2(os.open(os.devnull, os.O_RDWR), writes)
    keyboard.came_alone()
    with pytest.raises(EndOfInputError):
        keyboard.key(None)
