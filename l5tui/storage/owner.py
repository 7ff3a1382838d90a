"""Who holds something, written down; only proof counts, that it is dead or that it can be asked for what it holds.

A process is dead for certain if it ran on this machine under another boot, or under this boot and in this namespace
with a number that is free now, or that a process with another start has. Anything else - another machine, another
container, a record that can't be read - counts as alive: what another login runs is not taken from it unasked.

It can be asked, by a signal, only when machine, boot, namespace, number and start all agree: a number alone may by now
be that of another program.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

UNKNOWN: Final = "in another login, which can't be asked from here"
_IDENTITY: Final = ("pid", "start", "boot", "machine", "space")
"""What tells one process from every other, of any machine and any time."""


def this_process() -> dict[str, Any]:
    """This process, as another can find out about it."""
    return {
        "pid": os.getpid(),
        "start": _start(os.getpid()),
        "boot": _line("/proc/sys/kernel/random/boot_id"),
        "machine": _line("/etc/machine-id") or os.uname().nodename,
        "host": os.uname().nodename,
        "space": _space(),
    }


def is_surely_dead(owner: object) -> bool:
    """Whether that process can't be running any more."""
    if not isinstance(owner, dict) or not isinstance(owner.get("pid"), int):
        return False
    here = this_process()
    if not here["boot"] or not owner.get("boot") or owner.get("machine") != here["machine"]:
        return False
    if owner["boot"] != here["boot"]:
        return True
    if owner.get("space") != here["space"]:
        return False
    try:
        os.kill(owner["pid"], 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    start = _start(owner["pid"])
    return start is not None and owner.get("start") is not None and start != owner["start"]


def is_this_process(owner: object) -> bool:
    """Whether that process is this one."""
    here = this_process()
    return isinstance(owner, dict) and all(here[key] and owner.get(key) == here[key] for key in _IDENTITY)


def why_unreachable(owner: object) -> str | None:
    """Where that process runs, in words that follow "it runs", when it can't be asked for anything from here.

    None when it runs on this machine and is surely the process that the record names.
    """
    here = this_process()
    if not isinstance(owner, dict) or not owner.get("machine") or not here["boot"]:
        return UNKNOWN
    if (owner["machine"], owner.get("boot")) != (here["machine"], here["boot"]):
        host = owner.get("host")
        if isinstance(host, str) and host and host != here["host"]:
            return f"on {host}"
        return "on another machine" if owner["machine"] != here["machine"] else UNKNOWN
    if owner.get("space") != here["space"]:
        return "in another container of this machine"
    pid = owner.get("pid")
    if not isinstance(pid, int) or pid <= 0 or not owner.get("start"):
        return UNKNOWN
    return None if _start(pid) == owner["start"] else UNKNOWN


def _start(pid: int) -> str | None:
    """When the process began, in the kernel's ticks; after the name in brackets it is the 20th field."""
    line = _line(f"/proc/{pid}/stat")
    fields = line.rpartition(")")[2].split() if line else []
    return fields[19] if len(fields) > 19 else None


def _space() -> str | None:
    try:
        return str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        return None


def _line(path: str) -> str | None:
    try:
        return Path(path).read_text(errors="replace").strip() or None
    except OSError:
        return None
