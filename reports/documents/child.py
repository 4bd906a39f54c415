"""The guarded child process: pages as JSON on stdin, the PDF on stdout, within limits set first.

Started as `python -m reports.documents.child MEGABYTES SECONDS`. Exit codes: 0 the PDF is complete,
3 the page asked for a foreign address, 4 out of memory, 5 the engine failed.
"""

import json
import os
import resource
import sys
import sysconfig
from pathlib import Path

REFUSED, NO_MEMORY, FAILED = 3, 4, 5
_FORBIDDEN_EVENTS = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "ftplib.")


class RefusedAccess(BaseException):
    """Code in the child tried to open a connection, a process or a foreign file."""


def main() -> int:
    """Limit this process, render what stdin holds, write the PDF to stdout."""
    megabytes, seconds = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    parts = json.load(sys.stdin)

    from reports.documents.engine import ASSET_FOLDERS, RefusedAddress, write_pdf

    sys.addaudithook(_guard(ASSET_FOLDERS))
    try:
        content, timings = write_pdf(parts)
    except (RefusedAddress, RefusedAccess) as error:
        sys.stderr.write(f"refused: {error}")
        return REFUSED
    except MemoryError:
        return NO_MEMORY
    except Exception as error:
        sys.stderr.write(f"{type(error).__name__}: {error}"[:500])
        return FAILED
    sys.stdout.buffer.write(content)
    sys.stderr.write(json.dumps({"html": timings.html, "layout": timings.layout, "write": timings.write}))
    return 0


def _guard(asset_folders: tuple[Path, ...]):
    """Return an audit hook that lets only bundled files, Python's own and our scratch folder be opened."""
    paths = sysconfig.get_paths()
    allowed = tuple(
        os.path.realpath(str(folder)) + os.sep
        for folder in (
            *asset_folders,
            paths["stdlib"],
            paths["platstdlib"],
            paths["purelib"],
            paths["platlib"],
            os.environ["TMPDIR"],
        )
    )

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event.startswith(_FORBIDDEN_EVENTS):
            raise RefusedAccess(event)
        target = arguments[0] if event == "open" else None
        if isinstance(target, str | bytes | os.PathLike):
            path = str(Path(os.fsdecode(target)).resolve())
            if not path.startswith(allowed):
                raise RefusedAccess(path)

    return hook


if __name__ == "__main__":
    sys.exit(main())
