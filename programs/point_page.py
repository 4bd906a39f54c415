"""The list of key points against one version: a row for each, how it stands there, and how it is found."""

from dataclasses import dataclass, field

import django_filters
import django_tables2 as tables
from django.urls import reverse

from core.lists import FilterForm, PortalFilterSet, PortalTable, SearchFilter
from core.text import fold, nfc, sort_key
from programs.keypoint_check import Check
from programs.models import Draft, KeyPoint
from programs.versions import part_name

Status = KeyPoint.Status
LOST, WAITING, CARRIED, DROPPED, REFUSED = "roi", "de-xuat", "con", "da-bo", "khong-phai"
STATES = {
    LOST: "Rơi ý",
    WAITING: "Chờ xác nhận",
    CARRIED: "Còn trong bản",
    DROPPED: "Đã quyết định bỏ",
    REFUSED: "Không phải ý chính",
}
TONES = {LOST: "bad", WAITING: "warn", CARRIED: "ok", DROPPED: "mute", REFUSED: "mute"}
_OF_STATUS = {Status.PROPOSED: WAITING, Status.DROPPED: DROPPED, Status.REFUSED: REFUSED}
_ORDER = {state: place for place, state in enumerate(STATES)}
_BESIDE = 60


@dataclass
class PointRow:
    """A key point as the list shows it against one version."""

    point: KeyPoint
    state: str
    place: int
    part: int = 0
    key: str = ""
    label: str = ""
    why: str = ""
    also: int = 0
    near: tuple[str, str, str] = ("", "", "")
    rank: tuple[int, int] = field(init=False)

    def __post_init__(self):
        """Keep what the list is ordered by: what is urgent first, then as it is read."""
        self.rank = _ORDER[self.state], self.place
        self.pk = self.point.pk

    @property
    def kind(self):
        """What the point is about, in words."""
        return self.point.get_kind_display()

    @property
    def text(self):
        """What the point says."""
        return self.point.text

    @property
    def sort_text(self):
        """What the points are ordered by as words."""
        return sort_key(self.point.text)

    @property
    def state_label(self):
        """How it stands, in words."""
        return STATES[self.state]

    @property
    def tone(self):
        """How the state looks."""
        return TONES[self.state]

    @property
    def is_open(self):
        """Whether the version must carry it."""
        return self.state in (LOST, CARRIED)


def rows_of(draft: Draft, check: Check) -> list[PointRow]:
    """Return every point that the version or one before it named, as it stands here, lost ones first."""
    places = {key: number for number, key in enumerate(check.passages)}
    lost = {one.point.pk: one for one in check.lost}
    rows = []
    for pk, point in check.points.items():
        key = check.carried.get(pk, "")
        if key:
            others = sum(one.section_key in places for one in point.carriers.all()) - 1
            rows.append(_row(check, places, point, CARRIED, key, also=max(others, 0)))
        else:
            rows.append(
                _row(check, places, point, LOST, lost[pk].keys[0] if lost[pk].keys else "", why=lost[pk].why)
            )
    unconfirmed = KeyPoint.objects.known_to(draft).exclude(status=Status.CONFIRMED)
    rows.extend(
        _row(check, places, point, _OF_STATUS[Status(point.status)], point.section_key)
        for point in unconfirmed.select_related("dropped_by").order_by("place", "pk")
    )
    return sorted(rows, key=lambda row: row.rank)


def _row(check, places, point, state, key, *, why="", also=0):
    passage = check.passages.get(key)
    row = PointRow(point, state, places.get(key, point.place), why=why, also=also)
    if passage:
        row.key, row.label, row.part = key, passage.label, passage.part
        if point.kind != KeyPoint.Kind.TASK:
            row.near = _near(passage.text, point.text)
    return row


def _near(text: str, point: str) -> tuple[str, str, str]:
    """Return the words before the point, the point and the words behind it, as the passage writes them."""
    at = text.lower().find(point.lower())
    if at < 0:
        return "", "", ""
    before, found, behind = text[:at], text[at : at + len(point)], text[at + len(point) :]
    head = before[-_BESIDE:]
    tail = behind[:_BESIDE]
    if len(before) > _BESIDE:
        head = f"… {head.partition(' ')[2]}"
    if len(behind) > _BESIDE:
        tail = f"{tail.rpartition(' ')[0]} …"
    return head, found, tail


