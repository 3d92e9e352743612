"""Platforms that are known by name: what a person need not write for them."""

from typing import Any, Literal

from pydantic import Field

from escalation_tests.contract.shape import Name, Written


class FromPreset(Written):
    """Root of each way to a bot or a desk that presets describe."""

    preset: Name | None = None
    """A platform by its name: all its keys count as written here, except those that are. In a
    mapping each key is looked at by itself; a list that is written replaces the whole list."""


class Preset(Written):
    """One platform, as a file that comes with the plugin."""

    about: str
    """What it is and what it takes, in a sentence."""
    evidence: Literal["run against the real software", "written from the documentation"]
    """How it is known to be right."""
    source: str
    """What was run, or read."""
    bot: dict[str, Any] | None = None
    """What stands under `bot`."""
    desk: dict[str, Any] | None = None
    """What stands under `desk`."""
    example: dict[Literal["bot", "desk"], dict[str, Any]] = Field(min_length=1)
    """The least that a person writes beside the preset's name, for each side."""
