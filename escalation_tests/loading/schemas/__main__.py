"""Writes the JSON Schemas beside this file: `python -m escalation_tests.loading.schemas`."""

import json
from pathlib import Path

from escalation_tests.loading.schemas import schemas

if __name__ == "__main__":
    for name, schema in schemas().items():
        text = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        (Path(__file__).parent / name).write_text(text, encoding="utf-8")
