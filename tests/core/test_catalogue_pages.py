"""Catalogue pages: who reads and writes them, and what happens when a form is sent."""

from datetime import date

import pytest
from django.urls import reverse

from core.history import acting
from core.models import (
    Agency,
    AgencySuccession,
    Appointment,
    Certainty,
    Country,
    LegalValue,
    Observance,
    Partner,
    Person,
    Role,
    SwappedDay,
    User,
)
from tests.factories import AgencyFactory, CountryFactory, LocalityFactory, PartnerFactory, PersonFactory

pytestmark = pytest.mark.django_db
LISTS = (
    "agency_list", "person_list", "partner_list", "country_list", "locality_list", "legal_value_list",
    "swapped_day_list", "observance_list",
)  # fmt: skip


def by_system():
    return acting(by=User.objects.system(), verb="tests.make", label="Tạo dữ liệu thử")


@pytest.fixture
def records(cast):
    """One record of each kind, by the name of its model."""
    person = PersonFactory(full_name="Trần Thị Thu Hằng", aliases=["Trần Thu Hằng"])
    country = CountryFactory(code="DE", name="Đức", established_on=date(1975, 9, 23))
    with by_system():
        post = Appointment(person=person, agency=cast.agencies["SYT"], title="Giám đốc")
        post.save()
        value = LegalValue(
            code="X_DAYS",
            label="Thời hạn thử",
            value=20,
            unit="NGAY",
            citation="Điều 1",
            valid_from=date(2020, 1, 1),
        )
        value.save()
        swapped = SwappedDay(day=date(2026, 1, 2), is_working=False, note="Thông báo 1")
        swapped.save()
        observance = Observance(name="Ngày Thống nhất nước Đức", country=country, month=10, day=3)
        observance.save()
    return {
        "agency": cast.agencies["SYT"],
        "person": person,
        "appointment": post,
        "partner": PartnerFactory(name="Quỹ Thử", country=country),
        "country": country,
        "locality": LocalityFactory(),
        "legal_value": value,
        "swapped_day": swapped,
        "observance": observance,
    }


@pytest.mark.parametrize("role", Role.values)
def test_every_role_reads_every_list_and_the_landing_page(cast, sign_in, records, role):
    client = sign_in(cast[role])
    for name in LISTS:
        assert client.get(reverse(f"core:{name}")).status_code == 200, name
    page = client.get(reverse("core:catalogue")).text
    assert "Cơ quan, đơn vị" in page
    assert ("Tài khoản</a>" in page) is (role in (Role.ADMIN, Role.AUDITOR))


@pytest.mark.parametrize("name", ["agency", "person", "partner", "country"])
@pytest.mark.parametrize("role", ["ADMIN", "AUDITOR", "FOCAL"])
def test_detail_pages(cast, sign_in, records, name, role):
    page = sign_in(cast[role]).get(records[name].get_absolute_url())
    assert page.status_code == 200
    assert str(records[name]) in page.text
    assert ("Lịch sử sửa" in page.text) is (role in ("ADMIN", "AUDITOR") or name == "partner")
    assert ("/sua/" in page.text) is (role == "ADMIN" or (name, role) == ("partner", "FOCAL"))


@pytest.mark.parametrize("name", ["locality", "legal_value", "swapped_day", "observance"])
@pytest.mark.parametrize("role", ["ADMIN", "FOCAL"])
def test_a_list_without_record_pages_leads_whoever_may_edit_to_the_form(cast, sign_in, records, name, role):
    page = sign_in(cast[role]).get(reverse(f"core:{name}_list")).text
    form = reverse(f"core:{name}_edit", args=[records[name].pk])
    assert (f'href="{form}"' in page) is (role == "ADMIN")


def test_a_large_legal_value_is_grouped_and_the_number_of_a_decree_is_not(cast, sign_in):
    with by_system():
        for code, value in (("X_USD", 234_000), ("X_RULES", 2020)):
            LegalValue(
                code=code, label=code, value=value, unit="", citation="Điều 1", valid_from=date(2020, 1, 1)
            ).save()
    page = sign_in(cast["ADMIN"]).get(reverse("core:legal_value_list")).text
    assert "234.000" in page
    assert "2.020" not in page


