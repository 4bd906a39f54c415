"""Which pages the life of an item has; aid.urls puts them under /vien-tro/."""

from django.urls import path

from aid.views import dossier, life

urlpatterns = [
    path("<str:code>/buoc/<slug:kind>/", life.item_step, name="item_step"),
    path("<str:code>/buoc/<int:pk>/huy/", life.item_step_undo, name="item_step_undo"),
    path("<str:code>/ho-so/", dossier.item_dossier, name="item_dossier"),
]
