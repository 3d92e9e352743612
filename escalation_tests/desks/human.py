"""A scripted person at the desk: what they do is told to the platform by requests."""

import json
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

import httpx

from escalation_tests.contract.human import HumanDeeds
from escalation_tests.desks.calling import Raised, called, found
from escalation_tests.desks.templates import address, filled, refuse_unknown
from escalation_tests.errors import DeskError
from escalation_tests.model.deed import Deed, Does, Refusal
from escalation_tests.model.secrets import Secrets
from escalation_tests.ports import Clock

DESK_URL = "{desk_url}"
PLAIN = "http://"
KNOWN = frozenset({"conversation_id", "handoff_id", "token", "text", "queue"})
SHOWN = 300
REFUSALS = frozenset({404, 409, 410, 423})
"""Answers by which a desk says that this cannot be done with this conversation: it knows none, it
is in another state, it is gone, somebody else has it. Others say nothing about the conversation.
"""


class ScriptedHuman:
    """Does what a test says, where the configuration says how."""

    def __init__(self, deeds: HumanDeeds, clock: Clock, desk_url: Callable[[], str] = str) -> None:
        """`desk_url` tells where the run's own desk listens, once it does.

        Raises `DeskError` for addresses, functions and placeholders of no use.
        """
        self._timeout, self._clock, self._desk_url = deeds.timeout, clock, desk_url
        self._requests = deeds.told
        for does, request in self._requests.items():
            where = f"desk.human.{does}"
            if (request.url is None) is (request.call is None):
                raise DeskError("human", f"{where} needs `url`, or `call`, and not both")
            url = (request.url or PLAIN).removeprefix(DESK_URL)
            if url == request.url and urlsplit(url).scheme not in {"http", "https"}:
                raise DeskError("url", f"{where}.url is no http:// or https:// address")
            for written in (url, request.json_):
                refuse_unknown(written, set(KNOWN), where)
        headers = [
            each for request in self._requests.values() for each in request.headers.values()
        ]
        self._secrets = Secrets(frozenset(each.get_secret_value() for each in headers) - {""})
        self.can = frozenset(self._requests)

    async def does(
        self, deed: Deed, conversation: str, handoff: str, token: str
    ) -> Refusal | None:
        values = {
            "conversation_id": conversation,
            "handoff_id": handoff,
            "token": token,
            "text": deed.text,
            "queue": deed.queue,
        }
        request = self._requests[deed.does]
        if request.call is not None:
            return await self._called(deed.does, request.call, values)
        url = self._address(request.url or "", values)
        headers = {name: each.get_secret_value() for name, each in request.headers.items()}
        body = None
        if request.json_ is not None:
            body = json.dumps(filled(request.json_, values), ensure_ascii=False).encode()
            headers = {"content-type": "application/json", **headers}
        return await self._sent(deed.does, request.method, url, headers, body)

    def _address(self, url: str, values: Mapping[str, str]) -> str:
        own = self._desk_url().rstrip("/") if url.startswith(DESK_URL) else ""
        return own + address(url.removeprefix(DESK_URL), values)

    async def _called(self, does: Does, name: str, values: Mapping[str, str]) -> Refusal | None:
        """Call the function in this process, once."""
        at = f"desk.human.{does}: `{name}`"
        try:
            async with self._clock.timeout(self._timeout):
                answer = await called(found(name, f"desk.human.{does}.call"), dict(values))
        except TimeoutError:
            raise DeskError("human", f"{at} did not return in {self._timeout:g} s") from None
        except Raised as raised:
            told = f"{type(raised.error).__name__}: {str(raised.error)[:SHOWN]}"
            raise DeskError("human", f"{at} raised {told}") from None
        return Refusal(0, "it returned False") if answer is False else None

    async def _sent(
        self, does: Does, method: str, url: str, headers: Mapping[str, str], body: bytes | None
    ) -> Refusal | None:
        """Send it once: a deed that is done twice is another deed."""
        at = f"desk.human.{does}"
        try:
            async with (
                self._clock.timeout(self._timeout),
                httpx.AsyncClient(trust_env=False, timeout=self._timeout) as client,
            ):
                answer = await client.request(method, url, headers=headers, content=body)
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError) as error:
            told = self._secrets.redact(str(error))[:SHOWN]
            raise DeskError(
                "human", f"{at} got no answer: {type(error).__name__} {told}"
            ) from None
        if answer.status_code < 300:
            return None
        shown = self._secrets.redact(answer.text[: 4 * SHOWN])[:SHOWN]
        visible = "".join(sign if sign.isprintable() else " " for sign in shown)
        if answer.status_code in REFUSALS:
            return Refusal(answer.status_code, visible)
        raise DeskError("human", f"{at} was answered {answer.status_code}", visible)
