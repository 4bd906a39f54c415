"""The history page of a record, the log of changes and the access log."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from core.history import acting
from core.history_view import entries_of
from core.models import AccessLog
from programs.models import Task, TaskAgency
from tests.factories import AidItemFactory, DisbursementFactory, PartnerFactory, TaskFactory

pytestmark = pytest.mark.django_db


def change(record, by, label="Sửa nhiệm vụ", reason="", **values):
    with acting(by=by, verb="tests.change", label=label, reason=reason):
        for name, value in values.items():
            setattr(record, name, value)
        record.save()


@pytest.fixture
def task(cast):
    """A task of Sở Y tế whose deadline staff moved."""
    task = TaskFactory(lead_agency=cast.agencies["SYT"], due_on=date(2026, 4, 1))
    with time_machine.travel(datetime(2026, 4, 3, 2, 42, tzinfo=UTC), tick=False):
        change(task, cast["SNGV_STAFF"], reason="xin lùi hạn", due_on=date(2026, 4, 15))
    return task


def url_of(record):
    return reverse("core:history", args=[record._meta.label_lower, record.pk])


def test_history_says_who_moved_the_deadline_from_when_to_when(cast, sign_in, task):
    page = sign_in(cast["AUDITOR"]).get(url_of(task)).text
    for words in ("Hạn hoàn thành", "01/04/2026", "15/04/2026", "03/04/2026 09:42", "xin lùi hạn"):
        assert words in page
    assert cast["SNGV_STAFF"].full_name in page


def test_history_is_visible_as_far_as_the_record_is(cast, client, task):
    for account, status in ((cast["FOCAL"], 200), (cast.other_focal, 404), (cast["SNGV_STAFF"], 200)):
        client.force_login(account)
        assert client.get(url_of(task)).status_code == status


def test_history_of_a_table_without_row_rules_is_for_those_who_read_all(cast, client):
    for account, status in ((cast["AUDITOR"], 200), (cast["ADMIN"], 200), (cast["SNGV_STAFF"], 404)):
        client.force_login(account)
        assert client.get(url_of(cast.agencies["SYT"])).status_code == status


def test_history_of_partners_is_open_to_aid_writers(cast, client):
    partner = PartnerFactory()
    for account, status in ((cast["SNGV_STAFF"], 200), (cast["HOI_EDITOR"], 404)):
        client.force_login(account)
        assert client.get(url_of(partner)).status_code == status


@pytest.mark.parametrize("label", ["core.accesslog", "khong.co", "core", "sessions.session"])
def test_unknown_or_unaudited_table_is_404(cast, sign_in, label):
    assert sign_in(cast["ADMIN"]).get(f"/lich-su/{label}/1/").status_code == 404


def test_rows_of_child_tables_belong_to_the_record(cast, task):
    with acting(by=cast["SNGV_STAFF"], verb="tests.join", label="Thêm phối hợp"):
        row = TaskAgency(task=task, agency=cast.agencies["CAT"])
        row.save()
    with acting(by=cast["SNGV_STAFF"], verb="tests.leave", label="Bỏ phối hợp"):
        row.delete()
    entries, fields = entries_of(Task, task.pk)
    assert [entry.what for entry in entries[:2]] == ["Bỏ phối hợp", "Thêm phối hợp"]
    removed, added = entries[0].changes[0], entries[1].changes[0]
    assert (added.field, added.before, added.after) == (
        "Thêm cơ quan phối hợp",
        "",
        "cơ quan phối hợp Công an tỉnh",
    )
    assert (removed.field, removed.after) == ("Bỏ cơ quan phối hợp", "")
    assert "programs.taskagency" in fields


def test_money_is_shown_with_its_currency(cast):
    item = AidItemFactory()
    row = DisbursementFactory(item=item, amount_minor=1_000_000)
    change(row, cast["SNGV_STAFF"], amount_minor=1_250_050, usd_minor=1_250_050)
    entries, _ = entries_of(type(item), item.pk)
    texts = {(each.field, each.before, each.after) for each in entries[0].changes}
    amount = next(each for each in texts if each[0].endswith("số tiền"))
    assert amount[1:] == ("10.000\u00a0USD", "12.500,50\u00a0USD")


def test_filter_by_field_keeps_only_its_changes(cast, sign_in, task):
    change(task, cast["SNGV_STAFF"], title="Tên mới")
    page = sign_in(cast["SNGV_STAFF"]).get(url_of(task), {"truong": "due_on"}).text
    assert "15/04/2026" in page
    assert "<ins>Tên mới" not in page


def test_removed_record_stays_readable_for_the_auditor(cast, client, task):
    TaskAgency.objects.filter(task=task)
    with acting(by=cast["SNGV_STAFF"], verb="tests.delete", label="Xóa nhiệm vụ"):
        key = task.pk
        task.delete()
    url = reverse("core:history", args=["programs.task", key])
    for account, status in ((cast["AUDITOR"], 200), (cast["SNGV_STAFF"], 404)):
        client.force_login(account)
        answer = client.get(url)
        assert answer.status_code == status
    client.force_login(cast["AUDITOR"])
    assert "Xóa nhiệm vụ" in client.get(url).text


def test_log_of_changes_filters_by_person_day_and_table(cast, sign_in, task):
    client = sign_in(cast["AUDITOR"])
    url = reverse("core:audit_log")
    every = client.get(url).text
    assert "Tạo dữ liệu thử" in every
    chosen = client.get(
        url,
        {"nguoi": cast["SNGV_STAFF"].pk, "tu": "03/04/2026", "den": "03/04/2026", "bang": "programs.task"},
    ).text
    assert "Sửa nhiệm vụ" in chosen
    assert "15/04/2026" in chosen
    assert "Tạo dữ liệu thử" not in chosen
    assert "Sửa nhiệm vụ" not in client.get(url, {"tu": "04/04/2026", "den": "04/04/2026"}).text


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999", "²"])
def test_log_of_changes_takes_any_page_number(cast, sign_in, number):
    assert sign_in(cast["AUDITOR"]).get(reverse("core:audit_log"), {"page": number}).status_code == 200


@pytest.mark.parametrize("name", ["audit_log", "access_log"])
@pytest.mark.parametrize(
    ("role", "status"), [("AUDITOR", 200), ("ADMIN", 200), ("SNGV_LEADER", 404), ("FOCAL", 404)]
)
def test_logs_are_for_those_who_read_all_history(cast, sign_in, name, role, status):
    assert sign_in(cast[role]).get(reverse(f"core:{name}")).status_code == status


def test_access_log_lists_and_exports(cast, sign_in):
    AccessLog.objects.create(user=cast["SNGV_STAFF"], kind=AccessLog.Kind.DOWNLOAD, subject="Tờ trình.pdf")
    client = sign_in(cast["AUDITOR"])
    page = client.get(reverse("core:access_log"), {"q": "tờ trình"})
    assert "Tờ trình.pdf" in page.text
    answer = client.get(reverse("core:access_log"), {"xuat": "xlsx"})
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert AccessLog.objects.filter(kind=AccessLog.Kind.EXPORT).exists()
