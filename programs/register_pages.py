"""What the pages of one activity and of one association show."""

from core.dates import format_date
from core.models import Certainty
from programs import permissions, rules
from programs.models import Activity, FriendshipAssociation
from programs.record_history import latest_acts

RECENT_ACTIVITIES = 10


def activity_page(activity, user):
    """Return the context of an activity's page."""
    country = activity.country
    findings = []
    if country:
        findings = rules.anniversary_problems(
            activity.title,
            country=country.name,
            established_on=country.established_on,
            held_on=activity.held_on,
            is_verified=country.certainty == Certainty.VERIFIED,
        )
    days = format_date(activity.held_on)
    if activity.ended_on:
        days = f"{days} – {format_date(activity.ended_on)}"
    facts = [
        {"label": "Mã", "value": activity.code},
        {"label": "Loại", "value": activity.get_kind_display()},
        {"label": "Ngày", "value": days},
        {"label": "Địa điểm", "value": activity.place},
        {"label": "Quốc gia", "value": country.name if country else ""},
        {"label": "Cơ quan tổ chức", "value": activity.agency.name},
        {"label": "Trụ cột", "value": activity.pillar.name if activity.pillar else "chưa xếp"},
        {"label": "Số người tham gia", "value": activity.participants},
        {"label": "Nội dung", "value": activity.summary},
        {"label": "Nguồn gốc dữ liệu", "value": activity.get_origin_display()},
    ]
    return {
        "activity": activity,
        "facts": facts,
        "anniversary": _anniversary(activity),
        "findings": findings,
        "entries": latest_acts(Activity, activity.pk),
        "may_edit": permissions.can_edit_activity(user, activity),
    }


def _anniversary(activity):
    """Return the sentence with the computed number of years, or nothing."""
    years, country = activity.anniversary_years, activity.country
    if years is None:
        return ""
    return (
        f"{years} năm thiết lập quan hệ ngoại giao với {country.formal_name} "
        f"({format_date(country.established_on)}–{activity.held_on.year})"
    )


def association_page(association, user):
    """Return the context of an association's page."""
    country, agency = association.country, association.agency
    recent = []
    if agency:
        recent = Activity.objects.visible_to(user).filter(agency=agency).order_by("-held_on", "pk")
    facts = [
        {"label": "Tên khác", "value": "; ".join(association.aliases)},
        {"label": "Quốc gia", "value": country.name if country else ""},
        {"label": "Quan hệ ngoại giao từ", "value": _day(country.established_on) if country else ""},
        {"label": "Ngày thành lập", "value": _day(association.founded_on)},
        {"label": "Là thành viên từ năm", "value": association.joined_year or ""},
        {"label": "Thôi là thành viên năm", "value": association.left_year or ""},
        {"label": "Nhiệm kỳ", "value": _term(association)},
        {"label": "Nguồn", "value": association.source},
        {"label": "Ghi chú", "value": association.note},
        {"label": "Nguồn gốc dữ liệu", "value": association.get_origin_display()},
    ]
    return {
        "association": association,
        "facts": facts,
        "activities": list(recent[:RECENT_ACTIVITIES]),
        "entries": latest_acts(FriendshipAssociation, association.pk),
        "may_edit": permissions.can_edit_association(user, association),
    }


def _day(day):
    return format_date(day) if day else ""


def _term(association):
    if not association.term_start:
        return ""
    return (
        f"{association.term_start}–{association.term_end}"
        if association.term_end
        else str(association.term_start)
    )
