"""Findings that somebody with the right to approve leaves as they are, with name, reason and date."""

import io

import openpyxl
import pytest
from django.urls import reverse

from core.legal import Blocker, RuleError
from core.models import User
from programs import life
from programs.actions.drafts import begin_version, edit_section
from programs.actions.kept_findings import keep_finding
from programs.beside import gates_of
from programs.guards import hindrances
from programs.kept_rules import words_print
from programs.models import Draft, KeptFinding
from programs.wording.checks.findings import Finding, Severity
from reports import tasks
from reports.models import PaperJob
from reports.text_checks import kept
from tests.factories import ProgramFactory
from tests.programs.draft_texts import fresh, store_draft
from tests.reports import year_end_world
from tests.reports.year_end_world import words

pytestmark = pytest.mark.django_db

WRONG = "Chiều 15/1, hội nghị thống nhất."
REASON = "Trích nguyên văn thông báo của hội nghị"


@pytest.fixture(autouse=True)
def _clock(time_machine):
    time_machine.move_to("2026-06-15T09:00:00+07:00", tick=False)


@pytest.fixture
def draft():
    program = ProgramFactory(slug="2026-2030", period_start_year=2026, period_end_year=2030)
    rows = [(1, "a", WRONG), (2, "b", "Sáng 16/1, họp tiếp."), (3, "c", "Sở Y tế chủ trì hằng năm.")]
    return store_draft(program, *rows)


@pytest.fixture
def leader(cast, sign_in):
    return sign_in(cast["SNGV_LEADER"])


def page_of(client, draft):
    return client.get(reverse("reports:draft_checks", args=draft.address))


def keep_url(draft, mark):
    return reverse("reports:finding_keep", args=[*draft.address, mark])


def blocking(client, draft):
    rows = page_of(client, draft).context["page"].rows
    return [row.finding for row in rows if row.finding.severity is Severity.BLOCK and not row.kept]


def keep(client, draft, reason=REASON):
    """Keep the first finding that blocks, as a leader does on the page."""
    [finding, *_] = blocking(client, draft)
    return client.post(keep_url(draft, finding.mark), {"reason": reason}, follow=True)


def said_by_guard(draft):
    found = hindrances([life.TEXT_CHECKED], draft.program, fresh(draft), year_end_world.TODAY)
    assert all(isinstance(one.finding, Blocker) for one in found)
    return " ".join(str(one.finding) for one in found)


def change(draft, key, text):
    section = draft.sections.get(key=key)
    edit_section(section=section, expected=section.version, text=text, by=User.objects.system())


def test_a_kept_finding_shows_reason_name_and_date_and_no_longer_blocks(leader, cast, draft):
    assert "còn 2 lỗi chặn trình" in said_by_guard(draft)
    text = words(keep(leader, draft))
    assert f"Giữ lại vì: {REASON}" in text
    assert f"{cast['SNGV_LEADER']} · 15/06/2026" in text
    assert "1 chặn trình" in text
    assert "1 đã giữ lại" in text
    assert "còn 1 lỗi chặn trình" in said_by_guard(draft)
    [gate] = [gate for gate in gates_of(fresh(draft), cast["SNGV_LEADER"]) if gate.code == "soat-loi"]
    assert (gate.words, gate.done, gate.total) == ("Còn 1 lỗi phải sửa trước khi trình", 1, 2)
    keep(leader, draft)
    assert said_by_guard(draft) == ""
    [first, _] = KeptFinding.objects.all()
    history = leader.get(reverse("core:history", args=["programs.keptfinding", first.pk]))
    assert "Giữ lại chỗ soát lỗi" in history.text
    assert REASON in history.text


def test_another_wording_of_the_paragraph_opens_it_again(leader, draft):
    keep(leader, draft)
    keep(leader, draft)
    change(draft, "b", "Sáng 16/1, họp tiếp ở Sầm Sơn.")
    assert "còn 1 lỗi chặn trình: Đoạn\xa01, Phần\xa0thứ\xa0hai" in said_by_guard(draft)
    assert [one.key for one in blocking(leader, fresh(draft))] == ["b"]
    # The words of before are the words that were decided about.
    change(draft, "b", "Sáng 16/1, họp tiếp.")
    assert said_by_guard(draft) == ""


