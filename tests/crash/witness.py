"""An onlooker of a feed: remembers every entry it was ever shown, and wants each exactly once and in order."""

import threading

import grpc

from chain import first_chain, next_chain
from ground import Ground
from suite import contract

FEED = contract("xuefen/common/v1/feed")
ACTOR = "platform"


class Witness:
    """Follows one feed in a thread of its own, through whatever happens. `chains` has what it saw, by bucket."""

    def __init__(self, ground: Ground, service: str):
        self.service = service
        self.wrong: list[str] = []
        self.chains: dict[int, list[bytes]] = {bucket: [] for bucket in range(64)}
        self._stub = ground.stub(service, ACTOR)
        self._stopping = False
        self._call = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopping = True
        # A call may just be beginning.
        while self._thread.is_alive():
            if self._call is not None:
                self._call.cancel()
            self._thread.join(timeout=0.1)

    def compare(self, chains: dict[int, list[str]]) -> None:
        """What was shown must still be there: nothing that anybody saw was taken back."""
        for bucket, seen in self.chains.items():
            stands = [bytes.fromhex(chain) for chain in chains[bucket][:len(seen)]]
            if seen != stands:
                self.wrong.append(f"the feed of {self.service} showed entries of bucket {bucket} that do not stand")

    def _run(self) -> None:
        while not self._stopping:
            try:
                self._call = self._stub.Watch(self._request())
                for response in self._call:
                    self._take(response)
            except grpc.RpcError as failure:
                if failure.code() not in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED,
                                          grpc.StatusCode.RESOURCE_EXHAUSTED, grpc.StatusCode.DEADLINE_EXCEEDED):
                    self.wrong.append(f"the feed of {self.service} broke with {failure.code().name}: {failure.details()}")
            threading.Event().wait(0.1)

    def _request(self):
        request = FEED.WatchRequest()
        for bucket, seen in self.chains.items():
            getattr(request, "from").add(bucket=bucket, seq=len(seen))
        return request

    def _take(self, response) -> None:
        for bucket in response.buckets:
            seen = self.chains[bucket.bucket]
            for entry in bucket.entries:
                if entry.seq != len(seen) + 1:
                    self.wrong.append(f"the feed of {self.service} bucket {bucket.bucket}: {entry.seq} after {len(seen)}")
                    return
                before = seen[-1] if seen else first_chain(bucket.bucket)
                if next_chain(before, entry.hashing_version, entry.source, entry.event_key.encode(),
                              entry.type.encode(), entry.body) != entry.chain:
                    self.wrong.append(f"the feed of {self.service} bucket {bucket.bucket} entry {entry.seq}: its chain")
                seen.append(entry.chain)


class Sleeper:
    """Follows a feed from its beginning and never reads what it is sent. Nobody may wait for it."""

    def __init__(self, ground: Ground, service: str):
        request = FEED.WatchRequest()
        for bucket in range(64):
            getattr(request, "from").add(bucket=bucket)
        self._call = ground.stub(service, ACTOR).Watch(request)

    def stop(self) -> None:
        self._call.cancel()
