"""Remove what the demonstration invented; refused where a real record refers to it."""

from django.apps import apps
from django.db.models import ProtectedError, RestrictedError

from core.history import action
from core.legal import Blocker, refuse_if
from core.models import Origin, Record, User
from reports.models import Report

OWN_APPS = ("reports", "aid", "meetings", "programs", "core")


def record_models():
    """Return all models of records, those that others lean on last."""
    return [
        model
        for label in OWN_APPS
        for model in apps.get_app_config(label).get_models()
        if issubclass(model, Record)
    ]


def demo_records():
    """Return every invented record, as (model, records) pairs."""
    pairs = ((model, list(model.objects.filter(origin=Origin.DEMO))) for model in record_models())
    return [(model, records) for model, records in pairs if records]


def references():
    """Return a Blocker for each real record that refers to an invented one."""
    found = []
    for model, records in demo_records():
        ids = [record.pk for record in records]
        names = {record.pk: str(record) for record in records}
        for relation in model._meta.related_objects:
            other = relation.related_model
            if not issubclass(other, Record) or other not in record_models():
                continue
            field = relation.field
            rows = other.objects.exclude(origin=Origin.DEMO).filter(**{f"{field.name}__in": ids})
            for row in rows:
                target = names[getattr(row, field.attname)]
                found.append(
                    Blocker(
                        f"{other._meta.verbose_name.capitalize()} “{row}” là dữ liệu thật đang dùng "
                        f"{model._meta.verbose_name} minh họa “{target}”; sửa hoặc xóa bản ghi đó trước.",
                        None,
                    )
                )
    return [*found, *_kept_for_good()]


def _kept_for_good():
    """Return a Blocker for each invented report with locked numbers, which are never removed."""
    locked = Report.objects.filter(origin=Origin.DEMO, snapshots__isnull=False).distinct()
    return [
        Blocker(
            f"Báo cáo minh họa “{report}” đã chốt số liệu hoặc ban hành; bản chốt và tệp ban hành "
            "không xóa được. Muốn bắt đầu với dữ liệu thật thì cài đặt cổng trên một cơ sở dữ liệu mới.",
            None,
        )
        for report in locked.order_by("pk")
    ]


@action("Xóa dữ liệu minh họa")
def remove_demo(*, by):
    """Delete every invented record and close the demonstration's accounts; returns how many were deleted.

    Raises RuleError naming each real record that refers to one. Accounts are closed, not deleted: history
    names them.
    """
    refuse_if(references())
    waiting = [record for _, records in demo_records() for record in records]
    total = len(waiting)
    while waiting:
        held = [record for record in waiting if not _deleted(record)]
        if len(held) == len(waiting):
            raise AssertionError(f"demonstration records hold each other: {held[:3]}")
        waiting = held
    for user in User.objects.filter(is_demo=True, is_active=True):
        user.is_active = False
        user.set_unusable_password()
        user.session_epoch += 1
        user.save()
    return total


def _deleted(record):
    if not type(record).objects.filter(pk=record.pk).exists():
        return True
    try:
        record.delete()
    except (ProtectedError, RestrictedError):
        return False
    return True
