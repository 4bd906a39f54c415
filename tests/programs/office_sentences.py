"""What a draft of a province's program says: sentences by subject, each time with other names and numbers."""

from pathlib import Path

_FILE = Path(__file__).resolve().parents[1] / "data" / "office_sentences.txt"


def _banks():
    """Return {subject: its lines} of the file: names first, then sentences with places for names."""
    banks = {}
    for block in _FILE.read_text(encoding="utf-8").split("# ")[1:]:
        subject, *lines = block.strip().splitlines()
        banks[subject] = lines
    return banks


BANKS = _banks()
PARTNERS, PLACES, FIELDS, AGENCIES = (BANKS[name] for name in ("đối tác", "nơi", "lĩnh vực", "cơ quan"))


def paragraphs(subject, count, *, first_year, start=0, but=""):
    """Return so many paragraphs about a subject, three sentences each; none names the agency `but`."""
    agencies = [name for name in AGENCIES if name != but]
    return [
        " ".join(_sentence(BANKS[subject], at * 3 + turn, first_year, agencies) for turn in range(3))
        for at in range(start, start + count)
    ]


def _sentence(bank, at, first_year, agencies):
    """Return a sentence with the names and numbers of its turn: each time the next of every list."""
    step = at // len(bank) + at % len(bank)
    return bank[at % len(bank)].format(
        partner=_turn(PARTNERS, step),
        place=_turn(PLACES, step),
        field=_turn(FIELDS, step),
        agency=_turn(agencies, step),
        few=f"{step % 7 + 3:02d}",
        many=step % 17 + 4,
        percent=41 + step % 47,
        year=first_year + step % 5,
        month=6 if step % 3 else 9,
        quarter=_turn(("I", "II", "III", "IV"), step),
    )


def _turn(names, step):
    return names[step % len(names)]


def task_rows(count, *, first_year):
    """Return the rows of a table of tasks: number, task, lead, partner, until when, what comes of it."""
    rows = []
    for at in range(count):
        task = f"Thực hiện chương trình hợp tác với {_turn(PARTNERS, at)} về {_turn(FIELDS, at)}"
        due = f"30/6/{first_year + at % 5}" if at % 2 else f"Quý IV năm {first_year + at % 5}"
        lead, partner = _turn(AGENCIES, at), _turn(AGENCIES, at + 4)
        rows.append((str(at + 1), task, lead, partner, due, "Kế hoạch, báo cáo kết quả"))
    return rows
