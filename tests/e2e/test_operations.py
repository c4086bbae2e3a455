"""What operators see: figures, dashboards, alerts, logs, and what a service says of a wrong configuration."""

import json
import pathlib
import re
import subprocess
import tempfile
import time
import unittest
import urllib.request

import grpc

from suite import BIN, CALL_SECONDS, ROOT, SAMPLES, SERVICES, contract, running_suite

REGISTRY = contract("xuefen/registry/v1/registry_service")
STATISTICS = contract("xuefen/statistics/v1/statistics_service")

JINAN = "bureau-370100"
UNIVERSITY = "12370000004500002M"
OPERATING = (ROOT / "docs" / "operating.md").read_text()
OURS = re.compile(r"\b(?:xuefen|grpc_server|process)_[a-z0-9_]+\b")
LABEL_LISTS = re.compile(r"\{[^}]*\}|\b(?:by|on|without|ignoring|group_left|group_right)\s*\([^)]*\)|\"[^\"]*\"")


def dashboards() -> dict[str, dict]:
    return {path.name: json.loads(path.read_text()) for path in (ROOT / "deploy" / "grafana").glob("*.json")}


def expressions(dashboard: dict) -> list[str]:
    return [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]


def figures_of(expression: str) -> set[str]:
    return set(OURS.findall(LABEL_LISTS.sub(" ", expression)))


def last_step(directory: str) -> int:
    """Number of the last migration."""
    return len(list((ROOT / directory).glob("*.sql")))