FORMS = {
    "agency_add": None,
    "agency_edit": "agency",
    "succession_add": "agency",
    "person_add": None,
    "person_edit": "person",
    "appointment_add": "person",
    "appointment_edit": "appointment",
    "partner_add_page": None,
    "partner_edit": "partner",
    "country_edit": "country",
    "legal_value_add": None,
    "legal_value_edit": "legal_value",
    "swapped_day_add": None,
    "swapped_day_edit": "swapped_day",
    "locality_add": None,
    "locality_edit": "locality",
    "observance_add": None,
    "observance_edit": "observance",
}


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_forms_are_for_writers(cast, client, records, name, method):
    url = reverse(f"core:{name}", args=[records[FORMS[name]].pk] if FORMS[name] else [])
    readers = ["AUDITOR", "TU_VIEWER"] if "partner" in name else ["AUDITOR", "SNGV_LEADER"]
    for role in readers:
        client.force_login(cast[role])
        assert getattr(client, method)(url).status_code == 403, role
    client.force_login(cast["ADMIN"])
    assert getattr(client, method)(url).status_code == 200


def test_partner_is_added_and_edited_by_aid_writers(cast, sign_in, records):
    client = sign_in(cast["SNGV_STAFF"])
    values = {"name": "Quỹ Mới", "kind": "TC_PCPNN", "aliases": "Quỹ M\nNew Fund", "is_confirmed": "on"}
    assert client.post(reverse("core:partner_add_page"), values).status_code == 302
    partner = Partner.objects.get(name="Quỹ Mới")
    assert partner.aliases == ["Quỹ M", "New Fund"]
    url = reverse("core:partner_edit", args=[partner.pk])
    assert client.post(url, values | {"name": "Quỹ Đổi", "version": 1}).status_code == 302
    partner.refresh_from_db()
    assert (partner.name, partner.version) == ("Quỹ Đổi", 2)
    assert partner.history.first().history_user == cast["SNGV_STAFF"]


@pytest.mark.parametrize(
    ("wanted", "own"),
    [
        pytest.param("/vien-tro/nha-tai-tro/7/", True, id="về trang nhà tài trợ"),
        pytest.param("//ngoai.example/", False, id="không dẫn ra ngoài cổng"),
        pytest.param("", False, id="mở từ danh mục"),
    ],
)
def test_partner_form_goes_back_to_the_page_that_offered_it(wanted, own, cast, sign_in, records):
    partner = records["partner"]
    url = f"{reverse('core:partner_edit', args=[partner.pk])}?next={wanted}"
    answer = sign_in(cast["SNGV_STAFF"]).post(url, {"name": "Tên", "kind": "TC_PCPNN", "version": 1})
    assert answer.url == (wanted if own else partner.get_absolute_url())


def test_stale_form_answers_409_with_both_texts_and_a_choice(cast, sign_in, records):
    partner = records["partner"]
    with by_system():
        partner.name = "Tên của họ"
        partner.version = 2
        partner.save()
    answer = sign_in(cast["SNGV_STAFF"]).post(
        reverse("core:partner_edit", args=[partner.pk]),
        {"name": "Tên của tôi", "kind": "TC_PCPNN", "version": 1},
    )
    assert answer.status_code == 409
    for words in ("Tên của họ", "Tên của tôi", "Lưu bản đã chọn", 'name="version" value="2"'):
        assert words in answer.text
    partner.refresh_from_db()
    assert partner.name == "Tên của họ"


def test_line_breaks_of_browsers_are_no_conflict(cast, sign_in, records):
    partner = records["partner"]
    with by_system():
        partner.aliases, partner.version = ["Một", "Hai"], 2
        partner.save()
    answer = sign_in(cast["SNGV_STAFF"]).post(
        reverse("core:partner_edit", args=[partner.pk]),
        {"name": "Tên của tôi", "kind": "TC_PCPNN", "aliases": "Một\r\nHai", "version": 1},
    )
    assert "<legend>Tên</legend>" in answer.text
    assert "<legend>Tên khác</legend>" not in answer.text


def test_form_without_its_version_is_refused(cast, sign_in, records):
    answer = sign_in(cast["ADMIN"]).post(
        reverse("core:country_edit", args=[records["country"].pk]), {"name": "Đức", "certainty": "VERIFIED"}
    )
    assert answer.status_code == 200
    assert "thiếu số phiên bản" in answer.text


