#pragma once

#include <memory>
#include <string>
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

// The same of what answers from memory.
template <typename Object, typename Request>
Recall<Request> BindRecall(std::shared_ptr<Object> object,
                           std::shared_ptr<const std::string> (Object::*function)(const Call&,
                                                                                  const Request&)) {
  return [object = std::move(object), function](const Call& call, const Request& request) {
    return ((*object).*function)(call, request);
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
