#include "libs/rpc/message_bytes.h"

#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/support/proto_buffer_reader.h>

namespace xuefen::rpc {

bool ParseMessage(const grpc::ByteBuffer& bytes, google::protobuf::Message& message) {
  if (!bytes.Valid()) return false;
  // The reader only reads; its constructor takes a mutable pointer for historical reasons.
  grpc::ProtoBufferReader reader(const_cast<grpc::ByteBuffer*>(&bytes));
  return reader.status().ok() && message.ParseFromZeroCopyStream(&reader);
}

bool SerializeMessage(const google::protobuf::Message& message, grpc::ByteBuffer& bytes) {
  // A stream writes into the same buffer again; the serializer aborts on one that holds something.
  bytes.Clear();
  bool own_buffer = false;
  return grpc::SerializationTraits<google::protobuf::Message>::Serialize(message, &bytes,
                                                                         &own_buffer)
      .ok();
}

}  // namespace xuefen::rpc
