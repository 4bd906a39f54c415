"""What the pages of aid show: records turned into the words and rows that templates print."""

from django.urls import reverse
from django.utils import timezone

from aid import permissions
from aid.emergency_pages import emergency_part
from aid.forms.money import DisbursementForm
from aid.forms.steps import DocumentForm
from aid.item_glance import deadlines_url, glance_of
from aid.law import aid_law
from aid.ledger import commitments_sum, disbursement_rows, item_places, ledger_sums, money_rows
from aid.life import BEFORE_APPROVAL
from aid.life_page import life_of
from aid.looking import counted_url, payments_url
from aid.missing import MissingPart, clauses_of, missing_parts
from aid.models import ClosedPeriod, DossierDocument, ExchangeRate
from aid.money_rules import SCALE
from aid.registrations import stored_gift_cautions
from aid.rules import emergency_scope, is_old_rate, old_rate_cautions, rule_set_for
from aid.tables.items import percent_of, state_badge, usd
from core.attachments import attachment_row
from core.dates import format_date, parse_date
from core.models import PartnerKind
from core.models.base import Origin
from core.money import CURRENCIES, format_money, format_number, from_minor
from core.uses import uses_of

BACK = {"label": "Khoản viện trợ", "url": "/vien-tro/"}


def list_basis(filterset):
    """Return which items a list counts, e.g. "theo quyết định phê duyệt trong năm 2025"."""
    applied = {name: value for name, _, value in filterset.applied()}
    words = "trong danh sách"
    if "nam" in applied:
        year = applied.pop("nam")
        words = f"theo quyết định phê duyệt trong năm {year}" if year.isdigit() else "chưa phê duyệt"
    elif "tu" in applied or "den" in applied:
        start, end = applied.pop("tu", ""), applied.pop("den", "")
        words = "phê duyệt" + (f" từ {start}" if start else "") + (f" đến {end}" if end else "")
    counted = applied.pop("tinh", "")
    if counted and words == "trong danh sách":
        words = counted.removeprefix("được tính: ")
    # The map gives a commune its share alone, which the next sentence tells.
    whole = (
        ", tính toàn bộ giá trị của khoản chạm địa bàn"
        if applied.get("dia_ban", "Chưa ghi địa bàn") != "Chưa ghi địa bàn"
        else ""
    )
    return f"{words} khớp bộ lọc{whole}" if applied else words


def item_page(item, user, today):
    """Return everything the page of one item shows."""
    law, books = aid_law(today), ClosedPeriod.objects.books().of(item.status)
    can_edit = permissions.can_edit_item(user, item)
    lines = list(item.disbursements.order_by("paid_on", "pk"))
    shares = list(item.item_sectors.select_related("sector"))
    places = item_places(item.places.select_related("locality").order_by("locality__sort_key"))
    documents = list(item.documents.select_related("attachment").order_by("pk"))
    badge = state_badge(item, today=today, law=law)
    period = rule_set_for(item.approved_on, item.emergency_kind, law.rule_sets)
    cautions = emergency_scope(
        item.emergency_kind,
        item.disaster_on,
        item.approved_on,
        item.closed_on or item.ended_on,
        relief_months=law.limit("AID_EMERGENCY_RELIEF_MONTHS"),
        recovery_months=law.limit("AID_EMERGENCY_RECOVERY_MONTHS"),
    )
    cautions += old_rate_cautions(_rate_days(item))
    cautions += stored_gift_cautions(item, today=today)
    percent = percent_of(
        item.disbursed_usd_minor or (None if item.has_disbursement else 0), item.committed_usd_minor
    )
    life = life_of(item, user, today, documents=documents)
    money = money_rows(item, can_edit=can_edit, books=books)
    disbursed = {
        "usd": _usd(item.disbursed_usd_minor),
        "committed": _usd(item.committed_usd_minor),
        "percent": percent,
        "elapsed": elapsed_percent(
            item.started_on, item.closed_on or item.ended_on, min(today, item.closed_on or today)
        ),
    }
    return {
        "item": item,
        "badge": badge,
        "breadcrumb": [BACK, {"label": item.code, "url": ""}],
        "facts": item_facts(item, shares),
        "money": money,
        "money_sum": commitments_sum(money),
        "disbursements": disbursement_rows(item, lines, can_edit=can_edit, books=books),
        "sums": ledger_sums(lines),
        "glance": glance_of(
            life, disbursed, today=today, approved_on=item.approved_on, is_slow=bool(badge["reason"])
        ),
        "deadlines_url": deadlines_url(item.code, today=today),
        "disbursed": disbursed,
        "files": [_file_row(item, document, can_edit) for document in documents],
        "places": places,
        "missing": missing_of(item, shares, places, documents, law=law, today=today),
        "used_in": uses_of(item, user, today),
        "period": period,
        "cautions": cautions,
        "can_edit": can_edit,
        # Money comes after the decision, except where there is no time for it.
        "can_pay": can_edit
        and item.status != "SETTLED"
        and (item.approved_on is not None or item.is_emergency),
        "life": life,
        "pay_form": DisbursementForm(item=item)
        if can_edit and item.approved_on and item.status != "SETTLED"
        else None,
        "document_form": DocumentForm() if can_edit else None,
        "is_demo": item.origin == Origin.DEMO,
        **emergency_part(item, law=law, today=today, can_edit=can_edit),
    }


