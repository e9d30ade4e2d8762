"""A plan as people of the spoken language read it: as far as it is translated, else as it was
written.
"""

from dataclasses import replace

from workshop.domain.voting.plan import AS_WRITTEN, DEFAULT_LABELS, Plan
from workshop.wording import say
from workshop.wording.languages import spoken


def translated(plan: Plan) -> Plan:
    """The plan with its texts in the spoken language; groups that nobody named are called as we
    call them.

    What it asks stays among the translations: questions are the same whatever language they are
    read in.
    """
    said = plan.worded(plan.translations.get(spoken(), {}))
    labels = {
        group: say(default) if said.labels[group] == default else said.labels[group]
        for group, default in DEFAULT_LABELS.items()
    }
    asked = {question.id: question.text for question in plan.questions}
    return replace(said, labels=labels, translations={AS_WRITTEN: asked, **plan.translations})
