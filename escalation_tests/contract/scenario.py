"""A scripted conversation with its expectations."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from escalation_tests.contract.later import Later
from escalation_tests.contract.shape import Language, Name, OrShort, Seconds, Words, Written
from escalation_tests.model.trigger import Trigger


class BotExpectation(Written):
    """What the bot must not, or must, do in the reply to one turn."""

    not_: Literal["handoff"] | None = Field(default=None, alias="not")
    """`handoff`: no handoff in this reply."""


class ScriptTurn(Written):
    """One customer turn. What it *is* stands beside its words."""

    customer: Words = ()
    """What is said; several texts are a burst. `{order_id}` stands for a fact."""
    bot: BotExpectation | None = None
    topic: Name | None = None
    """The topic that this turn raises. The first turn raises the scenario's own."""
    trigger: Trigger | tuple[Trigger, ...] | None = None
    """The trigger for which it counts."""
    tried: Words = ()
    """Steps it claims."""
    gives: dict[str, str] = {}
    """Facts it states beyond the placeholders in its text: name → value."""
    corrects: dict[str, str] = {}
    """Facts it corrects: name → new value."""
    language: Language | None = None
    """When it is not the scenario's."""
    silence: Seconds = 0.0
    """Seconds of silence before it; a turn without text is only silence."""
    label: Literal["chats", "decoys", "injects", "declines", "accepts", "tells"] | None = None
    """What it is when it is none of the above."""


def _handoff(value: Any) -> Any:
    """`handoff: false` and `handoff: true` in long form."""
    return {"expected": value} if isinstance(value, bool) else value


class HandoffExpectation(Written):
    """Whether and when a handoff is expected."""

    expected: bool = True
    """Whether there must be one."""
    by_turn: int | None = Field(default=None, ge=1)
    """The last customer turn in whose reply it is in time."""
    trigger: Trigger | None = None
    """Which trigger it must be for."""
    once: bool = True
    """Whether a second one is wrong."""


class ContextExpectation(Written):
    """What the human must be given."""

    transcript: Literal["full"] | None = None
    """`full`: the whole conversation."""
    facts: Words | None = None
    """Names of facts that must be in it."""
    attempted: Words | None = None
    """Names of steps that must be in it."""
    must_not_ask: Words = ()
    """Facts for which nobody may ask again after the handoff."""


class NoticeExpectation(Written):
    """What the customer must be told."""

    before: Literal["transfer"] | None = None
    """`transfer`: in the reply to the turn of the handoff, at the latest."""
    says: tuple[Literal["destination", "wait", "next_step"], ...] | None = None
    """What it must tell."""
    language: Language | None = None
    """The language it must be in."""


class AfterExpectation(Written):
    """What must hold afterwards."""

    bot_silent: Seconds | None = None
    """How long the bot must stay silent."""
    customer_messages: Literal["delivered"] | None = None
    """`delivered`: what the customer writes while waiting reaches the desk."""


class Expect(Written):
    """Expectations beyond the policy. Each must be exercised; one that is not is an error."""

    handoff: Annotated[
        HandoffExpectation | None,
        BeforeValidator(_handoff),
        OrShort(type="boolean"),
    ] = None
    """false, true, or when; absent: as the policy says."""
    queue: str | None = None
    """Where the handoff must land."""
    priority: (
        Annotated[
            str,
            Field(
                pattern=r"^\s*(>=|>|<=|<)?\s*(low|normal|high|urgent)\s*$",
                json_schema_extra={"format": "priority-bound"},
            ),
        ]
        | None
    ) = None
    """A priority, or a bound such as `>= high`."""
    context: ContextExpectation | None = None
    notice: NoticeExpectation | None = None
    after: AfterExpectation | None = None


class Chaos(Written):
    """One disturbance. The same conversation is played without any first."""

    desk: Literal["unavailable", "refuses", "slow", "hangs"] | None = None
    """`unavailable`: 503; `refuses`: 409, nobody is online; `slow`: answers after `seconds`;
    `hangs`: never answers in time."""
    bot: Literal["slow", "sends_twice"] | None = None
    """`slow`: each bubble of the customer is `seconds` late; `sends_twice`: the customer's
    bubble is delivered twice."""
    times: int = Field(default=1, ge=0)
    """How many deliveries it hits; 0: all."""
    seconds: Seconds = 1.0
    """For `slow`."""


class Broke(Written):
    """What a frozen conversation was frozen for."""

    check: Name
    """The check that found something; a replay in which it has nothing to judge is an error."""
    message: str = ""
    """What it found."""


class Scenario(Written):
    """A scripted conversation."""

    scenario: Name
    """The name, unique in its file."""
    about: str = ""
    """One sentence a person can read aloud."""
    tags: tuple[Name, ...] = ()
    """Words to select it by."""
    severity: Literal["critical", "normal", "minor"] = "normal"
    """How bad it is when it fails."""
    personas: Words = ("plain",)
    """One test each."""
    language: Language | None = None
    """None: the persona's, or the policy's first. The texts are written in it."""
    topic: Name | None = None
    """The topic of the first turn; None: a conversation about nothing in particular."""
    facts: dict[str, str] = {}
    """Fact name → value; `{order_id}` draws one, anything else is said as written."""
    conversation: tuple[ScriptTurn, ...] = Field(min_length=1)
    """The turns of the customer, in order."""
    again: tuple[ScriptTurn, ...] = ()
    """What the customer says on a second visit, in a conversation of its own; empty: they do not
    come back."""
    then: Broke | None = None
    """What broke when the conversation was frozen by `--escalation-freeze`; frozen conversations
    are played first, and reports say what has become of it."""
    afterwards: Later = ()
    """What follows the handoff: what the customer writes, and what a person at the desk does;
    empty: one question whether anybody is there."""
    expect: Expect = Expect()
    chaos: tuple[Chaos, ...] = ()
    """Disturbances, all at once."""
    trials: int = Field(default=1, ge=1, le=1000)
    """How often it is played."""
    require: int | None = Field(default=None, ge=1)
    """How many of the trials must pass; None: all."""
    voice: bool = False
    """Let the persona's voice change the written texts. False: they are said as written, since
    the author chose each word."""