class PointFilter(PortalFilterSet):
    """Filters of the list; what is carried where follows from the words, so rows are chosen here."""

    q = SearchFilter(label="Tìm ý chính")
    xem = django_filters.ChoiceFilter(
        label="Tình trạng", choices=list(STATES.items()), empty_label="Mọi tình trạng"
    )
    loai = django_filters.ChoiceFilter(label="Loại ý", choices=KeyPoint.Kind.choices, empty_label="Mọi loại")
    phan = django_filters.ChoiceFilter(label="Phần", choices=(), empty_label="Cả ba phần")

    class Meta:
        model = KeyPoint
        form = FilterForm
        fields = ()

    def __init__(self, *args, rows, **kwargs):
        """Take the rows of the version."""
        self.rows = rows
        super().__init__(*args, **kwargs)
        parts = sorted({row.part for row in rows if row.part})
        self.filters["phan"].extra["choices"] = [(str(part), part_name(part)) for part in parts]

    @property
    def qs(self):
        """The rows that the filters leave."""
        typed = self.form.cleaned_data if self.form.is_bound and self.form.is_valid() else {}
        words = fold(nfc(typed.get("q") or "")[:200]).split()
        return [
            row
            for row in self.rows
            if typed.get("xem") in (None, "", row.state)
            and typed.get("loai") in (None, "", row.point.kind)
            and typed.get("phan") in (None, "", str(row.part))
            and all(word in _searched(row) for word in words)
        ]


def _searched(row):
    return fold(f"{row.text} {row.label} {row.point.drop_reason} {''.join(row.near)}")


class PointTable(PortalTable):
    """Key points against one version."""

    export_only = ("part", "why", "dropped_by", "dropped_on")

    chosen = tables.TemplateColumn(
        template_name="programs/_point_box.html",
        verbose_name="",
        orderable=False,
        exclude_from_export=True,
        attrs={"th": {"class": "ckc"}, "td": {"class": "ckc"}},
    )
    kind = tables.Column(verbose_name="Loại", attrs={"td": {"class": "inline nw"}})
    text = tables.TemplateColumn(
        template_name="programs/_point_text.html",
        verbose_name="Ý chính",
        order_by=("sort_text",),
        attrs={"td": {"class": "main"}},
    )
    label = tables.TemplateColumn(
        template_name="programs/_point_place.html",
        verbose_name="Đoạn",
        order_by=("place",),
        attrs={"td": {"class": "inline nw"}},
    )
    state = tables.TemplateColumn(
        template_name="programs/_point_state.html",
        verbose_name="Tình trạng",
        order_by=("rank",),
        attrs={"td": {"class": "inline nw"}},
    )
    acts = tables.TemplateColumn(
        template_name="programs/_point_acts.html",
        verbose_name="Việc cần làm",
        orderable=False,
        exclude_from_export=True,
        attrs={"td": {"class": "plain point-acts"}},
    )
    part = tables.Column(verbose_name="Phần")
    why = tables.Column(verbose_name="Lý do")
    dropped_by = tables.Column(verbose_name="Người quyết định bỏ", accessor="point__dropped_by")
    dropped_on = tables.Column(verbose_name="Ngày quyết định bỏ", accessor="point__dropped_on")

    class Meta(PortalTable.Meta):
        fields = ()
        attrs = {"caption": "Ý chính"}
        sequence = ("chosen", "kind", "text", "label", "state", "...")

    def __init__(self, *args, rights, **kwargs):
        """Show only what the account may do."""
        super().__init__(*args, **kwargs)
        if not rights["may_edit"]:
            self.exclude = (*self.exclude, *(() if rights["may_drop"] else ("chosen", "acts")))

    def value_text(self, record):
        """Return the point alone."""
        return record.text

    def value_label(self, record):
        """Return the name of the paragraph."""
        return record.label

    def value_state(self, record):
        """Return how it stands, in words."""
        return record.state_label

    def value_part(self, record):
        """Return the part in words."""
        return part_name(record.part) if record.part else ""

    def value_why(self, record):
        """Return why it counts as lost, or why it was dropped."""
        return record.why or record.point.drop_reason


def tabs_of(draft: Draft, rows: list[PointRow], chosen: str) -> list[dict]:
    """Return the tabs of the list: every state with how many points stand so."""
    page = reverse("programs:point_list", args=draft.address)
    counts = dict.fromkeys(STATES, 0)
    for row in rows:
        counts[row.state] += 1
    tabs = [{"label": "Tất cả", "url": page, "count": len(rows), "active": not chosen}]
    for state, label in STATES.items():
        tabs.append(
            {"label": label, "url": f"{page}?xem={state}", "count": counts[state], "active": state == chosen}
        )
    return tabs


def waiting_by_kind(rows: list[PointRow]) -> list[tuple[str, str, int]]:
    """Return (code, label, how many) of the kinds that have proposals."""
    found = []
    for code, label in KeyPoint.Kind.choices:
        count = sum(row.state == WAITING and row.point.kind == code for row in rows)
        if count:
            found.append((code, label, count))
    return found
