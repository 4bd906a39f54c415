"""Which pages deadlines and the reports of owners have."""

from django.urls import path

from aid.views import deadlines, owner_reports

urlpatterns = [
    path("han/", deadlines.deadline_list, name="deadline_list"),
    path("lich/", deadlines.calendar, name="calendar"),
    path("bao-cao-chu-khoan/", owner_reports.owner_board, name="owner_board"),
    path("bao-cao-chu-khoan/<str:code>/", owner_reports.owner_reports, name="owner_reports"),
    path("bao-cao-chu-khoan/<str:code>/ghi/", owner_reports.owner_report_add, name="owner_report_add"),
    path("bao-cao-chu-khoan/<str:code>/nhac/", owner_reports.owner_remind, name="owner_remind"),
    path(
        "bao-cao-chu-khoan/<str:code>/<int:pk>/sua/",
        owner_reports.owner_report_edit,
        name="owner_report_edit",
    ),
    path(
        "bao-cao-chu-khoan/<str:code>/<int:pk>/xoa/",
        owner_reports.owner_report_remove,
        name="owner_report_remove",
    ),
]
