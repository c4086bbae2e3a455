#pragma once

#include <memory>
#include <utility>

#include "libs/rpc/handlers.h"

namespace xuefen::rpc {

// A member function as a handler; the handler keeps its object.
//
//   service.Unary("GetAccount", rpc::Bind(handlers, &Handlers::GetAccount));
template <typename Object, typename Request, typename Response>
Handler<Request, Response> Bind(std::shared_ptr<Object> object,
                                absl::Status (Object::*function)(const Call&, const Request&,
                                                                 Response&)) {
  return [object = std::move(object), function](const Call& call, const Request& request,
                                                Response& response) {
    return ((*object).*function)(call, request, response);
  };
}

template <typename Object, typename Request, typename Response>
AsyncHandler<Request, Response> BindAsync(std::shared_ptr<Object> object,
                                          void (Object::*function)(std::shared_ptr<Call>, Request&,
                                                                   Done<Response>)) {
  return [object = std::move(object), function](std::shared_ptr<Call> call, Request& request,
                                                Done<Response> done) {
    ((*object).*function)(std::move(call), request, std::move(done));
  };
}

}  // namespace xuefen::rpc
