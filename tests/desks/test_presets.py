"""Each preset of a desk, on payloads of the shape that the platform sends: a neutral handoff."""

import copy
import json
import re
from pathlib import Path

import jmespath
import pytest
import yaml
from pydantic import TypeAdapter
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from escalation_tests.contract.desks import DeskConfig
from escalation_tests.contract.scenario import Scenario
from escalation_tests.desks import poll_desk, reply_desk, scripted_human, webhook_desk
from escalation_tests.desks.address import Address, bound
from escalation_tests.loading.presets import known, presets
from escalation_tests.serving import Server
from tests.house.source import ROOT

pytestmark = pytest.mark.anyio

RECORDED = Path(__file__).parent / "presets"


def recorded(name: str) -> dict:
    return json.loads((RECORDED / f"{name}.json").read_text("utf-8"))


def merged(under: dict, over: dict) -> dict:
    both = copy.deepcopy(under)
    for key, value in over.items():
        inner = isinstance(value, dict) and isinstance(both.get(key), dict)
        both[key] = merged(both[key], value) if inner else value
    return both


def config(name: str, **changed):
    """What a person has who writes the preset's name and its example."""
    document = presets()[name].value
    whole = merged(merged(document["desk"], document["example"]["desk"]), changed)
    return TypeAdapter(DeskConfig).validate_python(whole)


def holds(handoff, expected: dict) -> None:
    found = {name: getattr(handoff, name) for name in expected}
    if "transcript" in expected:
        found["transcript"] = [[line.speaker.value, line.text] for line in handoff.transcript]
    assert found == expected
    assert handoff.conversation == "c-1"


def of_kind(kind: str) -> list[str]:
    return sorted(name for name, its in known("desk").items() if its == kind)


def test_each_preset_of_a_desk_has_a_recorded_shape() -> None:
    assert sorted(known("desk")) == sorted(file.stem for file in RECORDED.glob("*.json"))


def test_every_platform_that_is_promised_is_there() -> None:
    assert set(known("desk")) >= {
        "django-helpdesk", "django-helpdesk-webhook", "request-tracker", "zendesk-tickets",
        "zendesk-switchboard", "freshdesk", "intercom", "chatwoot", "rasa-tracker",
        "bot-framework-handoff", "dialogflow-cx", "amazon-lex", "genesys", "livechat",
        "twilio-flex",
    }  # fmt: skip


@pytest.mark.parametrize("name", of_kind("poll"))
async def test_a_desk_that_is_asked(name, clock, expect) -> None:
    told = recorded(name)
    answers: dict[str, object] = {}
    asked: list[Request] = []

    async def answer(request: Request):
        asked.append(request)
        found = answers.get(request.url.path)
        return JSONResponse(found, 200 if found is not None else 404)

    listening = await bound(Address("127.0.0.1", 0), allow_remote=False)
    server = Server(Starlette(routes=[Route("/{rest:path}", answer)]), listening)
    await server.start()
    url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
    desk = poll_desk(config(name, url=url, every="5ms", rate=None), clock)
    await desk.start()
    inbox = await expect(desk, "c-1", token="c1tok")
    await inbox.caught_up()
    assert inbox.handoffs() == ()
    answers |= told["gets"]
    await inbox.caught_up()
    await inbox.caught_up()
    (handoff,) = inbox.handoffs()
    holds(handoff, told["handoff"])
    assert [message.text for message in inbox.relayed()] == told.get("relayed", [])
    assert {request.url.path for request in asked} == set(told["gets"])
    await desk.stop()
    await server.stop()


@pytest.mark.parametrize("name", of_kind("webhook"))
async def test_a_desk_that_is_posted_to(name, clock, client, expect) -> None:
    told = recorded(name)
    desk = webhook_desk(config(name, listen="127.0.0.1:0"), clock)
    await desk.start()
    inbox = await expect(desk, "c-1", token="c1tok")
    for payload in [*told.get("no", ()), *told["posts"], *told["posts"]]:
        assert (await client.post(desk.url, json=payload)).status_code == 201
    (handoff,) = inbox.handoffs()
    holds(handoff, told["handoff"])
    await desk.stop()


