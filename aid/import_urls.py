"""Which pages the import from spreadsheets has."""

from django.urls import include, path

from aid import import_views as views

urlpatterns = [
    path("", views.import_start, name="import_start"),
    path("mau/", views.import_template, name="import_template"),
    path("vi-du/", views.import_example, name="import_example"),
    path("so-rieng/", include("aid.own_urls")),
    path("<slug:code>/kiem-tra/", views.import_check, name="import_check"),
    path("<slug:code>/sua/", views.import_correct, name="import_correct"),
    path("<slug:code>/ghi/", views.import_write, name="import_write"),
    path("<slug:code>/tien-trinh/", views.import_progress, name="import_progress"),
    path("<slug:code>/ket-qua/", views.import_result, name="import_result"),
]
