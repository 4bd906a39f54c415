"""Which URLs the drafts of a program have, below /chuong-trinh/<slug>/du-thao/."""

from django.urls import path

from programs.views import desk, draft_files, draft_paragraphs, draft_shape, draft_tables, drafts

urlpatterns = [
    path("", drafts.draft_list, name="draft_list"),
    path("nhan/", draft_files.draft_import, name="draft_import"),
    path("nhan/<str:code>/", draft_files.draft_import_check, name="draft_import_check"),
    path("<int:number>/", drafts.draft_detail, name="draft_detail"),
    path("<int:number>/muc/<str:key>/", drafts.draft_section, name="draft_section"),
    path("<int:number>/cua/", desk.draft_gates, name="draft_gates"),
    path("<int:number>/chot/", drafts.draft_freeze, name="draft_freeze"),
    path("<int:number>/ban-moi/", drafts.draft_new_version, name="draft_new_version"),
    path("<int:number>/can-cu/", drafts.draft_preamble, name="draft_preamble"),
    path("<int:number>/muc-giao/", drafts.draft_budget, name="draft_budget"),
    path("<int:number>/doan/<str:key>/", draft_paragraphs.draft_paragraph, name="draft_paragraph"),
    path(
        "<int:number>/doan/<str:key>/sua/", draft_paragraphs.draft_paragraph_edit, name="draft_paragraph_edit"
    ),
    path(
        "<int:number>/doan/<str:key>/them/", draft_paragraphs.draft_paragraph_add, name="draft_paragraph_add"
    ),
    path("<int:number>/da-bo/", draft_shape.draft_removed, name="draft_removed"),
    path(
        "<int:number>/doan/<str:key>/tach/", draft_shape.draft_paragraph_split, name="draft_paragraph_split"
    ),
    path(
        "<int:number>/doan/<str:key>/xep/",
        draft_shape.draft_paragraph_arrange,
        name="draft_paragraph_arrange",
    ),
    path(
        "<int:number>/doan/<str:key>/loi-cu/",
        draft_shape.draft_paragraph_wordings,
        name="draft_paragraph_wordings",
    ),
    path("<int:number>/doan/<str:key>/bang/", draft_tables.draft_table_edit, name="draft_table_edit"),
    path("<int:number>/doan/<str:key>/nguoi-soan/", draft_shape.draft_author, name="draft_author"),
    path(
        "<int:number>/doan/<str:key>/bo/",
        draft_paragraphs.draft_paragraph_remove,
        name="draft_paragraph_remove",
    ),
]
