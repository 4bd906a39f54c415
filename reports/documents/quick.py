"""Slow places of the PDF engine, each replaced by one that makes the same file in less time.

For the versions in VERSIONS; with any others the engine works as it comes. Right for official papers, which
have no flex or grid and no rules that look at siblings. What is kept is kept on a style, an element or a file
of one document, and goes with it. Only a full line that the engine tears is another: `_first_line`.
"""

import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from functools import cache
from importlib.metadata import version
from typing import Any

import cssselect2
import pydyf
from weasyprint import HTML
from weasyprint.document import Document
from weasyprint.draw import text as drawing
from weasyprint.formatting_structure.boxes import Box, LineBox
from weasyprint.layout import absolute, background, block, column, float, grid, inline, page, percent, table
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features, get_font_description

VERSIONS = {"weasyprint": "70.0", "pydyf": "0.13.0", "cssselect2": "0.10.1"}
COMPRESSION = 6
# More than a line of the widest sheet holds.
_LETTERS_OF_A_LINE = 250

type Function = Callable[..., Any]

_NOTES = {"footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"}
_LOOK_AROUND = {"select", "option", "textarea"}
_LENGTHS = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in ("left", "right", "top", "bottom")),
    *(f"{least}{axis}" for axis in ("width", "height") for least in ("", "min_", "max_")),
)
_BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))
_CORNERS = tuple(
    f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left")
)
_FEATURES = (
    "font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps",
    "font_variant_numeric", "font_variant_alternates", "font_variant_east_asian", "font_feature_settings",
)  # fmt: skip

_resolve_percentages: Function = percent.resolve_percentages
_resolve_radii: Function = percent.resolve_radii_percentages
_avoid_collisions: Function = float.avoid_collisions
_is_in_normal_flow: Function = Box.is_in_normal_flow
_ua_stylesheets: Function = HTML._ua_stylesheets
_strut: Function = line_break.strut
_split_first_line: Function = line_break.split_first_line
_setup: Function = line_break.Layout.setup
_reactivate: Function = line_break.Layout.reactivate
_draw_first_line: Function = drawing.draw_first_line
_match: Function = cssselect2.Matcher.match
_to_bytes: Function = pydyf._to_bytes


def ua_stylesheets(self: Any, *forms: bool) -> list[Any]:
    """Return the engine's own rules without footnotes, whose five styles each element would be given."""
    return [_without_notes(sheet) for sheet in _ua_stylesheets(self, *forms)]


@cache
def _without_notes(sheet: Any) -> Any:
    bare, bare.matcher = copy(sheet), copy(sheet.matcher)
    bare.matcher.other_selectors = [rule for rule in sheet.matcher.other_selectors if rule[3] not in _NOTES]
    return bare


def match(self: Any, element: Any) -> Any:
    """Return what matches an element; asked once for all that are named alike under parents named alike."""
    kinds, kind = element.__dict__.get("kind") or _kind(element)
    # Rules within a page may look at siblings; those of the bundled sheets do not.
    if kinds is None or element.local_name in _LOOK_AROUND:
        return _match(self, element)
    if (found := kinds.get((self, kind))) is None:
        found = kinds[self, kind] = _match(self, element)
    return found


def _kind(element: Any) -> tuple[dict[Any, Any] | None, int]:
    """Return what is known of a page, nothing where it has rules of its own, and which kind an element is."""
    page_element = element.etree_element
    if (parent := element.parent) is None:
        has_rules = page_element.find(".//style") is not None
        kinds: dict[Any, Any] | None = None if has_rules else {}
        above = 0
    else:
        kinds, above = parent.__dict__.get("kind") or _kind(parent)
    kind = 0
    if kinds is not None:
        named = (above, page_element.tag, tuple(page_element.attrib.items()))
        kind = kinds.setdefault(named, len(kinds) + 1)
    element.kind = kinds, kind
    return element.kind


def resolve_percentages(box: Any, containing_block: Any) -> None:
    """Set the used lengths of a box; those of a style without percentages are worked out once."""
    style = box.style
    kept = style.__dict__.get("lengths")
    if kept is None:
        kept = style.lengths = _fixed_lengths(style)
    if not kept:
        _resolve_percentages(box, containing_block)
        return
    lengths, borders, collapses = kept
    used = box.__dict__
    used.update(lengths)
    if not collapses:
        used.update(borders)
        return
    for name, width in borders.items():
        # What tables have decided about their shared borders stays.
        if not hasattr(box, name):
            used[name] = width


