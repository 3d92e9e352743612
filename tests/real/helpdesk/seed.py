"""Queues, fields and a member of staff; prints the staff's token and the queues' numbers."""

import json

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from helpdesk.models import CustomField, Queue  # noqa: E402
from rest_framework.authtoken.models import Token  # noqa: E402

QUEUES = ("general", "billing", "technical", "complaints", "safety", "business", "privacy", "vip")
FACTS = ("order_id", "amount", "phone", "email", "vat_id", "card")

staff = User.objects.create_superuser("kim", "kim@shop.test", "of-no-worth")
for place, fact in enumerate(FACTS):
    CustomField.objects.create(
        name=fact, label=fact, data_type="varchar", max_length=200, required=False, ordering=place
    )
numbers = {slug: Queue.objects.create(title=slug, slug=slug).id for slug in QUEUES}
print(json.dumps({"token": Token.objects.create(user=staff).key, "queues": numbers}))
