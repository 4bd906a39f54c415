"""The making of one long paper in the background, step by step; only the holder of the turn may write."""

from core.files import clean_file_name
from core.history import action
from core.models import User
from reports.actions import turns
from reports.models import PaperJob
from reports.paper_jobs import Made
from reports.rules import MAX_ATTEMPTS, PAPER_LEASE

GIVEN_UP = (
    f"Đã thử {MAX_ATTEMPTS} lần mà việc này đều dừng giữa chừng. Hãy bấm Làm lại; "
    "nếu vẫn không được, báo quản trị viên."
)
BROKEN = "Chưa làm xong vì lỗi trong lúc chạy. Hãy bấm Làm lại; nếu vẫn không được, báo quản trị viên."
NO_RIGHT = "Tài khoản yêu cầu không còn quyền với bản ghi này, hoặc bản ghi không còn, nên việc dừng lại."


@action("Bắt đầu tạo tệp ở nền")
def claim_paper(*, job_id: int, by: User) -> PaperJob | None:
    """Take the turn at a paper; None where it is finished, held by another worker, or given up."""
    job = PaperJob.objects.select_for_update().get(pk=job_id)
    return turns.claim(job, step="Lấy dữ liệu", given_up=GIVEN_UP, lease=PAPER_LEASE)


@action("Ghi tiến độ tạo tệp")
def note_paper_step(*, job: PaperJob, step: str, percent: int, by: User) -> bool:
    """Write how far the paper came and prolong the lease; False where the turn was lost."""
    return turns.note(job, step=step, percent=percent, lease=PAPER_LEASE)


@action("Giữ lượt tạo tệp")
def prolong_paper(*, job: PaperJob, by: User) -> bool:
    """Tell that the paper is still worked on; False where the turn was lost."""
    mine = turns.held(job)
    return mine is not None and turns.note(mine, step=mine.step, percent=mine.percent, lease=PAPER_LEASE)


@action("Lưu tệp tạo ở nền")
def finish_paper(*, job: PaperJob, made: Made | None, by: User) -> bool:
    """Store the finished file under its name, or that the work without a file is done.

    False where the turn was lost, and nothing is stored.
    """
    held = turns.held(job)
    if held is None:
        return False
    name, content, *notes = made or ("", None)
    held.filename = clean_file_name(name) if name else ""
    held.notes = notes[0] if notes else {}
    turns.end_as_done(held, content, extension=name.rpartition(".")[2])
    return True


@action("Ghi lý do chưa tạo được tệp")
def fail_paper(*, job: PaperJob, message: str, by: User) -> bool:
    """Write why nothing was made; False where the turn was lost."""
    held = turns.held(job)
    if held is not None:
        turns.end_as_failed(held, message)
    return held is not None
