"""Which pages the import of IATI files has."""

from django.urls import path

from aid import iati_views as views

urlpatterns = [
    path("", views.iati_start, name="iati_start"),
    path("<slug:code>/kiem-tra/", views.iati_check, name="iati_check"),
    path("<slug:code>/sua/", views.iati_correct, name="iati_correct"),
    path("<slug:code>/ghi/", views.iati_write, name="iati_write"),
    path("<slug:code>/tien-trinh/", views.iati_progress, name="iati_progress"),
    path("<slug:code>/ket-qua/", views.iati_result, name="iati_result"),
    path("<slug:code>/giao-dich/", views.iati_payments, name="iati_payments"),
]
