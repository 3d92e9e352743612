"""A bot behind LiteLLM's proxy, an OpenAI-compatible server, whose call of a tool is the handoff."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.real.shop import FAULTS, HEALTHY, ROOT, awaited, free_port, healthy, named, played

HERE = Path(__file__).parent / "litellm"
PROXY = ROOT / "build" / "real" / "litellm" / "bin" / "litellm"
TRANSFER = {
    "name": "transfer_to_human",
    "about": "Hands the customer over to people.",
    "parameters": {"type": "object", "properties": {"queue": {"type": "string"}}},
    "handoff": True,
    "queue": "queue",
    "result": {"accepted": True, "queue": "{arguments.queue}"},
}

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def proxy() -> Iterator[dict]:
    """Where the proxy listens, its key, and the port of the desk to which its bots deliver."""
    if not PROXY.exists():
        pytest.fail("LiteLLM is not installed for the tests; `make test-real` does it")
    port, desk, key = free_port(), free_port(), f"sk-{secrets.token_hex(16)}"
    settings = {
        "LITELLM_MASTER_KEY": key,
        "SHOP_DESK": f"http://127.0.0.1:{desk}/",
        "LITELLM_LOCAL_MODEL_COST_MAP": "True",
    }
    place = ["--host", "127.0.0.1", "--port", str(port), "--telemetry", "False"]
    command = [str(PROXY), "--config", str(HERE / "config.yaml"), *place]
    url = f"http://127.0.0.1:{port}"
    with awaited(command, f"{url}/health/liveliness", **settings):
        yield {"url": f"{url}/v1/chat/completions", "token": key, "desk": desk}


def _run(pytester: pytest.Pytester, proxy: dict, slice_: str, model: str, **more) -> list[dict]:
    bot = {
        "channel": "openai", "url": proxy["url"], "token": proxy["token"], "model": model,
        "tools": [TRANSFER], **more,
    }  # fmt: skip
    return played(pytester, bot, slice_, proxy["desk"])


@pytest.mark.parametrize("stream", [True, False], ids=["streamed", "whole"])
def test_the_healthy_bot_keeps_its_promise(pytester, proxy, stream) -> None:
    entries = _run(pytester, proxy, HEALTHY, "healthy", stream=stream)
    healthy(entries)
    assert any(entry["witnesses"]["signal"] for entry in entries)


@pytest.mark.parametrize(("fault", "check"), FAULTS)
def test_each_fault_is_named(pytester, proxy, fault, check) -> None:
    named(_run(pytester, proxy, "topic-switcher", fault), check)


def test_a_refused_key_is_told_as_the_bots_refusal(pytester, proxy) -> None:
    entries = _run(pytester, {**proxy, "token": "sk-wrong"}, "explicit_request-refund", "healthy")
    assert {entry["verdict"] for entry in entries} == {"error"}
