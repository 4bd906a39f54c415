"""Which catalogue pages aid has; aid.urls puts them under /danh-muc/."""

from django.urls import path

from aid.views import catalogue, dossier

urlpatterns = [
    path("linh-vuc/", catalogue.sector_list, name="sector_list"),
    path("linh-vuc/them/", catalogue.sector_add, name="sector_add"),
    path("linh-vuc/<int:pk>/sua/", catalogue.sector_edit, name="sector_edit"),
    path("ty-gia/", catalogue.rate_list, name="rate_list"),
    path("ty-gia/them/", catalogue.rate_add, name="rate_add"),
    path("ty-gia/<int:pk>/sua/", catalogue.rate_edit, name="rate_edit"),
    path("ho-so-vien-tro/", dossier.requirement_list, name="requirement_list"),
    path("ho-so-vien-tro/them/", dossier.requirement_add, name="requirement_add"),
    path("ho-so-vien-tro/<int:pk>/sua/", dossier.requirement_edit, name="requirement_edit"),
]
