"""`escalation-tests init`: a configuration to start from."""

import sys
from importlib import resources
from pathlib import Path


def write_start(folder: Path, url: str) -> int:
    """Write `escalation.yaml` for a bot at `url` into `folder`; never over an existing one."""
    target = folder / "escalation.yaml"
    if target.exists():
        print(f"{target} exists already; it was left as it is", file=sys.stderr)
        return 2
    text = resources.files("escalation_tests.cli").joinpath("start.yaml").read_text("utf-8")
    folder.mkdir(parents=True, exist_ok=True)
    target.write_text(text.replace("http://127.0.0.1:8765/chat", url), encoding="utf-8")
    print(f"wrote {target}; next: fit `receive` and `desk` to your bot, then run: pytest")
    return 0
