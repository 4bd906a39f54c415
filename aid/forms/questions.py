"""Questions that stop a save until somebody says yes: a rate far off, an item that may already be there."""

from django.db.models import DateField, F, Value
from django.db.models.functions import Abs

from aid.law import aid_law
from aid.models import AidItem, ExchangeRate
from aid.models.day_numbers import DayNumber
from aid.rules import rate_cautions
from core.text import fold


def nearest_rate(currency, day, *, leaving_out=None):
    """Return the known rate of the currency whose day is nearest, or None; `leaving_out` the row in hand."""
    distance = Abs(DayNumber(F("day")) - DayNumber(Value(day, DateField())))
    rows = ExchangeRate.objects.filter(currency=currency).exclude(pk=leaving_out)
    return rows.order_by(distance, "pk").first()


def catalogue_rate_questions(form, cleaned):
    """Return the caution on a rate of the catalogue far from its neighbour in time, until it is confirmed."""
    if cleaned.get("confirm_rate") or not {"currency", "day", "rate"} & set(form.changed_data):
        return []
    currency, day = cleaned["currency"], cleaned["day"]
    known = nearest_rate(currency, day, leaving_out=form.instance.pk)
    found = rate_cautions(
        currency,
        cleaned["rate"],
        known and known.rate,
        known and known.day,
        band_percent=aid_law(day).convention("AID_RATE_BAND_PERCENT").value,
        field="rate",
    )
    form.asks_rate = bool(found)
    return [{"text": f"{caution} Đánh dấu “Tỷ giá này đúng” rồi lưu lại nếu đúng."} for caution in found]


def rate_questions(form, cleaned, day):
    """Return the cautions on typed rates until the tick beside them is set."""
    if cleaned.get("confirm_rate") or not (cleaned.get("rate") or cleaned.get("usd_rate")):
        return []
    band = aid_law(day).convention("AID_RATE_BAND_PERCENT").value
    found = []
    for field, currency in (("rate", cleaned["currency"]), ("usd_rate", "USD")):
        if not cleaned.get(field) or (field == "rate" and currency == "VND"):
            continue
        known = nearest_rate(currency, cleaned.get("rate_on") or day)
        found += rate_cautions(
            currency,
            cleaned[field],
            known and known.rate,
            known and known.day,
            band_percent=band,
            field=field,
        )
    form.asks_rate = bool(found)
    return [{"text": f"{caution} Đánh dấu “Tỷ giá này đúng” rồi lưu lại nếu đúng."} for caution in found]


def duplicate_question(form, cleaned):
    """Return a hint on a readable item of the same name and donor; saving again confirms."""
    donor = cleaned.get("donor")
    if donor is None or (form.item and not {"name", "donor"} & set(form.changed_data)):
        return []
    same = (
        AidItem.objects.visible_to(form.user).filter(donor=donor).exclude(pk=getattr(form.item, "pk", None))
    )
    name = fold(cleaned["name"])
    twin = next((item for item in same.only("pk", "code", "name") if fold(item.name) == name), None)
    if twin is None or cleaned.get("confirmed") == twin.code:
        return []
    form.data = form.data.copy()
    form.data["confirmed"] = twin.code
    return [
        {
            "text": f"Đã có {twin.code} cùng tên, cùng nhà tài trợ. "
            "Mở bản đó xem, hoặc bấm Lưu lần nữa để vẫn thêm.",
            "url": twin.get_absolute_url(),
            "action": f"Mở {twin.code}",
        }
    ]
