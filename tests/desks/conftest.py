"""Desks on real loopback connections, and a bot's hand to deliver with."""

import httpx
import pytest

from escalation_tests.contract.desk import WebhookDesk
from escalation_tests.desks import webhook_desk
from escalation_tests.engine.clock import LoopClock
from escalation_tests.ports import Opening

MAPPING = {
    "conversation": "conversation_id",
    "id": "id",
    "queue": "queue",
    "priority": "priority",
    "transcript": "transcript[].{role: author, text: text}",
    "facts": "customer",
    "summary": "summary",
}


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def clock() -> LoopClock:
    return LoopClock()


@pytest.fixture
def config():
    def made(**desk) -> WebhookDesk:
        return WebhookDesk(**{
            "kind": "webhook", "listen": "127.0.0.1:0", "handoff": MAPPING, **desk
        })  # fmt: skip

    return made


@pytest.fixture
async def start(config, clock):
    """Start a webhook desk under some configuration."""
    desks = []

    async def started(**desk):
        made = webhook_desk(config(**desk), clock)
        desks.append(made)
        await made.start()
        return made

    yield started
    for desk in desks:
        await desk.stop()


@pytest.fixture
async def client():
    limits = httpx.Limits(max_connections=50, max_keepalive_connections=50)
    async with httpx.AsyncClient(trust_env=False, timeout=10, limits=limits) as made:
        yield made


@pytest.fixture
def expect():
    """Open a conversation at a desk."""

    async def opened(desk, conversation="c-1", answers=(), token=""):
        token = token or conversation.replace("-", "") + "tok"
        opening = Opening(conversation, "u", f"Kim {token}", f"{token}@x.test", "en", token)
        return await desk.open(opening, conversation, answers)

    return opened
