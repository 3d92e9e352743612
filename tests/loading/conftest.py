"""A shop on paper, and ways to spoil it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from escalation_tests.contract.material import Material, Script
from escalation_tests.errors import AuthoringError
from escalation_tests.loading import load, load_scenarios

CONFIG = """\
bot:
  channel: http
  url: http://127.0.0.1:1/chat
desk:
  kind: webhook
policy:
  languages: [en]
  triggers:
    explicit_request: {within: 0}
    frustration: {after: 2, within: 1}
    out_of_scope: {within: 0}
topics:
  refund: {queue: billing, facts: [order_id], ask: "I want a refund for {order_id}."}
  legal_threat: {scope: out, queue: complaints, ask: "I will sue you."}
"""


@dataclass
class Shop:
    """The files of a shop in a folder of its own, in which the test runs."""

    folder: Path
    config = CONFIG

    def write(self, name: str, text: str | bytes) -> Path:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return Path(name)

    def load(self, text: str | bytes = CONFIG, env: Mapping[str, str] | None = None) -> Material:
        return load(self.write("escalation.yaml", text), env or {})

    def scripts(
        self, text: str, env: Mapping[str, str] | None = None, config: str = CONFIG
    ) -> tuple[Script, ...]:
        return load_scenarios(self.write("own.yaml", text), self.load(config), env or {})

    def refused(self, text: str | bytes, env: Mapping[str, str] | None = None) -> list[str]:
        """What is said about a configuration that cannot be used."""
        with pytest.raises(AuthoringError) as refusal:
            self.load(text, env)
        return str(refusal.value).splitlines()

    def spoilt(self, old: str, new: str) -> list[str]:
        """What is said about the configuration with one thing changed."""
        assert CONFIG.count(old) == 1, old
        return self.refused(CONFIG.replace(old, new))

    def refused_script(
        self, text: str, env: Mapping[str, str] | None = None, config: str = CONFIG
    ) -> list[str]:
        """What is said about a scenario file that cannot be used."""
        material = self.load(config)
        with pytest.raises(AuthoringError) as refusal:
            load_scenarios(self.write("own.yaml", text), material, env or {})
        return str(refusal.value).splitlines()


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.chdir(tmp_path)
    return Shop(tmp_path)
