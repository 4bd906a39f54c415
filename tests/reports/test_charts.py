"""Charts: strict SVG, Vietnamese numbers and letters, the table beside them, the store."""

import re
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from defusedxml import ElementTree
from PIL import Image

from reports import charts
from reports.charts import Medium, Series, bars_by_sector, chart_png, chart_svg, columns_by_quarter

QUARTERLY = [
    Series("Cam kết mới", [Decimal("750.5"), Decimal("608.4"), Decimal("349.5"), 195]),
    Series("Giải ngân", [210, 356, 470, None]),
]
SECTORS = [("Y tế", 524900), ("Hỗ trợ sinh kế", 529000), ("An sinh xã hội", 427500), ("Giáo dục", 422000)]


@pytest.fixture
def data_dir(settings, tmp_path):
    """A store of its own."""
    settings.DATA_DIR = tmp_path
    return tmp_path


def quarters(**options):
    return columns_by_quarter(QUARTERLY, title="Cam kết và giải ngân theo quý", unit="nghìn USD", **options)


def sectors(**options):
    return bars_by_sector(SECTORS, title="Viện trợ theo lĩnh vực", unit="USD", **options)


def texts(svg):
    return [
        "".join(node.itertext()) for node in ElementTree.fromstring(svg).iter() if node.tag.endswith("}text")
    ]


@pytest.mark.parametrize("medium", Medium)
@pytest.mark.parametrize("make", [quarters, sectors])
def test_svg_passes_a_strict_policy_and_is_one_named_picture(data_dir, make, medium):
    picture = make(medium=medium)
    root = ElementTree.fromstring(picture.svg)
    names = {name for element in root.iter() for name in element.attrib}
    assert not [name for name in names if name == "style" or name.startswith("on") or "href" in name]
    assert not {element.tag.rpartition("}")[2] for element in root.iter()} & {"style", "script", "image", "a"}
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == picture.description
    assert not re.search(r"axis|mark container|legend", picture.svg)


def test_numbers_and_names_are_vietnamese(data_dir):
    words = texts(quarters().svg)
    assert {"750,5", "608,4", "470", "Quý I", "Quý IV", "Cam kết mới", "Giải ngân"} <= set(words)
    assert set(texts(sectors().svg)) == {"Y tế", "Hỗ trợ sinh kế", "An sinh xã hội", "Giáo dục"} | {
        "524.900",
        "529.000",
        "427.500",
        "422.000",
    }


def test_table_of_the_quarters(data_dir):
    picture = quarters()
    assert picture.table_head == ("Quý", "Cam kết mới (nghìn USD)", "Giải ngân (nghìn USD)")
    assert picture.table_rows[0] == ("Quý I", "750,5", "210")
    assert picture.table_rows[3] == ("Quý IV", "195", "–")
    assert picture.description.startswith(
        "Cam kết và giải ngân theo quý, đơn vị nghìn USD. Quý I: cam kết mới 750,5, giải ngân 210;"
    )


@pytest.mark.parametrize(
    "wrong",
    [1e309, float("-inf"), Decimal("Infinity"), Decimal("NaN"), Decimal("1e309"), 10**400],
    ids=["1e309", "âm vô cùng", "vô cùng", "không phải số", "1e309 thập phân", "401 chữ số"],
)
def test_what_is_no_number_of_this_world_stands_as_a_dash(data_dir, wrong):
    picture = columns_by_quarter([Series("Cam kết", [1, wrong, None, 4])], title="Theo quý", unit="USD")
    assert [row[1] for row in picture.table_rows] == ["1", "–", "–", "4"]
    assert {"1", "4"} <= set(texts(picture.svg))
    bars = bars_by_sector([("Y tế", wrong), ("Giáo dục", 5)], title="Theo lĩnh vực", unit="USD")
    assert bars.table_rows == (("Giáo dục", "5"), ("Y tế", "–"))


def test_sectors_are_sorted_by_value(data_dir):
    picture = sectors(description="Hỗ trợ sinh kế lớn nhất.")
    assert [row[0] for row in picture.table_rows] == ["Hỗ trợ sinh kế", "Y tế", "An sinh xã hội", "Giáo dục"]
    assert picture.description == "Hỗ trợ sinh kế lớn nhất."
    assert picture.caption == "Viện trợ theo lĩnh vực (USD)"


def test_bars_start_at_zero_and_lengths_follow_the_values(data_dir):
    svg = bars_by_sector([("Một", 100), ("Hai", 50)], title="Thử", unit="khoản").svg
    long, short = (float(place) - 6 for place in re.findall(r"translate\(([\d.]+),[\d.]+\)[^>]*bold", svg))
    assert long == pytest.approx(2 * short, rel=0.02)


