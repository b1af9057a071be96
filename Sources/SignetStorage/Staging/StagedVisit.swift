import SignetModel

/// Where a record lies.
struct RecordLocation: Hashable, Comparable, Sendable {
    var segment: Int
    var offset: Int

    static func < (left: RecordLocation, right: RecordLocation) -> Bool {
        (left.segment, left.offset) < (right.segment, right.offset)
    }
}

/// What memory and the index know of a certificate's batches.
struct StagedVisit: Sendable {
    struct Entry: Sendable {
        var sequence: UInt16
        var flags: BatchRecord.Flags
        var digest: BatchRecord.BodyDigest
        var receivedAt: Timestamp
        var length: Int
        var location: RecordLocation
    }

    let certificate: CertificateID
    let options: RecordingOptions
    let nonceDigest: UInt64
    private(set) var entries: [Entry] = []
    private(set) var byteCount = 0

    init(certificate: CertificateID, options: RecordingOptions, nonceDigest: UInt64) {
        self.certificate = certificate
        self.options = options
        self.nonceDigest = nonceDigest
    }

    func entry(_ sequence: UInt16) -> Entry? {
        entries.first { $0.sequence == sequence }
    }

    mutating func add(_ record: BatchRecord, at location: RecordLocation) {
        guard entry(record.sequence) == nil else { return }
        byteCount += record.length
        entries.append(
            Entry(
                sequence: record.sequence, flags: record.flags, digest: record.bodyDigest,
                receivedAt: record.receivedAt, length: record.length, location: location))
    }

    var visit: Visit? {
        guard let first = entries.map(\.receivedAt).min(), let last = entries.map(\.receivedAt).max() else {
            return nil
        }
        return Visit(
            certificate: certificate, options: options, firstReceivedAt: first, lastReceivedAt: last,
            submittedAt: entries.filter { $0.flags.contains(.submission) }.map(\.receivedAt).min(),
            endedAt: entries.filter { $0.flags.contains(.end) }.map(\.receivedAt).max(), batchCount: entries.count,
            byteCount: byteCount)
    }
}
