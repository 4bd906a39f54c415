"""Takes the pictures of the user guide anew: own database, own server, the system's Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "huong-dan" / "anh"
WIDTH = 1366
LARGEST = 200_000
SECONDS_TO_START = 60
STAFF, LEADER, FOCAL, ADMIN = "chuyen_vien_sngv", "lanh_dao_ubnd", "dau_moi_y_te", "quan_tri"
UNION = "chuyen_vien_lien_hiep"


@dataclass(frozen=True)
class Shot:
    """One picture: file name, address, height of the crop, who is signed in, what is done before."""

    name: str
    address: str
    height: int = 820
    user: str = STAFF
    prepare: Callable[[Page], None] | None = None


def open_keyboard_help(page: Page) -> None:
    """Show the table of shortcuts."""
    page.keyboard.press("?")
    page.wait_for_selector("dialog#phim-tat[open]")


def open_search(page: Page) -> None:
    """Search everywhere for one word, without marks."""
    page.keyboard.press("Control+k")
    page.keyboard.type("khuyet tat")
    page.wait_for_selector("dialog[open] a[href^='/vien-tro/']")


def save_without_a_year(page: Page) -> None:
    """Type a date without its year and save, so that the question stands on the page."""
    page.fill("[name=held_on]", "28/11")
    page.keyboard.press("Control+Enter")
    page.wait_for_load_state("networkidle")


def bring_register(page: Page) -> None:
    """Give the office's own register, with a title, two header rows, a group and a total, to the wizard."""
    book = Workbook()
    sheet = book.active
    for row in REGISTER:
        sheet.append(row)
    for cells in ("A1:G1", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:F3", "G3:G4"):
        sheet.merge_cells(cells)
    data = BytesIO()
    book.save(data)
    page.set_input_files(
        "input[type=file]", {"name": "so-2025.xlsx", "mimeType": XLSX, "buffer": data.getvalue()}
    )
    page.click("main form button[type=submit]")
    page.wait_for_url("**/ghep-cot/")


def check_register(page: Page) -> None:
    """Read the register with the columns as they were proposed."""
    bring_register(page)
    page.click("text=Kiểm tra từng dòng")
    page.wait_for_url("**/kiem-tra/")


def open_passage(page: Page) -> None:
    """Open the passage on aid in its place, as a click into its words does."""
    page.locator("[id='muc-I.4']").scroll_into_view_if_needed()
    page.click("[id='muc-I.4'] .rp-para > .vb-p")
    page.wait_for_selector("form.rp-para textarea")
    page.mouse.move(0, 0)


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REGISTER = (
    ("DANH MỤC VIỆN TRỢ PHI CHÍNH PHỦ NƯỚC NGOÀI NĂM 2025",),
    (),
    ("TT", "Tên dự án", "Nhà tài trợ", "Cơ quan chủ quản", "Vốn viện trợ", None, "Thời gian thực hiện"),
    (None, None, None, None, "Số tiền", "Loại tiền", None),
    ("I", "Lĩnh vực Y tế"),
    (1, "Tủ thuốc thôn bản (ví dụ)", "Quỹ Sông Xanh (hư cấu)", "Sở Y tế", "120.000", "USD", "2025-2027"),
    (2, "Khám lưu động (ví dụ)", "Tổ chức Ánh Ban Mai (hư cấu)", "Sở Y tế", "1,2 tỷ", "VND", "2025"),
    ("II", "Lĩnh vực Giáo dục"),
    (3, "Thư viện xã (ví dụ)", "Quỹ Sách Nhỏ (hư cấu)", "Sở GD&ĐT", "45 nghìn", "USD", "2025-2026"),
    (None, "Tổng cộng", None, None, "165.000", "USD", None),
)
SHOTS = (
    Shot("dang-nhap", "/dang-nhap/", 620, user=""),
    Shot("tong-quan", "/?nam=2025", 1120, user=LEADER),
    Shot("so-lieu-mo-ra", "/bao-cao/so-lieu/aid.items_received/?nam=2025", user=LEADER),
    Shot("so-lieu", "/bao-cao/so-lieu/?nam=2025", user=LEADER),
    Shot("tim-nhanh", "/", 620, prepare=open_search),
    Shot("phim-tat", "/vien-tro/", 700, prepare=open_keyboard_help),
    Shot("hoi-nghi-them", "/hoi-nghi/them/", 900),
    Shot("hoi-nghi-hoi-nam", "/hoi-nghi/them/", 620, prepare=save_without_a_year),
    Shot("hoi-nghi", "/hoi-nghi/2025-11-28-du-thao/", 1120),
    Shot("viec-sau-hoi-nghi", "/hoi-nghi/viec/"),
    Shot("vien-tro", "/vien-tro/"),
    Shot("vien-tro-them", "/vien-tro/them/", 1000),
    Shot("vien-tro-mot-khoan", "/vien-tro/VT-2025-001/", 1120),
    Shot("vien-tro-tien-trinh", "/vien-tro/VT-2026-002/", 1180),
    Shot("vien-tro-han", "/vien-tro/han/", 900),
    Shot("vien-tro-bang", "/vien-tro/bang/", 900),
    Shot("vien-tro-nhap", "/vien-tro/nhap/"),
    Shot("tep-co-quan-cot", "/vien-tro/nhap/so-rieng/", 1250, prepare=bring_register),
    Shot("tep-co-quan-kiem-tra", "/vien-tro/nhap/so-rieng/", 1150, prepare=check_register),
    Shot("giai-ngan", "/vien-tro/giai-ngan/"),
    Shot("chuong-trinh", "/chuong-trinh/2026-2030/", 1000),
    Shot("nhiem-vu-cua-toi", "/chuong-trinh/cua-toi/", user=FOCAL),
    Shot("hoat-dong", "/chuong-trinh/hoat-dong/"),
    Shot("bao-cao", "/bao-cao/2025/tong-ket/", 1000, user=UNION),
    Shot("bao-cao-soan", "/bao-cao/2025/tong-ket/", 1000, user=UNION, prepare=open_passage),
    Shot("mau-bao-cao", "/bao-cao/mau/tong-ket/", 900),
    Shot("doi-chieu", "/bao-cao/2025/doi-chieu/", user=UNION),
    Shot("danh-muc", "/danh-muc/", user=ADMIN),
    Shot("tai-khoan", "/danh-muc/tai-khoan/", user=ADMIN),
    Shot("lich-su", "/vien-tro/VT-2025-001/", 700, prepare=lambda page: page.click("text=Lịch sử sửa")),
)


def main() -> int:
    """Take the pictures named on the command line, or all; return the exit code."""
    wanted = set(sys.argv[1:])
    unknown = wanted - {shot.name for shot in SHOTS}
    chromium = shutil.which("chromium")
    if unknown:
        return stop(f"no picture is called {', '.join(sorted(unknown))}.")
    if not chromium:
        return stop("Chromium is missing. Type: sudo apt-get install chromium")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as directory,
        demonstration(Path(directory)) as (base, password),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-background-networking", "--lang=vi"]
        )
        for user in dict.fromkeys(shot.user for shot in SHOTS):
            mine = [shot for shot in SHOTS if shot.user == user and (not wanted or shot.name in wanted)]
            if mine:
                take(browser, base, user, password, mine)
        browser.close()
    return 0


