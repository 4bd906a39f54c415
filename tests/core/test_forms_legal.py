"""Blockers stop an action with a sentence and its source; cautions do not."""

import pytest

from core.legal import Blocker, Caution, Citation, RuleError, blockers, cautions, refuse_if

SOURCE = Citation("khoản 6 Điều 10 Nghị định 80/2020/NĐ-CP")
INCOMPLETE = Blocker("Hồ sơ chưa đầy đủ; ghi ngày đủ hồ sơ trước.", SOURCE, "dossier_complete_on")
LATE = Caution("Đã quá hạn thẩm định 20 ngày.", SOURCE)


def test_blockers_stop_and_say_why():
    with pytest.raises(RuleError) as error:
        refuse_if([LATE, INCOMPLETE, Blocker("Chưa có người ký.", None)])
    assert str(error.value) == (
        "Hồ sơ chưa đầy đủ; ghi ngày đủ hồ sơ trước (khoản 6 Điều 10 Nghị định 80/2020/NĐ-CP). "
        "Chưa có người ký."
    )
    assert error.value.field == "dossier_complete_on"
    assert [blocker.message for blocker in error.value.blockers][1] == "Chưa có người ký."


def test_cautions_let_the_action_pass():
    refuse_if([LATE])
    refuse_if([])
    assert cautions([LATE, INCOMPLETE]) == [LATE]
    assert blockers([LATE, INCOMPLETE]) == [INCOMPLETE]
    assert str(LATE) == "Đã quá hạn thẩm định 20 ngày (khoản 6 Điều 10 Nghị định 80/2020/NĐ-CP)."
    assert str(SOURCE) == SOURCE.text


def test_one_sentence_is_enough():
    error = RuleError("Bản ghi đã khóa.", field="status")
    assert (str(error), error.field, len(error.blockers)) == ("Bản ghi đã khóa.", "status", 1)
