"""Which pages the import of disbursements has."""

from django.urls import path

from aid.views import payment_import as views

urlpatterns = [
    path("", views.payment_import_start, name="payment_import_start"),
    path("mau/", views.payment_import_template, name="payment_import_template"),
    path("vi-du/", views.payment_import_example, name="payment_import_example"),
    path("<slug:code>/kiem-tra/", views.payment_import_check, name="payment_import_check"),
    path("<slug:code>/sua/", views.payment_import_correct, name="payment_import_correct"),
    path("<slug:code>/ghi/", views.payment_import_write, name="payment_import_write"),
    path("<slug:code>/tien-trinh/", views.payment_import_progress, name="payment_import_progress"),
    path("<slug:code>/ket-qua/", views.payment_import_result, name="payment_import_result"),
]
