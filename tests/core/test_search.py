"""Search over everything and the suggestions of comboboxes."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import Agency, AgencyKind, Partner
from core.permissions import Area
from core.search import NEWEST, SearchSource, _all_pages, _sources, register, search_all
from tests.access import OWN
from tests.access_rows import ROWS
from tests.cast import AGENCY_OF_ROLE, OTHER_FOCAL
from tests.factories import (
    AgencyFactory,
    AidItemFactory,
    ConclusionFactory,
    CountryFactory,
    LocalityFactory,
    PartnerFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def agencies_searchable(monkeypatch):
    """Register agencies as a source of search, for this test."""
    monkeypatch.setattr("core.search._sources", dict(_sources))
    register(
        SearchSource(
            label="Cơ quan thử",
            area=Area.AID,
            model=Agency,
            queryset=lambda user: Agency.objects.filter(kind=AgencyKind.GOVERNMENT),
            title=lambda agency: agency.name,
            meta=lambda agency: agency.code,
            url=lambda agency: f"/thu/{agency.pk}/",
            exact=("name",),
        )
    )


def rows_of(groups, label):
    return next((group.rows for group in groups if group.label == label), [])


def test_text_with_its_own_marks_comes_first_then_the_newest(cast, agencies_searchable):
    AgencyFactory(code="T1", name="Ban Thu Hồi")
    AgencyFactory(code="T2", name="Ban thử")
    AgencyFactory(code="T3", name="Ban Thu mới")
    found = [hit.label for hit in rows_of(search_all(cast["SNGV_STAFF"], "ban thử"), "Cơ quan thử")]
    assert found == ["Ban thử", "Ban Thu mới", "Ban Thu Hồi"]


def test_words_side_by_side_come_before_scattered_ones(cast, agencies_searchable):
    AgencyFactory(code="T1", name="Trung tâm Y học")
    AgencyFactory(code="T2", name="Ban Kinh tế và Y học")
    found = [hit.label for hit in rows_of(search_all(cast["SNGV_STAFF"], "y te"), "Cơ quan thử")]
    assert found == ["Sở Y tế", "Ban Kinh tế và Y học"]


def test_records_with_the_words_scattered_stand_apart_behind_all_others(cast):
    AidItemFactory(name="Nâng cấp trạm xá", name_en="Y te")
    found = {group.label: len(group.rows) for group in search_all(cast["SNGV_STAFF"], "trạm y tế")}
    assert found == {"Khoản viện trợ": 1}, "nothing nearer to stand behind"
    AidItemFactory(name="Nâng cấp trạm y tế xã")
    groups = search_all(cast["SNGV_STAFF"], "trạm y tế")
    assert [(group.label, [hit.label for hit in group.rows]) for group in groups] == [
        ("Khoản viện trợ", ["Nâng cấp trạm y tế xã"]),
        ("Khoản viện trợ, các từ nằm rời nhau", ["Nâng cấp trạm xá"]),
    ]


def test_whole_words_come_before_parts_of_words(cast, agencies_searchable):
    AgencyFactory(code="T1", name="Ban An sinh ytexa")
    AgencyFactory(code="T2", name="Ban Yte")
    found = [hit.label for hit in rows_of(search_all(cast["SNGV_STAFF"], "yte"), "Cơ quan thử")]
    assert found == ["Ban Yte", "Ban An sinh ytexa"]


@pytest.mark.parametrize("typed", ["so y te", "Sở Y tế", "SO Y TE", "syt"])
def test_the_agency_of_that_name_comes_before_items_that_hold_the_words(cast, typed):
    AidItemFactory(name="Hỗ trợ cơ sở y tế của SYT", recipient=cast.agencies["SYT"])
    groups = search_all(cast["SNGV_STAFF"], typed, limit=5)
    assert (groups[0].label, groups[0].rows[0].label) == ("Cơ quan, đơn vị", "Sở Y tế")


@pytest.mark.parametrize("typed", ["y te", "Y tế"])
def test_the_agency_that_is_hardly_called_more_comes_before_longer_names(cast, typed):
    AidItemFactory(name="Nâng cấp trạm y tế xã ven biển")
    groups = [group.label for group in search_all(cast["SNGV_STAFF"], typed, limit=5)]
    assert groups.index("Cơ quan, đơn vị") < groups.index("Khoản viện trợ")


def test_a_source_of_an_area_that_the_role_cannot_read_is_left_out(cast, agencies_searchable):
    assert rows_of(search_all(cast["SNGV_STAFF"], "so y te"), "Cơ quan thử")
    assert not rows_of(search_all(cast["HOI_EDITOR"], "so y te"), "Cơ quan thử")


def test_pages_are_found_by_name_without_marks(cast):
    labels = [hit.label for hit in rows_of(search_all(cast["SNGV_STAFF"], "giai ngan"), "Trang")]
    assert labels == ["Giải ngân"]


def test_account_page_is_found_only_by_those_who_may_open_it(cast):
    assert rows_of(search_all(cast["AUDITOR"], "tai khoan"), "Trang")
    assert not rows_of(search_all(cast["SNGV_STAFF"], "tai khoan"), "Trang")


def test_every_page_that_search_offers_answers_the_role(cast):
    offered = [(role, name) for role in (*AGENCY_OF_ROLE, OTHER_FOCAL) for *_, name in _all_pages(cast[role])]
    assert len(offered) > 200
    assert [(role, name) for role, name in offered if 200 not in ROWS[name].expected("GET", role, OWN)] == []


def test_search_page_and_palette_part(cast, sign_in, agencies_searchable):
    client = sign_in(cast["SNGV_STAFF"])
    page = client.get(reverse("core:search"), {"q": "so y te"})
    assert "<html" in page.text
    assert "Sở Y tế" in page.text
    part = client.get(
        reverse("core:search"), {"q": "so y te"}, headers={"HX-Request": "true", "HX-Target": "tim-nhanh-kq"}
    )
    assert "<html" not in part.text
    assert "Sở Y tế" in part.text
    assert "HX-Target" in part.headers["Vary"]


def test_nothing_found_says_what_to_try(cast, sign_in):
    page = sign_in(cast["SNGV_STAFF"]).get(reverse("core:search"), {"q": "zzzz"})
    assert "Không thấy “zzzz”" in page.text


def test_typing_code_comes_before_names(cast, sign_in):
    AgencyFactory(code="A-STCX", name="Ban stc khác", typing_codes=["bk"])
    finance = cast.agencies["STC"]
    answer = sign_in(cast["SNGV_STAFF"]).get(reverse("core:agency_options"), {"q": "stc"})
    first = answer.text.split("</li>")[0]
    assert f'data-value="{finance.pk}"' in first
    assert 'role="option"' in first


def test_at_most_ten_options(cast, sign_in):
    for number in range(12):
        PartnerFactory(name=f"Quỹ {number:02}")
    answer = sign_in(cast["SNGV_STAFF"]).get(reverse("core:partner_options"), {"q": "quy"})
    assert answer.text.count("<li") == 10


@pytest.mark.parametrize(
    ("name", "typed", "shown"),
    [
        pytest.param("person_options", "hang", "Trần Thị Thu Hằng", id="người"),
        pytest.param("locality_options", "hac thanh", "Phường Hạc Thành", id="xã, phường"),
        pytest.param("country_options", "duc", "Đức", id="quốc gia"),
    ],
)
def test_options_without_marks(cast, sign_in, name, typed, shown):
    PersonFactory(full_name="Trần Thị Thu Hằng")
    LocalityFactory(name="Hạc Thành", full_name="Phường Hạc Thành")
    CountryFactory(code="DE", name="Đức")
    answer = sign_in(cast["FOCAL"]).get(reverse(f"core:{name}"), {"q": typed})
    assert shown in answer.text


def test_inline_partner_is_created_once(cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    first = client.post(reverse("core:partner_add"), {"name": "Quỹ Hòa Bình"})
    again = client.post(reverse("core:partner_add"), {"name": "quỹ  hoà bình"})
    partner = Partner.objects.get()
    assert f'data-value="{partner.pk}"' in first.text
    assert first.text == again.text
    assert partner.history.get().action_label == "Thêm đối tác khi đang nhập"
    assert partner.history.get().request_id


def test_inline_partner_refuses_a_secrecy_mark(cast, sign_in):
    answer = sign_in(cast["SNGV_STAFF"]).post(reverse("core:partner_add"), {"name": "TỐI MẬT"})
    assert answer.status_code == 400
    assert not Partner.objects.exists()


def test_inline_partner_is_refused_to_readers(cast, sign_in):
    answer = sign_in(cast["TU_VIEWER"]).post(reverse("core:partner_add"), {"name": "Quỹ"})
    assert answer.status_code == 403
    assert not Partner.objects.exists()


@pytest.mark.parametrize("address", ["core:agency_options", "core:agency_list"])
def test_words_in_a_row_come_before_scattered_letters(cast, sign_in, address):
    AgencyFactory(code="BQLA", name="Ban Quản lý khu kinh tế Nghi Sơn", short_name="Ban QL KKT Nghi Sơn")
    page = sign_in(cast["SNGV_STAFF"]).get(reverse(address), {"q": "y te"}).text
    assert page.index("Sở Y tế") < page.index("Ban QL KKT Nghi Sơn")


@pytest.mark.parametrize("typed", ["y te", "an", "khoan an"])
def test_words_too_short_for_the_index_find_the_newest_of_each_register(cast, typed):
    older = AidItemFactory(name="Khoản An sinh y tế", approved_on=date(2024, 5, 2))
    newer = AidItemFactory(name="Khoản An sinh y tế", approved_on=date(2025, 5, 2))

    hits = rows_of(search_all(cast["SNGV_STAFF"], typed), "Khoản viện trợ")

    assert [hit.url for hit in hits] == [newer.get_absolute_url(), older.get_absolute_url()]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has other indexes")
@pytest.mark.parametrize("typed", ["y te", "vien tro", "vt-2025-001 a"])
def test_every_register_is_asked_by_its_index(cast, typed):
    account = cast["SNGV_STAFF"]
    with CaptureQueriesContext(connection) as queries:
        search_all(account, typed)
    (statement,) = [query["sql"] for query in queries if query["sql"].count("UNION ALL") > 15]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
        steps = [row[-1] for row in cursor.fetchall()]
    assert not [step for step in steps if step.startswith("SCAN t")]
    # Each register once, a long one twice more for what is too old to be read.
    asked = statement.count(" CROSS JOIN ") + statement.count(" OFFSET ")
    assert sum("VIRTUAL TABLE INDEX" in step for step in steps) == asked
    assert statement.count(" CROSS JOIN ") > 20


def test_what_one_may_read_is_found_behind_the_newest_of_others(cast):
    own = AidItemFactory(name="Trang bị phòng khám", recipient=cast.agencies["SYT"])
    AidItemFactory.create_batch(NEWEST + 5, name="Trang bị phòng khám", recipient=cast.agencies["STC"])
    for typed in ("phong kham", "tr"):
        hits = rows_of(search_all(cast["FOCAL"], typed, limit=5), "Khoản viện trợ")
        assert [hit.url for hit in hits] == [own.get_absolute_url()]


def test_a_long_text_is_shown_around_the_words(cast):
    ConclusionFactory(text="Mở đầu " * 40 + "giao Sở Y tế mua máy thở" + " phần sau" * 40)
    (hit,) = rows_of(search_all(cast["SNGV_STAFF"], "máy thở"), "Kết luận")
    assert "máy thở" in hit.label
    assert hit.label.startswith("…")
    assert len(hit.label) < 150


@pytest.mark.parametrize("typed", ["", " ", "-", "%", "'", '"', "*", "a" * 500, "a " * 300, "😀", "\x00"])
def test_any_signs_may_be_typed(cast, sign_in, typed):
    answer = sign_in(cast["SNGV_STAFF"]).get(reverse("core:search"), {"q": typed})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("typed", "order"),
    [
        # The beginning of a name in its own letters, the word without marks (first, then further on), the
        # beginning of a further word; what only holds the letters within a word comes last.
        pytest.param(
            "ho", ["Hoa Lư", "Hồ Gươm", "Ban Hồ", "Khu Hoa Lư", "Ban Học sinh cho"], id="two letters"
        ),
        pytest.param("hoi", ["Hội Nga", "Ban Hội"], id="a whole word"),
        pytest.param("hồ", ["Hồ Gươm", "Ban Hồ"], id="its marks"),
    ],
)
def test_a_name_that_begins_so_comes_first(cast, agencies_searchable, typed, order):
    names = ("Ban Học sinh cho", "Khu Hoa Lư", "Ban Hồ", "Hồ Gươm", "Hoa Lư", "Ban Hội", "Hội Nga")
    for number, name in enumerate(names):
        AgencyFactory(code=f"T{number}", name=name)
    found = [hit.label for hit in rows_of(search_all(cast["SNGV_STAFF"], typed), "Cơ quan thử")]
    assert [name for name in found if name in order] == order


@pytest.mark.parametrize("typed", ["vt2025", "VT-2025", "vt 2025", "vt2025009"])
def test_codes_are_found_without_their_hyphens(cast, typed):
    AidItemFactory(name="Khoản khác, nêu VT-2025 trong tên", code="VT-2024-001")
    AidItemFactory(name="Khoản của năm", code="VT-2025-009")
    first = search_all(cast["SNGV_STAFF"], typed)[0]
    assert (first.label, first.rows[0].label) == ("Khoản viện trợ", "Khoản của năm")


def test_letters_alone_do_not_bring_numbered_codes_before_names(cast):
    AgencyFactory(code="LAC-10", name="Chưa rõ tên 10")
    AidItemFactory(name="Lạc Thủy", code="VT-2025-001")
    labels = [group.label for group in search_all(cast["SNGV_STAFF"], "lac")]
    assert labels.index("Khoản viện trợ") < labels.index("Cơ quan, đơn vị")