@pytest.mark.parametrize("name", of_kind("reply"))
async def test_a_desk_as_the_reply_speaks_of_it(name, clock, expect) -> None:
    told = recorded(name)
    inbox = await expect(reply_desk(config(name), clock), "c-1")
    for reply in told["no"]:
        inbox.overhear(reply)
    assert inbox.handoffs() == ()
    for reply in told["replies"] * 2:
        inbox.overhear(reply)
    (handoff,) = inbox.handoffs()
    holds(handoff, told["handoff"])


@pytest.mark.parametrize("name", of_kind("emulator"))
async def test_a_desk_that_the_run_plays(name, clock, client, expect) -> None:
    told = recorded(name)
    desk = webhook_desk(config(name, listen="127.0.0.1:0"), clock)
    await desk.start()
    inbox = await expect(desk, "c-1", token="c1tok")
    for method, path, body, status, where, value in told["requests"]:
        answer = await client.request(method, f"{desk.url}{path}", json=body)
        assert (answer.status_code, jmespath.search(where, answer.json())) == (status, value)
    (handoff,) = inbox.handoffs()
    holds(handoff, told["handoff"])
    assert dict(desk.strays()) == {"unknown route": 1}
    await desk.stop()


async def test_a_follow_up_of_the_helpdesk_completes_the_handoff(clock, client, expect) -> None:
    desk = webhook_desk(config("django-helpdesk-webhook", listen="127.0.0.1:0"), clock)
    await desk.start()
    inbox = await expect(desk, "c-1", token="c1tok")
    (first,) = recorded("django-helpdesk-webhook")["posts"]
    ticket = {**first["ticket"], "description": "no words yet"}
    await client.post(desk.url, json={**first, "ticket": ticket})
    assert inbox.handoffs()[0].transcript is None
    ticket["followup_set"] = [{"id": 1, "comment": "Customer: hi"}]
    await client.post(desk.url, json={**first, "ticket": ticket, "followup_id": 1})
    (handoff,) = inbox.handoffs()
    assert [line.text for line in handoff.transcript] == ["hi"]
    assert "redelivered" not in inbox.state.notes
    await desk.stop()


def table() -> str:
    """The presets as docs/desks.md shows them."""
    rows = ["| preset | kind | is | evidence | source |", "|---|---|---|---|---|"]
    for name, kind in sorted(known("desk").items()):
        told = presets()[name].value
        about, evidence, source = (told[key] for key in ("about", "evidence", "source"))
        rows.append(f"| `{name}` | `{kind}` | {about} | {evidence} | {source} |")
    return "\n".join(rows)


def test_the_table_in_the_documents_is_up_to_date() -> None:
    written = (ROOT / "docs" / "desks.md").read_text("utf-8")
    inside = written.partition("<!-- presets -->")[2].partition("<!-- /presets -->")[0]
    assert inside.strip() == table()


def test_the_examples_in_the_documents_can_be_loaded(clock) -> None:
    page = (ROOT / "docs" / "desks.md").read_text("utf-8")
    examples = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    read = [yaml.safe_load(example) for example in examples]
    assert sorted(next(iter(one)) for one in read) == ["desk"] * 4 + ["scenario"]
    for written in read:
        if "scenario" in written:
            assert Scenario.model_validate(written).afterwards
            continue
        own = written["desk"]
        preset = presets()[own["preset"]].value["desk"] if "preset" in own else {}
        desk = TypeAdapter(DeskConfig).validate_python(merged(preset, own))
        makes = {"poll": poll_desk, "emulator": webhook_desk, "webhook": webhook_desk}
        assert makes[desk.kind](desk, clock)
        assert desk.human is None or scripted_human(desk, clock).can


def test_every_kind_of_desk_is_told() -> None:
    written = (ROOT / "docs" / "desks.md").read_text("utf-8")
    kinds = {each["const"] for each in _kinds(TypeAdapter(DeskConfig).json_schema())}
    assert {kind for kind in kinds if f"| `{kind}` |" not in written} == set()


def _kinds(schema: dict) -> list[dict]:
    models = [
        schema["$defs"][ref.rpartition("/")[2]]
        for ref in schema["discriminator"]["mapping"].values()
    ]
    return [model["properties"]["kind"] for model in models]
