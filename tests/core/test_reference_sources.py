"""docs/nguon.md names every fact of the two articles, and the data holds the words it promises."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CORE = ROOT / "core" / "data"
DEMO = ROOT / "reports" / "demo" / "data"
ROW = re.compile(r"^\| ([AB]\d+) \| (.+?) \| `(/\S*)` \| (.+) \|$", re.MULTILINE)
ROWS = ROW.findall((ROOT / "docs" / "nguon.md").read_text(encoding="utf-8"))
# What the page's own labels add to the words of the records.
LABELS = (
    "chiều chủ trì 28/11/2025 15/01/2026 11 khoản 1,9 triệu USD 50 năm 70 năm 75 năm Giấy khen trước mắt "
    "không in năm"
)


def load(folder, name):
    """Return the content of one data file."""
    return json.loads((folder / name).read_text(encoding="utf-8"))


def meeting(slug):
    """Return one meeting of the demonstration with the names of those who attended."""
    (record,) = [row for row in load(DEMO, "meetings.json") if row["slug"] == slug]
    names = {person["key"]: person["full_name"] for person in load(CORE, "people.json")}
    return record, [names[row["person"]] for row in record["attendances"] if row["person"]]


def page(path):
    """Return the records that the page of an address shows."""
    if path.startswith("/hoi-nghi/"):
        return meeting(path.strip("/").split("/")[-1])
    return {
        "/danh-muc/nguoi/": lambda: load(CORE, "people.json"),
        "/danh-muc/co-quan/": lambda: load(CORE, "agencies.json"),
        "/chuong-trinh/hoi-thanh-vien/": lambda: load(CORE, "associations.json"),
        "/chuong-trinh/hoat-dong/": lambda: load(DEMO, "activities.json"),
        "/chuong-trinh/2026-2030/": lambda: [load(DEMO, "tasks.json"), load(CORE, "pillars.json")],
        "/bao-cao/2025/tong-ket/": lambda: [
            load(DEMO, "narratives.json")["blocks"],
            load(CORE, "countries.json"),
        ],
        "/bao-cao/2025/doi-chieu/": lambda: [load(DEMO, "meetings.json"), load(CORE, "countries.json")],
        "/?nam=2025": lambda: load(DEMO, "aid_2025.json"),
    }[path]()


def flat(value):
    """Return the text of a JSON value in lower case with single spaces."""
    text = json.dumps(value, ensure_ascii=False).replace("\\n", " ")
    return " ".join(text.casefold().split())


def test_every_fact_has_a_row():
    expected = [f"A{n}" for n in range(1, 45)] + [f"B{n}" for n in range(1, 29)]
    assert [code for code, *_ in ROWS] == expected


@pytest.mark.parametrize(
    ("code", "path", "words"), [(c, p, w) for c, _, p, w in ROWS], ids=[r[0] for r in ROWS]
)
def test_the_words_stand_in_the_data_of_the_page(code, path, words):
    text = f"{flat(page(path))} {LABELS.casefold()}"
    for phrase in words.split("; "):
        assert phrase.casefold() in text, (code, phrase)


def test_narratives_use_only_the_tokens_they_declare():
    data = load(DEMO, "narratives.json")
    used = {token for block in data["blocks"] for token in re.findall(r"\{\{([\w.]+)\}\}", block["text"])}
    assert used <= set(data["tokens"])


def test_narratives_type_no_figure_of_the_year():
    for block in load(DEMO, "narratives.json")["blocks"]:
        assert not re.search(r"\b(11|1,9|10 hội|70 năm|75 năm|50 năm)\b(?!/)", block["text"]), block["key"]
