"""Which pages there are about certificates of donors, records that are there twice, emergency grants."""

from django.urls import path

from aid.views import emergency, registrations, twins

urlpatterns = [
    path("giay-dang-ky/", registrations.registration_list, name="registration_list"),
    path("giay-dang-ky/<int:pk>/sua/", registrations.registration_edit, name="registration_edit"),
    path("giay-dang-ky/<int:pk>/xoa/", registrations.registration_remove, name="registration_remove"),
    path("giay-dang-ky/<int:pk>/tep/", registrations.registration_scan, name="registration_scan"),
    path("nha-tai-tro/<int:pk>/giay-dang-ky/them/", registrations.registration_add, name="registration_add"),
    path("trung-lap/", twins.twin_list, name="twin_list"),
    path("trung-lap/nha-tai-tro/", twins.donor_twin_list, name="donor_twin_list"),
    path("trung-lap/khac/<str:kind>/", twins.twin_verdict, name="twin_verdict"),
    path("trung-lap/gop/<int:kept>/<int:gone>/", twins.item_merge, name="item_merge"),
    path("trung-lap/gop-nha-tai-tro/<int:kept>/<int:gone>/", twins.donor_merge, name="donor_merge"),
    path("trung-lap/hoan-tac/<int:pk>/", twins.merge_undo, name="merge_undo"),
    path("khan-cap/", emergency.emergency_list, name="emergency_list"),
    path("<str:code>/phan-bo/", emergency.allocation_edit, name="allocation_edit"),
]
