"""The page that logs a meeting: what it accepts, what it asks back, and that no typed text is lost."""

from datetime import date

import pytest

from meetings.models import Attendance, Meeting, Speech
from tests.factories import AgencyFactory, PersonFactory
from tests.meetings.making import log_form


@pytest.fixture
def client_of_staff(cast, sign_in):
    return sign_in(cast["SNGV_STAFF"])


def _post(client, **values):
    return client.post("/hoi-nghi/them/", log_form(**values))


def test_meeting_add_saves_and_opens_the_record(client_of_staff):
    response = _post(client_of_staff)
    assert response.status_code == 302
    assert response.url == "/hoi-nghi/2026-01-15-tong-ket/"
    assert client_of_staff.get(response.url).status_code == 200


def test_meeting_add_begins_with_the_own_agency(client_of_staff):
    page = client_of_staff.get("/hoi-nghi/them/")
    assert page.context["form"]["organiser"].value() == "Sở Ngoại vụ"


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        pytest.param("held_on", "28/11", "Ngày 28/11 chưa có năm", id="ngày thiếu năm được hỏi lại"),
        pytest.param("held_on", "31/02/2025", "tháng 02/2025 chỉ có 28 ngày", id="ngày không có thật"),
        pytest.param("title", "", "Nhập tên cuộc họp.", id="thiếu tên"),
        pytest.param("purpose", "", "Chọn mục đích.", id="thiếu mục đích"),
        pytest.param("hours", "trưa mai", "Chưa đọc được “trưa mai”", id="giờ không đọc được"),
        pytest.param("organiser", "so ngoai vu tinh", "Chưa có cơ quan “so ngoai vu tinh”", id="cơ quan lạ"),
        pytest.param("chair", "Lê Văn Nào Đó", "Chưa có “Lê Văn Nào Đó”", id="người lạ"),
        pytest.param("present", "sngv; xyzzy; stc", "Chưa có cơ quan “xyzzy”", id="mã lạ trong thành phần"),
        pytest.param("groups", "a" * 251, "mỗi mục tối đa 250 ký tự", id="thành phần quá dài"),
        pytest.param("conclusion", "Tài liệu TỐI MẬT.", "mật", id="dấu mật"),
    ],
)
def test_meeting_add_asks_back_and_keeps_what_was_typed(client_of_staff, field, text, words):
    typed = {
        "place": "Hội trường lớn",
        "conclusion": "Câu một. Câu hai.",
        "phat-bieu-1-who": "sngv",
        "phat-bieu-1-summary": "Báo cáo tóm tắt",
        field: text,
    }
    response = _post(client_of_staff, **typed)
    assert response.status_code == 200
    page = response.content.decode()
    assert words in page
    assert not Meeting.objects.exists()
    form, speeches = response.context["form"], response.context["speeches"]
    for name, value in typed.items():
        bound = form[name] if name in form.fields else speeches.forms[1][name.removeprefix("phat-bieu-1-")]
        assert bound.value() == value


def test_meeting_add_lists_every_unknown_agency_with_the_nearest_names(client_of_staff):
    page = _post(client_of_staff, present="sngvv; so y te; stcc").content.decode()
    assert "“sngvv”" in page
    assert "Sở Ngoại vụ (sngv)" in page
    assert "“stcc”" in page
    assert "Sở Tài chính (stc)" in page
    assert "“so y te”" not in page


def test_meeting_add_refuses_an_agency_that_did_not_exist_that_day(client_of_staff):
    AgencyFactory(code="SKHDT", name="Sở Kế hoạch và Đầu tư", valid_to=date(2025, 2, 28))
    response = _post(client_of_staff, present="skhdt")
    assert "chỉ có đến 28/02/2025" in response.content.decode()
    assert not Meeting.objects.exists()


