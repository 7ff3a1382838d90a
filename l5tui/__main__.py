"""`l5tui`, and `python -m l5tui`."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line; what it returns is the exit status."""
    from l5tui.config.garbage import postpone_collection

    postpone_collection()
    if len(sys.argv) == 1:
        from l5tui.cli.guard import guarded
        from l5tui.cli.open import open_app

        return guarded(open_app)
    from l5tui.cli.main import main as run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
