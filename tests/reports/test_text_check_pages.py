"""The check pages: what stands on them, filtered and exported; long drafts in the background; the guard."""

import io

import openpyxl
import pytest
from django.urls import reverse

from core.legal import Blocker
from core.models import User
from programs import life
from programs.actions.drafts import edit_section
from programs.beside import gates_of
from programs.guards import hindrances
from reports import tasks
from reports.models import PaperJob
from reports.text_checks import kept
from reports.text_checks.counts import text_counts
from tests.factories import ProgramFactory
from tests.programs.draft_texts import fresh, store_draft
from tests.reports import year_end_world
from tests.reports.year_end_world import words

pytestmark = pytest.mark.django_db

WRONG = "Chiều 15/1, hội nghị yêu cầu ngắn gọn, xúc tích."


@pytest.fixture
def draft():
    program = ProgramFactory(slug="2026-2030", period_start_year=2026, period_end_year=2030)
    return store_draft(
        program,
        (1, "a", WRONG),
        (2, "b", "Nâng cao vị thế, súc tích."),
        (3, "c", "Sở Y tế chủ trì lập kế hoạch hằng năm."),
    )


def url_of(draft):
    return reverse("reports:draft_checks", args=draft.address)


def get(client, draft, **query):
    return client.get(url_of(draft), query)


@pytest.mark.parametrize("role", ["SNGV_STAFF", "AUDITOR", "UBND_LEADER", "VPUB"])
def test_whoever_may_read_the_draft_reads_its_findings(cast, sign_in, draft, role):
    response = get(sign_in(cast[role]), draft)
    text = words(response)
    assert "1 chặn trình, 1 gợi ý" in text
    assert "Ngày “15/1” chưa có năm" in text
    assert "thường viết “súc tích”" in text
    place = reverse("programs:draft_section", args=[*draft.address, "a"])
    assert f'href="{place}#doan-a">Đoạn\xa01, Phần\xa0thứ\xa0nhất</a>' in response.content.decode()


def test_who_may_not_read_the_draft_finds_nothing(cast, sign_in, draft):
    assert get(sign_in(cast["FOCAL"]), draft).status_code == 404


def test_what_blocks_stands_first(cast, sign_in, draft):
    page = get(sign_in(cast["SNGV_STAFF"]), draft).context["page"]
    assert [(group.label, group.count) for group in page.groups] == [("Chặn trình", 1), ("Gợi ý", 1)]


def test_the_same_hint_in_many_places_is_one_row_with_its_count(cast, sign_in):
    texts = [(1, key, f"Công tác đối ngoại nhân dân {key}, xúc tích.") for key in "abc"]
    draft = store_draft(ProgramFactory(), *texts, (1, "d", "Chiều 15/1, họp. Sáng 16/1, họp."))
    response = get(sign_in(cast["SNGV_STAFF"]), draft)
    page = response.context["page"]
    assert [(group.label, group.count, [row.count for row in group.rows]) for group in page.groups] == [
        ("Chặn trình", 2, [1, 1]), ("Gợi ý", 6, [3, 3]),
    ]  # fmt: skip
    assert "“đối ngoại Nhân dân”" in words(response)
    assert "Đoạn 1, Phần thứ nhất và 2 chỗ nữa Đoạn 2, Phần thứ nhất , Đoạn 3, Phần thứ nhất" in words(
        response
    )
    assert len(page.lines(str)) == 8


def test_findings_of_one_rule(cast, sign_in, draft):
    client = sign_in(cast["SNGV_STAFF"])
    page = get(client, draft, ma="SPELL_HINT").context["page"]
    assert [row.finding.code for row in page.rows] == ["SPELL_HINT"]
    # What names no rule filters nothing.
    assert len(get(client, draft, ma="x", page="99").context["page"].rows) == 2


def test_findings_as_a_workbook(cast, sign_in, draft):
    response = get(sign_in(cast["SNGV_STAFF"]), draft, xuat="xlsx", ma="DATE_YEAR_MISSING")
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:4] == ("Mức", "Mã", "Quy tắc", "Chỗ")
    assert rows[1][:5] == (
        "Chặn trình",
        "DATE_YEAR_MISSING",
        "Ngày ghi đủ năm",
        "Đoạn\xa01, Phần\xa0thứ\xa0nhất",
        "Chiều 15/1",
    )
    assert rows[1][7].startswith("http://testserver/chuong-trinh/2026-2030/")


def test_a_clean_draft_says_so(cast, sign_in):
    clean = store_draft(ProgramFactory(), (1, "a", "Ổn định."))
    assert "Không có chỗ nào cần xem" in words(get(sign_in(cast["SNGV_STAFF"]), clean))


