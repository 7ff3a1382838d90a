"""What becomes of an error in a command: one line for a person, and the exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from l5tui.config.errors import ExitStatus, L5Error
from l5tui.config.output import print_error

_INTERRUPTED = 128 + 2
_PIPE_CLOSED = 128 + 13


def guarded(run: Callable[[], int]) -> int:
    """Run a command; returns the exit status, whatever happens."""
    try:
        return run()
    except SystemExit as ended:  # --help and --version
        return ended.code if isinstance(ended.code, int) else ExitStatus.OK
    except L5Error as error:
        print_error(error)
        return error.status
    except BrokenPipeError:
        _discard_stdout()
        return _PIPE_CLOSED
    except KeyboardInterrupt:
        return _INTERRUPTED
    except Exception as error:  # noqa: BLE001  the one place where an unexpected error is handled
        return _fault(error)


def _discard_stdout() -> None:
    """Drop what is still buffered, because the reader is gone, so that the interpreter ends without an error."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _fault(error: Exception) -> int:
    from l5tui.config.crash_log import record_crash

    path = record_crash(error)
    kept = f"What happened is in {path}" if path else "The crash log could not be written"
    print_error(f"a fault of the program ({type(error).__name__}), sorry. {kept}")
    return ExitStatus.FAULT
