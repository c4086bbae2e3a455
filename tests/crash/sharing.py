"""Several processes of one service: calls go to each of them, and each says the same."""

import urllib.request

import world
from clients import BUREAU, STATISTICS
from ground import SERVICES, Ground
from suite import contract

ACCREDITATION = contract("xuefen/accreditation/v1/accreditation_service")
CREDIT = contract("xuefen/credit/v1/credit_service")
REGISTRY = contract("xuefen/registry/v1/registry_service")
CALLS = 20


def check(ground: Ground) -> list[str]:
    """What is wrong, in a suite that is quiet and whole."""
    return [*check_balance(ground), *check_answers(ground)]


def check_balance(ground: Ground) -> list[str]:
    """One client with the service configuration of docs/operating.md reaches every process."""
    calls = {
        "accreditation": lambda stub: stub.ListAuthorities(ACCREDITATION.ListAuthoritiesRequest(page_size=1), timeout=10),
        "registry": lambda stub: stub.ImportPeople(REGISTRY.ImportPeopleRequest(
            items=[REGISTRY.PersonItem(display_name="", identity_number="")]), timeout=10),
        "credit": lambda stub: stub.ListRuleSets(CREDIT.ListRuleSetsRequest(), timeout=10),
        "statistics": lambda stub: stub.GetSummary(STATISTICS.GetSummaryRequest(year=2018), timeout=10)}
    wrong = []
    for service in SERVICES:
        before = [figure(port, "grpc_server_started_total") for port in ground.metrics_ports[service]]
        stub = ground.stub(service, BUREAU)
        for _ in range(CALLS):
            calls[service](stub)
        after = [figure(port, "grpc_server_started_total") for port in ground.metrics_ports[service]]
        shares = [int(b - a) for a, b in zip(before, after)]
        print(f"{service}: of {CALLS} calls its processes saw {shares}")
        if min(shares) < CALLS // len(shares) // 2:
            wrong.append(f"of {CALLS} calls to {service} its processes saw {shares}")
    return wrong


def check_answers(ground: Ground) -> list[str]:
    """Asked one by one, all processes of statistics tell the same figures."""
    wrong = []
    everyone = ground.endpoints["statistics"]
    for year in world.YEARS:
        answers = set()
        for address in ground.addresses["statistics"]:
            ground.endpoints["statistics"] = address
            summary = ground.stub("statistics", BUREAU).GetSummary(
                STATISTICS.GetSummaryRequest(division="370100", year=year), timeout=10)
            summary.freshness_token = ""
            answers.add(summary.SerializeToString(deterministic=True))
        if len(answers) != 1:
            wrong.append(f"the processes of statistics tell {len(answers)} different summaries of {year}")
    ground.endpoints["statistics"] = everyone
    return wrong


def figure(port: int, name: str) -> float:
    """The sum of a metric over all its labels."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as page:
        return sum(float(line.rsplit(" ", 1)[1]) for line in page.read().decode().splitlines()
                   if line.startswith(name))
