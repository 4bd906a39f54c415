"""manage.py load_reference: create the missing reference records."""

from django.core.management.base import BaseCommand

from core.models import User
from core.reference import load_reference


class Command(BaseCommand):
    """Create the missing reference records; running it again changes nothing."""

    help = "Nạp dữ liệu tham chiếu còn thiếu; chạy lại không đổi gì."

    def handle(self, *args, verbosity=1, **options):
        """Load, and say how many records of each kind were created."""
        created = load_reference(by=User.objects.system())
        if verbosity:
            for noun, count in created.items():
                self.stdout.write(f"{noun}: thêm {count}")
