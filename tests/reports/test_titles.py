"""Papers bear the program's own title, whatever way it was typed."""

import pytest

from programs.models import Program
from reports.kinds.titles import about, full_name, heading_lines

OWN = "phát triển công tác đối ngoại nhân dân tỉnh Thanh Hóa"


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(f"Chương trình {OWN} giai đoạn 2027-2031", id="giai đoạn, nối liền"),
        pytest.param(f"Chương trình {OWN}, giai đoạn 2027 – 2031", id="dấu phẩy, gạch ngang"),
        pytest.param(f"CHƯƠNG TRÌNH {OWN} 2027-2031 ", id="chữ hoa, không có giai đoạn"),
        pytest.param(OWN, id="chỉ nội dung"),
    ],
)
def test_papers_bear_the_programs_own_title(typed):
    program = Program(title=typed, period_start_year=2027, period_end_year=2031)

    assert full_name(program) == f"Chương trình {OWN} giai đoạn 2027 - 2031"
    assert heading_lines(program) == (
        "Phát triển công tác đối ngoại nhân dân tỉnh Thanh Hóa",
        "giai đoạn 2027 - 2031",
    )
    assert about(program, "Về việc ban hành") == (
        "Về việc ban hành Chương trình", OWN, "giai đoạn 2027 - 2031"
    )  # fmt: skip
