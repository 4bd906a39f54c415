"""Locked numbers: the snapshot holds every record, and the paper says the same whatever happens then."""

import json
from decimal import Decimal

import pytest

from aid.models import AidItem
from core.history import acting, save_version
from core.legal import RuleError
from core.models import Country
from reports.differences import by_record, changes_between, count_moved, locked_scope, moved_figures
from reports.documents_json import as_json
from reports.figures import FIGURES
from reports.fingerprints import is_whole
from reports.frozen import frozen_figure_url, printed_words
from reports.frozen_blocks import freeze, thaw
from reports.kinds.year_end import report_numbers, report_scope
from reports.models import ManualFigure, NarrativeBlock, ReportSnapshot
from reports.rewording import reworded
from tests import factories as make
from tests.reports.life_world import MOVED, TODAY, Office, change_five_records
from tests.reports.year_end_world import make_commitment, world, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    year = world()
    with acting(by=year.writer, verb="tests.create", label="Tạo dữ liệu thử"):
        ManualFigure(
            code="kieu-bao", label="Kiều bào", unit="người", year=2025, value_e2=125_000, agency=year.issuer,
            source="Công văn 5", told_by="Công an tỉnh", told_on=TODAY,
        ).save()  # fmt: skip
    write(
        year.report,
        year.writer,
        I_2="Có {{aid.items_received}}, {{anniversary.CZ}} với Cộng hòa Séc, {{tay.kieu-bao}}; cam kết "
        "{{aid.committed_usd|so-cung-ky}} (cùng kỳ {{aid.committed_usd|cung-ky}}).\n{{bang:aid}}",
    )
    return Office(year)


def test_a_snapshot_holds_every_figure_with_its_records(office):
    snapshot = office.lock()
    rows = {row.code: row for row in snapshot.figures.all()}
    assert set(FIGURES) <= set(rows)
    assert {"aid.committed_usd.quy1", "aid.disbursed_usd.quy4", "anniversary.CZ"} <= set(rows)
    items = rows["aid.items_received"]
    assert (items.value, items.text, items.records) == ("11", "11 khoản", 11)
    assert items.sources[0]["model"] == "aid.aiditem"
    assert len(items.sources[0]["rows"]) == 11
    for row in rows.values():
        if row.unit != "%" and row.sources and "so-cung-ky" not in row.code:
            added = sum((Decimal(adds) for _, _, adds in row.sources[0]["rows"]), Decimal(0))
            assert added == Decimal(row.value), row.code
    share = rows["aid.disbursed_share"]
    part, whole = (sum(Decimal(row[2]) for row in side["rows"]) for side in share.sources)
    assert round(part * 100 / whole, 2) == Decimal(share.value)
    assert is_whole(snapshot)
    assert rows["anniversary.CZ"].sources[0]["rows"] == [[Country.objects.get(code="CZ").pk, 1, "75"]]


def test_a_locked_report_says_the_same_after_its_records_changed(office):
    before = office.paper()
    snapshot = office.lock()
    locked = office.paper()
    change_five_records()
    later = office.paper()
    assert as_json(later) == as_json(locked)
    assert without_addresses(as_json(locked)) == without_addresses(as_json(before)) | {"draft_mark": ""}
    report = office.fresh()
    numbers = report_numbers(report, report_scope(report, today=TODAY), today=TODAY)
    assert numbers.value("aid.items_received").text == "11 khoản"
    assert numbers.value("aid.committed_usd").value == Decimal("1903400.00")
    refs = {code: ref.text for code, ref in numbers.refs().items()}
    assert refs["anniversary.CZ"] == "75 năm"
    assert refs["tay.kieu-bao"] == "1.250 người"
    assert refs["aid.committed_usd|so-cung-ky"] == "tăng 90,3% so với cùng kỳ"
    assert refs["aid.committed_usd|cung-ky"].replace("\u00a0", " ") == "khoảng 1 triệu USD"
    assert is_whole(ReportSnapshot.objects.get(pk=snapshot.pk))


