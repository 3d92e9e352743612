"""Our own desk observers keep what their port promises, and the suite notices others."""

import asyncio
import smtplib
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import httpx
import pytest

from escalation_tests.contract.desk import ReplyDesk, WebhookDesk
from escalation_tests.contract.emulator import EmulatorDesk
from escalation_tests.contract.inprocess import PythonDesk
from escalation_tests.contract.mail import EmailDesk
from escalation_tests.contract.polling import PollDesk
from escalation_tests.desks import (
    email_desk,
    hosted_desk,
    no_desk,
    poll_desk,
    python_desk,
    relay_desk,
    reply_desk,
    webhook_desk,
)
from escalation_tests.desks.tray import Tray
from escalation_tests.engine.clock import LoopClock
from escalation_tests.ports import Opening
from escalation_tests.testing.desks import Post, check_desk
from tests.desks.fake_desk import KEY, fake_desk

pytestmark = pytest.mark.anyio

BY_ID = {"conversation": "conversation", "id": "id", "queue": "queue"}
BY_TOKEN = {"id": "id", "queue": "queue"}


def webhook(handoff, listen="127.0.0.1:0"):
    return WebhookDesk(kind="webhook", listen=listen, handoff=handoff)


@asynccontextmanager
async def poster():
    async with httpx.AsyncClient(trust_env=False, timeout=10) as client:

        async def deliver(desk, post: Post) -> None:
            payload = {
                "conversation": post.conversation,
                "id": post.id,
                "queue": post.queue,
                "customer": {"email": f"{post.token}@example.test"},
            }
            await client.post(f"{desk.url}/handoffs", json=payload)

        yield deliver


@pytest.mark.parametrize("handoff", [BY_ID, BY_TOKEN], ids=["by id", "by token"])
async def test_webhook_desk(handoff) -> None:
    async with poster() as deliver:
        await check_desk(lambda: webhook_desk(webhook(handoff), LoopClock()), deliver, 100)


async def test_webhook_desk_on_ipv6() -> None:
    async with poster() as deliver:
        config = webhook(BY_ID, "[::1]:0")
        await check_desk(lambda: webhook_desk(config, LoopClock()), deliver, 5)


@asynccontextmanager
async def polled(handoff):
    """Makes desks that ask a fake one, and puts handoffs into that."""
    async with fake_desk() as theirs:
        theirs.size = 40
        config = PollDesk(
            kind="poll", url=theirs.url, auth={"kind": "bearer", "token": KEY}, handoff=handoff,
            list={"url": "t", "items": "results", "order": "made", "paging": {"next": "next"}},
            every="5ms", slowest="50ms",
        )  # fmt: skip

        async def deliver(_, post: Post) -> None:
            if not any(ticket["id"] == post.id for ticket in theirs.tickets):
                mail = f"{post.token}@example.test"
                theirs.add(id=post.id, conversation=post.conversation, queue=post.queue, of=mail)

        yield config, deliver


@pytest.mark.parametrize("handoff", [BY_ID, BY_TOKEN], ids=["by id", "by token"])
async def test_poll_desk(handoff) -> None:
    async with polled(handoff) as (config, deliver):
        await check_desk(
            lambda: poll_desk(config, LoopClock()), deliver, 50, answers=False, repeats=False
        )


async def test_a_poll_desk_of_another_process() -> None:
    async with polled(BY_ID) as (config, deliver):
        owner = hosted_desk(poll_desk(config, LoopClock()), LoopClock())
        await owner.start()
        await check_desk(
            lambda: relay_desk(owner.url, owner.key, config, LoopClock()),
            deliver, 20, answers=False, repeats=False,
        )  # fmt: skip
        await owner.stop()


@pytest.mark.parametrize("waits", [False, True], ids=["plain", "async"])
async def test_python_desk(waits) -> None:
    held: dict[str, list[dict[str, str]]] = {}

    async def later(conversation: str):
        return held.get(conversation)

    async def deliver(_, post: Post) -> None:
        told = {"id": post.id, "queue": post.queue}
        mine = held.setdefault(post.conversation, [])
        mine += [] if told in mine else [told]

    config = PythonDesk(kind="python", call="shop:desk", every="5ms", slowest="20ms")
    await check_desk(
        lambda: python_desk(config, LoopClock(), later if waits else held.get),
        deliver, 50, early=False, answers=False, repeats=False,
    )  # fmt: skip


