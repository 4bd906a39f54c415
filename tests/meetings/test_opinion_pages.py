"""The pages of opinions: who sees what before and after a round closes, what forms keep, what leaks."""

import csv
import io
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from core.models import Notice
from core.search import search_all
from meetings import actions
from meetings.models import ConsultationRound, Contribution, Opinion, OpinionResponse
from reports.coming import own_work
from tests.meetings.opinion_texts import (
    DUE_ON,
    TODAY,
    make_draft,
    next_version,
    open_round,
    say,
    write_letter,
)

pytestmark = pytest.mark.django_db
SLUG = "2026-2030"
AFTER = date(2025, 11, 18)
READERS = ["ADMIN", "SNGV_STAFF", "SNGV_HEAD", "SNGV_LEADER", "VAN_THU", "VPUB", "UBND_LEADER", "AUDITOR"]


@pytest.fixture(autouse=True)
def _clock():
    """Noon of 05 November 2025, two days into the round."""
    with time_machine.travel("2025-11-05 12:00+07:00", tick=True):
        yield


@pytest.fixture
def draft(db):
    return make_draft()


@pytest.fixture
def opened(draft, cast):
    return open_round(draft, [cast.agencies[code] for code in ("SYT", "CAT", "STC", "LHHN", "HOI-LAO")])


def url(name, *args):
    return reverse(f"opinions:{name}", args=[SLUG, *args])


def close(opened, cast):
    opened.refresh_from_db()
    return actions.close_round(round=opened, version=opened.version, today=AFTER, by=cast["SNGV_STAFF"])


def shown(client, address):
    return client.get(address).content.decode()


# ---- who reads what


@pytest.mark.parametrize("role", READERS)
def test_the_province_reads_what_was_handed_in_and_nothing_else(role, opened, cast, sign_in):
    say(opened, cast.agencies["SYT"], "Lời đã gửi")
    say(opened, cast.agencies["CAT"], "Lời còn nháp", send=False)
    page = shown(sign_in(cast[role]), url("opinion_list"))
    assert "Lời đã gửi" in page
    assert "Lời còn nháp" not in page
    assert Opinion.objects.visible_to(cast[role]).count() == 1


@pytest.mark.parametrize("role", ["OTHER_FOCAL", "FIN", "LH_STAFF", "LH_LEADER", "HOI_EDITOR"])
def test_agencies_read_each_other_only_after_the_round(role, opened, cast, sign_in):
    say(opened, cast.agencies["SYT"], "Lời của Sở Y tế")
    said = Contribution.objects.get()
    client = sign_in(cast[role])
    addresses = (url("opinion_detail", 1), url("contribution_detail", said.pk))
    assert "Lời của Sở Y tế" not in shown(client, url("opinion_list"))
    assert "Nhất trí" not in shown(client, url("round_detail", 1))
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    close(opened, cast)
    assert "Lời của Sở Y tế" in shown(client, url("opinion_list"))
    assert [client.get(address).status_code for address in addresses] == [200, 200]
    assert "Sở Y tế" in shown(client, url("round_detail", 1))


def test_an_agency_that_was_not_asked_never_reads(opened, cast, sign_in, draft):
    say(opened, cast.agencies["SYT"], "Lời của Sở Y tế")
    close(opened, cast)
    stranger = cast["FOCAL"]
    stranger.agency = cast.agencies["VPUB"]
    assert not Opinion.objects.visible_to(stranger)


def test_the_provincial_party_reads_how_many_and_not_what(opened, cast, sign_in):
    say(opened, cast.agencies["SYT"], "Lời của Sở Y tế")
    close(opened, cast)
    client = sign_in(cast["TU_VIEWER"])
    for address in (url("opinion_list"), url("round_list"), url("round_detail", 1)):
        page = shown(client, address)
        assert "Lời của Sở Y tế" not in page
        assert "Đề nghị sửa" not in page
    assert "cơ quan được hỏi" in shown(client, url("round_detail", 1))
    assert client.get(url("opinion_detail", 1)).status_code == 404


