import Crypto
import NIOConcurrencyHelpers
public import SignetModel
public import SignetRecording
import SignetStorage

/// Finds certificates: by id, in what is sealed, or in staging, where they are analysed when asked about.
public struct CertificateReader: Sendable {
    /// A recording's 25 MiB, and room for its envelopes.
    private static let archiveLimit = 32 << 20

    private let ids: CertificateIDCipher
    private let pings: PingIdentifierCipher
    private let secret: Secret
    private let database: any Database
    private let staging: any StagingStore
    private let evidence: any EvidenceStore
    private let windows: Windows
    private let arrivalWait: Duration
    private let clock: WallClock
    private let analysed = RecentlyAnalysed(capacity: 256)

    init(
        secret: Secret, database: any Database, staging: any StagingStore, evidence: any EvidenceStore,
        configuration: ServiceConfiguration, clock: WallClock
    ) {
        ids = CertificateIDCipher(secret: secret)
        pings = PingIdentifierCipher(secret: secret)
        self.secret = secret
        self.database = database
        self.staging = staging
        self.evidence = evidence
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
        var masked: MaskedCertificate?
        var original = id
        if contents.kind == .masked {
            guard let found = try await database.masked(id) else { return nil }
            masked = found
            original = found.original
        }
        guard let material = try await material(of: original, awaitingArrival: awaitingArrival) else { return nil }
        let facts = material.stored.facts
        let originalEnd = windows.end(
            issuedAt: facts.issuedAt, isSubmitted: facts.form.isSubmitted,
            isSandbox: facts.options.contains(.sandbox))
        return LoadedCertificate(
            id: id, kind: contents.kind, issuedAt: contents.issuedAt, original: original, masked: masked,
            facts: facts,
            windowEnd: masked.map { max(originalEnd, $0.createdAt + windows.unsubmitted) } ?? originalEnd,
            isSealed: material.isSealed, fingerprints: material.stored.fingerprints,
            fingerprintKey: material.fingerprintKey)
    }

    /// The events of the certificate's recording; nil where there is none any more.
    public func recording(of certificate: LoadedCertificate) async throws -> Recording? {
        guard certificate.kind != .metaLeadAds else { return nil }
        if let sealed = try await database.sealed(certificate.original) {
            let cipher = try EvidenceCipher(
                secret: secret, wrappedSeed: sealed.wrappedSeed, certificate: certificate.original)
            guard let object = try await evidence.get(sealed.evidence) else { return nil }
            let archive = try Zstandard.decompress(
                cipher.open(object, for: .evidence), limit: Self.archiveLimit)
            return try Recording(archived: archive)
        }
        let batches = try await staging.batches(of: certificate.original, issuedAt: certificate.facts.issuedAt)
        guard !batches.isEmpty else { return nil }
        return try Recording(
            certificate: certificate.original, issuedAt: certificate.facts.issuedAt, batches: batches)
    }

    private struct Material: Sendable {
        let stored: StoredFacts
        let fingerprintKey: SymmetricKey
        let isSealed: Bool
    }

    private func material(of original: CertificateID, awaitingArrival: Bool) async throws -> Material? {
        if let sealed = try await database.sealed(original) {
            let cipher = try EvidenceCipher(secret: secret, wrappedSeed: sealed.wrappedSeed, certificate: original)
            return Material(
                stored: try StoredFacts(bytes: cipher.open(sealed.facts, for: .facts)),
                fingerprintKey: cipher.key(for: .leadFingerprint), isSealed: true)
        }
        guard let issuedAt = ids.open(original)?.issuedAt else { return nil }
        let visit =
            awaitingArrival
            ? try await arrival(of: original, issuedAt: issuedAt)
            : try await staging.visit(original, issuedAt: issuedAt)
        guard let visit else { return nil }
        let key = secret.current.key(for: .leadFingerprint, context: original.bytes)
        if let known = analysed.facts(of: original, batchCount: visit.batchCount) {
            return Material(stored: known, fingerprintKey: key, isSealed: false)
        }
        let batches = try await staging.batches(of: original, issuedAt: issuedAt)
        guard !batches.isEmpty else { return nil }
        let recording = try Recording(certificate: original, issuedAt: issuedAt, batches: batches)
        let stored = StoredFacts(facts: recording.analyze(), key: key)
        analysed.remember(stored, of: original, batchCount: batches.count)
        return Material(stored: stored, fingerprintKey: key, isSealed: false)
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

extension Windows {
    func end(issuedAt: Timestamp, isSubmitted: Bool, isSandbox: Bool) -> Timestamp {
        issuedAt + (isSubmitted && !isSandbox ? submitted : unsubmitted)
    }
}

/// The facts of unsealed certificates that were asked about lately: a lead is often asked about several times at once.
private final class RecentlyAnalysed: Sendable {
    private struct Entry {
        let stored: StoredFacts
        let batchCount: Int
        var lastUse: UInt64
    }

    private struct State {
        var entries: [CertificateID: Entry] = [:]
        var uses: UInt64 = 0
    }

    private let capacity: Int
    private let state = NIOLockedValueBox(State())

    init(capacity: Int) {
        self.capacity = capacity
    }

    func facts(of id: CertificateID, batchCount: Int) -> StoredFacts? {
        state.withLockedValue { state in
            guard let entry = state.entries[id], entry.batchCount == batchCount else { return nil }
            state.uses += 1
            state.entries[id]?.lastUse = state.uses
            return entry.stored
        }
    }

    func remember(_ stored: StoredFacts, of id: CertificateID, batchCount: Int) {
        state.withLockedValue { state in
            state.uses += 1
            state.entries[id] = Entry(stored: stored, batchCount: batchCount, lastUse: state.uses)
            if state.entries.count > capacity,
                let oldest = state.entries.min(by: { $0.value.lastUse < $1.value.lastUse })
            {
                state.entries[oldest.key] = nil
            }
        }
    }
}
