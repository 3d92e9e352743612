"""`escalation-tests doctor`: what passes on both legs, what is made of it, and what to mend."""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from escalation_tests.contract.material import Material
from escalation_tests.errors import AuthoringError, EscalationError
from escalation_tests.model.event import Confided, Edited, Said, Signalled, Typing
from escalation_tests.model.finding import Promise, Status
from escalation_tests.model.handoff import Handoff
from escalation_tests.model.record import Record, Trouble
from escalation_tests.model.secrets import Secrets
from escalation_tests.reporting.text import cut, one_line, visible
from escalation_tests.wiring import Examination, Settings, examine, load

LONGEST = 1_500
"""Characters of one request, reply or payload."""
FIELDS = ("queue", "priority", "language", "reason", "summary", "transcript", "facts", "attempted")


def see(file: Path, listen: str | None) -> int:
    """Examine and tell; 0 when all is well, 1 when something is to mend, 2 for a bad file."""
    settings = Settings(listen=listen)
    try:
        material = load(file, os.environ, settings)
        seen = examine(material, settings)
    except AuthoringError as error:
        print(f"escalation-tests doctor: {file} cannot be used\n{error}", file=sys.stderr)
        return 2
    except EscalationError as error:
        print(f"escalation-tests doctor: {error}", file=sys.stderr)
        return 2
    telling = _Telling(material, seen)
    mend = list(telling.to_mend())
    for line in telling.everything(mend):
        print(line)
    return 1 if mend else 0


class _Telling:
    """An examination in words; whatever is foreign is bounded, escaped and without secrets."""

    def __init__(self, material: Material, seen: Examination) -> None:
        self._material, self._seen = material, seen
        self._secrets: Secrets = material.secrets

    def everything(self, mend: list[str]) -> Iterator[str]:
        """All sections."""
        yield from self._bot()
        yield from self._desk()
        yield from self._proposals()
        yield from self._observable()
        yield "" if mend else "\nnothing to mend"
        if mend:
            yield "to mend"
            yield from (f"  {number}. {what}" for number, what in enumerate(mend, 1))

    def to_mend(self) -> Iterator[str]:
        """What keeps this configuration from being of use."""
        seen, record = self._seen, self._seen.record
        for trouble in (seen.bot, seen.desk):
            if trouble is not None:
                yield f"{trouble.leg}: {trouble.kind}: {self._line(trouble.message)}"
        if seen.probe.endswith("LOST"):
            yield "desk: a delivery of our own was lost; is another desk at the same address?"
        yield from (
            f"desk: deliveries that were {reason}: {count}"
            for reason, count in seen.strays.items()
        )
        if record is not None and record.trouble is None:
            yield from self._unseen(record)

    def _unseen(self, record: Record) -> Iterator[str]:
        """Witnesses that should have spoken: the customer asked for a human."""
        judgement = self._seen.judgement
        assert judgement is not None, "a record is judged"
        witnesses = judgement.witnesses
        if not (witnesses.signal or witnesses.notice or witnesses.desk):
            yield "no witness saw a handoff although the customer asked for a human"
        elif record.desk.observed and not witnesses.desk:
            yield "the bot handed over, and nothing that the mapping takes for it came to the desk"
        if "signal" in self._seen.receive:
            yield "the bot seems to signal its handoff, and bot.receive.signal does not say where"

    def _bot(self) -> Iterator[str]:
        bot = self._material.config.bot
        at = f" at {self._line(url)}" if (url := getattr(bot, "url", "")) else ""
        yield f"bot: {bot.channel}{at}"
        for line in self._seen.lines:
            yield from self._passed(line.what, line.value)
        if self._seen.bot is not None and not any(
            line.what == "broke" for line in self._seen.lines
        ):
            yield from self._trouble(self._seen.bot)

    def _passed(self, what: str, value: Any) -> Iterator[str]:
        if what == "sent":
            yield from self._block("-> ", value)
        elif what == "came":
            yield from self._block("<- ", _json(value))
        elif what == "broke":
            yield from self._trouble(value)
            yield "  once more, with the mapping that is proposed below"
        elif what == "said":
            yield f"  customer says {self._line(value)!r}"
        elif told := _event(value):
            yield f"       read as {self._line(told)}"

    def _desk(self) -> Iterator[str]:
        seen, desk = self._seen, self._material.config.desk
        kind = desk.kind if desk else "none is configured"
        yield f"\ndesk: {kind}"
        if seen.probe:
            yield f"  probe: {seen.probe}"
        for handoff in seen.record.handoffs if seen.record else ():
            yield from self._block("<- ", _compact(handoff.raw))
            yield from (f"       read as {self._line(told)}" for told in _handoff(handoff))
        for relayed in seen.record.relayed if seen.record else ():
            yield f"  <- message read as {self._line(relayed.text)!r}"
        for sample in seen.samples[:2]:
            yield "  of no conversation that is known:"
            yield from self._block("<- ", _compact(sample))
        if seen.desk is not None:
            yield from self._trouble(seen.desk)

    def _proposals(self) -> Iterator[str]:
        for side, key, guess in (
            ("bot", "receive", self._seen.receive),
            ("desk", "handoff", self._seen.handoff),
        ):
            if guess:
                proved = (
                    " (played with it: it fits)" if key == "receive" and self._seen.helped else ""
                )
                yield f"\nproposed{proved}; paste into the configuration:"
                yield from (self._yaml(line) for line in _yaml(side, key, guess))

    def _observable(self) -> Iterator[str]:
        record, judgement = self._seen.record, self._seen.judgement
        if record is None or judgement is None:
            yield "\nwhat can be observed: nothing, before the bot can be reached"
            return
        desk = record.desk
        yield "\nwitnesses"
        yield f"  signal  {_yes(record.signal_mapped, 'bot.receive.signal is not mapped')}"
        yield "  words   yes"
        yield f"  desk    {_yes(desk.observed, 'nothing looks at the desk itself')}"
        if desk.observed:
            missing = [name for name in FIELDS if name not in desk.fields]
            missing += [] if desk.relays else ["later messages (desk.message)"]
            if missing:
                yield f"          not mapped there: {', '.join(missing)}"
        yield "\npromises" + (
            "" if self._seen.bot is None or self._seen.helped else " (the conversation broke off)"
        )
        for promise in Promise:
            yield from self._promise(promise)

    def _promise(self, promise: Promise) -> Iterator[str]:
        assert self._seen.judgement is not None, "asked only where there is one"
        results = [each for each in self._seen.judgement.results if each.promise is promise]
        dark = [each for each in results if each.status is Status.NOT_OBSERVABLE]
        judged = [each for each in results if each.status in {Status.PASSED, Status.FAILED}]
        told = f"{len(judged)} of {len(results)} checks had something to judge"
        yield f"  {promise:<11} {told}" + (f", {len(dark)} cannot:" if dark else "")
        yield from (
            f"    not observable: {each.check}: {self._line(each.reason)}" for each in dark
        )
        for each in results:
            if each.status is Status.FAILED:
                yield f"    broken here: {each.check}: {self._line(each.findings[0].message)}"

    def _trouble(self, trouble: Trouble) -> Iterator[str]:
        yield f"  !! {trouble.kind}: {self._line(trouble.message)}"
        if trouble.received:
            yield from self._block("<- ", trouble.received)

    def _block(self, mark: str, text: str) -> Iterator[str]:
        """Foreign text on lines of its own."""
        kept = visible(cut(self._secrets.redact(text), LONGEST)).split("\n")
        for number, line in enumerate(kept):
            yield f"  {mark if not number else ' ' * len(mark)}{line}"

    def _line(self, text: str) -> str:
        return one_line(self._secrets.redact(text), 400)

    def _yaml(self, text: str) -> str:
        return visible(self._secrets.redact(text))


