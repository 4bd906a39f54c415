"""Who reads which version of a draft: work in progress, consultation copy, what went up, what was issued."""

from datetime import date

import pytest
from django.urls import reverse

from core.history import acting
from core.models import User
from programs.actions.drafts import freeze_draft, take_in_draft
from programs.models import Draft, ProgramStep
from programs.wording.outline import Kind, Node
from tests.factories import AgencyFactory, ProgramFactory, UserFactory
from tests.meetings.opinion_texts import open_round

pytestmark = pytest.mark.django_db
WHOLE = {"ADMIN", "SNGV_STAFF", "SNGV_HEAD", "SNGV_LEADER", "VAN_THU", "VPUB", "UBND_LEADER", "AUDITOR"}
CONSULTED = {"FOCAL", "FIN", "LH_STAFF", "LH_LEADER"}


@pytest.fixture
def draft():
    program = ProgramFactory(slug="2026-2030", status="DRAFTING")
    nodes = [
        Node(Kind.PART, 0, "1", "ĐÁNH GIÁ"),
        Node(Kind.HEADING, 1, "I.", "BỐI CẢNH"),
        Node(Kind.PARAGRAPH, 2, "", "Tình hình phức tạp."),
    ]
    made, _ = take_in_draft(program=program, nodes=nodes, by=User.objects.system())
    return made


def send_up(draft, status):
    with acting(by=User.objects.system(), verb="tests.step", label="Bước thử"):
        step = ProgramStep(
            program=draft.program, draft=draft, from_status="SHORTENING", to_status=status,
            happened_on=date(2026, 5, 1),
        )  # fmt: skip
        step.save()


@pytest.mark.parametrize(
    ("state", "readers"),
    [
        pytest.param("", WHOLE, id="đang soạn"),
        pytest.param("chốt", WHOLE, id="đã chốt mà chưa hỏi ai"),
        pytest.param("hỏi", WHOLE | CONSULTED, id="đã gửi lấy ý kiến"),
        pytest.param("SUBMITTED", WHOLE | {"TU_VIEWER"}, id="đã trình"),
        pytest.param("ISSUED", WHOLE | CONSULTED | {"TU_VIEWER", "HOI_EDITOR"}, id="đã ban hành"),
    ],
)
def test_roles_read_a_version_by_how_far_it_went(draft, client, state, readers):
    if state:
        freeze_draft(draft=draft, expected=1, reason="Gửi đi", by=User.objects.system())
    roles = sorted(WHOLE | CONSULTED | {"TU_VIEWER", "HOI_EDITOR"})
    users = {role: UserFactory(role=role, agency=AgencyFactory()) for role in roles}
    if state == "hỏi":
        open_round(draft, [users[role].agency for role in CONSULTED])
    elif state not in ("", "chốt"):
        send_up(draft, state)
    section = draft.sections.get(kind="DOAN")
    pages = [
        draft.get_absolute_url(),
        section.get_absolute_url(),
        reverse("programs:draft_hints", args=draft.address),
        reverse("programs:point_list", args=draft.address),
        reverse("reports:draft_docx", args=draft.address),
    ]
    for role, user in users.items():
        client.force_login(user)
        wanted = 200 if role in readers else 404
        assert {role: {client.get(page).status_code for page in pages}} == {role: {wanted}}
        assert Draft.objects.visible_to(user).exists() == (role in readers)
        listed = client.get(reverse("programs:draft_list", args=["2026-2030"])).content.decode()
        assert (draft.get_absolute_url() in listed) == (role in readers)


def test_stranger_reads_no_history_of_a_paragraph_in_work(draft, client):
    client.force_login(UserFactory(role="FOCAL"))
    section = draft.sections.get(kind="DOAN")
    for label, pk in (("programs.section", section.pk), ("programs.draft", draft.pk)):
        assert client.get(reverse("core:history", args=[label, pk])).status_code == 404
