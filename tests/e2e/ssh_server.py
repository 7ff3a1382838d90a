"""A real SSH server on loopback, with its own configuration, keys and port; nothing of the machine's SSH is touched."""

from __future__ import annotations

import contextlib
import os
import pwd
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.e2e.terminal import wait_for

SSHD = "/usr/sbin/sshd"


class Server:
    """An SSH server of the test's own."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder
        for name in ("host", "user"):
            subprocess.run(
                ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True, timeout=60
            )
        (folder / "authorized").write_text((folder / "user.pub").read_text())
        (folder / "authorized").chmod(0o600)
        (folder / "sshd_config").write_text(
            f"""
ListenAddress 127.0.0.1
HostKey {folder / "host"}
AuthorizedKeysFile {folder / "authorized"}
PidFile {folder / "pid"}
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin yes
PermitUserEnvironment no
ClientAliveInterval 0
AcceptEnv L5TUI_*
SetEnv HOME={home} TZ=Europe/Zurich LC_ALL=C.UTF-8
"""
        )
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
        while not self._serves():
            pass  # another program took the port meanwhile

    def _serves(self) -> bool:
        self.port = _free_port()
        self.process = subprocess.Popen(
            [SSHD, "-D", "-e", "-f", str(self.folder / "sshd_config"), "-p", str(self.port)],
            stderr=(self.folder / "log").open("wb"),
        )
        wait_for(lambda: self.process.poll() is not None or _listens(self.port), "the SSH server")
        return self.process.poll() is None

    def login(self, *args: str, options: Sequence[str] = ("-tt",)) -> list[str]:
        """The command that logs in and opens l5tui."""
        remote = " ".join([sys.executable, "-m", "l5tui", *(f"'{arg}'" for arg in args)])
        return [
            *("ssh", "-F", "none", *options, "-p", str(self.port), "-i", str(self.folder / "user")),
            *("-o", "StrictHostKeyChecking=no", "-o", f"UserKnownHostsFile={self.folder / 'known'}"),
            *("-o", "LogLevel=ERROR", "-o", "EscapeChar=none"),
            f"{pwd.getpwuid(os.getuid()).pw_name}@127.0.0.1",
            f"cd {Path.cwd()} && {remote}",
        ]

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.5):
        return True
    return False


def sessions_run_by(home: Path) -> list[int]:
    """The processes of l5tui that have this home."""
    found = []
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            with contextlib.suppress(OSError):
                if b"l5tui" in (process / "cmdline").read_bytes() and (
                    f"HOME={home}".encode() in (process / "environ").read_bytes().split(b"\0")
                ):
                    command = (process / "cmdline").read_bytes().split(b"\0")
                    if command[0].endswith(b"python") or b"python" in Path(command[0].decode()).name.encode():
                        found.append(int(process.name))
    return found
