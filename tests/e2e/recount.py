"""What credit and statistics must come to, counted by other means than theirs: earliest deadline first.

A record offers its hours to the days it covers, and a day takes eight. Going through the days in order and
giving each day's room to the records that end soonest places as many hours as can be placed at all: the days
of a record are consecutive, and the one that ends sooner has the fewer days left.
"""

import collections
import datetime

DAY_CENTIHOURS = 800
YEAR_CENTIHOURS = 9000


def placed(records: list[dict]) -> int:
    """The most hours of `records` (first, last, centihours) that fit on their days."""
    left = [[record["last"], record["first"], record["centihours"]] for record in records]
    total = 0
    for day in sorted({day for record in records for day in days_of(record)}):
        room = DAY_CENTIHOURS
        for one in sorted(one for one in left if one[1] <= day <= one[0]):
            taken = min(room, one[2])
            one[2] -= taken
            room -= taken
            total += taken
    return total


def days_of(record: dict) -> list[datetime.date]:
    return [record["first"] + datetime.timedelta(n) for n in range((record["last"] - record["first"]).days + 1)]


def person_year(records: list[dict]) -> dict:
    """Reported and credited hours by subject, and whether the year is met, from one person's records of it.
    Professional records come first where a day cannot hold all."""
    reported = collections.Counter()
    for record in records:
        reported[record["subject"]] += record["centihours"]
    everything = placed(records)
    professional = placed([record for record in records if record["subject"] == "PROFESSIONAL"])
    return {"reported": dict(reported),
            "credited": {subject: professional if subject == "PROFESSIONAL" else everything - professional
                         for subject in reported},
            "met": everything >= YEAR_CENTIHOURS and 3 * professional >= 2 * YEAR_CENTIHOURS}
