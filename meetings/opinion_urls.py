"""Which URLs opinions have, below /chuong-trinh/<slug>/y-kien/."""

from django.urls import path

from meetings.views import contributions, letters, opinion_answers, opinions, rounds

app_name = "opinions"
urlpatterns = [
    path("", opinions.opinion_list, name="opinion_list"),
    path("nhieu/", opinions.opinion_bulk, name="opinion_bulk"),
    path("<int:number>/", opinions.opinion_detail, name="opinion_detail"),
    path("<int:number>/tra-loi/", opinion_answers.opinion_answer, name="opinion_answer"),
    path("<int:number>/bo-tra-loi/", opinion_answers.answer_withdraw, name="answer_withdraw"),
    path("<int:number>/sua/", letters.opinion_edit, name="opinion_edit"),
    path("<int:number>/bo/", letters.opinion_remove, name="opinion_remove"),
    path("dot/", rounds.round_list, name="round_list"),
    path("dot/them/", rounds.round_add, name="round_add"),
    path("dot/<int:number>/", rounds.round_detail, name="round_detail"),
    path("dot/<int:number>/sua/", rounds.round_edit, name="round_edit"),
    path("dot/<int:number>/nhac/", rounds.round_remind, name="round_remind"),
    path("dot/<int:number>/ket-thuc/", rounds.round_close, name="round_close"),
    path("dot/<int:number>/van-ban/", letters.letter_add, name="letter_add"),
    path("dot/<int:number>/gop-y/<str:code>/", contributions.contribution_write, name="contribution_write"),
    path(
        "dot/<int:number>/gop-y/<str:code>/rut/",
        contributions.contribution_take_back,
        name="contribution_take_back",
    ),
    path(
        "dot/<int:number>/gop-y/<str:code>/xoa/",
        contributions.contribution_discard,
        name="contribution_discard",
    ),
    path("gop-y/<int:pk>/", contributions.contribution_detail, name="contribution_detail"),
    path("gop-y/<int:pk>/tep/", letters.letter_download, name="letter_download"),
    path("gop-y/<int:pk>/sua/", letters.letter_edit, name="letter_edit"),
    path("gop-y/<int:pk>/bo/", letters.letter_remove, name="letter_remove"),
    path("gop-y/<int:pk>/them/", letters.opinion_add, name="opinion_add"),
]