async def test_emulator_desk() -> None:
    config = EmulatorDesk(
        kind="emulator", listen="127.0.0.1:0", handoff={"id": "number", "queue": "queue"},
        routes=[{"method": "POST", "path": "/tickets", "does": "create", "gives": "{made: id}"}],
    )  # fmt: skip
    async with httpx.AsyncClient(trust_env=False, timeout=10) as client:

        async def deliver(desk, post: Post) -> None:
            body = {"number": post.id, "queue": post.queue, "mail": f"{post.token}@x.test"}
            await client.post(f"{desk.url}/tickets", json=body)

        await check_desk(lambda: webhook_desk(config, LoopClock()), deliver, 50)


MAIL = EmailDesk(
    kind="email",
    listen="127.0.0.1:0",
    handoff={"id": 'headers."x-id"', "queue": "subject"},
)


async def send_mail(address: str, post: Post) -> None:
    lines = (f"From: {post.token}@x.test", f"Subject: {post.queue}", f"X-Id: {post.id}", "", "")

    def sent() -> None:
        port = int(address.rpartition(":")[2])
        refused = suppress(smtplib.SMTPResponseException)
        with smtplib.SMTP("127.0.0.1", port, timeout=20) as client, refused:
            client.sendmail("bot@shop.test", ["desk@x.test"], "\r\n".join(lines).encode())

    await asyncio.to_thread(sent)


async def test_email_desk() -> None:
    async def deliver(desk, post: Post) -> None:
        await send_mail(desk.address, post)

    await check_desk(lambda: email_desk(MAIL, LoopClock()), deliver, 20)


async def test_an_email_desk_of_another_process() -> None:
    owner = hosted_desk(email_desk(MAIL, LoopClock()), LoopClock())
    await owner.start()

    async def deliver(_, post: Post) -> None:
        await send_mail(owner.address, post)

    await check_desk(
        lambda: relay_desk(owner.url, owner.key, MAIL, LoopClock(), owner.address), deliver, 10
    )
    await owner.stop()


@pytest.mark.parametrize("handoff", [BY_ID, BY_TOKEN], ids=["by id", "by token"])
async def test_the_desk_of_another_process(handoff) -> None:
    config = webhook(handoff)
    owner = webhook_desk(config, LoopClock())
    await owner.start()
    async with poster() as deliver:
        await check_desk(
            lambda: relay_desk(owner.url, owner.key, config, LoopClock()), deliver, 50
        )
    await owner.stop()


class Overhearing:
    """A reply desk with the bot's replies brought to it by hand."""

    def __init__(self) -> None:
        config = ReplyDesk(kind="reply", handoff={"id": "handoff.id", "queue": "handoff.queue"})
        self.desk, self.inboxes = reply_desk(config, LoopClock()), {}

    async def start(self) -> None:
        await self.desk.start()

    async def open(self, opening, conversation, answers):
        inbox = self.inboxes[conversation] = await self.desk.open(opening, conversation, answers)
        return inbox

    async def stop(self) -> None:
        await self.desk.stop()


async def test_reply_desk() -> None:
    async def deliver(desk, post: Post) -> None:
        reply = {"messages": ["…"], "handoff": {"id": post.id, "queue": post.queue}}
        desk.inboxes[post.conversation].overhear({"messages": []})
        desk.inboxes[post.conversation].overhear(reply)

    await check_desk(Overhearing, deliver, early=False, answers=False)


async def test_no_desk_sees_nothing_and_never_raises() -> None:
    desk = no_desk(LoopClock())
    await desk.start()
    inbox = await desk.open(Opening("c", "u", "n", "e", "en", "t"), "c", ())
    inbox.overhear({"handoff": True})
    assert (inbox.handoffs(), inbox.relayed(), dict(desk.strays())) == ((), (), {})
    assert not inbox.state.observed
    assert inbox.state.fields == frozenset()
    await inbox.close()
    await desk.stop()


@pytest.mark.parametrize(
    ("flaw", "sentence"),
    [
        ("dedupes nothing", "kept once"),
        ("forgets", "arrived"),
        ("never tells", "did not return when a handoff arrived|arrived"),
        ("accepts all", "4 handoffs were delivered, 1 arrived"),
    ],
)
async def test_the_suite_notices(flaw, sentence, monkeypatch) -> None:
    take = Tray.take

    def flawed(tray, delivery):
        if flaw == "dedupes nothing":
            tray._taken.clear()
        if flaw == "accepts all":
            delivery = replace(delivery, accepted=True)
        if flaw != "forgets":
            take(tray, delivery)

    monkeypatch.setattr(Tray, "take", flawed)
    if flaw == "never tells":
        monkeypatch.setattr(Tray, "_announce", lambda _: None)
    config = webhook(BY_ID)
    async with poster() as deliver:
        with pytest.raises(AssertionError, match=sentence):
            await check_desk(lambda: webhook_desk(config, LoopClock()), deliver, 5, patience=0.2)
