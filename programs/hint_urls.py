"""Which URLs the hints of a version have, below /chuong-trinh/<slug>/du-thao/<n>/goi-y/."""

from django.urls import path

from programs.views import hints

urlpatterns = [
    path("", hints.draft_hints, name="draft_hints"),
    path("lam/", hints.hint_apply, name="hint_apply"),
    path("hoan-tac/", hints.hint_undo, name="hint_undo"),
    path("cum/<slug:code>/", hints.hint_formula, name="hint_formula"),
]
