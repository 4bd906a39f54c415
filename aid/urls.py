"""Which URLs there are in aid: its own pages, the import, the catalogues it keeps."""

from django.urls import include, path

app_name = "aid"
urlpatterns = [
    path("", include("aid.open_data_urls")),
    path("vien-tro/nhap/iati/", include("aid.iati_urls")),
    path("vien-tro/nhap/", include("aid.import_urls")),
    path("vien-tro/giai-ngan/nhap/", include("aid.payment_import_urls")),
    path("vien-tro/mau-gui/", include("aid.sent_urls")),
    path("vien-tro/", include("aid.looking_urls")),
    path("vien-tro/", include("aid.life_urls")),
    path("vien-tro/", include("aid.deadline_urls")),
    path("vien-tro/", include("aid.money_urls")),
    path("vien-tro/", include("aid.donor_urls")),
    path("vien-tro/", include("aid.item_urls")),
    path("danh-muc/", include("aid.catalogue_urls")),
]
