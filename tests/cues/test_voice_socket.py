"""Sentences go to a socket at once, and a socket that vanishes, hangs or talks stalls nothing and is named once."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from l5tui.cues.voice_socket import SocketVoice
from tests.e2e.terminal import wait_for


class Listener:
    """The other end: takes connections and notes what comes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.heard = b""
        self.connections: list[socket.socket] = []
        self.server = socket.socket(socket.AF_UNIX)
        self.server.bind(str(path))
        self.server.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connected, _ = self.server.accept()
                self.connections.append(connected)
                threading.Thread(target=self._read, args=(connected,), daemon=True).start()

    def _read(self, connected: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := connected.recv(4096):
                self.heard += piece

    def vanish(self) -> None:
        """End as a process that is killed does: the file stays."""
        self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()
        for one in self.connections:
            one.shutdown(socket.SHUT_RDWR)
            one.close()
        self.connections.clear()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "voice"


@pytest.fixture
def failures() -> list[str]:
    """What was reported."""
    return []


@pytest.fixture
def voice(path: Path, failures: list[str]) -> Iterator[SocketVoice]:
    made = SocketVoice(str(path), failed=failures.append, send_s=0.3, retry_s=0.2)
    yield made
    made.close()


def at_once(do: Callable[[], None]) -> None:
    """Do something that may not wait for anybody."""
    before = time.monotonic()
    do()
    assert time.monotonic() - before < 0.2


def test_each_sentence_is_one_line_and_an_empty_one_silences(path: Path, voice: SocketVoice) -> None:
    listener = Listener(path)
    voice.say("Hold. 20 seconds.")
    wait_for(lambda: listener.heard == b"Hold. 20 seconds.\n", "the sentence")
    voice.silence()
    wait_for(lambda: listener.heard.endswith(b".\n\n"), "the silence")
    voice.say("-- three\nfour\x1b[2J")
    wait_for(lambda: listener.heard.endswith(b"\nthree four [2J\n"), "one line, that is no option")
    assert len(listener.connections) == 1


def test_the_last_sentence_may_finish_and_a_closed_voice_is_cut_off(path: Path, failures: list[str]) -> None:
    listener = Listener(path)
    done, closed = SocketVoice(str(path), failed=failures.append), SocketVoice(str(path), failed=failures.append)
    done.say("Done.")
    done.finish()
    wait_for(lambda: listener.heard == b"Done.\n", "the last sentence")
    done.say("more")
    closed.say("Hold.")
    wait_for(lambda: listener.heard == b"Done.\nHold.\n", "another voice")
    closed.close()
    wait_for(lambda: listener.heard == b"Done.\nHold.\n\n", "the end of it")
    assert failures == []


def test_a_socket_that_is_not_there_is_named_once_and_is_used_when_it_comes(
    path: Path, voice: SocketVoice, failures: list[str]
) -> None:
    for _ in range(5):
        at_once(lambda: voice.say("three"))
    wait_for(lambda: failures, "the fault")
    time.sleep(0.1)
    assert failures == [f"The socket of the voice, {path}, isn't there."]
    listener = Listener(path)
    voice.say("two")
    wait_for(lambda: listener.heard == b"two\n", "the sentence")


def test_a_listener_that_vanishes_is_named_once_and_is_spoken_to_when_it_is_back(
    path: Path, voice: SocketVoice, failures: list[str]
) -> None:
    first = Listener(path)
    voice.say("three")
    wait_for(lambda: first.heard, "the sentence")
    first.vanish()
    wait_for(lambda: failures, "the fault")
    at_once(lambda: voice.say("two"))
    path.unlink()
    second = Listener(path)
    voice.say("dropped")
    time.sleep(0.3)
    voice.say("one")
    wait_for(lambda: second.heard.endswith(b"one\n"), "the sentence")
    assert failures == [f"The socket of the voice, {path}, has been left by the other side."]


def test_after_a_fault_it_is_not_tried_again_with_every_sentence(path: Path, failures: list[str]) -> None:
    """`ssh` without `-q` would write onto the screen each time."""
    voice = SocketVoice(str(path), failed=failures.append)
    first = Listener(path)
    voice.say("three")
    wait_for(lambda: first.heard, "the sentence")
    first.vanish()
    wait_for(lambda: failures, "the fault")
    path.unlink()
    second = Listener(path)
    for _ in range(10):
        voice.say("two")
        time.sleep(0.02)
    voice.close()
    assert second.connections == []


def test_a_socket_that_nobody_listens_at_is_named(path: Path, voice: SocketVoice, failures: list[str]) -> None:
    Listener(path).vanish()
    at_once(lambda: voice.say("three"))
    wait_for(lambda: failures, "the fault")
    said = "is left over, and nobody listens there: remove it, and log in again"
    assert failures == [f"The socket of the voice, {path}, {said}."]


def test_a_peer_that_never_reads_holds_up_nothing_and_only_the_newest_sentence_waits(
    path: Path, voice: SocketVoice, failures: list[str]
) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen()
        for _ in range(3000):
            at_once(lambda: voice.say("a " * 140))
        at_once(voice.silence)
        assert len(failures) <= 1


def test_a_full_queue_of_a_peer_is_named_once(path: Path, voice: SocketVoice, failures: list[str]) -> None:
    """The line is filled until the time limit of a sentence."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen()

        def fill() -> bool:
            voice.say("a " * 140)
            return bool(failures)

        wait_for(fill, "the fault")
        assert failures == [f"The socket of the voice, {path}, takes no lines."]


def test_a_peer_that_talks_is_another_program_and_gets_nothing_more(
    path: Path, voice: SocketVoice, failures: list[str]
) -> None:
    listener = Listener(path)
    voice.say("three")
    wait_for(lambda: listener.connections, "the connection")
    listener.connections[0].sendall(os.urandom(100_000)[:50_000])
    wait_for(lambda: failures, "the fault")
    assert failures == [f"The socket of the voice, {path}, belongs to another program."]
    before = listener.heard
    for _ in range(10):
        at_once(lambda: voice.say("two"))
    time.sleep(0.1)
    assert listener.heard == before
    assert len(listener.connections) == 1


def test_a_session_that_says_nothing_opens_nothing(path: Path) -> None:
    voice = SocketVoice(str(path))
    voice.silence()
    voice.close()
    assert voice._thread is None
