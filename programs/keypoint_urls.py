"""Which URLs the key points of a version have, below /chuong-trinh/<slug>/du-thao/<n>/y-chinh/."""

from django.urls import path

from programs.views import keypoints, lost_points, point_drops, point_words

urlpatterns = [
    path("", keypoints.point_list, name="point_list"),
    path("de-xuat/", keypoints.point_propose, name="point_propose"),
    path("xac-nhan/", keypoints.point_judge, name="point_judge"),
    path("them/", keypoints.point_add, name="point_add"),
    path("hoan-tac/", point_words.point_words_undo, name="point_words_undo"),
    path("<int:pk>/chu-cu/", point_words.point_words_back, name="point_words_back"),
    path("bo/", point_drops.point_drop_many, name="point_drop_many"),
    path("<int:pk>/gan/", keypoints.point_link, name="point_link"),
    path("<int:pk>/bo/", keypoints.point_drop, name="point_drop"),
    path("<int:pk>/lay-lai/", keypoints.point_restore, name="point_restore"),
    path("<int:pk>/khoi-phuc/", lost_points.point_bring_back, name="point_bring_back"),
    path("khoi-phuc/<str:key>/hoan-tac/", lost_points.point_bring_back_undo, name="point_bring_back_undo"),
]
