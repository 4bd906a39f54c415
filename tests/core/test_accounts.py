"""Accounts: who creates and changes them, and what ends their sessions."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from core.actions import accounts as actions
from core.legal import RuleError
from core.models import Role, User, UserAgency
from core.rules import account_problems
from tests.cast import OTHER_FOCAL
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
POSTS = (
    "account_deactivate", "account_reactivate", "account_reset_password", "account_remove_second_factor",
    "account_end_sessions",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _everyone(cast):
    """Every account of the cast exists, so that lists and clashes of names can be seen."""
    for role in (*Role.values, OTHER_FOCAL):
        cast[role]


def url(name, account):
    return reverse(f"core:{name}", args=[account.pk])


def values_of(account, **changes):
    """Return what the form of an account posts."""
    values = {
        "username": account.username,
        "full_name": account.full_name,
        "role": account.role,
        "agency": account.agency_id,
        "version": account.version,
    }
    return values | changes


@pytest.fixture
def other_client(cast):
    """The account FOCAL signed in on another machine."""
    client = Client()
    client.force_login(cast["FOCAL"])
    assert client.get(reverse("core:catalogue")).status_code == 200
    return client


def is_signed_in(client):
    return client.get(reverse("core:catalogue")).status_code == 200


@pytest.mark.parametrize(
    ("facts", "blocked"),
    [
        pytest.param({}, False, id="không bỏ gì"),
        pytest.param({"deactivates": True}, False, id="ngừng người khác"),
        pytest.param({"deactivates": True, "is_self": True}, True, id="ngừng chính mình"),
        pytest.param({"demotes": True, "is_self": True}, True, id="tự bỏ quyền quản trị"),
        pytest.param({"deactivates": True, "is_last_admin": True}, True, id="ngừng quản trị cuối"),
        pytest.param({"demotes": True, "is_last_admin": True}, True, id="bỏ quyền quản trị cuối"),
        pytest.param({"is_self": True, "is_last_admin": True}, False, id="sửa tên quản trị cuối"),
    ],
)
def test_rule_of_the_last_administrator(facts, blocked):
    everything = {"deactivates": False, "demotes": False, "is_self": False, "is_last_admin": False}
    assert bool(account_problems(**everything | facts)) is blocked


@pytest.mark.parametrize("role", Role.values)
def test_account_pages_are_for_administrators_and_auditors(cast, sign_in, role):
    client, focal = sign_in(cast[role]), cast["FOCAL"]
    reads = 200 if role in (Role.ADMIN, Role.AUDITOR) else 404
    writes = {Role.ADMIN: 200, Role.AUDITOR: 403}.get(role, 404)
    assert client.get(reverse("core:account_list")).status_code == reads
    assert client.get(url("account_detail", focal)).status_code == reads
    assert client.get(reverse("core:account_add")).status_code == writes
    assert client.get(url("account_edit", focal)).status_code == writes


@pytest.mark.parametrize("name", POSTS)
@pytest.mark.parametrize(("role", "status"), [("AUDITOR", 403), ("SNGV_LEADER", 404)])
def test_nobody_else_acts_on_accounts(cast, sign_in, name, role, status):
    answer = sign_in(cast[role]).post(url(name, cast["FOCAL"]), {"reason": "thử"})
    assert answer.status_code == status
    assert User.objects.get(pk=cast["FOCAL"].pk).version == 1


def test_created_account_signs_in_with_its_one_time_password_and_must_change_it(cast, sign_in):
    answer = sign_in(cast["ADMIN"]).post(
        reverse("core:account_add"),
        {
            "username": "le.thi.moi",
            "full_name": "Lê Thị Mới",
            "role": "FOCAL",
            "agency": cast.agencies["SYT"].pk,
            "extra_1": cast.agencies["STC"].pk,
            "extra_2": cast.agencies["STC"].pk,
        },
    )
    password = re.search(r"<code[^>]*>([a-z0-9-]+)</code>", answer.text)[1]
    account = User.objects.get(username="le.thi.moi")
    assert account.must_change_password
    assert account.check_password(password)
    assert account.agency_ids() == {cast.agencies["SYT"].pk, cast.agencies["STC"].pk}
    entry = account.history.get()
    assert (entry.action_label, entry.history_user) == ("Tạo tài khoản", cast["ADMIN"])
    assert not hasattr(entry, "password")
    other = Client()
    signed = other.post("/dang-nhap/", {"login": "le.thi.moi", "password": password})
    assert signed.status_code == 302
    assert other.get(reverse("core:catalogue")).headers["Location"] == reverse("account_change_password")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"username": "FOCAL"}, "chữ thường không dấu", id="chữ hoa"),
        pytest.param({"username": "lê.mới"}, "chữ thường không dấu", id="có dấu"),
        pytest.param({"username": "focal"}, "Đã có tài khoản focal", id="trùng tên"),
        pytest.param({"agency": ""}, "Chọn cơ quan", id="thiếu cơ quan"),
        pytest.param({"role": ""}, "Chọn vai trò", id="thiếu vai trò"),
        pytest.param({"role": "PUBLIC"}, "không có ở đó", id="vai trò lạ"),
    ],
)
def test_account_form_refuses_in_words(cast, sign_in, changes, words):
    values = {"username": "moi", "full_name": "Mới", "role": "FOCAL", "agency": cast.agencies["SYT"].pk}
    before = User.objects.count()
    answer = sign_in(cast["ADMIN"]).post(reverse("core:account_add"), values | changes)
    assert answer.status_code == 200
    assert words in answer.text
    assert User.objects.count() == before


def test_role_change_ends_the_sessions_at_once(cast, sign_in, other_client):
    focal = cast["FOCAL"]
    answer = sign_in(cast["ADMIN"]).post(url("account_edit", focal), values_of(focal, role="FIN"))
    assert answer.status_code == 302
    assert User.objects.get(pk=focal.pk).role == "FIN"
    assert not is_signed_in(other_client)


def test_name_change_keeps_the_sessions(cast, sign_in, other_client):
    focal = cast["FOCAL"]
    sign_in(cast["ADMIN"]).post(url("account_edit", focal), values_of(focal, full_name="Tên Khác"))
    assert is_signed_in(other_client)


def test_further_agencies_are_replaced_with_history(cast, sign_in):
    focal, client = cast["FOCAL"], sign_in(cast["ADMIN"])
    client.post(url("account_edit", focal), values_of(focal, extra_1=cast.agencies["CAT"].pk))
    client.post(url("account_edit", focal), values_of(focal, extra_1=cast.agencies["STC"].pk, version=2))
    assert list(UserAgency.objects.values_list("agency__code", flat=True)) == ["STC"]
    assert UserAgency.history.filter(history_type="-").count() == 1
    page = client.get(reverse("core:history", args=["core.user", focal.pk])).text
    assert "Công an tỉnh" in page


def test_deactivation_ends_the_sessions_and_bars_the_door(cast, sign_in, other_client):
    focal, client = cast["FOCAL"], sign_in(cast["ADMIN"])
    assert client.post(url("account_deactivate", focal), {"reason": "nghỉ hưu"}).status_code == 302
    assert not is_signed_in(other_client)
    focal.refresh_from_db()
    assert not focal.is_active
    assert focal.history.first().history_change_reason == "nghỉ hưu"
    assert client.post(url("account_reactivate", focal)).status_code == 302
    focal.refresh_from_db()
    assert focal.is_active


def test_deactivation_needs_a_reason(cast, sign_in):
    answer = sign_in(cast["ADMIN"]).post(url("account_deactivate", cast["FOCAL"]), {"reason": " "})
    assert "Nhập lý do" in answer.text
    assert User.objects.get(pk=cast["FOCAL"].pk).is_active


def test_nobody_deactivates_oneself(cast, sign_in):
    UserFactory(username="admin-2", role=Role.ADMIN)
    answer = sign_in(cast["ADMIN"]).post(
        url("account_deactivate", cast["ADMIN"]), {"reason": "thử"}, follow=True
    )
    assert "Không tự ngừng tài khoản của chính mình" in answer.text
    assert User.objects.get(pk=cast["ADMIN"].pk).is_active


def test_last_administrator_stays(cast):
    for act in (
        lambda: actions.deactivate_account(user=cast["ADMIN"], by=User.objects.system()),
        lambda: actions.edit_account(
            user=_with_role(cast["ADMIN"], Role.FIN), agencies=[], expected=1, by=User.objects.system()
        ),
    ):
        with pytest.raises(RuleError, match="quản trị cuối cùng"):
            act()
    stored = User.objects.get(pk=cast["ADMIN"].pk)
    assert (stored.role, stored.is_active) == (Role.ADMIN, True)


def _with_role(account, role):
    changed = User.objects.get(pk=account.pk)
    changed.role = role
    return changed


def test_own_demotion_is_told_at_the_field(cast, sign_in):
    UserFactory(username="admin-2", role=Role.ADMIN)
    admin = cast["ADMIN"]
    answer = sign_in(admin).post(url("account_edit", admin), values_of(admin, role="FIN"))
    assert "Không tự bỏ vai trò quản trị" in answer.text
    assert User.objects.get(pk=admin.pk).role == Role.ADMIN


def test_password_reset_shows_a_new_password_once_and_ends_the_sessions(cast, sign_in, other_client):
    client, focal = sign_in(cast["ADMIN"]), cast["FOCAL"]
    answer = client.post(url("account_reset_password", focal))
    password = re.search(r"<code[^>]*>([a-z0-9-]+)</code>", answer.text)[1]
    assert not is_signed_in(other_client)
    focal.refresh_from_db()
    assert focal.check_password(password)
    assert focal.must_change_password
    assert password not in client.get(url("account_detail", focal)).text


def test_sessions_end_on_demand(cast, sign_in, other_client):
    assert sign_in(cast["ADMIN"]).post(url("account_end_sessions", cast["FOCAL"])).status_code == 302
    assert not is_signed_in(other_client)


def test_second_factor_is_removed_with_a_reason(cast, sign_in, other_client):
    focal, client = cast["FOCAL"], sign_in(cast["ADMIN"])
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user=focal, type=kind, data={})
    assert "Gỡ xác thực hai lớp" in client.get(url("account_detail", focal)).text
    client.post(url("account_remove_second_factor", focal), {"reason": ""})
    assert Authenticator.objects.filter(user=focal).count() == 2
    client.post(url("account_remove_second_factor", focal), {"reason": "mất điện thoại"})
    assert not Authenticator.objects.filter(user=focal).exists()
    assert not is_signed_in(other_client)
    assert focal.history.first().history_change_reason == "mất điện thoại"


ACTS = {
    "tạo": lambda cast: actions.create_account(
        user=User(username="moi.moi", full_name="Mới", role="FIN"), agencies=[], by=cast["ADMIN"]
    ),
    "sửa": lambda cast: actions.edit_account(
        user=_with_role(cast["FOCAL"], "FIN"), agencies=[], expected=1, by=cast["ADMIN"]
    ),
    "ngừng": lambda cast: actions.deactivate_account(user=cast["FOCAL"], by=cast["ADMIN"]),
    "đặt lại mật khẩu": lambda cast: actions.reset_password(user=cast["FOCAL"], by=cast["ADMIN"]),
    "gỡ xác thực": lambda cast: actions.remove_second_factor(user=cast["FOCAL"], by=cast["ADMIN"]),
    "hết phiên": lambda cast: actions.end_sessions(user=cast["FOCAL"], by=cast["ADMIN"]),
}


@pytest.mark.history_may_fail
@pytest.mark.parametrize("name", ACTS)
def test_failing_history_rolls_the_account_back(cast, monkeypatch, name):
    Authenticator.objects.create(user=cast["FOCAL"], type=Authenticator.Type.TOTP, data={})
    before = list(User.objects.order_by("pk").values())

    def refuse(*args, **kwargs):
        raise DatabaseError("no room for history")

    monkeypatch.setattr(User.history.model, "save", refuse)
    with pytest.raises(DatabaseError):
        ACTS[name](cast)
    assert list(User.objects.order_by("pk").values()) == before
    assert Authenticator.objects.exists()


@pytest.mark.history_may_fail
def test_failing_history_answers_the_error_page(cast, client, monkeypatch):
    client.force_login(cast["ADMIN"])
    client.raise_request_exception = False

    def refuse(*args, **kwargs):
        raise DatabaseError("no room for history")

    monkeypatch.setattr(User.history.model, "save", refuse)
    answer = client.post(url("account_end_sessions", cast["FOCAL"]))
    assert answer.status_code == 500
    assert User.objects.get(pk=cast["FOCAL"].pk).session_epoch == 0


def test_system_account_is_not_offered(cast, sign_in):
    system = User.objects.system()
    client = sign_in(cast["ADMIN"])
    assert "he-thong" not in client.get(reverse("core:account_list")).text
    assert client.get(url("account_detail", system)).status_code == 404


def test_accounts_are_found_and_filtered(cast, sign_in):
    client, list_url = sign_in(cast["AUDITOR"]), reverse("core:account_list")
    assert "focal-cat" in client.get(list_url, {"q": "focal"}).text
    assert "focal-cat" not in client.get(list_url, {"q": "focal", "state": "0"}).text
    assert "Tạo tài khoản" not in client.get(list_url).text


def test_command_creates_the_first_administrator(db, capsys):
    call_command("create_admin", "--username", "quan.tri")
    password = re.search(r"một lần: (\S+)", capsys.readouterr().out)[1]
    admin = User.objects.get(username="quan.tri")
    assert (admin.role, admin.must_change_password) == (Role.ADMIN, True)
    assert admin.check_password(password)
    with pytest.raises(CommandError):
        call_command("create_admin", "--username", "quan.tri")
