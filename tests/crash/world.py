"""What the clients talk about: people, activities and completions, made from random numbers."""

import datetime
import random

DIVISIONS = ("370102", "370103", "370104", "370105")
PROVIDERS = ("12370000004500002M", "91370100MA3QUXT040", "523701005000000154")
YEARS = (2017, 2018, 2019)
_SURNAMES = "赵钱孙李周吴郑王冯陈"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平"


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def person(number: int, chance: random.Random) -> dict:
    """A person that nobody else has the number of."""
    born = datetime.date(1960, 1, 1) + datetime.timedelta(number // 900)
    digits = f"370102{born:%Y%m%d}{number % 900:03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    check = "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights)) % 11]
    return {"identity": digits + check, "name": chance.choice(_SURNAMES) + chance.choice(_GIVEN) + chance.choice(_GIVEN),
            "division": chance.choice(DIVISIONS)}


def activity(number: int, chance: random.Random) -> dict:
    """An activity filed on its first day."""
    first = datetime.date(chance.choice(YEARS), 1, 1) + datetime.timedelta(chance.randrange(340))
    last = first + datetime.timedelta(chance.randrange(20))
    return {"provider": PROVIDERS[number % len(PROVIDERS)], "code": f"CRASH-{number}",
            "subject": chance.choice(("GENERAL", "PROFESSIONAL")), "first": str(first),
            "last": str(min(last, datetime.date(first.year, 12, 31))), "centihours": 50 * chance.randrange(100, 120)}


def completion(external_id: str, who: dict, of: dict, chance: random.Random) -> dict:
    """A completion that must be accepted. Often more hours than its days can hold."""
    first, last = day(of["first"]), day(of["last"])
    start = first + datetime.timedelta(chance.randrange((last - first).days + 1))
    end = min(last, start + datetime.timedelta(chance.randrange(4)))
    return {"id": external_id, "identity": who["identity"], "name": who["name"], "code": of["code"],
            "subject": of["subject"], "first": str(start), "last": str(end),
            "centihours": 50 * chance.randrange(1, min(100, 24 * ((end - start).days + 1)))}
