"""Every method of the contracts, how to call it with bytes, and a sound request for it."""

import dataclasses

import grpc

from suite import CALL_SECONDS, SERVICES, contract

# The same trace for all calls, so that answers can be compared as bytes.
TRACE = (("traceparent", "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01"),)


@dataclasses.dataclass(frozen=True)
class Answer:
    """What a caller sees of a call: status code, message and details, or the first response."""
    code: grpc.StatusCode
    message: str = ""
    details: bytes = b""
    response: bytes = b""


@dataclasses.dataclass(frozen=True)
class Method:
    service: str  # "registry"
    descriptor: object

    @property
    def name(self) -> str:
        return self.descriptor.name

    @property
    def roles(self) -> set[str]:
        options = contract("xuefen/common/v1/options")
        access = self.descriptor.GetOptions().Extensions[options.access]
        return {options.Role.Name(role).removeprefix("ROLE_").lower() for role in access.roles}

    @property
    def access(self):
        return self.descriptor.GetOptions().Extensions[contract("xuefen/common/v1/options").access]

    def call(self, channel: grpc.Channel, request: bytes) -> Answer:
        """Sends one message, however malformed, and takes the first answer."""
        path = f"/{self.descriptor.containing_service.full_name}/{self.name}"
        try:
            if self.descriptor.server_streaming and not self.descriptor.client_streaming:
                answers = channel.unary_stream(path)(request, timeout=CALL_SECONDS, metadata=TRACE)
                response = next(answers)
                answers.cancel()
            elif self.descriptor.client_streaming:
                # Every message is answered, so the stream stands still until the caller ends it.
                response = next(channel.stream_stream(path)(iter([request]), timeout=CALL_SECONDS, metadata=TRACE))
            else:
                response = channel.unary_unary(path)(request, timeout=CALL_SECONDS, metadata=TRACE)
            return Answer(grpc.StatusCode.OK, response=response)
        except grpc.RpcError as error:
            details = dict(error.trailing_metadata() or ()).get("grpc-status-details-bin", b"")
            return Answer(error.code(), error.details(), details)


def all_methods() -> list[Method]:
    methods = []
    for service, name in SERVICES.items():
        file = contract(f"xuefen/{service}/v1/{service}_service").DESCRIPTOR
        methods += [Method(service, method) for method in file.services_by_name[name].methods]
    return methods
