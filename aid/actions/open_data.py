"""Publishing the aid register as open data: settings, the file, and its withdrawal."""

from django.db import transaction
from django.utils import timezone

from aid.iati.checks import publisher_problems
from aid.iati.gathering import publisher_of
from aid.iati.publishing import Written, publish, withdraw
from aid.models import OpenData
from core.history import action, save_version
from core.legal import Blocker, refuse_if
from core.models import User


@action("Đổi thiết lập công bố dữ liệu mở")
def edit_open_data(*, settings: OpenData, expected: int, by: User) -> OpenData:
    """Store who publishes and whether; turned off, the public file is taken away.

    `expected` is 0 where nothing was stored yet. Raises RuleError, VersionConflictError.
    """
    refuse_if([Blocker(text, None) for text in publisher_problems(publisher_of(settings))])
    settings.full_clean(validate_unique=False)
    if expected:
        save_version(settings, expected=expected)
    else:
        settings.save(force_insert=True)
    if not settings.is_public:
        transaction.on_commit(withdraw)
    return settings


@action("Công bố tệp dữ liệu mở")
def publish_open_data(*, by: User) -> Written:
    """Make the public file anew; returns what it holds. Raises RuleError where publication is off."""
    settings = OpenData.objects.select_for_update().filter(pk=1, is_public=True).first()
    refuse_if([] if settings else [Blocker("Công bố đang tắt; quản trị viên bật công bố trước.", None)])
    if settings is not None:
        settings.published_at = timezone.now()
        save_version(settings, expected=settings.version)
    return publish(now=timezone.localtime())
