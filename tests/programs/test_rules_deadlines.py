"""Deadlines as offices give them."""

from datetime import date

import pytest

from core.dates import DateError
from programs.deadlines import due_in_words, due_on_for, due_text


@pytest.mark.parametrize(
    ("kind", "typed", "due_on"),
    [
        pytest.param("NGAY", "15/12/2026", date(2026, 12, 15), id="ngày"),
        pytest.param("NGAY", "151226", date(2026, 12, 15), id="ngày gõ tắt"),
        pytest.param("NGAY_SAU_HOP", "05/12/2025", date(2025, 12, 5), id="ngay sau hội nghị"),
        pytest.param("THANG", "02/2028", date(2028, 2, 29), id="tháng hai năm nhuận"),
        pytest.param("THANG", "tháng 2/2027", date(2027, 2, 28), id="tháng hai năm thường"),
        pytest.param("THANG", "12/2026", date(2026, 12, 31), id="tháng mười hai"),
        pytest.param("THANG", "tháng 8 năm 2026", date(2026, 8, 31), id="viết bằng chữ"),
        pytest.param("QUY", "I/2026", date(2026, 3, 31), id="quý một"),
        pytest.param("QUY", "quý IV/2026", date(2026, 12, 31), id="quý bốn La Mã"),
        pytest.param("QUY", "2/2026", date(2026, 6, 30), id="quý hai bằng số"),
        pytest.param("NAM", "2030", date(2030, 12, 31), id="năm"),
        pytest.param("NAM", "năm 2030", date(2030, 12, 31), id="chữ năm"),
        pytest.param("HANG_NAM", "", None, id="hằng năm"),
        pytest.param("KHONG", "15/12/2026", None, id="không nêu"),
    ],
)
def test_last_day_of_a_deadline(kind, typed, due_on):
    assert due_on_for(kind, typed) == due_on


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        pytest.param("NGAY", "", "Nhập hạn hoàn thành", id="bỏ trống"),
        pytest.param("NGAY", "31/02/2026", "tháng 02/2026 chỉ có 28 ngày", id="ngày không có"),
        pytest.param("NGAY", "28/11", "chưa có năm", id="thiếu năm"),
        pytest.param("THANG", "13/2026", "tháng từ 1 đến 12", id="tháng mười ba"),
        pytest.param("THANG", "00/2026", "tháng từ 1 đến 12", id="tháng không"),
        pytest.param("THANG", "IV/2026", "tháng từ 1 đến 12", id="tháng La Mã"),
        pytest.param("THANG", "11", "tháng và năm", id="tháng thiếu năm"),
        pytest.param("QUY", "V/2026", "quý từ I đến IV", id="quý năm La Mã"),
        pytest.param("QUY", "5/2026", "quý từ I đến IV", id="quý năm bằng số"),
        pytest.param("NAM", "26", "đủ bốn chữ số", id="năm hai chữ số"),
        pytest.param("NAM", "1989", "chưa rõ năm", id="năm quá xa"),
    ],
)
def test_unreadable_deadline_is_refused_in_words(kind, typed, words):
    with pytest.raises(DateError, match=words):
        due_on_for(kind, typed)


@pytest.mark.parametrize(
    ("kind", "due_on", "words"),
    [
        pytest.param("NGAY", date(2026, 12, 5), "05/12/2026", id="ngày"),
        pytest.param("THANG", date(2026, 8, 31), "trong tháng 08/2026", id="tháng"),
        pytest.param("QUY", date(2026, 6, 30), "trong quý II/2026", id="quý"),
        pytest.param("NAM", date(2026, 12, 31), "trong năm 2026", id="năm"),
        pytest.param(
            "NGAY_SAU_HOP", date(2025, 12, 5), "ngay sau hội nghị, chậm nhất 05/12/2025", id="sau họp"
        ),
        pytest.param("HANG_NAM", None, "hằng năm", id="hằng năm"),
        pytest.param("THUONG_XUYEN", None, "thường xuyên", id="thường xuyên"),
        pytest.param("SOM", None, "sớm, chưa có ngày", id="sớm"),
        pytest.param("KHONG", None, "không nêu thời hạn", id="không nêu"),
    ],
)
def test_deadline_in_words(kind, due_on, words):
    assert due_in_words(kind, due_on) == words
    assert due_on is None or due_on_for(kind, due_text(kind, due_on)) == due_on
