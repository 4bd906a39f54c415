"""The pages of reports: who sees and writes, what they show, what happens to typed text."""

import re

import pytest

from core.history import acting
from reports import permissions
from reports.forms import ReportAddForm
from reports.life import BY_NAME
from reports.life_people import people_for
from reports.models import NarrativeBlock, PdfExport, Report
from tests import factories as make
from tests.reports.outlines import LABELS, outline
from tests.reports.year_end_world import words, write

pytestmark = pytest.mark.django_db
PAGE = "/bao-cao/2025/tong-ket/"
EDIT = f"{PAGE}soan/"
DETAILS = f"{PAGE}thong-tin/"
PDF = f"{PAGE}xuat-pdf/"


READERS = (
    "ADMIN",
    "SNGV_STAFF",
    "SNGV_LEADER",
    "VAN_THU",
    "VPUB",
    "UBND_LEADER",
    "TU_VIEWER",
    "FIN",
    "AUDITOR",
)


@pytest.fixture
def issued(year):
    """The report once it is issued: before, only those read it who have a part in it."""
    with acting(by=year.writer, verb="tests.edit", label="Ban hành để thử"):
        make.bring_report_to(year.report, Report.Status.ISSUED)


@pytest.mark.parametrize("role", READERS)
def test_readers_open_the_report(issued, cast, sign_in, role):
    client = sign_in(cast[role])
    assert client.get("/bao-cao/").status_code == 200
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "khoảng 1,9 triệu USD" in words(page)


@pytest.mark.parametrize("role", ["FOCAL", "HOI_EDITOR"])
def test_strangers_get_404(year, cast, sign_in, role):
    client = sign_in(cast[role])
    assert client.get("/bao-cao/").status_code == 200
    assert "Báo cáo kết quả công tác" not in words(client.get("/bao-cao/"))
    for address in (PAGE, EDIT, DETAILS, f"{PAGE}pdf/1/", f"{PAGE}pdf/1/tien-trinh/"):
        assert client.get(address).status_code == 404
    for address in (PDF, f"{PAGE}duyet/", f"{PAGE}tra-lai/", EDIT, DETAILS):
        assert client.post(address).status_code == 404


@pytest.mark.parametrize("role", ["ADMIN", "VAN_THU", "VPUB", "UBND_LEADER", "TU_VIEWER", "FIN", "AUDITOR"])
def test_readers_may_not_write(issued, cast, sign_in, role):
    client = sign_in(cast[role])
    assert f'href="{DETAILS}"' not in client.get(PAGE).content.decode()
    assert client.get(EDIT).status_code == 403
    assert client.get(DETAILS).status_code == 403
    assert client.get("/bao-cao/them/").status_code == 403
    for address in (PDF, f"{PAGE}duyet/", f"{PAGE}chot/", EDIT, DETAILS, "/bao-cao/them/"):
        assert client.post(address).status_code == 403
    assert not PdfExport.objects.exists()


@pytest.mark.parametrize("role", ["LH_STAFF", "LH_LEADER"])
def test_writers_open_every_form(year, cast, sign_in, role):
    client = sign_in(cast[role])
    assert f'href="{DETAILS}"' in client.get(PAGE).content.decode()
    for address in (EDIT, DETAILS, "/bao-cao/them/"):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("kind", ["LIEN_HIEP", "HOI", "CHINH_QUYEN"])
def test_the_union_speaks_for_itself_the_department_for_bodies_of_the_state(year, cast, kind):
    """Who reads the draft, who writes and who approves it, by the kind of the body that issues it."""
    report, union = year.report, cast.agencies["LHHN"]
    issuer = union if kind == "LIEN_HIEP" else make.AgencyFactory(kind=kind, parent=union)
    with acting(by=year.writer, verb="tests.edit", label="Đổi cơ quan ban hành"):
        report.issuer = issuer
        report.save()
    heads, desk = {"SNGV_HEAD", "SNGV_LEADER"}, {"SNGV_STAFF"}
    approvers, staff = (heads, desk) if kind == "CHINH_QUYEN" else ({"LH_LEADER"}, {"LH_STAFF"})
    people = {role: cast[role] for role in (*heads, *desk, "LH_LEADER", "LH_STAFF", "HOI_EDITOR", "FOCAL")}

    def who(may):
        return {role for role, user in people.items() if may(user)}

    assert who(lambda user: permissions.can_edit_report(user, report)) == approvers | staff
    assert who(lambda user: permissions.can_approve_report(user, report)) == approvers
    assert who(lambda user: permissions.can_return_report(user, report)) == approvers | staff
    readers = who(lambda user: Report.objects.visible_to(user).filter(pk=report.pk).exists())
    assert readers == approvers | staff
    offered = who(lambda user: issuer in ReportAddForm(user=user).fields["issuer"].queryset)
    assert offered == (approvers | staff if issuer.header_lines else set())
    signers = who(lambda user: permissions.can_sign_report(user, report))
    assert signers == ({"LH_LEADER"} if issuer == union else set())