def test_agency_form_keeps_header_lines_codes_and_signature(cast, sign_in):
    values = {
        "code": "SMOI", "name": "Sở Mới", "kind": "CHINH_QUYEN", "typing_codes": "SM, sở mới, sm",
        "header_1": "UBND TỈNH THANH HÓA", "header_2": "SỞ MỚI", "bold_2": "on",
        "signature_lines": "GIÁM ĐỐC", "deputy_lines": "KT. GIÁM ĐỐC\n\nPHÓ GIÁM ĐỐC",
    }  # fmt: skip
    client = sign_in(cast["ADMIN"])
    assert client.post(reverse("core:agency_add"), values).status_code == 302
    agency = Agency.objects.get(code="SMOI")
    assert agency.typing_codes == ["sm", "somoi"]
    assert agency.header_lines == [
        {"text": "UBND TỈNH THANH HÓA", "bold": False},
        {"text": "SỞ MỚI", "bold": True},
    ]
    assert agency.deputy_lines == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]
    form = client.get(reverse("core:agency_edit", args=[agency.pk])).text
    assert 'value="SỞ MỚI"' in form
    assert "sm, somoi" in form


def test_typing_code_of_another_agency_is_refused(cast, sign_in):
    AgencyFactory(code="A9", name="Ban Chín", typing_codes=["chin"])
    answer = sign_in(cast["ADMIN"]).post(
        reverse("core:agency_add"),
        {"code": "A10", "name": "Ban Mười", "kind": "DANG", "typing_codes": "chin"},
    )
    assert "Mã gõ nhanh chin đã dùng cho Ban Chín" in answer.text
    assert not Agency.objects.filter(code="A10").exists()


def test_agency_cannot_stand_above_itself(cast, sign_in):
    top = AgencyFactory(code="TOP", name="Trên")
    below = AgencyFactory(code="LOW", name="Dưới", parent=top)
    answer = sign_in(cast["ADMIN"]).post(
        reverse("core:agency_edit", args=[top.pk]),
        {"code": "TOP", "name": "Trên", "kind": "DANG", "parent": below.pk, "version": 1},
    )
    assert "đang thuộc chính cơ quan này" in answer.text


def test_succession_ends_the_old_agency_the_day_before(cast, sign_in):
    old, new = AgencyFactory(code="CU", name="Cũ"), AgencyFactory(code="MOI", name="Mới")
    client = sign_in(cast["ADMIN"])
    values = {"successor": new.pk, "effective_on": "01/03/2025"}
    assert client.post(reverse("core:succession_add", args=[old.pk]), values).status_code == 302
    old.refresh_from_db()
    assert old.valid_to == date(2025, 2, 28)
    again = client.post(
        reverse("core:succession_add", args=[new.pk]), {"successor": old.pk, "effective_on": "01/04/2025"}
    )
    assert "do chính cơ quan cũ kế thừa" in again.text
    assert AgencySuccession.objects.count() == 1
    assert "kế thừa" in client.get(old.get_absolute_url()).text


def test_person_and_post(cast, sign_in):
    client = sign_in(cast["ADMIN"])
    assert client.post(reverse("core:person_add"), {"full_name": "Lê Văn Mới"}).status_code == 302
    person = Person.objects.get(full_name="Lê Văn Mới")
    add = reverse("core:appointment_add", args=[person.pk])
    values = {"title": "Trưởng phòng", "agency": cast.agencies["SYT"].pk, "rank": 60}
    assert client.post(add, values).status_code == 302
    again = client.post(add, values)
    assert "đã có chức vụ đó" in again.text
    post = Appointment.objects.get(person=person)
    edit = reverse("core:appointment_edit", args=[post.pk])
    dates = {"started_on": "01/02/2025", "ended_on": "01/01/2025", "version": 1}
    assert "phải từ 01/02/2025 trở đi" in client.post(edit, values | dates).text
    assert client.post(edit, values | dates | {"ended_on": "01/03/2025"}).status_code == 302
    assert "01/03/2025" in client.get(person.get_absolute_url()).text


def test_country_shows_the_next_anniversary_and_is_edited(cast, sign_in, records):
    client = sign_in(cast["ADMIN"])
    assert "23/09/" in client.get(reverse("core:country_list")).text
    url = reverse("core:country_edit", args=[records["country"].pk])
    values = {"name": "Đức", "established_on": "23/09/1975", "certainty": "KNOWLEDGE", "version": 1}
    assert client.post(url, values).status_code == 302
    assert Country.objects.get(code="DE").certainty == Certainty.KNOWLEDGE


