#pragma once

#include <google/protobuf/message.h>
#include <grpcpp/support/byte_buffer.h>

namespace xuefen::rpc {

// The one place where bytes from outside become messages. False, and `message` in no useful state,
// when `bytes` are no message of its type; text that is not UTF-8 counts as that.
bool ParseMessage(const grpc::ByteBuffer& bytes, google::protobuf::Message& message);

// False when the message is too large for its encoding (2 GiB).
bool SerializeMessage(const google::protobuf::Message& message, grpc::ByteBuffer& bytes);

}  // namespace xuefen::rpc
