"""How the history speaks of reports: by names and words, without what the portal keeps for itself."""

from core.history_values import hide_fields, print_field
from core.history_view import leave_out_rows, tell_rows
from reports.kinds.aid_columns import columns_in_words
from reports.narrative_words import (
    number_name,
    passage_name,
    passage_text,
    placements_in_words,
    sentences_in_words,
)


def register_history_words() -> None:
    """Let the history pages say what people did; called once."""
    for label in ("reports.narrativeblock", "reports.keptwords", "reports.reportcomment"):
        print_field(label, "key", passage_name)
    print_field("reports.narrativeblock", "text", passage_text)
    print_field("reports.narrativeblock", "sentences", sentences_in_words)
    print_field("reports.outlinesection", "sentences", sentences_in_words)
    print_field("reports.reportoutline", "appendices", placements_in_words)
    print_field("reports.report", "appendices", placements_in_words)
    print_field("reports.aidreportform", "columns", columns_in_words)
    print_field("reports.figurelook", "code", number_name)
    hide_fields("reports.outlinesection", "key")
    hide_fields("reports.report", "code")
    hide_fields("reports.narrativeblock", "is_written")
    hide_fields("reports.keptwords", "mark", "words_print")
    hide_fields("reports.figurelook", "value", "sources", "looked_at", "looked_by")
    hide_fields("reports.pdfexport", "step", "percent")
    # What the worker does while it makes a draft's file changes nothing of the report.
    leave_out_rows("reports.pdfexport")
    tell_rows("reports.narrativeblock", "key", "text")
    tell_rows("reports.keptwords", "key", "words", "reason")
    tell_rows("reports.reportcomment", "key", "text")
    tell_rows("reports.figurelook", "code", "text")
