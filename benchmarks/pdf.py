"""What a PDF costs: the warm worker against a cold Chromium that prints the same HTML.

python -m benchmarks.pdf [--repeats 5]: a report of 12 pages and one of 100 with long appendices. No database.
"""

import argparse
import os
import re
import resource
import statistics
import subprocess
import tempfile
import threading
import time
from contextlib import nullcontext
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from pypdf import PdfReader  # noqa: E402

from reports.documents import blocks as b  # noqa: E402
from reports.documents import printers, quick  # noqa: E402
from reports.documents.engine import STATIC, write_pdf  # noqa: E402
from reports.documents.html import paper_parts  # noqa: E402

TEXT = (
    "Các hoạt động gặp mặt, giao lưu hữu nghị được tổ chức thiết thực, góp phần tăng cường hiểu biết và "
    "tình hữu nghị giữa Nhân dân trong tỉnh với bạn bè quốc tế; Đoàn công tác đã làm việc với nhiều đối tác, "
    "mở rộng quan hệ hợp tác trong các lĩnh vực y tế, giáo dục, sinh kế. "
)
AID = [
    b.Column(label, width, align)
    for label, width, align in (
        ("TT", 4, b.Align.CENTER), ("Tên khoản viện trợ", 26, b.Align.LEFT),
        ("Nhà tài trợ", 16, b.Align.LEFT), ("Cơ quan tiếp nhận", 14, b.Align.LEFT),
        ("Lĩnh vực", 10, b.Align.LEFT),
        ("Phê duyệt", 14, b.Align.LEFT), ("Cam kết (USD)", 12, b.Align.RIGHT),
        ("Giải ngân (USD)", 12, b.Align.RIGHT),
    )
]  # fmt: skip
CHART = "".join(f'<rect x="{at * 24}" y="{at * 5}" width="18" height="{60 - at * 5}"/>' for at in range(8))
SVG = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 70">{CHART}</svg>'
BROWSER = ("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")


def document(sections: int, rows: tuple[int, ...]) -> b.Document:
    """Return a year-end report with so many sections and appendices of so many rows."""
    blocks: list[b.Block] = []
    for number in range(1, sections + 1):
        blocks += [
            b.Heading(b.Level.ROMAN, number, "Kết quả công tác"),
            *[b.Paragraph(TEXT * 2) for _ in range(3)],
        ]
        blocks += [
            b.Heading(b.Level.ARABIC, 1, "Hoạt động"),
            *b.points([TEXT] * 3),
            b.BulletList(["Một", "Hai"]),
        ]
    blocks.insert(12, b.Chart(SVG, "Cam kết theo quý", "Biểu đồ cột", table(4)))
    parts = [
        b.Appendix(number, "Danh mục khoản viện trợ", [table(count)], landscape=number % 2 == 1)
        for number, count in enumerate(rows, start=1)
    ]
    return b.Document(
        header=b.Header(["SỞ NGOẠI VỤ"], "BC-SNgV", "Thanh Hóa", ["UBND TỈNH THANH HÓA"], year=2026),
        title="Báo cáo", type=b.DocumentType("BÁO CÁO", ["Kết quả công tác năm 2025"]), blocks=blocks,
        signature=b.Signature("GIÁM ĐỐC"), recipients=["UBND tỉnh", "Lưu: VT"], appendices=parts,
    )  # fmt: skip


WORK = ("Nước sạch và vệ sinh trường học", "Trang thiết bị phòng học", "Sinh kế cho hộ nghèo",
        "Khám và cấp thuốc", "Trồng rừng ven biển", "Học bổng cho học sinh vượt khó",
        "Phòng tránh đuối nước")  # fmt: skip
PLACES = ("xã vùng cao", "huyện ven biển", "thị trấn", "các xã bãi ngang", "ba xã biên giới")
DONORS = ("Tổ chức minh họa", "Quỹ Trẻ em và Gia đình", "Hội hữu nghị vùng Kansai", "Tổ chức Tầm nhìn",
          "Công ty TNHH Dệt may Đông Á", "Trường Đại học đối tác", "Quỹ Môi trường",
          "Hội Chữ thập đỏ")  # fmt: skip
