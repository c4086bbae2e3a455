"""The main job through the real programs, seen by an integrator's Python client and checked by a recount of its own."""

import csv
import datetime
import json
import shutil
import subprocess
import time
import unittest

import grpc

import recount
from suite import BIN, CALL_SECONDS, SAMPLES, contract, reason_of, running_suite, when_fresh

REGISTRY = contract("xuefen/registry/v1/registry_service")
REGISTRY_EVENTS = contract("xuefen/registry/v1/events")
ACCREDITATION = contract("xuefen/accreditation/v1/accreditation_service")
CREDIT = contract("xuefen/credit/v1/credit_service")
STATISTICS = contract("xuefen/statistics/v1/statistics_service")
TERMS = contract("xuefen/common/v1/terms")
DATE = contract("google/type/date").Date

JINAN = "bureau-370100"
QINGDAO = "bureau-370200"
UNIVERSITY = "12370000004500002M"
PLATFORM = "91370100MA3QUXT040"


def day(text: str) -> DATE:
    year, month, number = map(int, text.split("-"))
    return DATE(year=year, month=month, day=number)


def civil(date: DATE) -> datetime.date:
    return datetime.date(date.year, date.month, date.day)


def sample(name: str) -> list[dict[str, str]]:
    with open(SAMPLES / name, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def completion(person: dict[str, str], external_id: str, **changes) -> REGISTRY.CompletionItem:
    item = dict(external_id=external_id, identity_number=person["id_number"], person_display_name=person["name"],
                activity_code="SD2018-PRO-014", first_day=day("2018-06-11"), last_day=day("2018-06-15"),
                reported_centihours=4000, assessment=TERMS.ASSESSMENT_PASSED)
    return REGISTRY.CompletionItem(**{**item, **changes})


class MainJob(unittest.TestCase):
    """One suite for all tests: it runs the whole job once, and the tests look at what came of it."""

    @classmethod
    def setUpClass(cls):
        cls._running = running_suite()
        cls.suite = cls._running.__enter__()
        cls.addClassCleanup(cls._running.__exit__, None, None, None)
        cls.people = sample("people.csv")
        for what in ("providers", "activities", "people"):
            cls.suite.xuefen(what, "import", str(SAMPLES / f"{what}.csv"), actor=JINAN)
        cls.results = {row["roster"]: cls._submit(row) for row in sample("providers.csv")}

    @classmethod
    def _submit(cls, provider: dict[str, str]) -> dict:
        copy = cls.suite.data / provider["roster"]
        shutil.copy(SAMPLES / provider["roster"], copy)
        done = cls.suite.xuefen("submit", "--json", str(copy), actor=f"provider-{provider['uscc']}")
        return json.loads(done.stdout)

    def registry(self, actor: str):
        return self.suite.stub("registry", actor)

    def summary(self, **fields):
        request = STATISTICS.GetSummaryRequest(**{"division": "370100", "year": 2018, **fields})
        return when_fresh(lambda: self.suite.stub("statistics", JINAN).GetSummary(request, timeout=CALL_SECONDS))

    def person(self, name: str, actor: str = JINAN):
        (row,) = [row for row in self.people if row["name"] == name]
        request = REGISTRY.LookupPersonRequest(identity_number=row["id_number"], display_name=name)
        return self.registry(actor).LookupPerson(request, timeout=CALL_SECONDS)

    # What must come out.

    def test_every_row_of_the_three_rosters_is_answered_as_expected(self):
        answers = json.loads((SAMPLES / "answers.json").read_text())
        self.assertEqual(sum(len(rows) for rows in answers.values()), 210)
        for roster, wanted in answers.items():
            got = {row["row"]: row for row in self.results[roster]["rows"]}
            self.assertEqual(len(got), len(wanted), roster)
            for want in wanted:
                row = got[want["row"]]
                with self.subTest(roster=roster, row=want["row"]):
                    self.assertEqual(row["outcome"], want["outcome"])
                    self.assertEqual(row["external_id"], want["external_id"])
                    self.assertEqual((row["reasons"] or [None])[0], want.get("reason"))

    def test_totals_are_the_expected_ones_in_statistics(self):
        expected = json.loads((SAMPLES / "expected.json").read_text())
        summary = self.wait_for(lambda: self.summary(), lambda s: s.credited_centihours == expected["hours_credited"] * 100)
        self.assertEqual(summary.people_registered, expected["people_registered"])
        self.assertEqual(summary.people_with_records, expected["people_with_records"])
        self.assertEqual(summary.people_met, expected["people_met"])
        self.assertEqual(summary.reported_centihours, expected["hours_reported"] * 100)
        self.assertEqual(summary.credited_centihours, expected["hours_credited"] * 100)
        by_subject = {cell.subject: cell.credited_centihours for cell in summary.cells}
        self.assertEqual(by_subject[TERMS.SUBJECT_PROFESSIONAL], expected["hours_professional"] * 100)
        self.assertEqual(by_subject[TERMS.SUBJECT_GENERAL], expected["hours_general"] * 100)

    def test_totals_are_the_expected_ones_in_credit_and_in_a_recount_of_the_ledger(self):
        expected = json.loads((SAMPLES / "expected.json").read_text())
        recount = self.recount()
        self.assertEqual(sum(person["reported"] for person in recount.values()), expected["hours_reported"] * 100)
        self.assertEqual(sum(person["credited"] for person in recount.values()), expected["hours_credited"] * 100)
        self.assertEqual(sum(person["met"] for person in recount.values()), expected["people_met"])
        credit = self.suite.stub("credit", JINAN)
        for name, want in recount.items():
            with self.subTest(person=name):
                determination = self.wait_for(
                    lambda: credit.GetDetermination(
                        CREDIT.GetDeterminationRequest(name=f"{name}/determinations/2018"), timeout=CALL_SECONDS),
                    lambda d: d.totals.all.reported_centihours == want["reported"])
                self.assertEqual(determination.totals.all.credited_centihours, want["credited"])
                self.assertEqual(determination.verdict == CREDIT.VERDICT_MET, bool(want["met"]))

    def wait_for(self, read, arrived):
        """Reads until it has arrived; a read without a token may be early."""
        deadline = time.monotonic() + CALL_SECONDS
        while True:
            value = read()
            if arrived(value) or time.monotonic() > deadline:
                return value
            time.sleep(0.05)

    def recount(self) -> dict[str, dict[str, int]]:
        """Hours of 2018 from the bodies in the ledger."""
        records = {}
        for (body,) in self.suite.sql("SELECT encode(body, 'hex') FROM registry.ledger WHERE type = 'CompletionRecorded'"):
            completion = REGISTRY_EVENTS.CompletionRecorded.FromString(bytes.fromhex(body)).completion
            if completion.last_day.year == 2018:
                records.setdefault(completion.person, []).append({
                    "first": civil(completion.first_day), "last": civil(completion.last_day),
                    "centihours": completion.reported_centihours,
                    "subject": TERMS.Subject.Name(completion.subject).removeprefix("SUBJECT_")})
        years = {person: recount.person_year(of_person) for person, of_person in records.items()}
        return {person: {"reported": sum(year["reported"].values()), "credited": sum(year["credited"].values()),
                         "met": int(year["met"])} for person, year in years.items()}

    # What an integrator relies on.

    def test_a_cut_is_explained_with_the_provision(self):
        expected = json.loads((SAMPLES / "expected.json").read_text())["cut"]
        credit = self.suite.stub("credit", JINAN)
        for cut in expected:
            name = self.person(cut["name"]).name
            determination = self.wait_for(
                lambda: credit.GetDetermination(
                    CREDIT.GetDeterminationRequest(name=f"{name}/determinations/2018"), timeout=CALL_SECONDS),
                lambda d: d.totals.all.reported_centihours == cut["reported"] * 100)
            with self.subTest(person=cut["name"]):
                self.assertEqual(determination.totals.all.credited_centihours, cut["credited"] * 100)
                steps = [step for record in determination.records for step in record.steps if step.cut_centihours]
                self.assertEqual(sum(step.cut_centihours for step in steps), (cut["reported"] - cut["credited"]) * 100)
                self.assertEqual({step.step for step in steps}, {"day_cap"})
                self.assertEqual({step.citation.instrument for step in steps}, {"鲁人社发〔2016〕10号"})
                self.assertTrue(all("8学时/天" in step.citation.quote for step in steps))

    def test_a_submission_is_read_back_at_once_with_its_token(self):
        # A year of its own, so that no other test sees it.
        imported = self.suite.stub("accreditation", JINAN).ImportActivities(
            ACCREDITATION.ImportActivitiesRequest(items=[
                ACCREDITATION.ActivityItem(
                    code="LOOP", provider=UNIVERSITY, display_name="循环", subject=TERMS.SUBJECT_GENERAL,
                    first_day=day("2019-03-01"), last_day=day("2019-03-31"), planned_centihours=100)]),
            timeout=CALL_SECONDS)
        stub = self.registry(f"provider-{UNIVERSITY}")
        for number in range(1, 31):
            request = REGISTRY.SubmitCompletionsRequest(
                at_least_as_fresh_as=imported.freshness_token,
                items=[completion(self.people[number], f"loop-{number}", activity_code="LOOP",
                                  first_day=day("2019-03-01"), last_day=day("2019-03-01"), reported_centihours=1)])
            answer = when_fresh(lambda: stub.SubmitCompletionBatch(request, timeout=CALL_SECONDS))
            self.assertEqual([r.outcome for r in answer.results], [REGISTRY.COMPLETION_OUTCOME_ACCEPTED])
            summary = self.summary(year=2019, at_least_as_fresh_as=answer.freshness_token)
            self.assertEqual((summary.reported_centihours, summary.credited_centihours), (number, number))

    def test_a_dry_run_says_what_would_be_and_records_nothing(self):
        stub = self.registry(f"provider-{UNIVERSITY}")
        items = [completion(self.people[0], "dry"), completion(self.people[0], "dry"),
                 completion(self.people[0], "dry", reported_centihours=3900), completion(self.people[1], "")]
        request = REGISTRY.SubmitCompletionsRequest(items=items, dry_run=True)
        for _ in range(2):
            answer = stub.SubmitCompletionBatch(request, timeout=CALL_SECONDS)
            self.assertEqual([r.outcome for r in answer.results],
                             [REGISTRY.COMPLETION_OUTCOME_ACCEPTED, REGISTRY.COMPLETION_OUTCOME_DUPLICATE,
                              REGISTRY.COMPLETION_OUTCOME_REFUSED, REGISTRY.COMPLETION_OUTCOME_REFUSED])
        (count,) = self.suite.sql("SELECT count(*) FROM registry.ledger WHERE event_key = 'dry'")
        self.assertEqual(count, ["0"])

    def test_the_stream_answers_every_message_and_survives_a_bad_one(self):
        stub = self.registry(f"provider-{UNIVERSITY}")
        requests = [
            REGISTRY.SubmitCompletionsRequest(items=[completion(self.people[2], "")]),
            REGISTRY.SubmitCompletionsRequest(),  # no items
            REGISTRY.SubmitCompletionsRequest(provider=PLATFORM, items=[completion(self.people[2], "x")]),
            REGISTRY.SubmitCompletionsRequest(items=[completion(self.people[2], "")], dry_run=True),
        ]
        answers = list(stub.SubmitCompletions(iter(requests), timeout=CALL_SECONDS))
        codes = [answer.status.code for answer in answers]
        self.assertEqual(codes, [0, grpc.StatusCode.INVALID_ARGUMENT.value[0],
                                 grpc.StatusCode.PERMISSION_DENIED.value[0], 0])

    def assert_refused(self, code, reason, call):
        with self.assertRaises(grpc.RpcError) as caught:
            call()
        self.assertEqual((caught.exception.code(), reason_of(caught.exception)), (code, reason))
        return caught.exception

    def test_a_refusal_says_what_each_field_would_have_to_be(self):
        (person, *_) = [row for row in self.people if row["name"] == "王燕"] or self.people
        reason = contract("xuefen/common/v1/reason")
        late = completion(person, "refused-1", last_day=day("2018-06-10"), reported_centihours=9000)
        read_badly = completion(person, "refused-2", faults=[reason.REASON_PERSON_UNKNOWN,
                                                             reason.REASON_HOURS_UNREADABLE])
        answer = self.registry(f"provider-{UNIVERSITY}").SubmitCompletionBatch(
            REGISTRY.SubmitCompletionsRequest(items=[late, read_badly]), timeout=CALL_SECONDS)
        self.assertEqual(answer.results[0].reasons[0], reason.REASON_DAYS_REVERSED)
        self.assertIn("last_day: 2018-06-10, want 2018-06-11 or later", answer.results[0].detail)
        self.assertIn("reported_centihours: 9000, want at most", answer.results[0].detail)
        self.assertNotIn(person["id_number"], answer.results[0].detail)
        # A sender says what its reader could not read, not what a service would find.
        self.assertEqual(list(answer.results[1].reasons), [reason.REASON_HOURS_UNREADABLE, reason.REASON_FIELD_INVALID])

    def test_an_application_sent_again_on_a_later_day_is_the_same(self):
        self.suite.make_actor("applicant", "spiffe://xuefen/provider/91370200264574251E")
        stub = self.suite.stub("accreditation", "applicant")
        request = ACCREDITATION.ApplyProviderRequest(display_name="青岛某培训中心", division="370200",
                                                     kind=ACCREDITATION.PROVIDER_KIND_ENTERPRISE)
        first = stub.ApplyProvider(request, timeout=CALL_SECONDS)
        self.suite.sql("UPDATE accreditation.provider_state SET first_day = first_day - 1 "
                       "WHERE uscc = '91370200264574251E'")
        again = stub.ApplyProvider(request, timeout=CALL_SECONDS)
        self.assertEqual(again.provider.name, first.provider.name)
        self.assertEqual(len(again.provider.states), 1)
        request.display_name = "另一个名字"
        with self.assertRaises(grpc.RpcError) as refused:
            stub.ApplyProvider(request, timeout=CALL_SECONDS)
        self.assertEqual(reason_of(refused.exception), "ALREADY_EXISTS")
        # A read that must reflect the application, in the service itself.
        get = ACCREDITATION.GetProviderRequest(name=first.provider.name, at_least_as_fresh_as=first.freshness_token)
        self.assertEqual(stub.GetProvider(get, timeout=CALL_SECONDS).name, first.provider.name)
        get.at_least_as_fresh_as = "nobody's"
        with self.assertRaises(grpc.RpcError) as refused:
            stub.GetProvider(get, timeout=CALL_SECONDS)
        self.assertEqual(reason_of(refused.exception), "FRESHNESS_TOKEN_INVALID")

    def test_a_feed_gives_a_bucket_once(self):
        feed = contract("xuefen/common/v1/feed")
        request = feed.WatchRequest(**{"from": [feed.BucketPosition(bucket=3), feed.BucketPosition(bucket=3)]})
        with self.assertRaises(grpc.RpcError) as refused:
            next(self.registry("platform").Watch(request, timeout=CALL_SECONDS))
        self.assertEqual(reason_of(refused.exception), "FIELD_INVALID")

    def test_a_provider_reaches_its_own_affairs_only(self):
        university = self.registry(f"provider-{UNIVERSITY}")
        # The activity of another provider is unknown to this one.
        answer = university.SubmitCompletionBatch(
            REGISTRY.SubmitCompletionsRequest(items=[completion(self.people[3], "foreign", activity_code="SD2018-PUB-001")]),
            timeout=CALL_SECONDS)
        self.assertIn(contract("xuefen/common/v1/reason").REASON_ACTIVITY_UNKNOWN, answer.results[0].reasons)
        self.assert_refused(grpc.StatusCode.PERMISSION_DENIED, "OUT_OF_SCOPE", lambda: university.ListCompletions(
            REGISTRY.ListCompletionsRequest(provider=PLATFORM), timeout=CALL_SECONDS))
        self.assert_refused(grpc.StatusCode.PERMISSION_DENIED, "ROLE_NOT_ALLOWED", lambda: university.ImportPeople(
            REGISTRY.ImportPeopleRequest(), timeout=CALL_SECONDS))
        self.assert_refused(grpc.StatusCode.PERMISSION_DENIED, "ROLE_NOT_ALLOWED", lambda: self.suite.stub(
            "statistics", f"provider-{UNIVERSITY}").GetSummary(
                STATISTICS.GetSummaryRequest(division="370100", year=2018), timeout=CALL_SECONDS))

    def test_a_city_cannot_tell_anothers_person_from_nobody(self):
        known = self.person("周泽").name
        nobody = "people/" + "0" * 32
        for service, read in (
                ("registry", lambda stub, name: stub.GetPerson(REGISTRY.GetPersonRequest(name=name), timeout=CALL_SECONDS)),
                ("credit", lambda stub, name: stub.GetAccount(
                    CREDIT.GetAccountRequest(name=f"{name}/account"), timeout=CALL_SECONDS)),
                ("credit", lambda stub, name: stub.GetDetermination(
                    CREDIT.GetDeterminationRequest(name=f"{name}/determinations/2018"), timeout=CALL_SECONDS))):
            stub = self.suite.stub(service, QINGDAO)
            foreign = self.assert_refused(grpc.StatusCode.NOT_FOUND, "NOT_FOUND", lambda: read(stub, known))
            missing = self.assert_refused(grpc.StatusCode.NOT_FOUND, "NOT_FOUND", lambda: read(stub, nobody))
            self.assertEqual(foreign.details(), missing.details())
        self.assert_refused(grpc.StatusCode.NOT_FOUND, "NOT_FOUND", lambda: self.person("周泽", actor=QINGDAO))
        self.assert_refused(grpc.StatusCode.PERMISSION_DENIED, "OUT_OF_SCOPE", lambda: self.suite.stub(
            "statistics", QINGDAO).GetSummary(STATISTICS.GetSummaryRequest(division="370100", year=2018), timeout=CALL_SECONDS))

    def test_a_service_lets_itself_be_made_to_fail_in_development_only(self):
        command = [BIN / "xuefen-registry", "serve", "--failpoint", "before_begin:crash:1", "--config"]
        refused = subprocess.run([*command, self.suite.data / "config" / "registry.txtpb"], capture_output=True, text=True,
                                 timeout=CALL_SECONDS)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("--failpoint: want a configuration for development", refused.stderr)

    def test_without_a_certificate_nothing_answers(self):
        with self.assertRaises(grpc.RpcError) as caught:
            self.suite.stub("registry", None).GetPerson(
                REGISTRY.GetPersonRequest(name="people/" + "0" * 32), timeout=CALL_SECONDS)
        self.assertEqual(caught.exception.code(), grpc.StatusCode.UNAVAILABLE)

    def test_no_identity_number_is_in_the_logs_or_readable_in_the_database(self):
        numbers = {row["id_number"].encode() for row in self.people}
        for path in list((self.suite.data / "log").iterdir()) + list((self.suite.data / "postgres" / "log").iterdir()):
            text = path.read_bytes()
            self.assertEqual([number for number in numbers if number in text], [], path.name)
        tables = self.suite.sql(
            "SELECT table_schema || '.' || table_name FROM information_schema.tables "
            "WHERE table_schema IN ('accreditation', 'registry', 'credit', 'statistics')")
        for (table,) in tables:
            content = json.dumps(self.suite.sql(f"SELECT t::text FROM {table} AS t")).encode()
            self.assertEqual([number for number in numbers if number in content or number.hex().encode() in content], [], table)

    def test_the_job_done_again_changes_nothing(self):
        count = "SELECT count(*) FROM registry.ledger"
        before = self.suite.sql(count)
        for what in ("providers", "activities", "people"):
            self.suite.xuefen(what, "import", str(SAMPLES / f"{what}.csv"), actor=JINAN)
        for provider in sample("providers.csv"):
            again = self._submit(provider)
            first = self.results[provider["roster"]]
            for was, now in zip(first["rows"], again["rows"]):
                accepted = was["outcome"] in ("accepted", "duplicate")
                self.assertEqual(now["outcome"], "duplicate" if accepted else "refused")
        self.assertEqual(self.suite.sql(count), before)


if __name__ == "__main__":
    unittest.main()
