"""Who signs a report: holders of a post at its issuer on the day, and the lines that their post asks for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Min, Q, QuerySet

from core.dates import format_date
from core.legal import Blocker, Caution, Citation
from core.models import Agency, Appointment, Person
from meetings.rules import post_at

ARTICLE = Citation("Điều 13 Nghị định 30/2020/NĐ-CP")
NOBODY = "Danh mục chưa ghi ai giữ chức vụ ở cơ quan này; nhờ quản trị ghi chức vụ ở trang của người ký."


def held(agency: Agency, day: date) -> QuerySet[Appointment]:
    """Return the posts at an agency that somebody holds on that day, the highest first."""
    begun = Q(started_on__isnull=True) | Q(started_on__lte=day)
    runs = Q(ended_on__isnull=True) | Q(ended_on__gte=day)
    return Appointment.objects.filter(begun, runs, agency=agency).order_by("rank", "pk")


def holders(agency: Agency, day: date) -> QuerySet[Person]:
    """Return the people who hold a post at an agency on that day, the highest post first."""
    posts = held(agency, day)
    people = Person.objects.filter(appointments__in=posts)
    return people.annotate(first=Min("appointments__rank")).order_by("first", "pk")


def post_of(person: Person, agency: Agency, day: date) -> str:
    """Return the post of a person at an agency on that day, "" for none."""
    return held(agency, day).filter(person=person).values_list("title", flat=True).first() or ""


def usual_signer(agency: Agency, day: date, *, name: str = "") -> Person | None:
    """Return who is likely to sign: the holder of this name, else the head."""
    posts = list(held(agency, day).select_related("person"))
    named = [post.person for post in posts if name and post.person.full_name == name]
    heads = [post.person for post in posts if not is_deputy(post.title, agency)]
    return next(iter([*named, *heads]), None)


def is_deputy(title: str, agency: Agency) -> bool:
    """Whether a title is that of a deputy of the agency's head."""
    return post_at(title, agency.name, agency.label).casefold().startswith("phó")


def deputy_lines(agency: Agency) -> list[str]:
    """Return the lines of a deputy: as the agency wrote them down, else KT. over the head's post."""
    if agency.deputy_lines:
        return list(agency.deputy_lines)
    *capacity, post = agency.signature_lines or ["CHỦ TỊCH"]
    return [*capacity, f"KT. {post}", f"PHÓ {post}"]


def lines_for(agency: Agency, title: str, lines: Sequence[str]) -> list[str]:
    """Return the lines above the signature that fit the post; lines of somebody's own stay."""
    head, deputy = list(agency.signature_lines), deputy_lines(agency)
    if list(lines) not in (head, deputy, []):
        return list(lines)
    return deputy if is_deputy(title, agency) else head or list(lines)


def signer_problems(
    agency: Agency, signer: Person | None, lines: Sequence[str], day: date
) -> list[Blocker | Caution]:
    """Return why this person may not be printed as the one who signs, under these lines."""
    if signer is None:
        return []
    title = post_of(signer, agency, day)
    if not title:
        words = (
            f"{signer.full_name} không giữ chức vụ nào ở {agency.name} vào ngày {format_date(day)}; chọn "
            "người ký khác, hoặc nhờ quản trị ghi chức vụ ở Danh mục."
        )
        return [Blocker(words, ARTICLE, "signer")]
    head = list(agency.signature_lines)
    if is_deputy(title, agency) and head and lines and lines[-1] == head[-1]:
        words = (
            f"{signer.full_name} là {title}, không ký với chức vụ {head[-1]}; thể thức ký là "
            f"{' / '.join(deputy_lines(agency))}."
        )
        return [Blocker(words, ARTICLE, "signature_lines")]
    return []
