public import Logging
public import SignetModel
public import SignetStorage

/// A Signet over the embedded database and stores of one data directory.
public struct EmbeddedSignet: Sendable {
    public enum Access: Sendable {
        /// As the one server of the directory: takes its lock, makes what is missing, appends.
        case server
        /// As a command beside the server: reads staging and never appends to it.
        case besideServer
    }

    public let signet: Signet
    public let database: SQLiteDatabase
    public let jobs: Jobs
    private let staging: any StagingStore
    private let lock: DataLock?

    public init(
        directory path: String, secretFile: SecretFile, access: Access, configuration: ServiceConfiguration,
        geography: Geography? = nil, rules: UserAgentRules? = nil, dns: TextRecords = .system,
        webhookTransport: WebhookTransport = .system, clock: WallClock, logger: Logger
    ) throws {
        let isServer = access == .server
        let directory = try DataDirectory(path: path, creating: isServer)
        lock = isServer ? try directory.lock() : nil
        let secret = isServer ? try secretFile.readOrGenerate() : try secretFile.read()
        database = isServer ? try directory.openDatabase(journalingFor: logger) : try directory.openDatabase()
        var limits = SegmentStaging.Limits()
        limits.totalBytes = configuration.limits.stagingBytes
        staging =
            isServer
            ? try directory.openStaging(secret: secret, limits: limits, clock: clock, logger: logger)
            : directory.readStaging(secret: secret)
        let evidence = try directory.openEvidence()
        if isServer { try evidence.removeLeftovers() }
        signet = Signet(
            configuration: configuration, secret: secret, database: database, staging: staging,
            evidence: evidence, geography: geography, rules: rules, dns: dns,
            webhookTransport: webhookTransport, clock: clock, logger: logger)
        jobs = Jobs(signet: signet, database: database, logger: logger)
    }

    /// Writes what is waiting and lets go of the directory.
    public func close() async throws {
        if let staging = staging as? SegmentStaging { try await staging.shutDown() }
        try await database.checkpoint()
        try await database.close()
    }
}
