"""Which pages publish the register as open data."""

from django.urls import path

from aid.views import open_data as views

urlpatterns = [
    path("danh-muc/cong-bo/", views.open_data_settings, name="open_data_settings"),
    path("danh-muc/cong-bo/sua/", views.open_data_edit, name="open_data_edit"),
    path("danh-muc/cong-bo/tao/", views.open_data_publish, name="open_data_publish"),
    path("danh-muc/cong-bo/xem-truoc/", views.open_data_sample, name="open_data_sample"),
    path("mo/iati-hoat-dong.xml", views.open_data_file, name="open_data_file"),
]
