"""Which URLs there are in programs."""

from django.urls import include, path

from programs.views import assigning, compare, life, programs, registers, task_acts, tasks

app_name = "programs"
urlpatterns = [
    path("", programs.program_list, name="program_list"),
    path("them/", programs.program_add, name="program_add"),
    path("nhap/", include("programs.import_urls")),
    path("nhiem-vu/", tasks.task_list, name="task_list"),
    path("nhiem-vu/them/", tasks.task_add, name="task_add"),
    path("nhiem-vu/<str:code>/", tasks.task_detail, name="task_detail"),
    path("nhiem-vu/<str:code>/sua/", tasks.task_edit, name="task_edit"),
    path("nhiem-vu/<str:code>/tien-do/", task_acts.task_progress, name="task_progress"),
    path("nhiem-vu/<str:code>/hoan-thanh/", task_acts.task_complete, name="task_complete"),
    path("nhiem-vu/<str:code>/mo-lai/", task_acts.task_reopen, name="task_reopen"),
    path("nhiem-vu/<str:code>/an-dinh/", task_acts.task_override, name="task_override"),
    path("nhiem-vu/<str:code>/dung/", task_acts.task_stop, name="task_stop"),
    path("cua-toi/", tasks.my_tasks, name="my_tasks"),
    path("hoat-dong/", registers.activity_list, name="activity_list"),
    path("hoat-dong/them/", registers.activity_add, name="activity_add"),
    path("hoat-dong/<str:code>/", registers.activity_detail, name="activity_detail"),
    path("hoat-dong/<str:code>/sua/", registers.activity_edit, name="activity_edit"),
    path("hoi-thanh-vien/", registers.association_list, name="association_list"),
    path("hoi-thanh-vien/<int:pk>/", registers.association_detail, name="association_detail"),
    path("hoi-thanh-vien/<int:pk>/sua/", registers.association_edit, name="association_edit"),
    path("nhom/<int:pk>/sua/", programs.group_edit, name="group_edit"),
    # The addresses above win over a program of the same name.
    path("<slug:slug>/", programs.program_detail, name="program_detail"),
    path("<slug:slug>/sua/", programs.program_edit, name="program_edit"),
    path("<slug:slug>/tien-trinh/", life.program_life, name="program_life"),
    path("<slug:slug>/tien-trinh/chuyen/<str:code>/", life.program_move, name="program_move"),
    path("<slug:slug>/giao-viec/", assigning.program_assign, name="program_assign"),
    path("<slug:slug>/tien-trinh/tep/<int:pk>/", life.program_step_file, name="program_step_file"),
    path("<slug:slug>/du-thao/so-sanh/", compare.draft_compare, name="draft_compare"),
    path("<slug:slug>/du-thao/<int:number>/y-chinh/", include("programs.keypoint_urls")),
    path("<slug:slug>/du-thao/<int:number>/goi-y/", include("programs.hint_urls")),
    path("<slug:slug>/du-thao/", include("programs.draft_urls")),
    path("<slug:slug>/nhom/them/", programs.group_add, name="group_add"),
]