AGENCIES = ("Sở Giáo dục và Đào tạo", "Sở Y tế", "Sở Nông nghiệp và Môi trường", "Hội Phụ nữ", "UBND xã")
SECTORS = ("Giáo dục", "Y tế", "Môi trường", "Sinh kế")


def table(rows: int) -> b.Table:
    """Return an aid list: names and numbers of each row its own, offices and fields that come again."""
    return b.Table(AID, [_row(number) for number in range(1, rows + 1)])


def _row(number: int) -> list[str]:
    name = f"{WORK[number % 7]} ở {PLACES[number % 5]}, giai đoạn {1 + number % 3}, đợt {number}"
    decision = f"{1000 + number * 7}/QĐ-UBND, {1 + number % 28:02}/{1 + number % 12:02}/2025"
    amount = 900_000 + number * 1_237
    paid = f"{amount * 3 // 4:,}".replace(",", ".")
    return [str(number), name, DONORS[number % 8], AGENCIES[number % 5], SECTORS[number % 4], decision,
            f"{amount:,}".replace(",", "."), paid]  # fmt: skip


def one_page(parts: list[str]) -> str:
    """Return all parts as one page for the browser, its styles and fonts within."""
    css = "".join((STATIC / "documents" / name).read_text() for name in ("paper.css", "official.css"))
    css = css.replace("asset:", f"file://{STATIC}/") + ".vb-sheet { break-before: page }"
    css += ".vb-sheet.vb-landscape { page: landscape }"
    bodies = [re.search(r"<body class=\"([^\"]*)\">(.*)</body>", part, re.DOTALL) for part in parts]
    sheets = "".join(f'<div class="vb-sheet {one[1]}">{one[2]}</div>' for one in bodies if one)
    return f'<!doctype html><html lang="vi"><meta charset="utf-8"><style>{css}</style><body>{sheets}'


class Peak:
    """The largest memory of a group of processes while a block runs, shared pages counted once, in MB."""

    def __init__(self, group: int) -> None:
        """Watch this process group."""
        self.group, self.megabytes, self._is_over = group, 0.0, False

    def __enter__(self) -> "Peak":
        """Begin to look, twenty times a second."""
        self._thread = threading.Thread(target=self._look)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop looking."""
        self._is_over = True
        self._thread.join()

    def _look(self) -> None:
        while not self._is_over:
            self.megabytes = max(self.megabytes, sum(map(self._size, Path("/proc").glob("[0-9]*"))))
            time.sleep(0.05)

    def _size(self, process: Path) -> float:
        try:
            is_ours = os.getpgid(int(process.name)) == self.group
        except OSError:
            return 0.0
        return _megabytes(process) if is_ours else 0.0


@dataclass(frozen=True)
class Run:
    """What one printing took."""

    seconds: float
    cpu: float
    pages: int
    megabytes: float = 0.0


def print_cold(page: Path, *, watch: bool = False) -> Run:
    """Print with a browser started for this page."""
    out = page.with_suffix(".pdf")
    before, begin = _cpu_of(resource.getrusage(resource.RUSAGE_CHILDREN)), time.perf_counter()
    with tempfile.TemporaryDirectory() as profile:
        process = subprocess.Popen(
            [*BROWSER, f"--user-data-dir={profile}", f"--print-to-pdf={out}", f"file://{page}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        peak = Peak(process.pid)
        with peak if watch else nullcontext():
            process.wait()
        seconds = time.perf_counter() - begin
    cpu = _cpu_of(resource.getrusage(resource.RUSAGE_CHILDREN)) - before
    return Run(seconds, cpu, len(PdfReader(out).pages), peak.megabytes)


def print_warm(parts: list[str], *, watch: bool = False) -> Run:
    """Print with the portal's warm process."""
    printer = printers._take()
    printers._give_back(printer)
    peak, stat = Peak(printer._process.pid), Path(f"/proc/{printer._process.pid}/stat")
    before, begin = _cpu_of_children(stat), time.perf_counter()
    with peak if watch else nullcontext():
        code, content = printers.lay_out(parts, seconds=600, megabytes=3000)
    seconds = time.perf_counter() - begin
    if code:
        raise SystemExit(f"The engine ended with {code}.")
    return Run(
        seconds, _cpu_of_children(stat) - before, len(PdfReader(BytesIO(content)).pages), peak.megabytes
    )


