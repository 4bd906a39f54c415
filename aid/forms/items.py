"""What may be typed about an aid item, and what we tell people when it is wrong."""

from django import forms
from django.utils import timezone

from aid import permissions
from aid.actions.items import ItemContent
from aid.actions.ledger import main_line, stands
from aid.actions.money import money_fields
from aid.forms.fields import CURRENCY_CHOICES, PlacesField, RateField, combobox
from aid.forms.questions import duplicate_question, rate_questions
from aid.models import AidItem, ClosedPeriod, Counterpart, RateKind, Sector
from aid.place_shares import typed_places
from aid.rules import item_problems
from core.attachments import AttachmentField
from core.forms import AmountField, PortalForm, VersionField, VnDateField
from core.legal import RuleError, blockers
from core.models import Agency, Partner, Person
from core.money import AmountError, from_minor

MODES = [choice for choice in AidItem.Mode.choices if choice[0] != AidItem.Mode.UNSORTED]
STAGES = [(code, AidItem.Status(code).label) for code in ("MOBILISING", "COMMITTED", "DOSSIER")]
_YES_NO = [("", "chưa rõ"), ("1", "thuộc nguồn thu ngân sách"), ("0", "không thuộc nguồn thu ngân sách")]

# Columns of AidItem that the form fills under the same name.
PLAIN_COLUMNS = (
    "name", "name_en", "mode", "donor", "recipient", "owner", "governing_body", "mobilised_by",
    "started_on", "ended_on", "decision_number", "approved_on", "signer", "signer_title", "objectives",
    "is_budget_revenue", "management_form", "beneficiaries", "note",
    "emergency_kind", "disaster_event", "disaster_on", "booking_reason",
)  # fmt: skip


# What only who keeps the register, or decides, may say.
DECISION = ("decision_number", "approved_on", "signer", "signer_title")
NOT_YOURS = "Quyết định phê duyệt do Sở Ngoại vụ ghi (bước “Phê duyệt”); ô này giữ như đang lưu."


