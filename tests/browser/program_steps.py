"""What people do with a program's draft in the browser, from the Word file to the dossier, step by step."""

import io
import re
import zipfile
from datetime import timedelta

import docx
from django.utils import timezone
from playwright.sync_api import expect

PROGRAM = "/chuong-trinh/2031-2035"
DRAFTS, ROUND, LIFE = f"{PROGRAM}/du-thao", f"{PROGRAM}/y-kien/dot/1/", f"{PROGRAM}/tien-trinh/"
MEETING_TITLE = "Hội nghị cho ý kiến vào dự thảo Chương trình đối ngoại 2031-2035"
ASKED = (
    "Sở Y tế", "Sở GDĐT", "Sở Công Thương", "Liên hiệp", "Sở Tài chính", "Sở NNMT", "Công an tỉnh",
    "Sở Nội vụ",
)  # fmt: skip
UNIVERSITIES, DROPPED = "các trường đại học", "chuyên trang đối ngoại"
CONCLUSION = (
    "Cơ bản thống nhất nội dung và bố cục của dự thảo. "
    "Yêu cầu Sở Ngoại vụ rút gọn dự thảo 35% mà vẫn đủ nội dung. "
    "Giao Sở Ngoại vụ trình Ủy ban nhân dân tỉnh."
)


def days_ago(count):
    return (timezone.localdate() - timedelta(days=count)).strftime("%d/%m/%Y")


def save(page):
    page.locator("button[name=save]").first.click()


def press(button):
    """Press what is gone once it has been done."""
    button.click()
    expect(button).to_have_count(0)


def said(page, words):
    expect(page.get_by_text(words).first).to_be_visible()


def follow(page, link):
    """Go where a link leads. What is sought there may stand on this page too, and is gone in a moment."""
    with page.expect_navigation():
        link.click()


def words_of(page, number):
    """Return how many words a version has, as its page says."""
    page.goto(f"{DRAFTS}/{number}/")
    return int(page.locator("[data-total]").get_attribute("data-total"))


def paragraph(page, words):
    return page.locator("[data-paper] [data-para]", has_text=words)


def open_place(page, number, part, words):
    """Open the chapter of a part that holds a text; the outline leads there."""
    page.goto(f"{DRAFTS}/{number}/")
    follow(page, page.locator("#muc-luc a", has_text=part).first)
    expect(paragraph(page, words).first).to_be_visible()


def reword(page, words, old, new):
    here = paragraph(page, words)
    here.get_by_role("link", name=re.compile("^Sửa")).click()
    area = page.locator("form[data-para] textarea[name=text]")
    area.fill(area.input_value().replace(old, new))
    page.keyboard.press("Control+Enter")
    expect(page.locator("form[data-para]")).to_have_count(0)
    expect(paragraph(page, new).first).to_be_visible()


def cut(page, words):
    paragraph(page, words).get_by_role("link", name=re.compile("^Bỏ")).click()
    save(page)
    expect(paragraph(page, words)).to_have_count(0)


def move(page, state):
    """Move the program on; `page` is that of its steps."""
    page.get_by_role("link", name=f"Chuyển sang {state}").click()
    save(page)
    expect(page.locator("main .meta").first).to_contain_text(state)


def start(page, word_file):
    page.get_by_label("Từ năm").fill("2031")
    page.get_by_label("Đến năm").fill("2035")
    page.get_by_label("Tên chương trình").fill("Chương trình công tác đối ngoại giai đoạn 2031-2035")
    save(page)
    take_in(page, word_file, "Dự thảo lần đầu.docx")


def take_in(page, content, name, reason="Bản đầu"):
    page.goto(f"{DRAFTS}/nhan/")
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "", "buffer": content})
    page.get_by_role("button", name="Đọc tệp và xem trước").click()
    expect(page.get_by_role("heading", name="Bố cục đọc được")).to_be_visible()
    page.get_by_label("Lý do lập bản").select_option(label=reason)
    page.get_by_role("button", name="Nhận bản này").click()
    expect(page.locator("[data-total]")).to_be_visible()


def correct(page):
    page.goto(f"{DRAFTS}/1/soat/")
    expect(page.locator("main")).to_contain_text("xúc tích")
    expect(page.locator("main")).to_contain_text("Sở Kế hoạch và Đầu tư chỉ hoạt động đến")
    open_place(page, 1, "Phân công", "xúc tích")
    reword(page, "xúc tích", "xúc tích", "súc tích")
    reword(page, "Sở Kế hoạch và Đầu tư", "Sở Kế hoạch và Đầu tư", "Sở Khoa học và Công nghệ")
    cut(page, "Nằm trong khung điều khiển")
    page.goto(f"{DRAFTS}/1/soat/")
    expect(page.locator("main")).not_to_contain_text("Sở Kế hoạch và Đầu tư")


