"""The clients: they submit, send again, import and read, and keep a journal of all of it."""

import collections
import random
import threading
import time

import grpc

import world
from ground import Ground
from journal import Journal
from suite import contract, reason_of

REGISTRY = contract("xuefen/registry/v1/registry_service")
ACCREDITATION = contract("xuefen/accreditation/v1/accreditation_service")
CREDIT = contract("xuefen/credit/v1/credit_service")
STATISTICS = contract("xuefen/statistics/v1/statistics_service")
TERMS = contract("xuefen/common/v1/terms")
DATE = contract("google/type/date").Date

BUREAU = "bureau-370100"
SUBMITTERS = 4
TRIES = 200  # while nothing fails any more, or yet
OUTCOMES = {REGISTRY.COMPLETION_OUTCOME_ACCEPTED: "accepted", REGISTRY.COMPLETION_OUTCOME_DUPLICATE: "duplicate",
            REGISTRY.COMPLETION_OUTCOME_REFUSED: "refused"}


def date(text: str) -> DATE:
    when = world.day(text)
    return DATE(year=when.year, month=when.month, day=when.day)


def to_item(said: dict) -> REGISTRY.CompletionItem:
    return REGISTRY.CompletionItem(
        external_id=said["id"], identity_number=said["identity"], person_display_name=said["name"],
        activity_code=said["code"], first_day=date(said["first"]), last_day=date(said["last"]),
        reported_centihours=said["centihours"], assessment=TERMS.ASSESSMENT_PASSED)


