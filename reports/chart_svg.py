"""SVG of charts as pages may show it: cleaned of styles, scripts and links, named for readers."""

from typing import Any

from defusedxml import ElementTree  # type: ignore[import-untyped]

_SVG = "http://www.w3.org/2000/svg"
_PRESENTATION = {
    "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap",
    "stroke-linejoin", "opacity", "font-family", "font-size", "font-weight", "font-style", "text-anchor",
    "display", "visibility",
}  # fmt: skip


class CleanSvg(str):
    """SVG that was cleaned of styles, scripts and links; templates print it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        """Return the markup."""
        return str(self)


def safe_svg(svg: str, title: str, description: str, key: str) -> str:
    """Return the SVG as one named picture that a strict content policy lets through."""
    root = ElementTree.fromstring(svg)
    for parent in list(root.iter()):
        for child in list(parent):
            if _local(child.tag) in {"style", "script", "foreignObject", "a", "image", "use"}:
                parent.remove(child)
    for element in root.iter():
        _strip(element)
    _rename_ids(root, key)
    words = description if description.startswith(title) else f"{title}. {description}"
    root.attrib.update({"role": "img", "aria-label": words})
    return _written(root)


def _strip(element: Any) -> None:
    """Turn a style attribute into presentation attributes; drop handlers, links and English labels."""
    declarations = element.attrib.pop("style", "")
    for declaration in declarations.split(";"):
        name, _, value = declaration.partition(":")
        if name.strip() in _PRESENTATION and "url(" not in value:
            element.set(name.strip(), value.strip())
    for name in list(element.attrib):
        local = _local(name)
        if local.startswith(("on", "aria-")) or local in {"href", "role", "class"}:
            del element.attrib[name]


def _rename_ids(root: Any, key: str) -> None:
    """Give ids that are the same at each drawing and differ between the charts of one page."""
    named = [element for element in root.iter() if "id" in element.attrib]
    renamed = {element.get("id"): f"c{key}-{number}" for number, element in enumerate(named, start=1)}
    for element in root.iter():
        for name, value in element.attrib.items():
            if name == "id":
                element.set(name, renamed[value])
            elif value.startswith("url(#"):
                element.set(name, f"url(#{renamed.get(value[5:-1], '')})")


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _written(root: Any) -> str:
    from xml.etree.ElementTree import register_namespace, tostring

    register_namespace("", _SVG)
    return tostring(root, encoding="unicode")