def split(page):
    """Give each part to an author, and the whole its length."""
    page.goto(f"{DRAFTS}/1/")
    for at, author in enumerate(("Chuyên viên", "Nguyễn Thị Hai", "Trưởng phòng")):
        follow(page, page.locator("#muc-luc a", has_text="Mở đầu phần").nth(at))
        follow(page, page.get_by_role("link", name=re.compile("^Người soạn")).first)
        choice = page.locator("select option", has_text=author).first.get_attribute("value")
        page.locator("select").first.select_option(choice)
        save(page)
        expect(page.locator("#muc-luc")).to_contain_text(author)


def set_length(page, words):
    page.goto(f"{DRAFTS}/1/muc-giao/")
    page.get_by_label("Cả dự thảo (từ)").fill(str(words))
    save(page)
    expect(page.locator("[data-verdict]")).to_contain_text("Cần rút thêm")


def work_on_own_part(page):
    """The second author finds the own part alone in the outline, and shortens a sentence of it."""
    page.goto(f"{DRAFTS}/1/?phan=toi")
    expect(page.locator("#muc-luc")).not_to_contain_text("BỐI CẢNH")
    follow(page, page.locator("#muc-luc a", has_text="Mục tiêu").first)
    reword(page, "Mở rộng đối tác.", "Mở rộng đối tác.", "Mở rộng mạng lưới đối tác.")


def settle_points(page):
    """Confirm the tasks, agencies and partners; deadlines, targets and figures go with them."""
    page.goto(f"{DRAFTS}/1/y-chinh/")
    page.get_by_role("button", name="Tìm ý trong bản này").click()
    for kind in ("Nhiệm vụ", "Cơ quan", "Đối tác"):
        press(page.locator(".hint-all").get_by_role("button", name=re.compile(f"^{kind}")))
    for kind in ("thời hạn", "chỉ tiêu", "số liệu"):
        press(page.get_by_role("button", name=f"Không phải ý chính: cả loại {kind}"))


def ask(page):
    page.goto(f"{PROGRAM}/y-kien/dot/them/")
    for label, text in (
        ("Ngày gửi", days_ago(14)),
        ("Số ngày làm việc", ""),
        ("Hoặc hạn trả lời", days_ago(0)),
    ):
        page.get_by_label(label).fill(text)
    for agency in ASKED:
        page.get_by_label(agency, exact=True).check()
    save(page)
    expect(page.locator("tbody tr")).to_have_count(len(ASKED))


def answer_in_portal(page, place, text):
    page.get_by_role("link", name="Góp ý dự thảo").first.click()
    page.locator("[name=stance][value=DE_NGHI_BO_SUNG]").check()
    page.locator("[name$='-0-place']").fill(place)
    page.locator("[name$='-0-text']").fill(text)
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("^Gửi góp ý")).click()
    expect(page.locator(".dn-errsum")).to_have_count(0)
    expect(page.locator("main")).to_contain_text(text)


def record_letter(page, agency, number, place, text):
    page.goto(ROUND)
    page.locator("tr", has_text=agency).get_by_role("link", name="Ghi văn bản").click()
    page.get_by_label("Quan điểm").select_option("DE_NGHI_BO_SUNG")
    for name, value in (("letter_number", number), ("letter_on", days_ago(4)), ("received_on", days_ago(3)),
                        ("-0-place", place), ("-0-text", text)):  # fmt: skip
        page.locator(f"[name$={name!r}]").fill(value)
    save(page)
    expect(page.locator("tr", has_text=agency)).to_contain_text(number)


def log_opinion(page, agency, place, text):
    page.locator("form.qadd [name=agency]").fill(agency)
    page.locator("form.qadd [name=place]").fill(place)
    page.locator("form.qadd [name=text]").fill(text)
    page.keyboard.press("Enter")
    expect(page.locator("[data-opinions]")).to_contain_text(text)


def hold_conference(page):
    """Log the conference with what was said, give out its conclusion and confirm the minutes."""
    page.goto("/hoi-nghi/them/")
    for label, text in (
        ("Tên cuộc họp", MEETING_TITLE),
        ("Ngày họp", days_ago(0)),
        ("Cơ quan tổ chức", "ubnd"),
    ):
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("Mục đích").select_option("CHO_Y_KIEN")
    page.locator("[name=chair]").fill("ubnd")
    page.locator("[name=present]").fill("sngv; stc; syt")
    page.locator("[name=conclusion]").fill(CONCLUSION)
    page.get_by_text("Chi tiết khác").click()
    page.locator("[name=draft]").select_option(label="2031-2035 · Bản 1")
    save(page)
    log_opinion(page, "stc", "2.5", "Gắn với khả năng cân đối vốn.")
    log_opinion(page, "syt", "3.12", "Bổ sung mốc thời gian cho y tế cơ sở.")
    page.locator("#ket-luan [data-open] [data-key=KeyK]").first.click()
    expect(page.locator("#ket-luan [data-open]")).to_have_count(2)
    for _ in range(2):
        page.locator("#ket-luan [data-open] [data-key=KeyT]").first.click()
        page.locator("[name=lead]").fill("sngv")
        page.locator("[name=due]").fill(days_ago(-20))
        page.get_by_role("button", name=re.compile("^Giao việc")).click()
        expect(page.locator("form.mt-give")).to_have_count(0)
    page.get_by_role("button", name="Xác nhận biên bản").click()
    expect(page.get_by_role("link", name="Mở lại biên bản")).to_be_visible()


