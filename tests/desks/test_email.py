"""A mailbox on loopback: whatever is sent to it is answered, counted, bounded, and read."""

import asyncio
import smtplib
import sys
from contextlib import suppress
from email.message import EmailMessage

import pytest

from escalation_tests.contract.mail import EmailDesk
from escalation_tests.desks import email_desk
from escalation_tests.errors import DeskError
from escalation_tests.model.handoff import Line, Source
from escalation_tests.model.message import Speaker
from escalation_tests.ports import Answer

pytestmark = pytest.mark.anyio

MAPPING = {
    "id": "id",
    "queue": "to[0].address",
    "summary": "subject",
    "transcript": "split_blob(body)",
    "facts": "attachments[?type == 'application/json'].json | [0]",
}
BLOB = "Handed over by the bot.\n\nCustomer: I was charged twice.\nBot: I am sorry.\n"


@pytest.fixture
async def start(clock):
    desks = []

    async def started(**written):
        desk = email_desk(
            EmailDesk(**{
                "kind": "email", "listen": "127.0.0.1:0", "handoff": MAPPING,
                "queues": {"billing@desk.test": "billing"}, **written,
            }), clock,
        )  # fmt: skip
        desks.append(desk)
        await desk.start()
        return desk

    yield started
    for desk in desks:
        await desk.stop()


def written(token="c1tok", **headers) -> EmailMessage:
    mail = EmailMessage()
    told = {
        "From": f"Kim <{token}@x.test>", "To": "Billing <billing@desk.test>",
        "Subject": "Charged twice", "Message-ID": "<m1@bot.test>", **headers,
    }  # fmt: skip
    for name, value in told.items():
        mail[name] = value
    mail.set_content(BLOB)
    return mail


def port(desk) -> int:
    return int(desk.address.rpartition(":")[2])


async def send(desk, *mails, to=("billing@desk.test",)) -> list:
    """What the server says to each mail: None for yes, else the code that it refuses with."""

    def spoken():
        answers = []
        with smtplib.SMTP("127.0.0.1", port(desk), timeout=20) as client:
            for mail in mails:
                content = mail if isinstance(mail, bytes) else mail.as_bytes()
                try:
                    client.sendmail("bot@shop.test", list(to), content)
                    answers.append(None)
                except smtplib.SMTPResponseException as error:
                    answers.append(error.smtp_code)
        return answers

    return await asyncio.to_thread(spoken)


async def test_a_mail_becomes_a_handoff(start, expect, clock) -> None:
    desk = await start()
    inbox = await expect(desk)
    mail = written()
    mail.add_attachment('{"order_id": "AB-1"}', subtype="json", filename="facts.json")
    json_part = next(iter(mail.iter_attachments()))
    json_part.replace_header("Content-Type", "application/json")
    assert await send(desk, mail) == [None]
    (handoff,) = inbox.handoffs()
    assert (handoff.source, handoff.status, handoff.accepted) == (Source.EMAIL, 250, True)
    assert (handoff.queue, handoff.summary) == ("billing", "Charged twice")
    assert handoff.id == "<m1@bot.test>"
    assert handoff.facts == {"order_id": "AB-1"}
    assert handoff.transcript == (
        Line(Speaker.CUSTOMER, "I was charged twice.", "Customer"),
        Line(Speaker.BOT, "I am sorry.", "Bot"),
    )


async def test_a_page_in_place_of_plain_words(start, expect) -> None:
    desk = await start()
    inbox = await expect(desk)
    mail = written()
    mail.set_content("<p>Customer: hi</p><p>Bot: hello &amp; welcome</p>", subtype="html")
    await send(desk, mail)
    assert [line.text for line in inbox.handoffs()[0].transcript] == ["hi", "hello & welcome"]


async def test_other_languages_and_long_lines(start, expect) -> None:
    desk = await start()
    inbox = await expect(desk)
    mail = written(Subject="Zwei Mal berechnet: 49,90 €")
    mail.set_content("Customer: ¿Dónde está? " + "ä" * 5000, cte="8bit")
    assert await send(desk, mail) == [None]
    (handoff,) = inbox.handoffs()
    assert handoff.summary == "Zwei Mal berechnet: 49,90 €"
    assert handoff.transcript[0].text.startswith("¿Dónde está? ä")


async def test_sent_twice_counts_once(start, expect) -> None:
    desk = await start()
    inbox = await expect(desk)
    assert await send(desk, written(), written()) == [None, None]
    assert len(inbox.handoffs()) == 1
    assert inbox.state.notes["redelivered"] == "1"


async def test_answers_that_are_no_facts_of_the_desk_are_mails_of_the_customer(
    start, expect
) -> None:
    desk = await start(message={"when": "in_reply_to", "text": "body"})
    inbox = await expect(desk)
    later = written(**{"Message-ID": "<m2@bot.test>", "In-Reply-To": "<m1@bot.test>"})
    later.set_content("Are you there?")
    await send(desk, written(), later)
    assert [message.text for message in inbox.relayed()] == ["Are you there?"]
    assert len(inbox.handoffs()) == 1


async def test_told_to_refuse(start, expect) -> None:
    desk = await start()
    inbox = await expect(desk, answers=(Answer(503, times=1), Answer(409, times=1)))
    assert await send(desk, written(), written(), written()) == [451, 554, None]
    assert [(each.status, each.accepted) for each in inbox.handoffs()] == [
        (503, False), (409, False), (250, True),
    ]  # fmt: skip


