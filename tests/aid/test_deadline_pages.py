"""Pages of deadlines: the list, the month, the files; what mornings and calendars tell."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from aid.deadline_calendar import calendar_events
from aid.deadline_notices import morning_of_deadlines
from core.actions.notices import tell_morning
from core.history import acting, save_version
from core.models import Notice, User
from tests.factories import AidItemFactory

LIST = "/vien-tro/han/"


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def late(cast, law, today):
    """An item of Sở Y tế whose notice is three days late."""
    return approved(cast, "SYT", today - timedelta(days=8), name="Trạm y tế xã Bát Mọt")


def approved(cast, code, on, **values):
    return AidItemFactory(
        recipient=cast.agencies[code], approved_on=on, rule_set="ND313", started_on=on, **values
    )


def text_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def test_the_list_says_what_is_late_and_why(sign_in, cast, late, today):
    page = text_of(sign_in(cast["SNGV_STAFF"]), LIST)
    assert "Thông báo quyết định: " in page
    assert "quá hạn 3 ngày" in page
    assert f"Phê duyệt {late.approved_on:%d/%m/%Y}, thời hạn 5 ngày; chưa ghi ngày thông báo." in page
    assert "Nghị định 313/2025/NĐ-CP" in page
    assert "chờ xác nhận" in page
    assert f'href="{late.get_absolute_url()}"' in page


def test_the_list_says_from_which_day_on_it_tells(sign_in, cast, law):
    client = sign_in(cast["SNGV_STAFF"])
    assert "cần xem thì nhập “Hạn từ ngày”" in text_of(client, LIST)
    assert "cần xem thì nhập" not in text_of(client, f"{LIST}?tu=01/01/2024")


def test_a_focal_point_sees_its_own_alone(sign_in, cast, late, today):
    approved(cast, "CAT", today - timedelta(days=8), name="Của Công an tỉnh")
    page = text_of(sign_in(cast["FOCAL"]), f"{LIST}?loai=THONG_BAO")
    assert late.name in page
    assert "Của Công an tỉnh" not in page


@pytest.mark.parametrize(
    ("query", "is_there"),
    [
        pytest.param("loai=THONG_BAO", True, id="đúng loại"),
        pytest.param("loai=BAT_DAU", False, id="loại khác"),
        pytest.param("trang_thai=qua_han", True, id="đúng tình trạng"),
        pytest.param("trang_thai=con_xa&loai=THONG_BAO", False, id="tình trạng khác"),
        pytest.param("q=tram+y+te", True, id="tìm không dấu"),
        pytest.param("q=cau+treo", False, id="không khớp"),
        pytest.param("tu=01/01/2200", True, id="ngày không đọc được thì không lọc"),
    ],
)
def test_the_list_is_filtered(sign_in, cast, late, query, is_there):
    assert (late.name in text_of(sign_in(cast["SNGV_STAFF"]), f"{LIST}?{query}")) is is_there


def test_the_list_is_exported_with_real_days(sign_in, cast, late):
    response = sign_in(cast["SNGV_STAFF"]).get(f"{LIST}?loai=THONG_BAO&xuat=xlsx")
    sheet = load_workbook(BytesIO(response.content)).worksheets[0]
    heads, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    rows = [dict(zip(heads, row, strict=True)) for row in rows]
    assert len(rows) == 1
    assert rows[0]["Hạn"].date() == late.approved_on + timedelta(days=5)
    assert rows[0]["Độ chắc chắn"] == "chờ xác nhận"
    assert rows[0]["Tình trạng"] == "quá hạn"


def test_the_same_filter_comes_as_a_calendar_file(sign_in, cast, late):
    response = sign_in(cast["SNGV_STAFF"]).get(f"{LIST}?loai=THONG_BAO&xuat=ics")
    assert response["Content-Type"].startswith("text/calendar")
    assert response.content.count(b"BEGIN:VEVENT") == 1
    assert f"DTSTART;VALUE=DATE:{late.approved_on + timedelta(days=5):%Y%m%d}".encode() in response.content


def test_the_number_of_questions_does_not_grow_with_the_items(sign_in, cast, late, today):
    client = sign_in(cast["SNGV_STAFF"])
    text_of(client, LIST)
    with CaptureQueriesContext(connection) as few:
        text_of(client, LIST)
    for _ in range(5):
        approved(cast, "SYT", today - timedelta(days=8))
    with CaptureQueriesContext(connection) as many:
        text_of(client, LIST)
    assert len(many) == len(few)


def test_the_month_shows_each_deadline_on_its_day(sign_in, cast, late, today):
    due = late.approved_on + timedelta(days=5)
    client = sign_in(cast["SNGV_STAFF"])
    page = text_of(client, f"/vien-tro/lich/?thang={due:%Y-%m}")
    assert late.name in page
    assert late.name not in text_of(client, "/vien-tro/lich/?thang=2031-05")


@pytest.mark.parametrize("month", ["", "2026-13", "abc", "9999-12", "2026-1", "0000-00"])
def test_an_unreadable_month_is_this_one(sign_in, cast, law, today, month):
    assert f"Tháng {today:%m/%Y}" in text_of(sign_in(cast["FIN"]), f"/vien-tro/lich/?thang={month}")


def notices(day):
    tell_morning(day=day, by=User.objects.system())
    return Notice.objects.filter(key__startswith="vien-tro/han/THONG_BAO")


def test_a_morning_tells_the_owner_and_the_department_once(cast, late, today):
    cast["FOCAL"], cast["SNGV_STAFF"], cast.other_focal
    told = notices(today)
    assert {notice.user for notice in told} == {cast["FOCAL"], cast["SNGV_STAFF"]}
    assert {notice.kind for notice in told} == {Notice.Kind.OVERDUE}
    assert notices(today).count() == 2


def test_a_deadline_that_is_met_is_not_told(cast, late, today):
    cast["FOCAL"]
    meet(late, today)
    assert [message for message in morning_of_deadlines(today) if "THONG_BAO" in message.key] == []


def meet(item, day):
    item.notified_on = day
    with acting(by=User.objects.system(), verb="tests.meet", label="Ghi đã thông báo"):
        save_version(item, expected=item.version)


def events_of(user, today, item):
    found = calendar_events(user, today)
    return [event for event in found if event.key == f"vien-tro/han/THONG_BAO/{item.code}"]


def test_a_deadline_keeps_its_id_and_is_cancelled_when_met(cast, late, today):
    (before,) = events_of(cast["FOCAL"], today, late)
    meet(late, today)
    (after,) = events_of(cast["FOCAL"], today, late)
    assert (before.is_cancelled, after.is_cancelled) == (False, True)
    assert (before.day, after.day) == (date.fromordinal(today.toordinal() - 3),) * 2
    assert after.version > before.version


def test_the_calendar_of_a_stranger_holds_nothing_of_it(cast, late, today):
    assert events_of(cast.other_focal, today, late) == []
    assert list(calendar_events(cast["HOI_EDITOR"], today)) == []
