"""`python -m escalation_tests.demo`: start the bot or the desk, or list the faults."""

import argparse
import json
import signal
import socket
import sys

import httpx
import uvicorn
from starlette.applications import Starlette

from escalation_tests.demo.faults import UnknownFault, broken, known_faults


def main() -> int:
    """Serve until interrupted; the exit code: 0, 1 for a port that is taken, 2 for a mistake."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return _run(_arguments().parse_args())
    except KeyboardInterrupt:
        return 0


def _run(chosen: argparse.Namespace) -> int:
    if chosen.command == "faults":
        for fault in known_faults().values():
            print(f"{fault.name:<26} {fault.about}")
        return 0
    try:
        app = _bot(chosen) if chosen.command == "bot" else _desk(chosen)
    except UnknownFault as error:
        print(
            f"{error}\n`python -m escalation_tests.demo faults` tells what they do",
            file=sys.stderr,
        )
        return 2
    return serve(app, chosen.port)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m escalation_tests.demo", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    bot = commands.add_parser("bot", help="the shop's support bot")
    bot.add_argument("--port", type=_port, default=8765)
    bot.add_argument("--desk", type=_url, default="http://127.0.0.1:8770/handoffs", metavar="URL")
    bot.add_argument("--fault", action="append", default=[], metavar="NAME")
    bot.add_argument("--latency", type=_seconds, default=0.0, metavar="SECONDS")
    desk = commands.add_parser("desk", help="where its handoffs arrive")
    desk.add_argument("--port", type=_port, default=8770)
    desk.add_argument("--forward", type=_url, metavar="URL", help="whom to ask first")
    desk.add_argument("--closed", action="store_true", help="nobody is there")
    commands.add_parser("faults", help="ways to break the bot")
    return parser


def _port(text: str) -> int:
    if text.isdecimal() and int(text) < 65_536:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no port: 0 (any) to 65535")


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if 0 <= seconds <= 3600:
        return seconds
    raise argparse.ArgumentTypeError(f"{text!r} is no time: 0 to 3600 seconds")


def _url(text: str) -> str:
    try:
        address = httpx.URL(text)
    except httpx.InvalidURL:
        address = httpx.URL()
    if address.scheme in ("http", "https") and address.host:
        return text
    raise argparse.ArgumentTypeError(
        f"{text!r} is no address such as http://127.0.0.1:8770/handoffs"
    )


def _bot(chosen: argparse.Namespace) -> Starlette:
    from escalation_tests.demo.bot.app import bot_app
    from escalation_tests.demo.bot.delivery import DeskClient
    from escalation_tests.demo.bot.service import Bot
    from escalation_tests.demo.understanding import Understanding

    seams, desk = broken(chosen.fault), DeskClient(chosen.desk)
    return bot_app(Bot(Understanding(), desk, seams), desk, chosen.latency)


def _desk(chosen: argparse.Namespace) -> Starlette:
    from escalation_tests.demo.desk.app import desk_app
    from escalation_tests.demo.desk.counter import Counter

    return desk_app(Counter(chosen.forward or "", chosen.closed))


def serve(app: Starlette, port: int) -> int:
    """Serve on loopback until told to end; the first line on standard output says where."""
    for end in (signal.SIGINT, signal.SIGTERM):
        signal.signal(end, signal.default_int_handler)
    try:
        return _served(app, port)
    except KeyboardInterrupt:
        return 0


def _served(app: Starlette, port: int) -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        # Named as TCP, so that asyncio sends answers without waiting to fill a packet.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(("127.0.0.1", port))
        except OSError as error:
            print(
                f"port {port} cannot be used: {error.strerror}; choose another with --port",
                file=sys.stderr,
            )
            return 1
        listening.listen(1024)
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        print(json.dumps({"listening": address}), flush=True)
        config = uvicorn.Config(
            app, log_level="error", access_log=False, timeout_graceful_shutdown=1
        )
        uvicorn.Server(config).run(sockets=[listening])
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
