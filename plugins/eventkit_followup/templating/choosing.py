"""Which template a letter is made from.

By rule, of the templates whose ``when`` holds, one is taken by these, in their order:

1. one that speaks of a promise, where something is promised
2. one for those not seen for some weeks; the more weeks, the better it fits
3. one for a role: of panelist, speaker, organiser, sponsor, volunteer, any other, the first that somebody has
4. one that says whether we knew each other before
5. one that says whether we met at all
6. the user's own before a plugin's, a plugin's before a bundled one; then by name

Of the forms of a template, the one in the first of the person's languages that there is any in; where there are
several, the user's own before a plugin's before a bundled one, and one in just that language and tone before one for
any. There is a form in the other tone only where there is none in the wanted one, in no language.

A template of the user's own, or of a plugin, without ``when`` and by the name of another one has the other's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.api import InputError, NotFoundError
from eventkit_followup.templating.templates import OWN, PLUGIN, not_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from eventkit_followup.material.context import Situation
    from eventkit_followup.templating.headers import When
    from eventkit_followup.templating.templates import Template

ROLES = ("panelist", "speaker", "organiser", "sponsor", "volunteer")
"""The roles that tell most of why we talked, the first most of all; any other comes after them."""


class Chooser:
    """Chooses among the templates of one run."""

    def __init__(self, templates: Iterable[Template]) -> None:
        """Sort them by name, and each name's rule out."""
        self._forms: dict[str, list[Template]] = {}
        for template in sorted(templates, key=_origin):
            self._forms.setdefault(template.name, []).append(template)
        self._rules = {
            name: (next((form.when for form in forms if form.when is not None), None), _origin(forms[0]))
            for name, forms in self._forms.items()
        }
        self._chosen: dict[tuple[Situation, str], Template] = {}

    def choose(self, situation: Situation, name: str = "") -> Template:
        """The template by the rule; with a ``name``, the best form of that template, or that form.

        Raises ``NotFoundError`` where there is none, ``InputError`` where none is for this channel.
        """
        key = (situation, name)
        if key not in self._chosen:
            self._chosen[key] = self._named(situation, name) if name else self._by_rule(situation)
        return self._chosen[key]

    def rule(self, name: str) -> When | None:
        """When the template of that name is chosen by rule; None where it is used by name only."""
        return self._rules[name][0] if name in self._rules else None

    def likeliest(self, forms: Sequence[Template]) -> Template:
        """Of several forms, the user's own, in any language or in English, and informal."""
        return min(
            forms, key=lambda form: (_origin(form), form.language not in {"", "en"}, form.tone == "formal", form.form)
        )

    def _named(self, situation: Situation, name: str) -> Template:
        forms = by_name([form for forms in self._forms.values() for form in forms], name)
        if not forms:
            message = f"there is no template {name!r}; there is {', '.join(sorted(self._forms))}"
            raise NotFoundError(message)
        found = _best(forms, situation)
        if found is None and not any(fits_channel(form, situation.channel) for form in forms):
            raise not_for(forms[0], situation.channel)
        return found or self.likeliest([form for form in forms if fits_channel(form, situation.channel)])

    def _by_rule(self, situation: Situation) -> Template:
        fitting = sorted(
            (_weight(when, situation), origin, name)
            for name, (when, origin) in self._rules.items()
            if when is not None and holds(when, situation)
        )
        for _, _, name in fitting:
            found = _best(self._forms[name], situation)
            if found is not None:
                return found
        message = (
            f"no template is for {situation.channel} and {' or '.join(situation.languages)}; choose one with --template"
        )
        raise InputError(message)


def by_name(templates: Iterable[Template], name: str) -> list[Template]:
    """The templates of that form, else of that name."""
    templates = list(templates)
    forms = [template for template in templates if template.form == name]
    return [template for template in templates if template.name == name] if not forms or "." not in name else forms


def holds(when: When, situation: Situation) -> bool:
    """Whether all that a rule says is so."""
    return (
        (not when.roles or not situation.roles.isdisjoint(when.roles))
        and when.promise in {None, situation.promised}
        and when.known in {None, situation.known}
        and when.met in {None, situation.met}
        and (when.weeks is None or (situation.met and situation.weeks >= when.weeks))
    )


def fits_channel(template: Template, channel: str) -> bool:
    """Whether a template is for a channel."""
    return not template.channels or channel in template.channels


def _weight(when: When, situation: Situation) -> tuple[bool, int, int, bool, bool]:
    """How much less a rule fits than others: the smaller, the better."""
    ranks = [ROLES.index(role) if role in ROLES else len(ROLES) for role in when.roles if role in situation.roles]
    return (
        when.promise is None,
        -when.weeks if when.weeks is not None else 1,
        min(ranks, default=len(ROLES) + 1),
        when.known is None,
        when.met is None,
    )


def _best(forms: Sequence[Template], situation: Situation) -> Template | None:
    """The form in the best language there is, or None."""
    fitting = [form for form in forms if fits_channel(form, situation.channel)]
    for tones in ({"", situation.tone}, {"", "formal", "informal"}):
        for language in situation.languages:
            found = [form for form in fitting if form.tone in tones and _speaks(form, language)]
            if found:
                return min(
                    found, key=lambda form: (_origin(form), form.language != language, not form.language, not form.tone)
                )
    return None


def _speaks(form: Template, language: str) -> bool:
    """Whether a form is in the language, or in any: for de-at one in de will do."""
    return not form.language or language == form.language or language.startswith(f"{form.language}-")


def _origin(template: Template) -> int:
    return {OWN: 0, PLUGIN: 2}.get(template.origin, 1)
