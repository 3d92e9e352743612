"""The shop's custom action, run by Rasa's own action server. What the customer wants is understood
by the brain; to hand over is to fill the slots that people see, and to pause the conversation.
"""

import os

import aiohttp
from rasa_sdk import Action
from rasa_sdk.events import ConversationPaused, SlotSet

BRAIN = os.environ["SHOP_BRAIN"]
PAUSES = os.environ.get("SHOP_PAUSES", "yes") == "yes"
SLOTS = ("queue", "priority", "language", "reason", "attempted_steps")


class ActionShop(Action):
    def name(self):
        return "action_shop"

    async def run(self, dispatcher, tracker, domain):
        asked = {"conversation": tracker.sender_id, "text": tracker.latest_message["text"] or ""}
        async with aiohttp.ClientSession() as http, http.post(BRAIN, json=asked) as answer:
            reply = await answer.json()
        for text in reply["messages"]:
            dispatcher.utter_message(text=text)
        case = reply["case"]
        if case is None:
            return []
        slots = [SlotSet(name, case[name]) for name in SLOTS if name in case]
        pause = [ConversationPaused()] if PAUSES else []
        return [*slots, SlotSet("facts", case["customer"]), *pause]
