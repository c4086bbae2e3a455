#include "services/registry/app/completion_intake.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "libs/base/status_macros.h"
#include "libs/ledger/claims.h"
#include "libs/pg/transact.h"
#include "libs/roster/completion_check.h"
#include "services/registry/app/people_use_cases.h"
#include "services/registry/domain/detail.h"
#include "services/registry/domain/judge.h"
#include "services/registry/storage/events.h"
#include "services/registry/storage/people.h"

namespace xuefen::registry {
namespace {

using Outcome = CompletionAnswer::Outcome;

absl::Status Overloaded() {
  return Refusal(Reason::OVERLOADED, "too many batches wait", {{"retry_delay_ms", "200"}});
}

// One completion on its way.
struct Row {
  Id id;
  std::optional<Sha256Digest> lookup;  // of a sound number
  std::optional<FoundIdentity> identity;
  std::optional<KnownPerson> person;
  std::shared_ptr<const Activity> activity;
  std::optional<Sha256Digest> digest;
  std::vector<Reason> reasons;  // why it cannot be accepted
  std::optional<ledger::Outcome> standing;
};

// A batch in work. Lives until it is answered; only one step runs at a time.
class Batch : public std::enable_shared_from_this<Batch> {
 public:
  Batch(const CompletionIntake::Parts& parts, Submission submission, CompletionIntake::Done done)
      : parts_(parts), submission_(std::move(submission)), done_(std::move(done)) {}

  void Start() {
    constexpr std::size_t kFewRows = 16;
    if (submission_.completions.size() > kFewRows) {
      return RunOnWorker([](Batch& batch) { return batch.ReadAndJudge(); }, &Batch::Record);
    }
    // A few rows of people who are remembered are not worth another thread.
    ReadRows();
    if (!unknown_.empty()) {
      return RunOnWorker([](Batch& batch) { return batch.Judge(); }, &Batch::Record);
    }
    if (const absl::Status status = Judge(); !status.ok()) return done_(status);
    Record();
  }

 private:
  // Runs a step that waits for the database, and then what follows it.
  void RunOnWorker(absl::Status (*step)(Batch&), void (Batch::*next)()) {
    const bool taken = parts_.workers.TryRun([self = shared_from_this(), step, next] {
      if (const absl::Status status = step(*self); !status.ok()) {
        self->done_(status);
      } else {
        ((*self).*next)();
      }
    });
    if (!taken) done_(Overloaded());
  }

  absl::Status ReadAndJudge() {
    ReadRows();
    return Judge();
  }

  void ReadRows() {
    rows_.reserve(submission_.completions.size());
    std::int64_t known = 0;
    for (roster::Completion& completion : submission_.completions) {
      Row& row = rows_.emplace_back();
      roster::Normalise(completion);
      roster::CompletionCheck check = roster::CheckCompletion(completion);
      row.reasons = std::move(check.reasons);
      row.id = CompletionId(submission_.uscc, completion.external_id);
      if (!check.identity.sound()) continue;
      row.lookup = parts_.secrets.HashNumber(check.identity.canonical);
      row.identity = parts_.known_people.Find(*row.lookup);
      if (row.identity.has_value()) {
        ++known;
      } else {
        unknown_.push_back(*row.lookup);
      }
    }
    parts_.known_people.Count(known, static_cast<std::int64_t>(unknown_.size()));
  }

  absl::Status Judge() {
    if (!parts_.catalogue_is_complete()) {
      return Refusal(Reason::NOT_FRESH_ENOUGH, "the catalogue has not been followed yet");
    }
    provider_ = parts_.catalogue.FindProvider(submission_.uscc);
    if (!unknown_.empty()) XUEFEN_RETURN_IF_ERROR(FindPeople());
    for (std::size_t i = 0; i < rows_.size(); ++i) JudgeRow(submission_.completions[i], rows_[i]);
    return absl::OkStatus();
  }

