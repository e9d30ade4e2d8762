"""The translations, read from `locale/<language>/LC_MESSAGES/workshop.po` without a build step."""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from workshop.wording.languages import ENGLISH


@cache
def catalogue(language: str) -> NullTranslations:
    """The translations of a language; untranslated texts stay English."""
    if language == ENGLISH:
        return NullTranslations()
    source = files(__package__) / "locale" / language / "LC_MESSAGES" / "workshop.po"
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(source.read_bytes()), locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)
