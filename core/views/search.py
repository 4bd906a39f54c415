"""The search page, and the same answers inside the Ctrl K palette."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from core.http import wanted_part
from core.search import LONG, SHORT, SHORT_GROUPS, search_all

PALETTE_ID = "tim-nhanh-kq"


@require_safe
def search(request):
    """Answer `?q=` over everything this account may read."""
    text = request.GET.get("q", "").strip()
    quick = wanted_part(request, [PALETTE_ID]) is not None
    limits = {"limit": SHORT, "groups": SHORT_GROUPS} if quick else {"limit": LONG}
    context = {"groups": search_all(request.user, text, **limits), "q": text}
    if quick:
        context["more_url"] = (
            f"{reverse('core:search')}?{urlencode({'q': text})}" if context["groups"] else ""
        )
        response = render(request, "components/search_results.html", context)
    else:
        response = render(request, "core/search.html", context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response
