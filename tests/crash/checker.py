"""Finds what was lost, doubled or miscounted, from the journal, the rows of the database, and a recount of its own."""

import collections
import hashlib
import pathlib
import time

import journal
import recount
import world
from chain import first_chain, next_chain
from clients import BUREAU, STATISTICS, TERMS
from ground import SERVICES, Ground
from suite import contract

REGISTRY_EVENTS = contract("xuefen/registry/v1/events")
CREDIT_EVENTS = contract("xuefen/credit/v1/events")
CREDIT_STORAGE = contract("xuefen/credit/v1/storage")
CREDIT = contract("xuefen/credit/v1/credit_service")
FOLLOWS = {"registry": ("accreditation",), "credit": ("registry", "accreditation"),
           "statistics": ("registry", "credit", "accreditation")}
# An end for what would never come; how long it took is printed.
CONVERGENCE_SECONDS = 600
KIND_TRAINING = 1
SUBJECTS = {"GENERAL": TERMS.SUBJECT_GENERAL, "PROFESSIONAL": TERMS.SUBJECT_PROFESSIONAL}


class Checker:
    """One look at a suite where nothing happens any more. `wrong` says what was found."""

    def __init__(self, ground: Ground, path: pathlib.Path):
        self._ground = ground
        self._intentions, self._answers = journal.read(path)
        self._persons: dict[str, str] = {}  # by identity number
        self._recorded: dict[tuple[str, str], dict] = {}  # by provider and external id, as the ledger says
        self.heads: dict[str, dict[int, tuple[int, str]]] = {}
        self.chains: dict[str, dict[int, list[str]]] = {}  # of each service, by bucket, the chain after each entry
        self.caught_up_seconds = 0.0
        self.wrong: list[str] = []

    def check(self) -> list[str]:
        self._wait_until_followed()
        for service in SERVICES:
            self._check_ledger(service)
        self._check_positions()
        self._check_people()
        self._check_completions()
        self._check_activities()
        years = self._recount()
        self._check_credit(years)
        self._check_statistics(years)
        return self.wrong

    @property
    def size(self) -> str:
        return (f"{len(self._intentions)} intentions, {len(self._answers)} acknowledgements, "
                f"{len(self._recorded)} completions of {len(self._persons)} people")

    def _expect(self, good: bool, message: str) -> None:
        if not good:
            self.wrong.append(message)

    # The ledgers and those who follow them.

    def _read_heads(self, service: str) -> dict[int, tuple[int, str]]:
        rows = self._ground.sql(f"SELECT bucket, seq, encode(chain, 'hex') FROM {service}.read_heads()")
        return {int(bucket): (int(seq), chain) for bucket, seq, chain in rows}

    def _read_positions(self, service: str, feed: str) -> dict[int, tuple[int, str]]:
        rows = self._ground.sql(f"SELECT source_bucket, seq, encode(chain, 'hex') FROM {service}.feed_position"
                                f" WHERE feed = '{feed}'")
        return {int(bucket): (int(seq), chain) for bucket, seq, chain in rows}

    def _behind(self) -> list[str]:
        behind = []
        for service, feeds in FOLLOWS.items():
            for feed in feeds:
                heads = {bucket: head for bucket, head in self._read_heads(feed).items() if head[0] > 0}
                if self._read_positions(service, feed) != heads:
                    behind.append(f"{service} of {feed}")
        if self._ground.sql("SELECT applied FROM credit.law ORDER BY number DESC LIMIT 1") != [["t"]]:
            behind.append("credit of its rules")
        return behind

    def _wait_until_followed(self) -> None:
        began = time.monotonic()
        while (behind := self._behind()) and time.monotonic() < began + CONVERGENCE_SECONDS:
            time.sleep(0.2)
        self.caught_up_seconds = time.monotonic() - began
        self._expect(not behind, f"after {CONVERGENCE_SECONDS} s of quiet these are behind or beside: {behind}")

    def _check_ledger(self, service: str) -> None:
        """Numbers without gaps, the chain of docs/ledger.md computed anew, the head at its end, claims one to one."""
        self.heads[service] = self._read_heads(service)
        chains = self.chains[service] = {bucket: [] for bucket in range(64)}
        chain = {bucket: first_chain(bucket) for bucket in range(64)}
        keys = set()
        for row in self._ground.sql(
                "SELECT bucket, seq, source, hashing, encode(convert_to(event_key, 'UTF8'), 'hex'), type,"
                f" encode(body, 'hex'), encode(chain, 'hex') FROM {service}.ledger ORDER BY bucket, seq"):
            bucket, seq, source, hashing = map(int, row[:4])
            key, body = bytes.fromhex(row[4]), bytes.fromhex(row[6])
            self._expect(seq == len(chains[bucket]) + 1, f"{service} bucket {bucket}: {seq} after {len(chains[bucket])}")
            chain[bucket] = next_chain(chain[bucket], hashing, source, key, row[5].encode(), body)
            self._expect(chain[bucket].hex() == row[7], f"{service} bucket {bucket} entry {seq}: another chain")
            chains[bucket].append(row[7])
            if key:
                self._expect((source, key) not in keys, f"{service}: key {key!r} of {source} stands twice")
                keys.add((source, key))
        for bucket, (seq, head) in self.heads[service].items():
            self._expect((seq, head) == (len(chains[bucket]), chain[bucket].hex()),
                         f"{service} bucket {bucket}: its head is not its end")
        claims = {(int(source), short) for source, short in self._ground.sql(
            f"SELECT source, replace(key::text, '-', '') FROM {service}.claim")}
        wanted = {(source, hashlib.sha256(key).hexdigest()[:32]) for source, key in keys}
        self._expect(claims == wanted, f"{service}: {len(claims ^ wanted)} claims without entry or entries without claim")

    def _check_positions(self) -> None:
        """Followers keep the chain of where they are: it must be the feed's."""
        for service, feeds in FOLLOWS.items():
            for feed in feeds:
                for bucket, (seq, chain) in self._read_positions(service, feed).items():
                    known = self.chains[feed][bucket]
                    self._expect(0 < seq <= len(known) and known[seq - 1] == chain,
                                 f"{service} is at {seq} of {feed} bucket {bucket}, which is not there")

    # What the clients were told.

    def _said(self, what: str):
        """(intention, results) of every acknowledgement of that kind."""
        for number, answer in self._answers:
            if self._intentions[number]["what"] == what:
                yield self._intentions[number], answer["results"]

    def _check_people(self) -> None:
        registered = collections.Counter()
        for (body,) in self._ground.sql("SELECT encode(body, 'hex') FROM registry.ledger WHERE type = 'PersonRegistered'"):
            registered[REGISTRY_EVENTS.PersonRegistered.FromString(bytes.fromhex(body)).person] += 1
        for intention, results in self._said("people"):
            for person, name in zip(intention["people"], results):
                self._expect(self._persons.setdefault(person["identity"], name) == name,
                             f"one number, two people: {name}")
                self._expect(registered[name] == 1, f"{name} was acknowledged and is recorded {registered[name]} times")
        # Every import was answered in the end, so nobody else may be there.
        self._expect(len(set(self._persons.values())) == len(registered) == sum(registered.values()),
                     f"{len(registered)} people are recorded, {len(set(self._persons.values()))} were acknowledged")

    def _check_activities(self) -> None:
        recorded = collections.Counter(code for (code,) in self._ground.sql(
            "SELECT event_key FROM accreditation.ledger WHERE type = 'ActivityRecorded'"))
        table = {code for (code,) in self._ground.sql("SELECT code FROM accreditation.activity")}
        for intention, _ in self._said("activities"):
            for activity in intention["activities"]:
                self._expect(activity["code"] in table, f"activity {activity['code']} was acknowledged and is not there")
        self._expect(len(table) == sum(recorded.values()), f"{len(table)} activities, {sum(recorded.values())} entries")

    def _check_completions(self) -> None:
        subjects = {activity["code"]: activity["subject"] for intention in self._intentions.values()
                    for activity in intention.get("activities", ())}
        names = {name: identity for identity, name in self._persons.items()}
        for (body,) in self._ground.sql("SELECT encode(body, 'hex') FROM registry.ledger WHERE type = 'CompletionRecorded'"):
            completion = REGISTRY_EVENTS.CompletionRecorded.FromString(bytes.fromhex(body)).completion
            _, uscc, _, code = completion.activity.split("/")
            place = (uscc, completion.external_id)
            self._expect(place not in self._recorded, f"{place} is recorded twice")
            self._recorded[place] = {
                "identity": names.get(completion.person), "code": code, "first": day_of(completion.first_day),
                "last": day_of(completion.last_day), "centihours": completion.reported_centihours,
                "subject": subjects.get(code)}
        self._check_intended()
        self._check_acknowledged()

    def _check_intended(self) -> None:
        intended = collections.defaultdict(list)
        for intention in self._intentions.values():
            for item in intention.get("items", ()):
                intended[intention["provider"], item["id"]].append(content_of(item))
        for place, completion in self._recorded.items():
            self._expect(content_of(completion) in intended[place], f"{place} is recorded as nobody sent it")

    def _check_acknowledged(self) -> None:
        accepted = collections.Counter()
        for intention, results in self._said("batch"):
            self._expect(len(results) == len(intention["items"]), "a batch was answered with another number of rows")
            for item, outcome in zip(intention["items"], results):
                place = (intention["provider"], item["id"])
                stands = place in self._recorded and content_of(self._recorded[place]) == content_of(item)
                self._expect(stands == (outcome != "refused"),
                             f"{place} was answered {outcome}, and {'stands' if stands else 'does not stand'}")
                must_stand = "unsound" not in item and "reused" not in intention
                self._expect(must_stand or outcome == "refused", f"{place} was {outcome}, and must be refused")
                self._expect(not must_stand or outcome != "refused", f"{place} was refused without cause")
                accepted[place] += outcome == "accepted"
        for place, times in accepted.items():
            self._expect(times <= 1, f"{place} was accepted {times} times")

    # Credit and statistics.

    def _recount(self) -> dict[tuple[str, int], dict]:
        """By person and year."""
        records = collections.defaultdict(list)
        for completion in self._recorded.values():
            records[self._persons[completion["identity"]], completion["last"].year].append(completion)
        return {key: recount.person_year(of_year) for key, of_year in records.items()}

    def _check_credit(self, years: dict) -> None:
        stored, ids = {}, []
        for person, year, summary, records in self._ground.sql(
                "SELECT replace(person::text, '-', ''), year, encode(summary, 'hex'), encode(records, 'hex') FROM credit.determination"):
            stored[f"people/{person}", int(year)] = CREDIT.AccountYear.FromString(bytes.fromhex(summary))
            ids += [record.id for record in CREDIT_STORAGE.LearningRecords.FromString(bytes.fromhex(records)).records]
        kept = len(ids), len(set(ids))
        self._expect(kept == (len(self._recorded),) * 2, f"credit has {kept} of {len(self._recorded)} records")
        published = {}
        for (body,) in self._ground.sql("SELECT encode(body, 'hex') FROM credit.ledger ORDER BY bucket, seq"):
            event = CREDIT_EVENTS.DeterminationMade.FromString(bytes.fromhex(body))
            published[event.person, event.year] = event
        (others,) = self._ground.sql("SELECT count(*) FROM credit.determination WHERE law <> (SELECT max(number) FROM credit.law)")
        self._expect(others == ["0"], f"credit keeps {others[0]} determinations of laws that are not in service")
        for name, determinations in (("stored", stored), ("published", published)):
            self._expect(determinations.keys() == years.keys(),
                         f"credit {name} {len(determinations)} determinations, want {len(years)}")
            for key, wanted in years.items():
                got = figures_of(determinations[key]) if key in determinations else None
                self._expect(got == wanted, f"credit {name} {key} as {got}, want {wanted}")

    def _check_statistics(self, years: dict) -> None:
        division = {self._persons[person["identity"]]: person["division"] for intention in self._intentions.values()
                    for person in intention.get("people", ())}
        wanted = collections.Counter()
        for place in division.values():
            wanted[0, place, 3] += 1
        for (person, year), figures in years.items():
            for measure, value in measures_of(figures).items():
                wanted[year, division[person], measure] += value
        got = {(int(year), place, int(measure)): int(value) for year, place, measure, value in self._ground.sql(
            "SELECT year, division, measure, sum(value) FROM statistics.rollup GROUP BY 1, 2, 3 HAVING sum(value) <> 0")}
        for cell in sorted(got.keys() | +wanted):
            self._expect(got.get(cell, 0) == wanted[cell], f"statistics {cell}: {got.get(cell, 0)}, want {wanted[cell]}")
        for place in (*world.DIVISIONS, "370100"):
            for year in world.YEARS:
                self._check_summary(place, year, wanted)

    def _check_summary(self, place: str, year: int, wanted: collections.Counter) -> None:
        places = world.DIVISIONS if place == "370100" else (place,)
        total = lambda measure, of=year: sum(wanted[of, one, measure] for one in places)  # noqa: E731
        summary = self._ground.stub("statistics", BUREAU).GetSummary(
            STATISTICS.GetSummaryRequest(division=place, year=year), timeout=30)
        got = {"people": (summary.people_registered, summary.people_with_records, summary.people_met)}
        want = {"people": (total(3, of=0), total(1), total(2))}
        for cell in summary.cells:
            got[cell.kind, cell.subject] = (cell.reported_centihours, cell.credited_centihours)
        for subject in SUBJECTS.values():
            of = 10 * KIND_TRAINING + subject
            if total(100 + of):
                want[KIND_TRAINING, subject] = (total(100 + of), total(200 + of))
        self._expect(got == want, f"the summary of {place} {year} says {got}, want {want}")


def day_of(date):
    return world.day(f"{date.year:04}-{date.month:02}-{date.day:02}")


def content_of(item: dict) -> tuple:
    """What a completion says, whether it was sent or recorded."""
    return item["identity"], item["code"], str(item["first"]), str(item["last"]), item["centihours"], item["subject"]


def figures_of(determination) -> dict:
    """Of a stored or published determination, in the form of the recount."""
    names = {number: name for name, number in SUBJECTS.items()}
    return {"reported": {names[cell.subject]: cell.hours.reported_centihours for cell in determination.totals.cells},
            "credited": {names[cell.subject]: cell.hours.credited_centihours for cell in determination.totals.cells},
            "met": determination.verdict == CREDIT.VERDICT_MET}


def measures_of(figures: dict) -> dict[int, int]:
    """What a person and year add to the roll-ups, by the numbers of services/statistics/domain/figures.h."""
    measures = {1: 1, 2: int(figures["met"])}
    for subject, number in SUBJECTS.items():
        measures[100 + 10 * KIND_TRAINING + number] = figures["reported"].get(subject, 0)
        measures[200 + 10 * KIND_TRAINING + number] = figures["credited"].get(subject, 0)
    return measures
