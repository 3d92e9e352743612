"""Under pytest-xdist: one desk for all workers, and each worker plays its share ahead.

The desk listens on one address, so the controlling process holds it and the workers read from it.
A worker can only run ahead of what it has been sent. So with `--dist load`, xdist's default, all
items are dealt out at once instead of in chunks; the other modes keep their own order, and a
worker then runs ahead of the part of its queue that has arrived.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from escalation_tests.plugin.keys import CONFIG_FILE, DESK_HOST, STATE


class Sharing:
    """The hooks by which controller and workers share one desk and divide the conversations."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self._queue: Any = None

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """In the controller: start the desk once, and tell each worker where it is."""
        if DESK_HOST not in self.config.stash:
            self.config.stash[DESK_HOST] = _host(self.config)
        host = self.config.stash[DESK_HOST]
        if host is not None:
            node.workerinput["escalation_relay"] = [host.url, host.key, host.address]

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: Any) -> object | None:
        """In the controller: deal everything out at once, where xdist would send chunks."""
        if config.getoption("dist", None) != "load":
            return None
        from xdist.scheduler import LoadScheduling

        class DealtOut(LoadScheduling):  # type: ignore[misc] # xdist ships no stubs for it
            """Every worker knows its whole share before its first item."""

            def schedule(self) -> None:
                super().schedule()
                nodes = [node for node in self.nodes if not node.shutting_down]
                if not nodes:
                    return
                rest, self.pending[:] = list(self.pending), []
                for place, node in enumerate(nodes):
                    share = rest[place :: len(nodes)]
                    if share:
                        self.node2pending[node].extend(share)
                        node.send_runtest_some(share)

        return DealtOut(config, log)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(
        self, item: pytest.Item, nextitem: pytest.Item | None
    ) -> object | None:
        """In a worker: play ahead what it has been sent so far."""
        state = self.config.stash.get(STATE, None)
        if state is not None and hasattr(self.config, "workerinput"):
            known = [item, *([nextitem] if nextitem else []), *self._sent(item.session)]
            state.ahead(known)
        return None

    def _sent(self, session: pytest.Session) -> Iterator[pytest.Item]:
        """The items in the worker's queue, which xdist keeps under `torun`."""
        if self._queue is None:
            plugins = self.config.pluginmanager.get_plugins()
            self._queue = next((p.torun for p in plugins if hasattr(p, "torun")), False)
        if not hasattr(self._queue, "lock"):
            return
        with self._queue.lock() as waiting:
            indices = [index for index in waiting if isinstance(index, int)]
        yield from (session.items[index] for index in indices)


def _host(config: pytest.Config) -> object | None:
    """The desk for all workers; None when the workers need none or will say what is wrong."""
    if not config.stash.get(CONFIG_FILE, None):
        return None
    from escalation_tests.errors import EscalationError
    from escalation_tests.plugin.collecting import state_of
    from escalation_tests.plugin.state import settings
    from escalation_tests.wiring import host_desk

    try:
        return host_desk(state_of(config).material, settings(config))
    except EscalationError:
        return None  # every worker meets the same mistake at collection, and tells it
