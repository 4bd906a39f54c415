"""Which URLs there are in meetings."""

from django.urls import path

from meetings.views import (
    awards,
    calendars,
    conclusions,
    documents,
    follow_ups,
    log,
    minutes,
    papers,
    parts,
    records,
    reports,
)

app_name = "meetings"
urlpatterns = [
    path("", records.meeting_list, name="meeting_list"),
    path("them/", log.meeting_add, name="meeting_add"),
    path("viec/", follow_ups.followup_list, name="followup_list"),
    path("viec/cua-toi/", follow_ups.followup_mine, name="followup_mine"),
    path("viec/<slug:code>/", follow_ups.followup_detail, name="followup_detail"),
    path("viec/<slug:code>/sua/", follow_ups.followup_edit, name="followup_edit"),
    path("viec/<slug:code>/bat-dau/", follow_ups.followup_start, name="followup_start"),
    path("viec/<slug:code>/xong/", follow_ups.followup_complete, name="followup_complete"),
    path("viec/<slug:code>/dung/", follow_ups.followup_cancel, name="followup_cancel"),
    path("viec/<slug:code>/mo-lai/", follow_ups.followup_reopen, name="followup_reopen"),
    path("viec/<slug:code>/bao/", reports.followup_report, name="followup_report"),
    path("viec/<slug:code>/bao/<int:pk>/nghiem-thu/", reports.followup_accept, name="followup_accept"),
    path("viec/<slug:code>/bao/<int:pk>/tra-lai/", reports.followup_return, name="followup_return"),
    path("viec/<slug:code>/bao/<int:pk>/minh-chung/", reports.followup_evidence, name="followup_evidence"),
    path("khen-thuong/", awards.award_list, name="award_list"),
    path("khen-thuong/them/", awards.award_add, name="award_add"),
    path("khen-thuong/<int:pk>/", awards.award_detail, name="award_detail"),
    path("khen-thuong/<int:pk>/sua/", awards.award_edit, name="award_edit"),
    path("khen-thuong/<int:pk>/xoa/", awards.award_remove, name="award_remove"),
    path("<slug:slug>/", records.meeting_detail, name="meeting_detail"),
    path("<slug:slug>/sua/", log.meeting_edit, name="meeting_edit"),
    path("<slug:slug>/xac-nhan/", minutes.meeting_close, name="meeting_close"),
    path("<slug:slug>/mo-lai/", minutes.meeting_reopen, name="meeting_reopen"),
    path("<slug:slug>/huy/", minutes.meeting_cancel, name="meeting_cancel"),
    path("<slug:slug>/thanh-phan/", parts.attendance_edit, name="attendance_edit"),
    path("<slug:slug>/chuong-trinh/", parts.agenda_edit, name="agenda_edit"),
    path("<slug:slug>/phat-bieu/", parts.speech_edit, name="speech_edit"),
    path("<slug:slug>/ket-luan/", conclusions.conclusion_add, name="conclusion_add"),
    path("<slug:slug>/ket-luan/<int:pk>/", conclusions.conclusion_edit, name="conclusion_edit"),
    path("<slug:slug>/ket-luan/<int:pk>/xoa/", conclusions.conclusion_remove, name="conclusion_remove"),
    path(
        "<slug:slug>/ket-luan/<int:pk>/khong-giao-viec/",
        conclusions.conclusion_mark_none,
        name="conclusion_mark_none",
    ),
    path(
        "<slug:slug>/ket-luan/<int:pk>/bo-danh-dau/", conclusions.conclusion_unmark, name="conclusion_unmark"
    ),
    path(
        "<slug:slug>/ket-luan/<int:pk>/giao-viec/",
        conclusions.conclusion_give_out,
        name="conclusion_give_out",
    ),
    path("<slug:slug>/lich.ics", calendars.meeting_calendar, name="meeting_calendar"),
    path("<slug:slug>/van-ban/<slug:kind>/soan/", documents.document_edit, name="document_edit"),
    path("<slug:slug>/van-ban/<slug:kind>/so/", documents.document_number, name="document_number"),
    path("<slug:slug>/viec/them/", follow_ups.followup_add, name="followup_add"),
    path("<slug:slug>/tai-lieu/them/", papers.paper_add, name="paper_add"),
    path("<slug:slug>/tai-lieu/<int:pk>/", papers.paper_download, name="paper_download"),
    path("<slug:slug>/tai-lieu/<int:pk>/go/", papers.paper_remove, name="paper_remove"),
]
