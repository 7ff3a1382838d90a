"""Answers read from a pipe, however their bytes are split."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest

from l5tui.plain.answers import EndOfInputError, LineSource


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    reads, writes = os.pipe()
    yield reads, writes
    for fd in (reads, writes):
        try:
            os.close(fd)
        except OSError:
            continue


def test_lines_are_read_whole_and_the_last_counts_without_a_line_end(pipe: tuple[int, int]) -> None:
    reads, writes = pipe
    source = LineSource(reads)
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


def test_bytes_that_are_not_valid_text_raise_no_error(pipe: tuple[int, int]) -> None:
    os.write(pipe[1], b"\xff\xfe4\n\x00\n")
    source = LineSource(pipe[0])
    assert source.key(None) == "��4"
    assert source.key(None) == "\x00"


def test_waiting_does_not_poll(pipe: tuple[int, int]) -> None:
    """Half a second of waiting takes almost no processor time."""
    began = time.process_time()
    assert LineSource(pipe[0]).key(0.5) is None
    assert time.process_time() - began < 0.1


def test_a_closed_input_counts_as_ended(pipe: tuple[int, int]) -> None:
    source = LineSource(pipe[0])
    os.close(pipe[0])
    with pytest.raises(EndOfInputError):
        source.key(None)
