"""What one account uploaded and asked for, so that every role has its own and another's."""

from datetime import date, time

from django.core.files.base import ContentFile

from core.models import ImportBatch, Notice, Subscription
from tests.cast import AGENCY_OF_ROLE

PREVIEWED = ("columns", "rows", "elsewhere", "groups", "money")


def batches_of(role, user, program):
    """Return the uploads of an account, with a notice and a letter that it asked for, by name."""
    kinds = {
        "aid_batch": ImportBatch.Kind.AID,
        "task_batch": ImportBatch.Kind.TASKS,
        "own_batch": ImportBatch.Kind.OWN_FILE,
        "iati_batch": ImportBatch.Kind.IATI,
    }
    kinds["payment_batch"] = ImportBatch.Kind.DISBURSEMENTS
    batches = {name: _batch(kind, user, f"{name}-{role}".lower()) for name, kind in kinds.items()}
    draft_batch = _batch(ImportBatch.Kind.DRAFT, user, f"du-thao-{role}".lower())
    draft_batch.state = ImportBatch.State.CHECKED
    draft_batch.options = {
        "program": program.slug,
        "preview": {"words": 0, "paragraphs": 0, "tables": 0, "footnotes": 0, "headings": []},
    }
    draft_batch.save()
    batches["sent_batch"] = _batch(ImportBatch.Kind.SENT, user, f"sent-{role}".lower())
    agency = "CAT" if role == "OTHER_FOCAL" else AGENCY_OF_ROLE.get(role, "SYT")
    batches["sent_batch"].options = {
        "sent": f"MAU-{agency}", "choices": {}, "preview": {"rows": [], "problems": [], "cut": 0},
    }  # fmt: skip
    batches["sent_batch"].counts |= {"theirs": 0, "ours": 0, "conflicts": 0, "open": 0}
    batches["sent_batch"].save()
    notice = Notice(
        user=user, kind=Notice.Kind.DUE, subject="Hạn hôm nay: việc thử", why="Cơ quan chủ trì", url="/",
        key="thu", day=date(2025, 12, 1),
    )  # fmt: skip
    notice.save()
    letter = Subscription(user=user, kind=Subscription.Kind.MORNING, days=[0], at=time(7, 0))
    letter.save()
    return batches | {"draft_batch": draft_batch, "notice": notice, "subscription": letter}


def _batch(kind, user, code):
    batch = ImportBatch(
        code=code.replace("_", "-")[:20],
        kind=kind,
        state=ImportBatch.State.REFUSED,
        filename="vien-tro.xlsx",
        sha256="0" * 64,
        counts={"rows": 0, "added": 0, "changed": 0, "unchanged": 0, "errors": 1},
        refusals=[],
        options={"preview": {"sheet": ""} | {key: [] for key in PREVIEWED}},
        uploaded_by=user,
    )
    batch.file.save("vien-tro.xlsx", ContentFile(b"x"), save=False)
    batch.save()
    return batch