def begin_next_version(page):
    page.goto(f"{DRAFTS}/1/")
    page.get_by_role("link", name="Lập bản mới").click()
    save(page)
    expect(page).to_have_url(re.compile("/du-thao/2/$"))


def answer_all(page):
    """Answer what is general with an explanation, all others where they point to."""
    page.goto(f"{PROGRAM}/y-kien/?tt=CHUA_XU_LY")
    page.locator("tbody tr", has_text="Toàn văn dự thảo").get_by_role("link").first.click()
    answer = page.get_by_label("Giải trình", exact=True)
    answer.press("Space")
    expect(answer).to_be_checked()
    page.get_by_label("Nội dung tiếp thu, giải trình").fill("Phần đánh giá được rút gọn ở bản trình.")
    save(page)
    said(page, "Sửa phần trả lời")
    page.goto(f"{PROGRAM}/y-kien/?tt=CHUA_XU_LY")
    for box in page.locator("#ket-qua tbody input[type=checkbox]").all():
        box.check()
    page.get_by_role("button", name=re.compile("^Tiếp thu ở bản 2")).click()
    said(page, "Đã ghi tiếp thu")


def try_hints(page):
    page.goto(f"{DRAFTS}/2/goi-y/")
    page.locator(".hint-all a").first.click()
    page.get_by_role("button", name="Rút gọn các đoạn đã đánh dấu").click()
    expect(page.locator("#vua-lam")).to_contain_text("Vừa rút gọn")


def lose_and_bring_back(page):
    """Cut the clause that gives the universities a task: the check names it, and brings it back."""
    open_place(page, 2, "Phân công", UNIVERSITIES)
    cut(page, "Giao các trường đại học")
    page.goto(f"{DRAFTS}/2/y-chinh/?xem=roi")
    lost = page.locator("tbody tr", has_text=UNIVERSITIES)
    expect(lost.first).to_be_visible()
    lost.first.get_by_role("button", name=re.compile("^Khôi phục")).click()
    said(page, "Vừa khôi phục")
    expect(page.locator("tbody tr", has_text=UNIVERSITIES)).to_have_count(0)


def drop_lost(page):
    """Drop by decision, with its reason, what version 3 no longer carries; returns how many that were."""
    count, rows = 0, page.locator("#ket-qua tbody tr")
    page.goto(f"{DRAFTS}/3/y-chinh/?xem=roi")
    expect(rows.filter(has_text=DROPPED).first).to_be_visible()
    while rows.count():
        rows.first.get_by_role("link", name=re.compile("^Bỏ ý này")).click()
        page.get_by_label("Lý do").fill("Đã nêu ở kế hoạch hằng năm")
        save(page)
        expect(page).not_to_have_url(re.compile("/bo/$"))
        page.goto(f"{DRAFTS}/3/y-chinh/?xem=roi")
        count += 1
    return count


def shorten_in_word(page):
    """Take version 2 to Word, leave three paragraphs under each long heading, and bring it back."""
    page.goto(f"{DRAFTS}/2/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải Word").click()
    take_in(page, shortened(download.value.path().read_bytes()), "Dự thảo rút gọn.docx", "Rút gọn")


def shortened(content):
    """Return the file with fewer paragraphs; a task that the yearly plan has anyway goes, too."""
    file, kept = docx.Document(io.BytesIO(content)), 0
    for paragraph in file.paragraphs:
        if DROPPED in paragraph.text:
            paragraph._p.getparent().remove(paragraph._p)
        elif len(paragraph.text) < 120:
            kept = 3 if re.search("BỐI CẢNH|Đối ngoại Đảng được|Đoàn vào|Quan điểm", paragraph.text) else kept
            kept = len(file.paragraphs) if "Mục tiêu chung" in paragraph.text else kept
        elif kept:
            kept -= 1
        else:
            paragraph._p.getparent().remove(paragraph._p)
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def dossier_of(page, portal):
    """Return the names in the archive of the dossier, made in the background."""
    page.goto(f"{PROGRAM}/ho-so/")
    page.get_by_role("button", name="Tạo tệp hồ sơ").click()
    portal.work_off_tasks()
    page.goto(f"{PROGRAM}/ho-so/")
    with page.expect_download() as download:
        page.locator("#tien-trinh a.btn-primary").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        assert archive.testzip() is None
        return archive.namelist()
