"""Which pages there are under /vien-tro/."""

from django.urls import path

from aid.views import commitments, documents, donors, items, money

urlpatterns = [
    path("", items.item_list, name="item_list"),
    path("them/", items.item_add, name="item_add"),
    path("nha-tai-tro/", donors.donor_list, name="donor_list"),
    path("nha-tai-tro/<int:pk>/", donors.donor_detail, name="donor_detail"),
    path("giai-ngan/", money.disbursement_list, name="disbursement_list"),
    path("<str:code>/", items.item_detail, name="item_detail"),
    path("<str:code>/sua/", items.item_edit, name="item_edit"),
    path("<str:code>/cam-ket/", commitments.commitment_add, name="commitment_add"),
    path("<str:code>/cam-ket/<int:pk>/sua/", commitments.commitment_edit, name="commitment_edit"),
    path("<str:code>/cam-ket/<int:pk>/xoa/", commitments.commitment_remove, name="commitment_remove"),
    path("<str:code>/giai-ngan/", money.disbursement_add, name="disbursement_add"),
    path("<str:code>/giai-ngan/<int:pk>/sua/", money.disbursement_edit, name="disbursement_edit"),
    path("<str:code>/giai-ngan/<int:pk>/xoa/", money.disbursement_remove, name="disbursement_remove"),
    path("<str:code>/tep/", documents.document_add, name="document_add"),
    path("<str:code>/tep/<int:pk>/", documents.document_download, name="document_download"),
    path("<str:code>/tep/<int:pk>/go/", documents.document_remove, name="document_remove"),
]