def elapsed_percent(start, end, today):
    """Return how much of the item's period has passed, in whole per cents; None without a period."""
    if not start or not end or end <= start:
        return None
    return min(max((today - start).days * 100 // (end - start).days, 0), 100)


def _usd(minor):
    return "0 USD" if minor is None else format_money(from_minor(minor, "USD"), "USD")


def _file_row(item, document, can_edit):
    address = {"code": item.code, "pk": document.pk}
    remove = reverse("aid:document_remove", kwargs=address) if can_edit else None
    row = attachment_row(
        document.attachment,
        url=reverse("aid:document_download", kwargs=address),
        remove_url=remove,
        version=document.version,
    )
    label = document.title or document.get_kind_display()
    return row | {"kind": f"{label} · {row['kind']}", "who": ""}


def item_facts(item, shares):
    """Return the names and values of an item for a definition list."""
    sectors = ", ".join(
        row.sector.name if len(shares) == 1 else f"{row.sector.name} {row.share_percent}%" for row in shares
    )
    start, end = (format_date(day) if day else "" for day in (item.started_on, item.ended_on))
    if item.closed_on:
        planned = f" (kế hoạch {end})" if end and item.closed_on != item.ended_on else ""
        end = f"kết thúc thực tế {format_date(item.closed_on)}{planned}"
    period = f"{start} – {end}" if start and end else f"từ {start}" if start else f"đến {end}" if end else ""
    donor = reverse("aid:donor_detail", args=[item.donor_id])
    rows = [
        ("Loại", item.get_mode_display()),
        ("Lĩnh vực", sectors),
        ("Nước, vùng lãnh thổ", item.donor.country.name if item.donor.country else ""),
        ("Cơ quan tiếp nhận", item.recipient.name),
        ("Chủ khoản viện trợ", item.owner.name),
        ("Cơ quan chủ quản", item.governing_body.name if item.governing_body else ""),
        ("Cơ quan vận động", item.mobilised_by.name if item.mobilised_by else ""),
        ("Thời gian", period),
        ("Số quyết định", item.decision_number),
        ("Ngày phê duyệt", format_date(item.approved_on) if item.approved_on else ""),
        ("Người ký", ", ".join(part for part in (str(item.signer or ""), item.signer_title) if part)),
        ("Nguồn thu ngân sách", {True: "thuộc", False: "không thuộc", None: ""}[item.is_budget_revenue]),
        ("Hình thức quản lý", item.get_management_form_display()),
        ("Số người hưởng lợi", "" if item.beneficiaries is None else format_number(item.beneficiaries)),
    ]
    if item.is_emergency:
        happened = format_date(item.disaster_on) if item.disaster_on else ""
        rows.insert(1, ("Khẩn cấp", item.get_emergency_kind_display()))
        rows.insert(
            2, ("Thiên tai, sự cố", ", ".join(part for part in (item.disaster_event, happened) if part))
        )
    facts = [{"label": "Nhà tài trợ", "value": item.donor.name, "url": donor}]
    # What is not known is told once, in the list of what the record lacks.
    facts += [{"label": label, "value": value} for label, value in rows if value]
    facts += [
        {"label": label, "value": value, "lang": lang}
        for label, value, lang in (
            ("Mục tiêu, kết quả", item.objectives, ""),
            ("Tên tiếng Anh", item.name_en, "en"),
            ("Ghi chú", item.note, ""),
        )
        if value
    ]
    return facts


def donor_facts(donor):
    """Return the names and values of a donor for a definition list."""
    rows = [
        ("Loại", donor.get_kind_display()),
        ("Nước, vùng lãnh thổ", donor.country.name if donor.country else ""),
        ("Tên tiếng Anh", donor.name_en),
        ("Tên khác", ", ".join(donor.aliases)),
        ("Quan hệ từ năm", donor.since_year or ""),
        ("Ghi chú", donor.note),
    ]
    return [
        {"label": label, "value": value, "lang": "en" if value and value == donor.name_en else ""}
        for label, value in rows
    ]


def year_rows(years, donor):
    """Return the totals of a donor year by year with their amounts in words and the records behind each."""
    return [_year_row(row, {"nha_tai_tro": donor.pk}, row["year"] or 0) for row in years]


def _year_row(row, of_donor, year):
    urls = {
        "regular_url": counted_url(year, **of_donor, khan_cap="khong"),
        "emergency_url": counted_url(year, **of_donor, khan_cap="co"),
        "committed_url": counted_url(year, **of_donor),
        "disbursed_url": payments_url(**of_donor, nam=year) if row["disbursed_lines"] else "",
    }
    return row | urls | {f"{name}_text": usd(row[name]) for name in ("committed", "disbursed")}


def missing_of(item, shares, places, documents, *, law, today):
    """Return what the item's record still lacks by its own decree, before approval by that of today."""
    commitments = list(item.commitments.all())
    period = rule_set_for(item.approved_on or today, item.emergency_kind, law.rule_sets)
    # Nothing of a decision can be there before it is made.
    is_decided = item.status not in BEFORE_APPROVAL
    lacking = missing_parts(
        mode=item.mode,
        has_decision_number=bool(item.decision_number) or not is_decided,
        has_approval_date=item.approved_on is not None or not is_decided,
        has_period=None not in (item.started_on, item.ended_on),
        has_objectives=bool(item.objectives),
        has_governing_body=item.governing_body_id is not None,
        has_places=bool(places),
        has_sector=bool(shares),
        has_commitment=bool(commitments),
        is_unrated=any(row.usd_minor is None for row in commitments),
        knows_budget_revenue=item.is_budget_revenue is not None,
        has_management_form=bool(item.management_form),
        has_signer=bool(item.signer_id or item.signer_title) or not is_decided,
        papers=frozenset(document.kind for document in documents)
        | ({"QUYET_DINH"} if not is_decided else set()),
        is_emergency=item.is_emergency,
        has_disaster=bool(item.disaster_event and item.disaster_on),
        has_allocation=not item.is_emergency or item.allocations.exists(),
        is_relief=period is not None and period.code == "ND50",
        clauses=clauses_of(period),
    )
    if item.donor.country_id is None or item.donor.kind == PartnerKind.UNKNOWN:
        url = reverse("aid:donor_detail", args=[item.donor_id])
        lacking.append(MissingPart("loại, quốc tịch nhà tài trợ (ghi ở trang nhà tài trợ)", None, url=url))
    return lacking


def _rate_days(item):
    """Return pairs of the rate's day and the amount's day, for every converted amount of the item."""
    default = item.approved_on or timezone.localdate(item.created_at)
    pairs = [
        (rate_on, day or default)
        for rate_on, day in item.commitments.filter(corrects=None)
        .order_by("pk")
        .values_list("rate_on", "committed_on")
    ]
    lines = item.disbursements.filter(corrects=None).order_by("pk")
    return pairs + [
        (rate_on, effective_on or paid_on)
        for rate_on, paid_on, effective_on in lines.values_list("rate_on", "paid_on", "effective_on")
    ]


def rate_hint(currency, day):
    """Return the catalogue rates for a commitment of that day: {text, vnd_rate, is_missing}.

    `is_missing`: some rate is unknown or too old.
    """
    wanted = {"USD": ("USD",), "VND": ("USD",)}.get(currency, (currency, "USD"))
    known = {code: ExchangeRate.objects.latest_for(code, day) for code in wanted}
    words = [
        f"{format_number(row.rate)} đ/{code} ({row.source}, {format_date(row.day)})"
        + (
            f", đã cũ {(day - row.day).days} ngày: nhập tỷ giá riêng ở Chi tiết"
            if is_old_rate(row.day, day)
            else ""
        )
        for code, row in known.items()
        if row
    ]
    words += [
        f"chưa có tỷ giá {code} đến ngày {format_date(day)}: nhập ở Chi tiết"
        + ("" if currency == "USD" else ", nếu không khoản này chưa cộng vào tổng USD")
        for code, row in known.items()
        if not row
    ]
    is_old = any(is_old_rate(row.day, day) for row in known.values() if row)
    own = known.get(currency)
    rate = SCALE if currency == "VND" else own.rate_e4 if own else 0
    return {
        "text": "; ".join(words),
        "vnd_rate": rate / SCALE,
        "is_missing": None in known.values() or is_old,
    }


def form_page(form, item, query):
    """Return everything the form of an item shows; the rate follows the currency and the day in sight."""
    currency = query.get("currency") or form["currency"].value() or "USD"
    day = _day(_in_sight(form, query, "committed_on") or _in_sight(form, query, "approved_on"))
    label = item.code if item else "Thêm khoản"
    documents = DossierDocument.objects.filter(item=item).select_related("attachment") if item else []
    missing = []
    if item:
        today = timezone.localdate()
        parts = (item.item_sectors.all(), item.places.all(), documents)
        missing = missing_of(item, *parts, law=aid_law(today), today=today)
    stored = [form[name].value() for name in ("rate", "usd_rate") if item and form[name].value()]
    return {
        "form": form,
        "item": item,
        "breadcrumb": [BACK, {"label": label, "url": ""}],
        "cancel_url": item.get_absolute_url() if item else BACK["url"],
        "hint": rate_hint(currency if currency in CURRENCIES else "USD", day),
        "stored_rate": " · ".join(stored),
        "opens_details": _errors_in_details(form),
        "documents": [document.attachment.name for document in documents],
        "missing": missing,
    }


DETAIL_FIELDS = (
    "booking_reason",
    "owner", "governing_body", "mobilised_by", "committed_on", "rate", "usd_rate", "rate_kind", "rate_source",
    "rate_on", "counterpart_amount", "counterpart_currency", "counterpart_kind", "places", "objectives",
    "signer", "signer_title", "is_budget_revenue", "management_form", "beneficiaries", "name_en", "note",
)  # fmt: skip


def _errors_in_details(form):
    """Return whether the closed part of the form holds an error or a question."""
    names = {*DETAIL_FIELDS, *(name for pair in form.other_names for name in pair)}
    return form.asks_rate or bool(names & set(form.errors))


def _in_sight(form, query, name):
    """Return what the page says of a field: typed since it was opened, else as the form holds it."""
    return query[name] if name in query else form[name].value()


def _day(typed):
    """Return a day typed in the form as far as it can be read, else today."""
    today = timezone.localdate()
    if hasattr(typed, "year"):
        return typed
    try:
        return parse_date(str(typed or ""), today=today)
    except ValueError:
        return today
