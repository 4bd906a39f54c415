"""The checklist of a dossier: which papers an item needs by its decree, and how each of them stands."""

from collections import Counter
from dataclasses import dataclass

from aid.models import DossierCheck, DossierDocument, DossierRequirement
from core.models.places import Certainty

THERE, LACKING = DossierCheck.State.THERE, DossierCheck.State.LACKING
# Nobody has said yet whether the paper is needed at all.
UNSEEN = ""


@dataclass(frozen=True)
class Paper:
    """One paper of the checklist: what is required, what was found, and the file that shows it."""

    requirement: DossierRequirement
    check: DossierCheck | None
    document: DossierDocument | None
    state: str

    @property
    def is_lacking(self):
        """Whether the dossier is not complete for want of it."""
        return self.state in (LACKING, UNSEEN)

    @property
    def words(self):
        """How it stands, in words."""
        return str(DossierCheck.State(self.state).label) if self.state else "chưa xét"

    @property
    def tone(self):
        """The tone of its badge."""
        return {THERE: "ok", LACKING: "bad", UNSEEN: "warn"}.get(self.state, "mute")

    @property
    def is_uncertain(self):
        """Whether the requirement itself waits for confirmation."""
        return self.requirement.certainty != Certainty.VERIFIED


def standing(*, state, when, has_document):
    """Return how a paper stands: as somebody found it, else by its file, else lacking or not looked at."""
    if state is not None:
        return state
    if has_document:
        return THERE
    return UNSEEN if when else LACKING


def requirements_for(item, rule_set):
    """Return the papers that the decree asks of such an item, in their order."""
    rows = DossierRequirement.objects.filter(
        rule_set=rule_set, is_active=True, mode__in=("", item.mode), donor_kind__in=("", item.donor.kind)
    )
    return rows.order_by("ordinal", "pk")


def papers_of(item, decree, documents=None):
    """Return the checklist of the item under the decree that governs it; empty where none is known."""
    if decree is None:
        return []
    if documents is None:
        documents = list(item.documents.select_related("attachment").order_by("pk"))
    found = list(item.dossier_checks.select_related("requirement"))
    checks = {check.requirement_id: check for check in found}
    # Another decree governs once the day of the decision is known: what was found of a paper stays found.
    by_code = {check.requirement.code: check for check in found}
    requirements = list(requirements_for(item, decree.code))
    # A file speaks for a paper by its kind where only one paper is of that kind.
    kinds = Counter(requirement.document_kind for requirement in requirements)
    sole = {kind for kind, count in kinds.items() if count == 1 and kind != "KHAC"}
    of_kind = {document.kind: document for document in documents if document.kind in sole}
    by_key = {document.pk: document for document in documents}
    papers = []
    for requirement in requirements:
        check = checks.get(requirement.pk) or by_code.get(requirement.code)
        chosen = by_key.get(check.document_id) if check else None
        document = chosen or (None if check else of_kind.get(requirement.document_kind))
        state = standing(
            state=check.state if check else None,
            when=requirement.when,
            has_document=document is not None,
        )
        papers.append(Paper(requirement, check, document, state))
    return papers


def lacking_labels(papers):
    """Return the names of the papers that the dossier lacks."""
    return tuple(paper.requirement.label for paper in papers if paper.is_lacking)
