"""Measures the peak memory of `manage.py export aid` in each format, at several sizes of the register.

    .venv/bin/python -m benchmarks.exports                     SQLite, 1 thousand, 100 thousand, 1 million
    .venv/bin/python -m benchmarks.exports --sizes 1000,100000 --formats csv --folder DIR
    .venv/bin/python -m benchmarks.exports --sizes 10000,100000 --database postgres

The databases are those of benchmarks.million; --folder names where they are kept. Each export is a process of
its own; rows are flushed as they come, so that a table grows line by line.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.million import NAMES, ROOT, databases

FORMATS = "csv,json,xlsx,iati"


def peak(url: str, form: str, out: Path) -> tuple[float, float, float]:
    """Return peak memory in MB, processor seconds and MB written of one export."""
    environment = {**os.environ, "DATABASE_URL": url, "STATEMENT_TIMEOUT_MS": "0", "ENV_FILE": ""}
    command = [sys.executable, "manage.py", "export", "aid", "--format", form, "--out", str(out)]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"Stopped: the export as {form} failed.")
    return used.ru_maxrss / 1024, used.ru_utime + used.ru_stime, out.stat().st_size / 1e6


def main() -> None:
    """Read the command line, fill, export, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="1000,100000,1000000", help="numbers of aid items")
    parser.add_argument("--formats", default=FORMATS)
    parser.add_argument("--database", choices=list(NAMES), default="sqlite")
    parser.add_argument("--folder", type=Path, help="where SQLite files are made and kept")
    wanted = parser.parse_args()
    sizes = [int(size) for size in wanted.sizes.split(",")]
    print("| items | format | peak memory, MB | processor, s | file, MB |\n|---:|---|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as scratch:
        folder = wanted.folder or Path(scratch)
        with databases(wanted.database, sizes, folder) as urls:
            for size, url in urls.items():
                for form in wanted.formats.split(","):
                    memory, seconds, written = peak(url, form, Path(scratch) / f"aid.{form}")
                    cells = [f"{size:,}", form, f"{memory:.0f}", f"{seconds:.0f}", f"{written:.1f}"]
                    print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
