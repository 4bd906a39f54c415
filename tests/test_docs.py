"""The documents tell the truth: links lead somewhere, commands exist, no machine is named."""

import re
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "docs" / "huong-dan"
DOCUMENTS = sorted(
    [ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "deploy" / "README.md", *(ROOT / "docs").rglob("*.md")]
)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`]+`", re.DOTALL)
TARGET = re.compile(r"\bmake ([a-z][a-z-]*)")
COMMAND = re.compile(r"\bmanage\.py ([a-z_]+)")
LARGEST_PICTURE = 200_000
# Written apart, so that this file does not hold what it looks for.
ONE_MACHINE = re.compile(
    "|".join(
        [
            r"(?<![\w.])/(?:work|root)/[a-z]",
            r"/home/[a-z]",
            "files." + r"pythonhosted\.org",
            "pypi" + r"\.org/simple",
            "registry" + r"\.npmjs\.org",
            r"--(?:extra-)?index-" + r"url[ =]",
        ]
    )
)


def name_of(path):
    """Return the path as the test report shows it."""
    return str(path.relative_to(ROOT))


def tracked():
    """Return the files that the repository keeps, or all files where there is no repository."""
    answer = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if answer.returncode:
        return [path for part in ("docs", "config", "core") for path in (ROOT / part).rglob("*.*")]
    return [ROOT / name for name in answer.stdout.decode().split("\0") if name]


def words(path):
    """Return the words inside code marks of a document."""
    return "\n".join(CODE.findall(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_links_lead_to_files(path):
    targets = [link.split("#")[0] for link in LINK.findall(path.read_text(encoding="utf-8"))]
    inside = [target for target in targets if target and "://" not in target]
    assert [target for target in inside if not (path.parent / target).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_commands_exist(path):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    known = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    text = words(path)
    assert set(TARGET.findall(text)) - known == set()
    assert set(COMMAND.findall(text)) - set(get_commands()) == set()


def test_readme_names_the_two_commands_the_picture_and_the_way_to_production():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for needed in ("make run", "make test", "anh/tong-quan.png", "deploy/README.md", ".env.example"):
        assert needed in readme


def test_every_page_of_the_guide_is_listed_and_every_picture_is_used():
    index = (GUIDE / "README.md").read_text(encoding="utf-8")
    pages = sorted(GUIDE.glob("[0-9]*.md"))
    assert pages
    assert [page.name for page in pages if f"({page.name})" not in index] == []
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    assert [picture.name for picture in (GUIDE / "anh").glob("*.png") if picture.name not in text] == []


@pytest.mark.parametrize("picture", sorted((GUIDE / "anh").glob("*.png")), ids=lambda path: path.stem)
def test_pictures_are_small_and_of_one_width(picture):
    assert picture.stat().st_size <= LARGEST_PICTURE
    with Image.open(picture) as opened:
        assert opened.width == 1366


def test_every_decision_is_listed():
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    decisions = [path.name for path in folder.glob("[0-9]*.md")]
    assert decisions
    assert [name for name in decisions if f"({name})" not in index] == []


def test_changelog_begins_with_the_version_of_the_project():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    version = re.search(r'^version = "([^"]+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)[1]
    assert re.findall(r"^## (\S+)", changelog, re.MULTILINE)[0] == version


def test_no_file_names_one_machine_or_a_registry():
    found = []
    for path in tracked():
        data = path.read_bytes() if path.is_file() else b""
        if b"\0" in data:
            continue
        matches = ONE_MACHINE.finditer(data.decode("utf-8", "replace"))
        found += [f"{name_of(path)}: {match[0]}" for match in matches]
    assert found == []
