"""The embedded shop's bot as models behind LiteLLM's proxy, which loads `shop` from here: the
healthy one, and one for each fault by its name.

The first completion of a handoff calls the tool `transfer_to_human`; what the bot tells the
customer comes once the call has been answered.
"""

import json
import os
from collections import defaultdict, deque
from collections.abc import AsyncIterator
from typing import Any

from litellm import CustomLLM, ModelResponse
from litellm.types.utils import GenericStreamingChunk

from escalation_tests.demo.bot.delivery import DeskClient
from escalation_tests.demo.bot.service import Bot
from escalation_tests.demo.faults import broken
from escalation_tests.demo.understanding import Understanding


class ShopModel(CustomLLM):
    """Answers the last message of a conversation, which the key `user` names."""

    def __init__(self) -> None:
        super().__init__()
        self._understanding, self._desk = Understanding(), DeskClient(os.environ["SHOP_DESK"])
        self._bots: dict[str, Bot] = {}
        self._held: dict[str, deque[str]] = defaultdict(deque)

    def _bot(self, model: str) -> Bot:
        faults = [] if model == "healthy" else [model]
        new = Bot(self._understanding, self._desk, broken(faults))
        return self._bots.setdefault(model, new)

    async def acompletion(self, *args: Any, **given: Any) -> ModelResponse:
        text, call = await self._answered(given)
        message = {"role": "assistant", "content": text, "tool_calls": [call] if call else None}
        finish = "tool_calls" if call else "stop"
        return ModelResponse(choices=[{"index": 0, "message": message, "finish_reason": finish}])

    async def astreaming(self, *args: Any, **given: Any) -> AsyncIterator[GenericStreamingChunk]:
        text, call = await self._answered(given)
        for word in text.split(" ") if text else ():
            yield _chunk(f"{word} ")
        if call:
            yield _chunk("", call)
        yield _chunk("", finish="tool_calls" if call else "stop")

    async def _answered(self, given: dict[str, Any]) -> tuple[str, dict[str, Any] | None]:
        # LiteLLM hands `user` on to models that it knows; what was asked stands here.
        asked = given["litellm_params"]["proxy_server_request"]["body"]
        conversation, messages = asked["user"], given["messages"]
        if messages[-1]["role"] == "tool":
            return self._held[conversation].popleft(), None
        reply = await self._bot(given["model"]).hear(conversation, messages[-1]["content"], "", {})
        said = "\n".join(reply.texts)
        if not reply.handoff:
            return said, None
        self._held[conversation].append(said)
        arguments = json.dumps({"queue": reply.handoff["queue"]})
        function = {"name": "transfer_to_human", "arguments": arguments}
        return "", {"index": 0, "id": "call_1", "type": "function", "function": function}


def _chunk(text: str, call: Any = None, finish: str = "") -> GenericStreamingChunk:
    over = bool(finish)
    return {
        "text": text, "tool_use": call, "is_finished": over, "finish_reason": finish,
        "usage": None, "index": 0,
    }  # fmt: skip


shop = ShopModel()
