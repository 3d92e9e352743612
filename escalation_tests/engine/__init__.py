"""Plays plans: orders everything in time, on one event loop. Knows ports, not rooms."""

from escalation_tests.engine.ahead import RunAhead
from escalation_tests.engine.clock import LoopClock
from escalation_tests.engine.dialogue import Dialogue
from escalation_tests.engine.pace import Pace
from escalation_tests.engine.player import StagePlayer, player
from escalation_tests.engine.schedule import Cancelled

__all__ = ["Cancelled", "Dialogue", "LoopClock", "Pace", "RunAhead", "StagePlayer", "player"]
