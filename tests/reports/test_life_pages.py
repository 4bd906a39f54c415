"""The pages of a report's way, as each person of the office meets them."""

import hashlib
import io
import json
import re
import zipfile

import pytest
from bs4 import BeautifulSoup
from defusedxml import ElementTree
from django.core.files.uploadedfile import SimpleUploadedFile

from core.files import ATTACHMENT_LIMITS
from core.history import acting
from reports import issuing, tasks
from reports.actions.locking import paper_seen
from reports.actions.passages import save_passage
from reports.copy_pages import asked_from, some_pages
from reports.metadata import LENGTHS
from reports.models import DocumentNumber, IssuedFile, KeptWords, PaperJob, Report, ReportSnapshot
from reports.text_checks.run import check_report
from reports.views import signed_copies
from reports.writing_rules import CONTRADICTING
from tests import factories as make
from tests.access_world import PDF
from tests.reports.life_world import TODAY, Office
from tests.reports.scans import scan
from tests.reports.year_end_world import words, write

pytestmark = pytest.mark.django_db
PAGE = "/bao-cao/2025/tong-ket/"


@pytest.fixture
def office(year):
    return Office(year)


@pytest.fixture
def as_person(client):
    """Return a function that posts to a page of the report as a person and returns the answer's words."""

    def act(person, page, **typed):
        client.force_login(person)
        assert client.get(f"{PAGE}{page}/").status_code == 200
        data = {"version": Report.objects.get(code="tong-ket").version, **typed}
        return client.post(f"{PAGE}{page}/", data, follow=True)

    return act


def test_a_report_goes_its_whole_way_by_its_pages(office, as_person, client, monkeypatch):
    report = office.fresh()
    report.addressees, report.recipients = ["Ủy ban nhân dân tỉnh"], ["Như trên", "Các sở", "Lưu: VT"]
    with acting(by=office.drafter, verb="tests.edit", label="Tạo dữ liệu thử"):
        report.save()
    client.force_login(office.drafter)
    page = words(client.get(f"{PAGE}chot/"))
    assert "số in trong báo cáo, kể cả bảng và phụ lục" in page
    assert "Gõ năm 2025" in words(as_person(office.drafter, "chot", typed_year="2024"))
    assert "Đã chốt số liệu." in words(as_person(office.drafter, "chot", typed_year="2025"))
    assert "cần người khác" not in words(client.get(PAGE))
    assert not {**waiting(client, office.drafter), **waiting(client, office.clerk)}
    assert waiting(client, office.approver) == {"1 báo cáo chờ anh/chị duyệt nội dung": f"{PAGE}duyet/"}
    assert "Đã duyệt." in words(as_person(office.approver, "duyet", note="Đồng ý"))
    assert not waiting(client, office.approver)
    assert "chưa đo xong thể thức" in words(as_person(office.clerk, "the-thuc"))
    office.measured()
    measured = f"/tep/{PaperJob.objects.get().pk}/tai/"
    assert f'href="{measured}"' in client.get(f"{PAGE}the-thuc/").content.decode()
    assert "Đã xác nhận" in words(as_person(office.clerk, "the-thuc"))
    assert "cần người khác" in words(as_person(office.approver, "ky"))
    # The very file that was measured is printed and signed.
    client.force_login(office.signer)
    assert f'href="{measured}"' in client.get(f"{PAGE}ky/").content.decode()
    assert client.get(measured)["Content-Type"] == "application/pdf"
    assert "Đã ký." in words(as_person(office.signer, "ky"))
    # Who is no clerk of the agency reads who is.
    client.force_login(office.drafter)
    refused = client.get(f"{PAGE}cap-so/")
    assert (refused.status_code, f": {office.clerk}." in refused.text) == (403, True)
    typed = {"number": "3", "dated_on": "12/01/2026", "copies": "15", "retention": "Vĩnh viễn"}
    told = as_person(office.clerk, "cap-so", **typed)
    assert "Bỏ trống số 01, 02" in words(told)
    mark = told.content.decode().split('name="confirmed" value="')[1].split('"')[0]
    assert "Đã cấp số." in words(as_person(office.clerk, "cap-so", **typed, confirmed=mark))
    response = as_person(office.clerk, "ban-hanh")
    assert "Ban hành: " in words(response)
    job = PaperJob.objects.get(kind="report-issue")
    monkeypatch.setattr(issuing, "render_pdf", lambda paper, **limits: PDF)
    assert tasks.make_paper.call(job.pk) == "XONG"
    for person in (office.drafter, make.UserFactory(role="SNGV_STAFF")):
        client.force_login(person)
        assert client.get("/bao-cao/2025/tong-ket.pdf").content == PDF
    assert client.get("/bao-cao/2025/tong-ket.docx").content[:2] == b"PK"
    page = words(client.get(f"{PAGE}tien-trinh/"))
    for said in ("Đồng ý", "Đã ban hành", hashlib.sha256(PDF).hexdigest()):
        assert said in page
    metadata(client.get("/bao-cao/2025/tong-ket.xml").content)
    archive(client.get(f"{PAGE}luu-tru.zip"))
    signed_copy_and_verify(office, client, monkeypatch)


