"""What a configuration names is found from where it lies."""

import sys

import pytest

from escalation_tests.engine.clock import LoopClock
from escalation_tests.model.deed import Deed, Does, Refusal
from escalation_tests.wiring import load
from escalation_tests.wiring.parts import human

pytestmark = pytest.mark.anyio
CONFIG = """
bot: {channel: http, url: "http://127.0.0.1:9/", receive: {messages: text}}
desk:
  kind: webhook
  human: {accepts: {call: "people_of_the_shop:refuse"}}
policy: {triggers: {explicit_request: {within: 0}}, routing: {default: general}}
topics: {order_status: {queue: general, ask: ["Where is my order?"]}}
"""


async def test_a_function_by_which_people_act_may_lie_beside_the_configuration(
    tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(sys, "path", list(sys.path))
    (tmp_path / "people_of_the_shop.py").write_text("def refuse(deed):\n    return False\n")
    (tmp_path / "escalation.yaml").write_text(CONFIG)
    person = human(load(tmp_path / "escalation.yaml", {}), LoopClock())
    refused = await person.does(Deed(Does.ACCEPTS), "c", "case", "tok")
    assert refused == Refusal(0, "it returned False")
