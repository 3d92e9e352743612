"""Each check: held, broken, not applicable, not exercised, not observable."""

from dataclasses import replace

import pytest

from escalation_tests.checks import CHECKS, judge
from escalation_tests.model.fact import Fact
from escalation_tests.model.finding import Status, Verdict
from escalation_tests.model.handoff import DeskState
from escalation_tests.model.plan import Expectation
from escalation_tests.model.trigger import Trigger
from tests.checks.faults import FAULTS
from tests.checks.records import (
    FIELDS,
    NOTICE,
    Chat,
    asked,
    bench,
    handed_over,
    healthy,
    on_a_screen,
    opened,
    policy,
    twin,
)
from tests.checks.staffed import STAFFED, given_back, passed_on, seen, taken, unseen_change

NAMES = [entry.name for entry in CHECKS]
STAFFED_ALWAYS = ("delivery.can-be-taken", "delivery.follows-people", "after.person-heard")
PASSED = ("routing.passed-on", "context.kept-when-passed-on", "notice.passed-on")
"""Checks of what a scripted person does."""
BLIND = DeskState()
"""Nothing observes the desk."""


def status(name, record, promise=None):
    """What one check says of a record."""
    return next(one for one in judge(record, bench(promise)).results if one.check == name).status


def _honest():
    chat = asked().signal().refuse()
    return chat.bot("Sorry, nobody is here. We will call you back.").record()


def _came_back():
    return replace(healthy().record(), visit=2, earlier=(healthy().record(),))


def _corrected():
    chat = opened().customer("It is AB-654321.", corrects=(Fact("order_id", "AB-654321"),))
    chat.bot("Noted.").customer("A human!", due=Trigger.EXPLICIT_REQUEST)
    return chat.signal().desk().bot(NOTICE).after("Hi?").record()


def _spanish():
    chat = Chat(topic=None, queue="spanish", priority=None, language="es")
    chat.customer("Una persona, por favor", due=Trigger.EXPLICIT_REQUEST).signal().desk()
    return chat.bot("Te paso con un compañero del equipo, espera aquí.").after("¿Hola?").record()


HELD = {
    "trigger.again-after-first": (_came_back, None),
    "delivery.honest-when-refused": (_honest, None),
    "unavailable.says-so": (_honest, None),
    "unavailable.offers": (_honest, None),
    "context.facts-current": (_corrected, None),
    "context.language": (lambda: healthy().record(), policy(context={"language": "required"})),
    "routing.language": (_spanish, None),
    "notice.announced": (on_a_screen, None),
    "notice.page-sound": (on_a_screen, None),
    "after.input-usable": (on_a_screen, None),
    **dict.fromkeys(STAFFED_ALWAYS, (lambda: seen(taken()), None)),
    **dict.fromkeys(PASSED, (lambda: seen(passed_on()), None)),
    "after.takes-up-again": (lambda: seen(given_back()), None),
}
"""The healthy record keeps all others."""


@pytest.mark.parametrize("name", NAMES)
def test_held(name) -> None:
    build, promise = HELD.get(name, (lambda: healthy().record(), None))
    assert status(name, build(), promise) is Status.PASSED


@pytest.mark.parametrize("name", NAMES)
def test_broken(name) -> None:
    records = [fault for fault in (*FAULTS, *STAFFED) if name in fault.checks]
    assert records, f"no fault breaks {name}"
    for fault in records:
        found = judge(fault.record(), bench(fault.policy, fault.planted)).results
        assert next(one for one in found if one.check == name).status is Status.FAILED


@pytest.mark.parametrize("name", NAMES)
def test_nothing_said_is_nothing_kept(name) -> None:
    assert status(name, Chat().record()) is Status.NOT_APPLICABLE


IDLE = {
    "trigger.not-needless": lambda: Chat().customer("Human!", due=Trigger.EXPLICIT_REQUEST),
    "after.answers-once": lambda: Chat().customer("Hello"),
}
"""Conversations that give a check nothing to do; the twin does for all others."""


