"""Which URLs the papers of a meeting have, below /hoi-nghi/<slug>/."""

from django.urls import path

from reports.views import meeting_papers

urlpatterns = [
    path("van-ban/<slug:kind>/", meeting_papers.meeting_paper, name="meeting_paper"),
    path("van-ban/<slug:kind>/pdf/", meeting_papers.meeting_paper_pdf, name="meeting_paper_pdf"),
    path("van-ban/<slug:kind>/docx/", meeting_papers.meeting_paper_docx, name="meeting_paper_docx"),
    path("van-ban/<slug:kind>/ban/<int:pk>/pdf/", meeting_papers.issued_pdf, name="issued_pdf"),
    path("van-ban/<slug:kind>/ban/<int:pk>/docx/", meeting_papers.issued_docx, name="issued_docx"),
]
