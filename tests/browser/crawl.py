"""Looks at pages as a checker does, and walks along their links."""

import re
from collections import Counter, defaultdict, deque
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Error

from tests.access_rows import ROWS
from tests.browser.portal import DESK, PHONE

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
# How many further pages of each name are asked, only for their links, while a name was not met yet.
SCOUTED = 60
# After how many of them in a row without a new address a name is asked no more: forms lead back, lists on.
BARREN = 8

# Words that a Vietnamese page has no use for; names of donors and projects are marked with lang.
ENGLISH = re.compile(
    r"\b(the|and|of|with|from|this|that|your|please|save|cancel|delete|remove|edit|add|search|loading|next|"
    r"previous|page|submit|login|logout|password|username|user|close|open|home|help|date|name|upload|download|"
    r"required|field|choose|select|none|null|true|false|undefined|nan|error|warning|invalid|value|january|"
    r"monday|today|yes|records?|results?|settings?)\b",
    re.IGNORECASE,
)
FAULTS = """async (asksAxe) => {
  const quick = { violations: [] };
  const { violations } = asksAxe ? await axe.run(document, { resultTypes: ["violations"] }) : quick;
  const { scrollWidth, clientWidth, lang } = document.documentElement;
  return [
    ...violations.filter((one) => ["serious", "critical"].includes(one.impact)).map((one) =>
      `axe ${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(" | ")}`),
    ...(scrollWidth > clientWidth ? [`too wide: ${scrollWidth} of ${clientWidth}`] : []),
    ...[...document.querySelectorAll(".dn-tw:not([tabindex])")]
      .filter((box) => box.scrollWidth > box.clientWidth)
      .map((box) => `table too wide: ${box.scrollWidth} of ${box.clientWidth}`),
    ...(lang === "vi" ? [] : [`lang: ${lang}`]),
  ];
}"""
WORDS = """() => {
  const copy = document.body.cloneNode(true);
  // What people typed stands in ins and del of a history.
  const unread = "script, style, template, noscript, ins, del, [lang]:not([lang=vi])";
  for (const el of copy.querySelectorAll(unread)) el.remove();
  const said = ["alt", "title", "placeholder", "aria-label", "data-label"].flatMap((name) =>
    [...copy.querySelectorAll(`[${name}]`)].map((el) => el.getAttribute(name)));
  return [document.title, copy.textContent, ...said].join(" ");
}"""
# Where a click, a button or a script leads to.
ADDRESS = re.compile(r'\s(?:href|action|hx-get|data-href|data-payment)="([^"]+)"')


def opens(row, role):
    """Return whether a GET shows the role something at this URL."""
    if "GET" not in row.methods:
        return False
    if row.mine:
        return True
    if row.is_page:
        return role in row.reads_own | row.reads_other
    return role in row.writes_own | row.writes_other


def name_of(url):
    """Return the URL name of an address, or an empty string."""
    try:
        return resolve(urlsplit(url).path).view_name
    except Resolver404:
        return ""


def faults_of(page, *, axe_at=(DESK, PHONE)):
    """Return what is wrong with the open page, at both widths; the desk's comes back at the end.

    `axe_at`: the widths at which the checker of pages, which is slow, is asked too.
    """
    words = {found[0].lower() for found in ENGLISH.finditer(page.evaluate(WORDS))}
    faults = [f"English: {word}" for word in sorted(words)]
    page.evaluate(AXE)
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        faults += [f"{size['width']}: {fault}" for fault in page.evaluate(FAULTS, size in axe_at)]
    page.set_viewport_size(DESK)
    path = urlsplit(page.url).path
    return [f"{path}: {fault}" for fault in faults]


def visit(page, url):
    """Open an address and return the answer, or None where it hands out a file."""
    try:
        return page.goto(url)
    except Error as error:
        if "Download is starting" not in error.message:
            raise
        return None


class Crawl:
    """One visitor's way through the portal: one page of each URL name that the role may open.

    A page that the role `shared` opens too is looked at by axe at both widths on that role's own walk; here
    at the phone's, where most goes wrong.
    """

    def __init__(self, page, origin, role, unlinked=(), shared=None):
        self.page, self.origin = page, origin
        self.twice = {name for name, row in ROWS.items() if shared in (None, role) or not opens(row, shared)}
        self.owed = {name for name, row in ROWS.items() if opens(row, role)} - {"account_logout", *unlinked}
        self.seen, self.faults, self.known = set(), [], set()
        self.waiting, self.aside, self.barren = deque(), defaultdict(deque), Counter()

    def run(self):
        """Walk until nothing new is linked; returns the walk itself."""
        self._note(self.page.url, self.page.content())
        for _ in range(SCOUTED):
            for name in [*self.aside, ""]:
                while self.waiting:
                    self._look(self.waiting.popleft())
                if self.owed <= self.seen:
                    return self
                if self.aside[name] and self.barren[name] < BARREN:
                    self._scout(name, self.aside[name].popleft())
        return self

    def _note(self, base, html):
        for found in ADDRESS.findall(html):
            url = urljoin(base, unescape(found)).partition("#")[0]
            name = name_of(url)
            if url in self.known or not url.startswith(f"{self.origin}/") or name not in self.owed:
                continue
            self.known.add(url)
            if "xuat" not in parse_qs(urlsplit(url).query):
                self._keep(url, name)

    def _keep(self, url, name):
        if name not in self.seen:
            self.waiting.append(url)
        elif not urlsplit(url).query:
            self.aside[name].append(url)

    def _look(self, url):
        name = name_of(url)
        if name in self.seen:
            self._keep(url, name)
            return
        answer = visit(self.page, url)
        self.seen.add(name)
        if answer is not None and answer.status >= 400:
            self.faults.append(f"{url}: a link leads to {answer.status}")
            return
        if answer is not None and self.page.locator("main").count():
            self.faults += faults_of(self.page, axe_at=(DESK, PHONE) if name in self.twice else (PHONE,))
            self._note(self.page.url, self.page.content())

    def _scout(self, name, url):
        """Read the links of a further page of a seen kind; a record in another state has others."""
        answer, known = self.page.request.get(url), len(self.known)
        if "html" in answer.headers.get("content-type", ""):
            self._note(url, answer.text())
        self.barren[name] = 0 if len(self.known) > known else self.barren[name] + 1
