"""A lean bot for measuring: answers each message after a fixed latency, over keep-alive HTTP.

Prints its port and serves until it is killed: python bench/bot.py --latency 0.3
"""

import argparse
import asyncio
import json

HEAD = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n"


def answer(text: str) -> bytes:
    body = json.dumps({"messages": [{"text": text}]}).encode()
    return HEAD.format(len(body)).encode() + body


ANSWER = answer("Your order is on its way. Is there anything else that I can do for you?")


class Bot(asyncio.Protocol):
    """One connection: requests in, answers out, each `latency` seconds later."""

    def __init__(self, latency: float) -> None:
        self.latency, self.waiting = latency, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.waiting += data
        while self.take_request():
            loop = asyncio.get_running_loop()
            loop.call_later(self.latency, self.transport.write, ANSWER)

    def take_request(self) -> bool:
        head, found, rest = self.waiting.partition(b"\r\n\r\n")
        if not found:
            return False
        fields = (line.partition(b":") for line in head.lower().split(b"\r\n")[1:])
        length = next((int(value) for name, _, value in fields if name == b"content-length"), 0)
        if len(rest) < length:
            return False
        self.waiting = rest[length:]
        return True


async def serve(latency: float) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Bot(latency), "127.0.0.1", 0, backlog=2048)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--latency", type=float, default=0.3, help="seconds an answer takes")
    asyncio.run(serve(parser.parse_args().latency))