@pytest.mark.parametrize("role", ["OTHER_FOCAL", "TU_VIEWER", "SNGV_STAFF", "AUDITOR"])
def test_nothing_unsent_comes_out_by_export_search_or_history(role, opened, cast, sign_in):
    kept = say(opened, cast.agencies["SYT"], "Lời bí ẩn", send=False)
    user = cast[role]
    client = sign_in(user)
    export = client.get(url("opinion_list") + "?xuat=csv")
    rows = list(csv.reader(io.StringIO(export.content.decode("utf-8-sig")), delimiter=";"))
    assert not any("bí ẩn" in cell for row in rows for cell in row)
    assert not any("bí ẩn" in hit.label for group in search_all(user, "bí ẩn") for hit in group.rows)
    for record in (kept, kept.opinions.get()):
        assert (
            client.get(reverse("core:history", args=[record._meta.label_lower, record.pk])).status_code == 404
        )
    log = client.get(reverse("core:audit_log"))
    assert "bí ẩn" not in log.content.decode()


def test_what_was_written_before_handing_in_stays_the_agencys_own(opened, cast, sign_in):
    agency, by = cast.agencies["SYT"], cast["FOCAL"]
    kept = say(opened, agency, "Lời nóng vội", send=False, by=by)
    opinion = kept.opinions.get()
    actions.save_contribution(
        round=opened, agency=agency, stance="DE_NGHI_SUA", today=TODAY, by=by, send=True,
        opinions=[{"pk": opinion.pk, "text": "Lời đã nghĩ kỹ"}], expected=kept.version,
    )  # fmt: skip
    for record in (kept, opinion):
        address = reverse("core:history", args=[record._meta.label_lower, record.pk])
        for role in ("SNGV_STAFF", "AUDITOR"):
            assert "nóng vội" not in shown(sign_in(cast[role]), address)
        assert "nóng vội" in shown(sign_in(by), address)
    assert "nóng vội" not in shown(sign_in(cast["ADMIN"]), reverse("core:audit_log"))


def test_a_clerks_letter_has_its_whole_history(opened, cast, sign_in):
    letter = write_letter(opened, cast.agencies["SYT"], "Theo công văn")
    page = shown(
        sign_in(cast["SNGV_HEAD"]), reverse("core:history", args=["meetings.contribution", letter.pk])
    )
    assert "Ghi văn bản góp ý" in page
    assert "Theo công văn" in page


# ---- the agency writes


def rows_of(*texts, **more):
    """Return what the browser posts for requests: (place, words)."""
    fields = {"yk-TOTAL_FORMS": str(len(texts)), "yk-INITIAL_FORMS": "0", "version": "0"}
    for at, (place, text) in enumerate(texts):
        fields |= {f"yk-{at}-place": place, f"yk-{at}-text": text, f"yk-{at}-requested_change": ""}
    return fields | more


def test_an_agency_keeps_and_hands_in(opened, cast, sign_in):
    client = sign_in(cast["FOCAL"])
    address = url("contribution_write", 1, "SYT")
    assert "II.1" in shown(client, f"{address}?muc=p2a")
    kept = client.post(address, rows_of(("II.1", "Ghi rõ nguồn"), stance="DE_NGHI_SUA", nhap="1"))
    assert kept.status_code == 302
    assert Contribution.objects.get().sent_at is None
    assert Opinion.objects.get().section_key == "p2a"
    fields = rows_of(
        ("II.1", "Ghi rõ nguồn"), ("Phần II, mục II", "Thêm"), stance="DE_NGHI_SUA", save="gui", version="1"
    )
    fields |= {"yk-INITIAL_FORMS": "1", "yk-0-pk": str(Opinion.objects.get().pk)}
    client.post(address, fields)
    assert Contribution.objects.get().received_on == TODAY
    assert list(Opinion.objects.order_by("number").values_list("place", flat=True)) == [
        "Phần II, mục I, đoạn II.1", "Phần II, mục II",
    ]  # fmt: skip
    assert client.get(address).status_code == 302


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        pytest.param(rows_of(("II.9", "Thêm")), "không có “II.9”", id="đoạn không có"),
        pytest.param(rows_of(("chỗ kia", "Thêm")), "Chưa đọc được", id="chỗ không đọc được"),
        pytest.param(rows_of(("II.1", "")), "Ghi nội dung góp ý", id="có chỗ mà không có lời"),
        pytest.param(rows_of(), "ít nhất một ý kiến", id="đề nghị sửa mà trống"),
    ],
)
def test_typed_words_survive_a_refusal(fields, words, opened, cast, sign_in):
    more = {"stance": "DE_NGHI_SUA", "save": "gui"}
    page = shown_after(sign_in(cast["FOCAL"]), url("contribution_write", 1, "SYT"), fields | more)
    assert words in page
    for name, value in fields.items():
        assert not name.endswith(("-text", "-place")) or value in page
    assert not Contribution.objects.exists()


