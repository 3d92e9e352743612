"""A scripted person at the desk: what they do is told to the platform by requests."""

import json
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

import httpx

from escalation_tests.contract.desk import DeskCommon
from escalation_tests.contract.human import HumanDeeds, HumanRequest
from escalation_tests.desks.calling import Raised, called, found
from escalation_tests.desks.door import DESK_URL, Door, door
from escalation_tests.desks.templates import address, filled, refuse_unknown
from escalation_tests.errors import DeskError
from escalation_tests.model.deed import Deed, Does, Refusal
from escalation_tests.model.secrets import Secrets
from escalation_tests.ports import Clock

PLAIN = "http://"
KNOWN = frozenset({"conversation_id", "handoff_id", "token", "text", "queue"})
SHOWN = 300
REFUSALS = frozenset({404, 409, 410, 423})
"""Answers by which a desk says that this cannot be done with this conversation: it knows none, it
is in another state, it is gone, somebody else has it. Others say nothing about the conversation.
"""


class ScriptedHuman:
    """Does what a test says, where the configuration says how."""

    def __init__(self, desk: DeskCommon, clock: Clock, listens: Callable[[], str] = str) -> None:
        """`listens` tells where the run's own desk does, once it does.

        Raises `DeskError` for addresses, functions, placeholders and ways to sign in of no use.
        """
        deeds = desk.human or HumanDeeds()
        self._timeout, self._clock, self._door = deeds.timeout, clock, door(desk, listens)
        self._queues = {ours.casefold(): theirs for theirs, ours in reversed(desk.queues.items())}
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
        own = {each.get_secret_value() for each in headers}
        self._secrets = Secrets(frozenset(own | self._door.secrets) - {""})
        self.can = frozenset(self._requests)

    async def does(
        self, deed: Deed, conversation: str, handoff: str, token: str
    ) -> Refusal | None:
        values = {
            "conversation_id": conversation,
            "handoff_id": handoff,
            "token": token,
            "text": deed.text,
            "queue": self._queues.get(deed.queue.casefold(), deed.queue),
        }
        request = self._requests[deed.does]
        if request.call is not None:
            return await self._called(deed.does, request.call, values)
        return await self._sent(deed.does, request, values)

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
        self, does: Does, request: HumanRequest, values: Mapping[str, str]
    ) -> Refusal | None:
        """Send it once: a deed that is done twice is another deed."""
        at, written = f"desk.human.{does}", request.url or ""
        way = self._door if written.startswith(DESK_URL) else Door()
        url = way.url().rstrip("/") + address(written.removeprefix(DESK_URL), values)
        headers = {name.lower(): each.get_secret_value() for name, each in request.headers.items()}
        body = b""
        if request.json_ is not None:
            body = json.dumps(filled(request.json_, values), ensure_ascii=False).encode()
            headers = {"content-type": "application/json", **headers}
        signed = way.signed(request.method, url, body, self._clock.wall())
        try:
            async with (
                self._clock.timeout(self._timeout),
                httpx.AsyncClient(
                    trust_env=False, timeout=self._timeout, verify=way.verify
                ) as client,
            ):
                answer = await client.request(
                    request.method, url, headers={**signed, **headers}, content=body or None
                )
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError) as error:
            told = self._secrets.redact(str(error))[:SHOWN]
            raise DeskError(
                "human", f"{at} got no answer: {type(error).__name__} {told}"
            ) from None
        return self._judged(at, answer)

    def _judged(self, at: str, answer: httpx.Response) -> Refusal | None:
        """None where it is done; raises `DeskError` for what says nothing about the deed."""
        if answer.status_code < 300:
            return None
        shown = self._secrets.redact(answer.text[: 4 * SHOWN])[:SHOWN]
        visible = "".join(sign if sign.isprintable() else " " for sign in shown)
        if answer.status_code in REFUSALS:
            return Refusal(answer.status_code, visible)
        raise DeskError("human", f"{at} was answered {answer.status_code}", visible)
