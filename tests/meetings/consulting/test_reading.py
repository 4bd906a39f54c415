"""Who reads what of a round before and after it closes, and what leaks."""

import csv
import io

import pytest
from django.urls import reverse

from core.search import search_all
from meetings import actions
from meetings.models import Contribution, Opinion
from tests.meetings.consulting.making import READERS, close, shown, url
from tests.meetings.opinion_texts import (
    TODAY,
    say,
    write_letter,
)

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize(
    ("role", "opens"),
    [
        pytest.param("OTHER_FOCAL", True, id="đầu mối đọc bản gửi lấy ý kiến"),
        pytest.param("HOI_EDITOR", False, id="hội chỉ mở bản đã ban hành"),
    ],
)
def test_no_link_to_a_version_that_the_reader_may_not_open(role, opens, opened, cast, sign_in, draft):
    said = say(opened, cast.agencies["SYT"])
    close(opened, cast)
    client, link = sign_in(cast[role]), f'href="{draft.get_absolute_url()}"'
    for page in (url("round_detail", 1), url("contribution_detail", said.pk)):
        assert (link in client.get(page).content.decode()) is opens
