"""Sound requests for every method."""

from suite import contract

ACCREDITATION = contract("xuefen/accreditation/v1/accreditation_service")
REGISTRY = contract("xuefen/registry/v1/registry_service")
CREDIT = contract("xuefen/credit/v1/credit_service")
STATISTICS = contract("xuefen/statistics/v1/statistics_service")
FEED = contract("xuefen/common/v1/feed")
DATE = contract("google/type/date").Date

UNIVERSITY, QINGDAO_PROVIDER, NO_PROVIDER = "12370000004500002M", "91370200264574251E", "91370100000000000X"
NOBODY = "people/" + "0" * 32
WATCH = FEED.WatchRequest(**{"from": [FEED.BucketPosition(bucket=0)]})


def examples(own_person: str, foreign_person: str) -> dict[tuple[str, str], tuple]:
    """Of each method: a request about the callers' own, and where there are such, about another's and about nothing."""
    return {
        ("accreditation", "GetAuthority"): (ACCREDITATION.GetAuthorityRequest(name="authorities/370100"),),
        ("accreditation", "ListAuthorities"): (ACCREDITATION.ListAuthoritiesRequest(),),
        ("accreditation", "ApplyProvider"): tuple(
            ACCREDITATION.ApplyProviderRequest(unified_social_credit_code=code, display_name="甲", division="370100",
                                               kind=ACCREDITATION.PROVIDER_KIND_OTHER)
            for code in (UNIVERSITY, QINGDAO_PROVIDER, NO_PROVIDER)),
        ("accreditation", "ChangeProviderState"): tuple(
            ACCREDITATION.ChangeProviderStateRequest(name=f"providers/{code}", effective_day=DATE(year=2016, month=4, day=1),
                                                     state=ACCREDITATION.PROVIDER_STATE_ACCREDITED)
            for code in (UNIVERSITY, QINGDAO_PROVIDER, NO_PROVIDER)),
        ("accreditation", "ImportProviders"): tuple(
            ACCREDITATION.ImportProvidersRequest(division=division, items=[ACCREDITATION.ProviderItem()])
            for division in ("370100", "370200", "379900")),
        ("accreditation", "GetProvider"): (ACCREDITATION.GetProviderRequest(name=f"providers/{UNIVERSITY}"),),
        ("accreditation", "ListProviders"): (ACCREDITATION.ListProvidersRequest(),),
        ("accreditation", "ImportActivities"): tuple(
            ACCREDITATION.ImportActivitiesRequest(division=division, items=[ACCREDITATION.ActivityItem()])
            for division in ("370100", "370200", "379900")),
        ("accreditation", "GetActivity"): (
            ACCREDITATION.GetActivityRequest(name=f"providers/{UNIVERSITY}/activities/SD2018-PRO-014"),),
        ("accreditation", "ListActivities"): (ACCREDITATION.ListActivitiesRequest(parent=f"providers/{UNIVERSITY}"),),
        ("accreditation", "Watch"): (WATCH,),
        ("registry", "ImportPeople"): tuple(
            REGISTRY.ImportPeopleRequest(division=division, items=[REGISTRY.PersonItem()])
            for division in ("370100", "370200", "379900")),
        ("registry", "LookupPerson"): (
            REGISTRY.LookupPersonRequest(identity_number="370203198509182426", display_name="李静"),
            REGISTRY.LookupPersonRequest(identity_number="11010519491231002X", display_name="外市人"),
            REGISTRY.LookupPersonRequest(identity_number="440524188001010014", display_name="无人")),
        ("registry", "GetPerson"): tuple(REGISTRY.GetPersonRequest(name=name) for name in (own_person, foreign_person, NOBODY)),
        ("registry", "SubmitCompletions"): tuple(
            REGISTRY.SubmitCompletionsRequest(provider=code, items=[REGISTRY.CompletionItem()])
            for code in (UNIVERSITY, QINGDAO_PROVIDER, NO_PROVIDER)),
        ("registry", "SubmitCompletionBatch"): tuple(
            REGISTRY.SubmitCompletionsRequest(provider=code, items=[REGISTRY.CompletionItem()])
            for code in (UNIVERSITY, QINGDAO_PROVIDER, NO_PROVIDER)),
        ("registry", "ListCompletions"): tuple(
            REGISTRY.ListCompletionsRequest(provider=code) for code in (UNIVERSITY, QINGDAO_PROVIDER, NO_PROVIDER)),
        ("registry", "Watch"): (WATCH,),
        ("credit", "GetAccount"): tuple(
            CREDIT.GetAccountRequest(name=f"{name}/account") for name in (own_person, foreign_person, NOBODY)),
        ("credit", "GetDetermination"): tuple(
            CREDIT.GetDeterminationRequest(name=f"{name}/determinations/2018") for name in (own_person, foreign_person, NOBODY)),
        ("credit", "ListRuleSets"): (CREDIT.ListRuleSetsRequest(),),
        ("credit", "Watch"): (WATCH,),
        ("statistics", "GetSummary"): tuple(
            STATISTICS.GetSummaryRequest(division=division, year=2018) for division in ("370100", "370200", "379900")),
    }
