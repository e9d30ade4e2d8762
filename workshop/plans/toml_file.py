"""Writes a plan as a TOML file, to keep, send, and edit by hand."""

import tomli_w

from workshop.domain.voting.plan import Plan


def as_toml(plan: Plan) -> str:
    """The plan as TOML, which `form.parse_plan` reads."""
    document = {key: value for key, value in plan.as_document().items() if value not in ("", {})}
    return tomli_w.dumps(document, multiline_strings=False)
