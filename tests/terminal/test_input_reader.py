"""The input reader: only keys become keys, no input ends the reading, and the next key always works."""

from __future__ import annotations

from contextlib import suppress

import pytest
from textual import events
from textual.messages import InBandWindowResize, TerminalSupportsSynchronizedOutput

from l5tui.terminal import input_reader, input_tokenizer
from l5tui.terminal.input_tokenizer import LATE_S, QUIET_S
from l5tui.terminal.key_bursts import AGAIN_S, is_doubtful
from l5tui.terminal.pasted_text import MOST_TYPED, PASTE_QUIET_S
from l5tui.terminal.textual_internals import KeyParser
from tests.rows import each
from tests.terminal.input_samples import REPLIES, TimedReader


def cut(data: bytes, at: int) -> tuple[bytes, bytes]:
    return data[:at], data[at:]


# Replies


@pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES)
def test_a_reply_is_no_key_and_the_next_key_works(reply: bytes) -> None:
    reading = TimedReader().come(reply).wait(QUIET_S)
    assert reading.messages == []
    assert reading.come("d").keys == ["d"]
    assert reading.faults == []


@pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES)
def test_a_reply_in_pieces_is_no_key(reply: bytes) -> None:
    for at in range(1, len(reply)):
        reading = TimedReader().all(cut(reply, at)).wait(QUIET_S).come("d")
        assert reading.keys == ["d"], at
    assert TimedReader().all(bytes([byte]) for byte in reply).wait(QUIET_S).come("d").keys == ["d"]


@pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES)
def test_an_incomplete_reply_is_no_key_and_the_next_key_works_after_a_tenth_of_a_second(reply: bytes) -> None:
    """The exception is an escape alone, which can't be distinguished from the key."""
    for at in range(1, len(reply)):
        torn, _ = cut(reply, at)
        reading = TimedReader().come(torn).wait(QUIET_S).come("d", after_s=0)
        wanted = ["escape", "d"] if torn.endswith(b"\x1b") and not in_string(torn) else ["d"]
        assert reading.keys == wanted, torn


def in_string(torn: bytes) -> bool:
    return torn[:-1].rpartition(b"\x1b\\")[2][:2] in (b"\x1bP", b"\x1b]", b"\x1b_", b"\x1b^", b"\x1bX")


def test_replies_and_keys_in_one_read_are_separated() -> None:
    colour, attributes, version = (REPLIES[name] for name in ("background colour", "device attributes", "version"))
    sent = b"j" + colour + b"k" + attributes + b"\x1b[A" + version + b"x"
    assert TimedReader().come(sent).keys == ["j", "k", "up", "x"]


def test_a_report_is_passed_on_once_for_each_read_and_is_no_key() -> None:
    reading = TimedReader().come(b"\x1b[?62;22c\x1b[?62;22c\x1b[0n").come(b"\x1b[0n").come(REPLIES["version"])
    assert reading.reports == ["\x1b[?62;22c", "\x1b[0n", "\x1b[0n", "\x1bP"]
    assert reading.messages == []


@each("end", [b"\x07", b"\x18", b"\x1a", b"\x1b\\", "\x9c".encode(), b"\x1b[A"])
@each("begin", [b"\x1b]", b"\x1bP", b"\x1b_", b"\x1b^", b"\x1bX"])
def test_a_control_string_ends_at_each_of_its_terminators(begin: bytes, end: bytes) -> None:
    wanted = ["up", "q"] if end == b"\x1b[A" else ["q"]
    assert TimedReader().come(begin + b"11;dd" + end + b"q").keys == wanted


def test_a_long_reply_is_recognised_on_a_slow_line_too() -> None:
    reading = TimedReader().come(b"\x1b]52;c;")
    for _ in range(400):
        reading.come(b"ZGRk" * 2, after_s=8 / 960)
    assert reading.come(b"\x1b\\d").keys == ["d"]


