"""What a person decides when two records are merged, or told apart."""

from django import forms

from aid.actions.merging import Choice, money_key, money_of
from aid.ledger import money_words
from aid.merge_fields import GONE, KEPT, better, differing, in_words
from aid.models import DuplicateKind
from core.dates import format_date
from core.forms import PortalForm, VersionField

SETS = (("linh_vuc", "Lĩnh vực"), ("dia_ban", "Địa bàn"))


class VerdictForm(PortalForm):
    """Two records that are not one."""

    first = forms.IntegerField(min_value=1, max_value=2**62, widget=forms.HiddenInput)
    second = forms.IntegerField(min_value=1, max_value=2**62, widget=forms.HiddenInput)
    reason = forms.CharField(label="Lý do", max_length=300, required=False)


class MergeForm(PortalForm):
    """Which of the two says what, which money stays, and why they are one."""

    reason = forms.CharField(label="Vì sao là một", max_length=300)

    def __init__(self, *args, kind, kept, gone, **kwargs):
        """Ask only where the two differ; propose what the kept one says, unless it says nothing."""
        super().__init__(*args, **kwargs)
        self.kind, self.kept, self.gone = kind, kept, gone
        self.groups = differing(kind, kept, gone)
        for group in self.groups:
            pair = [(KEPT, in_words(kept, group)), (GONE, in_words(gone, group))]
            self._ask(group.key, group.label, pair, better(kept, gone, group))
        self.money_rows = []
        if kind == DuplicateKind.ITEM:
            self._ask_sets()
            self._ask_money()
        self.fields["kept_version"] = VersionField(initial=kept.version)
        self.fields["gone_version"] = VersionField(initial=gone.version)
        self.order_fields([name for name in self.fields if name != "reason"])

    def _ask(self, key, label, pair, proposed):
        self.fields[key] = forms.ChoiceField(
            label=label, choices=pair, initial=proposed, widget=forms.RadioSelect
        )

    def _ask_sets(self):
        for key, label in SETS:
            mine, theirs = (_set_words(item, key) for item in (self.kept, self.gone))
            if mine != theirs:
                pair = [(KEPT, mine or "để trống"), (GONE, theirs or "để trống")]
                self._ask(key, label, pair, GONE if theirs and not mine else KEPT)

    def _ask_money(self):
        """Offer every money row of both; a row that the kept item has too is proposed to be left out."""
        mine, theirs = money_of(self.kept), money_of(self.gone)
        left = [_twin_key(row) for row in mine]
        proposed = [money_key(row) for row in mine]
        for row in theirs:
            if _twin_key(row) in left:
                left.remove(_twin_key(row))
            else:
                proposed.append(money_key(row))
        self.money_rows = [*mine, *theirs]
        self.fields["money"] = forms.MultipleChoiceField(
            label="Dòng tiền giữ lại",
            choices=[(money_key(row), row_words(row)) for row in self.money_rows],
            initial=proposed,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    @property
    def decisions(self):
        """The bound fields that ask which of the two is right."""
        keys = [group.key for group in self.groups] + [key for key, _ in SETS]
        return [self[key] for key in keys if key in self.fields]

    def staying(self):
        """Return the keys of the money rows that stay, as far as they are known."""
        if "money" not in self.fields:
            return frozenset()
        known = {money_key(row) for row in self.money_rows}
        return frozenset(str(key) for key in self["money"].value() or ()) & known

    def choice(self):
        """Return what was decided."""
        asked = [group.key for group in self.groups] + [key for key, _ in SETS]
        return Choice(
            from_gone=frozenset(key for key in asked if self.cleaned_data.get(key) == GONE),
            money=self.staying(),
            reason=self.cleaned_data["reason"],
        )


def _twin_key(row):
    """Return what makes two money rows one: what it is, the amount, and the day of a payment."""
    return (row._meta.model_name, row.currency, row.amount_minor, getattr(row, "paid_on", None))


def row_words(row):
    """Return a money row in words."""
    day = getattr(row, "paid_on", None) or getattr(row, "committed_on", None)
    words = money_words(row)
    name = row._meta.verbose_name.capitalize()
    return f"{name} {words['amount']}" + (f" ngày {format_date(day)}" if day else "")


def _set_words(item, key):
    if key == "linh_vuc":
        rows = item.item_sectors.select_related("sector").order_by("-share_percent", "pk")
        return ", ".join(f"{row.sector.name} {row.share_percent}%" for row in rows)
    rows = item.places.select_related("locality").order_by("locality__sort_key")
    return ", ".join(row.locality.full_name for row in rows)
