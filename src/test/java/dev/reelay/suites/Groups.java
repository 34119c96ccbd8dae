package dev.reelay.suites;

/**
 * Patterns of class names for the tests that need a running program, grouped by that program. Each group is a suite, so that
 * one process starts its program once, and several suites can run in parallel. {@link SuitesTest} compares the patterns with
 * the test profiles.
 */
final class Groups {
    /** With a {@code FaultyUpstreamProfile}. */
    static final String FAULTY_UPSTREAM = "dev\\.reelay\\.(HealthTest"
            + "|access\\.issued\\.KeyLoaderTest|api\\.admin\\.Keys(Test|EndTest)"
            + "|api\\.((Cancel|Events|ImageUrls|MetricLabels|OwnerEvents|Replay|TicketsWire|Wait)Test|sse\\.SseConnectionRegistryTest)"
            + "|content\\.(ContentFaults|ContentRanges|Resumption)Test|pipeline\\.(Pruner|Takeover|UpstreamFaults)Test"
            + "|upstream\\.dialect\\..*DialectTest"
            + "|store\\.(BudgetReservation|CallerUsage|Ledger|Occupancy|QueuePositions|ReferenceImageStore|VideoDeletion|VideoRow"
            + "|VideoSteps)Test"
            + "|usage\\.(Budgets|LedgerSums)Test|video\\.QueryPlansTest"
            + "|api\\.webhooks\\.\\w+Test|webhook\\.Webhook(Events|Deliveries|Network)Test)";

    /** Without a profile: in front of the sandbox. */
    static final String SANDBOX = "dev\\.reelay\\.((EndToEndFlow|SampleClients)Test|api\\.(BadRequests|Owners|Requests|SharedOwner)Test"
            + "|sandbox\\.SandboxWireTest|sdk\\.(OpenAiJavaSdk|OpenAiNodeSdk|SdkPollingRules)Test|video\\.DatabaseOutageTest)";

    /** With an archive. */
    static final String ARCHIVE = "dev\\.reelay\\.(MetricsTest|content\\.archive\\.(DiskArchive|S3Archive)Test)";

    /** With the limits of callers. */
    static final String LIMITS = "dev\\.reelay\\.(api\\.((DocumentedRoutes|EventLimits|Limits|OpenApi|Uploads)Test)"
            + "|docs\\.ApiPageTest|sdk\\.OpenAiSdkLimitsTest)";

    /** With several accounts at the upstream. */
    static final String ACCOUNTS = "dev\\.reelay\\.(api\\.PublicUrlTest|pipeline\\.IdempotentCreatesTest"
            + "|upstream\\.(AccountSharesTest|account\\.(AccountPool|AccountRateLimiter|AccountSettings)Test))";

    /** With an account at each provider. */
    static final String PROVIDERS = "dev\\.reelay\\.upstream\\.provider\\.(Catalogue|Providers)Test";

    /**
     * With time limits of some seconds, which these tests wait for. Only the profiles {@code all} and {@code endurance} run it.
     */
    static final String SLOW = "dev\\.reelay\\.(api\\.edge\\.AttacksTest|video\\.SilentDatabaseTest)";

    /** With polls without a pause. Only the profile {@code endurance} runs it. */
    static final String ENDURANCE = "dev\\.reelay\\.pipeline\\.PollingMemoryTest";

    private Groups() {
    }
}