class ItemForm(PortalForm):
    """One aid item: what J3 asks for first, the rest under "Chi tiết"."""

    name = forms.CharField(label="Tên khoản viện trợ", max_length=500)
    mode = forms.ChoiceField(label="Loại", choices=MODES, widget=forms.RadioSelect)
    sector = forms.ModelChoiceField(
        label="Lĩnh vực", queryset=Sector.objects.none(), empty_label="Chọn lĩnh vực"
    )
    donor = forms.ModelChoiceField(
        label="Nhà tài trợ",
        queryset=Partner.objects.order_by("sort_key", "pk"),
        required=False,
        empty_label="Chọn nhà tài trợ",
        widget=combobox("core:partner_options", "nhà tài trợ", add="core:partner_add"),
    )
    donor_new = forms.CharField(label="Nhà tài trợ chưa có trong danh sách", max_length=250, required=False)
    recipient = forms.ModelChoiceField(
        label="Cơ quan tiếp nhận",
        queryset=Agency.objects.order_by("sort_key", "pk"),
        empty_label="Chọn cơ quan",
        widget=combobox("core:agency_options", "cơ quan"),
    )
    started_on = VnDateField(label="Ngày bắt đầu", required=False)
    ended_on = VnDateField(label="Ngày kết thúc", required=False)
    amount = AmountField(label="Cam kết", required=False)
    currency = forms.ChoiceField(label="Loại tiền", choices=CURRENCY_CHOICES, initial="USD")
    decision_number = forms.CharField(label="Số quyết định phê duyệt", max_length=50, required=False)
    approved_on = VnDateField(label="Ngày phê duyệt", required=False)
    decision_file = AttachmentField(label="Tệp quyết định", required=False, max_length=255)
    stage = forms.ChoiceField(
        label="Khi chưa có quyết định", choices=STAGES, initial="DOSSIER", required=False
    )
    is_emergency = forms.BooleanField(
        label="Đây là viện trợ khẩn cấp (cứu trợ, khắc phục hậu quả thiên tai, bão lũ)", required=False
    )
    emergency_kind = forms.ChoiceField(
        label="Diện khẩn cấp", choices=AidItem.Emergency.choices, required=False, widget=forms.RadioSelect
    )
    disaster_event = forms.CharField(label="Thiên tai, sự cố", max_length=250, required=False)
    disaster_on = VnDateField(label="Ngày xảy ra", required=False)

    owner = forms.ModelChoiceField(
        label="Chủ khoản viện trợ",
        queryset=Agency.objects.order_by("sort_key", "pk"),
        required=False,
        empty_label="Như cơ quan tiếp nhận",
        widget=combobox("core:agency_options", "cơ quan"),
    )
    governing_body = forms.ModelChoiceField(
        label="Cơ quan chủ quản",
        queryset=Agency.objects.order_by("sort_key", "pk"),
        required=False,
        empty_label="Chưa ghi",
        widget=combobox("core:agency_options", "cơ quan"),
    )
    mobilised_by = forms.ModelChoiceField(
        label="Cơ quan vận động",
        queryset=Agency.objects.order_by("sort_key", "pk"),
        required=False,
        empty_label="Chưa ghi",
        widget=combobox("core:agency_options", "cơ quan"),
    )
    committed_on = VnDateField(label="Ngày cam kết", required=False)
    rate = RateField(label="Tỷ giá của loại tiền cam kết")
    usd_rate = RateField(label="Tỷ giá USD")
    rate_kind = forms.ChoiceField(
        label="Loại tỷ giá", choices=[("", "theo danh mục"), *RateKind.choices], required=False
    )
    rate_source = forms.CharField(label="Nguồn tỷ giá", max_length=250, required=False)
    rate_on = VnDateField(label="Ngày của tỷ giá", required=False)
    counterpart_amount = AmountField(
        label="Vốn đối ứng", required=False, currency_field="counterpart_currency"
    )
    counterpart_currency = forms.ChoiceField(label="Loại tiền", choices=CURRENCY_CHOICES, initial="VND")
    counterpart_kind = forms.ChoiceField(
        label="Hình thức đối ứng", choices=Counterpart.Kind.choices, initial=Counterpart.Kind.CASH
    )
    places = PlacesField(label="Địa bàn (xã, phường)", required=False, max_length=6000)
    objectives = forms.CharField(
        label="Mục tiêu, kết quả chính", required=False, max_length=5000, widget=forms.Textarea
    )
    signer = forms.ModelChoiceField(
        label="Người ký quyết định",
        queryset=Person.objects.order_by("sort_key", "pk"),
        required=False,
        empty_label="Chưa ghi",
        widget=combobox("core:person_options", "người ký"),
    )
    signer_title = forms.CharField(label="Chức vụ người ký", max_length=250, required=False)
    is_budget_revenue = forms.ChoiceField(label="Nguồn thu ngân sách", choices=_YES_NO, required=False)
    management_form = forms.ChoiceField(
        label="Hình thức quản lý",
        choices=[("", "chưa rõ"), *AidItem.ManagementForm.choices],
        required=False,
    )
    beneficiaries = forms.IntegerField(
        label="Số người hưởng lợi", required=False, min_value=0, max_value=2_000_000_000
    )
    name_en = forms.CharField(label="Tên tiếng Anh", max_length=500, required=False)
    note = forms.CharField(label="Ghi chú", required=False, max_length=5000, widget=forms.Textarea)
    booking_reason = forms.CharField(
        label="Lý do ghi bổ sung vào kỳ mở, sửa khoản của kỳ đã khóa", max_length=500, required=False
    )
    confirm_rate = forms.BooleanField(label="Tỷ giá này đúng, vẫn lưu", required=False)
    confirmed = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    hints = {
        "donor": "Gõ 2 chữ để tìm; chưa có thì chọn “Thêm nhà tài trợ”",
        "recipient": "Cơ quan chịu trách nhiệm báo cáo",
        "started_on": "dd/mm/yyyy – gõ 151125 cũng được",
        "rate": "Đồng cho một đơn vị; để trống thì lấy theo danh mục",
        "usd_rate": "Khi cam kết không bằng USD; để trống thì lấy theo danh mục",
        "places": "Mỗi dòng một xã, phường, ví dụ: Phường Hạc Thành. Chia không đều thì ghi tỷ lệ, đủ 100%: "
        "Xã Trung Lý (60%). Huyện cũ ghi sau dấu |: Xã Trung Lý (60%) | Mường Lát",
    }

    def __init__(self, *args, user, item=None, **kwargs):
        """Offer the sectors in use; for a stored item, start from what is stored."""
        self.user, self.item = user, item
        start = initial_of(item) if item else initial_for(user)
        super().__init__(*args, initial=start | kwargs.pop("initial", {}), **kwargs)
        sectors = Sector.objects.filter(is_active=True)
        if item:
            sectors = (sectors | Sector.objects.filter(item_sectors__item=item)).distinct()
            self.fields["version"] = VersionField(initial=item.version)
            del self.fields["stage"]
            if item.mode == AidItem.Mode.UNSORTED:
                # As it came from a register; nobody has to sort it in order to save something else.
                self.fields["mode"].choices = [*MODES, (AidItem.Mode.UNSORTED, "chưa xếp loại")]
        if not permissions.can_record_decision(user):
            for name in DECISION:
                self.fields[name].disabled = True
        if not ClosedPeriod.objects.exists():
            del self.fields["booking_reason"]
        self.fields["sector"].queryset = sectors
        self.other_names = add_sector_fields(self, sectors, start)
        self.fields["name"].widget.attrs["autofocus"] = ""
        for name in ("places", "objectives", "note"):
            self.fields[name].widget.attrs["rows"] = 3
        self.questions = []
        self.asks_rate = False

    @property
    def other_sectors(self):
        """Pairs of (sector, share) fields beside the main sector."""
        return [(self[name], self[share]) for name, share in self.other_names]

    def clean(self):
        """Return the cleaned data; put questions that need a confirmation into `questions`."""
        cleaned = super().clean()
        self._clean_donor(cleaned)
        self._clean_emergency(cleaned)
        cleaned["owner"] = cleaned.get("owner") or cleaned.get("recipient")
        cleaned["is_budget_revenue"] = {"1": True, "0": False}.get(cleaned.get("is_budget_revenue"))
        self._clean_dates(cleaned)
        self._clean_rates(cleaned)
        self._clean_rights(cleaned)
        self._clean_decision()
        self._clean_shares(cleaned)
        if not self.errors:
            self.questions = [
                *rate_questions(self, cleaned, self.rate_day),
                *duplicate_question(self, cleaned),
            ]
        return cleaned

    @property
    def rate_day(self):
        """The day whose rates convert the commitment: the commitment's, else the approval's, else today."""
        cleaned = self.cleaned_data
        return cleaned.get("committed_on") or cleaned.get("approved_on") or timezone.localdate()

    def _clean_donor(self, cleaned):
        if "donor" in cleaned and not cleaned["donor"] and not cleaned.get("donor_new"):
            self.add_error("donor", "Chọn nhà tài trợ, hoặc gõ tên rồi chọn “Thêm nhà tài trợ”.")

    def _clean_emergency(self, cleaned):
        if not cleaned.get("is_emergency"):
            cleaned |= {"emergency_kind": "", "disaster_event": "", "disaster_on": None}
        elif "emergency_kind" in cleaned and not cleaned["emergency_kind"]:
            self.add_error("emergency_kind", "Chọn diện khẩn cấp: cứu trợ hay khắc phục hậu quả.")

    def _clean_dates(self, cleaned):
        days = ("started_on", "ended_on", "approved_on", "disaster_on")
        problems = item_problems(
            **{name: cleaned.get(name) for name in days},
            # A date that cannot be read has its own message.
            decision_number=cleaned.get("decision_number", "") if "approved_on" in cleaned else "",
            today=timezone.localdate(),
        )
        for blocker in blockers(problems):
            self.add_error(blocker.field, str(blocker))

    def _clean_rates(self, cleaned):
        """Forget a rate that was stored for another currency and not typed anew."""
        if self.item and "currency" in self.changed_data and "rate" not in self.changed_data:
            cleaned |= {"rate": None, "rate_kind": "", "rate_source": "", "rate_on": None}

    def _clean_rights(self, cleaned):
        ids = {
            f"{name}_id": getattr(cleaned.get(name), "pk", None)
            for name in ("owner", "recipient", "mobilised_by")
        }
        if cleaned.get("recipient") and not permissions.can_own_item(self.user, **ids):
            self.add_error(
                "recipient",
                "Tài khoản này chỉ ghi khoản của cơ quan mình; chọn cơ quan mình là cơ quan tiếp nhận, "
                "chủ khoản hoặc cơ quan vận động.",
            )

    def _clean_decision(self):
        """Say why a decision that was sent all the same is not taken."""
        for name in DECISION:
            field = self[name]
            sent = self.data.get(self.add_prefix(name))
            if field.field.disabled and sent and sent != str(field.value() or ""):
                self.add_error(name, NOT_YOURS)

    def _clean_shares(self, cleaned):
        """Check the other sectors; the main one takes what is left of 100 per cent."""
        seen, rest = {cleaned.get("sector")}, 100
        cleaned["shares"] = []
        for name, share_name in self.other_names:
            sector, share = cleaned.get(name), cleaned.get(share_name)
            if sector is None:
                continue
            if sector in seen:
                self.add_error(name, f"Lĩnh vực {sector} đã chọn; bỏ một chỗ.")
            elif share is None and share_name in cleaned:
                self.add_error(share_name, f"Nhập tỷ lệ (%) của lĩnh vực {sector}.")
            else:
                rest -= share or 0
            seen.add(sector)
            cleaned["shares"].append((sector, share))
        if rest < 1:
            self.add_error(
                "sector", f"Các lĩnh vực khác đã chiếm {100 - rest}%; để lại phần cho lĩnh vực chính."
            )
        elif cleaned.get("sector"):
            cleaned["shares"].insert(0, (cleaned["sector"], rest))

    def _stored_counterpart(self, columns):
        """Return the columns with the rates of the stored line, perhaps its own, where its amount stays."""
        row, _ = (main_line(self.item.counterparts.all()) if self.item else None) or (None, 0)
        if row and (row.currency, (standing := stands(row))[0]) == (
            columns["currency"],
            columns["amount_minor"],
        ):
            kept = {name: getattr(row, name) for name in columns} | {"kind": columns["kind"]}
            return kept | dict(zip(("amount_minor", "usd_minor", "vnd"), standing, strict=True))
        return columns

    def content(self):
        """Return what the form states. Raises AmountError or RuleError for an amount that cannot be kept."""
        cleaned = self.cleaned_data
        values = {name: cleaned[name] for name in PLAIN_COLUMNS if name in self.fields}
        if cleaned.get("stage"):
            values["status"] = cleaned["stage"]
        commitment = counterpart = None
        if cleaned["amount"]:
            rates = {
                name: cleaned[name] for name in ("rate", "usd_rate", "rate_kind", "rate_source", "rate_on")
            }
            commitment = money_fields(
                amount=cleaned["amount"], currency=cleaned["currency"], day=self.rate_day, **rates
            ) | {"committed_on": cleaned["committed_on"]}
        if cleaned["counterpart_amount"]:
            try:
                counterpart = money_fields(
                    amount=cleaned["counterpart_amount"],
                    currency=cleaned["counterpart_currency"],
                    day=self.rate_day,
                ) | {"kind": cleaned["counterpart_kind"]}
            except AmountError as error:
                raise RuleError(str(error), field="counterpart_amount") from error
            counterpart = self._stored_counterpart(counterpart)
        return ItemContent(
            values=values,
            shares=cleaned["shares"],
            places=cleaned["places"],
            commitment=commitment,
            counterpart=counterpart,
            new_donor="" if cleaned["donor"] else cleaned["donor_new"],
            decision_file=cleaned["decision_file"],
        )


