"""Key points: proposed, confirmed, lost, linked, dropped by decision."""

from datetime import date

import pytest

from core.history import VersionConflictError
from core.legal import RuleError
from core.models import User
from programs.actions.draft_shape import merge_section
from programs.actions.drafts import begin_version, edit_section, remove_section
from programs.actions.keypoints import (
    add_key_point,
    confirm_key_points,
    drop_key_point,
    link_key_point,
    propose_key_points,
    refuse_key_points,
    restore_key_point,
)
from programs.desk import chapter_points, keys_of
from programs.keypoint_check import check_of
from programs.models import KeyPoint, Section
from programs.point_page import rows_of
from tests.factories import AgencyFactory, PartnerFactory, ProgramFactory
from tests.programs.draft_texts import fresh, store_draft

pytestmark = pytest.mark.django_db

UNIVERSITIES = "Các trường đại học mở rộng hợp tác đào tạo với các trường của Lào"
TODAY = date(2026, 6, 15)


@pytest.fixture
def program():
    return ProgramFactory(period_start_year=2026)


@pytest.fixture
def by():
    return User.objects.system()


@pytest.fixture
def draft(program):
    return store_draft(
        program,
        (1, "a", "Tiếp nhận 11 khoản viện trợ, khoảng 1,9 triệu USD."),
        (2, "b", "Phấn đấu tăng 10 % mỗi năm."),
        (3, "c", f"{UNIVERSITIES}."),
        (3, "d", "Công tác kiều bào được quan tâm."),
    )


@pytest.fixture
def points(draft, by):
    propose_key_points(draft=draft, by=by)
    confirm_key_points(points=KeyPoint.objects.all(), by=by)
    return {point.text: point for point in KeyPoint.objects.all()}


def test_the_side_of_a_chapter_finds_a_point_whose_paragraph_was_joined(draft, by):
    section = draft.sections.get(key="d")
    point = add_key_point(draft=draft, section=section, kind="NHIEM_VU", text=section.text, by=by)
    merged = merge_section(section=fresh_section(draft, "c"), expected=1, by=by)
    assert chapter_points(draft, keys_of(merged)) == [{"point": point, "key": "c"}]


def test_a_point_that_a_later_version_named_is_no_loss_of_the_one_before(draft, points, by):
    new = begin_version(draft=draft, expected=1, reason="CHINH_LY", note="", by=by)
    section = new.sections.get(key="d")
    edit_section(section=section, expected=1, text="Giao Sở Y tế chủ trì khám bệnh.", by=by)
    add_key_point(draft=new, section=section, kind="NHIEM_VU", text="Sở Y tế chủ trì khám bệnh", by=by)
    assert lost(draft) == []
    assert "Sở Y tế chủ trì khám bệnh" not in [row.text for row in rows_of(draft, check_of(draft))]
    assert "Sở Y tế chủ trì khám bệnh" in [row.text for row in rows_of(new, check_of(new))]


def fresh_section(draft, key):
    section = draft.sections.get(key=key)
    section.draft = draft
    return section


def lost(draft):
    return [one.point.text for one in check_of(draft).lost]


def edit(draft, key, text, by):
    section = draft.sections.get(key=key)
    return edit_section(section=section, expected=section.version, text=text, by=by)


def cut(draft, key, by):
    section = draft.sections.get(key=key)
    remove_section(section=section, expected=section.version, by=by)


def test_the_portal_proposes_and_a_person_confirms(draft, by):
    AgencyFactory(name="Sở Y tế")
    assert propose_key_points(draft=draft, by=by) == 5
    assert set(KeyPoint.objects.values_list("status", flat=True)) == {KeyPoint.Status.PROPOSED}
    assert check_of(draft).points == {}
    tasks = KeyPoint.objects.filter(kind=KeyPoint.Kind.TASK)
    assert confirm_key_points(points=tasks, by=by) == 1
    assert refuse_key_points(points=KeyPoint.objects.all(), by=by) == 4
    assert [point.text for point in check_of(draft).points.values()] == [UNIVERSITIES]
    assert KeyPoint.history.filter(history_type="~").count() == 5


def test_what_was_judged_is_not_proposed_again(draft, by):
    propose_key_points(draft=draft, by=by)
    refuse_key_points(points=KeyPoint.objects.all(), by=by)
    assert propose_key_points(draft=draft, by=by) == 0
    later = begin_version(draft=draft, expected=draft.version, reason="RUT_GON", note="", by=by)
    assert propose_key_points(draft=later, by=by) == 0
    PartnerFactory(name="Lào")
    assert propose_key_points(draft=later, by=by) == 1