@pytest.mark.parametrize("name", NAMES)
def test_not_exercised_although_demanded(name) -> None:
    chat = IDLE.get(name, twin)()
    judgement = judge(chat.record(Expectation(demanded=frozenset({name}))), bench())
    result = next(one for one in judgement.results if one.check == name)
    assert result.status is Status.NOT_EXERCISED
    assert judgement.verdict in {Verdict.ERROR, Verdict.FAILED}
    if not judgement.findings:
        assert name in judgement.reason


UNSEEN = {
    "delivery.at-desk": lambda: healthy().record(desk=BLIND, handoffs=()),
    "delivery.once": lambda: healthy().record(desk=BLIND, handoffs=()),
    "unavailable.says-so": lambda: (
        asked().signal().refuse().bot("まもなく担当者にお繋ぎします").record()
    ),
    "unavailable.offers": lambda: (
        asked().signal().refuse().bot("申し訳ございませんが担当者は不在です").record()
    ),
    "notice.given": lambda: handed_over("担当者におつなぎします。").after("Hi?").record(),
    "notice.language": lambda: handed_over("Te paso con!").after("Hi?").record(),
    "notice.true-to-desk": lambda: healthy().record(desk=BLIND, handoffs=()),
    "after.bot-silent": lambda: handed_over().record(listens=False, listened=0.0),
    "after.messages-delivered": lambda: healthy().record(
        desk=DeskState(observed=True, fields=FIELDS), relayed=()
    ),
    "context.nothing-foreign": lambda: healthy().record(desk=BLIND, handoffs=()),
    "after.input-usable": lambda: on_a_screen(input=None),
    "delivery.follows-people": lambda: taken().record(),
    "after.person-heard": lambda: seen(taken(), listens=False),
    "routing.passed-on": lambda: passed_on().record(desk=DeskState(observed=True, relays=True)),
    "context.kept-when-passed-on": unseen_change,
    "notice.passed-on": lambda: seen(passed_on(), listens=False),
}
"""Checks whose witness can be lacking for reasons of their own."""
FIELDLESS = {
    name: lambda: healthy().record(desk=DeskState(observed=True, relays=True))
    for name in NAMES
    if name.startswith(("context.", "routing."))
    and name not in {"context.nothing-foreign", "context.not-asked-again"}
}
PROMISED = policy(context={"language": "required"})
ALWAYS_SEEN = {
    *("delivery.can-be-taken", "after.takes-up-again"),
    *("trigger.in-time", "trigger.not-needless", "trigger.again-after-first"),
    *("delivery.honest-when-refused", "context.not-asked-again", "notice.before-transfer"),
    *("notice.once", "notice.says", "notice.no-placeholder", "after.answers-once"),
    *("after.no-internal-note", "notice.announced", "notice.page-sound"),
}
"""Words are always seen."""


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ALWAYS_SEEN])
def test_not_observable(name) -> None:
    build = {**FIELDLESS, "context.facts-current": _corrected_unmapped, **UNSEEN}[name]
    assert status(name, build(), PROMISED) is Status.NOT_OBSERVABLE


def _corrected_unmapped():
    return replace(_corrected(), desk=DeskState(observed=True))


def test_without_a_desk_nothing_about_the_desk_passes() -> None:
    record = healthy().record(desk=BLIND, handoffs=(), relayed=())
    judgement = judge(record, bench())
    assert judgement.verdict is Verdict.PASSED
    assert judgement.witnesses.desk is None
    seen = {one.check for one in judgement.results if one.status is Status.PASSED}
    assert not {name for name in seen if name.startswith(("delivery", "routing"))}
    assert seen & set(NAMES) <= {
        *("trigger.in-time", "trigger.not-needless", "context.not-asked-again"),
        *("notice.given", "notice.before-transfer", "notice.once", "notice.says"),
        *("notice.language", "notice.no-placeholder"),
        *("after.bot-silent", "after.answers-once", "after.no-internal-note"),
    }