async def test_mail_of_nobody_is_counted_and_kept(start, expect) -> None:
    desk = await start()
    assert await send(desk, written("strangertok"), written("c1tok")) == [None, None]
    inbox = await expect(desk)
    assert len(inbox.handoffs()) == 1
    assert dict(desk.strays()) == {"unknown": 1}
    assert "strangertok" in desk.samples()[0]
    await inbox.close()
    await send(desk, written(**{"Message-ID": "<m9@bot.test>"}))
    assert dict(desk.strays()) == {"late": 1, "unknown": 1}


async def test_what_is_too_large_is_refused_and_counted(start, expect) -> None:
    desk = await start(max_payload=20_000)
    inbox = await expect(desk)
    mail = written()
    mail.set_content("x" * 60_000)
    answers = await send(desk, mail, written())
    assert answers == [552, None]
    assert dict(desk.strays()) == {"oversized": 1}
    assert len(inbox.handoffs()) == 1


async def test_what_grows_too_large_without_saying_so(start, expect) -> None:
    desk = await start(max_payload=20_000)
    reader, writer = await asyncio.open_connection("127.0.0.1", port(desk))
    for line in ("HELO x", "MAIL FROM:<a@b.test>", "RCPT TO:<c@d.test>", "DATA"):
        await reader.readline()
        writer.write(f"{line}\r\n".encode())
    assert (await reader.readline()).startswith(b"354")
    for _ in range(60):
        writer.write(b"y" * 998 + b"\r\n")
        await writer.drain()
    writer.write(b".\r\n")
    assert (await reader.readline()).startswith(b"552")
    writer.close()
    assert dict(desk.strays()) == {"oversized": 1}


async def test_a_flood_of_recipients(start, expect) -> None:
    desk = await start(max_recipients=5)
    inbox = await expect(desk)
    many = [f"r{number}@desk.test" for number in range(40)]
    assert await send(desk, written(), to=many) == [None]
    assert dict(desk.strays()) == {"too many recipients": 35}
    assert len(inbox.handoffs()) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"Content-Type: multipart/mixed\r\n\r\nno boundary, c1tok\r\n",
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nnever closed c1tok\r\n",
        b"Content-Type: text/plain; charset=klingon\r\n\r\nc1tok\r\n",
        b"Content-Transfer-Encoding: base64\r\nSubject: c1tok\r\n\r\n%%% no base64\r\n",
        b"Subject: =?utf-8?b?c1tok?= c1tok\r\nFrom: <<>>;;,\r\nTo: \xff\xfe\r\n\r\nhi\r\n",
        b"Subject: c1tok\r\nContent-Type: ;;;=\r\n\r\n\xff\xfe\r\n",
        b"Date: never\r\nMessage-ID: [\r\nSubject: c1tok\r\n\r\n\r\n",
        b"no header at all, only c1tok\r\n",
        b"Content-Type: message/rfc822\r\n\r\nSubject: c1tok\r\n\r\nwithin\r\n",
    ],
    ids=range(9),
)
async def test_malformed_mail_is_read_as_far_as_can_be(start, expect, content) -> None:
    desk = await start()
    inbox = await expect(desk)
    assert await send(desk, content, written()) == [None, None]
    assert len(inbox.handoffs()) == 2
    assert dict(desk.strays()) == {}


async def test_what_is_no_mail_is_refused_and_counted(start, expect) -> None:
    desk = await start()
    assert await send(desk, b"\r\n\r\n", b"") == [554, 554]
    assert dict(desk.strays()) == {"malformed": 2}


async def test_what_is_not_smtp_harms_nobody(start, expect) -> None:
    desk = await start()
    inbox = await expect(desk)
    reader, writer = await asyncio.open_connection("127.0.0.1", port(desk))
    writer.write(b"\x16\x03\x01\x00 GET / HTTP/1.1\r\n" + b"z" * 100_000 + b"\r\n")
    await reader.readline()
    assert (await reader.readline()).startswith(b"5")
    writer.transport.abort()
    _, half = await asyncio.open_connection("127.0.0.1", port(desk))
    half.write(
        b"HELO x\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<c@d.test>\r\nDATA\r\nSubject: c1tok\r\n"
    )
    await half.drain()
    half.transport.abort()
    assert await send(desk, written()) == [None]
    assert len(inbox.handoffs()) == 1


async def test_when_it_stops_the_port_is_free_and_nobody_hangs(start, expect) -> None:
    desk = await start()
    address = desk.address.removeprefix("smtp://")
    reader, writer = await asyncio.open_connection("127.0.0.1", port(desk))
    assert (await reader.readline()).startswith(b"220")
    await asyncio.wait_for(desk.stop(), 5)
    await desk.stop()
    with suppress(ConnectionResetError):
        assert await reader.read() == b""
    writer.close()
    second = await start(listen=address)
    inbox = await expect(second)
    await send(second, written())
    assert len(inbox.handoffs()) == 1


async def test_other_machines_are_kept_out_unless_asked_for(clock) -> None:
    desk = email_desk(EmailDesk(kind="email", listen="0.0.0.0:0"), clock)
    with pytest.raises(DeskError, match=r"desk\.allow_remote: true"):
        await desk.start()


async def test_without_its_library_it_says_how_to_get_it(clock, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "aiosmtpd", None)
    monkeypatch.setitem(sys.modules, "aiosmtpd.smtp", None)
    monkeypatch.delitem(sys.modules, "escalation_tests.desks.smtp", raising=False)
    import escalation_tests.desks

    monkeypatch.delattr(escalation_tests.desks, "smtp", raising=False)
    with pytest.raises(DeskError, match=r"pip install 'escalation-tests\[email\]'"):
        email_desk(EmailDesk(kind="email"), clock)
