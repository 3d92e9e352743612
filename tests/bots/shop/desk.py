"""The desk's platform: it holds cases, gives them to people, and passes on what customers write.

People look at its last stop, an address to which it posts. A healthy one passes everything on.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from tests.bots.shop.dialect import Dialect

TAKEN = "taken_by"
"""Under which name a case says who has it."""
AGENT = "Ada"
Send = Callable[[dict[str, Any]], Awaitable[int | None]]


class Desk:
    """Holds what the bot delivers. Each defect of a desk replaces one of its steps."""

    def __init__(self, dialect: Dialect, send: Send) -> None:
        self.dialect, self.send = dialect, send
        self.cases: dict[str, dict[str, Any]] = {}
        self.notes: dict[str, int] = {}

    async def take(self, body: dict[str, Any]) -> int | None:
        """Take a delivery; the status of the answer, None when there is none."""
        k = self.dialect.keys
        conversation = str(body[k["conversation"]])
        if body[k["kind"]] == self.dialect.kinds[0]:
            self.cases[conversation] = body
            return await self.case(conversation, body)
        self.notes[conversation] = self.notes.get(conversation, 0) + 1
        return await self.note(conversation, body)

    async def case(self, conversation: str, body: dict[str, Any]) -> int | None:
        """A case comes in."""
        return await self.send(body)

    async def note(self, conversation: str, body: dict[str, Any]) -> int | None:
        """A waiting customer writes."""
        return await self.send(body)

    # --- people ----------------------------------------------------------------------------------

    async def person(self, does: str, conversation: str, queue: str = "") -> int:
        """A person does this with a case; the status of the answer."""
        if conversation not in self.cases:
            return 404
        if does == "accepts":
            return await self.accepts(conversation)
        if does == "transfers":
            return await self.transfers(conversation, queue)
        return await self.gives_back(conversation) if does == "gives_back" else 200

    async def accepts(self, conversation: str) -> int:
        return await self.changed(conversation, {TAKEN: AGENT})

    async def transfers(self, conversation: str, queue: str) -> int:
        return await self.changed(conversation, {self.dialect.keys["queue"]: queue})

    async def gives_back(self, conversation: str) -> int:
        return await self.changed(conversation, {TAKEN: None})

    async def changed(self, conversation: str, fields: dict[str, Any]) -> int:
        """The case is another one now; people see it at once."""
        self.cases[conversation] = {**self.cases[conversation], **fields}
        await self.send(self.cases[conversation])
        return 200
