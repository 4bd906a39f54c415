"""Ways to look at aid, under /vien-tro/."""

from django.urls import path

from aid.views import items, looking

urlpatterns = [
    path("tong/", items.item_totals, name="item_totals"),
    path("bang/", looking.board, name="board"),
    path("ban-do/", looking.map_of_communes, name="map"),
    path("linh-vuc/<str:code>/", looking.sector_detail, name="sector_detail"),
    path("nam-nam/", looking.five_years_line, name="five_years"),
]
