"""Bytes that come in pieces are the same lines, however they are cut; junk is left out and grows nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from l5tui.cues.line_splitter import LONGEST, LineSplitter


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=20), max_size=6), st.integers(1, 7))
def test_lines_are_the_same_however_they_are_cut(lines: list[str], cut: int) -> None:
    whole = "".join(f"{line.replace(chr(10), ' ')}\n" for line in lines).encode()
    at_once, in_pieces = LineSplitter(), LineSplitter()
    found = [line for at in range(0, len(whole), cut) for line in in_pieces.feed(whole[at : at + cut])]
    assert found == list(at_once.feed(whole))
    assert all(line.isprintable() for line in found)
    assert len(found) == len(lines)


def test_a_line_of_a_terminal_loses_its_bell_and_carriage_return() -> None:
    assert list(LineSplitter().feed(b"\aHold, 20 seconds.\r\nthree\n")) == ["Hold, 20 seconds.", "three"]


def test_a_line_without_an_end_is_junk_and_kept_no_longer_than_the_limit() -> None:
    lines = LineSplitter()
    for _ in range(100):
        assert list(lines.feed(b"x" * 1000)) == []
    assert lines.junk
    assert len(lines._begun) <= LONGEST + 1
    assert list(lines.feed(b"\nthree\n")) == ["three"]


def test_what_is_no_text_is_junk() -> None:
    lines = LineSplitter()
    assert list(lines.feed(b"\xff\xfe\nthree\n")) == ["three"]
    assert lines.junk
