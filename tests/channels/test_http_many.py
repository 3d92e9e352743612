"""Many conversations at once share connections and nothing else."""

import asyncio

import pytest
import trustme
from starlette.responses import JSONResponse

from escalation_tests.channels import http_channel
from escalation_tests.contract.bot import HttpBot
from escalation_tests.errors import ChannelError
from escalation_tests.model.event import Said

pytestmark = pytest.mark.anyio


async def echo(request):
    body = await request.json()
    words = [{"text": f"{body['conversation']}: {word}"} for word in body["text"].split()]
    return JSONResponse({"messages": words})


async def test_three_hundred_conversations_never_mix(serve, clock, opening) -> None:
    channel = http_channel(HttpBot(channel="http", url=await serve(echo)), clock)
    await channel.start()

    async def talk(name: str) -> list[str]:
        session, heard = await channel.open(opening(name)), []
        for turn in range(3):
            await session.send(f"{turn} a b")
            while (event := await session.receive()) is not None:
                heard += [event.text] if isinstance(event, Said) else []
        await session.close()
        return heard

    names = [f"c{number}" for number in range(300)]
    everything = await asyncio.gather(*map(talk, names))
    await channel.stop()
    for name, heard in zip(names, everything, strict=True):
        assert heard == [f"{name}: {word}" for turn in range(3) for word in (turn, "a", "b")]


async def test_a_connection_serves_one_message_after_the_other(serve, connect) -> None:
    ports = set()

    async def notes(request):
        ports.add(request.client.port)
        return JSONResponse({"messages": []})

    session = await connect(await serve(notes))
    for _ in range(5):
        await session.send("hi")
    assert len(ports) == 1


async def test_nothing_limits_how_many_are_under_way(serve, connect, clock, opening) -> None:
    together = 250
    arrived, all_here = [], asyncio.Event()

    async def waits_for_all(request):
        arrived.append(request)
        if len(arrived) == together:
            all_here.set()
        await all_here.wait()
        return JSONResponse({"messages": []})

    channel = http_channel(HttpBot(channel="http", url=await serve(waits_for_all)), clock)
    await channel.start()
    sessions = [await channel.open(opening(f"c{number}")) for number in range(together)]
    await asyncio.gather(*(session.send("hi") for session in sessions))
    assert len(arrived) == together
    await channel.stop()


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture
async def secure(serve, authority, tmp_path):
    certificate = authority.issue_cert("127.0.0.1")
    certificate.private_key_and_cert_chain_pem.write_to_path(tmp_path / "server.pem")
    return await serve(echo, ssl_certfile=tmp_path / "server.pem")


async def test_a_certificate_of_an_unknown_authority_is_an_error(secure, connect) -> None:
    session = await connect(secure)
    with pytest.raises(ChannelError) as caught:
        await session.send("hi")
    assert caught.value.trouble.kind == "tls"
    assert "certificate verify failed" in caught.value.trouble.message
    assert "bot.verify_tls" in caught.value.trouble.message


async def test_a_known_authority_is_trusted(secure, connect, drained, authority, tmp_path) -> None:
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    session = await connect(secure, verify_tls=str(tmp_path / "authority.pem"))
    await session.send("hi")
    assert (await drained(session))[0].text == "c-1: hi"


async def test_the_check_can_be_turned_off(secure, connect, drained) -> None:
    session = await connect(secure, verify_tls=False)
    await session.send("hi")
    assert (await drained(session))[0].text == "c-1: hi"


async def test_an_authority_file_that_is_not_there_is_named(connect) -> None:
    with pytest.raises(ChannelError, match=r"authority file 'nowhere\.pem' cannot be read"):
        await connect("https://bot.test", verify_tls="nowhere.pem")


async def test_a_server_that_speaks_plain_http_where_tls_was_expected(serve, connect) -> None:
    session = await connect((await serve(echo)).replace("http:", "https:"), verify_tls=False)
    with pytest.raises(ChannelError) as caught:
        await session.send("hi")
    assert caught.value.trouble.kind == "tls"


async def test_the_environments_proxies_are_not_used(serve, connect, drained, monkeypatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    session = await connect(await serve(echo))
    await session.send("hi")
    assert (await drained(session))[0].text == "c-1: hi"