def test_a_long_sector_name_is_broken_not_cut(data_dir):
    name = "Ứng phó với biến đổi khí hậu, phòng chống thiên tai và cứu trợ khẩn cấp"
    svg = bars_by_sector([(name, 5)], title="Thử", unit="khoản").svg
    assert "…" not in svg
    assert " ".join(word for text in texts(svg) for word in re.split(r"(?<=[a-zấ,])(?=[A-ZỨ])", text)).count(
        "Ứng phó"
    )
    shown = ElementTree.fromstring(svg)
    joined = " ".join(" ".join(node.itertext()) for node in shown.iter() if node.tag.endswith("}text"))
    assert all(word in joined for word in name.split())


def test_charts_without_numbers(data_dir):
    empty = bars_by_sector([], title="Viện trợ theo lĩnh vực", unit="USD")
    assert empty.table_rows == ()
    assert empty.description == "Viện trợ theo lĩnh vực, đơn vị USD. Chưa có số liệu."
    none = columns_by_quarter([Series("Giải ngân", [None] * 4)], title="Giải ngân", unit="USD")
    assert none.table_rows[0] == ("Quý I", "–")


def test_a_series_has_four_quarters():
    with pytest.raises(ValueError, match="3 values for 4 columns"):
        columns_by_quarter([Series("Giải ngân", [1, 2, 3])], title="x", unit="USD")
    with pytest.raises(ValueError, match="at most two colours"):
        columns_by_quarter([Series(name, [1, 2, 3, 4]) for name in "abc"], title="x", unit="USD")


def test_ids_differ_between_the_charts_of_a_page(data_dir):
    ids = [re.findall(r'id="([^"]+)"', picture.svg) for picture in (quarters(), sectors())]
    used = re.findall(r"url\(#([^)]+)\)", quarters().svg)
    assert set(used) <= set(ids[0])
    assert not set(ids[0]) & set(ids[1])


def test_png_shows_letters(data_dir):
    image = Image.open(BytesIO(sectors(medium=Medium.PAPER).png(scale=1))).convert("RGBA")
    assert image.width == 620
    assert image.crop((0, 0, 100, image.height)).getbbox() is not None


def test_block_for_a_document(data_dir):
    block = sectors(medium=Medium.PAPER).block()
    assert block.title == "Viện trợ theo lĩnh vực (USD)"
    assert [column.label for column in block.table.columns] == ["Lĩnh vực", "Giá trị (USD)"]
    assert "VNSerif" in block.svg


def test_a_drawn_chart_is_kept_and_not_drawn_again(data_dir, monkeypatch):
    first = quarters().svg
    [kept] = Path(data_dir).rglob("*.svg")
    monkeypatch.setattr(charts, "_drawn_svg", lambda spec: pytest.fail("drawn twice"))
    assert quarters().svg == first
    kept.write_text("<svg/>", encoding="utf-8")
    assert quarters().svg == "<svg/>"


def test_other_numbers_are_another_file(data_dir):
    sectors()
    bars_by_sector([("Y tế", 1)], title="Viện trợ theo lĩnh vực", unit="USD")
    assert len(list(Path(data_dir).rglob("*.svg"))) == 2


def test_writers_at_the_same_time_leave_whole_files(data_dir):
    with ThreadPoolExecutor(4) as pool:
        drawn = set(pool.map(lambda _: sectors().svg, range(4)))
    assert len(drawn) == 1
    assert [path.suffix for path in Path(data_dir).rglob("*") if path.is_file()] == [".svg"]


def test_style_attributes_become_presentation_and_foreign_things_go(data_dir, monkeypatch):
    drawn = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><style>x{}</style>'
        '<script>alert(1)</script><image xlink:href="http://127.0.0.1/x"/>'
        '<a href="javascript:1"><text>x</text></a>'
        '<rect style="fill: red; mask: url(#a); stroke: url(http://x)" onclick="alert(1)" class="c"/></svg>'
    )
    monkeypatch.setattr(charts, "_drawn_svg", lambda spec: drawn)
    svg = chart_svg({"a": 1}, title="Thử", description="Mô tả.")
    root = ElementTree.fromstring(svg)
    assert [element.tag.rpartition("}")[2] for element in root.iter()] == ["svg", "rect"]
    assert root[0].attrib == {"fill": "red"}
    assert root.attrib["aria-label"] == "Thử. Mô tả."


def test_a_spec_that_names_an_address_reads_nothing(data_dir):
    spec = {
        "data": {"url": "http://127.0.0.1:9/x.json"},
        "mark": "bar",
        "encoding": {"x": {"field": "a", "type": "nominal"}},
    }
    with pytest.raises(ValueError, match=r"127\.0\.0\.1"):
        chart_png(spec)


def test_the_axis_of_counts_has_whole_ticks_and_names_its_unit(data_dir):
    drawn = columns_by_quarter([Series("Hội nghị", [1, 0, 2, 1])], title="Hội nghị", unit="hội nghị")
    words = texts(drawn.svg)
    # The labels of the columns 1, 0, 2, 1 and each tick once.
    assert sorted(word for word in words if word.isdigit()) == ["0", "0", "1", "1", "1", "2", "2"]
    assert "hội nghị" in words
