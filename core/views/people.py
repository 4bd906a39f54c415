"""People and their posts: list, page, forms."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.actions import people as actions
from core.catalogue import may_edit_catalogue
from core.catalogue_forms import AppointmentForm, PersonForm
from core.catalogue_tables import PersonFilter, PersonTable
from core.lists import ListPage
from core.models import Appointment, Person
from core.permissions import Area, area_required, require
from core.views.editing import HELD_FIRST, FormPage, answer_form, answer_list, crumbs, history_url


def _trail(*more):
    return [("Người và chức vụ", reverse("core:person_list")), *more]


@require_safe
@area_required(Area.CATALOGUE)
def person_list(request):
    """People with their posts, by given name."""
    may_edit = may_edit_catalogue(request.user)
    listing = ListPage(
        request,
        Person.objects.prefetch_related("appointments").order_by("sort_key", "pk"),
        filterset=PersonFilter,
        table=PersonTable,
        name="Người và chức vụ",
        totals=lambda rows: f"{rows.count()} người, xếp theo tên gọi",
    )
    return answer_list(
        request,
        listing,
        noun="người",
        add_url=reverse("core:person_add") if may_edit else "",
        add="Thêm người",
    )


@require_safe
@area_required(Area.CATALOGUE)
def person_detail(request, pk):
    """One person with the posts held."""
    person = get_object_or_404(Person, pk=pk)
    facts = [
        {"label": "Họ và tên", "value": person.full_name},
        {"label": "Tên viết khác", "value": "; ".join(person.aliases)},
        {"label": "Người nước ngoài", "value": "có" if person.is_foreign else "không"},
        {"label": "Ghi chú", "value": person.note},
    ]
    context = {
        "person": person,
        "breadcrumb": crumbs(*_trail((person.full_name, ""))),
        "facts": facts,
        "posts": person.appointments.select_related("agency").order_by(*HELD_FIRST),
        "may_edit": may_edit_catalogue(request.user),
        "history_url": history_url(request.user, person),
    }
    return render(request, "core/person_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def person_add(request):
    """Add a person."""
    require(may_edit_catalogue(request.user))
    page = FormPage(
        title="Thêm người", trail=_trail(), back_url=reverse("core:person_list"), done="Đã thêm người."
    )
    return answer_form(
        request,
        PersonForm(request.POST or None),
        page,
        lambda form: actions.add_person(person=form.instance, by=request.user),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def person_edit(request, pk):
    """Change a person."""
    require(may_edit_catalogue(request.user))
    person = get_object_or_404(Person, pk=pk)
    return answer_form(
        request,
        PersonForm(request.POST or None, instance=person),
        _page_of(person, f"Sửa {person.full_name}", f"Đã lưu {person.full_name}."),
        lambda form: actions.edit_person(
            person=form.instance, expected=form.cleaned_data["version"], by=request.user
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def appointment_add(request, pk):
    """Add a post of a person."""
    require(may_edit_catalogue(request.user))
    person = get_object_or_404(Person, pk=pk)
    return answer_form(
        request,
        AppointmentForm(request.POST or None, person=person),
        _page_of(person, "Thêm chức vụ", f"Đã thêm chức vụ của {person.full_name}."),
        lambda form: actions.add_appointment(appointment=form.instance, by=request.user),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def appointment_edit(request, pk):
    """Change a post, or write down that it ended."""
    require(may_edit_catalogue(request.user))
    post = get_object_or_404(Appointment.objects.select_related("person"), pk=pk)
    person = post.person
    return answer_form(
        request,
        AppointmentForm(request.POST or None, instance=post, person=person),
        _page_of(person, "Sửa chức vụ", f"Đã lưu chức vụ của {person.full_name}."),
        lambda form: actions.edit_appointment(
            appointment=form.instance, expected=form.cleaned_data["version"], by=request.user
        ),
        stored_form=lambda stored: AppointmentForm(instance=stored, person=person),
    )


def _page_of(person, title, done):
    url = person.get_absolute_url()
    return FormPage(title=title, trail=_trail((person.full_name, url)), back_url=url, done=done)
