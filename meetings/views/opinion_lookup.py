"""Which program, round, contribution or opinion, and may this account do that: how each view begins."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.http import get_visible_or_404
from core.permissions import require
from meetings import permissions
from meetings.models import ConsultationRound, Contribution, Opinion
from programs.models import Program


def program_or_404(slug):
    """Return the program of the address."""
    return get_object_or_404(Program, slug=slug)


def round_to_read(request, slug, number):
    """Return the round; 404 where it does not ask the account's agency."""
    rounds = ConsultationRound.objects.select_related("program", "draft__program")
    return get_visible_or_404(rounds, request.user, program__slug=slug, number=number)


def round_to_run(request, slug, number):
    """Return the round; 403 for those who may not run it."""
    opened = round_to_read(request, slug, number)
    require(permissions.can_consult(request.user))
    return opened


def contribution_to_read(request, slug, pk):
    """Return the contribution with its agency; 404 where the account may not read it."""
    rows = Contribution.objects.select_related(
        "program", "draft__program", "round__program", "meeting", "agency", "attachment"
    )
    return get_visible_or_404(rows, request.user, program__slug=slug, pk=pk)


def contribution_to_record(request, slug, pk):
    """Return a contribution that a clerk recorded; 403 for those who may not correct it."""
    contribution = contribution_to_read(request, slug, pk)
    require(permissions.can_consult(request.user))
    return contribution


def opinion_to_read(request, slug, number):
    """Return the opinion with all that its page says of it; 404 where the account may not read it."""
    rows = Opinion.objects.select_related(
        "program",
        "draft__program",
        "drafter",
        "contribution__agency",
        "contribution__round__program",
        "contribution__meeting",
        "response__draft",
        "response__decided_by",
    )
    opinion = get_visible_or_404(rows, request.user, program__slug=slug, number=number)
    if not opinion.contribution.is_sent:
        # What is not handed in stands on its agency's own page only.
        raise Http404
    return opinion


def opinion_to_answer(request, slug, number):
    """Return the opinion; 403 for those who may not answer it."""
    opinion = opinion_to_read(request, slug, number)
    require(permissions.can_consult(request.user))
    return opinion


def crumbs(program, *steps):
    """Return the way back: the program, its opinions, and further steps (label, url)."""
    first = [
        {"label": f"Chương trình {program.slug}", "url": program.get_absolute_url()},
        {"label": "Ý kiến", "url": reverse("opinions:opinion_list", args=[program.slug])},
    ]
    return first + [{"label": label, "url": url} for label, url in steps]


def round_crumbs(opened, *steps):
    """Return the way back of the pages of a round."""
    rounds = ("Các đợt lấy ý kiến", reverse("opinions:round_list", args=[opened.program.slug]))
    return crumbs(opened.program, rounds, (f"Đợt {opened.number}", opened.get_absolute_url()), *steps)
