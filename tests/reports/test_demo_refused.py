"""The demonstration says in a sentence why it cannot be loaded."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from core.history import acting
from core.models import Agency, User


def test_a_changed_agency_code_ends_with_a_sentence(db):
    call_command("load_reference", verbosity=0)
    with acting(by=User.objects.system(), verb="tests.rename", label="Đổi mã"):
        agency = Agency.objects.get(code="SNGV")
        agency.code = "SNGVX"
        agency.save()
    with pytest.raises(CommandError, match="Danh mục không còn cơ quan có mã “SNGV”"):
        call_command("demo", "--first-start")
    assert not User.objects.filter(is_demo=True).exists()
