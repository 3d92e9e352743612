"""How the human's side is seen."""

from typing import Any, Literal

from pydantic import Field, SecretStr

from escalation_tests.contract.human import HumanDeeds
from escalation_tests.contract.preset import FromPreset
from escalation_tests.contract.shape import Expression, Seconds, Written


class HandoffMap(Written):
    """Where a handoff record holds what, as JMESPath expressions. A field that is not mapped
    cannot be judged and is reported as not observable.
    """

    conversation: Expression | None = None
    """The conversation's id; None: correlated by the planted token."""
    id: Expression | None = None
    """The delivery's own id; equal ids are one handoff delivered twice."""
    queue: Expression | None = None
    """The queue it was put into."""
    priority: Expression | None = None
    """How urgent it is."""
    language: Expression | None = None
    """The language the customer writes."""
    reason: Expression | None = None
    """Why it was handed over."""
    summary: Expression | None = None
    """What it is about, in the bot's words."""
    transcript: Expression | None = None
    """A list of `{role, text}` objects."""
    facts: Expression | None = None
    """An object name → value, or any value in which facts are looked for."""
    attempted: Expression | None = None
    """A list of the steps that the customer has tried."""
    taken: Expression | None = None
    """Anything but null, false and empty means that a person has it, such as `assignee`."""


class MessageMap(Written):
    """Where a later customer message lies in a delivery."""

    when: Expression
    """JMESPath that is true for such a delivery."""
    conversation: Expression | None = None
    """The conversation's id; None: correlated by the planted token."""
    id: Expression | None = None
    """The message's own id; equal ids are one message delivered twice."""
    text: Expression = "text"
    """What the customer wrote."""


class DeskCommon(FromPreset):
    """What every kind of desk has."""

    handoff: HandoffMap = HandoffMap()
    when: Expression | None = None
    """JMESPath that is true for deliveries which are handoffs; None: all that are not messages."""
    message: MessageMap | None = None
    """How to tell later customer messages; None: they are not observable."""
    roles: dict[str, Literal["customer", "bot", "human", "system"]] = {}
    """The desk's word for an author → ours; common words are known."""
    queues: dict[str, str] = {}
    """The desk's name or number of a queue → the name used in this file."""
    priorities: dict[str, Literal["low", "normal", "high", "urgent"]] = {}
    """The desk's priorities → ours; common words are known."""
    human: HumanDeeds | None = None
    """How a scripted person at the desk acts, where the platform can be told; None: nobody does.
    """
    within: Seconds = 5.0
    """Longest wait for a handoff to arrive once the bot has signalled or announced it."""
    settle: Seconds = 0.3
    """Wait at the end of a conversation in which no handoff was due, for one that comes late."""


class ServedDesk(DeskCommon):
    """A desk that is a server of the run."""

    listen: str = "127.0.0.1:8766"
    """`host:port`; port 0 takes a free one and sets `ESCALATION_DESK_URL`."""
    allow_remote: bool = False
    """Permit `listen` on an address that other machines can reach."""
    secret: SecretStr | None = None
    """When set, deliveries must carry `Authorization: Bearer …` with it."""
    max_payload: int = 1_000_000
    """Bytes of one delivery; a larger one is answered with 413 and counted."""


class WebhookDesk(ServedDesk):
    """The suite is the desk: a server that the run starts and the bot posts to."""

    kind: Literal["webhook"]
    """The run starts a server to which the bot posts its handoffs."""
    answer_status: int = Field(default=201, ge=200, le=299)
    """The status with which deliveries are accepted."""
    answer: Any = {"accepted": True}
    """The JSON body with which deliveries are accepted."""
    renews: bool = False
    """A delivery with an id that came before brings that handoff's present state, as desks post
    after each change. False: it is the same delivery once more."""


class ReplyDesk(DeskCommon):
    """Only the bot's reply is seen: shows what was asked for, not what arrived."""

    kind: Literal["reply"]
    """The bot's reply says what it asks the desk for."""