def waiting(client, person):
    """Return the reports that the dashboard and the page of the morning put first: {title: address}."""
    client.force_login(person)
    pages = [BeautifulSoup(client.get(path).content, "html5lib") for path in ("/", "/tong-quan/trang-sang/")]
    shown = [
        {link.b.text: link["href"] for link in page.select(f"{strip} a") if "báo cáo chờ" in link.text}
        for page, strip in zip(pages, (".dn-attn", ".sheet section"), strict=True)
    ]
    assert shown[0] == shown[1]
    return shown[0]


def test_words_that_changed_after_the_page_was_opened_are_not_locked_unseen(office, client):
    client.force_login(office.drafter)
    seen = BeautifulSoup(client.get(f"{PAGE}chot/").content, "html5lib").select_one("[name=seen]")["value"]
    block = office.report.narratives.exclude(text="").first()
    save_passage(block=block, text="Lời người khác vừa viết.", expected=block.version, by=office.approver)
    data = {"typed_year": "2025", "version": office.fresh().version, "seen": seen}
    told = client.post(f"{PAGE}chot/", data)
    assert f"Lời văn vừa đổi ở mục “{block}”" in words(told)
    assert office.fresh().status == "DRAFT"
    data["seen"] = BeautifulSoup(told.content, "html5lib").select_one("[name=seen]")["value"]
    assert "Đã chốt số liệu." in words(client.post(f"{PAGE}chot/", data, follow=True))


def test_a_number_kept_against_the_register_is_shown_to_whoever_lets_the_report_pass(office, client):
    """A sign is no reason; a decision made after the page of the lock was opened asks once more."""

    def seen_on(answer):
        return BeautifulSoup(answer.content, "html5lib").select_one("[name=seen]")["value"]

    reason = "Theo Báo cáo 45/BC-SNgV ngày 12/12/2025, tính cả khoản chưa nhập"
    text = "Tỉnh tiếp nhận 12 khoản viện trợ. Toàn tỉnh tiếp nhận 15 khoản viện trợ."
    write(office.report, office.drafter, I_3=text)
    client.force_login(office.drafter)
    checked = check_report(office.fresh(), today=TODAY)
    first, second = [one for one in checked.findings if one.code in CONTRADICTING]
    keep = f"{PAGE}so-lieu/{{}}/khong-can-nguon/"
    for bad in (".", "-- 12 --", "đúng rồi", "ok ok ok ok", "a b c de"):
        told = words(client.post(keep.format(first.mark), {"reason": bad}))
        assert "lý do" in told
        assert "văn bản" in told
    assert not KeptWords.objects.exists()
    client.post(keep.format(first.mark), {"reason": reason})
    data = {"typed_year": "2025", "version": office.fresh().version, "seen": paper_seen(office.fresh(), None)}
    client.post(keep.format(second.mark), {"reason": reason})
    told = client.post(f"{PAGE}chot/", data)
    assert "Quyết định giữ nguyên chỗ trái với cổng vừa thêm" in words(told)
    data["seen"] = seen_on(told)
    assert "Đã chốt số liệu." in words(client.post(f"{PAGE}chot/", data, follow=True))
    for person, page in ((office.approver, "duyet/"), (office.clerk, "the-thuc/"), (office.signer, "ky/")):
        client.force_login(person)
        for path in (f"{PAGE}{page}", PAGE):
            told = words(client.get(path))
            assert "2 chỗ giữ nguyên dù trái với cổng" in told
            for said in ("12 khoản", "11 khoản", reason, str(office.drafter), first.message.split("; ")[0]):
                assert said in told
            assert "mở Chèn số" not in told.partition("dù trái với cổng")[2][:400]


