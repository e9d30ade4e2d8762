"""QR codes as pictures: black on white in every theme, level M, with the quiet zone."""

import base64
import io
import re

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


def qr_inline(text: str) -> str:
    """The QR code as a data URL, for pages of which nothing is kept."""
    return "data:image/svg+xml;base64," + base64.b64encode(qr_svg(text)).decode()


def wifi_text(name: str, password: str) -> str:
    """The text of a Wi-Fi QR code, in the form of ZXing. Without a password the network is open."""
    kind = "WPA" if password else "nopass"
    return f"WIFI:T:{kind};S:{_escaped(name)};P:{_escaped(password)};;"


def qr_terminal(text: str) -> str:
    """The QR code as block characters, for a terminal with light text on dark ground."""
    out = io.StringIO()
    _code(text).print_ascii(out=out, invert=True)
    return out.getvalue()


def _escaped(text: str) -> str:
    return re.sub(r'([\\;,:"])', r"\\\1", text)


def _code(text: str) -> qrcode.QRCode:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_MODULES)
    code.add_data(text)
    return code
