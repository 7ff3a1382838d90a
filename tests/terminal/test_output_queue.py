"""The queue of output to the terminal: it never blocks, reports losses, and is bounded."""

from __future__ import annotations

import asyncio
import os
import pty
import random
import select
import threading
import time
import tty
from collections.abc import AsyncIterator, Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest

from l5tui.terminal.output_queue import OutputQueue
from tests.e2e.terminal import DEADLINE_S


class ByHand:
    """The running event loop, with a time that only the test advances."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._now = 0.0
        self._due: list[tuple[float, Callable[[], object]]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loop, name)

    def time(self) -> float:
        return self._now

    def call_at(self, when: float, do: Callable[[], object]) -> Any:
        alarm = (when, do)
        self._due.append(alarm)
        return SimpleNamespace(cancel=lambda: self._due.remove(alarm) if alarm in self._due else None)

    def advance(self, seconds: float) -> None:
        """Let time pass, and do what is due."""
        self._now += seconds
        due = [alarm for alarm in self._due if alarm[0] <= self._now]
        self._due = [alarm for alarm in self._due if alarm not in due]
        for _, do in due:
            do()


class Ends:
    """A line into a pty, the other end of it, and what the line reported."""

    def __init__(self, *, stalled_after_s: float = 30.0, most_bytes: int = 1 << 30, encoding: str = "utf-8") -> None:
        self.master, self.slave = pty.openpty()
        os.set_blocking(self.slave, False)
        os.set_blocking(self.master, False)
        tty.setraw(self.slave)
        self.said: list[str] = []
        self.time = ByHand()
        self.line = OutputQueue(
            self.slave,
            cast(asyncio.AbstractEventLoop, self.time),
            stalled=lambda: self.said.append("stalled"),
            flows=lambda lost: self.said.append("lost" if lost else "flows"),
            gone=lambda: self.said.append("gone"),
            encoding=encoding,
            stalled_after_s=stalled_after_s,
            most_bytes=most_bytes,
        )

    def read(self, most: int = 65536) -> bytes:
        """What has come out by now."""
        try:
            return os.read(self.master, most)
        except (BlockingIOError, OSError):
            return b""

    def come(self, size: int) -> bytes:
        """What comes out, waited for until it is so much, while the loop does nothing: a pty hands on what was written
        a moment later.
        """
        got = bytearray()
        end = time.monotonic() + DEADLINE_S
        while len(got) < size and time.monotonic() < end:
            select.select([self.master], [], [], 0.05)
            got += self.read()
        return bytes(got)

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Let the loop run until something is so."""
        async with asyncio.timeout(DEADLINE_S):
            while not is_so():
                await asyncio.sleep(0.001)

    async def read_until(self, last: bytes) -> bytes:
        """Read until this has come out."""
        got = bytearray()

        def has_come() -> bool:
            got.extend(self.read())
            return got.endswith(last)

        await self.until(has_come)
        return bytes(got)

    def wrote_past_it(self, data: bytes) -> bool:
        """Whether there was room, after reading, to write this into the pty without the line."""
        self.read()
        try:
            return os.write(self.slave, data) == len(data)
        except BlockingIOError:
            return False

    def fill(self) -> None:
        """Write more than the line takes."""
        while not self.line.pending:
            self.line.write("x" * 4096)
            self.line.flush()


@pytest.fixture
async def make() -> AsyncIterator[Callable[..., Ends]]:
    made: list[Ends] = []

    def make(**how: object) -> Ends:
        made.append(Ends(**how))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for ends in made:
        ends.line.stop_writing()
        asyncio.get_running_loop().remove_writer(ends.slave)
        for fd in (ends.master, ends.slave):
            try:
                os.close(fd)
            except OSError:
                continue


async def test_writes_in_one_turn_of_the_loop_are_sent_together_and_in_order(
    make: Callable[..., Ends], monkeypatch: pytest.MonkeyPatch
) -> None:
    """So a frame with its sequences for synchronised output is one packet instead of three."""
    ends = make()
    sent: list[bytes] = []
    write = os.write

    def note(fd: int, data: bytes) -> int:
        if fd == ends.slave:
            sent.append(bytes(data))
        return write(fd, data)

    monkeypatch.setattr(os, "write", note)
    for part in ("begin ", "picture ", "end"):
        ends.line.write(part)
    assert sent == []
    assert await ends.read_until(b"end") == b"begin picture end"
    assert sent == [b"begin picture end"]


async def test_a_flush_sends_the_queue_at_once(make: Callable[..., Ends]) -> None:
    ends = make()
    ends.line.write("now")
    ends.line.flush()
    assert ends.come(3) == b"now"


