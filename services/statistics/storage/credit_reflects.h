#pragma once

#include <map>
#include <string>
#include <vector>

#include "libs/feed/positions.h"
#include "libs/pg/transaction.h"
#include "xuefen/common/v1/feed.pb.h"

// Up to where the determinations taken in reflect the feeds that the credit service follows.
// Everything here runs inside the caller's transaction.
namespace xuefen::statistics {

// Notes what a response of the credit service's feed says. Never moves backwards.
void NoteCreditReflects(pg::Transaction& tx,
                        const std::vector<common::v1::SourcePosition>& reflects);

// By the name of the feed's service.
std::map<std::string, feed::Positions> ReadCreditReflects(pg::Transaction& tx);

}  // namespace xuefen::statistics
