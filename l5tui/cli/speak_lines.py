"""`l5tui speak-lines`: speaks the cues of a session that runs on another machine. It needs no journal.

`ssh host l5tui start morning --plain | l5tui speak-lines` passes all lines on and speaks the cues among them; keys go
back through `ssh`. With `--listen` it speaks what a session on the full screen sends to a socket (`speak_socket`) that
`ssh -R` forwards.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import shutil
import signal
import socket
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NoReturn

from l5tui.cli import Run
from l5tui.cli.files import settings
from l5tui.config.config_file import command_fault
from l5tui.config.errors import ExitStatus, L5Error, UsageError, system_words
from l5tui.config.output import print_error, print_text, quoted
from l5tui.cues.line_splitter import LineSplitter
from l5tui.cues.speech import Speaker
from l5tui.plain.spoken_lines import SpokenLines

COMMANDS: Final = ("say", "espeak-ng", "espeak")
"""Commands that speak their last argument, best first."""
MOST: Final = 8
"""Sessions that may be connected at once."""
CHUNK: Final = 65536


def speak_lines(parser: ArgumentParser) -> Run:
    """Add the arguments of `l5tui speak-lines`."""
    parser.add_argument(
        "--command", metavar="COMMAND", default="", help="speaks its last argument, such as 'say -v Serena'"
    )
    parser.add_argument("--listen", metavar="SOCKET", help="speak what comes to this new socket; ctrl+c ends it")
    return _speak_lines


def _speak_lines(args: Namespace) -> int:
    if why := command_fault(args.command):
        raise UsageError(f"{quoted(args.command)} is no command: {why}")
    if args.listen is None and os.isatty(0):
        raise UsageError(
            "there are no lines to speak", "Use it so: ssh HOST l5tui start ROUTINE --plain | l5tui speak-lines"
        )
    with _signals_end_it(), contextlib.closing(Speaker(_command(args), failed=_complain)) as speaker:
        if args.listen is not None:
            _listen(args.listen, speaker, plain=args.ascii)
        _pass_through(speaker)
        speaker.finish()
        speaker.wait()
    return ExitStatus.OK


@contextlib.contextmanager
def _signals_end_it() -> Iterator[None]:
    """Have a hang-up and a terminate end the program in order, so that the voice and the socket end with it."""

    def end(number: int, _: object) -> NoReturn:
        sys.exit(128 + number)

    taken = [one for one in (signal.SIGTERM, signal.SIGHUP) if signal.getsignal(one) is not signal.SIG_IGN]
    before = [(one, signal.signal(one, end)) for one in taken]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)


def _command(args: Namespace) -> str:
    """The command that speaks: that of the arguments, of the settings, or what there is on this machine."""
    found, notices = settings()
    for notice in notices:
        _complain(notice)
    if command := args.command or found.speak or next((one for one in COMMANDS if shutil.which(one)), ""):
        return str(command)
    return COMMANDS[1]  # which isn't there, as will be said once


def _complain(line: str) -> None:
    """Print one line. `ssh -tt` leaves the terminal without its own carriage returns."""
    print_error(line)
    if sys.stderr is not None and sys.stderr.isatty():
        sys.stderr.write("\r")
        sys.stderr.flush()


def _pass_through(speaker: Speaker) -> None:
    """Speak the cues among the lines of standard input, and pass all of it on as it comes."""
    lines, spoken = LineSplitter(), SpokenLines()
    while piece := os.read(0, CHUNK):
        said = None
        for line in lines.feed(piece):
            sentence = spoken.sentence(line)
            said = said if sentence is None else sentence
        _say(speaker, said)
        while piece:
            piece = piece[os.write(1, piece) :]


def _say(speaker: Speaker, sentence: str | None) -> None:
    if sentence:
        speaker.say(sentence)
    elif sentence is not None:
        speaker.silence()


def _listen(path: str, speaker: Speaker, *, plain: bool) -> NoReturn:
    """Speak the lines that come to a socket, until a signal ends it."""
    with _socket_at(Path(path).expanduser().absolute()) as server, selectors.DefaultSelector() as ready:
        ready.register(server, selectors.EVENT_READ)
        print_text(
            [
                f"Listening at {server.getsockname()}. Ctrl+c ends it. On the other machine set, in config.toml:",
                '  cues = "all"',
                '  speak_socket = "~/.l5tui-voice"',
                "and log in with, where HOME is your home folder there:",
                f"  ssh -qt -R HOME/.l5tui-voice:{server.getsockname()} HOST 'l5tui; rm -f .l5tui-voice'",
            ],
            plain=plain,
        )
        complained = False
        while True:
            for key, _ in ready.select():
                peer: _Peer | None = key.data
                if peer is None:
                    _accept(server, ready)
                elif not peer.heard(speaker):
                    ready.unregister(peer.socket)
                    peer.socket.close()
                    if peer.lines.junk and not complained:
                        complained = True
                        _complain("What came to the socket isn't from l5tui, and isn't listened to.")


class _Peer:
    """A session that is connected."""

    def __init__(self, connected: socket.socket) -> None:
        connected.setblocking(False)
        self.socket = connected
        self.lines = LineSplitter()

    def heard(self, speaker: Speaker) -> bool:
        """Speak the newest of the lines that came. False when the other side has hung up, or sends no lines."""
        try:
            piece = self.socket.recv(CHUNK)
        except BlockingIOError:
            return True
        except OSError:
            return False
        said = list(self.lines.feed(piece))
        if self.lines.junk or not piece:
            return False
        if said:
            _say(speaker, said[-1])
        return True


def _accept(server: socket.socket, ready: selectors.BaseSelector) -> None:
    with contextlib.suppress(OSError):
        connected, _ = server.accept()
        if len(ready.get_map()) > MOST:
            connected.close()
        else:
            ready.register(connected, selectors.EVENT_READ, _Peer(connected))


@contextlib.contextmanager
def _socket_at(path: Path) -> Iterator[socket.socket]:
    """A new socket at a path, for this person alone; it is removed at the end. One that nobody listens at is replaced.

    Raises:
        L5Error: there is something else, or it can't be made.
    """
    server = socket.socket(socket.AF_UNIX)
    with server:
        if path.is_socket():
            with socket.socket(socket.AF_UNIX) as other, contextlib.suppress(OSError):
                other.settimeout(1)
                other.connect(str(path))
                raise L5Error(f"another program listens at {path} already", "End it first, or name another file")
            path.unlink(missing_ok=True)
        before = os.umask(0o177)
        try:
            server.bind(str(path))
            server.listen(MOST)
        except OSError as error:
            why = system_words(error)
            raise L5Error(f"no socket can be made at {path} ({why})", "Name a new file in a folder of yours") from error
        finally:
            os.umask(before)
        try:
            yield server
        finally:
            path.unlink(missing_ok=True)
