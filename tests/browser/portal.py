"""The portal as the browser tests know it: where it is, who is signed in, what the hands did."""

import os
import re
import sqlite3
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = "/usr/bin/chromium"
CHROMIUM_ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
DESK, PHONE = {"width": 1366, "height": 900}, {"width": 390, "height": 844}


def environment(folder):
    """Return the environment of a portal that keeps everything in `folder`."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return inherited | {
        "ENV_FILE": "",
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'portal.sqlite3'}",
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
    }


def run(folder, *command):
    """Run a Python program of the portal to its end and return what it printed."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT, env=environment(folder), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4000:]
    return done.stdout


@dataclass
class Portal:
    """A served portal with the demonstration; `reset` brings it back to its first state."""

    folder: Path
    url: str
    sessions: dict

    @property
    def password(self):
        """The password of the demonstration accounts."""
        return (self.folder / "demo-password").read_text().strip()

    def reset(self):
        """Put the database back to the loaded demonstration; history and triggers come back with it."""
        copy(self.folder / "first.sqlite3", self.folder / "portal.sqlite3")

    def work_off_tasks(self):
        """Let a worker do what waits in the queue."""
        run(self.folder, "manage.py", "db_worker", "--batch", "--no-reload")


def copy(source, target):
    """Copy a SQLite database page by page, also while the server has the target open."""
    origin, destination = sqlite3.connect(source), sqlite3.connect(target)
    try:
        origin.backup(destination)
    finally:
        origin.close()
        destination.close()


@dataclass
class Trouble:
    """What went wrong behind a page: console errors, failed and foreign requests."""

    origin: str
    lines: list = field(default_factory=list)

    def watch(self, context):
        """Stop and note every request that leaves the portal; note errors of all pages."""
        context.route(re.compile(rf"^(?!{re.escape(self.origin)}/|data:|blob:)"), self._stop)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.lines.append(f"script: {error.error}"))
        context.on("response", self._response)

    def _stop(self, route):
        self.lines.append(f"leaves the portal: {route.request.url}")
        route.abort()

    def _console(self, message):
        # Content Security Policy violations arrive here as errors, too.
        if message.type in ("error", "warning"):
            self.lines.append(f"console: {message.text[:300]}")

    def _response(self, response):
        if response.status >= 500:
            self.lines.append(f"{response.status}: {response.url}")


class Hands:
    """Types, presses and clicks on a page, and counts control keys and clicks; text is not counted."""

    def __init__(self, page):
        self.page, self.keys, self.clicks = page, 0, 0

    def press(self, *names):
        """Press control keys one after the other."""
        for name in names:
            self.page.keyboard.press(name)
            self.keys += 1

    def press_to(self, name, url):
        """Press a key that opens the page whose address matches `url`, and wait until it can be used."""
        # An element can hold the focus before the deferred scripts that listen to keys have run.
        self.page.wait_for_load_state()
        with self.page.expect_navigation(url=url):
            self.press(name)
        self.page.wait_for_load_state()

    def type(self, text):
        """Type into whatever has the focus."""
        self.page.keyboard.type(text)

    def click(self, locator):
        """Click."""
        locator.click()
        self.clicks += 1

    def choose(self, letters):
        """Type letters into a combobox and take the first suggestion with Enter."""
        self.type(letters)
        self.page.locator(".combo-list:not([hidden]) [aria-selected=true]").wait_for()
        self.press("Enter")