def print_changed(parts: list[str], repeats: int) -> tuple[float, float, float]:
    """Return the median seconds of a paper with one paragraph changed: laid out whole, and only its part.

    Both ways in turn, each time with other words; the files are the same bytes. Then what is kept, MB.
    """
    printers.lay_out(parts, seconds=600, megabytes=3000, paper="preview")
    taken: dict[str, list[float]] = {"": [], "preview": []}
    for number in range(repeats):
        changed = [parts[0].replace("thiết thực", f"thiết thực, lần {number}", 1), *parts[1:]]
        files = set()
        for paper, seconds in taken.items():
            begin = time.perf_counter()
            files.add(printers.lay_out(changed, seconds=600, megabytes=3000, paper=paper))
            seconds.append(time.perf_counter() - begin)
        if len(files) != 1:
            raise SystemExit("The file made with kept parts is another one.")
    printer = printers._take()
    printers._give_back(printer)
    pid = printer._process.pid
    keepers = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    held = sum(_megabytes(Path(f"/proc/{keeper}")) for keeper in keepers)
    return statistics.median(taken[""]), statistics.median(taken["preview"]), held


def _megabytes(process: Path) -> float:
    """Return the memory of a process, shared pages by their part; nothing where it has just ended."""
    try:
        found = re.search(r"^Pss:\s+(\d+)", (process / "smaps_rollup").read_text(), re.MULTILINE)
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0


def _cpu_of(usage: resource.struct_rusage) -> float:
    return usage.ru_utime + usage.ru_stime


def _cpu_of_children(stat: Path) -> float:
    """Return the CPU seconds of the ended children of a process."""
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Print the tables of docs/performance.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=5)
    repeats = parser.parse_args().repeats
    printers.lay_out(["<p>x"], seconds=60, megabytes=1000)
    for name, made in (("12 pages", document(3, (34, 26))), ("100 pages", document(5, (290, 340, 260)))):
        begin = time.perf_counter()
        parts = paper_parts(made)
        templates = time.perf_counter() - begin
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / "page.html"
            page.write_text(one_page(parts), encoding="utf-8")
            runs = [(print_warm(parts), print_cold(page)) for _ in range(repeats)]
            memory = print_warm(parts, watch=True), print_cold(page, watch=True)
        warm, cold = [one for one, _ in runs], [other for _, other in runs]
        pages = warm[0].pages
        print(f"## {name}: {pages} pages here, {cold[0].pages} in the browser, medians of {repeats} pairs")
        for what in ("seconds", "cpu"):
            mine, theirs = (statistics.median(getattr(one, what) for one in side) for side in (warm, cold))
            ratios = sorted(getattr(one, what) / getattr(other, what) for one, other in runs)
            shown = f"{statistics.median(ratios):.2f} ({ratios[0]:.2f}-{ratios[-1]:.2f})"
            print(
                f"{what}: warm {mine:.2f}, Chromium cold {theirs:.2f}, ratio {shown}; "
                f"{mine / pages * 1000:.0f} ms a page"
            )
        whole, part, held = print_changed(parts, repeats)
        shown = f"whole {whole:.2f} s, only its part {part:.2f} s ({part / whole:.2f}); kept {held:.0f} MB"
        print(f"one paragraph changed: {shown}")
        print(f"peak memory: {memory[0].megabytes:.0f} MB, Chromium {memory[1].megabytes:.0f} MB")
        alone = time.process_time()
        with quick.as_it_comes():
            write_pdf(parts)
        begin = time.process_time()
        _, steps = write_pdf(parts)
        print(f"cpu here {time.process_time() - begin:.2f}, the engine as it comes {begin - alone:.2f}")
        print(
            f"templates {templates:.2f} s, parse {steps.html:.2f}, layout {steps.layout:.2f}, "
            f"write {steps.write:.2f}"
        )


if __name__ == "__main__":
    main()
