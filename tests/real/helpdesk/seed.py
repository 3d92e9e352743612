"""Queues, fields, a member of staff and the bot; prints their numbers and tokens."""

import json

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from helpdesk.models import CustomField, Queue  # noqa: E402
from rest_framework.authtoken.models import Token  # noqa: E402

QUEUES = (
    *("general", "billing", "technical", "complaints", "safety", "business", "privacy", "vip"),
    "logistics",
)
FACTS = ("order_id", "amount", "phone", "email", "vat_id", "card")


def staff(name: str) -> dict[str, object]:
    """An account that may use the REST API."""
    user = User.objects.create_superuser(name, f"{name}@shop.test", "of-no-worth")
    return {"id": user.id, "token": Token.objects.create(user=user).key}


for place, fact in enumerate(FACTS):
    CustomField.objects.create(
        name=fact, label=fact, data_type="varchar", max_length=200, required=False, ordering=place
    )
numbers = {slug: Queue.objects.create(title=slug, slug=slug).id for slug in QUEUES}
print(json.dumps({"kim": staff("kim"), "bot": staff("shopbot"), "queues": numbers}))
