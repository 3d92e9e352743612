"""A plan becomes a scenario file that says the same texts with the same labels."""

import re
from collections.abc import Iterable, Iterator, Mapping

from escalation_tests.customers.slots import SLOT
from escalation_tests.model.deed import Deed, Does
from escalation_tests.model.move import Act, Move
from escalation_tests.model.plan import Plan, Then
from escalation_tests.model.trigger import Trigger

_LABELS = frozenset({Act.CHATS, Act.DECOYS, Act.INJECTS, Act.TELLS})
"""Acts that a scenario has to name; the others follow from what stands beside the words."""
_IMPLIED = frozenset({Trigger.OUT_OF_SCOPE, Trigger.UNSUPPORTED_LANGUAGE})
"""Triggers that topic and language imply."""
_ESCAPED = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def frozen(plan: Plan, then: Then, reproduce: str = "") -> str:
    """The scenario of a plan as YAML, with what broke in comments above it and as data in it."""
    told = f"{then.check}: {then.message}"
    return "\n".join([*_comments(told, reproduce), *_scenario(plan, then)]) + "\n"


def _comments(*texts: str) -> Iterator[str]:
    for text in texts:
        for line in text.splitlines():
            yield "# " + "".join(sign if sign.isprintable() else "?" for sign in line)


def _scenario(plan: Plan, then: Then) -> Iterator[str]:
    yield f"scenario: {plan.scenario}"
    yield f"about: {_quoted('A conversation that broke a promise, kept as it was.')}"
    yield "tags: [frozen]"
    yield f"then: {_mapping({'check': then.check, 'message': then.message})}"
    yield f"personas: [{_quoted(plan.persona)}]"
    yield f"language: {_quoted(plan.language)}"
    if plan.moves and plan.moves[0].topic:
        yield f"topic: {_quoted(plan.moves[0].topic)}"
    if plan.facts:
        yield f"facts: {_mapping({fact.name: fact.value for fact in plan.facts})}"
    known: dict[str, str] = {fact.name: fact.value for fact in plan.facts}
    for key, visit in zip(("conversation", "again"), plan.visits, strict=False):
        yield f"{key}:"
        for number, move in enumerate(visit.moves):
            yield from _turn(move, known, first=key == "conversation" and number == 0)
    yield f"afterwards: [{', '.join(map(_step, plan.visits[0].after))}]"
    if plan.faults:
        yield "chaos:"
        for fault in plan.faults:
            told = {"times": fault.times, **({"seconds": fault.seconds} if fault.seconds else {})}
            more = "".join(f", {key}: {value}" for key, value in told.items())
            yield f"  - {{{fault.leg}: {fault.name}{more}}}"


def _turn(move: Move, known: dict[str, str], first: bool) -> Iterator[str]:
    keys = dict(_keys(move, known, first))
    head, *rest = keys.items()
    yield f"  - {head[0]}: {head[1]}"
    yield from (f"    {key}: {value}" for key, value in rest)


def _keys(move: Move, known: dict[str, str], first: bool) -> Iterator[tuple[str, str]]:
    if move.act is Act.SILENT:
        yield "silence", f"{move.pause}s"
        return
    yield "customer", _listed(move.texts)
    if move.topic and not first:
        yield "topic", _quoted(move.topic)
    if named := sorted(trigger.value for trigger in move.triggers - _IMPLIED):
        yield "trigger", f"[{', '.join(named)}]"
    elif move.act in _LABELS:
        yield "label", move.act.value
    if move.tried:
        yield "tried", _listed(move.tried)
    if move.facts:
        yield "gives", _mapping({fact.name: fact.value for fact in move.facts})
        known.update({fact.name: fact.value for fact in move.facts})


def _step(step: Move | Deed) -> str:
    """One step after the handoff."""
    if isinstance(step, Deed):
        return f"{{human: {_deed(step)}}}"
    if len(step.texts) == 1 and not step.topic:
        return _quoted(step.texts[0])
    topic = f", topic: {_quoted(step.topic)}" if step.topic else ""
    return f"{{customer: {_listed(step.texts)}{topic}}}"


def _deed(deed: Deed) -> str:
    if deed.does in (Does.ACCEPTS, Does.GIVES_BACK):
        return deed.does.value
    return f"{{{deed.does.value}: {_quoted(deed.text or deed.queue)}}}"


def _listed(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"


def _mapping(pairs: Mapping[str, str]) -> str:
    return f"{{{', '.join(f'{_quoted(key)}: {_quoted(value)}' for key, value in pairs.items())}}}"


def _quoted(text: str) -> str:
    """`text` between double quotes, everything odd escaped so that YAML gives it back."""
    return f'"{"".join(map(_sign, text))}"'


def _sign(sign: str) -> str:
    if sign in _ESCAPED:
        return _ESCAPED[sign]
    if sign.isprintable() and not "\ud800" <= sign <= "\udfff":
        return sign
    code = ord(sign)
    return (
        f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"
    )


def freezable(plan: Plan) -> bool:
    """Whether a scenario can say it: no text is blank or has what reads as a place for a fact."""
    visits = plan.visits
    texts = [text for visit in visits for move in visit.moves for text in move.texts]
    texts += [text for move in visits[0].written_after for text in move.texts]
    texts += [deed.text or deed.queue or deed.does for deed in visits[0].deeds]
    return all(text.strip() and not SLOT.search(text) and not _env(text) for text in texts)


def _env(text: str) -> bool:
    return re.search(r"\$\{", text) is not None
