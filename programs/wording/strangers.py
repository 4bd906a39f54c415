"""Bodies that a text gives work to and the register of agencies does not know. Pure functions."""

import re
from typing import NamedTuple

# Nouns with which the name of a body begins; written small or followed by these words they are none.
_NOUN = re.compile(
    r"(?:Sở|Ban(?! hành)|Cục|Chi cục|Trường(?! hợp)|Hội(?! nghị| thảo| đàm| nhập| chợ| viên| trường)|"
    r"Hiệp hội|Trung tâm|Văn phòng|Ủy ban|UBND|Công an|Bộ(?! máy| phận)|Đài(?! thọ)|"
    r"Báo(?! cáo| chí| đảm| động| vệ)|Tỉnh đoàn|Liên đoàn|Liên hiệp|Liên minh|Viện(?! trợ| dẫn)|Kho bạc|"
    r"Thanh tra|Ngân hàng|Bảo hiểm|Công ty|Phân hiệu|Tòa án|Cảng|Bưu điện|Học viện|Hải quan|Thuế|Bệnh viện|"
    r"Phòng(?! chống| ngừa)|Chi nhánh|Tập đoàn|Quỹ|Tạp chí|Nhà xuất bản|Đảng ủy|Câu lạc bộ)(?!\w)"
)
_SMALL_NOUN = re.compile(
    r"(?:các|những|từng|mỗi|cơ quan|đơn vị|phòng|ban|tổ|hội|trường|doanh nghiệp)(?!\w)(?! ngành nghề)"
)
# What may be given to somebody and is nobody: "giao nhiệm vụ", "giao lưu", "phân công rõ".
_NOBODY = re.compile(
    r"(?:lưu|thông|dịch|thương|tiếp|ban|bóng|nhiệm vụ|việc|chỉ tiêu|kế hoạch|rõ|trách nhiệm)(?!\w)",
    re.IGNORECASE,
)
# With these words, written small, begins what a body is to do; "các tổ chức", "Ban quản lý" are names.
_DOING = re.compile(
    r"(?<![\w-])(?<!các )(?<!Ban )(?:"
    r"chủ trì|chủ động|tích cực|khẩn trương|tiếp tục|thường xuyên|tổ chức|xây dựng|rà soát|"
    r"tham mưu|triển khai|thực hiện|(?<!ông )(?<!độc )lập|ban hành|hướng dẫn|bố trí|cân đối|"
    r"theo dõi|đôn đốc|tổng hợp|báo cáo|đề xuất|mở|đào tạo|bồi dưỡng|tập huấn|tuyên truyền|"
    r"quảng bá|vận động|tăng cường|đẩy mạnh|nâng cao|chịu trách nhiệm|có trách nhiệm|căn cứ|"
    r"nghiên cứu|kiểm tra|giám sát|kiểm soát|quản lý|hỗ trợ|tạo điều kiện|đưa|(?<!việc )làm|bảo đảm|đảm bảo|"
    r"chỉ đạo|phổ biến|phân công|cử|đăng|duy trì|kết nối|khai thác|cung cấp|tiếp nhận|"
    r"(?<!ương )(?<!ông )(?<!quá )trình|thẩm định|phát huy|phát động|phát hành|sản xuất|phối hợp|"
    r"kiện toàn|thành lập|ký|đón|cần|phải|sớm|hằng năm|hàng năm|là|rút|giữ|trao đổi|xúc tiến|"
    r"(?<!tâm )thông tin|phát triển|giới thiệu|tạo|hoàn thành|hoàn thiện|thống kê|cập nhật|công bố|"
    r"sơ kết|tổng kết|tuyển|nắm|xử lý|giải quyết"
    r")(?!\w)"
)
_STOP = re.compile(r"[.;:](?=\s|$)|\n")
_LONGEST = 160
_WORDS_WITHOUT_VERB = 8


class Stranger(NamedTuple):
    """A body that no register knows: its name as written, and where in the words it ends."""

    name: str
    end: int


def stranger_at(words: str, at: int = 0, *, asked: bool = False) -> Stranger | None:
    """Return the body whose name stands at a place, up to what it is to do.

    Behind "giao", "đề nghị" (`asked`) any capital letter begins a name; elsewhere only the usual nouns do,
    and only where a verb follows.
    """
    if at >= len(words) or _NOBODY.match(words, at):
        return None
    if not _NOUN.match(words, at) and not (asked and (_is_name(words[at:]) or _SMALL_NOUN.match(words, at))):
        return None
    stop = _STOP.search(words, at)
    last = min(stop.start() if stop else len(words), at + _LONGEST)
    doing = _DOING.search(words, at + 1, last)
    if doing is None and not asked:
        return None
    end = doing.start() if doing else _end_of_words(words, at, last)
    name = words[at:end].rstrip(" ,-–")
    return Stranger(" ".join(name.split()), at + len(name)) if name else None


def doing_begins(words: str, at: int = 0) -> int | None:
    """Return where the next verb of a task begins, within the same clause and not too far."""
    stop = _STOP.search(words, at)
    doing = _DOING.search(words, at, min(stop.start() if stop else len(words), at + _LONGEST))
    return doing.start() if doing else None


def _is_name(words: str) -> bool:
    """Return whether the words begin with a capital letter and are no title in capitals throughout."""
    return words[:1].isupper() and words[:20] != words[:20].upper()


def _end_of_words(words: str, at: int, last: int) -> int:
    ends = [found.end() for found in re.finditer(r"\S+", words[at:last])][:_WORDS_WITHOUT_VERB]
    return at + ends[-1] if ends else last
