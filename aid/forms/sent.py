"""Whose table is sent out."""

from django import forms

from aid.models import AidItem
from core.forms import PortalForm
from core.models import Agency, Partner


class SentForm(PortalForm):
    """A donor, an owner, both or neither: all items that the account may change."""

    donor = forms.ModelChoiceField(
        label="Nhà tài trợ", queryset=Partner.objects.none(), required=False, empty_label="mọi nhà tài trợ"
    )
    owner = forms.ModelChoiceField(
        label="Chủ khoản viện trợ",
        queryset=Agency.objects.none(),
        required=False,
        empty_label="mọi chủ khoản",
    )

    def __init__(self, *args, user, **kwargs):
        """Offer the donors and owners of items that this account may read."""
        super().__init__(*args, **kwargs)
        items = AidItem.objects.visible_to(user)
        self.fields["donor"].queryset = Partner.objects.filter(pk__in=items.values("donor")).order_by(
            "sort_key"
        )
        self.fields["owner"].queryset = Agency.objects.filter(pk__in=items.values("owner")).order_by(
            "sort_key"
        )
