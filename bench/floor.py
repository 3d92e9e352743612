"""The least a client can cost: bare asyncio, nothing understood: python bench/floor.py"""

import asyncio
import json

from load import Cost, Load, Meter, bot, load_of, options


def request(port: int, text: str) -> bytes:
    body = json.dumps({"conversation": "c", "text": text}).encode()
    head = f"POST / HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\ncontent-length: {len(body)}\r\n\r\n"
    return head.encode() + body


class Line(asyncio.Protocol):
    """One connection with one answer under way at a time."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.answered.set_result(data)

    async def ask(self, question: bytes) -> bytes:
        self.answered: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self.transport.write(question)
        return await self.answered


async def play(load: Load, port: int) -> None:
    question, waiting = request(port, "Where is my order?"), iter(range(load.conversations))

    async def slot() -> None:
        loop = asyncio.get_running_loop()
        transport, line = await loop.create_connection(Line, "127.0.0.1", port)
        for _ in waiting:
            for _ in range(load.turns):
                await line.ask(question)
        transport.close()

    await asyncio.gather(*(slot() for _ in range(load.concurrency)))


def floor(load: Load, port: int) -> Cost:
    meter = Meter()
    asyncio.run(play(load, port))
    return meter.cost("floor")


if __name__ == "__main__":
    given = load_of(options(__doc__).parse_args())
    with bot(given.latency) as port:
        print(floor(given, port).line(given))
