"""The empty template and the filled example that people download."""

from dataclasses import replace
from typing import Any

from core.imports.resource import RowResource
from core.spreadsheets.limits import WEB_LIMITS, grouped, megabytes
from core.spreadsheets.template import Column, Kind
from core.spreadsheets.writer import write_xlsx

MANNERS = {
    "code": "Chữ, số và dấu gạch nối, ví dụ VT-2026-001, NV-2026-001. Mã đã có thì dòng đó được cập nhật.",
    "date": "Ngày thật của Excel, hoặc chữ dd/mm/yyyy.",
    "amount": "Số thật của Excel, hoặc chữ như 1.900.000,50; không kèm tên tiền.",
    "rate": "Số đồng cho một đơn vị tiền, ví dụ 25.450,5. Để trống thì lấy theo danh mục tỷ giá, nếu có.",
    "choice": "Tên hoặc mã như trong danh mục; không phân biệt chữ hoa, chữ thường.",
    "choices": "Một hay nhiều tên như trong danh mục, cách nhau bằng dấu chấm phẩy.",
    "line": "Một dòng chữ.",
    "note": "Chữ, có thể xuống dòng.",
    "ignored": "Không nhập.",
}


def template_book(resource: RowResource) -> bytes:
    """Return a workbook with the header row alone; required columns carry an asterisk."""
    return _book(resource, [])


def example_book(resource: RowResource) -> bytes:
    """Return the template with two rows filled in."""
    return _book(resource, [[number, *row] for number, row in enumerate(resource.examples(), start=1)])


def _book(resource: RowResource, rows: list[list[Any]]) -> bytes:
    columns = [_marked(column) for column in resource.template.columns]
    return write_xlsx(columns, rows, resource.template.name, notes_sheet=_notes(resource))


def _marked(column: Column) -> Column:
    return replace(column, header=f"{column.header}*") if column.required else column


def _notes(resource: RowResource) -> list[list[str]]:
    limits = WEB_LIMITS
    size = (
        f"{megabytes(limits.file_bytes)}, {grouped(limits.data_rows)} dòng, {limits.columns} cột, "
        f"{grouped(limits.cell_characters)} ký tự mỗi ô."
    )
    general = [
        ["Cách điền", "Điền vào trang đầu, mỗi dòng một bản ghi; không gộp ô, không để dòng tổng."],
        ["Cột có dấu *", "Bắt buộc có cột và có giá trị."],
        [
            "Ô để trống",
            "Giữ nguyên giá trị đã có trong cổng; muốn xóa một giá trị thì sửa trên trang bản ghi.",
        ],
        ["Một dòng lỗi", "Cả tệp không được ghi; sửa rồi tải lại, nội dung đã ghi không bị ghi trùng."],
        ["Giới hạn", size],
        ["Bí mật nhà nước", "Không đưa thông tin bí mật nhà nước vào tệp."],
        ["", ""],
    ]
    manners = {"status": "Không nhập; cổng tính trạng thái theo ngày và tiến độ."}
    if resource.template.code_repeats:
        manners["code"] = "Mã của khoản đã có trong cổng; một mã có thể ở nhiều dòng."
        general[2] = [
            "Dòng đã có",
            "Dòng cùng khoản, ngày, số tiền, loại tiền, hình thức và chứng từ giữ nguyên.",
        ]
    elif any(column.kind is Kind.RATE for column in resource.template.columns):
        several = "Khoản có nhiều cam kết: cột số tiền là cam kết đầu, các cam kết sau giữ nguyên."
        general.insert(3, ["Nhiều cam kết", several])
    return general + [
        [
            f"{column.header}*" if column.required else column.header,
            manners.get(column.key, MANNERS[column.kind.value]),
        ]
        for column in resource.template.columns
    ]
