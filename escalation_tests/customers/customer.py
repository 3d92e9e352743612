"""The customer who plays a visit: says the script, reacts to the bot, presses on."""

from collections.abc import Iterator, Mapping, Sequence

from escalation_tests.contract.material import Material
from escalation_tests.contract.policy import Policy
from escalation_tests.contract.topic import Topic
from escalation_tests.customers.languages import stem
from escalation_tests.customers.machine import State, advance, duty, start
from escalation_tests.model.deed import Deed, Does
from escalation_tests.model.message import Message, Speaker
from escalation_tests.model.move import Move
from escalation_tests.model.plan import Plan
from escalation_tests.model.reading import Reading, Reads
from escalation_tests.model.record import Turn
from escalation_tests.ports import Casting, Customer, Reader, Step


def casting(material: Material, reader: Reader) -> Casting:
    """Makes customers for plans of this material."""
    policy, topics = material.config.policy, material.config.topics

    def cast(plan: Plan, visit: int) -> Customer:
        return ScriptedCustomer(plan, visit, policy, topics, reader)

    return cast


class ScriptedCustomer:
    """Plays the moves of one visit; equal plans and equal bots give equal conversations."""

    def __init__(
        self, plan: Plan, visit: int, policy: Policy, topics: Mapping[str, Topic], reader: Reader
    ) -> None:
        self._plan, self._reader, self._asks_first = plan, reader, policy.asks_first
        self._visit = plan.visits[visit - 1]
        self._state: State = start(policy, topics, plan.language)
        self._script = iter(self._visit.moves)
        self._after = iter(self._visit.after)
        self._presses: Iterator[Move] = iter(self._visit.reactions.press_on)
        self._twin = plan.trigger is None and plan.expect.handoff is not True
        self._declined = self._back = False

    def next(
        self,
        turns: Sequence[Turn],  # noqa: ARG002 - the state knows them all
        heard: Sequence[Message],
        handed_over: bool,
    ) -> Step | Deed | None:
        """The next turn, or None when the customer has nothing more to say."""
        if handed_over:
            return self._follows()
        replies = self._replies(heard)
        reaction = self._interrupts(replies)
        if reaction:
            return self._step(reaction, pressed=True)
        move = next(self._script, None)
        if move:
            return self._step(move)
        return self._insists(replies) if self._outstanding() else None

    def _follows(self) -> Step | Deed | None:
        """What the script says for after the handoff; given back, the customer is the bot's."""
        step = next(self._after, None)
        if isinstance(step, Move):
            return self._step(step, after=not self._back)
        self._back = self._back or (step is not None and step.does is Does.GIVES_BACK)
        return step

    def _step(self, move: Move, pressed: bool = False, after: bool = False) -> Step:
        self._state = advance(self._state, move)
        return Step(move, duty(self._state), pressed, after)

    def _interrupts(self, replies: Sequence[Reading]) -> Move | None:
        """What the customer says to an offer without waiting for the end of the script."""
        if not any(reply.reads is Reads.OFFERS for reply in replies):
            return None
        reactions = self._visit.reactions
        if self._asks_first and self._state.due and self._outstanding():
            return reactions.accepts
        if self._twin and self._state.due is None and not self._declined:
            self._declined = True
            return reactions.declines
        return None

    def _outstanding(self) -> bool:
        """A handoff is due, or the author wants one, and there are turns left for it."""
        expect, due = self._plan.expect, self._state.due
        if expect.handoff is False:
            return False
        last = due.by_turn if due else 0
        if expect.handoff and expect.by_turn:
            last = max(last, expect.by_turn)
        return self._state.turn < last

    def _insists(self, replies: Sequence[Reading]) -> Step | None:
        """Accepts an offer, answers a question, or presses on."""
        move = self._taken(replies) or self._answer(replies) or next(self._presses, None)
        return self._step(move, pressed=True) if move else None

    def _taken(self, replies: Sequence[Reading]) -> Move | None:
        offered = any(reply.reads is Reads.OFFERS for reply in replies)
        return self._visit.reactions.accepts if offered else None

    def _answer(self, replies: Sequence[Reading]) -> Move | None:
        """The answer to the first fact asked for that the customer has one for."""
        answers = dict(self._visit.reactions.answers)
        asked = (fact for reply in reversed(replies) for fact in reply.asks_for)
        return next((answers[fact] for fact in asked if fact in answers), None)

    def _replies(self, heard: Sequence[Message]) -> list[Reading]:
        """What the bot said since the customer's last message, understood."""
        replies: list[Message] = []
        for message in reversed(heard):
            if message.speaker is Speaker.CUSTOMER:
                break
            if message.speaker is Speaker.BOT:
                replies.append(message)
        language = stem(self._state.told or self._state.customer)
        return [self._reader.read(one.text, language) for one in reversed(replies)]
