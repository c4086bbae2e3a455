"""Every method, as every role, on what is the caller's own, on what is another's and on what does not exist."""

import unittest

import grpc

from examples import QINGDAO_PROVIDER, examples
from methods import Answer, Method, all_methods
from suite import CALL_SECONDS, SAMPLES, contract, running_suite, when_fresh

ACCREDITATION = contract("xuefen/accreditation/v1/accreditation_service")
REGISTRY = contract("xuefen/registry/v1/registry_service")
CREDIT = contract("xuefen/credit/v1/credit_service")
ERROR_DETAILS = contract("google/rpc/error_details")
STATUS = contract("google/rpc/status")

# One caller of each role. What is "own" below is that of the bureau of Jinan and of the university.
CALLERS = {
    "provider": "spiffe://xuefen/provider/12370000004500002M",
    "bureau": "spiffe://xuefen/bureau/370100",
    "province": "spiffe://xuefen/province/370000",
    "industry": "spiffe://xuefen/industry/health",
    "employer": "spiffe://xuefen/employer/91370100MA3QUXT040",
    "platform": "spiffe://xuefen/platform/shandong",
    "service": "spiffe://xuefen/service/statistics",
}


def reason(answer: Answer) -> str:
    status = STATUS.Status.FromString(answer.details)
    info = ERROR_DETAILS.ErrorInfo()
    return info.reason if any(detail.Unpack(info) for detail in status.details) else ""


class Authorization(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        running = running_suite()
        cls.suite = running.__enter__()
        cls.addClassCleanup(running.__exit__, None, None, None)
        for role, uri in CALLERS.items():
            cls.suite.make_actor(f"as-{role}", uri)
        cls.channels = {}
        for what in ("providers", "activities", "people"):
            cls.suite.xuefen(what, "import", str(SAMPLES / f"{what}.csv"), actor="bureau-370100")
        cls.own = cls._import_person("bureau-370100", "李静", "370203198509182426")
        cls.foreign = cls._import_person("bureau-370200", "外市人", "11010519491231002X")
        cls.suite.stub("accreditation", "bureau-370200").ImportProviders(ACCREDITATION.ImportProvidersRequest(items=[
            ACCREDITATION.ProviderItem(unified_social_credit_code=QINGDAO_PROVIDER, display_name="青岛某培训中心",
                                       kind=ACCREDITATION.PROVIDER_KIND_ENTERPRISE)]), timeout=CALL_SECONDS)
        cls._wait_until_credit_knows(cls.foreign)

    @classmethod
    def _import_person(cls, bureau: str, name: str, number: str) -> str:
        answer = cls.suite.stub("registry", bureau).ImportPeople(REGISTRY.ImportPeopleRequest(
            items=[REGISTRY.PersonItem(display_name=name, identity_number=number)]), timeout=CALL_SECONDS)
        cls.fresh = answer.freshness_token
        return answer.results[0].person

    @classmethod
    def _wait_until_credit_knows(cls, person: str) -> None:
        request = CREDIT.GetAccountRequest(name=f"{person}/account", at_least_as_fresh_as=cls.fresh)
        when_fresh(lambda: cls.suite.stub("credit", "bureau-370200").GetAccount(request, timeout=CALL_SECONDS))

    def channel(self, service: str, role: str) -> grpc.Channel:
        key = (service, role)
        if key not in self.channels:
            self.channels[key] = self.suite.channel(service, f"as-{role}")
        return self.channels[key]

    def call(self, method: Method, role: str, request) -> Answer:
        return method.call(self.channel(method.service, role), request.SerializeToString())

    def requests(self) -> dict[tuple[str, str], tuple]:
        return examples(self.own, self.foreign)

    def test_every_method_is_in_the_matrix(self):
        self.assertEqual({(method.service, method.name) for method in all_methods()}, set(self.requests()))

    def test_a_role_that_is_not_listed_is_refused_before_its_request_is_read(self):
        requests = self.requests()
        for method in all_methods():
            for role in CALLERS:
                if role in method.roles:
                    continue
                with self.subTest(method=method.name, role=role):
                    for answer in (self.call(method, role, requests[method.service, method.name][0]),
                                   method.call(self.channel(method.service, role), b"\xff no request")):
                        if method.name == "SubmitCompletions" and answer.code == grpc.StatusCode.OK:
                            self.fail("a message was answered")
                        self.assertEqual((answer.code, reason(answer)),
                                         (grpc.StatusCode.PERMISSION_DENIED, "ROLE_NOT_ALLOWED"))

    def test_a_listed_role_reaches_its_own(self):
        requests = self.requests()
        for method in all_methods():
            for role in CALLERS:
                if role not in method.roles:
                    continue
                with self.subTest(method=method.name, role=role):
                    answer = self.call(method, role, requests[method.service, method.name][0])
                    # The university cannot apply again: it is recorded already, with other content.
                    wanted = "ALREADY_EXISTS" if method.name == "ApplyProvider" else ""
                    self.assertEqual(reason(answer), wanted)
                    self.assertEqual(answer.code == grpc.StatusCode.OK, not wanted)

    def test_anothers_and_nobodys_are_answered_with_the_same_bytes(self):
        requests = self.requests()
        bounded = {"provider", "bureau"}
        for method in all_methods():
            own, *others = requests[method.service, method.name]
            for role in bounded & method.roles:
                if not others:
                    continue
                with self.subTest(method=method.name, role=role):
                    foreign, missing = (self.call(method, role, request) for request in others)
                    if method.name == "SubmitCompletions":
                        # A stream answers its messages; the refusal is in the answer.
                        foreign, missing = (self._as_refusal(answer) for answer in (foreign, missing))
                    self.assertEqual(foreign, missing)
                    wanted = ("NOT_FOUND", grpc.StatusCode.NOT_FOUND) if method.access.by_object else (
                        "OUT_OF_SCOPE", grpc.StatusCode.PERMISSION_DENIED)
                    self.assertEqual((reason(foreign), foreign.code), wanted)

    @staticmethod
    def _as_refusal(answer: Answer) -> Answer:
        status = REGISTRY.SubmitCompletionsResponse.FromString(answer.response).status
        code = next(code for code in grpc.StatusCode if code.value[0] == status.code)
        return Answer(code, status.message, status.SerializeToString())

    def test_a_withdrawn_certificate_is_refused_on_its_open_connection(self):
        self.suite.make_actor("lost", CALLERS["bureau"])
        channel = self.suite.channel("registry", "lost")
        (method,) = [method for method in all_methods() if method.name == "GetPerson"]
        request = REGISTRY.GetPersonRequest(name=self.own).SerializeToString()
        self.assertEqual(method.call(channel, request).code, grpc.StatusCode.OK)
        self.suite.deny("lost")
        answer = method.call(channel, request)
        while answer.code == grpc.StatusCode.OK:
            answer = method.call(channel, request)
        self.assertEqual((answer.code, reason(answer)), (grpc.StatusCode.UNAUTHENTICATED, "NOT_AUTHENTICATED"))
        # Another certificate of the same bureau is not concerned.
        self.assertEqual(method.call(self.channel("registry", "bureau"), request).code, grpc.StatusCode.OK)


if __name__ == "__main__":
    unittest.main()
