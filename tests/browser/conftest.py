"""A portal of its own for each worker, a browser for each module, a first state for each test.

The server is a process with its own SQLite file, as in real life. The suite's database is not touched, so
no flush is needed and the triggers that keep history append-only are never lifted.
"""

import fcntl
import json
import shutil
import subprocess
import sys

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.portal import (
    CHROMIUM,
    CHROMIUM_ARGS,
    DESK,
    ROOT,
    Portal,
    Trouble,
    copy,
    environment,
    run,
)

# Milliseconds to wait for what must come: a loaded machine is slow, and that is no fault of the page.
PATIENCE = 60_000


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory, worker_id):
    """The folder of the loaded demonstration; the first worker that needs it makes it for all."""
    base = tmp_path_factory.getbasetemp()
    made = (base if worker_id == "master" else base.parent) / "demonstration"
    made.mkdir(exist_ok=True)
    with (made / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (made / "sessions.json").exists():
            sessions = run(made, "tests/browser/world.py")
            copy(made / "portal.sqlite3", made / "first.sqlite3")
            (made / "sessions.json").write_text(sessions, encoding="utf-8")
    return made


@pytest.fixture(scope="session")
def served(tmp_path_factory, demonstration):
    """A served portal with the demonstration."""
    folder = tmp_path_factory.mktemp("portal") / "data"
    shutil.copytree(demonstration, folder)
    sessions = json.loads((folder / "sessions.json").read_text(encoding="utf-8"))
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "tests/browser/serve.py"],
            cwd=ROOT, env=environment(folder), stdout=subprocess.PIPE, stderr=log, text=True,
        )  # fmt: skip
        with process:
            try:
                port = process.stdout.readline().strip()
                assert port, (folder / "server.log").read_text()
                yield Portal(folder, f"http://127.0.0.1:{port}", sessions)
            finally:
                process.terminate()


@pytest.fixture
def portal(served):
    """The served portal in its first state."""
    served.reset()
    return served


@pytest.fixture(scope="module")
def chromium():
    """The system's Chromium. One for each module: while it runs, Django refuses queries in this thread."""
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        yield browser
        browser.close()


@pytest.fixture
def enter(portal, chromium):
    """Return a function that opens a page signed in as a demo account; trouble behind it fails the test."""
    contexts, trouble = [], Trouble(portal.url)

    def open_page(username="", path="/", **options):
        settings = {"base_url": portal.url, "viewport": DESK, "locale": "vi-VN", "reduced_motion": "reduce"}
        context = chromium.new_context(**settings | options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        trouble.watch(context)
        if username:
            context.add_cookies([
                {"name": "sessionid", "value": portal.sessions[username], "url": portal.url}
            ])  # fmt: skip
        page = context.new_page()
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert trouble.lines == []
