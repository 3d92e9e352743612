"""Virtual time jumps, and the one clock follows every loop."""

import asyncio
import threading

import pytest

from escalation_tests.engine.clock import LoopClock
from escalation_tests.testing.virtual import VirtualLoop, run_virtual

DAY = 86_400.0


def test_days_pass_at_once_and_in_order():
    seen = []

    async def sleeper(days):
        await asyncio.sleep(days * DAY)
        seen.append((days, asyncio.get_running_loop().time() / DAY))

    async def main():
        await asyncio.gather(*(sleeper(days) for days in (30, 1, 7)))

    run_virtual(main())
    assert seen == [(1, 1.0), (7, 7.0), (30, 30.0)]


def test_that_nothing_can_ever_happen_is_an_error_and_not_a_hang():
    with pytest.raises(RuntimeError, match="nothing is due"):
        run_virtual(asyncio.Event().wait())


def test_a_loop_that_is_not_alone_waits_for_other_threads():
    loop = VirtualLoop(alone=False)

    async def main():
        event = asyncio.Event()
        threading.Timer(0.01, loop.call_soon_threadsafe, (event.set,)).start()
        await event.wait()
        return loop.time()

    try:
        assert loop.run_until_complete(main()) == 0.0
    finally:
        loop.close()


def test_real_files_are_served_on_virtual_time():
    async def main():
        async def echo(reader, writer):
            writer.write(await reader.readline())
            writer.close()

        server = await asyncio.start_server(echo, "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"hello\n")
            line = await reader.readline()
            writer.close()
            await writer.wait_closed()
            return line

    assert run_virtual(main()) == b"hello\n"


def test_the_clock_follows_the_loop():
    clock = LoopClock(epoch=1000.0)

    async def main():
        await clock.sleep(2.5)
        with pytest.raises(TimeoutError):
            async with clock.timeout(60):
                await asyncio.Event().wait()
        return clock.now(), clock.wall()

    assert run_virtual(main()) == (62.5, 1062.5)


def test_without_an_epoch_the_wall_is_the_machines():
    async def main():
        return LoopClock().wall()

    assert run_virtual(main()) > 1_700_000_000