def test_two_values_for_one_day_are_refused(cast, sign_in, records):
    client = sign_in(cast["ADMIN"])
    values = {
        "code": "X_DAYS", "label": "Thời hạn thử", "value": 30, "unit": "NGAY", "citation": "Điều 2",
        "valid_from": "01/01/2026", "certainty": "VERIFIED",
    }  # fmt: skip
    answer = client.post(reverse("core:legal_value_add"), values)
    assert "Trùng thời gian với dòng áp dụng từ 01/01/2020" in answer.text
    old = records["legal_value"]
    closing = {
        "code": "X_DAYS", "label": "Thời hạn thử", "value": 20, "unit": "NGAY", "citation": "Điều 1",
        "valid_from": "01/01/2020", "valid_to": "31/12/2025", "certainty": "VERIFIED", "version": 1,
    }  # fmt: skip
    assert client.post(reverse("core:legal_value_edit", args=[old.pk]), closing).status_code == 302
    assert client.post(reverse("core:legal_value_add"), values).status_code == 302
    assert LegalValue.objects.in_force("X_DAYS", date(2026, 6, 1)).value == 30


def test_swapped_day_is_added_edited_and_removed(cast, sign_in):
    client = sign_in(cast["ADMIN"])
    values = {"day": "03/01/2026", "is_working": "True", "note": "Làm bù"}
    assert client.post(reverse("core:swapped_day_add"), values).status_code == 302
    swapped = SwappedDay.objects.get()
    assert swapped.is_working
    url = reverse("core:swapped_day_edit", args=[swapped.pk])
    assert client.post(url, values | {"is_working": "False", "version": 1}).status_code == 302
    remove = reverse("core:swapped_day_remove", args=[swapped.pk])
    assert client.post(remove, {"version": 1}).status_code == 409
    assert client.post(remove, {"version": 2}).status_code == 302
    assert not SwappedDay.objects.exists()
    assert SwappedDay.history.first().action_label == "Bỏ ngày hoán đổi"


def test_swapped_day_is_not_removed_by_readers(cast, sign_in, records):
    url = reverse("core:swapped_day_remove", args=[records["swapped_day"].pk])
    assert sign_in(cast["SNGV_LEADER"]).post(url).status_code == 403
    assert SwappedDay.objects.exists()


@pytest.mark.parametrize("name", LISTS)
def test_lists_export_what_they_show(cast, sign_in, records, name):
    answer = sign_in(cast["SNGV_STAFF"]).get(reverse(f"core:{name}"), {"xuat": "xlsx"})
    assert answer.headers["Content-Type"].endswith("sheet")


@pytest.mark.parametrize(
    ("name", "query", "shown"),
    [
        pytest.param("agency_list", {"q": "so y te"}, True, id="tìm cơ quan không dấu"),
        pytest.param("agency_list", {"kind": "DANG", "q": "so y te"}, False, id="lọc loại cơ quan"),
        pytest.param("agency_list", {"state": "1", "q": "so y te"}, True, id="cơ quan đang hoạt động"),
        pytest.param("agency_list", {"state": "?", "q": "so y te"}, False, id="cơ quan chờ xác nhận"),
        pytest.param("person_list", {"q": "thu hang"}, True, id="tìm người không dấu"),
        pytest.param("partner_list", {"confirmed": "0"}, False, id="đối tác chờ xác nhận"),
        pytest.param("country_list", {"dated": "0"}, False, id="quốc gia chưa có ngày"),
        pytest.param("legal_value_list", {"on_day": "01/06/2025"}, True, id="giá trị áp dụng vào ngày"),
        pytest.param("legal_value_list", {"on_day": "01/06/2019"}, False, id="giá trị chưa áp dụng"),
        pytest.param("swapped_day_list", {"q": "thông báo"}, True, id="ngày hoán đổi"),
    ],
)
def test_lists_filter(cast, sign_in, records, name, query, shown):
    page = sign_in(cast["SNGV_STAFF"]).get(reverse(f"core:{name}"), query).text
    assert ("<tbody>" in page) is shown


def test_a_legal_value_takes_only_codes_that_are_looked_up(cast, sign_in, records):
    client = sign_in(cast["ADMIN"])
    add = reverse("core:legal_value_add")
    assert f"{add}?ma=X_DAYS" in client.get(reverse("core:legal_value_list")).text
    assert client.get(add, {"ma": "X_DAYS"}).context["form"]["code"].value() == "X_DAYS"
    values = {"code": "MA_TU_DAT", "label": "Thử", "value": 1, "unit": "NGAY", "citation": "Điều 1"}
    answer = client.post(add, values | {"valid_from": "01/01/2030", "certainty": "VERIFIED"})
    assert "code" in answer.context["form"].errors
    assert not LegalValue.objects.filter(code="MA_TU_DAT").exists()
