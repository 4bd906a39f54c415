"""Which passwords are too easy to guess for somebody who knows this office."""

import re
import unicodedata

from django.core.exceptions import ValidationError

# Folded (no marks, lower case) words that a stranger would try first.
CONTEXT_WORDS = (
    "tinh", "so", "ngoaivu", "songoaivu", "sngv", "thanhhoa", "xuthanh", "doingoai", "congdoingoai",
    "huunghi", "lienhiep", "ubnd", "vanphong", "vietnam", "vanthu", "chuyenvien", "lanhdao", "giamdoc",
    "matkhau", "dangnhap", "quantri", "vientro", "hoinghi", "password", "admin", "portal",
)  # fmt: skip
MIN_REMAINDER = 6
MIN_DIFFERENT = 5


class ContextWordsValidator:
    """Refuse a password that is little more than words of this office, years and counting."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError unless enough is left after the guessable parts are taken away."""
        rest = _without_guessable_parts(password)
        if len(rest) < MIN_REMAINDER or len(set(rest)) < MIN_DIFFERENT:
            raise ValidationError(
                "Mật khẩu chỉ gồm những từ dễ đoán (tên cơ quan, tên tỉnh, năm, dãy số). "
                "Hãy ghép thêm vài từ không liên quan đến công việc.",
                code="password_context_words",
            )

    def get_help_text(self) -> str:
        """Return the hint shown next to the field."""
        return "Mật khẩu không được ghép chỉ từ tên cơ quan, tên tỉnh, năm hoặc dãy số."


def _without_guessable_parts(password: str) -> str:
    decomposed = unicodedata.normalize("NFD", password.casefold().replace("đ", "d"))
    rest = "".join(letter for letter in decomposed if letter.isalnum())
    for word in sorted(CONTEXT_WORDS, key=len, reverse=True):
        rest = rest.replace(word, " ")
    rest = re.sub(r"(?:19|20)\d\d", " ", rest)
    rest = re.sub(r"0?123456789|12345678|1234567|123456|12345|1234|123", " ", rest)
    return rest.replace(" ", "")
