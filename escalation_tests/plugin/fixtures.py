"""Speaking with the bot from a test written in Python; everything here is a plain call."""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from types import TracebackType
from typing import Any, NoReturn, TypeVar

import pytest

from escalation_tests.contract.bots import BotConfig
from escalation_tests.contract.policy import Policy
from escalation_tests.contract.scenario import ScriptTurn
from escalation_tests.engine.dialogue import Dialogue
from escalation_tests.errors import InfrastructureError
from escalation_tests.model.finding import Finding, Promise, Status
from escalation_tests.model.handoff import Handoff
from escalation_tests.model.message import Message
from escalation_tests.model.plan import Plan
from escalation_tests.model.played import Played
from escalation_tests.plugin.held import Held, broken
from escalation_tests.plugin.keys import CONFIG_FILE, CONVERSATIONS
from escalation_tests.plugin.person import Person
from escalation_tests.wiring import Run, guest

T = TypeVar("T")


class Escalation:
    """The run as a test sees it: `policy`, `bot`, and `conversation(...)` to speak with it."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._count = 0
        self._talks: list[Talk | Held] = []
        self.policy: Policy = run.material.config.policy
        self.bot: BotConfig = run.material.config.bot
        self.desk = DeskView(run)

    def conversation(
        self,
        persona: str = "plain",
        topic: str | None = None,
        language: str | None = None,
        facts: Mapping[str, str] | None = None,
    ) -> "Talk":
        """A conversation that begins with the first thing said.

        Args:
            persona: who speaks; gives identity, language and patience.
            topic: what it is about; its facts are drawn and its queue is expected.
            language: None: the persona's.
            facts: fact name → value, for facts that shall not be drawn.
        """
        self._count += 1
        talk = Talk(self._run, f"python-{self._count}", persona, topic, language, facts)
        self._talks.append(talk)
        return talk

    def play(self, plan: Plan) -> Held:
        """A whole conversation, such as a strategy of `escalation_tests.strategies` draws.

        It is played when something is first asked of it.
        """
        held = Held(self._run, plan)
        self._talks.append(held)
        return held

    def taken(self) -> "list[Talk | Held]":
        """The conversations since the last call."""
        talks, self._talks = self._talks, []
        return talks


class DeskView:
    """What the desk holds, over all conversations of this process."""

    def __init__(self, run: Run) -> None:
        self._run = run

    @property
    def strays(self) -> Mapping[str, int]:
        """Deliveries that belong to no conversation, by reason."""
        return self._run.desk.strays()

    @property
    def url(self) -> str | None:
        """Where the bot posts its handoffs; None when the suite is not the desk."""
        self._run.engine.ready()
        return getattr(self._run.desk, "url", None)


class Talk:
    """One conversation. Use it in a `with` block, or `close` it; both leave the bot."""

    def __init__(
        self,
        run: Run,
        name: str,
        persona: str,
        topic: str | None,
        language: str | None,
        facts: Mapping[str, str] | None,
    ) -> None:
        self._run = run
        self._guest = guest(
            run, name, persona=persona, topic=topic, language=language, facts=facts
        )
        self._dialogue: Dialogue | None = None
        self._played: Played | None = None
        self.greeting: tuple[Message, ...] = ()
        self.complaint = ""
        """What the test found missing; empty when nothing was."""
        self._asked: set[str] = set()

    @property
    def facts(self) -> Mapping[str, str]:
        """The values of the customer's facts."""
        return self._guest.facts

    def say(self, *texts: str, **label: Any) -> list[str]:
        """One customer turn; returns the texts that the bot's side answered.

        Args:
            texts: one bubble each; `{order_id}` stands for a fact.
            label: what the turn is, as in a scenario: `trigger=`, `topic=`, `tried=`, `gives=`,
                `corrects=`, `language=`, `label=`.
        """
        move = self._guest.move(ScriptTurn.model_validate({"customer": list(texts), **label}))
        dialogue = self._open()
        return [message.text for message in self._call(lambda: dialogue.say(move))]

    @property
    def human(self) -> Person:
        """The person at the desk, who does what the test says; see `desk.human`."""
        return Person(self._run.human, self._open(), self._call, self._fail)

    def expect_handoff(
        self, queue: str | None = None, priority: str | None = None, within: float | None = None
    ) -> Handoff:
        """The handoff that the desk accepted, waiting for it `within` seconds at most."""
        __tracebackhide__ = True
        handoff = self._handoff(within)
        if handoff is None or not handoff.accepted:
            told = "no handoff" if handoff is None else f"a handoff it refused ({handoff.status})"
            self._fail(f"expected a handoff; the desk has {told}", self.transcript())
        for name, wanted, actual in (
            ("queue", queue, handoff.queue),
            ("priority", priority, handoff.priority),
        ):
            if wanted is not None and actual != wanted:
                self._fail(f"expected {name} {wanted!r}, the handoff has {actual!r}")
        return handoff

    def expect_no_handoff(self, within: float = 0.0) -> None:
        """Nothing has arrived at the desk, nor does for `within` seconds."""
        __tracebackhide__ = True
        handoff = self._handoff(within)
        if handoff is not None:
            place = f"in queue {handoff.queue!r}" if handoff.queue else "at the desk"
            self._fail(f"expected no handoff; one is {place}", self.transcript())

    def expect_promises_kept(self, *promises: str) -> None:
        """No check of these promises, or of all, has a finding. Ends the conversation."""
        __tracebackhide__ = True
        self._asked.update(promises or Promise)
        found = broken(self.played(), promises)
        if found:
            told = "\n".join(f"{one.check} ({one.severity}): {one.message}" for one in found)
            self._fail(told, self.transcript())
        if not self._judged(promises):
            self._fail("nothing in this conversation could show whether they are kept")

    def findings(self) -> tuple[Finding, ...]:
        """Everything that the checks find. Ends the conversation."""
        self._asked.update(Promise)
        return self.played().judgement.findings

    def played(self) -> Played:
        """The record and its judgement. Ends the conversation."""
        if self._played is None:
            dialogue = self._open()
            self._played = self._run.judged(self._call(dialogue.finish))
        return self._played

    def transcript(self) -> str:
        """The conversation so far, one message a line."""
        heard: Sequence[Message] = self._dialogue.messages if self._dialogue else ()
        return "\n".join(f"{message.speaker:>8}: {message.text}" for message in heard)

    @property
    def outcome(self) -> Played | None:
        """The record and its judgement; None before the end."""
        return self._played

    def asked_for(self, promise: Promise) -> bool:
        """Whether the test asked if this promise is kept."""
        return promise in self._asked

    def close(self) -> None:
        """Leave the bot; may be called twice."""
        if self._dialogue is not None and self._played is None:
            self.played()

    def __enter__(self) -> "Talk":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _open(self) -> Dialogue:
        if self._dialogue is None:
            run, own = self._run, self._guest
            dialogue = self._call(lambda: run.player.dialogue(own.plan, own.duty))
            self.greeting = self._call(dialogue.open)
            self._dialogue = dialogue
        return self._dialogue

    def _call(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """What `work` returns. Raises `InfrastructureError` with what has been said so far."""
        try:
            return self._run.engine.call(work)
        except InfrastructureError as error:
            told = InfrastructureError(error.trouble)
            told.add_note(self.transcript())
            raise told from None

    def _fail(self, told: str, transcript: str = "") -> NoReturn:
        """Fail the test, without a trace of our own frames."""
        __tracebackhide__ = True
        self.complaint = told
        pytest.fail(f"{told}\n\n{transcript}" if transcript else told, False)

    def _handoff(self, within: float | None) -> Handoff | None:
        dialogue = self._open()
        return self._call(lambda: dialogue.handoff(within))

    def _judged(self, promises: Sequence[str]) -> bool:
        results = self.played().judgement.results
        return any(
            result.status is Status.PASSED
            for result in results
            if not promises or result.promise in promises
        )


def escalation_of(config: pytest.Config) -> Escalation:
    """The run of this process. Fails the test when there is no configuration."""
    from escalation_tests.plugin.collecting import state_of

    if CONFIG_FILE not in config.stash:
        pytest.fail("the `escalation` fixture needs an escalation.yaml; see --escalation-config")
    config.stash[CONVERSATIONS] = Escalation(state_of(config).run)
    return config.stash[CONVERSATIONS]