def test_a_decision_goes_with_the_paragraph_into_the_next_version(leader, draft):
    keep(leader, draft)
    new = begin_version(
        draft=draft, expected=1, reason=Draft.Reason.SHORTER, note="", by=User.objects.system()
    )
    assert [one.key for one in blocking(leader, new)] == ["b"]


def test_a_decision_is_taken_back(leader, draft):
    keep(leader, draft)
    [kept_one] = KeptFinding.objects.all()
    url = reverse("reports:finding_lift", args=[*draft.address, kept_one.pk])
    assert leader.post(url, {"version": kept_one.version + 1}).status_code == 409
    assert "Đã bỏ giữ lại" in words(leader.post(url, {"version": kept_one.version}, follow=True))
    assert "còn 2 lỗi chặn trình" in said_by_guard(draft)
    again = leader.post(url, {"version": kept_one.version + 1}, follow=True)
    assert "đã được bỏ trước đó" in words(again)
    # It may be kept anew, and the first decision stays on record.
    keep(leader, draft)
    assert KeptFinding.objects.count() == 2


def test_without_a_reason_nothing_is_kept_and_what_was_typed_stays(leader, draft):
    answer = keep(leader, draft, reason=" ")
    assert answer.status_code == 200
    assert answer.context["form"].errors
    answer = keep(leader, draft, reason="TUYỆT MẬT: theo chỉ đạo")
    assert "TUYỆT MẬT: theo chỉ đạo" in answer.text
    assert KeptFinding.objects.count() == 0


def test_twice_the_same_is_refused(leader, draft):
    [finding, *_] = blocking(leader, draft)
    leader.post(keep_url(draft, finding.mark), {"reason": REASON})
    answer = leader.post(keep_url(draft, finding.mark), {"reason": REASON})
    assert "đã được giữ lại" in words(answer)
    assert KeptFinding.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "status"),
    [
        pytest.param("SNGV_HEAD", 302, id="trưởng phòng"),
        pytest.param("SNGV_STAFF", 403, id="chuyên viên"),
        pytest.param("UBND_LEADER", 403, id="lãnh đạo tỉnh chỉ đọc"),
    ],
)
def test_who_may_keep(cast, sign_in, draft, role, status):
    client = sign_in(cast[role])
    [finding, *_] = blocking(client, draft)
    assert client.post(keep_url(draft, finding.mark), {"reason": REASON}).status_code == status
    assert ("Giữ lại, ghi lý do" in page_of(client, draft).text) is (status == 302)


def test_a_mark_of_secrecy_is_never_kept(leader, draft, cast):
    finding = Finding("SECRET_MARK", Severity.BLOCK, "a", "MẬT", "Văn bản mang dấu độ mật.")
    with pytest.raises(RuleError, match="Dấu độ mật không được giữ lại"):
        keep_finding(
            draft=draft, finding=finding, seen=words_print(WRONG), reason=REASON,
            today=year_end_world.TODAY, by=cast["SNGV_LEADER"],
        )  # fmt: skip
    assert KeptFinding.objects.count() == 0


def test_a_finding_that_is_gone_leads_back(leader, draft):
    answer = leader.get(keep_url(draft, "0" * 16), follow=True)
    assert "không còn trong kết quả soát mới nhất" in words(answer)


def test_the_workbook_names_the_decision(leader, cast, draft):
    keep(leader, draft)
    url = reverse("reports:draft_checks", args=draft.address)
    book = openpyxl.load_workbook(io.BytesIO(leader.get(url, {"xuat": "xlsx"}).content))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[0][-1] == "Giữ lại vì"
    assert rows[-1][-1] == f"{REASON} ({cast['SNGV_LEADER']}, 15/06/2026)"


def test_a_long_draft_keeps_what_its_background_check_found(leader, draft, monkeypatch):
    monkeypatch.setattr(kept, "AT_ONCE", 3)
    leader.post(page_of(leader, draft).context["start_url"])
    tasks.make_paper.func(PaperJob.objects.get().pk)
    keep(leader, draft)
    assert "còn 1 lỗi chặn trình" in said_by_guard(draft)
    [finding, *_] = blocking(leader, draft)
    change(draft, "b", "Sáng 16/1, họp tiếp ở Sầm Sơn.")
    answer = leader.post(keep_url(draft, finding.mark), {"reason": REASON})
    assert "kết quả soát đã cũ" in words(answer)
