"""The embedded shop's bot in a Gradio chat, run by an interpreter that has Gradio:

    PYTHONPATH=. build/real/gradio/bin/python tests/real/gradio/bot.py \\
        --desk http://127.0.0.1:8766/ --fault N1-silent-handoff

Its answers are streamed word by word, and its signal is an additional output.
"""

import argparse
import json
import logging

import gradio as gr

from escalation_tests.demo.bot.delivery import DeskClient
from escalation_tests.demo.bot.service import Bot
from escalation_tests.demo.faults import broken
from escalation_tests.demo.understanding import Understanding


def interface(bot: Bot) -> gr.ChatInterface:
    async def answer(text: str, history: list, request: gr.Request):
        conversation = request.query_params.get("conversation") or request.session_hash
        reply = await bot.hear(conversation, text, "", {})
        told = {"handoff": reply.handoff, "confidence": reply.meaning.confidence}
        said = []
        for message in reply.texts:
            words = message.split(" ")
            for count in range(1, len(words)):
                yield [*said, " ".join(words[:count])], told
            said.append(message)
        yield said, told

    return gr.ChatInterface(answer, api_name="chat", additional_outputs=[gr.JSON()])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--desk", required=True)
    parser.add_argument("--fault", action="append", default=[])
    given = parser.parse_args()
    logging.disable()
    desk = DeskClient(given.desk)
    chat = interface(Bot(Understanding(), desk, broken(given.fault)))
    chat.queue(default_concurrency_limit=None)
    _, url, _ = chat.launch(prevent_thread_lock=True, quiet=True)
    print(json.dumps({"listening": url}), flush=True)
    chat.block_thread()


if __name__ == "__main__":
    main()
