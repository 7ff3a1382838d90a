"""Run all benchmarks on a wheel of this source in a new venv, with the machine and the versions.

Each figure stands beside that of a small program in the same run, or is a ratio to it. It takes about half an hour.

Run it with: make measure
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WITH_PYTHON = (("opening.py", "21"), ("idle.py", "10"), ("hours.py", "26"))
"""Those that measure the installed app, with their first argument."""
OTHERS = ("startup.py", "journal.py", "journal_screen.py", "journal_keys.py")


def installed(folder: Path) -> Path:
    """Build the wheel and install it; returns the interpreter that has it."""
    python = folder / "venv" / "bin" / "python"
    build = (sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT))
    subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
    subprocess.run((sys.executable, "-m", "venv", str(folder / "venv")), check=True)
    [wheel] = folder.glob("*.whl")
    subprocess.run((str(python), "-m", "pip", "install", "--quiet", str(wheel)), check=True)
    return python


def main() -> None:
    """Measure, and print all tables."""
    print(f"{platform.platform()}, {os.cpu_count()} processors, Textual {version('textual')}", flush=True)
    with tempfile.TemporaryDirectory() as name:
        python = installed(Path(name))
        runs = [(script, argument, str(python)) for script, argument in WITH_PYTHON]
        for script, *arguments in (*runs, *((one,) for one in OTHERS)):
            print(f"\n{script}", flush=True)
            subprocess.run((sys.executable, str(ROOT / "benchmarks" / script), *arguments), check=True)


if __name__ == "__main__":
    main()
