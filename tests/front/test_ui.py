"""Template helpers: icons, bars, query strings, form controls."""

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.test import RequestFactory

from core.templatetags import ui


@pytest.mark.parametrize(
    ("percent", "width"),
    [
        pytest.param(0, 0, id="chưa có gì"),
        pytest.param("78", 780, id="chữ số"),
        pytest.param(54.5, 545, id="số lẻ"),
        pytest.param(120, 1000, id="vượt cam kết"),
        pytest.param(-3, 0, id="số âm"),
        pytest.param(None, 0, id="không có số"),
    ],
)
def test_bar_stays_within_its_frame(percent, width):
    assert ui.bar(percent) == width


def test_segments_fill_the_bar_in_order():
    parts = ui.bar_segments(
        [{"value": 3, "tone": "done"}, {"value": 0, "tone": "late"}, {"value": 1, "tone": "doing"}]
    )
    assert [part["tone"] for part in parts] == ["done", "doing"]
    assert parts[0] == {"x": 0, "width": 750, "tone": "done"}
    assert parts[1]["x"] + parts[1]["width"] == 1000


def test_segments_leave_the_rest_of_a_larger_total_empty():
    (part,) = ui.bar_segments([{"value": 1, "tone": "done"}], 4)
    assert part["width"] == 250


def test_segments_of_nothing_are_none():
    assert ui.bar_segments([{"value": 0, "tone": "done"}]) == []


def test_squares_count_every_thing_and_outline_the_urgent_ones():
    drawn = ui.squares([{"count": 3, "tone": "done"}, {"count": 2, "tone": "bro", "urgent": 1}])
    assert len(drawn["squares"]) == 5
    assert [square["urgent"] for square in drawn["squares"]] == [False, False, False, False, True]


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        pytest.param("Lê Thị Hà", "LH", id="họ tên ba chữ"),
        pytest.param("chuyenvien.httq", "CH", id="tên tài khoản"),
        pytest.param("Đạt", "Đ", id="một chữ"),
        pytest.param("", "", id="trống"),
    ],
)
def test_initials(name, letters):
    assert ui.initials(name) == letters


def test_icon_is_hidden_unless_it_is_named():
    assert 'aria-hidden="true"' in ui.icon("bell")
    assert 'role="img" aria-label="Thông báo"' in ui.icon("bell", "", "Thông báo")


@pytest.mark.parametrize("name", ["khong-co", "../mark", "bell.svg"])
def test_unknown_icon_says_what_to_do(name):
    with pytest.raises(LookupError, match="static/vendor/icons"):
        ui.icon(name)


def test_highlight_marks_and_escapes():
    assert ui.highlight("<b> bão, lũ", "bão") == "&lt;b&gt; <mark>bão</mark>, lũ"
    assert ui.highlight("<i>", "") == "&lt;i&gt;"
    assert ui.highlight("Tuyến & trạm Y tế, xã", "y te") == "Tuyến &amp; trạm <mark>Y tế</mark>, xã"
    assert ui.highlight("Đài của Lào", "lao dai") == "Đài của <mark>Lào</mark>"
    assert ui.highlight("Sở Y tế", "giao duc") == "Sở Y tế"


def test_query_string_replaces_and_removes():
    request = RequestFactory().get("/vien-tro/?q=a&page=3&sort=ten")
    out = Template('{% load ui %}{% qs page=4 sort="" %}').render(RequestContext(request))
    assert out == "?q=a&amp;page=4"


def test_query_string_survives_an_isolated_include():
    request = RequestFactory().get("/vien-tro/?q=a")
    page = Paginator(range(9), 3).get_page(2)
    out = Template('{% include "components/pagination.html" with page=page noun="khoản" only %}').render(
        RequestContext(request, {"page": page})
    )
    assert 'href="?q=a&amp;page=3"' in out
    assert "4–6 trong 9 khoản" in out
    assert 'aria-current="page">2' in out


def test_page_numbers_leave_gaps():
    assert ui.page_numbers(Paginator(range(500), 10).get_page(25)) == [1, None, 24, 25, 26, None, 50]


class AidForm(forms.Form):
    """A small form with one field of each kind that the components draw."""

    use_required_attribute = False
    name = forms.CharField(label="Tên khoản viện trợ", help_text="Như trong quyết định")
    kind = forms.ChoiceField(
        label="Loại", widget=forms.RadioSelect, choices=[("A", "Chương trình"), ("B", "Dự án")]
    )
    start = forms.DateField(label="Ngày bắt đầu")
    donor = forms.ChoiceField(
        label="Nhà tài trợ", choices=[("1", "Quỹ A")], widget=forms.Select(attrs={"data-combobox": ""})
    )
    amount = forms.CharField(label="Cam kết", widget=forms.TextInput(attrs={"data-amount": ""}))
    secret = forms.CharField(label="Mật khẩu", widget=forms.PasswordInput)
    note = forms.CharField(label="Ghi chú", widget=forms.Textarea, required=False)
    file = forms.FileField(label="Tệp", required=False)
    urgent = forms.BooleanField(label="Khẩn cấp", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


@pytest.mark.parametrize(
    ("field", "kind"),
    [
        ("name", "text"),
        ("kind", "radio"),
        ("start", "date"),
        ("donor", "combobox"),
        ("amount", "amount"),
        ("secret", "password"),
        ("note", "textarea"),
        ("file", "file"),
        ("urgent", "checkbox"),
        ("version", "hidden"),
    ],
)
def test_kind_of_field(field, kind):
    assert ui.kind(AidForm()[field]) == kind


def render_field(form, name, **extra):
    """Return the field component drawn for one field of the form."""
    options = " ".join(f"{key}={key}" for key in extra)
    source = f'{{% include "components/field.html" with field=field {options} only %}}'
    return Template(source).render(Context({"field": form[name], **extra}))


def test_field_with_error_points_from_the_control_to_hint_and_error():
    form = AidForm({"name": ""})
    out = render_field(form, "name")
    assert 'aria-invalid="true"' in out
    assert 'aria-describedby="id_name_hint id_name_error"' in out
    assert '<span class="vh">Lỗi: </span>' in out
    assert 'id="id_name_hint">Như trong quyết định' in out


def test_field_without_error_is_quiet():
    out = render_field(AidForm(), "start")
    assert "aria-invalid" not in out
    assert 'inputmode="numeric"' in out
    assert "data-date" in out


def test_file_box_speaks_vietnamese_in_every_browser():
    out = render_field(AidForm(), "file")
    assert out.count('type="file"') == 1
    assert "Chọn tệp" in out
    assert "data-file-name" in out


def test_choices_become_a_named_group_of_cards():
    out = render_field(AidForm(), "kind")
    assert "<legend" in out
    assert out.count('type="radio"') == 2


def test_ambiguous_amount_offers_each_reading_as_a_button():
    class Reading:
        """One meaning of an amount."""

        def __init__(self, label, value):
            self.label, self.value = label, value

    form = AidForm({"amount": "68.000"})
    form.amount_readings = {"amount": [Reading("68.000 USD", "68.000,00"), Reading("68 USD", "68,00")]}
    out = render_field(form, "amount")
    assert '<button class="mini" type="submit" name="amount" value="68.000,00"' in out
    assert out.count("data-fill") == 2


def test_error_summary_counts_and_links():
    form = AidForm({"kind": "A"})
    out = Template('{% include "components/error_summary.html" with form=form only %}').render(
        Context({"form": form})
    )
    assert f"Có {ui.error_count(form)} chỗ cần sửa trước khi lưu" in out
    assert 'href="#id_name"' in out
