"""Bots that are called by events and call back, on real loopback connections."""

import httpx

ROUTES = [
    {
        "path": "/v3/conversations/{conversation}/activities/{reply}",
        "receive": {
            "messages": "[@][?type == 'message']",
            "text": "text",
            "id": "id",
            "signal": "name == 'handoff.initiate' && value",
            "queue": "value.skill",
            "optional": True,
        },
        "answer": {"id": "{call_id}", "reply": "{path.reply}"},
    },
    {"path": "/v3/conversations/{conversation}/typing"},
    {"path": "/v3/team", "method": "GET", "conversation": None, "answer": {"team": "support"}},
]
EVENT = {
    "json": {"text": "{text}", "room": "{conversation_id}", "api": "{platform_url}", "id": "{message_id}"}
}  # fmt: skip


class Caller:
    """A bot; `act` says what it does with an event, with its own HTTP client."""

    def __init__(self, act) -> None:
        self.act, self.events, self.answers = act, [], []
        self.client = httpx.AsyncClient(trust_env=False, timeout=5)

    async def answer(self, request):
        from starlette.responses import JSONResponse

        event = await request.json()
        self.events.append(event)
        reply = await self.act(self, event)
        return reply if reply is not None else JSONResponse({}, 202)

    async def call(self, method, event, path, **content):
        """One call of the platform's API; `path` may hold `{room}`."""
        url = event["api"] + path.format(room=event.get("room", ""))
        response = await self.client.request(method, url, **content)
        self.answers.append(response)
        return response

    async def say(self, event, text, **more):
        activity = {"type": "message", "text": text, **more}
        return await self.call(
            "POST", event, "/v3/conversations/{room}/activities/r1", json=activity
        )