def test_the_head_of_the_draft_tells_how_many_once_it_was_checked(cast, sign_in, draft):
    client = sign_in(cast["SNGV_STAFF"])
    assert "Soát lỗi" in words(client.get(draft.get_absolute_url()))
    assert text_counts(draft) is None
    assert gate_of(draft, cast).words == "Chưa soát lỗi"
    get(client, draft)
    gate = gate_of(draft, cast)
    assert (gate.words, gate.left, gate.tone) == ("Còn 1 lỗi phải sửa trước khi trình", 1, "bad")
    assert gate.note.startswith("1 chỗ nên xem, soát lúc ")
    section = draft.sections.get(key="a")
    edit_section(section=section, expected=section.version, text="Ổn định.", by=User.objects.system())
    gate = gate_of(fresh(draft), cast)
    assert (gate.words, gate.tone) == ("Soát lỗi lại", "mute")
    assert gate.note.endswith("đã sửa từ đó")
    get(client, draft)
    assert (gate_of(fresh(draft), cast).words, gate_of(fresh(draft), cast).tone) == (
        "Không còn lỗi phải sửa",
        "ok",
    )


def gate_of(draft, cast):
    [gate] = [gate for gate in gates_of(draft, cast["SNGV_STAFF"]) if gate.code == "soat-loi"]
    return gate


def found_by_guard(draft, today):
    return hindrances([life.TEXT_CHECKED], draft.program, draft, today)


def test_what_blocks_stops_the_submission(draft):
    [found] = found_by_guard(draft, year_end_world.TODAY)
    assert isinstance(found.finding, Blocker)
    assert "còn 1 lỗi chặn trình: Đoạn\xa01, Phần\xa0thứ\xa0nhất: “Chiều 15/1”" in str(found.finding)
    assert found.url == url_of(draft)
    section = draft.sections.get(key="a")
    edit_section(
        section=section,
        expected=section.version,
        text="Chiều 15/01/2026, xúc tích.",
        by=User.objects.system(),
    )
    assert found_by_guard(fresh(draft), year_end_world.TODAY) == []
    assert life.TEXT_CHECKED in life.guards_of("REVISING", "SUBMITTED")


def test_without_a_draft_the_guard_is_silent():
    assert hindrances([life.TEXT_CHECKED], ProgramFactory(), None, year_end_world.TODAY) == []


@pytest.fixture
def long_draft(draft, monkeypatch):
    monkeypatch.setattr(kept, "AT_ONCE", 3)
    return draft


def test_a_long_draft_is_checked_in_the_background(cast, sign_in, long_draft):
    client = sign_in(cast["SNGV_STAFF"])
    page = get(client, long_draft)
    assert page.context["page"] is None
    assert "Bản này chưa được soát" in words(page)
    [found] = found_by_guard(long_draft, year_end_world.TODAY)
    assert "chưa được soát lỗi; mở trang Soát lỗi" in str(found.finding)

    client.post(page.context["start_url"])
    job = PaperJob.objects.get()
    assert "Đang soát ở nền" in words(get(client, long_draft))
    assert tasks.make_paper.func(job.pk) == "XONG"

    page = get(client, long_draft)
    assert [row.finding.code for row in page.context["page"].rows] == ["DATE_YEAR_MISSING", "SPELL_HINT"]
    assert page.context["page"].rows[0].place == "Đoạn\xa01, Phần\xa0thứ\xa0nhất"
    assert page.context["page"].rows[0].finding.source.text.startswith("Quy ước của cổng")
    [found] = found_by_guard(long_draft, year_end_world.TODAY)
    assert "còn 1 lỗi chặn trình" in str(found.finding)


def test_findings_of_an_older_text_are_marked(cast, sign_in, long_draft):
    client = sign_in(cast["SNGV_STAFF"])
    client.post(get(client, long_draft).context["start_url"])
    tasks.make_paper.func(PaperJob.objects.get().pk)
    section = long_draft.sections.get(key="a")
    edit_section(section=section, expected=section.version, text="Ổn định.", by=User.objects.system())
    assert "Lời văn đã đổi sau lần soát này" in words(get(client, long_draft))
    [found] = found_by_guard(fresh(long_draft), year_end_world.TODAY)
    assert "chưa được soát lỗi sau lần sửa cuối" in str(found.finding)


def test_the_findings_of_a_report(year, sign_in):
    year_end_world.write(year.report, year.writer, mo_dau=WRONG)
    url = reverse("reports:report_checks", args=[year.report.year, year.report.code])
    response = sign_in(year.writer).get(url)
    assert "Ngày “15/1” chưa có năm" in words(response)
    page = reverse("reports:report_page", args=[year.report.year, year.report.code])
    assert f'href="{page}#muc-mo_dau">Mở đầu, đoạn 1</a>' in response.content.decode()
