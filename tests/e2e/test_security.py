"""Certificates that change, end or never were; tokens that move; and where identity numbers must not be found."""

import base64
import contextlib
import csv
import shutil
import ssl
import subprocess
import threading
import unittest
import urllib.request

import grpc

from examples import ACCREDITATION, REGISTRY
from suite import CALL_SECONDS, ROOT, SAMPLES, SERVICES, reason_of, running_suite

JINAN = "bureau-370100"
SWAPS = 5

_EXPIRED = """
set -euo pipefail
cd "$1"
mkdir -p expired
printf '[req]\\ndistinguished_name=s\\nprompt=no\\n[s]\\nCN=x\\n' | openssl req -new -config /dev/stdin -newkey ec \\
  -pkeyopt ec_paramgen_curve:P-256 -noenc -keyout expired/key.pem -out expired/csr.pem 2>/dev/null
: >expired/index
printf '[ca]\\ndefault_ca=c\\n[c]\\ndatabase=expired/index\\nnew_certs_dir=expired\\nrand_serial=yes\\ndefault_md=sha256\\npolicy=p\\nx509_extensions=e
[p]\\ncommonName=supplied\\n[e]\\nbasicConstraints=CA:false\\nextendedKeyUsage=clientAuth\\nsubjectAltName=URI:spiffe://xuefen/bureau/370100\\n' >expired/ca.cnf
openssl ca -config expired/ca.cnf -batch -notext -cert ca/cert.pem -keyfile ca/key.pem -in expired/csr.pem \\
  -startdate 20200101000000Z -enddate 20200102000000Z -out actors/expired.pem 2>/dev/null
mkdir -p actors/expired
mv actors/expired.pem actors/expired/cert.pem
mv expired/key.pem actors/expired/key.pem
"""