def without_addresses(value):
    """Return a paper as JSON without the addresses of its numbers."""
    if isinstance(value, dict):
        return {key: without_addresses(part) for key, part in value.items() if key != "url"}
    return [without_addresses(part) for part in value] if isinstance(value, list) else value


def test_what_would_differ_today_is_exactly_what_moved(office, cast, monkeypatch):
    reader = make.UserFactory(role="SNGV_STAFF")
    snapshot = office.lock()
    assert moved_figures(snapshot, reader) == []
    with monkeypatch.context() as other_words:
        other_words.setattr("reports.figures.measures.approx_text", lambda amount, currency: f"gần {amount}")
        assert count_moved(snapshot) == 0, "other words for the same value are no difference"
    change_five_records()
    moved = {one.row.code: one for one in moved_figures(snapshot, reader)}
    assert set(moved) == MOVED
    assert count_moved(snapshot) == len(moved)
    first = AidItem.objects.order_by("pk").first()
    change = moved["aid.items_received"].changes
    assert [(one.kind, one.pk, one.who) for one in change] == [("Bớt", first.pk, "Người Sửa")]
    assert change[0].url == first.get_absolute_url()
    usd = {one.kind: one for one in moved["aid.committed_usd"].changes}
    assert set(usd) == {"Bớt", "Đổi"}
    assert usd["Đổi"].name == "Khoản số 3 · 274.000\u00a0USD", "its amount at the lock"
    assert (usd["Đổi"].before, usd["Đổi"].after) == ("274.000\u00a0USD", "274.001\u00a0USD")
    assert usd["Bớt"].url == first.get_absolute_url()
    assert usd["Bớt"].who == "Người Sửa", "the item's day moved the commitment"
    assert moved["aid.committed_usd"].exact.replace("\u00a0", " ") == "1.491.401 USD"
    assert [one.kind for one in moved["followups.assigned"].changes] == ["Bớt"]
    assert moved["followups.assigned"].changes[0].name
    assert [one.kind for one in moved["activities.total"].changes] == ["Thêm"]
    lines = by_record([moved[code] for code in sorted(moved)])
    names = [line.change.url or line.change.pk for line in lines]
    assert len(names) == len(set(names)), "each record once"
    (line,) = [one for one in lines if one.change.url == first.get_absolute_url()]
    told = {one.what for one in moved["aid.items_received"].changes + moved["aid.committed_usd"].changes}
    assert [one.what for one in line.acts][:1] == [change[0].what]
    assert {one.what for one in line.acts} <= told
    assert (line.name, "khoản viện trợ" in line.nouns) == (str(first), True)
    assert {moved["aid.items_received"].row.label, moved["aid.committed_usd"].row.label} <= dict(
        line.figures
    ).keys()
    country = Country.objects.get(code="CZ")
    with acting(by=make.UserFactory(), verb="tests.edit", label="Sửa nước"):
        country.established_on = country.established_on.replace(year=1951)
        save_version(country, expected=country.version)
    of_part = {one.row.code: one for one in moved_figures(snapshot, cast["FOCAL"])}
    assert set(of_part) == MOVED | {"anniversary.CZ", "anniversaries.round", "anniversaries.round_ahead"}
    assert {one.changes for code, one in of_part.items() if code.startswith("aid.")} == {()}, (
        "not its records"
    )
    assert of_part["anniversary.CZ"].text == "74 năm"


def test_printed_numbers_are_said_anew_as_the_report_would_print_them(office):
    first, reader = office.lock(), make.UserFactory(role="SNGV_STAFF")
    for row in first.figures.all():
        said = printed_words(first.document).get(row.code, [])
        again = reworded(said, row, row, report=office.report, scope=locked_scope(first))
        assert [one.now for one in again] == said or row.value in {"0", "0.00", ""}, row.code
    change_five_records()
    moved = {one.row.code: one for one in moved_figures(first, reader)}
    told = {code: {one.then: one.now for one in each.printed} for code, each in moved.items()}
    office.send_back()
    now = printed_words(office.lock().document)
    for code, said in told.items():
        assert {words for words in said.values() if words} <= set(now.get(code, [])), code
    # Of nothing the sentences say something else.
    assert {code for code, said in told.items() if "" in said.values()} == {
        "aid.disbursed_share",
        "followups.overdue",
    }
    assert told["aid.programmes"] == {"3 chương trình": "2 chương trình"}
    assert {"1.903.400": "1.491.401"}.items() <= told["aid.committed_usd"].items()
    assert len(told["aid.committed_usd"]) > 1
    assert told["aid.committed_usd.quy1"] == {"1.024,5": "612,5"}


