#include "libs/base/reason_text.h"

namespace xuefen {
namespace {

struct Sentences {
  Reason reason;
  const char* chinese;
  const char* english;
};

// In the order of the reasons; a test holds the two together.
constexpr Sentences kSentences[] = {
    {Reason::EXTERNAL_ID_MISSING, "缺少流水号，无法保证重复报送时不重复计算。",
     "The row has no external id, so sending it again could count it twice."},
    {Reason::NAME_MISSING, "缺少姓名。", "The row has no name."},
    {Reason::IDENTITY_LOST_DIGITS,
     "身份证号码在表格中按数字保存，末几位已丢失；请把该列设为文本后重新录入。",
     "The identity number was kept as a spreadsheet number and has lost its last digits; make the "
     "column text and enter it again."},
    {Reason::IDENTITY_LENGTH, "身份证号码位数不对，应为18位或15位。",
     "The identity number has a wrong number of characters; it has 18, or 15 in the old form."},
    {Reason::IDENTITY_CHARACTER, "身份证号码含有不应出现的字符。",
     "The identity number has a character that does not belong there."},
    {Reason::IDENTITY_BIRTH_DATE, "身份证号码中的出生日期不存在。",
     "The birth date inside the identity number does not exist."},
    {Reason::IDENTITY_CHECK_DIGIT, "身份证号码校验码不符，请核对是否录错。",
     "The check digit of the identity number is wrong; a digit was probably mistyped."},
    {Reason::DAYS_UNREADABLE, "开始或结束日期缺失，或不是有效日期。",
     "The first or last day is missing or is no day."},
    {Reason::DAYS_REVERSED, "结束日期早于开始日期。", "The last day is before the first."},
    {Reason::HOURS_MISSING, "缺少学时。", "The row has no hours."},
    {Reason::HOURS_UNREADABLE, "学时应为大于零、最多两位小数的数。",
     "The hours are no positive number with at most two decimal places."},
    {Reason::ASSESSMENT_NOT_PASSED, "考核未合格，不能登记学时。",
     "The assessment was not passed, so it earns no hours."},
    {Reason::ACTIVITY_UNKNOWN, "本机构没有这个编号的培训活动。",
     "This provider has no activity with this code."},
    {Reason::SUBJECT_MISMATCH, "科目与培训活动备案的科目不一致。",
     "The subject differs from the one the activity was filed with."},
    {Reason::DAYS_OUTSIDE_ACTIVITY, "学习日期超出培训活动的起止日期。",
     "A day lies before or after the activity."},
    {Reason::HOURS_OVER_ACTIVITY, "学时超过培训活动的总学时。",
     "There are more hours than the whole activity has."},
    {Reason::PROVIDER_NOT_ACCREDITED, "培训期间该机构不具备继续教育培训资格。",
     "The provider was not accredited on every day of the training."},
    {Reason::ACTIVITY_NOT_FILED, "培训开始时该活动尚未组织、批准或备案。",
     "The activity was neither organised, approved nor filed when the training began."},
    {Reason::PERSON_UNKNOWN, "没有登记过该身份证号码的人员。",
     "Nobody with this identity number is registered."},
    {Reason::PERSON_NAME_MISMATCH, "姓名与该身份证号码登记的姓名不一致。",
     "The identity number is registered under another name."},
    {Reason::EXTERNAL_ID_REUSED, "该流水号已用于其他内容。",
     "The external id was used before, for other content."},
    {Reason::KIND_NOT_SUPPORTED, "暂不受理这一类记录。",
     "This kind of record cannot be submitted yet."},
    {Reason::FIELD_INVALID, "请求中有字段不符合要求。",
     "A field of the request is not as it should be."},
    {Reason::MESSAGE_UNREADABLE, "无法读取请求内容。", "The request cannot be read."},
    {Reason::BATCH_TOO_LARGE, "一次报送的条数过多，请分批报送。",
     "There are too many items in one message; send fewer."},
    {Reason::PAGE_TOKEN_INVALID, "翻页标记无效，请从第一页重新查询。",
     "The page token is not valid; begin with the first page again."},
    {Reason::FRESHNESS_TOKEN_INVALID, "数据版本标记无效。", "The freshness token is not valid."},
    {Reason::NOT_AUTHENTICATED, "无法确认您的身份，请检查证书。",
     "Your certificate does not say who you are."},
    {Reason::ROLE_NOT_ALLOWED, "您的身份无权办理此项业务。",
     "Your kind of caller may not do this."},
    {Reason::OUT_OF_SCOPE, "超出您的管辖范围或不属于本单位。",
     "This is outside your division or organisation."},
    {Reason::NOT_FOUND, "没有找到。", "It was not found."},
    {Reason::ALREADY_EXISTS, "已存在，且内容不同。", "It exists already, with other content."},
    {Reason::REQUEST_ID_REUSED, "该请求编号已用于其他请求。",
     "The request id was used before, for another request."},
    {Reason::ETAG_MISMATCH, "数据已被他人修改，请重新读取后再试。",
     "It has changed since you read it; read it again."},
    {Reason::STATE_CONFLICT, "当前状态下不能进行此操作。",
     "Its present state does not allow this."},
    {Reason::NOT_FRESH_ENOUGH, "数据正在同步，请稍后再试。",
     "The data is still on its way; try again shortly."},
    {Reason::STORAGE_UNAVAILABLE, "数据库暂时无法访问，请稍后再试。",
     "The database cannot be reached at the moment; try again shortly."},
    {Reason::CONFLICT_RETRY, "与其他操作冲突，请重试。", "Another change came between; try again."},
    {Reason::OVERLOADED, "系统繁忙，请稍后再试。", "The system is busy; try again shortly."},
    {Reason::DEADLINE_TOO_SHORT, "处理超时，请重试。", "There was not enough time; try again."},
    {Reason::SHUTTING_DOWN, "服务正在重启，请稍后再试。",
     "The service is restarting; try again shortly."},
    {Reason::METHOD_NOT_IMPLEMENTED, "当前版本不支持此项功能。",
     "This release does not offer this."},
    {Reason::INTERNAL, "系统内部错误，请联系管理员并提供跟踪编号。",
     "A fault of the system; tell the administrator the trace id."},
    {Reason::UPSTREAM_UNAVAILABLE, "所依赖的服务暂时无法访问，请稍后再试。",
     "A service this one needs cannot be reached at the moment; try again shortly."},
};

}  // namespace

absl::string_view ReasonText(Reason reason, Language language) {
  for (const Sentences& sentences : kSentences) {
    if (sentences.reason != reason) continue;
    return language == Language::kChinese ? sentences.chinese : sentences.english;
  }
  return "";
}

}  // namespace xuefen
