"""Hundreds of thousands of sequences that a terminal may send, whole, split and mixed with keys, through the driver.

None of them yields a key that nobody pressed, ends the reading, or keeps the next key from being heard. The time is the
test's own, so that a tenth of a second costs nothing.
"""

from __future__ import annotations

import signal
from codecs import getincrementaldecoder
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest
from textual import events
from textual.app import App

from l5tui.terminal import driver as driver_module
from l5tui.terminal.pasted_text import PASTE_QUIET_S
from tests.terminal.recording_driver import RecordingDriver

SHORT, LONG = 3_000, 400_000
"""Sequences; each is also cut off at some byte, and one in `EVERY` at every byte."""
EVERY = 10


class Clock:
    """Replaces the module `time` in the driver."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


class Line:
    """Sends bytes to a driver as its reading thread would."""

    def __init__(self, ears: RecordingDriver, clock: Clock) -> None:
        self._ears, self._clock = ears, clock
        ears.heard = []
        self._decode = getincrementaldecoder("utf-8")("surrogateescape").decode

    def send(self, data: bytes, pause_s: float = 0.0) -> None:
        """One read, and a pause after it."""
        self._clock.now += 0.0005
        if text := self._decode(data):
            self._ears._on_typed(text)
        end = self._clock.now + pause_s
        while (wait_s := self._ears._reader.wait_s) is not None and self._clock.now + wait_s <= end:
            self._clock.now += wait_s
            self._ears._on_quiet()
        self._clock.now = end

    def keys(self) -> list[str]:
        """The keys since the last call."""
        heard, self._ears.heard = self._ears.heard, []
        return [message.key for message in heard if isinstance(message, events.Key)]


@pytest.fixture
async def line(monkeypatch: pytest.MonkeyPatch) -> Any:
    clock = Clock()
    faults: list[BaseException] = []
    monkeypatch.setattr(driver_module, "time", clock)
    monkeypatch.setattr(driver_module, "record_crash", faults.append)
    before = {number: signal.getsignal(number) for number in (signal.SIGTSTP, signal.SIGCONT)}
    ears = RecordingDriver(App(), mouse=False)
    yield Line(ears, clock)
    ears.close()
    for number, handler in before.items():
        signal.signal(number, handler)
    assert faults == []


# What is sent


@dataclass(frozen=True)
class Sent:
    """Some bytes, and the keys that they encode."""

    data: bytes
    keys: tuple[str, ...] = ()


STRING_ENDS = (b"\x1b\\", b"\x07", "\x9c".encode(), b"\x18", b"\x1a")
ARROWS = {b"A": "up", b"B": "down", b"C": "right", b"D": "left"}
TEXT = "0123456789;:/rgbdqxyn?#+-=|,. éй🙂[]ABCmMu~R"


def control_string(random: Random) -> Sent:
    body = "".join(random.choices(TEXT, k=random.randrange(40))).encode()
    begin = random.choice([b"\x1b]", b"\x1bP", b"\x1b_", b"\x1b^", b"\x1bX", "\x9d".encode(), "\x90".encode()])
    return Sent(begin + body + random.choice(STRING_ENDS))


def private_report(random: Random) -> Sent:
    begin = random.choice(["\x1b[", "\x9b"]) + random.choice("?>=")
    middle = random.choice(["", "$", " ", "'"])
    return Sent(f"{begin}{parameters(random)}{middle}{random.choice('cnuyhlqtwSRxm')}".encode())


def report(random: Random) -> Sent:
    last = random.choice("cnRtyxwzl")
    return Sent(f"\x1b[{random.randrange(2, 99999)};{random.randrange(9999)};{random.randrange(9)}{last}".encode())


def parameters(random: Random) -> str:
    return ";".join(str(random.randrange(10 ** random.randrange(1, 7))) for _ in range(random.randrange(5)))


def release(random: Random) -> Sent:
    mods = random.randrange(1, 17)
    if random.random() < 0.5:
        return Sent(f"\x1b[{random.randrange(32, 126)};{mods}:3u".encode())
    return Sent(f"\x1b[1;{mods}:3".encode() + random.choice([b"A", b"B", b"C", b"D", b"H", b"F", b"P"]))


def no_key(random: Random) -> Sent:
    """Numbers that name no key."""
    number = random.choice([random.randrange(0x110000, 9_999_999), random.randrange(0xD800, 0xE000), 0, 3, 63_000])
    return Sent(random.choice([f"\x1b[{number}u", f"\x1b[{number};5u", f"\x1b[{random.randrange(40, 7000)}~"]).encode())


def mouse(random: Random) -> Sent:
    """Mouse reports of a mode that another program left on."""
    if random.random() < 0.3:
        return Sent(b"\x1b[M" + bytes(random.choices(range(0x20, 0x7F), k=3)))
    return Sent(f"\x1b[<{random.randrange(99)};{random.randrange(-3, 999)};{random.randrange(999)}".encode() + b"M")


def size(random: Random) -> Sent:
    return Sent(f"\x1b[48;{random.randrange(99)};{random.randrange(999)};0;{random.randrange(2)}t".encode())


def malformed(random: Random) -> Sent:
    """Bytes that begin no character: continuations, and those that UTF-8 doesn't have."""
    return Sent(bytes(random.choices([*range(0x80, 0xC0), *range(0xF8, 0x100)], k=random.randrange(1, 60))))


