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
    struct Entry: Hashable, Sendable {
        var sequence: UInt16
        var flags: BatchRecord.Flags
        var receivedAt: Timestamp
        var length: Int
        var location: RecordLocation
    }

    let certificate: CertificateID
    let issuedAt: Timestamp
    let options: RecordingOptions
    let nonceDigest: UInt64
    private(set) var entries: [Entry] = []
    private(set) var byteCount = 0

    /// The visit to which the record belongs, without any batch yet.
    init(of record: BatchRecord) {
        certificate = record.certificate
        issuedAt = record.issuedAt
        options = record.options
        nonceDigest = record.nonceDigest
    }

    func entry(_ sequence: UInt16) -> Entry? {
        entries.first { $0.sequence == sequence }
    }

    mutating func add(_ record: BatchRecord, at location: RecordLocation) {
        guard entry(record.sequence) == nil else { return }
        byteCount += record.length
        entries.append(
            Entry(
                sequence: record.sequence, flags: record.flags, receivedAt: record.receivedAt,
                length: record.length, location: location))
    }

    var hasSubmission: Bool { entries.contains { $0.flags.contains(.submission) } }

    var visit: Visit? {
        guard let first = entries.map(\.receivedAt).min(), let last = entries.map(\.receivedAt).max() else {
            return nil
        }
        return Visit(
            certificate: certificate, issuedAt: issuedAt, options: options, firstReceivedAt: first,
            lastReceivedAt: last,
            submittedAt: entries.filter { $0.flags.contains(.submission) }.map(\.receivedAt).min(),
            endedAt: entries.filter { $0.flags.contains(.end) }.map(\.receivedAt).max(), batchCount: entries.count,
            byteCount: byteCount, nonceDigest: nonceDigest, entries: entries)
    }
}

extension StagedVisit {
    /// What the index keeps besides the key.
    var bytes: [UInt8] {
        var writer = ByteWriter(capacity: 16 + 24 * entries.count)
        writer.byte(options.rawValue)
        writer.fixed(nonceDigest)
        writer.list(entries) { writer, entry in
            writer.unsigned(UInt64(entry.sequence))
            writer.byte(entry.flags.rawValue)
            writer.integer(entry.receivedAt.milliseconds)
            writer.unsigned(UInt64(entry.length))
            writer.unsigned(UInt64(entry.location.segment))
            writer.unsigned(UInt64(entry.location.offset))
        }
        return writer.bytes
    }

    init(certificate: CertificateID, issuedAt: Timestamp, bytes: [UInt8]) throws(ByteReader.Malformed) {
        var reader = ByteReader(bytes)
        self.certificate = certificate
        self.issuedAt = issuedAt
        options = RecordingOptions(rawValue: try reader.byte())
        nonceDigest = try reader.fixed()
        entries = try reader.list { reader throws(ByteReader.Malformed) in
            Entry(
                sequence: UInt16(truncatingIfNeeded: try reader.unsigned()),
                flags: BatchRecord.Flags(rawValue: try reader.byte()),
                receivedAt: Timestamp(milliseconds: try reader.integer()),
                length: Int(truncatingIfNeeded: try reader.unsigned()),
                location: RecordLocation(
                    segment: Int(truncatingIfNeeded: try reader.unsigned()),
                    offset: Int(truncatingIfNeeded: try reader.unsigned())))
        }
        byteCount = entries.reduce(0) { $0 + $1.length }
    }
}
