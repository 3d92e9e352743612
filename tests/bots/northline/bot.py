"""An internet provider's support bot on the Microsoft 365 Agents SDK, a framework of its own.

It speaks Bot Framework activities with `deliveryMode: expectReplies`, announces handoffs with the
event `handoff.initiate`, and tells its desk in its own words. Run it by hand:

    python tests/bots/northline/bot.py --port 3978 --desk http://127.0.0.1:8766/

`--fault silent` leaves out the notice, `--fault forgetful` the customer's details,
`--fault deaf` the explicit request.
"""

import argparse
import asyncio
import json
import re
from contextlib import suppress
from dataclasses import dataclass, field

from aiohttp import ClientSession, web
from microsoft_agents.activity import Activity, ActivityTypes
from microsoft_agents.hosting.aiohttp import CloudAdapter, start_agent_process
from microsoft_agents.hosting.core import ActivityHandler, TurnContext
from microsoft_agents.hosting.core.authorization import AnonymousTokenProvider

HUMAN = re.compile(
    r"\b(human|person|people|agent|representative|advisor|supervisor|manager|someone real|"
    r"somebody real|staff|colleague|talk to someone|speak to someone)\b",
    re.IGNORECASE,
)
NOT_HUMAN = re.compile(
    r"are you (a|an) (human|agent|person)|user agent|human error|no need for a|don't need a",
    re.IGNORECASE,
)
ANGRY = re.compile(
    r"useless|ridiculous|unacceptable|not listening|fed up|joke|terrible|worst|hopeless|furious|"
    r"annoy|in circles|nonsense|angry|patience|disappoint|waste of|pathetic",
    re.IGNORECASE,
)
TOPICS = {
    "outage": re.compile(r"\b(offline|outage|no internet|down|disconnect)", re.IGNORECASE),
    "invoice": re.compile(r"\b(invoice|bill|charged)", re.IGNORECASE),
    "fraud": re.compile(r"\b(fraud|stolen|hacked)", re.IGNORECASE),
}
SKILLS = {"outage": "network", "invoice": "accounts", "fraud": "security"}
ANSWERS = {
    "outage": "I have measured your line and restarted it from here. Give it ten minutes.",
    "invoice": "Your invoice covers the month in advance; the first one also has the set-up fee.",
}
CUSTOMER_NUMBER = re.compile(r"\bNL-\d{6}\b", re.IGNORECASE)


@dataclass
class Talk:
    """What the bot remembers of one conversation."""

    said: list[dict[str, str]] = field(default_factory=list)
    topic: str = ""
    number: str = ""
    angry: int = 0
    lost: int = 0
    handed_over: bool = False


class Northline(ActivityHandler):
    """Answers two topics, and hands over for the rest."""

    def __init__(self, desk: str, fault: str) -> None:
        super().__init__()
        self.desk, self.fault = desk, fault
        self.talks: dict[str, Talk] = {}

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        activity = turn_context.activity
        talk = self.talks.setdefault(activity.conversation.id, Talk())
        text = activity.text or ""
        talk.said.append({"from": "user", "text": text})
        if talk.handed_over:
            await self._tell_desk(activity, {"kind": "note", "text": text})
            return
        reason = self._understand(talk, text)
        if reason:
            await self._hand_over(turn_context, talk, reason)
            return
        await self._say(turn_context, talk, self._answer(talk))

    def _understand(self, talk: Talk, text: str) -> str:
        """Why the customer has to be handed over now; empty when there is no cause."""
        if found := CUSTOMER_NUMBER.search(text):
            talk.number = found[0].upper()
        topic = next((name for name, words in TOPICS.items() if words.search(text)), "")
        talk.topic = topic or talk.topic
        asks = HUMAN.search(text) and not NOT_HUMAN.search(text)
        talk.angry += bool(ANGRY.search(text))
        known = topic or asks or ANGRY.search(text) or CUSTOMER_NUMBER.search(text)
        talk.lost = 0 if known or NOT_HUMAN.search(text) else talk.lost + 1
        if asks and self.fault != "deaf":
            return "asked for a person"
        if topic == "fraud":
            return "outside the bot's remit"
        if talk.angry >= 2:
            return "customer upset"
        return "not understood" if talk.lost >= 2 else ""

    def _answer(self, talk: Talk) -> str:
        if talk.lost:
            return "Sorry, I did not get that. Could you put it another way?"
        return ANSWERS.get(talk.topic, "I look after outages and invoices. What is it about?")

    async def _hand_over(self, turn_context: TurnContext, talk: Talk, reason: str) -> None:
        skill = SKILLS.get(talk.topic, "front-office")
        talk.handed_over = True
        details = {} if self.fault == "forgetful" else {"customerNumber": talk.number}
        case = {"kind": "case", "skill": skill, "why": reason, "customer": details}
        await self._tell_desk(turn_context.activity, {**case, "thread": list(talk.said)})
        if self.fault != "silent":
            await self._say(
                turn_context,
                talk,
                f"I am passing you on to our {skill} team now. A colleague will read this chat "
                "and answer you right here.",
            )
        event = Activity(type=ActivityTypes.event, name="handoff.initiate", value={"Skill": skill})
        await turn_context.send_activity(event)

    async def _say(self, turn_context: TurnContext, talk: Talk, text: str) -> None:
        talk.said.append({"from": "bot", "text": text})
        await turn_context.send_activity(text)

    async def _tell_desk(self, activity: Activity, body: dict[str, object]) -> None:
        async with ClientSession() as session:
            payload = {"ref": activity.conversation.id, **body}
            async with session.post(self.desk, json=payload) as answer:
                answer.raise_for_status()


class NoConnections:
    """Replies travel in the response, so the SDK needs no credentials; it asks all the same."""

    def get_token_provider(self, *_: object) -> AnonymousTokenProvider:
        return AnonymousTokenProvider()

    get_connection = get_default_connection = get_token_provider

    def get_default_connection_configuration(self) -> None:
        return None


async def serve(port: int, desk: str, fault: str) -> None:
    """Serve until the process is told to end; the first line of output says where."""
    bot, adapter = Northline(desk, fault), CloudAdapter(connection_manager=NoConnections())

    async def messages(request: web.Request) -> web.StreamResponse:
        return await start_agent_process(request, bot, adapter) or web.Response(status=202)

    app = web.Application()
    app.router.add_post("/api/messages", messages)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    listening = site._server.sockets[0].getsockname()[1]  # port 0 took a free one
    print(json.dumps({"listening": f"http://127.0.0.1:{listening}"}), flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=3978)
    parser.add_argument("--desk", required=True)
    parser.add_argument("--fault", default="", choices=["", "silent", "forgetful", "deaf"])
    given = parser.parse_args()
    with suppress(KeyboardInterrupt):
        asyncio.run(serve(given.port, given.desk, given.fault))