class Security(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        running = running_suite()
        cls.suite = running.__enter__()
        cls.addClassCleanup(running.__exit__, None, None, None)
        for what in ("providers", "activities", "people"):
            cls.suite.xuefen(what, "import", str(SAMPLES / f"{what}.csv"), actor=JINAN)
        with open(SAMPLES / "providers.csv", encoding="utf-8-sig", newline="") as file:
            for provider in csv.DictReader(file):
                roster = cls.suite.data / "rosters" / provider["roster"]
                roster.parent.mkdir(exist_ok=True)
                shutil.copy(SAMPLES / provider["roster"], roster)
                cls.suite.xuefen("submit", str(roster), actor=f"provider-{provider['uscc']}")
        with open(SAMPLES / "people.csv", encoding="utf-8-sig", newline="") as file:
            cls.people = list(csv.DictReader(file))

    def test_certificates_of_server_and_caller_change_under_load_without_a_failed_call(self):
        request = ACCREDITATION.GetAuthorityRequest(name="authorities/370100")
        ended, failures, calls = threading.Event(), [], [0, 0]

        def read(worker: int, reconnects: bool) -> None:
            stub = self.suite.stub("accreditation", JINAN)
            while not ended.is_set():
                with contextlib.ExitStack() as closing:
                    if reconnects:
                        channel = closing.enter_context(self.suite.channel("accreditation", JINAN))
                        call = channel.unary_unary("/xuefen.accreditation.v1.AccreditationService/GetAuthority",
                                                   ACCREDITATION.GetAuthorityRequest.SerializeToString)
                    else:
                        call = stub.GetAuthority
                    try:
                        call(request, timeout=CALL_SECONDS)
                        calls[worker] += 1
                    except grpc.RpcError as error:
                        failures.append(error)

        readers = [threading.Thread(target=read, args=(worker, bool(worker))) for worker in range(2)]
        for reader in readers:
            reader.start()
        for _ in range(SWAPS):
            shown = self.certificate_shown()
            subprocess.run([ROOT / "deploy" / "certificates", self.suite.data / "certificates", "server", "accreditation"],
                           check=True)
            self.suite.make_actor(JINAN, "spiffe://xuefen/bureau/370100")
            while not failures and self.certificate_shown() == shown:
                ended.wait(0.05)
            # Both kinds of caller have used the new ones a while before the next change; and it comes in another second,
            # by which gRPC tells that a file has changed between reading the key and the certificate.
            before = list(calls)
            ended.wait(1.1)
            while not failures and any(now - then < 20 for now, then in zip(calls, before)):
                ended.wait(0.05)
        ended.set()
        for reader in readers:
            reader.join()
        self.assertEqual(failures, [])

    def certificate_shown(self) -> str:
        host, port = self.suite.endpoints["accreditation"].split(":")
        return ssl.get_server_certificate((host, int(port)), timeout=CALL_SECONDS)

    def test_an_expired_certificate_gets_no_connection(self):
        subprocess.run(["bash", "-c", _EXPIRED, "bash", self.suite.data / "certificates"], check=True)
        stub = self.suite.stub("accreditation", "expired")
        with self.assertRaises(grpc.RpcError) as refused:
            stub.GetAuthority(ACCREDITATION.GetAuthorityRequest(name="authorities/370100"), timeout=CALL_SECONDS)
        self.assertEqual(refused.exception.code(), grpc.StatusCode.UNAVAILABLE)

    def test_tokens_cannot_be_moved_or_made(self):
        first = self.suite.stub("accreditation", JINAN).ListAuthorities(
            ACCREDITATION.ListAuthoritiesRequest(page_size=5), timeout=CALL_SECONDS)
        token = first.next_page_token
        self.assertNotEqual(token, "")
        again = self.suite.stub("accreditation", JINAN).ListAuthorities(
            ACCREDITATION.ListAuthoritiesRequest(page_size=5, page_token=token), timeout=CALL_SECONDS)
        self.assertNotEqual(again.authorities[0].name, first.authorities[0].name)
        altered = token[:10] + ("A" if token[10] != "A" else "B") + token[11:]
        for actor, method, request in (
                ("bureau-370200", "ListAuthorities", ACCREDITATION.ListAuthoritiesRequest(page_size=5, page_token=token)),
                (JINAN, "ListProviders", ACCREDITATION.ListProvidersRequest(page_size=5, page_token=token)),
                (JINAN, "ListAuthorities", ACCREDITATION.ListAuthoritiesRequest(page_size=5, page_token=altered))):
            with self.subTest(actor=actor, method=method), self.assertRaises(grpc.RpcError) as refused:
                getattr(self.suite.stub("accreditation", actor), method)(request, timeout=CALL_SECONDS)
            self.assertEqual(reason_of(refused.exception), "PAGE_TOKEN_INVALID")

    def test_no_identity_number_is_anywhere_but_in_the_rosters_and_readable_nowhere(self):
        """In tables, WAL, a dump, logs, metrics and what else the suite has written; plain, in UTF-16 and in base64."""
        self._provoke_errors()
        self.suite.sql("CHECKPOINT")
        dump = self.suite.data / "everything.dump"
        dump.write_bytes(self.suite.dump())
        for service in SERVICES:
            (self.suite.data / f"{service}.metrics").write_bytes(urllib.request.urlopen(
                f"http://{self.suite.metrics_address(service)}/metrics", timeout=CALL_SECONDS).read())
        forms = {form for row in self.people for form in self._forms(row["id_number"])}
        searched = 0
        for path in sorted(self.suite.data.rglob("*")):
            if path.is_symlink() or not path.is_file() or path.is_relative_to(self.suite.data / "rosters"):
                continue
            try:
                content = path.read_bytes()
            except FileNotFoundError:
                continue  # PostgreSQL needs it no more
            searched += len(content)
            self.assertFalse([form for form in forms if form in content], path)
        self.assertGreater(searched, 20 << 20, "the database's own files are among them")

    def test_a_service_leaves_no_core_file(self):
        for service in SERVICES:
            self.assertRegex((self.suite.process(service) / "limits").read_text(), r"Max core file size +0 +0 ", service)

    def _provoke_errors(self) -> None:
        """Errors that look at numbers: refused rows, an unknown person, a number where it does not belong."""
        number = self.people[0]["id_number"]
        stub = self.suite.stub("registry", JINAN)
        with self.assertRaises(grpc.RpcError):
            stub.LookupPerson(REGISTRY.LookupPersonRequest(identity_number=number, display_name=number), timeout=CALL_SECONDS)
        with self.assertRaises(grpc.RpcError):
            stub.GetPerson(REGISTRY.GetPersonRequest(name=f"people/{number}"), timeout=CALL_SECONDS)
        stub.ImportPeople(REGISTRY.ImportPeopleRequest(
            items=[REGISTRY.PersonItem(identity_number=number, display_name="另一个名字")]), timeout=CALL_SECONDS)
        self.suite.stub("registry", "provider-12370000004500002M").SubmitCompletionBatch(REGISTRY.SubmitCompletionsRequest(
            items=[REGISTRY.CompletionItem(identity_number=number, activity_code=number)]), timeout=CALL_SECONDS)

    @staticmethod
    def _forms(number: str) -> list[bytes]:
        plain = number.encode()
        forms = [plain, number.encode("utf-16-le"), number.encode("utf-16-be"), plain.hex().encode()]
        # Base64 of a text that holds the number somewhere: without the characters that its neighbours have a part in.
        for before in range(3):
            encoded = base64.b64encode(b"\0" * before + plain)
            forms.append(encoded[-(-before * 8 // 6) + (1 if before else 0):len(encoded) // 4 * 4 - 4])
        return forms


if __name__ == "__main__":
    unittest.main()
