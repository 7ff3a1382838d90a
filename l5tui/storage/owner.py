"""Records which process owns a file, and tells from the record whether that process is certainly dead or reachable.

A process is dead for certain if it ran on this machine in another boot, or in this boot and PID namespace with a PID
that is free now or belongs to a process with another start time. Anything else - another machine, another container, a
record that can't be read - counts as alive: a session that another login runs is not taken without asking.

The process can be signalled only when machine, boot, namespace, PID and start time all agree: the PID alone may by now
belong to another program.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

UNKNOWN: Final = "in another login, which can't be asked from here"
_IDENTITY: Final = ("pid", "start", "boot", "machine", "space")
"""The fields that together identify one process among all, on any machine and at any time."""


def this_process() -> dict[str, Any]:
    """The record of this process."""
    return {
        "pid": os.getpid(),
        "start": _start(os.getpid()),
        "boot": _line("/proc/sys/kernel/random/boot_id"),
        "machine": _line("/etc/machine-id") or os.uname().nodename,
        "host": os.uname().nodename,
        "space": _space(),
    }


def is_surely_dead(owner: object) -> bool:
    """Whether that process certainly isn't running any more."""
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
    """Where that process runs, in words that follow "it runs", when it can't be signalled from here.

    None when it runs on this machine and is certainly the process that the record names.
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
    """When the process started, in kernel ticks: the 20th field after the name in brackets."""
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