async def test_other_threads_may_write(make: Callable[..., Ends]) -> None:
    ends = make()

    def write() -> None:
        for number in range(500):
            ends.line.write(f"{number};")
        ends.line.write("end")

    thread = threading.Thread(target=write)
    thread.start()
    got = await ends.read_until(b"end")
    thread.join()
    assert got == b"".join(b"%d;" % n for n in range(500)) + b"end"


async def test_a_full_terminal_does_not_block_and_everything_arrives_in_order(make: Callable[..., Ends]) -> None:
    ends = make()
    chance = random.Random(7)
    text = "".join(chr(chance.randrange(33, 0x2FF)) for _ in range(200_000))
    sent = 0
    while sent < len(text):
        size = chance.randrange(1, 9000)
        ends.line.write(text[sent : sent + size])
        sent += size
        if chance.random() < 0.5:
            ends.line.flush()
    ends.line.flush()
    assert ends.line.pending > 100_000
    assert (await ends.read_until(text[-5:].encode())).decode() == text
    await ends.until(lambda: ends.line.pending == 0)
    assert ends.said == []


async def test_a_stall_and_its_end_are_each_reported_once(make: Callable[..., Ends]) -> None:
    ends = make(stalled_after_s=5)
    ends.fill()
    ends.time.advance(4.9)
    assert ends.said == []
    ends.time.advance(0.2)
    ends.line.write("more")
    ends.line.flush()
    assert ends.line.is_stalled
    assert ends.said == ["stalled"]
    await ends.read_until(b"more")
    await ends.until(lambda: len(ends.said) > 1)
    assert ends.said == ["stalled", "flows"]
    assert not ends.line.is_stalled


async def test_a_slow_terminal_that_still_accepts_output_is_not_stalled(make: Callable[..., Ends]) -> None:
    """Much output waits, far longer than the limit, but some of it is accepted all the time."""
    ends = make(stalled_after_s=5)
    ends.line.write("y" * 150_000)
    ends.line.flush()
    rounds = 0
    while before := ends.line.pending:
        await ends.until(lambda before=before: bool(ends.read(2048)) and ends.line.pending < before)  # type: ignore[misc]
        ends.time.advance(4.9)
        rounds += 1
    assert rounds > 2
    assert ends.said == []


async def test_the_queue_is_bounded_and_a_loss_is_reported_when_output_resumes(make: Callable[..., Ends]) -> None:
    ends = make(most_bytes=20_000)
    ends.fill()
    for _ in range(100):
        ends.line.write("z" * 1000)
        ends.line.flush()
        assert ends.line.pending <= 21_000
    await ends.until(lambda: bool(ends.read()) and "lost" in ends.said)
    ends.line.write("anew")
    assert (await ends.read_until(b"anew")).count(b"z") < 20_000
    assert ends.said == ["lost"]


async def test_finish_replaces_all_waiting_output(make: Callable[..., Ends]) -> None:
    ends = make()
    ends.fill()
    ends.line.write("never shown")
    assert ends.line.finish("the end", 0.2)
    ends.line.write("after it")
    ends.line.flush()
    assert b"never shown" not in await ends.read_until(b"the end")


async def test_finish_comes_after_what_the_terminal_already_accepted(make: Callable[..., Ends]) -> None:
    ends = make()
    ends.line.write("shown, ")
    assert ends.line.finish("the end", 0.2)
    assert await ends.read_until(b"the end") == b"shown, the end"


async def test_a_stopped_queue_writes_nothing_more_from_any_thread(make: Callable[..., Ends]) -> None:
    ends = make()
    ends.fill()
    thread = threading.Thread(target=ends.line.stop_writing)
    thread.start()
    thread.join()
    await ends.until(lambda: ends.wrote_past_it(b"|"))
    await ends.read_until(b"|")
    ends.line.write("never shown")
    ends.line.flush()
    for _ in range(5):
        await asyncio.sleep(0)
    assert ends.wrote_past_it(b"the end")
    assert await ends.read_until(b"the end") == b"the end"


async def test_a_closed_terminal_is_reported_once(make: Callable[..., Ends]) -> None:
    ends = make()
    os.close(ends.master)
    for _ in range(3):
        ends.line.write("hello?")
        ends.line.flush()
    assert ends.said == ["gone"]


async def test_a_terminal_that_closes_while_output_waits_is_noticed(make: Callable[..., Ends]) -> None:
    ends = make()
    ends.fill()
    os.close(ends.master)
    await ends.until(lambda: ends.said == ["gone"])


async def test_characters_that_the_encoding_lacks_stay_one_cell_wide(make: Callable[..., Ends]) -> None:
    ends = make(encoding="latin-1")
    ends.line.write("über ⠿ 5")
    ends.line.flush()
    assert ends.come(8) == b"\xfcber ? 5"
