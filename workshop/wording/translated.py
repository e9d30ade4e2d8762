"""The translation of a plan into the spoken language; untranslated texts stay as written."""

from dataclasses import replace

from workshop.domain.voting.plan import AS_WRITTEN, DEFAULT_LABELS, Plan
from workshop.wording import say
from workshop.wording.languages import spoken


def translated(plan: Plan) -> Plan:
    """The plan in the spoken language, with our names for groups that it does not name.

    Its own texts stay among the translations: questions are the same in every language.
    """
    said = plan.worded(plan.translations.get(spoken(), {}))
    labels = {
        group: say(default) if said.labels[group] == default else said.labels[group]
        for group, default in DEFAULT_LABELS.items()
    }
    asked = {question.id: question.text for question in plan.questions}
    return replace(said, labels=labels, translations={AS_WRITTEN: asked, **plan.translations})
