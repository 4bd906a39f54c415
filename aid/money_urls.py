"""Which pages money has beside those of commitments and payments: closed periods, counterpart funds."""

from django.urls import path

from aid.views import counterparts, periods

urlpatterns = [
    path("ky/", periods.period_list, name="period_list"),
    path("ky/<int:pk>/", periods.period_detail, name="period_detail"),
    path("ky/khoa/", periods.period_close, name="period_close"),
    path("ky/<int:pk>/bo-khoa/", periods.period_undo, name="period_undo"),
    path("<str:code>/doi-ung/", counterparts.counterpart_add, name="counterpart_add"),
    path("<str:code>/doi-ung/<int:pk>/sua/", counterparts.counterpart_edit, name="counterpart_edit"),
    path("<str:code>/doi-ung/<int:pk>/xoa/", counterparts.counterpart_remove, name="counterpart_remove"),
]
