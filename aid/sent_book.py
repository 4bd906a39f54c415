"""The workbook that is sent out."""

from dataclasses import replace

from aid.models import AidItem, Sector, SentTemplate
from aid.sent import MARK, SENT, cell_of
from core.imports.templates import MANNERS
from core.models import Agency, Locality, Partner
from core.money import CURRENCIES
from core.spreadsheets.form_book import form_book

LOCKED = frozenset({"number", "code", MARK.key})


def sent_book(sent: SentTemplate) -> bytes:
    """Return the table as it was sent: its rows, what may be chosen, how to fill it in."""
    shown = [(code, row) for code, row in sent.rows.items() if row["mark"]]
    rows = [
        [
            {"number": number, "code": code, MARK.key: row["mark"]}.get(column.key) or cell_of(column, row)
            for column in SENT.columns
        ]
        for number, (code, row) in enumerate(shown, start=1)
    ]
    columns = [column if column.key != "code" else replace(column, required=False) for column in SENT.columns]
    return form_book(
        columns, rows, sheet_name=SENT.name, locked=LOCKED, lists=_lists(sent), guide=_guide(sent)
    )


def _lists(sent: SentTemplate) -> dict[str, list[str]]:
    today = sent.sent_on
    agencies = Agency.objects.order_by("sort_key", "pk")
    donors = Partner.objects.order_by("sort_key", "pk")
    places = Locality.objects.filter(valid_to__isnull=True).order_by("sort_key", "pk")
    return {
        "donor": list(donors.values_list("name", flat=True)[:2000]),
        "owner": [one.name for one in agencies if not one.valid_to or one.valid_to >= today],
        "currency": list(CURRENCIES),
        "kind": [label for _, label in AidItem.Mode.choices],
        "emergency": ["Không", *(label for _, label in AidItem.Emergency.choices)],
        "sectors": list(Sector.objects.filter(is_active=True).values_list("name", flat=True)),
        "places": list(places.values_list("full_name", flat=True)),
    }


def _guide(sent: SentTemplate) -> list[tuple[str, str]]:
    parties = [
        f"nhà tài trợ {sent.donor}" if sent.donor else "",
        f"chủ khoản {sent.owner}" if sent.owner else "",
    ]
    whose = ", ".join(part for part in parties if part) or "các khoản của cơ quan gửi"
    return [
        ("Mẫu", f"{sent.code}, gửi ngày {sent.sent_on:%d/%m/%Y}: {whose}."),
        ("Sửa một ô", "Gõ giá trị mới đè lên giá trị cũ; ô không cần sửa thì để nguyên."),
        ("Ô để trống", "Nghĩa là không đổi: xóa trắng một ô không xóa giá trị trong cổng."),
        ("Cột xám", "Không sửa mã và phiên bản: cổng dựa vào đó để nhận lại đúng dòng."),
        ("Thêm khoản mới", "Điền vào dòng trống bên dưới, để trống cột mã và cột phiên bản."),
        ("Bớt dòng", "Xóa một dòng khỏi tệp không xóa khoản trong cổng; dòng vắng mặt được giữ nguyên."),
        (
            "Nhiều cam kết",
            "Khoản có nhiều cam kết: cột số tiền là cam kết đầu; các cam kết sau sửa trong cổng.",
        ),
        ("Ghi chú dài", "Ghi chú kết thúc bằng […] đã được rút gọn cho vừa ô; để nguyên thì bản đủ vẫn giữ."),
        (
            "Danh sách chọn",
            "Bấm mũi tên ở ô để chọn; nhiều lĩnh vực hay địa bàn thì gõ, cách nhau bằng dấu ;",
        ),
        ("Bí mật nhà nước", "Không đưa thông tin bí mật nhà nước vào tệp."),
        ("", ""),
        *(
            (
                column.header + ("*" if column.required and column.key != "code" else ""),
                MANNERS[column.kind.value],
            )
            for column in SENT.columns
            if column.key not in LOCKED
        ),
    ]
