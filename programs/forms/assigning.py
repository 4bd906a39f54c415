"""What may be typed about the tasks that an issued program gives out."""

from django import forms

from core.forms import PortalForm
from core.models import Agency
from programs.actions.assigning import Choice
from programs.assigning import pillar_of, typed_due
from programs.models import Pillar
from programs.wording.amending import ADDED, CHANGED, DROPPED
from programs.wording.due_words import due_of

WRITTEN = (ADDED, CHANGED, DROPPED)


class AssignForm(PortalForm):
    """Each line of the preview: whether it is taken, its lead agency, title and deadline."""

    reason = forms.CharField(label="Lý do dừng các nhiệm vụ không còn giao", max_length=300, required=False)

    def __init__(self, *args, preview, today, **kwargs):
        """Start from what the text says; `state` is the print of the preview."""
        self.preview = preview
        super().__init__(*args, **kwargs)
        self.fields["state"] = forms.CharField(
            widget=forms.HiddenInput(), initial=preview.state, required=False
        )
        agencies = list(Agency.objects.valid_on(today).order_by("sort_key", "pk"))
        self._agencies = {str(one.pk): one for one in agencies}
        pillars = list(Pillar.objects.order_by("ordinal"))
        self._pillars = {str(one.pk): one for one in pillars}
        offered = [("", "Chọn cơ quan chủ trì"), *((str(one.pk), one.label) for one in agencies)]
        for line in preview.lines:
            if line.kind in WRITTEN:
                self._add(line, offered)
            if line.kind == ADDED:
                self._add_pillar(line, pillars)
        if not preview.of_kind(DROPPED):
            del self.fields["reason"]

    def _add(self, line, offered):
        name, one = line.name, line.change.assignment
        self.fields[f"take-{name}"] = forms.BooleanField(
            label="Dừng" if line.kind == DROPPED else "Lấy",
            required=False,
            initial=bool(one is None or one.lead),
        )
        if one is None:
            return
        title = forms.CharField(
            label="Nhiệm vụ", max_length=500, required=False, initial=one.title,
            widget=forms.Textarea(attrs={"rows": 2}),
        )  # fmt: skip
        lead = one.lead or (line.change.task.lead if line.change.task else "")
        self.fields[f"title-{name}"] = title
        self.fields[f"lead-{name}"] = forms.ChoiceField(
            label="Cơ quan chủ trì", choices=offered, required=False, initial=str(lead)
        )
        self.fields[f"due-{name}"] = forms.CharField(
            label="Hạn", max_length=60, required=False, initial=typed_due(one.due_kind, one.due_on)
        )

    def _add_pillar(self, line, pillars):
        one = line.change.assignment
        found = pillar_of(one.title, pillars) or pillar_of(one.group, pillars)
        self.fields[f"pillar-{line.name}"] = forms.ChoiceField(
            label="Trụ cột",
            choices=[("", "chưa xếp"), *((str(each.pk), each.name) for each in pillars)],
            required=False,
            initial=str(found.pk) if found else "",
        )

    def clean(self):
        """Return the cleaned data; a line that is taken needs a title, a lead and a readable deadline."""
        cleaned = super().clean()
        for line in self.preview.lines:
            name = line.name
            if not cleaned.get(f"take-{name}"):
                continue
            if line.kind == DROPPED:
                if not cleaned.get("reason", "").strip() and "reason" not in self.errors:
                    self.add_error("reason", "Ghi lý do dừng các nhiệm vụ không còn trong bản ban hành.")
                continue
            if not cleaned.get(f"title-{name}", "").strip():
                self.add_error(f"title-{name}", "Nhập tên nhiệm vụ, hoặc bỏ chọn dòng này.")
            if not cleaned.get(f"lead-{name}"):
                self.add_error(f"lead-{name}", "Chọn cơ quan chủ trì, hoặc bỏ chọn dòng này.")
            typed = cleaned.get(f"due-{name}", "")
            if typed.strip() and due_of(typed)[0] == "KHONG":
                self.add_error(
                    f"due-{name}",
                    f"“{typed[:30]}” chưa rõ; nhập 30/06/2027, tháng 6/2027, quý II/2027, hằng năm.",
                )
        return cleaned

    def choices(self):
        """Return what was decided, for the action."""
        typed, found = self.cleaned_data, []
        for line in self.preview.lines:
            name = line.name
            if not typed.get(f"take-{name}"):
                continue
            if line.kind == DROPPED:
                found.append(Choice(name))
                continue
            kind, due_on = due_of(typed[f"due-{name}"])
            lead = self._agencies[typed[f"lead-{name}"]]
            pillar = self._pillars.get(typed.get(f"pillar-{name}", ""))
            found.append(Choice(name, " ".join(typed[f"title-{name}"].split()), lead, kind, due_on, pillar))
        return found

    def rows(self, kind):
        """Return the lines of one kind with their fields, for the page."""
        parts = ("take", "title", "lead", "due", "pillar")
        return [
            {"line": line}
            | {part: self[f"{part}-{line.name}"] for part in parts if f"{part}-{line.name}" in self.fields}
            for line in self.preview.of_kind(kind)
        ]
