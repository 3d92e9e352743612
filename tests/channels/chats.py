"""Servers of chat completions on real loopback connections."""

import json

from starlette.responses import JSONResponse, Response


def completion(content=None, *calls, finish=None, **more):
    """A whole completion; a call is `(name, arguments)`."""
    message = {"role": "assistant", "content": content, **more}
    if calls:
        message["tool_calls"] = [
            {"id": f"call-{n}", "type": "function",
             "function": {"name": name, "arguments": written if isinstance(written, str) else json.dumps(written)}}
            for n, (name, written) in enumerate(calls, 1)
        ]  # fmt: skip
    reason = finish or ("tool_calls" if calls else "stop")
    choice = {"index": 0, "message": message, "finish_reason": reason}
    return {"id": "chatcmpl-1", "object": "chat.completion", "choices": [choice]}


def chunks(whole, size=3):
    """The same completion as events, its texts cut into pieces."""
    choice = whole["choices"][0]
    deltas = [{"role": "assistant", "content": ""}]
    text = choice["message"]["content"] or ""
    deltas += [{"content": text[at : at + size]} for at in range(0, len(text), size)]
    for index, call in enumerate(choice["message"].get("tool_calls", ())):
        name, written = call["function"]["name"], call["function"]["arguments"]
        deltas.append(
            {
                "tool_calls": [
                    {"index": index, "id": call["id"], "function": {"name": name, "arguments": ""}}
                ]
            }
        )
        deltas += [
            {"tool_calls": [{"index": index, "function": {"arguments": written[at : at + size]}}]}
            for at in range(0, len(written), size)
        ]  # fmt: skip
    made = [{"choices": [{"index": 0, "delta": delta, "finish_reason": None}]} for delta in deltas]
    made.append({"choices": [{"index": 0, "delta": {}, "finish_reason": choice["finish_reason"]}]})
    return [*made, {"choices": [], "usage": {"total_tokens": 9}}]


def events(*values) -> str:
    lines = [each if isinstance(each, str) else f"data: {json.dumps(each)}" for each in values]
    return "".join(f"{line}\n\n" for line in lines)


def streamed(whole) -> Response:
    return Response(events(*chunks(whole), "data: [DONE]"), media_type="text/event-stream")


class Server:
    """Answers each request with the next of these, streamed where that is asked for."""

    def __init__(self, *answers) -> None:
        self.answers, self.asked = list(answers), []

    async def __call__(self, request) -> Response:
        body = await request.json()
        self.asked.append({**body, "authorization": request.headers.get("authorization")})
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Response):
            return answer
        return streamed(answer) if body["stream"] else JSONResponse(answer)

    def messages(self, number: int) -> list[tuple]:
        """Role and content of what a request carried."""
        return [(each["role"], each.get("content")) for each in self.asked[number]["messages"]]