def test_numbers_that_changed_after_the_page_was_opened_are_not_locked_unseen(office, client):
    def seen_on(answer):
        return BeautifulSoup(answer.content, "html5lib").select_one("[name=seen]")["value"]

    client.force_login(office.drafter)
    data = {
        "typed_year": "2025",
        "version": office.fresh().version,
        "seen": seen_on(client.get(f"{PAGE}chot/")),
    }
    item = make.CommitmentFactory(item=make.AidItemFactory(approved_on="2025-03-03")).item
    told = client.post(f"{PAGE}chot/", data)
    assert "nay là 12 khoản" in words(told)
    # What no number says is shown as well: the list of items is printed with their names.
    item.name = "Tên vừa sửa"
    with acting(by=office.drafter, verb="tests.edit", label="Sửa thử"):
        item.save()
    told = client.post(f"{PAGE}chot/", data | {"seen": seen_on(told)})
    assert "Bảng, phụ lục hay phần in kèm vừa đổi" in words(told)
    assert office.fresh().status == "DRAFT"
    assert "Đã chốt số liệu." in words(
        client.post(f"{PAGE}chot/", data | {"seen": seen_on(told)}, follow=True)
    )


def metadata(content):
    """Look at the XML of the issued report."""
    root = ElementTree.fromstring(content)
    found = {each.tag: each.text for each in root.iter()}
    assert found["CodeNumber"] == "03"
    assert found["CodeNotation"] == "BC-LHHN"
    assert found["IssuedDate"] == "2026-01-12"
    assert found["IssuedAmount"] == "15"
    assert found["FullName"] == "Nguyễn Văn Thử"
    assert found["Position"] == "Chủ tịch"
    assert found["Subject"] == "Kết quả công tác năm 2025, phương hướng, nhiệm vụ năm 2026"
    assert [each.findtext("OrganName") for each in root.iter("To")] == ["Ủy ban nhân dân tỉnh", "Các sở"]
    assert int(found["PageAmount"]) >= 1
    assert all(len(each.text or "") <= LENGTHS.get(each.tag, 10**6) for each in root.iter())


def archive(response):
    """Look at the package: the same twice, and its checksums are those of its files."""
    packed = zipfile.ZipFile(io.BytesIO(response.content))
    listed = dict(line.split("  ")[::-1] for line in packed.read("SHA256SUMS.txt").decode().splitlines())
    assert len(listed) == 5
    for name, digest in listed.items():
        assert hashlib.sha256(packed.read(name)).hexdigest() == digest
    numbers = json.loads(packed.read("so-lieu-da-chot.json"))
    by_code = {row["code"]: row["text"] for row in numbers["figures"]}
    assert by_code["aid.items_received"] == "11 khoản"
    assert listed["so-lieu-da-chot.json"] == ReportSnapshot.objects.get().sha256
    assert response.client.get(f"{PAGE}luu-tru.zip").content == response.content


@pytest.mark.parametrize(("first", "shown"), [(1, [1, 2, 3, 4]), (9, [9, 10, 11]), (999, [9, 10, 11])])
def test_every_page_of_a_copy_can_be_looked_at_a_few_at_a_time(first, shown):
    found = some_pages(asked_from(first, scan(pages=11)), ATTACHMENT_LIMITS)
    assert (found["pages"], [number for number, _ in found["shown"]]) == (11, shown)


def choose(client, content):
    """Choose a file as the signed copy; returns the page that asks to look at it."""
    return client.post(f"{PAGE}ban-ky/", {"file": SimpleUploadedFile("ban-ky.pdf", content)}, follow=True)


