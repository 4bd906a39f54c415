"""Which URLs there are in core: the catalogues, search, history."""

from django.urls import path

from core.views import choices, history, search

app_name = "core"
urlpatterns = [
    path("tim/", search.search, name="search"),
    path("lich-su/<str:label>/<int:pk>/", history.history, name="history"),
    path("nhat-ky/", history.audit_log, name="audit_log"),
    path("nhat-ky/truy-cap/", history.access_log, name="access_log"),
    path("danh-muc/co-quan/tim/", choices.agency_options, name="agency_options"),
    path("danh-muc/nguoi/tim/", choices.person_options, name="person_options"),
    path("danh-muc/doi-tac/tim/", choices.partner_options, name="partner_options"),
    path("danh-muc/doi-tac/them-nhanh/", choices.partner_add, name="partner_add"),
    path("danh-muc/dia-ban/tim/", choices.locality_options, name="locality_options"),
    path("danh-muc/quoc-gia/tim/", choices.country_options, name="country_options"),
]