def test_meeting_add_takes_titles_groups_and_hours(client_of_staff, cast):
    _post(
        client_of_staff,
        hours="chiều 14:00-16:30",
        present="sngv: Giám đốc Sở Ngoại vụ\nstc; stc",
        groups="Các sở, ngành; Các trường đại học",
        chair="lhhn",
        chair_title="Chủ tịch Liên hiệp",
    )
    meeting = Meeting.objects.get()
    assert (meeting.session, f"{meeting.starts_at:%H:%M}-{meeting.ends_at:%H:%M}") == ("CHIEU", "14:00-16:30")
    rows = list(Attendance.objects.values_list("role", "agency__code", "title_then", "group_label"))
    assert rows == [
        ("CHU_TRI", "LHHN", "Chủ tịch Liên hiệp", ""),
        ("DAI_BIEU", "SNGV", "Giám đốc Sở Ngoại vụ", ""),
        ("DAI_BIEU", "STC", "", ""),
        ("DAI_BIEU", None, "", "Các sở, ngành"),
        ("DAI_BIEU", None, "", "Các trường đại học"),
    ]


def test_meeting_add_takes_people_one_by_one(client_of_staff):
    PersonFactory(full_name="Trần Thị Thu Hằng", aliases=["Trần Thu Hằng"])
    _post(client_of_staff, **{"nguoi-0-person": "tran thu hang", "nguoi-0-presence": "VANG_CO_PHEP"})
    row = Attendance.objects.get()
    assert (row.person.full_name, row.presence) == ("Trần Thị Thu Hằng", "VANG_CO_PHEP")


def test_meeting_add_asks_who_spoke(client_of_staff):
    response = _post(client_of_staff, **{"phat-bieu-0-summary": "Không rõ ai"})
    assert "Ghi ai nói" in response.content.decode()
    _post(client_of_staff, **{"phat-bieu-0-summary": "Góp ý", "phat-bieu-0-title_then": "Các đại biểu"})
    assert Speech.objects.get().title_then == "Các đại biểu"


def test_meeting_add_and_next(client_of_staff):
    assert _post(client_of_staff, save_next="1").url == "/hoi-nghi/them/"


def test_meeting_add_of_another_organiser_is_refused_to_the_union(cast, sign_in):
    client = sign_in(cast["LH_STAFF"])
    response = _post(client, organiser="ubnd")
    assert "cơ quan của anh/chị tổ chức" in response.content.decode()
    assert _post(client, organiser="lhhn").status_code == 302


def test_meeting_edit_keeps_the_address_and_tells_a_conflict(client_of_staff):
    url = _post(client_of_staff).url
    page = client_of_staff.get(f"{url}sua/")
    shown = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    shown["held_on"] = "16/01/2026"
    assert client_of_staff.post(f"{url}sua/", shown).url == url
    assert Meeting.objects.get().held_on == date(2026, 1, 16)
    shown["title"] = "Tên của người thứ hai"
    late = client_of_staff.post(f"{url}sua/", shown)
    assert late.status_code == 409
    assert "Tên của người thứ hai" in late.content.decode()


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        pytest.param("sngv, stc; syt", ["SNGV", "STC", "SYT"], id="dấu phẩy giữa các mã"),
        pytest.param("Sở Văn hóa, Thể thao và Du lịch, stc", ["SVHTT", "STC"], id="tên có dấu phẩy"),
    ],
)
def test_meeting_add_takes_commas_between_agencies(client_of_staff, typed, names):
    AgencyFactory(code="SVHTT", name="Sở Văn hóa, Thể thao và Du lịch", typing_codes=["svhtt"])
    assert _post(client_of_staff, present=typed, chair="", chair_title="").status_code == 302
    rows = Attendance.objects.filter(role=Attendance.Role.DELEGATE, agency__isnull=False)
    assert [row.agency.code for row in rows.order_by("pk")] == names


def test_meeting_add_tells_how_agencies_are_set_apart(client_of_staff):
    page = _post(client_of_staff, present="sngv, xyzzy").text
    assert "Chưa có cơ quan “xyzzy”" in page
    assert "cách nhau bằng dấu chấm phẩy" in page


def test_meeting_add_says_what_to_do_about_a_chair_who_is_not_known(client_of_staff):
    page = _post(client_of_staff, chair="Lê Văn Nào Đó").text
    assert "Bỏ trống ô này và ghi chức danh; quản trị viên thêm người ở Danh mục." in page


def test_meeting_add_lists_the_codes_of_all_agencies_of_today(client_of_staff):
    AgencyFactory(code="CU", name="Sở cũ", typing_codes=[], valid_to=date(2025, 2, 28))
    page = client_of_staff.get("/hoi-nghi/them/").text
    assert ">syt</code>" in page
    assert ">cu</code>" not in page
