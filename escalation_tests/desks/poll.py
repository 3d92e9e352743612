"""A real desk, asked over its own interface what it holds.

**Nothing counts twice.** A thing counts under its id at the desk, however many pages and looks
show it; when it changes, its handoff changes and does not become another. A message within a
thing counts under its own id, or under its place.

**Nothing is lost.** A look reads all pages or fails: pages in a circle, too many of them and
answers that are too large are errors. What is found for a conversation that is not yet expected
is kept. Before a conversation is judged, one look is made that began after its last turn.

**Nothing old counts.** What lies there when the run begins is left out by its id, and belongs to
nobody even when it changes; conversations are told apart by an id and a token that no run uses
again.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from escalation_tests.contract.polling import PollDesk
from escalation_tests.desks.asking import Asker
from escalation_tests.desks.ledger import Ledger
from escalation_tests.desks.mapping import HandoffMapper
from escalation_tests.desks.payload import Delivery
from escalation_tests.desks.readout import Take
from escalation_tests.desks.things import News, Shelf, asks_for_conversation
from escalation_tests.desks.tray import Tray, seen_state
from escalation_tests.desks.watch import Watch
from escalation_tests.errors import DeskError
from escalation_tests.model.handoff import Source
from escalation_tests.ports import Answer, Clock, Inbox, Opening

EARLIER = 120.0
"""Seconds by which `{since}` lies before the run's beginning: clocks differ."""


class PollObserver:
    """Looks at a desk for all conversations at once, or for each by itself."""

    def __init__(self, desk: PollDesk, clock: Clock) -> None:
        self._desk, self._clock = desk, clock
        self._mapper = HandoffMapper(desk, Source.POLL)
        self._asker = Asker(desk, clock)
        self._shelf = Shelf(desk, self._asker, self._mapper)
        self._ledger = Ledger(self._mapper, Answer(200))
        self._values: Mapping[str, object] = {}
        self._each = asks_for_conversation(desk.list_)
        self._all: Watch | None = None
        self._single: dict[str, Watch] = {}
        self._trays: dict[str, Tray] = {}
        self._lost: DeskError | None = None

    async def start(self) -> None:
        begun = self._clock.wall() - EARLIER
        stamp = datetime.fromtimestamp(begun, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self._values = {"since": stamp, "since_epoch": int(begun)}
        self._lost = None
        await self._asker.start()
        if self._each:
            return
        news = News(self._shelf, self._deliver)
        try:
            await news.skip_what_is_there(self._values)
        except DeskError:
            await self._asker.stop()
            raise
        self._all = self._watch(news, self._values, self._lose_all)

    async def open(
        self,
        opening: Opening,
        conversation: str,
        answers: Sequence[Answer],  # noqa: ARG002 - a real desk answers as it likes
    ) -> Inbox:
        if self._lost is not None:
            await self._look_again()

        async def close() -> None:
            self._trays.pop(conversation, None)
            self.forget(conversation)

        async def caught_up() -> None:
            await self.caught_up(conversation)

        state = seen_state(self._mapper, ())
        tray = Tray(conversation, self._mapper, state, close, caught_up)
        self._trays[conversation] = tray
        self.expect(conversation, opening.token, (), tray.take)
        return tray

    def expect(self, conversation: str, token: str, answers: Sequence[Answer], take: Take) -> None:
        """Give what the desk holds for `conversation` to `take` from now on."""
        if not self._each:
            self._ledger.expect(conversation, token, answers, take)
            if self._all is not None:
                self._all.begin()
            return

        def deliver(payload: object, thing: str) -> None:
            take(Delivery(payload, self._clock.now(), 200, thing=thing))

        def lost(error: DeskError) -> None:
            if conversation in self._trays:
                self._trays[conversation].lose(error)

        values = {**self._values, "conversation_id": conversation, "token": token}
        watch = self._watch(News(self._shelf, deliver), values, lost)
        self._single[conversation] = watch
        watch.begin()

    def forget(self, conversation: str) -> None:
        """Whatever the desk gets for `conversation` from now on is late."""
        self._ledger.forget(conversation)
        watch = self._single.pop(conversation, None)
        if watch is not None:
            watch.leave()

    async def caught_up(self, conversation: str) -> None:
        """Return once the desk has been looked at after the call. Raises `DeskError`."""
        watch = self._single.get(conversation, self._all)
        if watch is None:
            raise DeskError("left", "the desk has been left")
        await watch.caught_up()

    def strays(self) -> Mapping[str, int]:
        return self._ledger.counts()

    def samples(self) -> tuple[str, ...]:
        """The first few things that belong to no conversation, for the report."""
        return self._ledger.samples()

    async def stop(self) -> None:
        everybody, self._all = self._all, None
        singles, self._single = list(self._single.values()), {}
        for watch in [*singles, *([everybody] if everybody else [])]:
            await watch.stop()
        await self._asker.stop()

    def _watch(
        self, news: News, values: Mapping[str, object], lost: Callable[[DeskError], None]
    ) -> Watch:
        async def look() -> bool:
            return await news.look(values)

        return Watch(look, self._clock, (self._desk.every, self._desk.slowest), lost)

    def _deliver(self, payload: object, thing: str) -> None:
        self._ledger.deliver(payload, self._clock.now(), thing)

    def _lose_all(self, error: DeskError) -> None:
        """Whoever is open cannot be judged any more; whoever comes later looks again."""
        self._lost = error
        for tray in self._trays.values():
            tray.lose(error)

    async def _look_again(self) -> None:
        if self._all is not None:
            await self._all.caught_up()
        self._lost = None