  // Those who are not remembered.
  absl::Status FindPeople() {
    absl::flat_hash_map<Sha256Digest, FoundIdentity> people;
    const auto body = [&](pg::Transaction& tx) -> absl::Status {
      XUEFEN_ASSIGN_OR_RETURN(people, FindIdentities(tx, unknown_));
      return absl::OkStatus();
    };
    XUEFEN_RETURN_IF_ERROR(pg::TransactReadOnly(parts_.pool, submission_.deadline, body));
    for (const auto& [lookup, identity] : people) {
      parts_.known_people.Remember(lookup, identity);
    }
    for (Row& row : rows_) {
      if (row.identity.has_value() || !row.lookup.has_value()) continue;
      if (const auto found = people.find(*row.lookup); found != people.end()) {
        row.identity = found->second;
      }
    }
    return absl::OkStatus();
  }

  void JudgeRow(const roster::Completion& completion, Row& row) const {
    if (provider_ != nullptr) {
      row.activity = parts_.catalogue.FindActivity(provider_->number, completion.activity_code);
    }
    AddReasons(row.reasons, JudgeByCatalogue(completion, provider_.get(), row.activity.get()));
    if (row.identity.has_value()) {
      row.person = KnownPerson{
          .id = row.identity->person,
          .name_matches = row.identity->name_hash == parts_.secrets.HashName(completion.name)};
    }
    if (row.lookup.has_value()) AddReasons(row.reasons, JudgePerson(row.person));
    row.digest = ContentDigest(completion, row.person);
  }

  // Hands what may be accepted to the lanes.
  void Record() {
    std::vector<ledger::Entry> entries;
    entries.reserve(rows_.size());
    CompletionEntries writer;
    const absl::Time now = parts_.clock.Now();
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const Row& row = rows_[i];
      if (!row.reasons.empty()) continue;
      recorded_.push_back(i);
      entries.push_back(writer.EntryOf({.completion = submission_.completions[i],
                                        .id = row.id,
                                        .person = row.person->id,
                                        .provider = *provider_,
                                        .activity = *row.activity,
                                        .content_digest = *row.digest,
                                        .created_at = now,
                                        .principal = submission_.principal}));
    }
    if (submission_.dry_run || entries.empty()) return LookUpRest();
    const absl::Status taken = parts_.writer.Submit(
        std::move(entries),
        [self = shared_from_this()](std::vector<absl::StatusOr<ledger::Outcome>> outcomes) {
          self->Recorded(std::move(outcomes));
        });
    if (!taken.ok()) done_(taken);
  }

  // On a lane's thread: only takes the answers.
  void Recorded(std::vector<absl::StatusOr<ledger::Outcome>> outcomes) {
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      // Whatever was recorded stays recorded; sent again, it is a duplicate.
      if (!outcomes[i].ok()) return done_(outcomes[i].status());
      rows_[recorded_[i]].standing = *outcomes[i];
    }
    LookUpRest();
  }

  bool NeedsLookup(std::size_t i) const {
    return !rows_[i].standing.has_value() && !submission_.completions[i].external_id.empty() &&
           provider_ != nullptr;
  }

