"""What a person reads when the portal broke."""

import sys

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error as plain_error

from core.full_disk import is_disk_full


def server_error(request):
    """Return the page of a fault; where the disk has no room, one that says so (507), with whom to tell."""
    if is_disk_full(sys.exception()):
        return HttpResponse(render_to_string("507.html"), status=507)
    return plain_error(request)
