"""Which pages there are for tables sent out and taken back."""

from django.urls import path

from aid.views import sent as views

urlpatterns = [
    path("", views.sent_list, name="sent_list"),
    path("them/", views.sent_add, name="sent_add"),
    path("lan-nhan/<slug:code>/", views.sent_check, name="sent_check"),
    path("lan-nhan/<slug:code>/ghi/", views.sent_write, name="sent_write"),
    path("<slug:code>/tai-ve/", views.sent_download, name="sent_download"),
    path("<slug:code>/nhan-lai/", views.sent_take_back, name="sent_take_back"),
]
