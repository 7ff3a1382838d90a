"""A request for a session of this process, as another login would write it."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from l5tui.journal.sessionlog.takeover import FORMAT, MAGIC
from l5tui.storage.format import encode
from l5tui.storage.owner import this_process


def write_request(folder: Path, uid: str = "s1", **changed: Any) -> None:
    """For that session; what is changed is another than in a good request."""
    folder.mkdir(parents=True, exist_ok=True)
    mark = os.urandom(4).hex()
    request = {"mark": mark, "whom": this_process(), "who": this_process(), "at_s": time.monotonic(), **changed}
    (folder / f"{uid}.take").write_bytes(encode(MAGIC, FORMAT, request) + b"\nrest of an older one")
