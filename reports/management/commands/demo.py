"""manage.py demo: load, show or remove the demonstration."""

import secrets
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from core.legal import RuleError
from core.models import User
from reports.demo.loader import load_demo
from reports.demo.removal import remove_demo

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def password_file():
    """Return where this installation keeps the password of the demonstration; never in the repository."""
    return Path(settings.DATA_DIR) / "demo-password"


def installation_password():
    """Return the demonstration's password, made at random on the first call and kept with mode 0600."""
    path = password_file()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text("-".join("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(3)))
    return path.read_text().strip()


class Command(BaseCommand):
    """Load the demonstration (safe to run twice), show its sign-in names, or remove it."""

    help = "Nạp, hiện hoặc xóa dữ liệu minh họa."

    def add_arguments(self, parser):
        """Declare the options."""
        parser.add_argument("--remove", action="store_true", help="xóa dữ liệu minh họa")
        parser.add_argument("--show", action="store_true", help="chỉ hiện tên đăng nhập và mật khẩu")
        parser.add_argument("--first-start", action="store_true", help="nạp mà không in tên đăng nhập")

    def handle(self, *args, **options):
        """Do what the options say."""
        if options["remove"]:
            self.remove()
        elif options["show"]:
            self.show()
        else:
            self.load(quiet=options["first_start"])

    def load(self, *, quiet):
        """Load reference data and the demonstration."""
        call_command("load_reference", verbosity=0)
        try:
            created = load_demo(password=installation_password(), by=User.objects.system())
        except RuleError as error:
            raise CommandError(f"Chưa nạp được dữ liệu minh họa.\n{error}") from error
        for label, count in created.items():
            self.stdout.write(f"{label}: thêm {count}")
        if not quiet:
            self.show()

    def show(self):
        """Print the sign-in names with the installation's password."""
        users = User.objects.filter(is_demo=True, is_active=True).select_related("agency").order_by("pk")
        if not users:
            self.stdout.write("Không có tài khoản minh họa.")
            return
        self.stdout.write("Tài khoản minh họa (dữ liệu giả định):")
        for user in users:
            self.stdout.write(f"  {user.username:<24} {user.get_role_display()} · {user.agency}")
        self.stdout.write(f"Mật khẩu chung của máy này: {installation_password()}")

    def remove(self):
        """Remove the invented records; refused where real ones refer to them."""
        try:
            count = remove_demo(by=User.objects.system())
        except RuleError as error:
            raise CommandError(f"Chưa xóa được dữ liệu minh họa.\n{error}") from error
        password_file().unlink(missing_ok=True)
        self.stdout.write(f"Đã xóa {count} bản ghi minh họa và khóa các tài khoản minh họa.")