def test_who_approves_for_a_body_without_approvers_is_told(year, cast):
    report, step = year.report, BY_NAME["approve"]
    heads = [cast["SNGV_HEAD"], cast["SNGV_LEADER"]]
    assert people_for(report, step) == []
    cast["LH_LEADER"]
    assert {user.role for user in people_for(report, step)} == {"LH_LEADER"}
    with acting(by=year.writer, verb="tests.edit", label="Đổi cơ quan ban hành"):
        report.issuer = cast.agencies["UBND"]
        report.save()
    assert people_for(report, step) == heads


def test_a_leader_of_the_province_signs_what_the_province_issues(year, cast):
    report, leader = year.report, cast["UBND_LEADER"]
    assert not permissions.can_sign_report(leader, report)
    with acting(by=year.writer, verb="tests.edit", label="Đổi cơ quan ban hành"):
        report.issuer = cast.agencies["UBND"]
        report.save()
    assert permissions.can_sign_report(leader, report)
    assert report in Report.objects.visible_to(leader)
    assert not permissions.can_edit_report(leader, report)
    assert not permissions.can_approve_report(leader, report)


def test_acts_need_post(year, cast, sign_in):
    assert sign_in(cast["LH_LEADER"]).get(PDF).status_code == 405


def test_numbers_open_their_records(year, cast, sign_in):
    client = sign_in(cast["LH_STAFF"])
    page = client.get(PAGE).content.decode()
    links = dict(re.findall(r'class="vb-figure" href="([^"]+)" data-figure="([^"]+)"', page))
    by_code = {code: url.replace("&amp;", "&") for url, code in links.items()}
    assert "11" in words(client.get(by_code["aid.items_received"]))
    assert "1.903.400" in words(client.get(by_code["aid.committed_usd"]))


def test_reader_of_a_part_sees_the_numbers_without_links(issued, cast, sign_in):
    page = sign_in(cast["FIN"]).get(PAGE)
    assert "Số trong báo cáo là số toàn tỉnh" in words(page)
    linked = re.findall(r'data-figure="([^"]+)"', page.content.decode())
    assert "aid.items_received" in linked
    assert "meetings.held" not in linked


def test_page_lists_gaps_and_slips(year, cast, sign_in):
    write(year.report, year.writer, I_8="", I_7="Thành tích suất sắc, tiếp nhận 12 khoản./.")
    said = words(sign_in(cast["LH_STAFF"]).get(PAGE))
    assert "Còn 1 đoạn chưa viết" in said
    assert "thường viết “xuất sắc”" in said
    assert "Số gõ tay “12 khoản” không khớp với cổng" in said
    assert "Bỏ dấu “./.” trong lời văn" in said
    assert "Xuất PDF dự thảo" in said


def posted(report, **texts):
    """Return what the form of the words sends: everything as stored, some passages changed."""
    blocks = {block.key: block for block in NarrativeBlock.objects.filter(report=report)}
    data = {}
    for key in LABELS:
        name = f"doan-{blocks[key].pk}"
        data[f"{name}-text"] = texts.get(key.replace(".", "_"), blocks[key].text)
        data[f"{name}-version"] = blocks[key].version
    return data


def test_words_are_saved_with_history(year, cast, sign_in):
    response = sign_in(cast["LH_STAFF"]).post(EDIT, posted(year.report, I_1="Câu mới với {{meetings.held}}."))
    assert response.status_code == 302
    block = NarrativeBlock.objects.get(key="I.1")
    assert block.text == "Câu mới với {{meetings.held}}."
    assert block.history.first().history_user == cast["LH_STAFF"]
    assert NarrativeBlock.objects.get(key="I.2").history.count() == 2, (
        "passages left alone get no history row"
    )


def test_unknown_token_comes_back_with_the_words(year, cast, sign_in):
    response = sign_in(cast["LH_STAFF"]).post(EDIT, posted(year.report, I_1="Có {{aid.khong_co}} mới."))
    assert response.status_code == 200
    assert "Không có số liệu nào tên {{aid.khong_co}}" in words(response)
    assert "Có {{aid.khong_co}} mới." in response.content.decode()
    assert NarrativeBlock.objects.get(key="I.1").text != "Có {{aid.khong_co}} mới."


def test_secrecy_mark_in_the_words_is_refused(year, cast, sign_in):
    response = sign_in(cast["LH_STAFF"]).post(EDIT, posted(year.report, I_1="TỐI MẬT\nNội dung."))
    assert response.status_code == 200
    assert NarrativeBlock.objects.get(key="I.1").text.startswith("Lời văn")


