"""Messages of other packages reach people in Vietnamese, and the compiled catalogue is the written one."""

import ast
import gettext
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

CATALOGUE = Path(settings.BASE_DIR) / "locale/vi/LC_MESSAGES"


def written():
    """Return {message: translation} of django.po, plurals by their singular."""
    entries = {}
    for block in (CATALOGUE / "django.po").read_text(encoding="utf-8").split("\n\n"):
        parts = dict(re.findall(r'^(msgctxt|msgid|msgstr)(?:\[0\])? ((?:".*"\n?)+)', block, re.MULTILINE))
        texts = {
            key: "".join(ast.literal_eval(line) for line in value.split("\n") if line)
            for key, value in parts.items()
        }
        if texts.get("msgid"):
            entries[(texts.get("msgctxt"), texts["msgid"])] = texts["msgstr"]
    return entries


def test_compiled_catalogue_holds_every_written_message():
    with (CATALOGUE / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for (context, message), words in written().items():
        found = compiled.pgettext(context, message) if context else compiled.gettext(message)
        if found == message:
            found = (
                compiled.npgettext(context, message, "", 1) if context else compiled.ngettext(message, "", 1)
            )
        assert found == words, message


def test_every_message_is_translated():
    assert [message for message, words in written().items() if not words] == []


@pytest.mark.parametrize(
    ("english", "vietnamese"),
    [
        pytest.param("Incorrect password.", "Mật khẩu chưa đúng.", id="allauth"),
        pytest.param("Select a lookup.", "Chọn cách so.", id="django-filter"),
        pytest.param("Value could not be parsed.", "Chưa đọc được giá trị.", id="import-export"),
        pytest.param("Enter a complete value.", "Nhập đủ các phần của giá trị.", id="Django"),
    ],
)
def test_people_read_vietnamese(english, vietnamese):
    with translation.override("vi"):
        assert translation.gettext(english) == vietnamese
