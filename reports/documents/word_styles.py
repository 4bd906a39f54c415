"""The empty Word file that every paper begins with: the decree's sheet, styles and language, nothing else."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from programs.wording.word_reading import BODY_STYLE, NUMBER_STYLE

FACE = "Times New Roman"
LANGUAGE = "vi-VN"
# The letters of the face are 1.149 times their size apart at single spacing; these give the PDF's 1.25.
BODY_LINE, SINGLE_LINE = 261, 240
INDENT_MM = 12.7
_KEPT = {"Normal", "DefaultParagraphFont", "TableNormal", "NoList"}
_UNUSED_PARTS = {
    RT.NUMBERING,
    RT.CUSTOM_XML,
    RT.THUMBNAIL,
    RT.STYLES.replace("/styles", "/stylesWithEffects"),
}
_MICROSOFT_STYLES = "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects"


@dataclass(frozen=True, slots=True)
class _Look:
    """A paragraph style; sizes and spaces in points, the first line in millimetres."""

    id: str
    name: str
    base: str = "Normal"
    size: float | None = None
    bold: bool = False
    italic: bool = False
    align: str = ""
    before: float = 0
    after: float = 0
    line: int = SINGLE_LINE
    first: float = 0
    keep: bool = False
    outline: int | None = None


BODY, FLUSH, BASIS = "NoiDung", "NoiDungSatLe", "CanCu"
TITLE, SUBJECT, ADDRESSEE = "Title", "Subtitle", "KinhGui"
CAPTION, CELL, AFTER_TABLE = "Caption", "ChuTrongBang", "SauBang"
HEAD, SIGNER, RECIPIENT, ATTACHED, RULE, DRAFT_TEXT = (
    "DauVanBan",
    "NguoiKy",
    "NoiNhan",
    "KemTheo",
    "DuongKe",
    "DoanDuThao",
)
NOTE_TEXT, NOTE_MARK, NUMBER = "FootnoteText", "FootnoteReference", "SoDoan"

_LOOKS = (
    _Look(BODY, "Nội dung", align="both", before=6, line=BODY_LINE, first=INDENT_MM),
    _Look(FLUSH, "Nội dung sát lề", BODY, align="both", before=6, line=BODY_LINE),
    _Look(BASIS, "Căn cứ", BODY, italic=True, align="both", before=6, line=BODY_LINE, first=INDENT_MM),
    _Look(DRAFT_TEXT, BODY_STYLE, BODY, align="both", before=6, line=BODY_LINE, first=INDENT_MM),
    _Look(TITLE, "Title", bold=True, align="center", before=18, line=BODY_LINE, keep=True),
    _Look(SUBJECT, "Subtitle", bold=True, align="center", line=BODY_LINE, keep=True),
    _Look(ADDRESSEE, "Kính gửi", line=BODY_LINE),
    _Look(CAPTION, "caption", size=13, bold=True, align="center", before=8, after=4, keep=True),
    _Look(CELL, "Chữ trong bảng", size=12),
    _Look(AFTER_TABLE, "Sau bảng", size=4),
    _Look(HEAD, "Đầu văn bản", size=13, align="center"),
    _Look(SIGNER, "Người ký", bold=True, align="center", line=BODY_LINE),
    _Look(RECIPIENT, "Nơi nhận", size=11),
    _Look(ATTACHED, "Kèm theo", italic=True, align="center", line=BODY_LINE),
    _Look(RULE, "Đường kẻ", size=2, align="center"),
    _Look(NOTE_TEXT, "footnote text", size=10, align="both"),
    _Look("Header", "header", align="center"),
    _Look(
        "Heading1", "heading 1", bold=True, align="center", before=14, line=BODY_LINE, keep=True, outline=0
    ),
    _Look("Heading2", "heading 2", bold=True, before=10, outline=1),
    _Look("Heading3", "heading 3", bold=True, before=6, outline=2),
    _Look("Heading4", "heading 4", bold=True, italic=True, before=6, outline=3),
    *(
        _Look(f"Heading{n}", f"heading {n}", italic=True, before=6, outline=n - 1)
        for n in range(5, 10)
    ),
)  # fmt: skip


def new_file(title: str, author: str) -> Any:
    """Return an empty Word document: upright A4, Times New Roman, Vietnamese, the styles of this module."""
    file = docx.Document()
    _drop_unused(file)
    _write_styles(file.styles.element)
    _write_settings(file.settings.element)
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    about = file.core_properties
    about.title, about.author, about.last_modified_by = title[:255], author[:255], author[:255]
    about.language, about.comments, about.revision = LANGUAGE, "", 1
    about.created = about.modified = now
    set_sheet(file.sections[0])
    return file


def set_sheet(section: Any, *, landscape: bool = False) -> None:
    """Give a section the decree's margins, its own first page and page numbers that begin with 1."""
    short, long = Mm(210), Mm(297)
    section.page_width, section.page_height = (long, short) if landscape else (short, long)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance, section.footer_distance = Mm(7.5), Mm(10)
    section.different_first_page_header_footer = True
    for old in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(old)
    numbers = OxmlElement("w:pgNumType")
    numbers.set(qn("w:start"), "1")
    section._sectPr.find(qn("w:pgMar")).addnext(numbers)