def signed_copy_and_verify(office, client, monkeypatch):
    """Hand in the signed copy, then ask about it, about the numbered file and about another one."""
    client.force_login(office.clerk)
    wrong, signed = scan(height=401), scan(height=402)
    assert "chưa có chữ ký, con dấu" in words(choose(client, PDF))
    assert "giống hệt bản PDF đã lấy số" in words(choose(client, PDF + b"\n"))
    assert "Tệp có JavaScript:" in words(choose(client, scan(script="app.alert(1)")))
    assert "tệp có mật khẩu" in words(choose(client, scan(password="mat khau")))
    assert not IssuedFile.objects.filter(kind="BAN_KY").exists()
    choose(client, scan(height=403))
    assert "Chọn tệp" in words(client.post(f"{PAGE}ban-ky/", {"viec": "bo"}, follow=True))
    for content, reason, said in ((wrong, "", "ban-ky.pdf"), (signed, "Nộp nhầm tệp", "Bản đang có giá trị")):
        page = choose(client, content)
        assert said in words(page)
        assert "KB Số trang" in words(page)
        assert page.context["waiting"]["shown"][0][1].startswith("data:image")
        typed = page.context["confirm"].initial | {"version": office.fresh().version, "viec": "luu"}
        with monkeypatch.context() as longer:
            longer.setattr(signed_copies, "pages_in", lambda issued: 11)
            assert "Tệp có 1 trang, bản PDF đã lấy số có 11 trang." in words(client.get(f"{PAGE}ban-ky/"))
            assert "Xem lại các trang rồi đánh dấu" in words(client.post(f"{PAGE}ban-ky/", typed))
        if reason:
            assert "Lý do thay" in words(client.post(f"{PAGE}ban-ky/", typed))
            stale = client.post(f"{PAGE}ban-ky/", typed | {"note": reason, "seen": "0"})
            assert "vừa có người nộp" in words(stale)
            assert reason in stale.content.decode()
        kept = client.post(f"{PAGE}ban-ky/", typed | {"note": reason}, follow=True)
        assert "Đã lưu bản đã ký" in words(kept)
    assert client.get(f"{PAGE}ban-ky/tai/").content == signed
    assert client.get(f"{PAGE}ban-ky/tai/?lan=1").content == wrong
    assert "đã nộp làm bản đã ký" in words(choose(client, wrong))
    assert "Thay bằng lần 2: Nộp nhầm tệp" in words(client.get(PAGE))
    links = BeautifulSoup(client.get(PAGE).content, "html5lib").select("a.btn")
    offered = next(link["href"] for link in links if "Tải bản đã ký" in link.text)
    assert client.get(offered).content == signed
    client.force_login(make.UserFactory(role="FOCAL", agency=make.AgencyFactory()))
    files = IssuedFile.objects.count()
    for content, said in (
        (PDF, "bản PDF đã lấy số"),
        (signed, "bản đã ký, đóng dấu"),
        (wrong, "Bản có giá trị là ban-ky-lan-2-ban-ky.pdf"),
        (b"%PDF khac", "không khớp bản ban hành nào"),
    ):
        answer = client.post("/bao-cao/kiem-tra-tep/", {"file": SimpleUploadedFile("x.pdf", content)})
        assert said in words(answer)
    digest = hashlib.sha256(signed).hexdigest().upper()
    assert "bản đã ký" in words(client.post("/bao-cao/kiem-tra-tep/", {"sha256": digest}))
    assert "64 ký tự" in words(client.post("/bao-cao/kiem-tra-tep/", {"sha256": "abc"}))
    assert "Chọn tệp hoặc nhập" in words(client.post("/bao-cao/kiem-tra-tep/", {}))
    assert IssuedFile.objects.count() == files


def test_the_card_tells_what_hinders_with_the_passage(office, client):
    write(office.report, office.drafter, I_7="Tiếp nhận 12 khoản viện trợ.")
    client.force_login(office.drafter)
    for address in (PAGE, f"{PAGE}chot/", f"{PAGE}tien-trinh/"):
        page = client.get(address)
        assert "Số gõ tay “12 khoản” không khớp" in words(page)
        assert "/soan/#muc-I.7" in page.content.decode()


def test_a_report_goes_back_by_its_page(office, as_person, client):
    office.lock()
    said = words(as_person(office.approver, "tra-lai", note=""))
    assert "Nhập lý do trả lại" in said
    said = words(as_person(office.approver, "tra-lai", note="Bổ sung số đoàn"))
    assert "Báo cáo bị trả lại" in said
    assert "Bổ sung số đoàn" in said


