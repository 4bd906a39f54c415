"""Application reports."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """The app reports."""

    name = "reports"
    verbose_name = "Báo cáo"

    def ready(self):
        """Let the history pages say what a passage is, and an item's page where it is counted."""
        from core.papers import register_asking
        from core.uses import register_uses
        from meetings.issuing import Book, register_book, register_maker
        from reports.actions.numbering import keep_meeting_number
        from reports.aid_tables import register_aid_register
        from reports.dossier import register_dossier
        from reports.draft_papers import register_draft_papers
        from reports.format_checks import register_format_check
        from reports.history_words import register_history_words
        from reports.issuing import register_issuing
        from reports.meeting_file import register_meeting_file
        from reports.meeting_papers import issued_paper
        from reports.number_book import booked_beside_meetings
        from reports.opinion_papers import register_opinion_papers
        from reports.paper_pages import ask_for_paper
        from reports.searching import register_sources
        from reports.subscriptions import register_letters
        from reports.text_checks.kept import register_text_check
        from reports.uses import uses_of_item

        register_asking(ask_for_paper)
        register_draft_papers()
        register_sources()
        register_letters()
        register_meeting_file()
        register_maker(issued_paper)
        register_book(Book(booked_beside_meetings, keep_meeting_number))
        register_opinion_papers()
        register_aid_register()
        register_dossier()
        register_text_check()
        register_format_check()
        register_issuing()
        register_uses("aid.aiditem", uses_of_item)
        register_history_words()
