"""Which URLs there are in core: the catalogues, search, history."""

from django.urls import path

from core.views import accounts, agencies, catalogue, choices, history, partners, people, search

app_name = "core"
urlpatterns = [
    path("tim/", search.search, name="search"),
    path("lich-su/<str:label>/<int:pk>/", history.history, name="history"),
    path("nhat-ky/", history.audit_log, name="audit_log"),
    path("nhat-ky/truy-cap/", history.access_log, name="access_log"),
    path("danh-muc/", catalogue.catalogue, name="catalogue"),
    path("danh-muc/tai-khoan/", accounts.account_list, name="account_list"),
    path("danh-muc/tai-khoan/them/", accounts.account_add, name="account_add"),
    path("danh-muc/tai-khoan/<int:pk>/", accounts.account_detail, name="account_detail"),
    path("danh-muc/tai-khoan/<int:pk>/sua/", accounts.account_edit, name="account_edit"),
    path("danh-muc/tai-khoan/<int:pk>/ngung/", accounts.account_deactivate, name="account_deactivate"),
    path("danh-muc/tai-khoan/<int:pk>/mo-lai/", accounts.account_reactivate, name="account_reactivate"),
    path(
        "danh-muc/tai-khoan/<int:pk>/mat-khau/",
        accounts.account_reset_password,
        name="account_reset_password",
    ),
    path(
        "danh-muc/tai-khoan/<int:pk>/go-xac-thuc/",
        accounts.account_remove_second_factor,
        name="account_remove_second_factor",
    ),
    path(
        "danh-muc/tai-khoan/<int:pk>/het-phien/", accounts.account_end_sessions, name="account_end_sessions"
    ),
    path("danh-muc/co-quan/", agencies.agency_list, name="agency_list"),
    path("danh-muc/co-quan/tim/", choices.agency_options, name="agency_options"),
    path("danh-muc/co-quan/them/", agencies.agency_add, name="agency_add"),
    path("danh-muc/co-quan/<int:pk>/", agencies.agency_detail, name="agency_detail"),
    path("danh-muc/co-quan/<int:pk>/sua/", agencies.agency_edit, name="agency_edit"),
    path("danh-muc/co-quan/<int:pk>/ke-thua/", agencies.succession_add, name="succession_add"),
    path("danh-muc/nguoi/", people.person_list, name="person_list"),
    path("danh-muc/nguoi/tim/", choices.person_options, name="person_options"),
    path("danh-muc/nguoi/them/", people.person_add, name="person_add"),
    path("danh-muc/nguoi/<int:pk>/", people.person_detail, name="person_detail"),
    path("danh-muc/nguoi/<int:pk>/sua/", people.person_edit, name="person_edit"),
    path("danh-muc/nguoi/<int:pk>/chuc-vu/them/", people.appointment_add, name="appointment_add"),
    path("danh-muc/chuc-vu/<int:pk>/sua/", people.appointment_edit, name="appointment_edit"),
    path("danh-muc/doi-tac/", partners.partner_list, name="partner_list"),
    path("danh-muc/doi-tac/tim/", choices.partner_options, name="partner_options"),
    path("danh-muc/doi-tac/them-nhanh/", choices.partner_add, name="partner_add"),
    path("danh-muc/doi-tac/them/", partners.partner_add_page, name="partner_add_page"),
    path("danh-muc/doi-tac/<int:pk>/", partners.partner_detail, name="partner_detail"),
    path("danh-muc/doi-tac/<int:pk>/sua/", partners.partner_edit, name="partner_edit"),
    path("danh-muc/quoc-gia/", catalogue.country_list, name="country_list"),
    path("danh-muc/quoc-gia/tim/", choices.country_options, name="country_options"),
    path("danh-muc/quoc-gia/<int:pk>/", catalogue.country_detail, name="country_detail"),
    path("danh-muc/quoc-gia/<int:pk>/sua/", catalogue.country_edit, name="country_edit"),
    path("danh-muc/dia-ban/", catalogue.locality_list, name="locality_list"),
    path("danh-muc/dia-ban/tim/", choices.locality_options, name="locality_options"),
    path("danh-muc/gia-tri-phap-ly/", catalogue.legal_value_list, name="legal_value_list"),
    path("danh-muc/gia-tri-phap-ly/them/", catalogue.legal_value_add, name="legal_value_add"),
    path("danh-muc/gia-tri-phap-ly/<int:pk>/sua/", catalogue.legal_value_edit, name="legal_value_edit"),
    path("danh-muc/ngay-hoan-doi/", catalogue.swapped_day_list, name="swapped_day_list"),
    path("danh-muc/ngay-hoan-doi/them/", catalogue.swapped_day_add, name="swapped_day_add"),
    path("danh-muc/ngay-hoan-doi/<int:pk>/sua/", catalogue.swapped_day_edit, name="swapped_day_edit"),
    path("danh-muc/ngay-hoan-doi/<int:pk>/bo/", catalogue.swapped_day_remove, name="swapped_day_remove"),
]
