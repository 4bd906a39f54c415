"""What may be typed about a task."""

from django import forms
from django.utils import timezone

from core.dates import DateError, format_date
from core.forms import PortalForm, VersionField, VnDateField
from programs import permissions, rules
from programs.deadlines import DATED, due_on_for, due_text
from programs.forms.fields import AgenciesField, agency_choice
from programs.models import DueKind, Pillar, Program, SolutionGroup, TaskStatus

_DUE_KINDS = [choice for choice in DueKind.choices if choice[0] != DueKind.RIGHT_AFTER]
_RULED = [("", "Chọn trạng thái"), *(each for each in TaskStatus.choices if each[0] != TaskStatus.STOPPED)]


def positions():
    """Return the places of the programs as grouped choices, and {choice: (program, pillar, group)}."""
    pillars = list(Pillar.objects.order_by("ordinal"))
    groups = {}
    for group in SolutionGroup.objects.order_by("pillar__ordinal", "ordinal"):
        groups.setdefault((group.program_id, group.pillar_id), []).append(group)
    choices, found = [("", "Chọn vị trí")], {}
    for program in Program.objects.order_by("-period_start_year"):
        rows = [(program.slug, "Chưa xếp vào trụ cột")]
        found[program.slug] = (program, None, None)
        for pillar in pillars:
            key = f"{program.slug}/{pillar.code}"
            rows.append((key, f"{pillar.numeral}. {pillar.name}, chưa vào nhóm"))
            found[key] = (program, pillar, None)
            for group in groups.get((program.pk, pillar.pk), []):
                rows.append((f"{key}/{group.pk}", f"{pillar.numeral}.{group.ordinal} {group.title}"))
                found[rows[-1][0]] = (program, pillar, group)
        choices.append((f"Chương trình {program.slug}", rows))
    return choices, found


def position_of(task):
    """Return the choice of `positions` on which the task stands."""
    parts = [task.program.slug]
    if task.pillar:
        parts.append(task.pillar.code)
        if task.group_id:
            parts.append(str(task.group_id))
    return "/".join(parts)


class TaskForm(PortalForm):
    """One task: where it stands, who does it, until when, what comes out."""

    title = forms.CharField(label="Tên nhiệm vụ", max_length=500)
    position = forms.ChoiceField(label="Vị trí trong chương trình")
    ordinal = forms.IntegerField(
        label="Thứ tự trong nhóm",
        required=False,
        min_value=1,
        max_value=999,
        help_text="Để trống: đứng cuối nhóm",
    )
    lead_agency = agency_choice("Cơ quan chủ trì")
    partners = AgenciesField(label="Cơ quan phối hợp", required=False, max_length=4000)
    started_on = VnDateField(label="Ngày bắt đầu", required=False)
    due_kind = forms.ChoiceField(
        label="Loại thời hạn", choices=_DUE_KINDS, initial=DueKind.DAY, widget=forms.RadioSelect
    )
    due_text = forms.CharField(label="Hạn hoàn thành", required=False, max_length=40)
    deliverable = forms.CharField(label="Sản phẩm", required=False, max_length=300)
    progress_percent = forms.IntegerField(
        label="Tiến độ", required=False, min_value=0, max_value=100, initial=0
    )
    note = forms.CharField(label="Ghi chú", required=False, max_length=5000, widget=forms.Textarea)
    reason = forms.CharField(label="Lý do đổi hạn (bắt buộc khi đổi hạn)", required=False, max_length=500)

    hints = {
        "lead_agency": "Đúng một cơ quan",
        "partners": "Mỗi dòng một cơ quan; gõ mã như snv, stc hoặc tên",
        "due_text": "Ngày 15/12/2026; tháng 11/2026; quý IV/2026; năm 2026",
        "started_on": "dd/mm/yyyy – gõ 150326 cũng được",
        "deliverable": "Loại văn bản hoặc con số: kế hoạch, báo cáo, 3 lớp",
    }

    def __init__(self, *args, user, task=None, **kwargs):
        """Offer the places of the programs; for a stored task, start from what is stored."""
        self.user, self.task = user, task
        super().__init__(*args, initial=_initial_of(task) | kwargs.pop("initial", {}), **kwargs)
        self.fields["position"].choices, self._places = positions()
        for name in ("partners", "note"):
            self.fields[name].widget.attrs["rows"] = 3
        if task is None:
            self.fields["title"].widget.attrs["autofocus"] = ""
            del self.fields["reason"], self.fields["ordinal"]
        else:
            self.fields["version"] = VersionField(initial=task.version)
            if task.due_kind == DueKind.RIGHT_AFTER:
                self.fields["due_kind"].choices = DueKind.choices

    def clean(self):
        """Return the cleaned data with the deadline as a day; refuse what the account may not own."""
        cleaned = super().clean()
        self._clean_lead()
        cleaned["progress_percent"] = cleaned.get("progress_percent") or 0
        self._clean_due(cleaned)
        lead = cleaned.get("lead_agency")
        if lead and not permissions.can_lead_task(self.user, lead.pk):
            self.add_error("lead_agency", "Anh/chị chỉ ghi được nhiệm vụ do cơ quan mình chủ trì.")
        return cleaned

    def _clean_lead(self):
        """Refuse a second lead agency; a browser sends the field once, a script may send it twice."""
        sent = self.data.getlist(self.add_prefix("lead_agency")) if hasattr(self.data, "getlist") else []
        names = set(filter(None, sent))
        for problem in rules.lead_problems(sorted(names)) if len(names) > 1 else []:
            self.add_error("lead_agency", str(problem))

    def _clean_due(self, cleaned):
        cleaned["due_on"] = None
        kind = cleaned.get("due_kind")
        if kind is None or "due_text" not in cleaned:
            return
        if kind not in DATED and cleaned["due_text"]:
            words = DueKind(kind).label
            self.add_error("due_text", f"Thời hạn “{words}” không có ngày; bỏ trống ô này hoặc đổi loại.")
            return
        try:
            cleaned["due_on"] = due_on_for(kind, cleaned["due_text"], today=timezone.localdate())
        except DateError as error:
            self.add_error("due_text", str(error))
            return
        task = self.task
        if task and task.due_on and task.due_on != cleaned["due_on"] and not cleaned.get("reason"):
            self.add_error("reason", f"Ghi lý do đổi hạn; hạn cũ là {format_date(task.due_on)}.")

    def values(self):
        """Return the columns for the action."""
        cleaned = self.cleaned_data
        program, pillar, group = self._places[cleaned["position"]]
        names = ("title", "lead_agency", "started_on", "due_kind", "due_on", "deliverable", "note")
        return {name: cleaned[name] for name in names} | {
            "program": program,
            "pillar": pillar,
            "group": group,
            "ordinal": cleaned.get("ordinal"),
            "progress_percent": cleaned["progress_percent"],
        }


