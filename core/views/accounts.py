"""Accounts: list, page, form, and what an administrator does with them."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.account_forms import AccountForm, ReasonForm
from core.account_tables import AccountFilter, AccountTable
from core.actions import accounts as actions
from core.catalogue import may_edit_accounts
from core.legal import RuleError
from core.lists import ListPage
from core.models import AccessLog, User
from core.models.users import SYSTEM_USERNAME
from core.permissions import Area, area_required, require
from core.views.editing import FormPage, answer_form, answer_list, crumbs, history_url


def _accounts():
    return User.objects.exclude(username=SYSTEM_USERNAME).select_related("agency")


def _trail(*more):
    return [("Tài khoản", reverse("core:account_list")), *more]


def _totals(rows):
    return f"{rows.count()} tài khoản, {rows.filter(is_active=True).count()} đang hoạt động"


@require_safe
@area_required(Area.ACCOUNTS)
def account_list(request):
    """Accounts with role, agency and state."""
    listing = ListPage(
        request,
        _accounts().order_by("-is_active", "full_name", "pk"),
        filterset=AccountFilter,
        table=AccountTable,
        name="Tài khoản",
        totals=_totals,
    )
    return answer_list(
        request,
        listing,
        noun="tài khoản",
        add_url=reverse("core:account_add") if may_edit_accounts(request.user) else "",
        add="Tạo tài khoản",
    )


@require_safe
@area_required(Area.ACCOUNTS)
def account_detail(request, pk):
    """One account: who it is, what it may be used for, and its last sign-ins."""
    return _account_page(request, get_object_or_404(_accounts(), pk=pk))


def _account_page(request, account, *, reason_form=None, status=200):
    extra = account.extra_agencies.select_related("agency").order_by("agency__sort_key")
    has_second_factor = Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists()
    facts = [
        {"label": "Tên đăng nhập", "value": account.username},
        {"label": "Họ và tên", "value": account.full_name},
        {"label": "Chức danh", "value": account.job_title},
        {"label": "Thư điện tử", "value": account.email},
        {"label": "Vai trò", "value": account.get_role_display()},
        {"label": "Cơ quan", "value": account.agency.name if account.agency else ""},
        {"label": "Cơ quan kiêm thêm", "value": "; ".join(row.agency.name for row in extra)},
        {"label": "Xác thực hai lớp", "value": "đã bật" if has_second_factor else "chưa bật"},
        {
            "label": "Mật khẩu",
            "value": "phải đổi khi đăng nhập" if account.must_change_password else "do người dùng đặt",
        },
    ]
    context = {
        "account": account,
        "breadcrumb": crumbs(*_trail((account.full_name, ""))),
        "facts": facts,
        "has_second_factor": has_second_factor,
        "visits": AccessLog.objects.filter(user=account).order_by("-at", "-pk")[:10],
        "may_edit": may_edit_accounts(request.user),
        "is_self": account.pk == request.user.pk,
        "own_password_url": reverse("account_change_password"),
        "reason_form": reason_form or ReasonForm(),
        "history_url": history_url(request.user, account),
    }
    return render(request, "core/account_detail.html", context, status=status)


def _password_page(request, account, password, heading):
    """Show a one-time password: it is nowhere stored, so this answer is the only place where it stands."""
    context = {
        "account": account,
        "password": password,
        "heading": heading,
        "breadcrumb": crumbs(*_trail((account.full_name, account.get_absolute_url()), (heading, ""))),
    }
    return render(request, "core/account_password.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.ACCOUNTS)
def account_add(request):
    """Create an account; its one-time password is shown once."""
    require(may_edit_accounts(request.user))
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = form.instance
        password = actions.create_account(user=account, agencies=form.extra_agencies(), by=request.user)
        return _password_page(request, account, password, "Đã tạo tài khoản")
    context = {
        "form": form,
        "page": FormPage(
            title="Tạo tài khoản",
            trail=_trail(),
            back_url=reverse("core:account_list"),
            done="",
            save_label="Tạo tài khoản",
        ),
        "breadcrumb": crumbs(*_trail(("Tạo tài khoản", ""))),
        "history_url": "",
    }
    return render(request, "core/account_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.ACCOUNTS)
def account_edit(request, pk):
    """Change an account; a new role ends its sessions."""
    require(may_edit_accounts(request.user))
    account = get_object_or_404(_accounts(), pk=pk)
    page = FormPage(
        title=f"Sửa {account.full_name}",
        trail=_trail((account.full_name, account.get_absolute_url())),
        back_url=account.get_absolute_url(),
        done=f"Đã lưu tài khoản {account.username}.",
        template="core/account_form.html",
    )
    return answer_form(
        request,
        AccountForm(request.POST or None, instance=account),
        page,
        lambda form: actions.edit_account(
            user=form.instance,
            agencies=form.extra_agencies(),
            expected=form.cleaned_data["version"],
            by=request.user,
        ),
    )


def _do(request, pk, act, done):
    """Do one thing with an account; a refusal is told on its page."""
    require(may_edit_accounts(request.user))
    account = get_object_or_404(_accounts(), pk=pk)
    try:
        act(account)
    except RuleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done.format(account.username))
    return redirect(account)


def _do_with_reason(request, pk, act, done):
    """Do one thing with an account that needs a reason."""
    require(may_edit_accounts(request.user))
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _account_page(request, get_object_or_404(_accounts(), pk=pk), reason_form=form)
    return _do(request, pk, lambda account: act(account, form.cleaned_data["reason"]), done)


@require_POST
@area_required(Area.ACCOUNTS)
def account_deactivate(request, pk):
    """Close an account and end its sessions."""
    return _do_with_reason(
        request,
        pk,
        lambda account, reason: actions.deactivate_account(user=account, reason=reason, by=request.user),
        "Đã ngừng tài khoản {} và kết thúc mọi phiên của tài khoản này.",
    )


@require_POST
@area_required(Area.ACCOUNTS)
def account_remove_second_factor(request, pk):
    """Remove the second factor of an account."""
    return _do_with_reason(
        request,
        pk,
        lambda account, reason: actions.remove_second_factor(user=account, reason=reason, by=request.user),
        "Đã gỡ xác thực hai lớp của {}; lần đăng nhập tới phải đặt lại.",
    )


@require_POST
@area_required(Area.ACCOUNTS)
def account_reactivate(request, pk):
    """Let an account sign in again."""
    return _do(
        request,
        pk,
        lambda account: actions.reactivate_account(user=account, by=request.user),
        "Tài khoản {} đăng nhập lại được.",
    )


@require_POST
@area_required(Area.ACCOUNTS)
def account_end_sessions(request, pk):
    """End every session of an account."""
    return _do(
        request,
        pk,
        lambda account: actions.end_sessions(user=account, by=request.user),
        "Đã kết thúc mọi phiên đăng nhập của {}.",
    )


@require_POST
@area_required(Area.ACCOUNTS)
def account_reset_password(request, pk):
    """Give an account a new one-time password, shown once."""
    require(may_edit_accounts(request.user))
    account = get_object_or_404(_accounts(), pk=pk)
    password = actions.reset_password(user=account, by=request.user)
    return _password_page(request, account, password, "Đã đặt lại mật khẩu")
