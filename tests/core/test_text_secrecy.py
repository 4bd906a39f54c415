"""Marks of secrecy are found; everyday words with "mật" are not."""

import pytest

from core.text import has_secrecy_mark, secrecy_mark


@pytest.mark.parametrize(
    "text",
    [
        "MẬT",
        "TỐI MẬT",
        "TUYỆT MẬT",
        "Tuyệt mật",
        "Mật",
        "[TỐI MẬT]",
        "T U Y Ệ T  M Ậ T",
        "UBND TỈNH THANH HÓA\nMẬT\nSố: 12/KH-UBND",
        "Kế hoạch đón đoàn\n— MẬT —\n",
        "MẬT - Số 12/BC-SNgV",
        "Số 12/BC-SNgV | MẬT",
        "SỞ NGOẠI VỤ      MẬT",
        "Kèm theo văn bản TỐI MẬT số 3",
        "Độ mật: Tối mật",
        "Độ mật:",
        "ĐỘ MẬT: MẬT",
        "Độ tuyệt mật",
        "Tài liệu mật",
        "công văn mật số 15",
        "hồ sơ tuyệt mật",
        "đã đóng dấu mật",
        "bí mật nhà nước - độ tuyệt mật",
        "bí mật nhà nước độ Mật",
        "Ma\u0323\u0302t".upper(),
        "M\u200bẬT",
        "MAT",
        "TOI MAT",
        "TAI LIEU TUYET MAT",
        "DO MAT: MAT",
        "TAI LIEU MAT",
        "BI MAT NHA NUOC - DO MAT",
        "T Ố I M Ậ T - Kế hoạch năm 2026",
        "<b>TỐI</b> <b>MẬT</b>",
        "T Ố I  M Ậ T",
        "Báo cáo T Ố I  M Ậ T năm 2025",
        "M.Ậ.T",
        "Kèm theo văn bản M.Ậ.T của Sở",
        "T-U-Y-Ệ-T   M-Ậ-T",
        "T.Ố.I. M.Ậ.T.",
        "Báo cáo TỐI-MẬT năm 2025",
        "TOI_MAT",
        "MẬT\u0323",
        "ＭẬＴ",
        "ＴỐＩ ＭẬＴ",
        "\u0422ỐI MẬ\u0422",
        "TỐI \u041cẬ\u0422",
        "\u03a4ỐI \u039c\u0391\u0323\u0302\u03a4",
        "\U0001d40cẬ\U0001d413",
        "M\u0332Ậ\u034fT",
        "M/Ậ/T",
        "M~ậ~T",
        "T|ố|i M|ậ|t",
        "Báo cáo M*Ậ*T năm 2025",
        "văn bản “Mật”",
        'tài liệu "mật"',
        "Công văn số 12/UBND-NC (Mật)",
        "hồ sơ loại “Tối mật”",
        "văn bản độ “Mật”",
    ],
)
def test_mark_is_found(text):
    assert has_secrecy_mark(text)
    assert secrecy_mark(text)


@pytest.mark.parametrize(
    "text",
    [
        "bí mật kinh doanh",
        "BÍ MẬT KINH DOANH",
        "quan hệ mật thiết",
        "mật ong rừng Pù Luông",
        "MẬT ONG",
        "bảo mật",
        "BẢO MẬT THÔNG TIN",
        "mật khẩu",
        "báo cáo mật độ dân số",
        "tài liệu mật mã",
        "công tác bảo vệ bí mật nhà nước",
        "Luật Bảo vệ bí mật nhà nước",
        "bí mật nhà nước, mật mã",
        "xác định độ mật của văn bản",
        "Độ mật: không",
        "Nguyễn Văn Mật",
        "NGUYỄN VĂN MẬT",
        "MAT MOI",
        "lưu hành nội bộ",
        "điểm a b c d",
        "x < 3 và MẬT độ > 2",
        "khoản a.b.c, mục 1.2.3.4, I.2.a",
        "T.P. Thanh Hóa, U.B.N.D tỉnh",
        "hồ sơ “Mật ong Thanh Hóa”",
        "chuyên mục “Bảo mật thông tin”",
        "tài liệu (mật độ dân cư)",
        "báo cáo về “mật khẩu” mạnh",
        "khối thi M/A/B, m/s, km/h, a/b/c",
        "chữ m, ậ, t",
        "Ông Mật (Chủ tịch xã)",
        "và/hoặc 1/2/3 * a * b",
        "Москва, Санкт-Петербург",
        "",
    ],
)
def test_everyday_words_are_no_mark(text):
    assert not has_secrecy_mark(text)


def test_long_gaps_do_not_slow_the_search():
    assert not has_secrecy_mark("bí mật nhà nước" + " " * 200_000 + "\n" * 200_000 + "mật ong")
