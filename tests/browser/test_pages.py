"""Every page that links lead to, at two widths: accessible, inside its width, quiet, Vietnamese, at home."""

import hashlib
import re
import tomllib
from collections import deque
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Error

from tests.access import named_urls
from tests.browser.portal import DESK, PHONE

pytestmark = pytest.mark.browser

VENDOR = Path(__file__).parent / "vendor"
AXE = (VENDOR / "axe.min.js").read_text(encoding="utf-8")
LISTED = tomllib.loads((VENDOR / "VENDOR.toml").read_text(encoding="utf-8"))["package"]
VISITORS = ("chuyen_vien_sngv", "lanh_dao_ubnd", "dau_moi_y_te", "quan_tri")

# Words that a Vietnamese page has no use for; names of donors and projects are marked with lang.
ENGLISH = re.compile(
    r"\b(the|and|of|with|from|this|that|your|please|save|cancel|delete|remove|edit|add|search|loading|next|"
    r"previous|page|submit|login|logout|password|username|user|close|open|home|help|date|name|upload|download|"
    r"required|field|choose|select|none|null|true|false|undefined|nan|error|warning|invalid|value|january|"
    r"monday|today|yes|records?|results?|settings?)\b",
    re.IGNORECASE,
)
RUN_AXE = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.filter((one) => ["serious", "critical"].includes(one.impact))
    .map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(" | ")}`);
}"""
TOO_WIDE = """() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  return scrollWidth > clientWidth ? [`${scrollWidth} of ${clientWidth}`] : [];
}"""
WORDS = """() => {
  const copy = document.body.cloneNode(true);
  const unread = "script, style, template, noscript, [lang]:not([lang=vi])";
  for (const el of copy.querySelectorAll(unread)) el.remove();
  return copy.textContent;
}"""
LINKS = "() => [...document.querySelectorAll('a[href]')].map((link) => link.href)"


def faults_of(page):
    """Return what is wrong with the page at the width it has now."""
    return [
        *(f"axe {line}" for line in page.evaluate(RUN_AXE)),
        *(f"too wide: {line}" for line in page.evaluate(TOO_WIDE)),
    ]


def english_in(page):
    """Return the English words a reader meets."""
    return sorted({found[0].lower() for found in ENGLISH.finditer(page.evaluate(WORDS))})


def check(page):
    """Return the faults of the open page at both widths."""
    faults = [f"English: {word}" for word in english_in(page)]
    page.evaluate(AXE)
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        faults += [f"{size['width']}: {fault}" for fault in faults_of(page)]
    return faults


def name_of(url):
    """Return the URL name of an address, or an empty string."""
    try:
        return resolve(urlsplit(url).path).view_name
    except Resolver404:
        return ""


def visit(page, url):
    """Open an address and return the answer, or None where it hands out a file."""
    try:
        return page.goto(url)
    except Error as error:
        if "Download is starting" not in error.message:
            raise
        return None


@pytest.mark.parametrize("visitor", VISITORS)
def test_every_page_is_accessible_in_its_width_and_vietnamese(enter, portal, visitor):
    page = enter(visitor)
    waiting, seen, faults = deque([page.url]), set(), []
    while waiting:
        url = waiting.popleft()
        name = name_of(url)
        if name in seen or name == "account_logout" or not url.startswith(f"{portal.url}/"):
            continue
        seen.add(name)
        page.set_viewport_size(DESK)
        answer = visit(page, url)
        if answer is None:
            continue
        if answer.status >= 400:
            faults.append(f"{url}: a link leads to {answer.status}")
            continue
        waiting.extend(page.evaluate(LINKS))
        faults += [f"{urlsplit(url).path}: {fault}" for fault in check(page)]
    assert faults == []
    assert len(seen) >= 30
    assert seen <= set(named_urls()) | {""}


def test_the_checker_of_pages_is_the_recorded_one():
    listed = {name: digest for package in LISTED for name, digest in package["files"].items()}
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in VENDOR.iterdir()}
    assert found.keys() - {"VENDOR.toml"} == listed.keys()
    assert {name: found[name] for name in listed} == listed