class Clients:
    """All clients of one run. Other threads may read `acknowledged`, the number of answered writes, and `wrong`."""

    def __init__(self, ground: Ground, journal: Journal, seed: int, call_seconds: float):
        self._ground = ground
        self._journal = journal
        self._seed = seed
        self._call_seconds = call_seconds
        self._stop = threading.Event()
        self._mutex = threading.Lock()
        self._people: list[dict] = []
        self._activities: dict[str, list[dict]] = {uscc: [] for uscc in world.PROVIDERS}
        self._catalogue_token = ""
        self._imported = {"people": 0, "activities": 0}
        # By submitter: a token for everything it was acknowledged, and the hours of that by year.
        self._progress = [("", {}) for _ in range(SUBMITTERS)]
        self._pending: list[tuple[int, str, object]] = []
        self._threads: list[threading.Thread] = []
        self.acknowledged = 0
        self.calls = 0
        self.failures: collections.Counter = collections.Counter()  # by what was asked, code and words
        self.wrong: list[str] = []

    # From outside.

    @property
    def failed(self) -> int:
        return self.failures.total()

    def prepare(self) -> None:
        """Providers, and the first people and activities, while nothing fails yet."""
        self._ground.xuefen("providers", "import", "deploy/samples/providers.csv", actor=BUREAU)
        for _ in range(10):
            self._import_people(random.Random(f"{self._seed} people"), 50, TRIES)
        self._import_activities(random.Random(f"{self._seed} activities"), 60, TRIES)

    def start(self) -> None:
        tasks = [(f"submitter {n}", lambda chance, n=n: self._submit_one(n, chance)) for n in range(SUBMITTERS)]
        tasks += [("importer", self._import_one), ("reader", self._read_one)]
        for name, task in tasks:
            thread = threading.Thread(target=self._run, args=(name, task), daemon=True)
            self._threads.append(thread)
            thread.start()

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def settle(self) -> None:
        """Sends again what was not answered: every import, and every other batch. The rest stays in doubt for ever."""
        pending, self._pending = self._pending, []
        for place, (number, what, request) in enumerate(pending):
            if what == "batch" and place % 2 == 1:
                continue
            if self._until_answered(number, what, request, TRIES) is None:
                self.wrong.append(f"{what} {number} is not answered though nothing fails any more")

    # Threads.

    def _run(self, name: str, task) -> None:
        chance = random.Random(f"{self._seed} {name}")
        try:
            while not self._stop.is_set():
                task(chance)
        except Exception as failure:  # pylint: disable=broad-except
            self.wrong.append(f"{name} ended: {failure!r}")

    def _submit_one(self, submitter: int, chance: random.Random) -> None:
        uscc = chance.choice(world.PROVIDERS)
        with self._mutex:
            people, activities = list(self._people), list(self._activities[uscc])
        said = [world.completion(f"{submitter}-{chance.getrandbits(48):012x}", chance.choice(people),
                                 chance.choice(activities), chance) for _ in range(chance.randrange(1, 40))]
        said += chance.sample(said, chance.randrange(min(3, len(said))))
        if chance.random() < 0.1:
            said.append({**said[0], "id": f"nobody-{said[0]['id']}", "unsound": True,
                         "identity": world.person(10_000_000, chance)["identity"]})
        token, hours = self._progress[submitter]
        request = self._batch(uscc, said, token)
        number = self._journal.intend(what="batch", provider=uscc, items=said)
        copies = 2 if chance.random() < 0.1 else 1
        answers = [self._send(number, "batch", request)] if copies == 1 else self._send_at_once(number, request)
        answered = [answer for answer in answers if answer is not None]
        if not answered and chance.random() < 0.7:
            answered = [answer for answer in [self._until_answered(number, "batch", request, tries=20)] if answer]
        if not answered:
            self._pending.append((number, "batch", request))
            return
        self._note_hours(submitter, said, answered[0], dict(hours))
        if chance.random() < 0.1:
            self._send(number, "batch", request)
        if chance.random() < 0.1:
            self._send_other_content(uscc, said[0], chance)
        time.sleep(chance.random() * 0.1)

    def _note_hours(self, submitter: int, said: list[dict], answer, hours: dict) -> None:
        for item in {item["id"]: item for item in said if "unsound" not in item}.values():
            year = world.day(item["last"]).year
            hours[year] = hours.get(year, 0) + item["centihours"]
        self._progress[submitter] = (answer.freshness_token, hours)

    def _send_other_content(self, uscc: str, recorded: dict, chance: random.Random) -> None:
        other = {**recorded, "centihours": recorded["centihours"] + 50 * chance.randrange(1, 4)}
        number = self._journal.intend(what="batch", provider=uscc, items=[other], reused=True)
        self._send(number, "batch", self._batch(uscc, [other], ""))

    def _send_at_once(self, number: int, request) -> list:
        answers = []
        threads = [threading.Thread(target=lambda: answers.append(self._send(number, "batch", request)))
                   for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return answers

    def _import_one(self, chance: random.Random) -> None:
        if chance.random() < 0.7:
            self._import_people(chance, chance.randrange(1, 6))
        else:
            self._import_activities(chance, 2)
        self._stop.wait(0.3 + chance.random())

    def _import_people(self, chance: random.Random, count: int, tries: int = 1) -> None:
        first, self._imported["people"] = self._imported["people"], self._imported["people"] + count
        division = chance.choice(world.DIVISIONS)
        people = [{**world.person(first + n, chance), "division": division} for n in range(count)]
        request = REGISTRY.ImportPeopleRequest(
            division=division,
            items=[REGISTRY.PersonItem(display_name=one["name"], identity_number=one["identity"]) for one in people])
        number = self._journal.intend(what="people", people=people)
        answer = self._until_answered(number, "people", request, tries)
        if answer is None:
            self._pending.append((number, "people", request))
            return
        with self._mutex:
            self._people += [{**one, "person": result.person, "token": answer.freshness_token}
                             for one, result in zip(people, answer.results)]

    def _import_activities(self, chance: random.Random, count: int, tries: int = 1) -> None:
        first, self._imported["activities"] = self._imported["activities"], self._imported["activities"] + count
        activities = [world.activity(first + n, chance) for n in range(count)]
        request = ACCREDITATION.ImportActivitiesRequest(items=[
            ACCREDITATION.ActivityItem(
                code=one["code"], provider=one["provider"], display_name=one["code"],
                subject=TERMS.Subject.Value(f"SUBJECT_{one['subject']}"), first_day=date(one["first"]),
                last_day=date(one["last"]), planned_centihours=one["centihours"]) for one in activities])
        number = self._journal.intend(what="activities", activities=activities)
        answer = self._until_answered(number, "activities", request, tries)
        if answer is None:
            self._pending.append((number, "activities", request))
            return
        with self._mutex:
            self._catalogue_token = answer.freshness_token
            for one in activities:
                self._activities[one["provider"]].append(one)

    def _read_one(self, chance: random.Random) -> None:
        """Whoever shows the token of an acknowledgement sees what was acknowledged, through all three services."""
        token, hours = self._progress[chance.randrange(SUBMITTERS)]
        year = chance.choice(world.YEARS)
        with self._mutex:
            person = chance.choice(self._people)
        self._stop.wait(0.1)
        self._read("accreditation", "ListAuthorities", ACCREDITATION.ListAuthoritiesRequest(page_size=1))
        # The acknowledgement of a batch need not be later than the person's registration: that has a token of its own.
        self._read("credit", "GetAccount", CREDIT.GetAccountRequest(
            name=f"{person['person']}/account", at_least_as_fresh_as=person["token"]))
        summary = self._read("statistics", "GetSummary", STATISTICS.GetSummaryRequest(
            division="370100", year=year, at_least_as_fresh_as=token))
        if summary is not None and token and summary.reported_centihours < hours.get(year, 0):
            self.wrong.append(f"statistics of {year} say {summary.reported_centihours} reported, but "
                              f"{hours[year]} were acknowledged before the token shown")

    # Calls.

    def _batch(self, uscc: str, said: list[dict], token: str):
        # The latest token of the catalogue: the activities chosen from are in it or before it.
        return uscc, REGISTRY.SubmitCompletionsRequest(
            items=[to_item(item) for item in said], at_least_as_fresh_as=self._catalogue_token,
            merge_freshness_tokens=[token] if token else [])

    def _stub(self, service: str, actor: str):
        """One for each thread: gRPC keeps the connections of a channel."""
        kept = _OF_THREAD.__dict__.setdefault("stubs", {})
        if (service, actor) not in kept:
            kept[service, actor] = self._ground.stub(service, actor)
        return kept[service, actor]

    def _read(self, service: str, method: str, request):
        self._count_call()
        try:
            return getattr(self._stub(service, BUREAU), method)(request, timeout=self._call_seconds)
        except grpc.RpcError as failure:
            # How fast followers are is another matter, and the machine's.
            if reason_of(failure) != "NOT_FRESH_ENOUGH":
                self._check_code(method, failure)
            return None

    def _count_call(self) -> None:
        with self._mutex:
            self.calls += 1

    def _send(self, number: int, what: str, request):
        """One try. What is answered is in the journal before anybody acts on it."""
        self._count_call()
        try:
            if what == "batch":
                uscc, message = request
                answer = self._stub("registry", f"provider-{uscc}").SubmitCompletionBatch(message, timeout=self._call_seconds)
                noted = [OUTCOMES[result.outcome] for result in answer.results]
            elif what == "people":
                answer = self._stub("registry", BUREAU).ImportPeople(request, timeout=self._call_seconds)
                noted = [result.person for result in answer.results]
            else:
                answer = self._stub("accreditation", BUREAU).ImportActivities(request, timeout=self._call_seconds)
                noted = [result.outcome for result in answer.results]
        except grpc.RpcError as failure:
            self._check_code(what, failure)
            return None
        self._journal.answer(number, results=noted)
        with self._mutex:
            self.acknowledged += 1
        return answer

    def _until_answered(self, number: int, what: str, request, tries: int):
        for _ in range(tries):
            answer = self._send(number, what, request)
            if answer is not None:
                return answer
            time.sleep(0.1)
        return None

    def _check_code(self, what: str, failure: grpc.RpcError) -> None:
        with self._mutex:
            self.failures[what, failure.code().name, failure.details()] += 1
        if failure.code() not in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED,
                                  grpc.StatusCode.RESOURCE_EXHAUSTED, grpc.StatusCode.ABORTED):
            self.wrong.append(f"{what} failed with {failure.code().name}: {failure.details()}")


_OF_THREAD = threading.local()
