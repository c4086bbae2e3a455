"""Requests that no honest caller sends, to every method: only declared status codes, never a fault, and the connection lives on.

XUEFEN_HOSTILE_ROUNDS (default 1) multiplies the random part.
"""

import contextlib
import os
import random
import unittest

import grpc

import hostile
from examples import NOBODY, REGISTRY, examples
from methods import Answer, Method, all_methods
from suite import CALL_SECONDS, SERVICES, running_suite
from test_authorization import CALLERS

ROUNDS = int(os.environ.get("XUEFEN_HOSTILE_ROUNDS", "1"))
RANDOM_REQUESTS = 100
MEMORY_GROWTH_MAX_KIB = 64 << 10

# Whatever a request says, a service never answers UNKNOWN, INTERNAL, DATA_LOSS or not at all.
ALLOWED = {
    grpc.StatusCode.OK, grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.NOT_FOUND, grpc.StatusCode.ALREADY_EXISTS,
    grpc.StatusCode.PERMISSION_DENIED, grpc.StatusCode.FAILED_PRECONDITION, grpc.StatusCode.ABORTED,
    grpc.StatusCode.RESOURCE_EXHAUSTED,
}


class Hostile(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        running = running_suite()
        cls.suite = running.__enter__()
        cls.addClassCleanup(running.__exit__, None, None, None)
        for role, uri in CALLERS.items():
            cls.suite.make_actor(f"as-{role}", uri)
        cls.seed = int(os.environ.get("XUEFEN_SEED", random.SystemRandom().randrange(2**32)))
        print(f"XUEFEN_SEED={cls.seed}", flush=True)

    def memory_kib(self, service: str) -> int:
        lines = (self.suite.process(service) / "status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))

    def code_of(self, method: Method, answer: Answer) -> grpc.StatusCode:
        """A stream's own answer counts, not that there was one."""
        if method.name != "SubmitCompletions" or answer.code != grpc.StatusCode.OK:
            return answer.code
        number = REGISTRY.SubmitCompletionsResponse.FromString(answer.response).status.code
        return next(code for code in grpc.StatusCode if code.value[0] == number)

    def attack(self, method: Method, channel: grpc.Channel, rng: random.Random) -> None:
        (sound, *_) = examples(NOBODY, NOBODY)[method.service, method.name]
        for what, request in hostile.requests(method.descriptor.input_type, sound.SerializeToString(), rng,
                                              RANDOM_REQUESTS * ROUNDS):
            code = self.code_of(method, method.call(channel, request))
            # A sound token of nobody's, a bucket far ahead: what a read may wait for it may give up.
            self.assertIn(code, ALLOWED, f"{method.name}: {what}: {request[:200]!r}")

    @contextlib.contextmanager
    def one_connection(self, service: str, role: str):
        """A channel whose one connection must last; a new one for each method, because a server ends old ones."""
        states = []
        with self.suite.channel(service, f"as-{role}") as channel:
            grpc.channel_ready_future(channel).result(timeout=CALL_SECONDS)
            channel.subscribe(states.append)
            yield channel
            self.assertEqual(set(states), {grpc.ChannelConnectivity.READY}, f"{service}: a connection was lost")

    def test_every_method_answers_only_what_its_contract_declares(self):
        rng = random.Random(self.seed)
        for service in SERVICES:
            methods = [method for method in all_methods() if method.service == service]
            before = None
            # The first pass fills caches and pools; the second must need no more memory.
            for _ in range(2):
                for method in methods:
                    role = sorted(method.roles)[0]
                    with self.subTest(method=method.name, role=role), self.one_connection(service, role) as channel:
                        self.attack(method, channel, rng)
                if before is None:
                    before = self.memory_kib(service)
            self.assertLess(self.memory_kib(service) - before, MEMORY_GROWTH_MAX_KIB, service)

    def test_a_method_that_does_not_exist_is_unimplemented(self):
        channel = self.suite.channel("registry", "as-platform")
        with self.assertRaises(grpc.RpcError) as refused:
            channel.unary_unary("/xuefen.registry.v1.RegistryService/DropEverything")(b"", timeout=CALL_SECONDS)
        self.assertEqual(refused.exception.code(), grpc.StatusCode.UNIMPLEMENTED)

    def test_the_logs_tell_of_no_fault(self):
        for service in SERVICES:
            faults = [line for line in self.suite.log_lines(service) if '"level":"error"' in line]
            self.assertEqual(faults, [], service)


if __name__ == "__main__":
    unittest.main()
