"""SVG elements, escaped by construction."""

from xml.etree.ElementTree import Element, tostring

from markupsafe import Markup


def element(tag: str, *inside: Element | str, **attributes: object) -> Element:
    """An SVG element around others or a text. Underscores in attribute names become dashes."""
    made = Element(
        tag, {name.replace("_", "-"): _written(value) for name, value in attributes.items()}
    )
    for part in inside:
        if isinstance(part, str):
            made.text = part
        else:
            made.append(part)
    return made


def markup(drawing: Element) -> Markup:
    """The drawing as markup for a page."""
    return Markup(tostring(drawing, encoding="unicode"))  # noqa: S704 - ElementTree has escaped every text and value


def _written(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
