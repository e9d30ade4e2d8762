"""A plan as a TOML file, to keep, to send, and to edit by hand."""

import tomli_w

from workshop.domain.voting.plan import Plan


def as_toml(plan: Plan) -> str:
    """The plan in the form of the contract; what reads it again is `form.parse_plan`."""
    document = {key: value for key, value in plan.as_document().items() if value not in ("", {})}
    return tomli_w.dumps(document, multiline_strings=False)
