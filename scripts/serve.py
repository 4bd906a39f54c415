"""Runs the web server and the task worker side by side; when one ends, both end."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_HOST, DEFAULT_PORT = "127.0.0.1", 8000
SECONDS_TO_END = 10


def address(environ: Mapping[str, str]) -> tuple[str, int | str]:
    """Return host and port; a port that is not a number comes back as typed, for port_problem to name."""
    port = environ.get("PORT") or str(DEFAULT_PORT)
    return environ.get("HOST") or DEFAULT_HOST, int(port) if port.isdecimal() else port


def port_problem(host: str, port: int | str) -> str:
    """Return why nothing can listen there, in one sentence, or an empty string."""
    if not isinstance(port, int) or not 0 < port < 65536:
        return (
            f"PORT={port} is not a port number. Choose one from 1 to 65535, for example: PORT=8001 make run"
        )
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    except OSError:
        return f"HOST={host} is not an address of this machine. Unset HOST, or use 127.0.0.1 or 0.0.0.0."
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen()
        except OSError as error:
            if isinstance(error, PermissionError):
                return f"port {port} is reserved for root. Choose another, for example: PORT=8000 make run"
            return (
                f"port {port} on {host} is already in use. "
                f"End the other program, or type: PORT={port % 65535 + 1} make run"
            )
    return ""


def commands(host: str, port: int | str, *, root: Path, reload: bool) -> dict[str, list[str]]:
    """Return the command line of each process by its name."""
    manage = [sys.executable, str(root / "manage.py")]
    return {
        "server": [*manage, "runserver", f"{host}:{port}", "--nostatic", *([] if reload else ["--noreload"])],
        "worker": [*manage, "db_worker", "--reload" if reload else "--no-reload"],
    }


def serve(host: str, port: int | str, *, root: Path) -> int:
    """Run both processes until one ends or somebody stops us; return the exit code."""
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    running: dict[int, tuple[str, subprocess.Popen[bytes]]] = {}
    code = 0
    try:
        for name, command in commands(host, port, root=root, reload=bool(os.environ.get("RELOAD"))).items():
            # A session of its own: Ctrl-C reaches only this process, which then ends both in order.
            process = subprocess.Popen(command, cwd=root, start_new_session=True)
            running[process.pid] = (name, process)
        print(f"Open http://{host}:{port}/ (Ctrl-C ends the portal)", flush=True)
        pid, status = os.wait()
        name, _ = running.pop(pid)
        code = os.waitstatus_to_exitcode(status) or 1
        print(f"The {name} ended by itself; stopping the rest.", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nStopping ...", flush=True)
    finally:
        end(process for _, process in running.values())
    return code if code >= 0 else 1


def end(processes) -> None:
    """Ask each process group to end, and insist after a while."""
    processes = list(processes)
    for process in processes:
        _signal_group(process, signal.SIGTERM)
    for process in processes:
        try:
            process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            _signal_group(process, signal.SIGKILL)
            process.wait()


def _signal_group(process: "subprocess.Popen[bytes]", number: int) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return  # it was faster


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(serve(*address(os.environ), root=ROOT))