def shown_after(client, address, fields):
    response = client.post(address, fields)
    assert response.status_code == 200
    return response.content.decode()


def test_two_colleagues_lose_no_word(opened, cast, sign_in):
    client = sign_in(cast["FOCAL"])
    address = url("contribution_write", 1, "SYT")
    say(opened, cast.agencies["SYT"], "Lời của đồng nghiệp", send=False)
    mine = rows_of(("", "Lời của tôi"), stance="DE_NGHI_SUA", nhap="1")
    response = client.post(address, mine)
    assert response.status_code == 409
    page = response.content.decode()
    assert "Lời của tôi" in page
    assert "Lời của đồng nghiệp" in page
    stored = Opinion.objects.get()
    again = rows_of(("", "Lời của tôi"), ("", stored.text), stance="DE_NGHI_SUA", nhap="1", version="1")
    client.post(address, again | {"yk-1-pk": str(stored.pk)})
    assert set(Opinion.objects.values_list("text", flat=True)) == {"Lời của tôi", "Lời của đồng nghiệp"}


def test_no_agency_writes_for_another(opened, cast, sign_in):
    say(opened, cast.agencies["CAT"], "Lời còn nháp", send=False)
    client = sign_in(cast["FOCAL"])
    assert client.get(url("contribution_write", 1, "CAT")).status_code == 403
    assert sign_in(cast["SNGV_LEADER"]).get(url("contribution_write", 1, "CAT")).status_code == 403


def test_an_unsent_answer_after_the_round_says_what_it_counts_as(opened, cast, sign_in):
    say(opened, cast.agencies["SYT"], "Lời còn nháp", send=False)
    close(opened, cast)
    page = shown(sign_in(cast["FOCAL"]), url("contribution_write", 1, "SYT"))
    assert "ghi là chưa trả lời" in page
    assert "Lời còn nháp" in page


# ---- the department asks, reminds, records, answers


