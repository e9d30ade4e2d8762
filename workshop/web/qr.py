"""The join code as a picture: black on white in every theme, level M, with the quiet zone scanners need."""

import io

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.svg import SvgPathFillImage

QUIET_MODULES = 4


def qr_svg(text: str) -> bytes:
    """An SVG of the QR code of this text."""
    image = _code(text).make_image(image_factory=SvgPathFillImage)
    out = io.BytesIO()
    image.save(out)
    return out.getvalue()


def qr_terminal(text: str) -> str:
    """The QR code as block characters, for a terminal with light text on dark ground."""
    out = io.StringIO()
    _code(text).print_ascii(out=out, invert=True)
    return out.getvalue()


def _code(text: str) -> qrcode.QRCode:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_MODULES)
    code.add_data(text)
    return code