@contextmanager
def demonstration(directory: Path) -> Iterator[tuple[str, str]]:
    """Serve a fresh demonstration; yields its address and the password."""
    environ = os.environ | {
        "ENV_FILE": "",
        "DATA_DIR": str(directory),
        "DATABASE_URL": f"sqlite:///{directory}/portal.sqlite3",
    }
    manage = [sys.executable, str(ROOT / "manage.py")]
    for command in (["migrate", "--verbosity", "0"], ["demo"]):
        subprocess.run([*manage, *command], env=environ, check=True, stdout=subprocess.DEVNULL)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [*manage, "runserver", "--noreload", "--nostatic", f"127.0.0.1:{port}"],
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(base + "/dang-nhap/")
        yield base, (directory / "demo-password").read_text(encoding="utf-8").strip()
    finally:
        server.terminate()
        server.wait()


def wait_for(address: str) -> None:
    """Return once the server answers."""
    for _ in range(SECONDS_TO_START * 5):
        try:
            urllib.request.urlopen(address).close()  # noqa: S310 -- our own server
        except urllib.error.URLError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(f"{address} does not answer.")


def take(browser: Browser, base: str, user: str, password: str, shots: list[Shot]) -> None:
    """Sign in once and write these pictures."""
    page = browser.new_page(viewport={"width": WIDTH, "height": 900}, locale="vi-VN", reduced_motion="reduce")
    if user:
        page.goto(base + "/dang-nhap/")
        page.fill("[name=login]", user)
        page.fill("[name=password]", password)
        page.press("[name=password]", "Enter")
        page.wait_for_url(base + "/")
    for shot in shots:
        page.set_viewport_size({"width": WIDTH, "height": shot.height})
        response = page.goto(base + shot.address, wait_until="networkidle")
        if response is None or not response.ok:
            raise RuntimeError(f"{shot.address} does not open for {user}.")
        if shot.prepare:
            shot.prepare(page)
            page.wait_for_load_state("networkidle")
        target = PICTURES / f"{shot.name}.png"
        target.write_bytes(small(page.screenshot()))
        print(f"{target.relative_to(ROOT)} {target.stat().st_size // 1000} kB", flush=True)
    page.close()


def small(picture: bytes) -> bytes:
    """Return the picture with as few colours as keep it under LARGEST bytes."""
    whole = Image.open(BytesIO(picture)).convert("RGB")
    for colours in (128, 64, 32):
        out = BytesIO()
        whole.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() <= LARGEST:
            break
    return out.getvalue()


def stop(reason: str) -> int:
    """Print one sentence and return the exit code of a failure."""
    print(f"Stopped: {reason}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