def test_deleting_the_clause_of_the_universities_names_it_and_restoring_it_turns_green(draft, points, by):
    later = begin_version(draft=draft, expected=draft.version, reason="RUT_GON", note="", by=by)
    assert lost(later) == []
    cut(later, "c", by)
    assert lost(later) == [UNIVERSITIES, "các trường đại học"]
    found = check_of(later)
    assert "không còn trong bản này" in found.lost[0].why
    assert (found.kept, len(found.points)) == (3, 5)
    # The clause comes back in another paragraph, and a person says so.
    section = edit(later, "d", f"Công tác kiều bào được quan tâm. {UNIVERSITIES}.", by)
    point = points[UNIVERSITIES]
    link_key_point(point=point, expected=point.version, section=section, by=by)
    assert lost(later) == ["các trường đại học"]
    assert check_of(later).label(check_of(later).carried[point.pk]) == "Đoạn\xa01, Phần\xa0thứ\xa0ba"


def test_dropping_it_by_decision_turns_the_check_green(draft, points, by, cast):
    cut(draft, "c", by)
    for text in (UNIVERSITIES, "các trường đại học"):
        point = points[text]
        with pytest.raises(RuleError, match="Ghi lý do bỏ"):
            drop_key_point(point=point, expected=point.version, reason=" ", today=TODAY, by=by)
        drop_key_point(
            point=point, expected=point.version, reason="Ngành giáo dục đã có đề án riêng", today=TODAY,
            by=cast["SNGV_HEAD"],
        )  # fmt: skip
    assert lost(draft) == []
    dropped = KeyPoint.objects.get(text=UNIVERSITIES)
    assert (dropped.dropped_by, dropped.dropped_on) == (cast["SNGV_HEAD"], TODAY)
    assert dropped.history.first().history_change_reason == "Ngành giáo dục đã có đề án riêng"
    restore_key_point(point=dropped, expected=dropped.version, by=by)
    assert lost(draft) == [UNIVERSITIES]
    assert KeyPoint.objects.get(pk=dropped.pk).drop_reason == ""


def test_rewording_stays_green_only_while_the_link_stands(draft, points, by):
    section = edit(draft, "c", "Đào tạo với Lào: giao các trường đại học.", by)
    assert lost(draft) == [UNIVERSITIES]
    assert "viết lại" in check_of(draft).lost[0].why
    point = points[UNIVERSITIES]
    point = link_key_point(point=point, expected=point.version, section=section, by=by)
    assert lost(draft) == []
    later = begin_version(draft=fresh(draft), expected=draft.version, reason="RUT_GON", note="", by=by)
    assert lost(later) == []
    edit(later, "c", "Đào tạo với Lào.", by)
    assert UNIVERSITIES in lost(later)
    # The older version still carries it.
    assert lost(draft) == []


def test_a_person_adds_a_point(draft, by):
    section = draft.sections.get(key="d")
    point = add_key_point(draft=draft, section=section, kind="NHIEM_VU", text=" Công tác kiều bào ", by=by)
    assert (point.text, lost(draft)) == ("Công tác kiều bào", [])
    cut(draft, "d", by)
    assert lost(draft) == ["Công tác kiều bào"]


@pytest.mark.parametrize(
    ("kind", "text", "key"),
    [("NHIEM_VU", "  ", "d"), ("NHIEM_VU", "TỐI MẬT: kế hoạch", "d"), ("NHIEM_VU", "Ý", "p1")],
    ids=["trống", "mang dấu mật", "gắn vào tên phần"],
)
def test_a_point_that_cannot_be_added(draft, by, kind, text, key):
    with pytest.raises(RuleError):
        add_key_point(draft=draft, section=draft.sections.get(key=key), kind=kind, text=text, by=by)


def test_a_link_goes_to_a_paragraph_of_the_same_program(draft, points, by):
    other = store_draft(ProgramFactory(), (1, "a", "Mở đầu."))
    point = points[UNIVERSITIES]
    for section, why in (
        (other.sections.get(key="a"), "chương trình khác"),
        (draft.sections.get(key="p1"), "Đầu mục"),
    ):
        with pytest.raises(RuleError, match=why):
            link_key_point(point=point, expected=point.version, section=section, by=by)


def test_two_people_decide_about_the_same_point(draft, points, by):
    first, second = (KeyPoint.objects.get(text=UNIVERSITIES) for _ in range(2))
    section = Section.objects.get(draft=draft, key="d")
    link_key_point(point=first, expected=1 + 1, section=section, by=by)
    with pytest.raises(VersionConflictError):
        drop_key_point(point=second, expected=1 + 1, reason="Trùng", today=TODAY, by=by)


@pytest.mark.parametrize("act", [drop_key_point, link_key_point, restore_key_point])
def test_a_proposal_is_neither_linked_nor_dropped(draft, by, act):
    propose_key_points(draft=draft, by=by)
    point = KeyPoint.objects.first()
    more = {
        drop_key_point: {"reason": "Trùng", "today": TODAY},
        link_key_point: {"section": draft.sections.get(key="d")},
        restore_key_point: {},
    }[act]
    with pytest.raises(RuleError):
        act(point=point, expected=1, by=by, **more)
