"""Papers of an item's dossier."""

from aid.models import AidItem, DossierDocument
from core.attachments import store_attachment
from core.history import action, delete_version
from core.models import User


@action("Gắn tài liệu vào khoản viện trợ")
def add_document(*, item: AidItem, upload, kind: str, title: str = "", by: User) -> DossierDocument:
    """Store the checked upload and attach it. Raises FileRefused with a sentence that says what to do."""
    attachment = store_attachment(upload=upload, by=by)
    document = DossierDocument(item=item, attachment=attachment, kind=kind, title=title)
    document.full_clean()
    document.save()
    return document


@action("Gỡ tài liệu khỏi khoản viện trợ")
def remove_document(*, document: DossierDocument, expected: int, by: User) -> None:
    """Take the paper off the item; the stored file itself is kept. Raises VersionConflictError."""
    delete_version(document, expected=expected)