def _json(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, default=str)
    except (ValueError, RecursionError):
        return repr(type(value))


def _compact(raw: str) -> str:
    """A payload in one line; as it is, where it was cut short."""
    try:
        return _json(json.loads(raw))
    except ValueError:
        return raw


def _event(event: object) -> str:
    """What the mapping has made of a reply, in words; empty for what is not worth telling."""
    if isinstance(event, Said):
        return f"{event.speaker} says {event.text!r}"
    if isinstance(event, Signalled):
        return f"the signal of a handoff{f' to {event.queue!r}' if event.queue else ''}"
    if isinstance(event, Confided):
        return f"confidence {event.confidence:g}"
    if isinstance(event, Edited):
        return f"a message that has become {event.text!r}"
    return "typing" if isinstance(event, Typing) and event.active else ""


def _handoff(handoff: Handoff) -> Iterator[str]:
    """Each field that the mapping has found."""
    yield f"handoff{'' if handoff.accepted else ', refused'}"
    for name in FIELDS:
        value = getattr(handoff, name)
        if name == "transcript" and value is not None:
            yield f"transcript: {len(value)} lines, " + ", ".join(
                str(line.speaker or f"unknown author {line.role!r}") for line in value[:8]
            )
        elif value is not None:
            told = dict(value) if isinstance(value, Mapping) else value
            yield f"{name}: {told if isinstance(told, str) else _json(told)}"


def _yaml(side: str, key: str, guess: Mapping[str, str]) -> Iterator[str]:
    """Lines of YAML; every expression in quotes that hold for any text."""
    yield f"{side}:"
    yield f"  {key}:"
    yield from (
        f"    {name}: {json.dumps(path, ensure_ascii=False)}" for name, path in guess.items()
    )


def _yes(seen: bool, otherwise: str) -> str:
    return "yes" if seen else f"no: {otherwise}"