def test_an_endless_control_string_is_cut_off_after_a_megabyte() -> None:
    reading = TimedReader().come(b"\x1b]52;c;")
    for _ in range(input_tokenizer.LONGEST_STRING // 4096 + 2):
        reading.come(b"ab" * 2048)
    assert reading.reader.wait_s is None


def test_a_held_key_works_after_an_endless_control_string() -> None:
    """A held key sends thirty bytes a second, so there is never a tenth of a second without one."""
    reading = TimedReader().come(REPLIES["unfinished string"])
    for _ in range(30):
        reading.come("x", after_s=1 / 30)
    assert "x" in reading.keys


def test_the_late_rest_of_a_reply_is_recognised_by_its_end() -> None:
    for reply in (REPLIES["background colour"], REPLIES["foreground colour ended by a bell"], REPLIES["version"]):
        for at in range(2, len(reply)):
            first, rest = cut(reply, at)
            reading = TimedReader().come(first).come(rest, after_s=LATE_S / 2).come("d", after_s=1)
            assert reading.keys == ["d"], (first, rest)


def doubted(*pieces: tuple[float, str]) -> list[bool]:
    """Whether each key is doubtful, when the pieces come so many seconds after the one before them."""
    reading = TimedReader()
    for after_s, piece in pieces:
        reading.come(piece, after_s=after_s)
    reading.wait(1)
    return [is_doubtful(message) for message in reading.messages if isinstance(message, events.Key)]


def test_a_key_after_a_reply_that_was_given_up_is_doubtful_for_five_seconds_until_it_is_pressed_again() -> None:
    assert doubted((0, "\x1b]11;rgb:1e"), (1, "4"), (1, "4")) == [True, False]
    assert doubted((0, "\x1b]11;rgb:1e"), (LATE_S + 1, "4")) == [False]
    assert doubted((0, "\x1b]11;rgb:1e"), (1, "4"), (1, "d"), (1, "d"), (1, "x")) == [True, True, False, True]


@each(
    "pieces",
    [
        ((0.0, "\x1b[?997"), (0.25, ";1"), (0.25, "n")),
        ((0.0, "\x1b]11;rgb:"), (0.3, "d"), (0.2, "d"), (0.2, "d")),
        ((0.0, "\x1b]11;rgb:"), (0.3, "d"), (0.4, "1"), (0.4, "d")),
        ((0.0, "\x1b]11;rgb:"), (0.3, "1d"), (0.4, "d")),
        ((0.0, "\x1b]11;rgb:dd"), (4.9, "d"), (0.2, "d"), (0.2, "d")),
    ],
)
def test_the_rest_of_a_reply_is_doubtful_in_however_many_pieces_it_comes(pieces: tuple[tuple[float, str], ...]) -> None:
    assert all(doubted(*pieces))


@each("key", ["\x1b[13u", "\x1b[100;;100u", "\x1b[A", "\x1b", "\x1bOA"])
def test_a_complete_sequence_and_what_follows_it_are_not_doubtful(key: str) -> None:
    assert doubted((0, "\x1b]11;rgb:"), (0.3, key), (0.2, "d")) == [False, False]
    assert doubted((0, "\x1b]11;rgb:"), (0.3, "d"), (0.2, key), (0.2, "d")) == [True, False, False]


def test_a_stream_that_was_too_slow_for_a_reply_is_doubtful_until_it_pauses() -> None:
    stream = [(1 / 30, "d")] * 300
    found = doubted((0, "\x1b]11;rgb:"), *stream, (AGAIN_S + 0.1, "d"))
    assert len(found) > 200, "ten seconds of it; after one of them they are keys"
    assert found == [*[True] * (len(found) - 1), False]


def test_a_sequence_split_after_its_escape_is_recognised_when_its_rest_comes() -> None:
    """The escape was taken for the key already, but what follows isn't taken for keys."""
    assert TimedReader().come(b"\x1b").come(b"]11;rgb:1e1e/1e1e/2e2e\x1b\\", after_s=0.2).keys == ["escape"]
    assert TimedReader().come(b"\x1b").come(b"[?62;22c", after_s=0.2).keys == ["escape"]
    assert TimedReader().come(b"\x1b").come(b"[A", after_s=0.2).keys == ["escape", "up"]
    assert TimedReader().come(b"\x1b").come(b"[", after_s=0.2).keys == ["escape", "left_square_bracket"]
    assert TimedReader().come(b"\x1b").come(b"x", after_s=0.2).keys == ["escape", "x"]


# Keys


def test_ordinary_keys_are_unchanged() -> None:
    sent = {
        b"\x1b[A": "up",
        b"\x1bOB": "down",
        b"\x1b[1;2C": "shift+right",
        b"\x1b[1;3D": "alt+left",
        b"\x1b[Z": "shift+tab",
        b"\x1b[3~": "delete",
        b"\x1b[5~": "pageup",
        b"\x1b[H": "home",
        b"\x1b[[A": "f1",
        b"\x1bOP": "f1",
        b"\x1b[24~": "f12",
        b"\x1b[3$": "shift+delete",
        b"\r": "enter",
        b"\t": "tab",
        b"\x7f": "backspace",
        b"\x03": "ctrl+c",
        b"\x11": "ctrl+q",
        b"\x1bx": "alt+x",
        b"?": "question_mark",
        "é".encode(): "é",
        "й".encode(): "й",
    }
    for data, key in sent.items():
        assert TimedReader().come(data).keys == [key], data


def test_a_key_with_alt_is_not_the_key_without_it() -> None:
    for char, key in {
        ",": "comma",
        "?": "question_mark",
        " ": "space",
        "\r": "enter",
        "d": "d",
        "D": "shift+d",
    }.items():
        reading = TimedReader().come("\x1b" + char)
        assert (reading.keys, reading.typed) == ([f"alt+{key}"], ""), char
    torn = TimedReader().come("\x1b]11;rgb:dd\x1b,")
    assert torn.keys == ["alt+comma"], "an escape ends the string, and what follows belongs to it"


def test_a_key_works_at_once_and_escape_after_its_delay() -> None:
    reading = TimedReader().come(b"\x1b[A")
    assert (reading.keys, reading.reader.wait_s) == (["up"], None)
    reading = TimedReader().come(b"\x1b")
    assert (reading.keys, reading.reader.wait_s) == ([], ESCAPE_ALONE_S)
    assert reading.wait(ESCAPE_ALONE_S).keys == ["escape"]
    assert TimedReader().come(b"\x1b\x1b").wait(1).keys == ["escape", "escape"]


ESCAPE_ALONE_S = max(input_reader.ESCAPE_S, QUIET_S)


@each("rest", ["[?997;1n", "]11;rgb:dddd/dddd/dddd\x1b\\", "P1$r0m\x1b\\", "_Gi=31;OK\x1b\\", "OA", "[A"])
def test_a_sequence_split_after_its_escape_is_not_the_escape_key(rest: str) -> None:
    """Escape leaves pages and sessions, and a person doesn't notice a delay of a tenth of a second."""
    reading = TimedReader().come("\x1b").come(rest, after_s=0.09).wait(1)
    assert reading.keys == (["up"] if rest.endswith("A") else [])
    assert ESCAPE_ALONE_S <= 0.12


def test_keys_right_after_an_escape_are_keys() -> None:
    assert TimedReader().come("\x1b").come("x", after_s=0.06).keys == ["escape", "x"]
    assert TimedReader().come("\x1b").come("\x1b[A", after_s=0.06).keys == ["escape", "up"]
    held = TimedReader()
    for _ in range(5):
        held.come("\x1b", after_s=1 / 30)
    assert held.wait(1).keys == ["escape"] * 5


@each("key", ["\x1b[A", "\x1b[3~", "\x1bOA", "\x1b[5~", "\x1b[3$", "\x1b[3^", "\x1b[H", "\x1b[c"])
def test_an_arrow_with_alt_as_rxvt_and_putty_send_it_is_no_key_and_no_escape(key: str) -> None:
    assert TimedReader().come("\x1b" + key).wait(1).messages == []
    for at in range(1, len(key) + 1):
        reading = TimedReader().come(("\x1b" + key)[:at]).come(("\x1b" + key)[at:]).wait(1).come("x")
        assert reading.keys == ["x"], at


def test_an_escape_right_before_a_report_is_still_the_key() -> None:
    for report in ("\x1b[0n", "\x1b[?62;22c", "\x1b[I", "\x1b]11;rgb:dd\x1b\\"):
        assert TimedReader().come("\x1b" + report).wait(1).keys == ["escape"], report
    assert TimedReader().come("\x1b\x1b\x1b[A").wait(1).keys == ["escape"]
    assert TimedReader().come("\x1b\x1bx").wait(1).keys == ["escape", "alt+x"]


@each(
    "data, key, character",
    [
        (b"\x1b[106;;106u", "j", "j"),
        (b"\x1b[106u", "j", "j"),
        (b"\x1b[106;1:1u", "j", "j"),
        (b"\x1b[106;1:2u", "j", "j"),
        (b"\x1b[109:77;2u", "M", "M"),
        (b"\x1b[109:77;2:1;77u", "M", "M"),
        (b"\x1b[109;2u", "M", "M"),
        (b"\x1b[120;65;88u", "X", "X"),
        (b"\x1b[120;65u", "X", "X"),
        (b"\x1b[1095::120;;1095u", "ч", "ч"),
        (b"\x1b[27u", "escape", None),
        (b"\x1b[13u", "enter", "\r"),
        (b"\x1b[13;1:1u", "enter", "\r"),
        (b"\x1b[127u", "backspace", "\x7f"),
        (b"\x1b[9;2u", "shift+tab", None),
        (b"\x1b[99;5u", "ctrl+c", None),
        (b"\x1b[99:67;6u", "ctrl+shift+c", None),
        (b"\x1b[27;5;99~", "ctrl+c", None),
        (b"\x1b[32;;32u", "space", " "),
        (b"\x1b[57400;;49u", "1", "1"),
        (b"\x1b[1;1:1A", "up", None),
        (b"\x1b[1;1:2B", "down", None),
        (b"\x1b[1;2:1C", "shift+right", None),
        (b"\x1b[3;1:1~", "delete", None),
        (b"\x1b[0;;229u", "å", "å"),
    ],
)
def test_keys_of_the_key_protocol_are_decoded(data: bytes, key: str, character: str | None) -> None:
    reading = TimedReader().come(data)
    (message,) = reading.messages
    assert isinstance(message, events.Key)
    assert (message.key, message.character) == (key, character)


@each(
    "data",
    [
        b"\x1b[106;1:3u",
        b"\x1b[106;1:3;106u",
        b"\x1b[13;1:3u",
        b"\x1b[1;1:3A",
        b"\x1b[3;1:3~",
        b"\x1b[57441;2u",  # shift alone
        b"\x1b[57358u",  # caps lock
        b"\x1b[1114112u",
        b"\x1b[55296u",  # half a character
        b"\x1b[63000u",  # a key that nobody has named
        b"\x1b[9999999u",
        b"\x1b[106;300u",
        b"\x1b[106;1:9u",
        b"\x1b[0u",
        b"\x1b[3u",
        b"\x1b[99~",
        b"\x1b[104;1P",
        b"\x1b[5A",
        b"\x1b[999999999999999999999999u",
    ],
)
def test_codes_without_a_key_in_the_key_protocol_give_no_key(data: bytes) -> None:
    reading = TimedReader().come(data).wait(1)
    assert (reading.messages, reading.reports, reading.faults) == ([], [], [])
    assert reading.come("d").keys == ["d"]


# What Textual wants to hear


def test_reports_that_textual_requested_reach_it() -> None:
    reading = TimedReader()
    reading.reader.sizes_wanted = True
    reading.come(b"\x1b[?2026;2$y\x1b[?2048;2$y\x1b[I\x1b[O\x1b[48;30;100;480;800t")
    assert [type(message) for message in reading.messages] == [
        TerminalSupportsSynchronizedOutput,
        InBandWindowResize,
        events.AppFocus,
        events.AppBlur,
        events.Resize,
    ]


@pytest.mark.parametrize("size", [b"48;30;100;0;0", b"48;30:1;100:2;3;0", b"48;30;100;480;800"])
def test_a_size_report_counts_only_if_requested_and_gives_the_mouse_its_cell(size: bytes) -> None:
    assert TimedReader().come(b"\x1b[" + size + b"t").messages == []
    reading = TimedReader(mouse=True)
    reading.reader.sizes_wanted = True
    reading.come(b"\x1b[" + size + b"t\x1b[<35;10;10M")
    resize, move = reading.messages
    assert isinstance(resize, events.Resize)
    assert (resize.size.width, resize.size.height) == (100, 30)
    assert isinstance(move, events.MouseMove)


@pytest.mark.parametrize("size", [b"48;0;100;1;1", b"48;99999;100;1;1", b"48;30;999999;1;1"])
def test_an_impossible_window_size_is_ignored(size: bytes) -> None:
    reading = TimedReader()
    reading.reader.sizes_wanted = True
    assert reading.come(b"\x1b[" + size + b"t").messages == []


# Bytes


def test_malformed_bytes_are_dropped_one_by_one() -> None:
    assert TimedReader().come(b"a\xff\xc3(c\xe2\x82d\xf0\x9fe").keys == ["a", "left_parenthesis", "c", "d", "e"]
    reading = TimedReader()
    for _ in range(16):
        reading.come(bytes(range(0x80, 0x100)) * 32)
    assert reading.messages == []
    assert reading.wait(QUIET_S).come("x").keys == ["x"]


def test_a_flood_of_text_gives_no_keys() -> None:
    flood = "".join(chr(0xC0 + n % 60) for n in range(4096))
    reading = TimedReader().come(flood).come("x")
    assert (reading.keys, reading.pasted) == (["x"], [flood])
    reading = TimedReader().come("x" * 4096)
    assert reading.keys == ["x"] * MOST_TYPED
    assert TimedReader().come("as long as somebody may type ahead\r").keys[-1] == "enter"


# Pastes


def test_an_unfinished_paste_becomes_text_after_a_pause_and_keys_are_keys_again() -> None:
    reading = TimedReader().come(b"\x1b[200~one two").wait(PASTE_QUIET_S)
    assert reading.pasted == ["one two"]
    assert reading.come("d").keys == ["d"]


def test_the_late_rest_of_an_unfinished_paste_is_text_too() -> None:
    reading = TimedReader().come(b"\x1b[200~one \x1b").come(b"two\x1b[201~", after_s=PASTE_QUIET_S + 1).come("d")
    assert (reading.pasted, reading.keys) == (["one  ", "two"], ["d"])


def test_a_held_key_works_after_an_unfinished_paste() -> None:
    reading = TimedReader().come(b"\x1b[200~abc")
    for _ in range(60):
        reading.come("x", after_s=1 / 30)
    assert "x" in reading.keys
    assert reading.pasted[0].startswith("abc")


def test_a_pasted_page_with_colours_is_one_text_and_no_key() -> None:
    reading = TimedReader().come(b"\x1b[200~one\x1b[31m two\x1b[B\x1b\x1b[201~x")
    assert (reading.pasted, reading.keys) == (["one [31m two [B "], ["x"])


# Faults


def test_an_error_in_textuals_parser_loses_only_its_sequence(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = KeyParser._sequence_to_key_events

    def fails(self: KeyParser, sequence: str, alt: bool = False) -> object:
        if sequence == "b":
            raise ZeroDivisionError
        return keys(self, sequence, alt)

    monkeypatch.setattr(KeyParser, "_sequence_to_key_events", fails)
    reading = TimedReader().come("abc").come("d")
    assert reading.typed == "acd"
    assert [type(fault) for fault in reading.faults] == [ZeroDivisionError]


def test_an_error_in_our_code_loses_one_read(monkeypatch: pytest.MonkeyPatch) -> None:
    reading = TimedReader()
    with monkeypatch.context() as patch:
        patch.setattr(input_tokenizer.Tokenizer, "_step", lambda *_: 1 / 0)
        reading.come("a")
    assert reading.come("b").keys == ["b"]
    assert len(reading.faults) == 1


def keys_by_textual(*pieces: str) -> list[str]:
    parser = KeyParser()
    messages = [message for piece in pieces for message in parser.feed(piece)]
    return [message.key for message in messages if isinstance(message, events.Key)]


def test_textuals_parser_raises_on_some_sequences_and_gives_keys_for_others() -> None:
    """This is why its parser gets only what it parses correctly. If this test fails, a newer Textual has fixed it.

    For a key release and an alternate key 8.2.7 gives nothing, and 8.2.8 raises.
    """
    with pytest.raises(ValueError, match="chr"):
        keys_by_textual("\x1b[1114112u")
    for sequence in ("\x1b[106;1:3u", "\x1b[1;1:3A", "\x1b[109:77;2u"):
        with suppress(ValueError):
            assert keys_by_textual(sequence) == []
    with pytest.raises(ZeroDivisionError):
        keys_by_textual("\x1b[48;30;100;0;0t\x1b[<35;10;10M")
    assert keys_by_textual("\x1b[99~") == ["c"], "there is no such key"
    assert "d" in keys_by_textual("\x1b]11;rgb:dddd/dddd/dddd\x1b\\"), "a reply"
    assert keys_by_textual("\x1b[200~never ended", "x", "q") == [], "a paste without an end swallows all"
