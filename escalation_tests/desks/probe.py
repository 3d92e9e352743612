"""A delivery of our own to our own desk: whether the door that the bot will use is open."""

import httpx

from escalation_tests.contract.desk import WebhookDesk
from escalation_tests.errors import DeskError

PATIENCE = 5.0


async def knock(desk: WebhookDesk, address: str, token: str) -> None:
    """Post `token` to `address` as a bot would; raises `DeskError` when it is not taken."""
    secret = desk.secret
    headers = {"authorization": f"Bearer {secret.get_secret_value()}"} if secret else {}
    try:
        async with httpx.AsyncClient(trust_env=False, timeout=PATIENCE) as client:
            answer = await client.post(address, json={"probe": token}, headers=headers)
    except httpx.HTTPError as error:
        told = f"a delivery of our own did not get through: {type(error).__name__}"
        raise DeskError("probe", told) from None
    if answer.status_code >= 400:
        raise DeskError("probe", f"a delivery of our own was answered {answer.status_code}")