def add_sector_fields(form, sectors, start):
    """Add pairs of fields for further sectors, always one more than stored; return their names."""
    names = []
    for number in range(2, max(len(start.get("other_shares", [])), 1) + 3):
        name, share = f"sector_{number}", f"share_{number}"
        form.fields[name] = forms.ModelChoiceField(
            label=f"Lĩnh vực thứ {number}", queryset=sectors, required=False, empty_label="Không có"
        )
        form.fields[share] = forms.IntegerField(
            label="Tỷ lệ (%)",
            required=False,
            min_value=1,
            max_value=99,
            error_messages={"invalid": "Nhập số nguyên từ 1 đến 99."},
        )
        names.append((name, share))
    for (name, share), (sector_id, percent) in zip(names, start.get("other_shares", []), strict=False):
        form.initial |= {name: sector_id, share: percent}
    return names


def initial_for(user):
    """Return what a new form starts with: a focal point's own agency, the province as governor."""
    start = {"governing_body": Agency.objects.filter(code="UBND").values_list("pk", flat=True).first()}
    if not permissions.can_own_item(user, owner_id=None, recipient_id=None, mobilised_by_id=None):
        start["recipient"] = user.agency_id
    return start


def initial_of(item):
    """Return what the form of a stored item starts with."""
    start = {name: getattr(item, f"{name}_id", None) or getattr(item, name) for name in PLAIN_COLUMNS}
    shares = [(row.sector_id, row.share_percent) for row in item.item_sectors.all()]
    start |= {
        "is_emergency": item.is_emergency,
        "is_budget_revenue": {True: "1", False: "0", None: ""}[item.is_budget_revenue],
        "sector": shares[0][0] if shares else None,
        "other_shares": shares[1:],
        "places": typed_places(item.places.select_related("locality").order_by("locality__sort_key")),
    }
    # As their own forms show them: with what corrects them; none where that left nothing.
    row, total = main_line(item.commitments.all()) or (None, 0)
    if row and total:
        start |= {
            "amount": from_minor(total, row.currency),
            "currency": row.currency,
            "committed_on": row.committed_on,
            "rate": None if row.currency == "VND" else row.rate,
            "usd_rate": None if row.currency == "USD" else row.usd_rate,
            "rate_kind": row.rate_kind,
            "rate_source": row.rate_source,
            "rate_on": row.rate_on,
        }
    line, total = main_line(item.counterparts.all()) or (None, 0)
    if line and total:
        start |= {
            "counterpart_amount": from_minor(total, line.currency),
            "counterpart_currency": line.currency,
            "counterpart_kind": line.kind,
        }
    return start
