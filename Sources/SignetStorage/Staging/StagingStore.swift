public import SignetModel

/// Where recordings wait, as they came, until they are sealed or forgotten: batches by certificate, in days of issue.
public protocol StagingStore: Sendable {
    /// Stores the batch. Blocks for the first of a day only, whose folder is made; may be called from any thread.
    ///
    /// `completion` is called once, from a thread of the store's. Success means durable: the batch survives the death of the
    /// process and the loss of power. A batch that is stored already, byte for byte, is a success too.
    ///
    /// - Parameter issuedAt: when the batch's certificate was issued; its day decides where the batch lies.
    func append(
        _ batch: Batch, issuedAt: Timestamp,
        completion: @escaping @Sendable (Result<AppendOutcome, StagingError>) -> Void)

    /// What is known of a certificate's recording; nil where nothing is stored.
    func visit(_ id: CertificateID, issuedAt: Timestamp) async throws -> Visit?

    /// The batches that the visit tells of, by ascending sequence; none where its day was dropped since.
    func batches(of visit: Visit) async throws -> [Batch]

    /// The visits of a day that hold a submission, by time of issue and id, after `cursor`.
    func submittedVisits(on day: Day, after cursor: Visit?, limit: Int) async throws -> [Visit]

    /// The days of which anything is stored, oldest first.
    func days() async throws -> [Day]

    /// Bytes of everything that is stored; nil where only the process that writes knows.
    var byteCount: Int? { get }

    /// Forgets a day for good: its key goes first, so that what a disk keeps of it cannot be read.
    func drop(_ day: Day) async throws
}

extension StagingStore {
    /// The batches of a certificate, by ascending sequence.
    public func batches(of id: CertificateID, issuedAt: Timestamp) async throws -> [Batch] {
        guard let visit = try await visit(id, issuedAt: issuedAt) else { return [] }
        return try await batches(of: visit)
    }

    /// Stores the batch and returns when it is durable.
    @discardableResult
    public func append(_ batch: Batch, issuedAt: Timestamp) async throws(StagingError) -> AppendOutcome {
        let result = await withCheckedContinuation { continuation in
            append(batch, issuedAt: issuedAt) { continuation.resume(returning: $0) }
        }
        return try result.get()
    }
}

public enum AppendOutcome: Sendable {
    case stored
    case alreadyStored
}

/// Why a batch was not stored. Nothing was changed.
public enum StagingError: Error, Hashable, Sendable {
    /// Another batch with this certificate and sequence is stored.
    case conflictingBatch
    /// The certificate is bound to the nonce of another page load.
    case foreignNonce
    /// The certificate's batches would exceed what one recording may have.
    case recordingTooLarge
    /// Staging as a whole has reached its cap.
    case full
    /// The disk is full or fails; the log says which.
    case unavailable
    case shutDown
}

/// What is known of a recording without looking into it.
public struct Visit: Hashable, Sendable {
    public var certificate: CertificateID
    /// In whole seconds.
    public var issuedAt: Timestamp
    public var options: RecordingOptions
    public var firstReceivedAt: Timestamp
    public var lastReceivedAt: Timestamp
    /// When the first batch with a submission came.
    public var submittedAt: Timestamp?
    /// When the page's last batch came.
    public var endedAt: Timestamp?
    public var batchCount: Int
    /// As sent.
    public var byteCount: Int
    /// Of the page load whose recording it is.
    var nonceDigest: UInt64
    /// Where its batches lie.
    var entries: [StagedVisit.Entry]

    /// Whether this is the page load whose recording it is.
    public func isBound(to nonce: String) -> Bool {
        BatchRecord.nonceDigest(nonce) == nonceDigest
    }
}