  void LookUpRest() {
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (NeedsLookup(i)) return RunOnWorker([](Batch& b) { return b.LookUp(); }, &Batch::Answer);
    }
    Answer();
  }

  absl::Status LookUp() {
    std::vector<std::string> keys;
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (!NeedsLookup(i)) continue;
      rows.push_back(i);
      keys.push_back(submission_.completions[i].external_id);
    }
    std::vector<std::optional<ledger::Claim>> claims;
    const auto body = [&](pg::Transaction& tx) -> absl::Status {
      XUEFEN_ASSIGN_OR_RETURN(claims, ledger::Lookup(tx, provider_->number, keys));
      return absl::OkStatus();
    };
    XUEFEN_RETURN_IF_ERROR(pg::TransactReadOnly(parts_.pool, submission_.deadline, body));
    for (std::size_t i = 0; i < rows.size(); ++i) TakeClaim(rows[i], claims[i]);
    return absl::OkStatus();
  }

  // A claim that a later row of this batch has just made does not count against an earlier one:
  // rows are decided in their order.
  bool MadeByLaterRow(std::size_t row, const ledger::Claim& claim) const {
    for (const std::size_t i : recorded_) {
      const std::optional<ledger::Outcome>& standing = rows_[i].standing;
      if (i > row && standing.has_value() && standing->answer == ledger::Answer::kAppended &&
          standing->bucket == claim.bucket && standing->seq == claim.seq) {
        return true;
      }
    }
    return false;
  }

  void TakeClaim(std::size_t i, const std::optional<ledger::Claim>& claim) {
    Row& row = rows_[i];
    if (!claim.has_value() || MadeByLaterRow(i, *claim)) return;
    const bool same = row.digest.has_value() && claim->HasContent(*row.digest);
    row.standing =
        ledger::Outcome{.answer = same ? ledger::Answer::kDuplicate : ledger::Answer::kConflict,
                        .bucket = claim->bucket,
                        .seq = claim->seq};
  }

  // In a dry run nothing was recorded, so the rows of one batch are compared here, in their order.
  void SettleDryRun() {
    absl::flat_hash_map<std::string, const Row*> first;
    for (const std::size_t i : recorded_) {
      Row& row = rows_[i];
      if (row.standing.has_value()) continue;
      const auto [earlier, is_first] = first.emplace(submission_.completions[i].external_id, &row);
      if (is_first) continue;
      const bool same = *earlier->second->digest == *row.digest;
      row.standing =
          ledger::Outcome{.answer = same ? ledger::Answer::kDuplicate : ledger::Answer::kConflict};
    }
  }

  void Answer() {
    if (submission_.dry_run) SettleDryRun();
    SubmissionAnswer answer{.completions = {},
                            .freshness = {.service = kServiceName, .positions = {}}};
    answer.completions.reserve(rows_.size());
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      answer.completions.push_back(AnswerRow(submission_.completions[i], rows_[i]));
      const std::optional<ledger::Outcome>& standing = rows_[i].standing;
      if (answer.completions.back().outcome == Outcome::kRefused || !standing.has_value()) continue;
      std::int64_t& reached = answer.freshness.positions[standing->bucket];
      reached = std::max(reached, standing->seq);
    }
    done_(std::move(answer));
  }

  // The last that is made of a row.
  static CompletionAnswer AnswerRow(roster::Completion& completion, const Row& row) {
    CompletionAnswer answer{.external_id = std::move(completion.external_id),
                            .outcome = Outcome::kRefused,
                            .reasons = row.reasons,
                            .detail = "",
                            .completion = {}};
    if (row.standing.has_value() && row.standing->answer == ledger::Answer::kDuplicate) {
      answer.outcome = Outcome::kDuplicate;
      answer.reasons.clear();
    } else if (row.standing.has_value() && row.standing->answer == ledger::Answer::kConflict) {
      AddReasons(answer.reasons, {Reason::EXTERNAL_ID_REUSED});
    } else if (row.reasons.empty()) {
      answer.outcome = Outcome::kAccepted;
    }
    if (answer.outcome != Outcome::kRefused) {
      answer.completion = row.id;
    } else {
      answer.detail = DescribeCompletion(answer.reasons, completion, row.activity.get());
    }
    return answer;
  }

  const CompletionIntake::Parts& parts_;
  Submission submission_;
  const CompletionIntake::Done done_;
  std::shared_ptr<const Provider> provider_;
  std::vector<Row> rows_;
  std::vector<Sha256Digest> unknown_;  // lookups of people who are not remembered
  std::vector<std::size_t> recorded_;  // rows that may be accepted
};

}  // namespace

void CompletionIntake::Submit(Submission submission, Done done) const {
  std::make_shared<Batch>(parts_, std::move(submission), std::move(done))->Start();
}

}  // namespace xuefen::registry
