public import SignetModel
import SignetRecording
public import SignetStorage

/// Certificates of leads from Meta's instant forms: no page of the publisher's was visited, and nothing recorded.
public struct MetaCertificates: Sendable {
    public enum Failure: Error, Equatable, CustomStringConvertible {
        case tooOld
        case inFuture

        public var description: String {
            switch self {
            case .tooOld: "created_time is more than 90 days ago: the certificate would have expired already."
            case .inFuture: "created_time is in the future."
            }
        }
    }

    private let secret: Secret
    private let issuer: Issuer
    private let database: any Database
    private let evidence: any EvidenceStore
    private let windows: Windows
    private let clock: WallClock

    init(
        secret: Secret, issuer: Issuer, database: any Database, evidence: any EvidenceStore, windows: Windows,
        clock: WallClock
    ) {
        self.secret = secret
        self.issuer = issuer
        self.database = database
        self.evidence = evidence
        self.windows = windows
        self.clock = clock
    }

    /// Makes a certificate that is sealed at once.
    public func make(of lead: MetaLead, by account: Account) async throws -> CertificateID {
        let now = clock.now
        guard now - lead.createdAt < windows.submitted else { throw Failure.tooOld }
        guard lead.createdAt - now < .minutes(5) else { throw Failure.inFuture }
        let id = issuer.metaLead(at: lead.createdAt)
        let cipher = EvidenceCipher(secret: secret)
        let stored = StoredFacts(
            facts: lead.facts(owner: account.id, at: now), key: cipher.fingerprintKey)
        let object = try cipher.seal(Zstandard.compress(lead.evidence), for: .evidence)
        let names = try await evidence.put([object])
        try await database.seal([
            SealedCertificate(
                certificate: id, issuedAt: lead.createdAt, sealedAt: now, batchCount: 1, isSubmitted: true,
                isSandbox: false, wrappedSeed: try cipher.wrappedSeed(for: id),
                facts: try cipher.seal(Zstandard.compress(stored.bytes), for: .facts), evidence: names[0])
        ])
        return id
    }
}
