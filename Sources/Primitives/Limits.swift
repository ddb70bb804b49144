/// Every quantity that a caller, a provider or a table controls, with the bound it is held to.
///
/// Those that an operator may change are defaults here and settings in the configuration.
package enum Limits {
    // Callers.
    /// Bytes in one line of NDJSON or one HTTP body.
    package static let requestBytes = 32 << 20
    /// Bytes in the head of one HTTP request.
    package static let requestHeadBytes = 64 << 10
    /// Header fields in one HTTP request or response.
    package static let headerFields = 128
    /// Connections held open at once.
    package static let connections = 4096
    /// Requests in flight on one connection.
    package static let requestsPerConnection = 1024
    /// Requests under way, in all and of one caller, and requests that wait for their turn.
    package static let requestsInFlight = 4096
    package static let requestsPerCaller = 2048
    package static let queue = 1024
    /// How long one of them waits.
    package static let queueTime = Duration.seconds(10)
    /// Bytes of all requests under way or waiting.
    package static let requestBytesInFlight = 512 << 20
    /// How often the journal is told that requests are refused.
    package static let overloadPause = Duration.seconds(10)
    /// Bytes waiting for a reader before its sender pauses.
    package static let writeBacklogBytes = 256 << 10
    /// Callers beyond ``connections`` that are told so at once, the others finding their connection closed; and how long each may take.
    package static let goodbyes = 64
    package static let goodbyeTime = Duration.seconds(1)
    /// Bytes read from a connection at once.
    package static let readBytes = 64 << 10
    /// Nesting of arrays and objects in JSON from outside.
    package static let jsonDepth = 128
    /// Bytes of a name: mode, session, tag, model.
    package static let nameBytes = 256
    /// Texts or token arrays in one embeddings request: what OpenAI takes.
    package static let embeddingInputs = 2048
    /// Names of fields that a provider was not told, in one answer's account of itself.
    package static let droppedFields = 32
    /// Tags of one request.
    package static let tags = 16
    /// Bytes of each part of a request that tell one conversation from another.
    package static let fingerprintBytes = 16 << 10
    /// Blocks of a content that tell one conversation from another.
    package static let beginningBlocks = 8
    /// Bytes of one header field that goes on to the provider; a longer one stays behind.
    package static let passedFieldBytes = 4 << 10
    /// The longest deadline that a caller may set: a day.
    package static let callerTimeoutMilliseconds = 86_400_000

    // Providers.
    /// Bytes in one server-sent event.
    package static let eventBytes = 8 << 20
    /// Bytes of the headers of one message in Amazon's event stream: the bound that Amazon's own readers have.
    package static let eventStreamHeaderBytes = 128 << 10
    /// Bytes in the head of one HTTP response.
    package static let responseHeadBytes = 128 << 10
    /// Bytes in one whole answer that is not streamed.
    package static let responseBytes = 64 << 20
    /// Bytes of an error body that are looked at.
    package static let errorBodyBytes = 64 << 10
    /// Characters of a provider's error message that are kept.
    package static let errorMessageCharacters = 2_000
    /// The longest wait that a provider's word is taken for, in seconds.
    package static let retryAfterSeconds = 3_600
    /// Bytes received for a stream before its provider is paused.
    package static let receiveBacklogBytes = 256 << 10
    /// Connections to providers that are kept, those in use included; beyond that the one idle longest is closed.
    package static let pooledConnections = 256
    /// The buffer of each transfer, which it holds while a stream is open: events are small, and a whole answer may take some reads.
    package static let transferBufferBytes = 4 << 10
    /// Handles for outgoing requests that are kept for the next ones.
    package static let pooledTransfers = 64
    /// Endpoints that are kept ready, each with its fields; when full all are made anew.
    package static let preparedEndpoints = 512
    /// How long an access token is taken to be good at most: a day.
    package static let accessTokenSeconds = 86_400
    /// How long the exchange of a service account for an access token may take.
    package static let tokenExchange = Duration.seconds(20)
    /// Service accounts whose access tokens are kept; beyond that all are asked for anew.
    package static let serviceAccounts = 256
    /// Tokens of one class in one usage; a provider that reports more is not believed.
    package static let tokensPerClass = 1_000_000_000_000
    /// Bytes of an answer held back until it shows that it is sound, and the time after its first token.
    package static let heldBytes = 1 << 20
    package static let heldTime = Duration.milliseconds(50)
    /// How often a caller whose answer is gathered first is told that it is under way.
    package static let heartbeat = Duration.seconds(10)
    /// How long a finished answer's connection may take to become reusable.
    package static let answerTail = Duration.seconds(1)
    /// Times to the first token that are remembered of one model, and how many have to be known to tell how late is late.
    package static let firstTokens = 128
    package static let firstTokenSample = 20
    /// Models of which they are remembered; when full all are learnt anew.
    package static let firstTokenModels = 1_000
    /// Bytes of an answer that another model may go on with.
    package static let prefillBytes = 1 << 20
    /// Upstream calls for one request.
    package static let attempts = 8
    /// How long one request waits, in all, for a provider that cools when nobody else may be asked.
    package static let patience = Duration.seconds(30)
    /// The pause before a failed call is made again, on average.
    package static let retryDelay = Duration.milliseconds(100)
    /// The longest pause for which the same provider is asked again before another is.
    package static let longestRetryDelay = Duration.milliseconds(150)

    // Tables and configurations.
    /// Bytes of one configuration file or table.
    package static let tableBytes = 4 << 20
    /// Nesting of tables and arrays in TOML.
    package static let tomlDepth = 64
    /// Dots outside of strings in one line of TOML; dotted keys nest without brackets.
    package static let tomlDots = 128
    /// Bytes of a catalog of models.
    package static let catalogBytes = 16 << 20
    /// Models that are read from a catalog: those of a table under each of their spellings.
    package static let catalogNames = 100_000
    /// Models in one table.
    package static let tableModels = 10_000
    /// Candidates in one tier.
    package static let tierCandidates = 64
    /// Modes, aliases, profiles and tiers in one table, each.
    package static let tableNames = 1000
    /// Providers in one configuration.
    package static let providers = 256
    /// Keys of one provider.
    package static let keysPerProvider = 64
    /// Header fields that a provider's every call carries by configuration.
    package static let extraFields = 32
    /// Entries of `[[callers]]`.
    package static let callerRules = 1000
    /// Entries of one list in a `[[callers]]` entry.
    package static let namesPerRule = 256
    /// Entries of `[[budgets]]`.
    package static let budgets = 256
    /// The most that one budget may have: whole US dollars, and tokens or requests.
    package static let budgetDollars = 1_000_000
    package static let budgetCount = 1_000_000_000_000
    /// Tokens of output that are reserved where neither the request nor the table bounds them.
    package static let reservedOutputTokens = 32_768
    /// Tokens of input that are reserved for what providers put around a request, and for what they keep of earlier turns where the table does
    /// not say how much a model holds.
    package static let reservedInputTokens = 1024
    package static let keptInputTokens = 200_000
    /// Files in `shunt.toml.d`.
    package static let configurationFiles = 256
    /// Bytes of a text in settings: path, URL, revision.
    package static let settingTextBytes = 4096
    /// Errors reported for one file; further ones are counted.
    package static let diagnostics = 100
    /// Bytes of a name that spelling looks at.
    package static let spellingLength = 64
    /// Names among which the nearest to a caller's misspelt one is looked for.
    package static let spellingCandidates = 1000
    /// Names that a message lists.
    package static let namesInMessage = 12
    /// Characters of a caller's name that a message repeats.
    package static let shownNameScalars = 80
    /// US dollars per million tokens: no price is higher.
    package static let priceInDollars = 1_000_000
    /// Tokens of a context: no model holds more.
    package static let contextTokens = 1_000_000_000
    /// Lengths of context at which a price changes.
    package static let priceSteps = 16
    /// Times at which a price is another.
    package static let pricePeriods = 16
    /// Ledger entries that wait for the thread which writes them.
    package static let ledgerBacklog = 20_000
    /// Bytes of ledger entries that wait for a file which cannot be written.
    package static let ledgerBacklogBytes = 32 << 20
    /// How long a file of the state folder that failed is left alone.
    package static let storeRetryPause = Duration.seconds(1)
    /// How long until something that lasts is told of again.
    package static let reminderInterval = Duration.seconds(600)
    /// How often the daemon looks whether the copy of its table is still in the state folder.
    package static let archiveCheckPause = Duration.seconds(30)
    /// How long ledger entries wait for others to be committed with.
    package static let ledgerCommitMilliseconds = 200
    /// Bytes of the file that holds what the ledger has not committed yet.
    package static let ledgerTailBytes = 8 << 20
    /// Bytes of one name in a ledger entry; longer ones are cut.
    package static let ledgerNameBytes = 1024
    /// Ledger entries that are handed over at once to be added.
    package static let importedEntries = 1000
    /// Modes, agents and callers that are remembered as seen, each; further ones are counted together.
    package static let seenNames = 256
    /// Rows of one answer about what was seen, each of modes, agents and callers.
    package static let seenRows = 256
    /// The last second of the year 9999, in Unix time.
    package static let latestSecond = 253_402_300_799
    /// Rows of one answer about usage.
    package static let usageRows = 10_000
    /// Calls that a table may expect of a mode before it changes.
    package static let expectedCalls = 10_000
    /// How long a table may say that a provider keeps a prefix: a week.
    package static let longestCacheLifetime = Duration.seconds(604_800)
    /// A candidate's weight within its tier.
    package static let weight = 1_000_000
    /// Entries of `[[agents]]`.
    package static let agentRules = 64
    /// Header fields that one agent rule looks at.
    package static let agentFields = 4
    /// Patterns, tools or markers in one list of an agent rule.
    package static let agentPatterns = 16
    /// Bytes of a pattern, a tool's name or a marker in an agent rule.
    package static let agentPatternBytes = 128
    /// The shortest marker: anything shorter stands in most texts.
    package static let agentMarkerBytes = 4
    /// Bytes of a header value or a model's name that patterns are held against.
    package static let agentValueBytes = 256
    /// Offered tools that are looked at for agent rules.
    package static let agentTools = 512
    /// Bytes of a request that are searched for the markers of all agent rules together, the newest text first.
    package static let agentSearchBytes = 8 << 20

    // Where tables come from.
    /// How often a served table is asked for, by default, at the shortest and at the longest.
    package static let tableRefresh = Duration.seconds(30)
    package static let shortestTableRefresh = Duration.seconds(1)
    package static let longestTableRefresh = Duration.seconds(86_400)
    /// How long one request for a table may take, by default.
    package static let tableTimeout = Duration.seconds(10)
    /// How long the daemon's start waits for a table where it has a copy of its own.
    package static let tableStartTime = Duration.seconds(5)
    /// Redirects that one request for a table follows, all to the same origin.
    package static let tableRedirects = 3
    /// The longest that a server may call its table fresh.
    package static let tableFreshness = Duration.seconds(3600)
    /// The pause after a request for a table failed; each further failure doubles it.
    package static let tableRetry = Duration.seconds(5)
    package static let longestTableRetry = Duration.seconds(300)
    /// Keys of which one has to have signed the table.
    package static let tablePublicKeys = 8
    /// What the password of a signing key may cost at most: what minisign's own cost.
    package static let signingMemory = 1 << 30
    package static let signingOperations = 33_554_432
    /// Bytes of a secret key's file, and of a password.
    package static let signingKeyBytes = 4 << 10
    /// Bytes of a signature's file.
    package static let signatureBytes = 8 << 10
    /// Bytes of an entity tag or a date that goes back to a table's server.
    package static let validatorBytes = 1024
    /// Revisions that are kept on disk, and revisions whose requests are counted.
    package static let tableHistory = 16
    package static let countedRevisions = 32
    /// How long a change of the table's file waits for others, and the folders that are watched for one file.
    package static let watchDelay = Duration.milliseconds(50)
    package static let watchedFolders = 32

    // The command line client.
    /// Bytes in one line from the daemon: a whole answer and room for its escapes.
    package static let daemonLineBytes = 256 << 20
    /// Bytes in one line of an exported journal.
    package static let journalLineBytes = 1 << 20
    /// Journal entries, and their bytes, that go to the daemon at once.
    package static let importBatch = 500
    package static let importBatchBytes = 1 << 20
    /// Bytes of one line that is typed or piped to `shunt chat`.
    package static let typedLineBytes = 4 << 20

    /// Bytes of one trace, and of one line in it.
    package static let traceBytes = 1 << 30
    package static let traceLineBytes = 64 << 10
    /// How old calls may be that a daemon learns from again when it starts.
    package static let recalledAge = Duration.seconds(86_400)
    /// Calls of a trace that the daemon tells at once.
    package static let traceCalls = 2_000

    /// Bytes of one line of an agent's log: it may hold a whole image. Longer ones are skipped.
    package static let agentLogLineBytes = 64 << 20
    /// Files of agents' logs that are read at once, and folders within folders that they are looked for in.
    package static let agentLogFiles = 100_000
    package static let agentLogDepth = 8
    /// Calls of agents' logs that are told apart; beyond that one that was logged twice may count twice.
    package static let agentLogCalls = 4_000_000
    /// Conversations of one log that are followed; beyond that all of them begin anew.
    package static let agentLogThreads = 10_000
    /// Bytes of a name that a log gives to a session, a model or an agent; a call with a longer one is skipped.
    package static let agentLogNameBytes = 256
    /// Kinds of skipped lines that are told by name.
    package static let agentLogKinds = 24

    // State.
    /// Sessions whose affinity is remembered; the one unused longest is forgotten first.
    package static let sessions = 10_000
    /// Models of one session whose caches are remembered.
    package static let warmModelsPerSession = 8
    /// How long a provider keeps a cached prefix, where it does not say otherwise, and where the request asks for the longer time.
    package static let cacheLifetime = Duration.seconds(300)
    package static let longCacheLifetime = Duration.seconds(3_600)
    /// Conversations of one session whose course is remembered.
    package static let conversationsPerSession = 4
    /// Bytes at each end of a part of a request that tell one conversation from another.
    package static let markBytes = 256
    /// Callers whose habits are remembered; the one unused longest is forgotten first.
    package static let habitualCallers = 1_000
    /// Modes of one caller that habits are learnt of.
    package static let modesPerCaller = 12
    /// Models of one caller whose uses are learnt.
    package static let modelsPerCaller = 16
    /// Calls of one mode or model that habits count before the older half fades.
    package static let habitCalls = 512
    /// Breakers of models that failed lately; the one due first is forgotten first.
    package static let breakers = 10_000
    /// Failures in a row that open a breaker.
    package static let breakerFailures = 3
    /// Calls within ``breakerWindow`` of which so many percent have to fail to open a breaker.
    package static let breakerSample = 20
    package static let breakerPercent = 50
    package static let breakerWindow = Duration.seconds(30)
    /// How long a model is left alone when its breaker opens; each further time doubles it.
    package static let shortestCooling = Duration.seconds(1)
    /// The longest that shunt guesses by itself: a provider that has recovered is asked again within it.
    package static let longestGuessedCooling = Duration.seconds(20)
    /// The longest that a provider may ask for.
    package static let longestCooling = Duration.seconds(3600)
    /// Models whose tokens are learnt from what their providers counted; the one unused longest is forgotten first.
    package static let countedModels = 1_000
    /// Parts of one budget: sessions, users and the like that have one of their own; all beyond them share one.
    package static let budgetParts = 50_000
    /// How long a budget's lease may be larger than need be after requests took less than they might have.
    package static let budgetSlackPause = Duration.seconds(1)
    /// Parts of one budget that a listing shows.
    package static let shownBudgetParts = 50
    /// Callers whose requests per minute are counted; beyond that those that asked for nothing lately are forgotten.
    package static let countedCallers = 10_000
    /// Combinations of labels that metrics keep apart.
    package static let metricSeries = 2_000
    /// Journal entries that wait for the journal before further ones are dropped and counted.
    package static let journalBacklog = 8192
    /// Bytes of one key or token.
    package static let secretBytes = 64 << 10
    /// Bytes of one field of a journal entry; longer values are cut.
    package static let journalFieldBytes = 16 << 10

    // Instruments: the simulator and the benchmark.
    /// Sessions that are generated at once.
    package static let generatedSessions = 1_000_000
    /// The largest number in a script: tokens, bytes, units of time.
    package static let scriptCount = 100_000_000
    /// Requests that the simulator remembers, and the bytes of their bodies.
    package static let recordedRequests = 1024
    package static let recordedBytes = 32 << 20
    /// Prefixes that the simulated prompt cache holds; when full it forgets all.
    package static let cachedPrefixes = 200_000
    /// Numbers of one simulated embedding.
    package static let embeddingNumbers = 8192
    /// Rules in one scenario.
    package static let scenarioRules = 1024
}
