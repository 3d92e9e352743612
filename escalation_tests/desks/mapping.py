"""A desk's payload → a neutral `Handoff`. Whatever arrives, nothing here raises."""

from collections.abc import Callable
from functools import partial
from typing import Any

from escalation_tests.contract.desk import DeskCommon, HandoffMap
from escalation_tests.desks import fields
from escalation_tests.desks.expressions import Expression
from escalation_tests.desks.payload import Delivery, raw
from escalation_tests.model.handoff import Handoff, Relayed, Source

REQUESTS = frozenset(
    {"id", "queue", "priority", "reason", "summary", "transcript", "facts", "attempted"}
)
"""Fields which in a bot's reply show that a handoff was asked for."""

RENEWING = frozenset({"emulator", "poll", "python"})
"""Kinds of desks that are asked, or play the desk, and so show what has become of a handoff."""


class HandoffMapper:
    """Reads payloads as one desk's configuration says."""

    def __init__(self, desk: DeskCommon, source: Source) -> None:
        """Raises `DeskError` of kind `mapping` for an expression that does not parse."""
        written = {name: getattr(desk.handoff, name) for name in HandoffMap.model_fields}
        self._fields = {
            name: Expression(text, f"desk.handoff.{name}")
            for name, text in written.items()
            if text is not None
        }
        self._when = Expression(desk.when, "desk.when") if desk.when else None
        self._set_message(desk)
        self._read = _readers(desk)
        self._source = source
        self.fields = frozenset(self._fields)
        """Names of the mapped fields."""
        self.relays = desk.message is not None
        """Later customer messages can be told from handoffs."""
        self.renews = getattr(desk, "renews", getattr(desk, "kind", "") in RENEWING)
        """What becomes of a handoff later on can be seen."""

    def is_message(self, payload: Any) -> bool:
        """Whether `payload` is a later message of the customer."""
        return self._message is not None and self._message.holds(payload)

    def is_handoff(self, payload: Any) -> bool:
        """Whether `payload` is a handoff: as `desk.when` says, else whatever is no message."""
        return self._when.holds(payload) if self._when else not self.is_message(payload)

    def asks_for_one(self, payload: Any) -> bool:
        """Whether a bot's reply asks for a handoff: as `desk.when` says, else by its fields."""
        if self._when:
            return self._when.holds(payload)
        return any(self._fields[name].holds(payload) for name in REQUESTS & self.fields)

    def conversation(self, payload: Any) -> str | None:
        """The conversation that `payload` names; None when it names none."""
        own = self._message_conversation if self.is_message(payload) else None
        for expression in (own, self._fields.get("conversation")):
            found, _ = fields.plain(expression.find(payload)) if expression else (None, "")
            if found:
                return found
        return None

    def identity(self, payload: Any) -> str:
        """The id that `payload` carries; empty when it carries none."""
        expression = self._fields.get("id")
        found, _ = fields.plain(expression.find(payload)) if expression else (None, "")
        return found or ""

    def handoff(self, delivery: Delivery, conversation: str) -> tuple[Handoff, dict[str, str]]:
        """The handoff in `delivery`, and notes on fields that could not be read, by name."""
        values: dict[str, Any] = {}
        notes: dict[str, str] = {}
        for name, read in self._read.items():
            if name in self._fields:
                values[name], note = read(self._fields[name].find(delivery.payload))
                if note:
                    notes[name] = note
        values["id"] = values.get("id") or ""
        handoff = Handoff(
            conversation=conversation,
            source=self._source,
            at=delivery.at,
            accepted=delivery.accepted,
            status=delivery.status,
            raw=raw(delivery.payload),
            **values,
        )
        return handoff, notes

    def relayed(self, delivery: Delivery, conversation: str) -> Relayed:
        """The customer's message in `delivery`; its text is empty when it cannot be read."""
        text, _ = fields.plain(self._text.find(delivery.payload)) if self._text else (None, "")
        found = self._message_id.find(delivery.payload) if self._message_id else None
        own = fields.plain(found)[0] or ""
        return Relayed(conversation, text or "", delivery.at, raw(delivery.payload), own)

    def _set_message(self, desk: DeskCommon) -> None:
        self._message = self._message_conversation = self._text = self._message_id = None
        if desk.message is None:
            return
        self._message = Expression(desk.message.when, "desk.message.when")
        self._text = Expression(desk.message.text, "desk.message.text")
        if desk.message.id:
            self._message_id = Expression(desk.message.id, "desk.message.id")
        if desk.message.conversation:
            self._message_conversation = Expression(
                desk.message.conversation, "desk.message.conversation"
            )


def _readers(desk: DeskCommon) -> dict[str, Callable[[Any], fields.Read[Any]]]:
    """How each field of a handoff is read, the conversation's id excepted."""
    return {
        "id": fields.plain,
        "queue": partial(fields.renamed, names=desk.queues),
        "priority": partial(fields.prioritised, priorities=desk.priorities),
        "language": fields.plain,
        "reason": fields.plain,
        "summary": fields.plain,
        "transcript": partial(fields.transcript, roles=desk.roles),
        "facts": fields.facts,
        "attempted": fields.attempted,
        "taken": fields.taken,
    }
