"""The pages of a program's life: what is shown, who moves it, and what is kept when it is refused."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from programs.models import Program, ProgramStep
from tests.programs.life_papers import TEXTS, TODAY, issuing_paper, move, program_in, signed_copy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_machine_at")]
S = Program.Status
DAY = "15/06/2026"


def url(program, *more):
    """Return the address of the page, or of the form that moves to a state."""
    return reverse("programs:program_move" if more else "programs:program_life", args=[program.slug, *more])


def soup(answer):
    return BeautifulSoup(answer.content, "html5lib")


def test_the_page_shows_sixteen_states_with_days_papers_and_files(cast, sign_in):
    program = program_in(S.SUBMITTED)
    paper = issuing_paper(number="12/UBND-NV")
    move(program, S.RETURNED, paper=paper, note="Bổ sung chỉ tiêu.")
    page = soup(sign_in(cast["TU_VIEWER"]).get(url(program)))
    states = page.select(".life > li")
    assert len(states) == 16
    [here] = page.select(".life [aria-current=step]")
    assert "Trả lại" in here.text
    assert "15/06/2026 · 12/UBND-NV ngày 15/06/2026" in " ".join(here.text.split())
    assert "Bổ sung chỉ tiêu." in here.text
    assert here.select_one("a[download]").text == "ban-ky.pdf"


def test_what_hinders_stands_with_its_link(cast, sign_in):
    program = program_in(S.DRAFTING, rows=())
    page = soup(sign_in(cast["SNGV_STAFF"]).get(url(program)))
    [first, _] = page.select(".nextmove")
    assert "vướng 2 việc" in first.text
    links = {a["href"] for a in first.select(".hind a")}
    assert links == {reverse("programs:draft_list", args=[program.slug])}
    assert not first.select("a.btn")


def test_a_step_links_only_to_a_version_that_the_reader_may_open(cast, sign_in):
    program = program_in(S.DRAFTING)
    step = move(program, S.CONSULTING)
    address = step.draft.get_absolute_url()
    for role, links in (("SNGV_STAFF", 2), ("FOCAL", 0), ("HOI_EDITOR", 0)):
        page = soup(sign_in(cast[role]).get(url(program)))
        assert len(page.select(f'.life a[href="{address}"], td a[href="{address}"]')) == links
        assert "bản 1" in page.select_one(".life").text


@pytest.mark.parametrize("role", ["HOI_EDITOR", "FOCAL"])
def test_who_may_not_read_the_text_reads_none_of_it_in_what_hinders(role, cast, sign_in):
    program = program_in(S.SHORTENING, rows=TEXTS[:2])
    page = soup(sign_in(cast[role]).get(url(program)))
    assert "vướng" in page.select_one(".nextmove").text
    assert not page.select(".hind")
    assert not page.select(f'a[href="{program.drafts.get().get_absolute_url()}"]')


@pytest.mark.parametrize(
    ("role", "status", "code", "answer"),
    [
        pytest.param("SNGV_STAFF", S.RETURNED, S.REVISING, 200, id="chuyên viên tiếp thu"),
        pytest.param("SNGV_STAFF", S.SHORTENING, S.SUBMITTED, 403, id="chuyên viên không trình"),
        pytest.param("SNGV_HEAD", S.SHORTENING, S.SUBMITTED, 403, id="trưởng phòng không trình"),
        pytest.param("SNGV_LEADER", S.SHORTENING, S.SUBMITTED, 200, id="giám đốc trình"),
        pytest.param("VPUB", S.SUBMITTED, S.RETURNED, 200, id="văn phòng trả lại"),
        pytest.param("VPUB", S.SHORTENING, S.SUBMITTED, 403, id="văn phòng không trình"),
        pytest.param("UBND_LEADER", S.SUBMITTED, S.ISSUED, 200, id="lãnh đạo UBND ban hành"),
        pytest.param("VPUB", S.SUBMITTED, S.ISSUED, 200, id="văn phòng ghi ban hành"),
        pytest.param("FOCAL", S.RETURNED, S.REVISING, 403, id="đầu mối không chuyển"),
        pytest.param("AUDITOR", S.RETURNED, S.REVISING, 403, id="kiểm tra không chuyển"),
        pytest.param("SNGV_LEADER", S.DRAFTING, S.ASSIGNED, 404, id="không ai quay về lúc giao"),
        pytest.param("SNGV_LEADER", S.DRAFTING, "KHONG_CO", 404, id="trạng thái không có"),
    ],
)
def test_who_opens_the_form_of_a_move(role, status, code, answer, cast, sign_in):
    program = program_in(status)
    assert sign_in(cast[role]).get(url(program, code)).status_code == answer


def test_a_program_is_moved_with_its_paper_and_the_file_is_handed_out(cast, sign_in):
    program = program_in(S.SUBMITTED)
    data = {
        "on": DAY, "paper_number": "12/UBND-NV", "paper_on": DAY, "file": signed_copy(), "note": "Làm rõ.",
        "version": "1",
    }  # fmt: skip
    client = sign_in(cast["VPUB"])
    answer = client.post(url(program, S.RETURNED), data, follow=True)
    assert "Đã chuyển sang “Trả lại, yêu cầu bổ sung”." in answer.text
    step = ProgramStep.objects.get()
    assert (step.paper_number, step.paper_on, step.happened_on) == ("12/UBND-NV", TODAY, TODAY)
    file = client.get(reverse("programs:program_step_file", args=[program.slug, step.pk]))
    assert (file.status_code, file.headers["Content-Type"]) == (200, "application/pdf")


@pytest.mark.parametrize(
    ("role", "opens"),
    [
        pytest.param("SNGV_LEADER", True, id="người giao việc tới trang giao nhiệm vụ"),
        pytest.param("VPUB", False, id="văn phòng không mở được trang đó"),
    ],
)
def test_without_tasks_the_page_that_gives_them_is_named(role, opens, cast, sign_in):
    program = program_in(S.ISSUED)
    page = soup(sign_in(cast[role]).get(url(program)))
    assign = reverse("programs:program_assign", args=[program.slug])
    assert "chưa có nhiệm vụ nào" in page.select_one(".nextmove").text
    assert bool(page.select(f'.hind a[href="{assign}"]')) is opens


def test_who_issues_and_may_not_give_tasks_is_told_who_does(cast, sign_in):
    program = program_in(S.SUBMITTED)
    data = {
        "on": DAY, "version": "1", "draft": program.drafts.get().pk, "paper_number": "01/CTr-UBND",
        "paper_on": DAY, "issued_by": "UBND tỉnh Thanh Hóa", "signer": "Nguyễn Văn A", "file": signed_copy(),
        "basis": "45/VP-NV", "basis_on": DAY,
    }  # fmt: skip
    answer = sign_in(cast["VPUB"]).post(url(program, S.ISSUED), data, follow=True)
    assert "Sở Ngoại vụ giao nhiệm vụ từ phần thứ ba của bản này." in answer.text


def test_typed_text_stays_when_a_guard_refuses(cast, sign_in):
    program = program_in(S.DRAFTING, rows=())
    data = {"on": DAY, "paper_number": "77/SNgV-VP", "note": "Gửi tám cơ quan", "version": "1"}
    answer = sign_in(cast["SNGV_STAFF"]).post(url(program, S.CONSULTING), data)
    page = soup(answer)
    assert "nhận dự thảo từ Word" in page.select_one(".dn-errsum").text
    assert page.select_one("[name=paper_number]")["value"] == "77/SNgV-VP"
    assert page.select_one("[name=note]").text.strip() == "Gửi tám cơ quan"
    assert not ProgramStep.objects.exists()


def test_issuing_names_each_thing_that_is_missing_at_its_field(cast, sign_in):
    program = program_in(S.SUBMITTED)
    answer = sign_in(cast["SNGV_LEADER"]).post(
        url(program, S.ISSUED), {"on": DAY, "version": "1", "draft": program.drafts.get().pk}
    )
    lacking = {"paper_number", "paper_on", "issued_by", "signer", "file", "basis", "basis_on"}
    assert set(answer.context["form"].errors) == lacking


def test_the_second_of_two_movers_keeps_the_typed_words(cast, sign_in):
    program = program_in(S.SUBMITTED)
    move(program, S.RETURNED)
    data = {"on": DAY, "note": "Trả lại lần nữa", "version": "1"}
    answer = sign_in(cast["VPUB"]).post(url(program, S.RETURNED), data)
    assert answer.status_code == 200
    assert "không chuyển sang" in answer.text
    assert "Trả lại lần nữa" in answer.text
    stored = Program.objects.get(pk=program.pk)
    answer = sign_in(cast["SNGV_STAFF"]).post(url(program, S.REVISING), data)
    assert answer.status_code == 409
    assert "Người khác vừa sửa hoặc chuyển" in answer.text
    assert soup(answer).select_one("[name=version]")["value"] == str(stored.version)
    assert ProgramStep.objects.count() == 1


def test_steps_are_filtered_and_exported(cast, sign_in):
    program = program_in(S.SUBMITTED)
    move(program, S.RETURNED, paper=issuing_paper(number="12/UBND-NV", upload=None), on=date(2026, 6, 1))
    program.refresh_from_db()
    move(program, S.REVISING, note="Sửa chỉ tiêu")
    client = sign_in(cast["AUDITOR"])
    assert client.get(url(program), {"tt": "RETURNED"}).context["page"].count == 1
    assert client.get(url(program), {"q": "chi tieu"}).context["page"].count == 1
    file = client.get(url(program), {"xuat": "csv"}).content.decode("utf-8-sig")
    assert "Đã trình → Trả lại, yêu cầu bổ sung" in file
    assert "12/UBND-NV" in file
