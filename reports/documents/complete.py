"""What must hold of a document before it becomes a file, whatever the file is."""

from reports.documents.blocks import Document


class RenderFailed(Exception):  # noqa: N818 - the situation, not a fault
    """No file was made; str() is the Vietnamese sentence that says why and what to do."""


def refuse_gaps(document: Document) -> None:
    """Raise RenderFailed naming the passages still to be written; a draft may have some."""
    gaps = document.gaps()
    if gaps and not document.draft_mark:
        listed = "; ".join(gaps)
        raise RenderFailed(
            f"Văn bản còn {len(gaps)} đoạn chưa viết: {listed}. Hãy viết đủ các đoạn này hoặc xuất bản nháp."
        )
