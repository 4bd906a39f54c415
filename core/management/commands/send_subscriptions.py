"""manage.py send_subscriptions: send the letters that people asked for at this time."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from core.subscriptions import send_due


class Command(BaseCommand):
    """Send subscribed letters that are due; a second run sends none again."""

    help = "Gửi thư định kỳ đã đến giờ; chạy lại không gửi hai lần. Chạy mỗi 5 phút."

    def handle(self, *args, verbosity=1, **options):
        """Send, and say how many letters went."""
        sent = send_due(timezone.now())
        if verbosity:
            self.stdout.write(f"{sent} thư định kỳ.")