def test_a_second_lock_leaves_the_first_as_it_was(office):
    first = office.lock()
    office.send_back()
    make_commitment(make.AidItemFactory(approved_on="2025-03-03"), 5)
    second = office.lock()
    assert (first.ordinal, second.ordinal) == (1, 2)
    value = {one.ordinal: one.figures.get(code="aid.items_received").value for one in (first, second)}
    assert value == {1: "11", 2: "12"}
    assert is_whole(ReportSnapshot.objects.get(pk=first.pk))


@pytest.mark.parametrize(
    ("passage", "words"),
    [
        pytest.param("Tiếp nhận 12 khoản viện trợ.", "Số gõ tay “12 khoản” không khớp", id="số trái hồ sơ"),
        pytest.param("", "chưa có lời văn", id="đoạn trống"),
        pytest.param("Có {{aid.khong_co}}.", "aid.khong_co", id="ô số không có"),
        pytest.param("Kỷ niệm 76 năm quan hệ với Hungary.", "75 năm", id="sai năm kỷ niệm"),
    ],
)
def test_a_finding_stops_the_lock_and_names_the_passage(office, passage, words):
    write(office.report, office.drafter, I_7=passage)
    with pytest.raises(RuleError) as refused:
        office.lock()
    assert words in str(refused.value)
    label = NarrativeBlock.objects.get(key="I.7").title
    assert label in str(refused.value)
    assert not ReportSnapshot.objects.exists()
    assert office.fresh().status == "DRAFT"


def test_blocks_come_back_as_they_were(office):
    paper = office.paper()
    frozen = json.loads(json.dumps([freeze(paper.blocks), freeze(paper.appendices)]))
    blocks, appendices = thaw(frozen, lambda code: "")
    assert without_addresses(as_json(blocks)) == without_addresses(as_json(list(paper.blocks)))
    assert without_addresses(as_json(appendices)) == without_addresses(as_json(list(paper.appendices)))
    with pytest.raises(TypeError):
        freeze([1.5])


def test_what_a_lock_keeps_but_the_paper_does_not_print_is_not_said_to_stand_in_it(office, sign_in):
    client = sign_in(office.drafter)
    snapshot = office.lock()
    printed = printed_words(snapshot.document)
    beside = next(row for row in snapshot.figures.order_by("pk") if row.code not in printed)
    inside = snapshot.figures.get(code="aid.items_received")
    for row, words in ((beside, "báo cáo không in số này"), (inside, "; ".join(printed[inside.code]))):
        page = client.get(frozen_figure_url(snapshot, row.code))
        assert words in page.text


def test_a_record_that_comes_into_the_part_of_a_share_adds_from_nothing():
    whole = {"model": "meetings.followup", "rows": [[7, 1, "1"]]}
    without = whole | {"rows": []}
    ways = ([without, whole], [whole, whole], ("0", "1")), ([whole, whole], [without, whole], ("1", "0"))
    for then, today, words in ways:
        (change,) = changes_between(then, today)
        assert (change.kind, change.before, change.after) == ("Đổi", *words)


def test_records_of_a_lock_are_called_as_they_were_then(office, sign_in):
    client = sign_in(office.drafter)
    snapshot = office.lock()
    change_five_records()
    page = client.get(frozen_figure_url(snapshot, "aid.items_received")).text
    assert "Khoản số 2<" in page
    assert "Tên đã sửa" not in page
    page = client.get(frozen_figure_url(snapshot, "aid.committed_usd")).text.replace("\u00a0", " ")
    for said in ("Khoản số 2 · 338.500 USD", "Khoản số 3 · 274.000 USD", "nay là phiên bản 2"):
        assert said in page
    for of_today in ("Tên đã sửa", "274.001"):
        assert of_today not in page
