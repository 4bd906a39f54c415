"""manage.py create_admin: the first administrator of a new installation."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from core.actions.accounts import create_account
from core.models import Role, User


class Command(BaseCommand):
    """Create an administrator with a random one-time password, shown once."""

    help = "Tạo tài khoản quản trị với mật khẩu dùng một lần, chỉ hiện một lần."

    def add_arguments(self, parser):
        """Declare the options."""
        parser.add_argument("--username", required=True, help="tên đăng nhập")
        parser.add_argument("--full-name", default="Quản trị hệ thống", help="họ và tên")

    def handle(self, *args, username, full_name, **options):
        """Create the account and print its password."""
        user = User(username=username, full_name=full_name, role=Role.ADMIN)
        try:
            user.full_clean(exclude=["password"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        password = create_account(user=user, agencies=[], by=User.objects.system())
        self.stdout.write(f"Đã tạo tài khoản quản trị {username}.")
        self.stdout.write(f"Mật khẩu dùng một lần: {password}")
        self.stdout.write("Đăng nhập rồi đổi mật khẩu ngay; mật khẩu này không hiện lại.")
