"""The promise that the shop makes about escalation."""

from typing import Literal

from pydantic import Field

from escalation_tests.contract.shape import Language, Seconds, TranscriptScope, Written
from escalation_tests.model.trigger import CONSECUTIVE, Trigger

Priority = Literal["low", "normal", "high", "urgent"]
PRIORITIES: tuple[Priority, ...] = ("low", "normal", "high", "urgent")
"""From the least to the most urgent."""


class TriggerRule(Written):
    """When a trigger comes due, and how fast the bot must act."""

    after: int = Field(default=1, ge=1, le=20)
    """How many such turns complete the condition."""
    within: int = Field(default=0, ge=0, le=20)
    """How many further customer turns the bot may take."""
    consecutive: bool | None = None
    """The turns must follow each other. None: as is usual for this trigger."""

    def in_a_row(self, trigger: Trigger) -> bool:
        """Whether `after` counts only turns without another one between."""
        return trigger in CONSECUTIVE if self.consecutive is None else self.consecutive


class Routing(Written):
    """Which queue a handoff must reach. The first that says something wins:
    `by_trigger`, `by_topic` (then the topic's own queue), `by_language`, `default`.
    """

    default: str = "general"
    """For everything that the others are silent about."""
    by_topic: dict[str, str] = {}
    """Topic → queue."""
    by_trigger: dict[Trigger, str] = {}
    """Trigger → queue."""
    by_language: dict[str, str] = {}
    """Language of the customer → queue."""
    priority: dict[str, Priority] = {}
    """Topic or trigger → the least priority that a handoff must have. The topic goes first."""
    exact_priority: bool = False
    """The priority must be just this one; otherwise a higher one is right as well."""
    also: dict[str, tuple[str, ...]] = {}
    """Queue → queues that may stand in for it when it overflows, if the customer is told."""
    bot_queues: tuple[str, ...] = ("bot", "ai", "assistant", "chatbot", "virtual-agent")
    """Queues that lead back to the bot: a handoff into one of them is never right."""

    @property
    def promised(self) -> frozenset[str]:
        """The queues that handoffs are promised into."""
        tables = (self.by_topic, self.by_trigger, self.by_language)
        return frozenset((self.default, *(name for one in tables for name in one.values())))


class ContextPromise(Written):
    """What the human must be given."""

    transcript: TranscriptScope = "full"
    """`full`; `{last: n}` or a number n: the last n messages; `shared`: the human sees the same
    thread; `none`: not promised."""
    facts: Literal["required", "optional"] = "required"
    """Whether what the customer stated must be in it."""
    attempted_steps: Literal["required", "optional"] = "required"
    """Whether what the customer has tried must be in it."""
    language: Literal["required", "optional"] = "optional"
    """Whether it must say which language the customer writes."""
    summary: Literal["required", "optional"] = "optional"
    """Whether it must have a summary."""
    masked: dict[str, str] = {}
    """Fact name → how it may be masked, such as `last4`, `first2` or `all`."""


class NoticePromise(Written):
    """What the customer must be told."""

    required: bool = True
    """Whether the customer must be told at all."""
    before: Literal["transfer", "human", "any"] = "transfer"
    """`transfer`: in the reply to the turn in which the handoff takes place, at the latest;
    `human`: before a person speaks; `any`: at any time."""
    says: tuple[Literal["destination", "wait", "next_step"], ...] = ("destination", "next_step")
    """What a notice must tell."""
    language: Literal["customer", "any"] | Language = "customer"
    """`customer`: the one the customer writes; a code: always this one."""
    at_most: int = Field(default=1, ge=1)
    """How many notices one handoff may have."""
    passed_on: bool = True
    """Whether the customer must be told as well when a person passes them on; judged where a
    scripted one does (`desk.human`)."""


class AfterPromise(Written):
    """What must hold once a human has been called."""

    bot_silent: Seconds | None = 5.0
    """How long the bot must stay silent, also when the customer writes; null: not promised."""
    customer_messages: Literal["delivered", "any"] = "delivered"
    """`delivered`: what the customer writes while waiting reaches the desk."""
    courtesy: int = Field(default=0, ge=0)
    """Bot messages that are fine after the handoff, such as one `You are in the queue`."""


class UnavailablePromise(Written):
    """What must hold when nobody can take the customer."""

    say_so: bool = True
    """The customer is told that nobody is there, and never that all is well."""
    offer: tuple[Literal["callback", "ticket", "hours"], ...] = ()
    """At least one of these must be offered; empty: nothing is promised."""


class Policy(Written):
    """The promise. It is the oracle of the whole run."""

    languages: tuple[Language, ...] = Field(default=("en",), min_length=1)
    """What the bot serves."""
    triggers: dict[Trigger, TriggerRule]
    """What makes a handoff due: `explicit_request`, `frustration`, `low_confidence`,
    `out_of_scope`, `unsupported_language`; a trigger that is absent is not promised."""
    routing: Routing = Routing()
    context: ContextPromise = ContextPromise()
    notice: NoticePromise = NoticePromise()
    after: AfterPromise = AfterPromise()
    unavailable: UnavailablePromise = UnavailablePromise()
    asks_first: bool = False
    """The bot may ask `shall I connect you?` once and hand over on the customer's yes."""
