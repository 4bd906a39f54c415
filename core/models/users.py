"""Who signs in: accounts, their roles and agencies; what was read and when."""

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.urls import reverse

from core.models.agencies import Agency
from core.models.base import Record, RecordQuerySet, portal_history

SYSTEM_USERNAME = "he-thong"


class Role(models.TextChoices):
    """Roles of the portal (domain.md 2.3 without PUBLIC, plus the auditor)."""

    ADMIN = "ADMIN", "Quản trị"
    SNGV_STAFF = "SNGV_STAFF", "Chuyên viên Sở Ngoại vụ"
    SNGV_HEAD = "SNGV_HEAD", "Lãnh đạo phòng, Sở Ngoại vụ"
    SNGV_LEADER = "SNGV_LEADER", "Lãnh đạo Sở Ngoại vụ"
    VAN_THU = "VAN_THU", "Văn thư"
    VPUB = "VPUB", "Văn phòng UBND tỉnh"
    UBND_LEADER = "UBND_LEADER", "Lãnh đạo UBND tỉnh"
    TU_VIEWER = "TU_VIEWER", "Lãnh đạo Tỉnh ủy"
    LH_STAFF = "LH_STAFF", "Chuyên viên Liên hiệp"
    LH_LEADER = "LH_LEADER", "Lãnh đạo Liên hiệp"
    HOI_EDITOR = "HOI_EDITOR", "Hội hữu nghị"
    FOCAL = "FOCAL", "Đầu mối cơ quan"
    FIN = "FIN", "Tài chính"
    AUDITOR = "AUDITOR", "Kiểm tra, giám sát"


class PortalUserManager(UserManager):
    """Accounts; the system account signs what no person did."""

    def system(self):
        """Return the system account. It is the root of the history, so its own creation has none."""
        known = self.filter(username=SYSTEM_USERNAME).first()
        if known is not None:
            return known
        account = self.model(
            username=SYSTEM_USERNAME,
            full_name="Hệ thống",
            role=Role.ADMIN,
            is_active=False,
            password=UNUSABLE_PASSWORD_PREFIX,
        )
        models.QuerySet(self.model).bulk_create([account], ignore_conflicts=True)
        return self.get(username=SYSTEM_USERNAME)


class User(AbstractUser):
    """An account (tài khoản). Deactivated, never deleted: history names it."""

    first_name = None  # type: ignore[assignment]  # Django's way of leaving an inherited column out
    last_name = None  # type: ignore[assignment]
    # The access log keeps each sign-in; a write at every sign-in would make noise in the history.
    last_login = None
    full_name = models.CharField("họ và tên", max_length=150)
    role = models.CharField("vai trò", max_length=20, choices=Role)
    agency = models.ForeignKey(
        Agency, verbose_name="cơ quan", on_delete=models.PROTECT, null=True, blank=True, related_name="users"
    )
    job_title = models.CharField("chức danh", max_length=150, blank=True)
    must_change_password = models.BooleanField("phải đổi mật khẩu", default=False)
    session_epoch = models.PositiveIntegerField("đời phiên", default=0, editable=False)
    is_demo = models.BooleanField("minh họa", default=False, editable=False)
    version = models.PositiveIntegerField("phiên bản", default=1, editable=False)

    history = portal_history(excluded_fields=["password"])
    objects = PortalUserManager()  # type: ignore[misc]  # the base class names it a class variable

    REQUIRED_FIELDS = ["full_name", "role"]

    class Meta:
        verbose_name = "tài khoản"
        verbose_name_plural = "tài khoản"

    def __str__(self):
        return self.full_name or self.username

    def get_absolute_url(self):
        """Return the address of the account's page."""
        return reverse("core:account_detail", args=[self.pk])

    def get_full_name(self):
        """Return the name as typed; never first and last."""
        return self.full_name

    def get_short_name(self):
        """Return the given name, the last word."""
        return self.full_name.rsplit(" ", 1)[-1]

    @property
    def is_system(self):
        """Whether this is the account that signs what no person did."""
        return self.username == SYSTEM_USERNAME

    @property
    def initials(self):
        """Up to two letters for the round mark in the top bar."""
        words = self.full_name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()

    def agency_ids(self):
        """Return the ids of the account's own and extra agencies; one query, none where they were fetched."""
        if not hasattr(self, "_agency_ids"):
            extra = {row.agency_id for row in self.extra_agencies.all()}
            self._agency_ids = frozenset(extra | ({self.agency_id} if self.agency_id else set()))
        return self._agency_ids


class UserAgency(Record):
    """A further agency that an account acts for."""

    user = models.ForeignKey(
        User, verbose_name="tài khoản", on_delete=models.PROTECT, related_name="extra_agencies"
    )
    agency = models.ForeignKey(Agency, verbose_name="cơ quan", on_delete=models.PROTECT, related_name="+")

    objects = RecordQuerySet.as_manager()

    # What its history calls a row; the names behind keys are looked up a page at a time.
    named_by = ("user", "agency")

    class Meta:
        verbose_name = "cơ quan kiêm nhiệm của tài khoản"
        verbose_name_plural = "cơ quan kiêm nhiệm của tài khoản"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "agency"],
                name="user_agency_unique",
                violation_error_message="Tài khoản đã có cơ quan này.",
            )
        ]

    def __str__(self):
        return f"{self.user_id} · {self.agency_id}"


class AccessLog(models.Model):
    """What was read or tried and when: sign-in, download, export (nhật ký truy cập)."""

    class Kind(models.TextChoices):
        """What happened."""

        SIGN_IN = "DANG_NHAP", "đăng nhập"
        SIGN_OUT = "DANG_XUAT", "đăng xuất"
        FAILED = "DANG_NHAP_SAI", "đăng nhập sai"
        DOWNLOAD = "TAI_TEP", "tải tệp"
        EXPORT = "XUAT", "xuất danh sách"
        PDF = "IN_PDF", "tải PDF"

    at = models.DateTimeField("lúc", auto_now_add=True, db_index=True)
    user = models.ForeignKey(
        User,
        verbose_name="tài khoản",
        on_delete=models.DO_NOTHING,
        null=True,
        db_constraint=False,
        related_name="+",
    )
    kind = models.CharField("việc", max_length=20, choices=Kind)
    subject = models.CharField("đối tượng", max_length=300, blank=True)
    ip_address = models.CharField("địa chỉ IP", max_length=45, blank=True)
    request_id = models.CharField("mã yêu cầu", max_length=32, blank=True)

    class Meta:
        verbose_name = "lượt truy cập"
        verbose_name_plural = "nhật ký truy cập"
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.kind} {self.subject}"