def _initial_of(task):
    if task is None:
        return {}
    names = ("title", "ordinal", "started_on", "due_kind", "deliverable", "progress_percent", "note")
    return {name: getattr(task, name) for name in names} | {
        "lead_agency": task.lead_agency_id,
        "position": position_of(task),
        "partners": [row.agency for row in task.co_agencies.all()],
        "due_text": due_text(task.due_kind, task.due_on),
    }


class ProgressForm(PortalForm):
    """What the lead agency reports on an open task."""

    percent = forms.IntegerField(label="Tiến độ", min_value=0, max_value=100)
    started_on = VnDateField(label="Ngày bắt đầu", required=False)
    note = forms.CharField(label="Kết quả, vướng mắc", required=False, max_length=5000, widget=forms.Textarea)

    def __init__(self, *args, task, **kwargs):
        """Start from what is stored."""
        start = {"percent": task.progress_percent, "note": task.note, "started_on": task.started_on}
        super().__init__(*args, initial=start, auto_id="tien-do-%s", **kwargs)
        self.fields["version"] = VersionField(initial=task.version)
        self.fields["note"].widget.attrs["rows"] = 3


class CompleteForm(PortalForm):
    """That a task is finished: when, and what proves it."""

    on = VnDateField(label="Ngày hoàn thành")
    evidence = forms.CharField(label="Sản phẩm, minh chứng", max_length=300)

    hints = {"evidence": "Số văn bản hoặc sản phẩm đã giao"}

    def __init__(self, *args, task, today, **kwargs):
        """Propose today."""
        super().__init__(*args, initial={"on": today}, auto_id="xong-%s", **kwargs)
        self.fields["version"] = VersionField(initial=task.version)


class ReasonForm(PortalForm):
    """Why a task is reopened or stopped."""

    reason = forms.CharField(label="Lý do", max_length=500, widget=forms.Textarea)

    def __init__(self, *args, task, **kwargs):
        """Keep the version on which the page was opened."""
        super().__init__(*args, **kwargs)
        self.fields["version"] = VersionField(initial=task.version)
        self.fields["reason"].widget.attrs["rows"] = 2


class OverrideForm(ReasonForm):
    """A ruled status and why."""

    status = forms.ChoiceField(label="Trạng thái ấn định", choices=_RULED)
    field_order = ("status", "reason", "version")