class Operations(unittest.TestCase):
    """One suite for all tests, with the job half done, so that every figure has been counted once."""

    @classmethod
    def setUpClass(cls):
        cls._running = running_suite()
        cls.suite = cls._running.__enter__()
        cls.addClassCleanup(cls._running.__exit__, None, None, None)
        for what in ("providers", "activities", "people"):
            cls.suite.xuefen(what, "import", str(SAMPLES / f"{what}.csv"), actor=JINAN)
        roster = cls.suite.data / "university.csv"
        roster.write_bytes((SAMPLES / "university.csv").read_bytes())
        cls.suite.xuefen("submit", str(roster), actor=f"provider-{UNIVERSITY}")
        cls.suite.xuefen("summary", "370100", "2018", actor=JINAN)
        cls.pages = {service: cls.page(service) for service in SERVICES}

    @classmethod
    def page(cls, service: str) -> str:
        config = cls.config(service).read_text()
        address = re.search(r'^metrics_address: "(.*)"', config, re.M).group(1)
        with urllib.request.urlopen(f"http://{address}/metrics", timeout=CALL_SECONDS) as answer:
            return answer.read().decode()

    @classmethod
    def config(cls, service: str) -> pathlib.Path:
        return cls.suite.data / "config" / f"{service}.txtpb"

    def served(self) -> set[str]:
        """All names that any service serves."""
        return {line.split("{")[0].split(" ")[0] for page in self.pages.values()
                for line in page.splitlines() if line and not line.startswith("#")}

    def documented(self) -> set[str]:
        """Names in the table of figures, each with what it becomes on the page."""
        names = set()
        for name, kind in re.findall(r"^\| `([a-z_]+)` \| ([a-z]+)", OPERATING, re.M):
            names |= {name + suffix for suffix in ("_bucket", "_sum", "_count")} if kind == "histogram" else {name}
        return names

    def test_every_figure_of_the_documents_is_served_and_every_one_served_is_documented(self):
        ours = {name for name in self.served() if OURS.fullmatch(name)}
        self.assertEqual(self.documented() - ours, set())
        self.assertEqual(ours - self.documented(), set())

    def test_every_figure_of_dashboards_and_alerts_is_served(self):
        rules = (ROOT / "deploy" / "prometheus" / "alerts.yml").read_text()
        used = {name for rule in re.findall(r"expr: (.*?)(?=\n +[a-z]+: )", rules, re.S) for name in figures_of(rule)}
        for dashboard in dashboards().values():
            used |= {name for expression in expressions(dashboard) for name in figures_of(expression)}
        self.assertGreater(len(used), 25)
        self.assertEqual(used - self.served(), set())

    def test_dashboards_are_well_formed(self):
        recorded = {"groups": [{"name": "dashboards", "rules": []}]}
        uids = set()
        for name, dashboard in dashboards().items():
            uids.add(dashboard["uid"])
            panels = dashboard["panels"]
            self.assertEqual(len({panel["id"] for panel in panels}), len(panels), name)
            self.assertEqual(len({(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels}), len(panels), name)
            for panel in panels:
                with self.subTest(dashboard=name, panel=panel["title"]):
                    self.assertTrue(panel["title"] and panel["description"] and panel["fieldConfig"]["defaults"]["unit"])
                    self.assertLessEqual(panel["gridPos"]["x"] + panel["gridPos"]["w"], 24)
                    self.assertEqual({target["datasource"]["uid"] for target in panel["targets"]}, {"${datasource}"})
            for expression in expressions(dashboard):
                plain = re.sub(r"\$__(rate_interval|range)", "5m", expression).replace("$service", "registry")
                recorded["groups"][0]["rules"].append({"record": "lint:expression", "expr": plain})
        self.assertEqual(len(uids), len(dashboards()))
        with tempfile.NamedTemporaryFile("w", suffix=".yml") as file:
            json.dump(recorded, file)  # JSON is YAML
            file.flush()
            checked = subprocess.run(["promtool", "check", "rules", "--lint=none", file.name], capture_output=True, text=True)
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)

    def test_every_alert_is_explained(self):
        alerts = re.findall(r"- alert: (\w+)", (ROOT / "deploy" / "prometheus" / "alerts.yml").read_text())
        explained = re.findall(r"^\| (Xuefen\w+) \|", OPERATING, re.M)
        self.assertEqual(sorted(explained), sorted(alerts))

    def test_figures_name_nobody(self):
        people = [line.split(",") for line in (SAMPLES / "people.csv").read_text("utf-8-sig").splitlines()[1:]]
        for page in self.pages.values():
            self.assertEqual([word for row in people for word in row[:2] if word in page], [])
            self.assertNotIn(UNIVERSITY, page)
            self.assertNotRegex(page, r"[0-9a-f]{32}")

    def value(self, page: str, series: str) -> float:
        (line,) = [line for line in page.splitlines() if line.startswith(series + " ")]
        return float(line.rsplit(" ", 1)[1])

    def await_value(self, service: str, series: str, wanted: float):
        give_up = time.monotonic() + CALL_SECONDS
        while self.value(self.page(service), series) != wanted:
            self.assertLess(time.monotonic(), give_up, f"{service}: {series} is not {wanted}")
            time.sleep(0.1)

    def test_figures_say_what_happened(self):
        accepted, = self.suite.sql("SELECT count(*) FROM registry.ledger WHERE type = 'CompletionRecorded'")
        page = self.page("registry")
        self.assertEqual(self.value(page, 'xuefen_ledger_entries_total{answer="appended"}'), int(accepted[0]))
        entries, = self.suite.sql("SELECT count(*) FROM registry.ledger")
        self.assertEqual(self.value(page, "xuefen_ledger_entries"), int(entries[0]))
        self.assertEqual(self.value(page, 'xuefen_catalogue_entries{kind="provider"}'), 3)
        self.await_value("credit", 'xuefen_feed_position_entries{feed="registry"}', int(entries[0]))
        end = self.value(page, "xuefen_certificate_end_timestamp_seconds") - time.time()
        self.assertTrue(360 < end / 86400 < 366, end)

    # Logs.

    def log(self, service: str) -> list[dict]:
        return [json.loads(line) for line in self.suite.log_lines(service)]

    def log_lines(self, service: str, trace: str) -> list[dict]:
        return [line for line in self.log(service) if line.get("trace") == trace]

    def test_a_refused_call_is_logged_under_the_trace_of_its_caller(self):
        trace, span = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
        with self.assertRaises(grpc.RpcError) as refused:
            self.suite.stub("statistics", f"provider-{UNIVERSITY}").GetSummary(
                STATISTICS.GetSummaryRequest(division="370100", year=2018), timeout=CALL_SECONDS,
                metadata=[("traceparent", f"00-{trace}-{span}-01")])
        self.assertIn(trace.encode(), dict(refused.exception.trailing_metadata())["grpc-status-details-bin"])
        (line,) = self.log_lines("statistics", trace)
        self.assertEqual((line["level"], line["method"], line["reason"]),
                         ("info", "/xuefen.statistics.v1.StatisticsService/GetSummary", "ROLE_NOT_ALLOWED"))
        self.assertRegex(line["request"], "^[0-9a-f]{16}$")
        self.assertNotEqual(line["request"], span)

    def test_a_feed_that_breaks_is_logged_on_both_sides_under_one_trace(self):
        certificate = self.suite.data / "certificates" / "servers" / "statistics" / "cert.pem"
        serial = subprocess.run(["openssl", "x509", "-noout", "-serial", "-in", certificate], check=True,
                                capture_output=True, text=True).stdout
        denied = self.suite.data / "certificates" / "denied"
        before = denied.read_text()
        denied.write_text(before + serial)
        self.addCleanup(denied.write_text, before)
        deadline = time.monotonic() + CALL_SECONDS
        while time.monotonic() < deadline:
            ours = {line["trace"] for line in self.log("statistics")
                    if line["message"] == "feed interrupted" and line["feed"] == "credit"}
            theirs = {line["trace"] for line in self.log("credit") if line.get("reason") == "NOT_AUTHENTICATED"}
            if ours & theirs:
                return
            time.sleep(0.1)
        self.fail(f"no trace is in both logs: {ours}, {theirs}")

    def test_every_line_of_a_log_is_one_object(self):
        for service in SERVICES:
            for line in self.log(service):
                self.assertLessEqual({"time", "level", "message"}, line.keys())

    # Configuration.

    def check(self, service: str, *changes: tuple[str, str], command=("check",)) -> subprocess.CompletedProcess:
        text = self.config(service).read_text()
        for pattern, replacement in changes:
            text, count = re.subn(pattern, replacement, text, flags=re.M)
            self.assertGreater(count, 0, pattern)
        with tempfile.NamedTemporaryFile("w", suffix=".txtpb") as file:
            file.write(text)
            file.flush()
            return subprocess.run([BIN / f"xuefen-{service}", *command, "--config", file.name],
                                  capture_output=True, text=True, timeout=CALL_SECONDS)

    def test_a_good_configuration_passes_while_the_service_serves(self):
        for service in SERVICES:
            for command in (("check",), ("serve", "--check")):
                checked = self.check(service, command=command)
                self.assertEqual((checked.returncode, checked.stderr), (0, ""))

    def test_all_faults_are_told_at_once_with_what_is_wanted(self):
        with tempfile.TemporaryDirectory() as directory:
            open_secret = pathlib.Path(directory, "tokens")
            open_secret.write_text("00000001 " + "0" * 64 + "\n")
            open_secret.chmod(0o644)
            faults = [(r'(?<=tokens_file: ").*(?=")', str(open_secret)),
                      (r"servers/credit", "servers/registry"),
                      (r'(?<=rules_directory: ").*(?=")', directory),
                      (r'upstreams \{ service: "registry".*', ""),
                      (r'(?<=^conninfo_file: ").*(?=")', directory + "/missing")]
            for command in (("check",), ("serve",)):
                said = self.check("credit", *faults, command=command)
                self.assertEqual(said.returncode, 1)
                for words in ("tokens: mode 0644", "want spiffe://xuefen/service/credit", directory,
                              "upstreams: want one for registry", "missing: want a file with a connection string"):
                    self.assertIn(words, said.stderr)

    def test_credit_refuses_a_law_of_other_years_than_the_calendars(self):
        with tempfile.TemporaryDirectory() as directory:
            law = (ROOT / "deploy" / "rules" / "order-25.txtpb").read_text().split("\nexample")[0]
            pathlib.Path(directory, "law.txtpb").write_text(law.replace('"01-01"', '"07-01"'))
            for command in (("check",), ("serve",)):
                said = self.check("credit", (r'(?<=rules_directory: ").*(?=")', directory), command=command)
                self.assertEqual(said.returncode, 1)
                self.assertRegex(said.stderr, r'law\.txtpb:\d+: "[a-z0-9.-]+" is another window than the calendar year')

    def test_values_that_make_no_sense_are_told_with_their_fields(self):
        said = self.check("registry", (r"^listen_address: .*", 'listen_address: "7411"'),
                          (r"^metrics_address: .*", 'metrics_address: "0.0.0.0:1"'))
        self.assertEqual(said.returncode, 1)
        self.assertIn("listen_address: want host:port", said.stderr)
        self.assertIn("metrics_address: want host:port on a loopback address", said.stderr)

    def test_a_schema_outside_the_range_is_refused(self):
        last = last_step("services/statistics/storage/migrations")
        self.suite.sql("INSERT INTO statistics.schema_migration (set_name, number, name, sha256) "
                       "VALUES ('statistics', 99, '0099_from_tomorrow', '')")
        try:
            for command in (("check",), ("serve",)):
                said = self.check("statistics", command=command)
                self.assertEqual(said.returncode, 1)
                self.assertIn(f"schema statistics: step 99, want {last} to {last}; want a newer program", said.stderr)
        finally:
            self.suite.sql("DELETE FROM statistics.schema_migration WHERE number = 99")
        self.suite.sql("ALTER TABLE credit.schema_migration RENAME TO hidden")
        try:
            said = self.check("credit")
            self.assertEqual(said.returncode, 1)
            last = last_step("libs/ledger/migrations")
            self.assertIn(f"schema ledger: step 0, want {last} to {last}; run migrate", said.stderr)
        finally:
            self.suite.sql("ALTER TABLE credit.hidden RENAME TO schema_migration")

    def test_a_ledger_that_was_altered_does_not_verify(self):
        verify = [BIN / "xuefen-accreditation", "verify", "--config", self.config("accreditation")]
        self.assertIn("64 chains hold", subprocess.run(verify, capture_output=True, text=True, check=True).stdout)
        ((bucket, seq),) = self.suite.sql("SELECT bucket, seq FROM accreditation.ledger LIMIT 1")
        flip = (f"UPDATE accreditation.ledger SET source = source # 1 WHERE bucket = {bucket} AND seq = {seq}")
        self.suite.sql(flip)
        try:
            said = subprocess.run(verify, capture_output=True, text=True)
            self.assertEqual(said.returncode, 1)
            self.assertIn(f"bucket {bucket}", said.stderr)
        finally:
            self.suite.sql(flip)


if __name__ == "__main__":
    unittest.main()
