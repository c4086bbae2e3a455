"""Several processes of one service: calls go to each of them, and each says the same."""

import functools
import time
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
        call = functools.partial(calls[service], ground.stub(service, BUREAU))
        reached = call_until_all_answer(ground, service, call)
        shares = called(ground, service, call, CALLS) if reached else []
        print(f"{service}: of {CALLS} calls its processes saw {shares}")
        if min(shares, default=0) < CALLS // ground.replicas // 2:
            wrong.append(f"of {CALLS} calls to {service} its processes saw {shares}")
    return wrong


def call_until_all_answer(ground: Ground, service: str, call) -> bool:
    """A new client connects to all processes at once and calls those it has reached; the others follow within moments."""
    give_up = time.monotonic() + 20
    missing = [True]
    while any(missing) and time.monotonic() < give_up:
        missing = [seen == 0 for seen in called(ground, service, call, CALLS)]
    return not any(missing)


def called(ground: Ground, service: str, call, times: int) -> list[int]:
    """How many of so many calls each process has seen."""
    before = [figure(port, "grpc_server_started_total") for port in ground.metrics_ports[service]]
    for _ in range(times):
        call()
    after = [figure(port, "grpc_server_started_total") for port in ground.metrics_ports[service]]
    return [int(b - a) for a, b in zip(before, after)]


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