def _fixed_lengths(style: Any) -> tuple[dict[str, Any], dict[str, Any], bool] | tuple[()]:
    if style["box_sizing"] != "content-box":
        return ()
    lengths = {}
    for name in _LENGTHS:
        value = style[name]
        if value is None or value == "auto":
            lengths[name] = 0 if value == "auto" and name.startswith("min_") else value
        elif getattr(value, "unit", None) == "px":
            lengths[name] = value.value
        else:
            return ()
    return lengths, {name: style[name] for name in _BORDERS}, style["border_collapse"] == "collapse"


def resolve_radii(box: Any) -> None:
    """Set the rounding of the corners, none for most styles."""
    style = box.style
    if isinstance(box, AbsolutePlaceholder):
        _resolve_radii(box)
        return
    if (is_square := style.__dict__.get("is_square")) is None:
        is_square = style.is_square = all((0, "px") in style[name] for name in _CORNERS)
    if is_square:
        box.__dict__.update(dict.fromkeys(_CORNERS, (0, 0)))
    else:
        _resolve_radii(box)


def avoid_collisions(
    context: Any, box: Any, containing_block: Any, *, outer: bool = True
) -> tuple[Any, Any, Any]:
    """Return x, y and the room of a box beside floating ones: of a line, all of it where nothing floats."""
    is_plain = not outer and isinstance(box, LineBox) and box.style["float"] == "none"
    if context.excluded_shapes or not is_plain or containing_block.style["direction"] != "ltr":
        return _avoid_collisions(context, box, containing_block, outer=outer)
    left = containing_block.content_box_x()
    right = left + containing_block.width
    left += box.margin_left
    right -= box.margin_right
    return left - box.margin_left, box.border_box_y() - box.margin_top, right - left


def is_in_normal_flow(self: Any) -> bool:
    """Whether a box stands where the text has it, as its style says."""
    kept = self.style.__dict__.get("flows")
    if kept is None:
        kept = self.style.flows = _is_in_normal_flow(self)
    return kept


def strut(style: Any) -> Any:
    """Return the height of a line and its baseline, measured once for a style."""
    kept = style.__dict__.get("line_strut")
    if kept is None:
        kept = style.line_strut = _strut(style)
    return kept


def setup(self: Any, style: Any) -> None:
    """Make the layout of a text; what styles without special features need for it is made once for each."""
    kept = style.__dict__.get("pango")
    if kept is None:
        kept = style.pango = _pango_of(style)
    if not kept:
        _setup(self, style)
        return
    context, self.language, description = kept
    self.style, self.first_line_direction = style, 0
    self.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(self.layout, 0)
    pango.pango_layout_set_font_description(self.layout, description)
    self.ascent = self.underline_position = self.strikethrough_position = None


def _pango_of(style: Any) -> tuple[Any, Any, Any] | tuple[()]:
    is_special = (
        font_features(*(style[name] for name in _FEATURES)) or style["text_decoration_line"] != "none"
    )
    if is_special or style["font_language_override"] != "normal" or not style["lang"]:
        return ()
    context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, 0)
    pango.pango_context_set_base_dir(context, line_break.PANGO_DIRECTION[style["direction"]])
    language = pango.pango_language_from_string(unicode_to_char_p(style["lang"])[0])
    pango.pango_context_set_language(context, language)
    return context, language, get_font_description(style)


def split_first_line(
    text: str, style: Any, context: Any, max_width: Any, justification_spacing: Any, *,
    is_line_start: bool = True, minimum: bool = False,
) -> tuple[Any, ...]:  # fmt: skip
    """Return the first line of a text; the same words of one style in the same room are broken once."""
    lines = style.__dict__.setdefault("lines", {})
    asked = (text, max_width, justification_spacing, is_line_start, minimum)
    kept = lines.get(asked)
    if kept is None:
        kept = lines[asked] = _first_line(text, style, context, *asked[1:])
    layout = line_break.Layout.__new__(line_break.Layout)
    layout.__dict__.update(kept[0].__dict__)
    return (layout, *kept[1:])


def _first_line(text: str, style: Any, context: Any, *room: Any) -> tuple[Any, ...]:
    """Return the first line of a text, all of it where only the space behind its last word finds no room.

    The engine counts that space where something else follows, and tears the full line after its first word.
    """
    found = _split_first_line(text, style, context, *room)
    if found[2] is None or not text.endswith(" ") or len(text) > _LETTERS_OF_A_LINE:
        return found
    bare = _split_first_line(text.rstrip(" "), style, context, *room)
    return bare if bare[2] is None and bare[3] <= room[0] else found


def reactivate(self: Any, style: Any) -> None:
    """Leave it to `draw_first_line`, which may not need it."""