def test_two_writers_of_one_passage_see_both_texts(year, cast, sign_in):
    stale = posted(year.report, I_1="Chữ của người sau.")
    write(year.report, year.writer, I_1="Chữ của người trước.")
    response = sign_in(cast["LH_STAFF"]).post(EDIT, stale)
    assert response.status_code == 409
    said = words(response)
    assert "Chữ của người sau." in said
    assert "Chữ của người trước." in said
    assert NarrativeBlock.objects.get(key="I.1").text == "Chữ của người trước."


def test_two_writers_of_different_passages_both_succeed(year, cast, sign_in):
    first = posted(year.report, I_1="Một.")
    write(year.report, year.writer, I_2="Hai.")
    assert sign_in(cast["LH_STAFF"]).post(EDIT, first).status_code == 302
    assert NarrativeBlock.objects.get(key="I.1").text == "Một."
    assert NarrativeBlock.objects.get(key="I.2").text == "Hai."


def details(report, **changed):
    data = {
        "title": report.title,
        "basis": "CALENDAR",
        "as_of": "",
        "signer": "",
        "signature_lines": "TM. BAN THƯỜNG TRỰC\nCHỦ TỊCH",
        "recipients": "Thường trực Tỉnh ủy\nLưu: VT",
        "version": report.version,
    }
    return data | changed


def test_particulars_are_saved(year, cast, sign_in):
    report = Report.objects.get()
    client = sign_in(cast["LH_STAFF"])
    beside = {"addressees": "Ủy ban nhân dân tỉnh", "bases": "Nghị định số 80/2020/NĐ-CP;\n"}
    response = client.post(DETAILS, details(report, number="05", as_of="31/12/2025", **beside))
    assert response.status_code == 302
    report.refresh_from_db()
    assert (report.addressees, report.bases) == (
        [beside["addressees"]],
        ["Căn cứ Nghị định số 80/2020/NĐ-CP"],
    )
    assert beside["addressees"] in client.get(DETAILS).text
    assert report.recipients == ["Thường trực Tỉnh ủy", "Lưu: VT"]
    assert report.number == "", "the clerk gives it"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        pytest.param({"as_of": "31/02/2026"}, "31/02/2026", id="ngày không có thật"),
        pytest.param({"as_of": "05/01/2026"}, "Ngày tính số liệu phải nằm trong kỳ", id="ngày tính ngoài kỳ"),
        pytest.param({"signature_lines": ""}, "Nhập thể thức ký", id="thiếu thể thức ký"),
    ],
)
def test_particulars_that_do_not_fit_come_back(year, cast, sign_in, changed, sentence):
    report = Report.objects.get()
    response = sign_in(cast["LH_STAFF"]).post(DETAILS, details(report, title="Tên đã gõ", **changed))
    assert response.status_code == 200
    assert sentence in words(response)
    assert "Tên đã gõ" in response.content.decode()
    assert Report.objects.get().title == report.title


def test_stale_particulars_show_both(year, cast, sign_in):
    stale = details(Report.objects.get(), title="Tên của người sau")
    client = sign_in(cast["LH_STAFF"])
    assert client.post(DETAILS, details(Report.objects.get(), title="Tên của người trước")).status_code == 302
    response = client.post(DETAILS, stale)
    assert response.status_code == 409
    assert "Tên của người trước" in words(response)


def test_new_report(year, cast, sign_in):
    client = sign_in(cast["LH_STAFF"])
    data = {"outline": outline().pk, "year": "2026", "issuer": year.issuer.pk, "basis": "ND09"}
    assert client.post("/bao-cao/them/", data)["Location"] == "/bao-cao/2026/tong-ket/"
    page = client.get("/bao-cao/2026/tong-ket/")
    assert f"Còn {len(LABELS)} đoạn chưa viết" in words(page)
    again = client.post("/bao-cao/them/", data)
    assert again.status_code == 200
    assert "Cơ quan này đã có báo cáo loại này trong năm" in words(again)


def test_new_report_for_another_agency_is_refused(year, cast, sign_in):
    other = make.AgencyFactory(code="LH2", kind="LIEN_HIEP")
    response = sign_in(cast["LH_STAFF"]).post(
        "/bao-cao/them/", {"outline": outline().pk, "year": "2026", "issuer": other.pk, "basis": "CALENDAR"}
    )
    assert response.status_code == 200
    assert Report.objects.count() == 1


def test_pages_keep_their_number_of_queries(year, cast, sign_in, django_assert_max_num_queries):
    client = sign_in(cast["LH_STAFF"])
    for address, most in (
        ("/bao-cao/", 12),
        (PAGE, 62),
        (EDIT, 24),
        (DETAILS, 14),
        ("/bao-cao/2025/doi-chieu/", 18),
    ):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200
