"""A suite is copied while it serves, and the copy becomes a suite that is whole and goes on."""

import json
import pathlib
import shutil
import subprocess
import tempfile
import threading
import unittest

import grpc

from suite import CALL_SECONDS, ROOT, SAMPLES, START_SECONDS, Suite, contract, reason_of, running_suite

REGISTRY = contract("xuefen/registry/v1/registry_service")
STATISTICS = contract("xuefen/statistics/v1/statistics_service")
FEED = contract("xuefen/common/v1/feed")

JINAN = "bureau-370100"
UNIVERSITY = "12370000004500002M"
LEDGERS = ("accreditation", "registry", "credit", "statistics")


def run(*command) -> str:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=START_SECONDS)
    if done.returncode != 0:
        raise AssertionError(f"{command}: status {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout


def places(suite: Suite, schema: str) -> dict[tuple[str, str], str]:
    return {(bucket, seq): chain for bucket, seq, chain in
            suite.sql(f"SELECT bucket, seq, encode(chain, 'hex') FROM {schema}.ledger")}


class Backup(unittest.TestCase):
    def setUp(self):
        self.home = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="xuefen-backup-")))
        self.suite = self.enterContext(running_suite())
        for what in ("providers", "activities", "people"):
            self.suite.xuefen(what, "import", str(SAMPLES / f"{what}.csv"), actor=JINAN)

    def submit(self, suite: Suite, roster: str, provider: str) -> list[dict]:
        copy = suite.data / roster
        shutil.copy(SAMPLES / roster, copy)
        return json.loads(suite.xuefen("submit", "--json", str(copy), actor=f"provider-{provider}").stdout)["rows"]

    def summary(self, suite: Suite, token: str = ""):
        return suite.stub("statistics", JINAN).GetSummary(
            STATISTICS.GetSummaryRequest(division="370100", year=2018, at_least_as_fresh_as=token),
            timeout=CALL_SECONDS)

    def back_up_while_serving(self) -> tuple[pathlib.Path, pathlib.Path]:
        copy, keys = self.home / "copy", self.home / "keys"
        self.submit(self.suite, "university.csv", UNIVERSITY)
        submission = threading.Thread(
            target=self.submit, args=(self.suite, "online_platform_gb18030.csv", "91370100MA3QUXT040"))
        submission.start()
        run(ROOT / "deploy" / "backup", self.suite.data, copy, keys)
        submission.join()
        return copy, keys

    def test_a_copy_becomes_a_suite_that_is_whole_and_goes_on(self):
        copy, keys = self.back_up_while_serving()
        # Answered after the copy was made: lost with it, and sent again by whoever did.
        self.submit(self.suite, "association.xlsx", "523701005000000154")
        restored = Suite(self.home / "restored")
        said = run(ROOT / "deploy" / "restore", restored.data, copy, keys)
        self.assertEqual(said.count("64 chains hold"), 4, said)
        restored.start()
        self.addCleanup(restored.stop)

        for schema in LEDGERS:
            now, then = places(self.suite, schema), places(restored, schema)
            self.assertEqual({place: now.get(place) for place in then}, then, schema)
        self.assert_a_later_follower_is_refused(restored)
        self.assert_what_is_sent_again_makes_it_equal(restored)
        self.assert_nothing_is_readable_without_the_keys(copy)

    def assert_a_later_follower_is_refused(self, restored: Suite):
        """Somebody who followed the registry beyond the copy must not take other entries for those he has."""
        ((bucket, seq),) = self.suite.sql(
            "SELECT bucket, max(seq) FROM registry.ledger GROUP BY bucket ORDER BY count(*) DESC LIMIT 1")
        request = FEED.WatchRequest(
            **{"from": [FEED.BucketPosition(bucket=int(bucket), seq=int(seq) + 100)]})
        with self.assertRaises(grpc.RpcError) as refused:
            next(restored.stub("registry", "platform").Watch(request, timeout=CALL_SECONDS))
        self.assertEqual(reason_of(refused.exception), "STATE_CONFLICT")

    def assert_what_is_sent_again_makes_it_equal(self, restored: Suite):
        rosters = (("university.csv", UNIVERSITY), ("online_platform_gb18030.csv", "91370100MA3QUXT040"),
                   ("association.xlsx", "523701005000000154"))
        for roster, provider in rosters:
            wanted = json.loads((SAMPLES / "answers.json").read_text())[roster]
            for row, want in zip(self.submit(restored, roster, provider), wanted):
                if want["outcome"] != "accepted":
                    self.assertEqual(row["outcome"], want["outcome"], row)
                elif roster == "university.csv":
                    self.assertEqual(row["outcome"], "duplicate", row)
                else:
                    self.assertIn(row["outcome"], ("accepted", "duplicate"), row)
        expected = json.loads((SAMPLES / "expected.json").read_text())
        # The client keeps the tokens of what it has sent, so that its own summary waits for it.
        summary = json.loads(restored.xuefen("--json", "summary", "370100", "2018", actor=JINAN).stdout)
        self.assertEqual(int(summary["credited_centihours"]), expected["hours_credited"] * 100)
        self.assertEqual(int(summary["reported_centihours"]), expected["hours_reported"] * 100)
        self.assertEqual(int(summary["people_met"]), expected["people_met"])

    def assert_nothing_is_readable_without_the_keys(self, copy: pathlib.Path):
        numbers = [line.split(",")[1].encode() for line in (SAMPLES / "people.csv").read_text("utf-8-sig").splitlines()[1:]]
        for path in copy.rglob("*"):
            if path.is_file():
                content = path.read_bytes()
                self.assertEqual([n for n in numbers if n in content], [], path)

    def test_nothing_is_written_over_and_nothing_damaged_is_restored(self):
        copy, keys = self.home / "copy", self.home / "keys"
        run(ROOT / "deploy" / "backup", self.suite.data, copy, keys)
        with self.assertRaisesRegex(AssertionError, "exists"):
            run(ROOT / "deploy" / "backup", self.suite.data, copy, self.home / "other")
        with self.assertRaisesRegex(AssertionError, "has a database"):
            run(ROOT / "deploy" / "restore", self.suite.data, copy, keys)
        (damaged,) = [path for path in copy.glob("base/*/PG_VERSION") if path.parent.name == "1"]
        damaged.write_text("16\n")
        with self.assertRaisesRegex(AssertionError, "PG_VERSION"):
            run(ROOT / "deploy" / "restore", self.home / "never", copy, keys)
        self.assertFalse((self.home / "never" / "postgres" / "data").exists())


if __name__ == "__main__":
    unittest.main()