def test_what_would_differ_and_the_store_of_locks(office, client):
    client.force_login(office.drafter)
    assert "số khớp nguồn" in words(client.get(PAGE))
    office.lock()
    for page in (PAGE, f"{PAGE}so-lieu/"):
        said = words(client.get(page))
        assert "số liệu chốt lần 1, " in said
        assert "Nay sẽ khác gì" in said
        for live in ("hôm nay", "khớp nguồn", " khớp", "Khớp "):
            assert live not in said, (page, live)
    assert "Mọi số liệu tính lại hôm nay đều như lúc chốt" in words(client.get(f"{PAGE}khac-di/"))
    make.CommitmentFactory(item=make.AidItemFactory(approved_on="2025-03-03", name="Khoản mới ghi"))
    page = words(client.get(f"{PAGE}khac-di/"))
    assert "11 khoản → 12 khoản" in page
    assert "Khoản mới ghi" in page
    # The list asks each row in sight for its count; it does not compute them all before it answers.
    listed = client.get("/bao-cao/kho-ban-chot/").content.decode()
    asked = re.search(r'hx-get="([^"]+)"', listed.partition("Nay khác")[2])[1].replace("&amp;", "&")
    assert re.fullmatch(r"[1-9]\d* số", client.get(asked).content.decode())
    assert client.get("/bao-cao/kho-ban-chot/?xuat=xlsx").status_code == 200


def test_the_book_of_numbers(office, client):
    client.force_login(office.clerk)
    typed = {
        "agency": office.report.issuer_id,
        "series": "QĐ",
        "subject": "Quyết định giấy",
        "number": "1",
        "dated_on": "05/01/2026",
    }
    assert "Đã ghi số 01/QĐ-LHHN vào sổ" in words(
        client.post("/bao-cao/so-van-ban/them/", typed, follow=True)
    )
    again = client.post("/bao-cao/so-van-ban/them/", typed | {"subject": "Khác"})
    assert "Số 01 đã cấp ngày 05/01/2026" in words(again)
    page = client.get("/bao-cao/so-van-ban/")
    assert "01/QĐ-LHHN" in words(page)
    assert client.get("/bao-cao/so-van-ban/?xuat=xlsx").status_code == 200
    row = DocumentNumber.objects.get()
    client.post(f"/bao-cao/so-van-ban/{row.pk}/bo/", {"version": row.version})
    assert not DocumentNumber.objects.exists()


def test_a_number_is_stored_once_its_warning_was_mended(office, client, as_person):
    office.bring_to("SIGNED")
    book = {
        "agency": office.clerk.agency_id,
        "series": "TB",
        "subject": "Ngoài cổng",
        "dated_on": "12/01/2026",
    }
    for said, post in (
        ("Đã cấp số.", lambda **typed: as_person(office.clerk, "cap-so", dated_on="12/01/2026", **typed)),
        ("Đã ghi số", lambda **typed: client.post("/bao-cao/so-van-ban/them/", book | typed, follow=True)),
    ):
        told = post(number="3")
        assert "Bỏ trống số" in words(told)
        mark = told.content.decode().split('name="confirmed" value="')[1].split('"')[0]
        assert said in words(post(number="1", confirmed=mark))


def test_pages_for_writing_say_why_a_locked_report_stays_as_it_is(office, client):
    """No form to type into in vain; what was typed before the lock stays on the page that refuses it."""
    office.lock()
    block = office.report.narratives.get(key="I.3")
    client.force_login(office.drafter)
    for page in ("soan", "thong-tin", "muc", f"muc/{block.pk}/sua", f"doan/{block.pk}/sua"):
        shown = client.get(f"{PAGE}{page}/")
        assert "lời văn và số liệu giữ nguyên; trả lại soạn" in words(shown), page
        assert "Chỉ xem, không sửa được" in words(shown)
        assert not BeautifulSoup(shown.content, "html5lib").select("main form"), page
    part = {"HX-Request": "true", "HX-Target": f"doan-{block.pk}"}
    shown = client.get(f"{PAGE}doan/{block.pk}/sua/", headers=part)
    assert block.text in words(shown)
    refused = client.post(f"{PAGE}doan/{block.pk}/sua/", {"text": "Gõ dở.", "version": block.version})
    assert "lời văn và số liệu giữ nguyên" in words(refused)
    assert "Gõ dở." in refused.content.decode()