def paste(random: Random) -> Sent:
    return Sent(b"\x1b[200~" + "".join(random.choices(TEXT + "\x1b\r", k=random.randrange(40))).encode() + b"\x1b[201~")


def key(random: Random) -> Sent:
    """Keys, written in one of the ways that there are."""
    letter = random.choice("abcdefghijklmnopqrstuvwxyz0123456789")
    arrow, name = random.choice(list(ARROWS.items()))
    code = ord(letter)
    return random.choice(
        [
            Sent(letter.encode(), (letter,)),
            Sent(f"\x1b[{code};;{code}u".encode(), (letter,)),
            Sent(f"\x1b[{code};1:{random.randrange(1, 3)}u".encode(), (letter,)),
            Sent(f"\x1b[{code}:{ord(letter.upper())}:{code};1u".encode(), (letter,)),
            Sent(b"\x1b[" + arrow, (name,)),
            Sent(b"\x1bO" + arrow, (name,)),
            Sent(b"\x1b[1;1:1" + arrow, (name,)),
            Sent(b"\x1b[1;2" + arrow, (f"shift+{name}",)),
            Sent(b"\r", ("enter",)),
            Sent(b"\x7f", ("backspace",)),
            Sent(b"\x1b[13;1:1u", ("enter",)),
        ]
    )


KINDS = (control_string, private_report, report, release, no_key, mouse, size, malformed, paste, key)


BEGINNINGS = (b"\x1b]", b"\x1bP", b"\x1b_", b"\x1b^", b"\x1bX", b"\xc2\x9d", b"\xc2\x90", b"\x1b[200~")


def in_string(data: bytes) -> bool:
    """Whether an escape at the end is half the end of a string, or pasted."""
    return data.startswith(BEGINNINGS)


def check(line: Line, sequences: int, seed: int) -> None:
    """Each sequence whole, and torn at every byte with a pause in the gap or without; now and then many together."""
    random = Random(seed)
    together: list[Sent] = []
    for number in range(sequences):
        sent = random.choice(KINDS)(random)
        data = sent.data
        line.send(data, pause_s=1.2)
        assert line.keys() == [*sent.keys], data
        at = random.randrange(1, len(data)) if len(data) > 1 else 0
        for cut in [at] if number % EVERY else range(1, len(data)):
            line.send(data[:cut])
            line.send(data[cut:], pause_s=PASTE_QUIET_S)
            assert line.keys() == [*sent.keys], (data, cut)
            line.send(data[:cut], pause_s=PASTE_QUIET_S)
            line.send(b"z")
            wanted = ["escape", "z"] if data[:cut].endswith(b"\x1b") and not (cut > 1 and in_string(data)) else ["z"]
            assert line.keys() == wanted, (data, cut)
            line.send(b"", pause_s=6.0)  # past the time in which the rest may still come
        together.append(sent)
        if len(together) == 8:
            many = b"".join(one.data for one in together)
            places = sorted(random.sample(range(1, len(many)), 3))
            for start, end in zip([0, *places], [*places, len(many)], strict=True):
                line.send(many[start:end])
            line.send(b"", pause_s=1.2)
            assert line.keys() == [one_key for one in together for one_key in one.keys], many
            together.clear()


@contextmanager
def told(seed: int) -> Iterator[None]:
    try:
        yield
    except AssertionError as error:
        error.add_note(f"seed {seed}")
        raise


async def test_a_few_thousand_sequences_give_no_key_that_was_not_pressed(line: Line) -> None:
    with told(1):
        check(line, SHORT, seed=1)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
async def test_a_hundred_thousand_sequences_give_no_key_that_was_not_pressed(line: Line, seed: int) -> None:
    with told(100 + seed):
        check(line, LONG // 4, seed=100 + seed)


@pytest.mark.parametrize("rounds", [300, pytest.param(5_000, marks=pytest.mark.long)])
async def test_keys_work_after_random_bytes(line: Line, rounds: int) -> None:
    """Whatever the random bytes mean, a tenth of a second later the next key works."""
    random = Random(rounds)
    likely = [0x1B, 0x5B, 0x5D, 0x3B, 0x3A, 0x30, 0x39, 0x4F, 0x50, 0x75, 0x7E, 0x4D, 0x9B, 0xC2, 0x9D, 0x07, 0x32]
    for _ in range(rounds):
        for _ in range(random.randrange(1, 5)):
            line.send(bytes(random.choices([*likely * 8, *range(256)], k=random.randrange(1, 200))))
        line.send(b"", pause_s=PASTE_QUIET_S)
        line.keys()
        line.send(b"z")
        assert line.keys() == ["z"]
        line.send(b"", pause_s=6.0)
