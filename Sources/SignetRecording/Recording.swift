public import SignetModel

/// A visit as its browser recorded it: batches in; facts, an event log, a replay and what is sealed out.
public struct Recording: Sendable {
    let content: Archive
    let stream: EventStream
    /// Sequences that should have come and did not.
    let hasGap: Bool

    /// - Parameter batches: of one certificate, in any order; of two with one sequence the first counts.
    public init(
        certificate: CertificateID, issuedAt: Timestamp, batches: [Batch], limits: RecordingLimits = RecordingLimits()
    ) throws(RecordingError) {
        if let stranger = batches.first(where: { $0.certificate != certificate }) {
            throw .foreignBatch(sequence: stranger.sequence)
        }
        var sequences: Set<Int> = []
        let ordered = batches.filter { sequences.insert($0.sequence).inserted }.sorted { $0.sequence < $1.sequence }
        guard !ordered.isEmpty else { throw .noBatches }
        self.init(
            Archive(certificate: certificate, issuedAt: issuedAt, batches: ordered, limits: limits), limits: limits
        )
    }

    /// From what ``archive`` gave.
    public init(
        archived bytes: [UInt8], limits: RecordingLimits = RecordingLimits()
    ) throws(RecordingError) {
        self.init(try Archive(reading: bytes), limits: limits)
    }

    private init(_ content: Archive, limits: RecordingLimits) {
        self.content = content
        stream = EventParser.parse(content, depth: limits.depth)
        let sequences = content.entries.map(\.envelope.sequence)
        hasGap = sequences != Array(0..<sequences.count)
    }

    public var certificate: CertificateID { content.certificate }
    public var issuedAt: Timestamp { content.issuedAt }

    /// Every batch with its envelope and its bytes, inflated, in one string that explains itself: what is sealed.
    /// The same batches give the same bytes.
    public var archive: [UInt8] { content.bytes }

    /// The batches without their bodies.
    public var batches: [BatchEnvelope] { content.entries.map(\.envelope) }
}
