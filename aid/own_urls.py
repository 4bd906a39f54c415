"""Which pages the wizard for the office's own registers has."""

from django.urls import path

from aid import own_views as views

urlpatterns = [
    path("", views.own_start, name="own_start"),
    path("tu/<slug:code>/", views.own_take, name="own_take"),
    path("<slug:code>/ghep-cot/", views.own_columns, name="own_columns"),
    path("<slug:code>/kiem-tra/", views.own_check, name="own_check"),
    path("<slug:code>/sua/", views.own_correct, name="own_correct"),
    path("<slug:code>/dong/", views.own_rows, name="own_rows"),
    path("<slug:code>/ghi/", views.own_write, name="own_write"),
    path("<slug:code>/tien-trinh/", views.own_progress, name="own_progress"),
    path("<slug:code>/ket-qua/", views.own_result, name="own_result"),
]