def test_opening_a_round_shows_the_deadline_first(draft, cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    page = client.get(url("round_add") + "?asked_on=13/02/2026&working_days=1").content.decode()
    assert "23/02/2026" in page
    assert "17/02/2026 (Tết Nguyên Đán)" in page
    part = client.get(
        url("round_add") + "?asked_on=05/11/2025&working_days=3",
        headers={"HX-Request": "true", "HX-Target": "han"},
    )
    assert "10/11/2025" in part.content.decode()
    assert "<html" not in part.content.decode()
    fields = {"draft": draft.pk, "asked_on": "05/11/2025", "working_days": "3", "agencies": []}
    assert not client.post(url("round_add"), fields | {"xem-han": "1"}).context["form"].errors
    assert "ít nhất một cơ quan" in shown_after(client, url("round_add"), fields)
    client.post(url("round_add"), fields | {"agencies": [cast.agencies["SYT"].pk]})
    assert ConsultationRound.objects.get().due_on == date(2025, 11, 10)
    draft.refresh_from_db()
    assert draft.is_frozen


def test_people_of_an_asked_agency_are_told(opened, cast):
    focal = cast["FOCAL"]
    by = cast["SNGV_STAFF"]
    again = open_round(opened.draft, [cast.agencies["SYT"]], by=by)
    actions.remind(round=again, agencies=[cast.agencies["SYT"].pk], today=TODAY, by=by)
    kinds = list(Notice.objects.of(focal).values_list("kind", flat=True))
    assert sorted(kinds) == ["LAY_Y_KIEN", "NHAC"]


def test_the_agency_finds_the_round_among_its_own_work(opened, cast):
    (row,) = own_work(cast["FOCAL"], TODAY, 5)
    assert row.title == "Góp ý dự thảo Chương trình 2026-2030, bản 1"
    assert row.days_text == "còn 12 ngày"
    say(opened, cast.agencies["SYT"])
    assert own_work(cast["FOCAL"], TODAY, 5) == []


def test_reminding_and_closing_from_the_pages(opened, cast, sign_in):
    say(opened, cast.agencies["SYT"])
    client = sign_in(cast["SNGV_STAFF"])
    page = shown(client, url("round_remind", 1))
    assert "Công an tỉnh" in page
    assert "Sở Y tế" not in page
    client.post(url("round_remind", 1), {"co-quan": [cast.agencies["CAT"].pk]})
    assert opened.asked.get(agency__code="CAT").reminded_on == TODAY
    client.post(url("round_close", 1), {"version": opened.version})
    opened.refresh_from_db()
    assert not opened.is_closed
    with time_machine.travel("2025-11-18 12:00+07:00"):
        client.force_login(cast["SNGV_STAFF"])
        client.post(url("round_close", 1), {"version": opened.version})
    opened.refresh_from_db()
    assert opened.closed_on == AFTER
    assert "Chưa trả lời" in shown(client, url("round_detail", 1))


def test_recording_a_letter(opened, cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    fields = rows_of(("II.2", "Thêm chỉ tiêu"), ("", "Rút gọn")) | {
        "agency": cast.agencies["CAT"].pk, "stance": "DE_NGHI_BO_SUNG", "letter_number": "15/CAT",
        "letter_on": "04/11/2025", "received_on": "05/11/2025",
    }  # fmt: skip
    assert "Nhập ngày nhận" in shown_after(client, url("letter_add", 1), fields | {"received_on": ""})
    assert client.post(url("letter_add", 1), fields).status_code == 302
    said = Contribution.objects.get()
    assert (said.channel, said.received_on, said.opinions.count()) == ("CONG_VAN", TODAY, 2)
    assert "15/CAT" in shown(client, url("round_detail", 1))


@pytest.fixture
def opinion(opened, cast):
    say(opened, cast.agencies["SYT"], ("p2a", "Ghi 2,5 triệu"), "Ý chung")
    return Opinion.objects.get(number=1)


def test_an_opinion_on_version_one_against_version_three(opinion, draft, cast, sign_in):
    second = next_version(draft, p2a="Mỗi năm vận động 2,5 triệu USD viện trợ.")
    next_version(second, p2a="Hằng năm vận động 2,5 triệu USD viện trợ.")
    page = shown(sign_in(cast["SNGV_STAFF"]), url("opinion_detail", 1))
    assert "Từ đó đến bản 3" in page
    assert "<del>Mỗi</del>" in page
    assert "<ins>Hằng</ins>" in page
    assert "<ins>2,5</ins>" in page


def answer_fields(draft, **more):
    return {"kind": "TIEP_THU", "text": "", "draft": draft.pk, "place": "II.1", "version": "0"} | more


def test_answering_from_the_page(opinion, draft, cast, sign_in):
    new = next_version(draft)
    client = sign_in(cast["SNGV_STAFF"])
    address = url("opinion_answer", 1)
    old = answer_fields(draft)
    assert "đã chốt nên giữ nguyên" in shown_after(client, address, old)
    assert "Chọn đoạn đã sửa" in shown_after(client, address, answer_fields(new, place=""))
    assert "Ghi nội dung giải trình" in shown_after(client, address, answer_fields(new, kind="GIAI_TRINH"))
    client.post(address, answer_fields(new))
    response = OpinionResponse.objects.get()
    assert (response.kind, response.section_key, response.draft) == ("TIEP_THU", "p2a", new)
    conflict = client.post(address, answer_fields(new, kind="GIAI_TRINH", text="Giữ"))
    assert conflict.status_code == 409
    assert "Giữ" in conflict.content.decode()
    client.post(address, answer_fields(new, kind="GIAI_TRINH", text="Giữ", place="", version="1"))
    client.post(url("answer_withdraw", 1), {"version": "2", "reason": "Xem lại"})
    assert not OpinionResponse.objects.exists()
    page = shown(client, url("opinion_detail", 1))
    assert "Các lần trả lời" in page
    assert "Lý do: Xem lại" in page


def test_the_agency_reads_the_answer_and_cannot_write_it(opinion, draft, cast, sign_in):
    actions.answer_opinion(
        opinion=opinion, kind="GIAI_TRINH", text="Giữ mức 2 triệu", today=TODAY, by=cast["SNGV_HEAD"]
    )
    client = sign_in(cast["FOCAL"])
    assert "Giữ mức 2 triệu" in shown(client, url("opinion_detail", 1))
    assert client.post(url("opinion_answer", 1), {}).status_code == 403


def test_several_at_once(opinion, draft, cast, sign_in):
    new = next_version(draft)
    client = sign_in(cast["SNGV_STAFF"])
    head = cast["SNGV_HEAD"]
    client.post(url("opinion_bulk"), {"yk": ["1", "2"], "viec": "giao", "nguoi": head.pk})
    assert set(Opinion.objects.values_list("drafter", flat=True)) == {head.pk}
    refused = client.post(url("opinion_bulk"), {"yk": ["1", "2"], "viec": "tiep-thu"}, follow=True)
    assert "YK-02 góp ý chung" in refused.content.decode()
    assert not OpinionResponse.objects.exists()
    client.post(url("opinion_bulk"), {"yk": ["1"], "viec": "tiep-thu"})
    assert OpinionResponse.objects.get().draft == new


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        pytest.param("", {"YK-01", "YK-02", "YK-03"}, id="tất cả"),
        pytest.param("q=trieu", {"YK-01"}, id="tìm không dấu"),
        pytest.param("q=yk-03", {"YK-03"}, id="tìm theo mã"),
        pytest.param("q=cong an", {"YK-03"}, id="tìm theo cơ quan"),
        pytest.param("phan=2", {"YK-01"}, id="Phần II"),
        pytest.param("phan=0", {"YK-02", "YK-03"}, id="toàn văn"),
        pytest.param("tt=GIAI_TRINH", {"YK-02"}, id="đã giải trình"),
        pytest.param("tt=CHUA_XU_LY", {"YK-01", "YK-03"}, id="chưa xử lý"),
        pytest.param("quandiem=DE_NGHI_BO_SUNG", {"YK-03"}, id="theo quan điểm"),
        pytest.param("dot=1", {"YK-01", "YK-02", "YK-03"}, id="theo đợt"),
        pytest.param("dot=hoi-nghi", set(), id="tại hội nghị"),
        pytest.param("cuatoi=1", {"YK-02"}, id="của tôi"),
    ],
)
def test_filters(query, codes, opinion, opened, cast, sign_in):
    user = cast["SNGV_STAFF"]
    write_letter(opened, cast.agencies["CAT"], "Bổ sung biên giới", stance="DE_NGHI_BO_SUNG")
    second = Opinion.objects.get(number=2)
    actions.assign_opinions(opinions=[second], drafter=user, by=user)
    actions.answer_opinion(opinion=second, kind="GIAI_TRINH", text="Có rồi", today=TODAY, by=user)
    response = sign_in(user).get(f"{url('opinion_list')}?{query}")
    assert {row.record.code for row in response.context["page"].table.rows} == codes
    assert response.context["counts"].total == 3


def test_due_day_is_still_open(opened):
    assert opened.due_on == DUE_ON
