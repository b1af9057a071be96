import Crypto
public import SignetModel
public import SignetRecording
import SignetStorage

/// Finds certificates: by id, in what is sealed, or in staging, where they are analysed when asked about.
public struct CertificateReader: Sendable {
    private let ids: CertificateIDCipher
    private let pings: PingIdentifierCipher
    private let secret: Secret
    private let database: any Database
    private let staging: any StagingStore
    private let evidence: SealedEvidence
    private let rules: UserAgentRules?
    private let windows: Windows
    private let arrivalWait: Duration
    private let clock: WallClock
    /// Of unsealed certificates, as long as no batch comes.
    private let analysed = RecentValues<CertificateID, Analysed>(capacity: 256, lifetime: nil)
    private let sealed = RecentValues<CertificateID, LoadedCertificate>(capacity: 1_024, lifetime: .seconds(2))

    init(
        secret: Secret, database: any Database, staging: any StagingStore, evidence: SealedEvidence,
        rules: UserAgentRules?, configuration: ServiceConfiguration, clock: WallClock
    ) {
        ids = CertificateIDCipher(secret: secret)
        pings = PingIdentifierCipher(secret: secret)
        self.secret = secret
        self.database = database
        self.staging = staging
        self.evidence = evidence
        self.rules = rules
        windows = configuration.windows
        arrivalWait = configuration.limits.arrivalWait
        self.clock = clock
    }

    /// What the id itself says; nil unless it is genuine.
    public func inspect(_ id: CertificateID) -> CertificateIDCipher.Contents? {
        ids.open(id)
    }

    /// The id in a ping URL; nil unless it is genuine.
    public func certificate(ofPing text: some StringProtocol) -> CertificateID? {
        pings.open(text)
    }

    /// The certificate, whether or not its window has ended; nil where nothing of it was ever stored, or no longer is.
    ///
    /// - Parameter awaitingArrival: for an operation, which waits a little for a certificate that is still arriving.
    public func load(_ id: CertificateID, awaitingArrival: Bool = false) async throws -> LoadedCertificate? {
        guard let contents = ids.open(id) else { return nil }
        return try await load(id, saying: contents, awaitingArrival: awaitingArrival)
    }

    /// The same, of an id that was read before.
    public func load(
        _ id: CertificateID, saying contents: CertificateIDCipher.Contents, awaitingArrival: Bool
    ) async throws -> LoadedCertificate? {
        guard contents.kind == .masked else {
            return try await original(id, saying: contents, awaitingArrival: awaitingArrival)
        }
        guard let masked = try await database.masked(id), let originalContents = ids.open(masked.original) else {
            return nil
        }
        let maskWords = try await database.account(masked.account)?.settings.maskWords ?? []
        return try await original(masked.original, saying: originalContents, awaitingArrival: awaitingArrival)
            .map { original in
                LoadedCertificate(
                    masked, of: original, facts: original.facts.hiding(maskWords), issuedAt: contents.issuedAt,
                    windowEnd: max(original.windowEnd, masked.createdAt + windows.unsubmitted))
            }
    }

    /// The certificate, where it is sealed and in memory; nil says nothing about whether it is there.
    ///
    /// Masked ones are never: what they hide is looked up.
    public func atHand(_ id: CertificateID) -> LoadedCertificate? { sealed[id] }

    /// The events of the certificate's recording; nil where there is none any more.
    public func recording(of certificate: LoadedCertificate) async throws -> Recording? {
        guard certificate.kind != .metaLeadAds else { return nil }
        if let sealed = try await database.sealed(certificate.original) {
            return try await evidence.recording(of: sealed)
        }
        let batches = try await staging.batches(of: certificate.original, issuedAt: certificate.facts.issuedAt)
        guard !batches.isEmpty else { return nil }
        return try Recording(
            certificate: certificate.original, issuedAt: certificate.facts.issuedAt, batches: batches)
    }

    /// Takes note that a certificate is no longer there.
    func forget(_ id: CertificateID) {
        sealed.forget(id)
        analysed.forget(id)
    }

    private struct Analysed: Sendable {
        let stored: StoredFacts
        let batchCount: Int
    }

    private func original(
        _ id: CertificateID, saying contents: CertificateIDCipher.Contents, awaitingArrival: Bool
    ) async throws -> LoadedCertificate? {
        if let known = sealed[id] { return known }
        if let row = try await database.sealed(id) {
            let cipher = try evidence.cipher(of: row)
            let certificate = LoadedCertificate(
                id, saying: contents, stored: try await evidence.facts(of: row, cipher: cipher),
                fingerprintKey: cipher.fingerprintKey, rules: rules, windows: windows, isSealed: true)
            sealed.remember(certificate, for: id)
            return certificate
        }
        let visit =
            awaitingArrival
            ? try await arrival(of: id, issuedAt: contents.issuedAt)
            : try await staging.visit(id, issuedAt: contents.issuedAt)
        guard let visit else { return nil }
        let key = PreparedMAC(key: secret.current.key(for: .leadFingerprint, context: id.bytes))
        guard let stored = try await analysis(of: visit, key: key) else { return nil }
        return LoadedCertificate(
            id, saying: contents, stored: stored, fingerprintKey: key, rules: rules, windows: windows, isSealed: false)
    }

    private func analysis(of visit: Visit, key: PreparedMAC) async throws -> StoredFacts? {
        let id = visit.certificate
        if let known = analysed[id], known.batchCount == visit.batchCount { return known.stored }
        let batches = try await staging.batches(of: visit)
        guard !batches.isEmpty else { return nil }
        let recording = try Recording(certificate: id, issuedAt: visit.issuedAt, batches: batches)
        let stored = StoredFacts(facts: recording.analyze(), key: key)
        analysed.remember(Analysed(stored: stored, batchCount: batches.count), for: id)
        return stored
    }

    /// The visit once its submission is there, or it has been quiet for a while, or the wait is over.
    private func arrival(of id: CertificateID, issuedAt: Timestamp) async throws -> Visit? {
        let step: Duration = .milliseconds(50)
        var waited: Duration = .zero
        while true {
            let visit = try await staging.visit(id, issuedAt: issuedAt)
            let lastSign = visit?.lastReceivedAt ?? issuedAt
            let isArriving = visit?.submittedAt == nil && clock.now - lastSign < .seconds(10)
            if !isArriving || waited >= arrivalWait { return visit }
            try await Task.sleep(for: step)
            waited += step
        }
    }
}