def deactivate(self: Any) -> None:
    """Let go of the layout of a text, if it was made."""
    for name in ("layout", "language", "style"):
        self.__dict__.pop(name, None)


def draw_first_line(
    stream: Any, textbox: Any, text_overflow: str, block_ellipsis: str, matrix: Any
) -> list[Any]:
    """Draw a line of text; one that was drawn before in the same style only at its new place."""
    layout, style = textbox.pango_layout, textbox.style
    if text_overflow == "ellipsis" or block_ellipsis != "none":
        _reactivate(layout, style)
        return _draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)
    drawn = style.__dict__.setdefault("drawn", {})
    key = (textbox.text, layout.text, layout.justification_spacing)
    font, shown, fonts = drawn.get(key, (None, None, None))
    if fonts is stream._fonts:
        stream.set_text_matrix(*matrix.values)
        stream.set_font_size(*font)
        stream.stream.append(shown)
        return []
    _reactivate(layout, style)
    begin = len(stream.stream)
    pictures = _draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)
    written = stream.stream[begin:]
    # Its place, its font unless that was in force, and one row of letters.
    if not pictures and len(written) in {2, 3} and written[-1].endswith(b"] TJ"):
        drawn[key] = stream._current_font, written[-1], stream._fonts
    return pictures


def page_references(self: Any) -> tuple[bytes, ...]:
    """Return the references of all pages, made anew only when there are more."""
    numbers = self.pages["Kids"]
    kept = self.__dict__.get("references", ())
    if len(kept) * 3 != len(numbers):
        kept = self.references = tuple(f"{number} 0 R".encode("ascii") for number in numbers[::3])
    return kept


def to_bytes(item: Any) -> bytes:
    """Return a value as it stands in the file; the kinds that nearly all are first."""
    kind = type(item)
    if kind is str:
        return item.encode("ascii")
    if kind is bytes:
        return item
    if kind is int:
        return b"%d" % item
    return _to_bytes(item)


def stream_data(self: Any) -> bytes:
    """Return a stream as it stands in the file, pressed well: 4 % more bytes than best, in half the time."""
    content = b"\n".join(map(to_bytes, self.stream))
    extra = pydyf.Dictionary(self.extra.copy())
    if self.compress:
        extra["Filter"] = "/FlateDecode"
        content = zlib.compress(content, COMPRESSION)
    extra["Length"] = len(content)
    return b"\n".join((extra.data, b"stream", content, b"endstream"))


class _Written(pydyf.Object):
    """An object of the file as bytes."""

    data = b""
    compressible = False

    def __init__(self, whole: Any) -> None:
        super().__init__()
        self.number, self.generation, self.free = whole.number, whole.generation, whole.free
        self.data = b"" if whole.free == "f" else whole.data
        self.compressible = whole.compressible


def write_once(_: Document, pdf: Any) -> None:
    """Turn each object into bytes once; the engine does it for the file and again for its fingerprint."""
    pdf.objects[:] = [_Written(whole) for whole in pdf.objects]


_PLACES: list[tuple[Any, str, Any]] = [
    (HTML, "_ua_stylesheets", ua_stylesheets),
    (cssselect2.Matcher, "match", match),
    *((place, "resolve_percentages", resolve_percentages)
      for place in (absolute, block, column, float, grid, inline, page, percent, table)),
    (background, "resolve_radii_percentages", resolve_radii),
    (inline, "avoid_collisions", avoid_collisions),
    (Box, "is_in_normal_flow", is_in_normal_flow),
    (inline, "strut", strut),
    (inline, "split_first_line", split_first_line),
    (line_break.Layout, "setup", setup),
    (line_break.Layout, "reactivate", reactivate),
    (line_break.Layout, "deactivate", deactivate),
    (drawing, "draw_first_line", draw_first_line),
    (pydyf.PDF, "page_references", property(page_references)),
    (pydyf, "_to_bytes", to_bytes),
    (pydyf.Stream, "data", property(stream_data)),
]  # fmt: skip
_AS_IT_COMES = [(place, name, vars(place)[name]) for place, name, _ in _PLACES]


def fits() -> bool:
    """Whether the engine is of the versions that this was written for."""
    return all(version(name) == wanted for name, wanted in VERSIONS.items())


def _put(places: list[tuple[Any, str, Any]]) -> None:
    for place, name, function in places:
        setattr(place, name, function)


@contextmanager
def as_it_comes() -> Iterator[None]:
    """Let the engine work as it comes, to compare."""
    _put(_AS_IT_COMES)
    try:
        yield
    finally:
        _put(_PLACES)


if fits():
    _put(_PLACES)
