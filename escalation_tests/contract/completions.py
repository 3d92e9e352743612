"""Bots behind the chat completions of OpenAI, which many servers speak."""

from typing import Any, Literal

from pydantic import Field, SecretStr

from escalation_tests.contract.auth import Auth
from escalation_tests.contract.bot import Receive
from escalation_tests.contract.preset import FromPreset
from escalation_tests.contract.shape import Expression, Seconds, Written


class Tool(Written):
    """One function that the bot may call, and how a call of it is answered."""

    name: str = Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")
    """Its name, such as `transfer_to_human`."""
    about: str = ""
    """What the bot is told about it."""
    parameters: dict[str, Any] = {"type": "object", "properties": {}}
    """A JSON Schema of its arguments, as the bot is told it."""
    handoff: bool = False
    """A call of it is the bot's handoff signal."""
    queue: Expression | None = None
    """JMESPath of the queue within the arguments."""
    result: Any = "done"
    """With what a call is answered, as a text or as JSON; may hold `{arguments.x}` for each of the
    `parameters`, `{call_id}`, and what requests may hold."""


class CompletionReceive(Receive):
    """What is found where in a completion, as JMESPath expressions."""

    messages: Expression = "choices[0].message.[content, refusal] | [?@]"
    """The texts."""


class ChatBot(FromPreset):
    """A bot behind OpenAI-compatible chat completions; the conversation's messages are kept here
    and sent each time.
    """

    channel: Literal["openai"]
    """The bot is asked for chat completions."""
    url: str
    """The endpoint, such as `http://127.0.0.1:8000/v1/chat/completions`."""
    model: str
    """The model, or the name by which the server knows the bot."""
    headers: dict[str, SecretStr] = {}
    """Sent with every request; never shown."""
    token: SecretStr | None = None
    """Sent as `Authorization: Bearer …`; never shown."""
    basic: SecretStr | None = None
    """`user:password` for basic authentication; never shown."""
    auth: Auth | None = None
    """How requests are signed, for bots that check it."""
    system: str | None = None
    """The message of role `system` that begins each conversation; may hold what requests may
    hold."""
    stream: bool = True
    """Whether answers are asked for as a stream; one is understood either way."""
    body: dict[str, Any] = {"user": "{conversation_id}"}
    """Further keys of each request; by `user` a server that keeps something knows the
    conversation."""
    tools: list[Tool] = []
    """What the bot may call. A call of anything else is an error."""
    rounds: int = Field(default=8, ge=1, le=100)
    """How often in one turn calls are answered before that is an error."""
    receive: CompletionReceive = CompletionReceive()
    """How to read an answer, which is a whole completion also where it came as a stream."""
    retries: int = Field(default=3, ge=0, le=100)
    """How often a request is repeated that was refused with 429 or 503, after the wait that the
    bot asks for, and within `timeout`."""
    timeout: Seconds = 60.0
    """Longest wait for a whole answer, calls included."""
    verify_tls: bool | str = True
    """False, or the path of a certificate authority file."""
    max_reply: int = 1_000_000
    """Bytes of one completion that are read; a longer one is an error."""
