"""Where answers come from: bytes of a terminal or a pipe, however they are torn."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l5tui.plain.sources import NAMED, EndOfInputError, Lines, keys_in

SOME_KEYS = st.lists(st.sampled_from([*NAMED, *"axé漢7+"]).filter(lambda key: key != "\x1b"))


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    reads, writes = os.pipe()
    yield reads, writes
    for fd in (reads, writes):
        try:
            os.close(fd)
        except OSError:
            continue


@given(SOME_KEYS, st.data())
def test_keys_are_the_same_however_they_are_torn(keys: list[str], data: st.DataObject) -> None:
    text = "".join(keys)
    at = data.draw(st.integers(0, len(text)))
    first, rest = keys_in(text[:at])
    second, left = keys_in(rest + text[at:])
    assert [*first, *second] == keys_in(text)[0] == [NAMED.get(key, key) for key in keys]
    assert left == ""


@pytest.mark.parametrize("text", ["\x1b[200~", "\x1b[1;5C", "\x1bOP", "\x00", "\t", "\x1b[<0;1;1M"])
def test_what_has_no_meaning_is_no_key(text: str) -> None:
    assert keys_in(text) == ([], "")


@pytest.mark.parametrize("text", ["\x1b", "\x1b[", "\x1b[1;2", "\x1bO"])
def test_what_may_go_on_is_waited_for(text: str) -> None:
    assert keys_in(f"a{text}") == (["a"], text)


def test_lines_come_whole_and_the_last_one_counts_without_its_end(pipe: tuple[int, int]) -> None:
    reads, writes = pipe
    source = Lines(reads)
    assert source.key(0) is None
    os.write(writes, b"4\r\n\nhal")
    assert [source.key(0), source.key(0), source.key(0)] == ["4", "", None]
    os.write(writes, "f ü".encode()[:-1])
    assert source.key(0) is None
    os.write(writes, "ü".encode()[1:])
    os.close(writes)
    assert source.key(None) == "half ü"
    for _ in range(2):
        with pytest.raises(EndOfInputError):
            source.key(None)


def test_bytes_that_are_no_text_are_no_fault(pipe: tuple[int, int]) -> None:
    os.write(pipe[1], b"\xff\xfe4\n\x00\n")
    source = Lines(pipe[0])
    assert source.key(None) == "��4"
    assert source.key(None) == "\x00"


def test_waiting_is_no_looking(pipe: tuple[int, int]) -> None:
    """Half a second of waiting costs next to no time of the processor."""
    began = time.process_time()
    assert Lines(pipe[0]).key(0.5) is None
    assert time.process_time() - began < 0.1


def test_a_closed_input_is_an_ended_one(pipe: tuple[int, int]) -> None:
    source = Lines(pipe[0])
    os.close(pipe[0])
    with pytest.raises(EndOfInputError):
        source.key(None)