def text_width_mm(section: Any) -> float:
    """Return the width between the margins."""
    return (section.page_width - section.left_margin - section.right_margin) / Mm(1)


def _drop_unused(file: Any) -> None:
    """Leave out what the library's template brings along: a second set of styles, a thumbnail, lists."""
    for relations in (file.part.rels, file.part.package.rels):
        for name, relation in list(relations.items()):
            if relation.reltype in _UNUSED_PARTS or relation.reltype == _MICROSOFT_STYLES:
                del relations[name]


def _write_styles(root: Any) -> None:
    for style in root.findall(qn("w:style")):
        if style.get(qn("w:styleId")) not in _KEPT:
            root.remove(style)
    defaults = root.find(qn("w:docDefaults"))
    root.replace(
        defaults,
        parse_xml(
            f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr>{_face()}"
            '<w:sz w:val="28"/><w:szCs w:val="28"/>'
            f'<w:lang w:val="{LANGUAGE}" w:eastAsia="{LANGUAGE}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
            '<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
            "</w:pPr></w:pPrDefault></w:docDefaults>"
        ),
    )
    normal = next(one for one in root if one.get(qn("w:styleId")) == "Normal")
    normal.append(parse_xml(f"<w:rPr {nsdecls('w')}>{_face()}</w:rPr>"))
    for look in _LOOKS:
        root.append(_style(look))
    for id_, name, words in (
        (NOTE_MARK, "footnote reference", '<w:vertAlign w:val="superscript"/>'),
        (NUMBER, NUMBER_STYLE, ""),
    ):
        root.append(
            parse_xml(
                f'<w:style {nsdecls("w")} w:type="character"{_custom(id_)} w:styleId="{id_}">'
                f'<w:name w:val="{name}"/><w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/>'
                f"<w:rPr>{words}</w:rPr></w:style>"
            )
        )


def _face() -> str:
    return f'<w:rFonts w:ascii="{FACE}" w:hAnsi="{FACE}" w:eastAsia="{FACE}" w:cs="{FACE}"/>'


def _custom(id_: str) -> str:
    ours = {BODY, FLUSH, BASIS, DRAFT_TEXT, ADDRESSEE, CELL, AFTER_TABLE, HEAD, SIGNER, RECIPIENT}
    return ' w:customStyle="1"' if id_ in ours | {ATTACHED, RULE, NUMBER} else ""


def _style(look: _Look) -> Any:
    is_heading = look.outline is not None
    align = look.align or ("both" if is_heading else "left")
    first = INDENT_MM if is_heading and look.outline else look.first
    following = BODY if is_heading or look.id in {TITLE, SUBJECT, CAPTION} else look.id
    line = BODY_LINE if is_heading else look.line
    keep = "<w:keepNext/><w:keepLines/>" if look.keep or is_heading else ""
    outline = f'<w:outlineLvl w:val="{look.outline}"/>' if is_heading else ""
    words = ("<w:b/><w:bCs/>" if look.bold else "") + ("<w:i/><w:iCs/>" if look.italic else "")
    if look.size:
        words += f'<w:sz w:val="{round(look.size * 2)}"/><w:szCs w:val="{round(look.size * 2)}"/>'
    return parse_xml(
        f'<w:style {nsdecls("w")} w:type="paragraph"{_custom(look.id)} w:styleId="{look.id}">'
        f'<w:name w:val="{look.name}"/><w:basedOn w:val="{look.base}"/><w:next w:val="{following}"/>'
        "<w:qFormat/>"
        f"<w:pPr>{keep}<w:widowControl/>"
        f'<w:spacing w:before="{round(look.before * 20)}" w:after="{round(look.after * 20)}"'
        f' w:line="{line}" w:lineRule="auto"/>'
        f'<w:ind w:firstLine="{round(first * 1440 / 25.4)}"/><w:jc w:val="{align}"/>{outline}</w:pPr>'
        f"<w:rPr>{words}</w:rPr></w:style>"
    )


def _write_settings(root: Any) -> None:
    language = root.find(qn("w:themeFontLang"))
    language.set(qn("w:val"), LANGUAGE)
    language.attrib.pop(qn("w:eastAsia"), None)
    for tag in ("w:proofState", "w:savePreviewPicture"):
        for unused in root.findall(qn(tag)):
            root.remove(unused)
    root.find(qn("w:zoom")).set(qn("w:percent"), "100")
    compat = root.find(qn("w:compat"))
    compat.remove(compat.find(qn("w:useFELayout")))
    # A line that ends with a soft break is not stretched to the margin.
    compat.insert(0, OxmlElement("w:doNotExpandShiftReturn"))
    for setting in root.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
