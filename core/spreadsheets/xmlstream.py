"""Reading XML as a stream with limits: no DTD, no depth, no crowd of attributes, no odd encoding."""

from collections.abc import Callable, Iterable
from xml.parsers import expat

from core.spreadsheets.limits import FileRefused, Limits

XINCLUDE = "http://www.w3.org/2001/XInclude"
ENCODINGS = {"utf-8", "utf-16", "us-ascii", "ascii"}
DTD_MESSAGE = (
    "DTD/thực thể XML không được phép trong tệp. Hãy mở tệp bằng Excel hoặc Word, lưu lại thành tệp mới."
)

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def local(name: str) -> str:
    """The name of an element or attribute without its namespace."""
    return name.rpartition(" ")[2]


def parse_stream(
    chunks: Iterable[bytes],
    limits: Limits,
    refuse: Callable[[], FileRefused],
    *,
    start: Start | None = None,
    end: End | None = None,
    text: Text | None = None,
) -> None:
    """Feed the handlers from the chunks; `refuse` makes the refusal of XML that cannot be read."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    depth = 0

    def on_declaration(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in ENCODINGS:
            raise refuse()

    def on_doctype(*_args: object) -> None:
        raise FileRefused(DTD_MESSAGE)

    def on_start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > limits.xml_depth or len(attributes) > limits.xml_attributes or name.startswith(XINCLUDE):
            raise refuse()
        if start is not None:
            start(name, attributes)

    def on_end(name: str) -> None:
        nonlocal depth
        depth -= 1
        if end is not None:
            end(name)

    parser.XmlDeclHandler = on_declaration
    parser.StartDoctypeDeclHandler = on_doctype
    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        for chunk in chunks:
            parser.Parse(chunk)
        parser.Parse(b"", True)  # noqa: FBT003 - the library takes it by position only
    except (expat.ExpatError, ValueError, LookupError) as error:
        if isinstance(error, FileRefused):
            raise
        raise refuse() from error
