import Crypto
import SignetModel

/// A batch as it lies in a segment file.
///
///     u32  bytes that follow                     ┐
///     u8   format version                        │
///     20   certificate                           │ header, in the clear: enough to index a file
///     u16  sequence                              │ without decrypting it
///     u8   flags, u8 options                     │
///     u32  issued at, s                          │
///     i64  received at, ms                       │
///     8    digest of the nonce                   │
///     12   AES-GCM nonce                         ┘
///     …    ciphertext of the rest of the batch
///     16   AES-GCM tag over header and ciphertext
///
/// All integers are little-endian. The tag is the record's checksum: a record is whole or it does not open.
struct BatchRecord: Sendable {
    static let headerLength = 4 + 1 + 20 + 2 + 1 + 1 + 4 + 8 + 8 + gcmNonceLength
    private static let gcmNonceLength = 12
    static let tagLength = 16
    static let maximumLength = 2 << 20
    private static let version: UInt8 = 1

    var certificate: CertificateID
    var sequence: UInt16
    var flags: Flags
    var options: RecordingOptions
    /// Of the certificate, in whole seconds.
    var issuedAt: Timestamp
    var receivedAt: Timestamp
    var nonceDigest: UInt64
    /// Header, ciphertext and tag together.
    var length: Int

    struct Flags: OptionSet, Hashable, Sendable {
        let rawValue: UInt8

        static let submission = Flags(rawValue: 1)
        static let end = Flags(rawValue: 2)
        static let deflated = Flags(rawValue: 4)
    }
}

extension BatchRecord {
    /// The record of a batch, and the bytes to append.
    static func encode(
        _ batch: Batch, issuedAt: Timestamp, key: DayKey
    ) throws -> (record: BatchRecord, bytes: [UInt8]) {
        var rest = ByteWriter(capacity: batch.body.count + 512)
        rest.optional(batch.sentAt) { $0.integer($1.milliseconds) }
        rest.string(batch.nonce)
        batch.observed.write(to: &rest)
        rest.blob(batch.body)

        var flags: Flags = []
        if batch.isSubmission { flags.insert(.submission) }
        if batch.isEnd { flags.insert(.end) }
        if batch.encoding == .deflateRaw { flags.insert(.deflated) }
        let record = BatchRecord(
            certificate: batch.certificate, sequence: UInt16(batch.sequence), flags: flags, options: batch.options,
            issuedAt: issuedAt, receivedAt: batch.receivedAt, nonceDigest: nonceDigest(batch.nonce),
            length: headerLength + rest.bytes.count + tagLength)
        let gcmNonce = try key.nextNonce()
        var bytes = record.header(gcmNonce: gcmNonce)
        let box = try AES.GCM.seal(rest.bytes, using: key.encryption, nonce: gcmNonce, authenticating: bytes)
        bytes.append(contentsOf: box.ciphertext)
        bytes.append(contentsOf: box.tag)
        return (record, bytes)
    }

    /// The record whose header these bytes begin with; nil where they cannot be one.
    init?(header bytes: ArraySlice<UInt8>) {
        guard bytes.count >= Self.headerLength else { return nil }
        var reader = LittleEndianReader(bytes)
        let length = Int(reader.integer(UInt32.self)) + 4
        guard length >= Self.headerLength + Self.tagLength, length <= Self.maximumLength,
            reader.integer(UInt8.self) == Self.version
        else { return nil }
        self.length = length
        certificate = CertificateID(bytes: reader.bytes(CertificateID.byteCount))
        sequence = reader.integer(UInt16.self)
        flags = Flags(rawValue: reader.integer(UInt8.self))
        options = RecordingOptions(rawValue: reader.integer(UInt8.self))
        issuedAt = Timestamp(seconds: Int64(reader.integer(UInt32.self)))
        receivedAt = Timestamp(milliseconds: reader.integer(Int64.self))
        nonceDigest = reader.integer(UInt64.self)
    }

    /// The batch in a whole record; nil where the bytes are not what was written.
    static func decode(_ bytes: ArraySlice<UInt8>, key: DayKey) -> Batch? {
        guard let record = BatchRecord(header: bytes), bytes.count == record.length else { return nil }
        let header = bytes.prefix(headerLength)
        do {
            let box = try AES.GCM.SealedBox(
                nonce: AES.GCM.Nonce(data: header.suffix(gcmNonceLength)),
                ciphertext: bytes.dropFirst(headerLength).dropLast(tagLength), tag: bytes.suffix(tagLength))
            var rest = ByteReader(try AES.GCM.open(box, using: key.encryption, authenticating: header))
            let sentAt = try rest.optional { reader throws(ByteReader.Malformed) in
                Timestamp(milliseconds: try reader.integer())
            }
            let nonce = try rest.string()
            let observed = try ObservedRequest(from: &rest)
            return Batch(
                certificate: record.certificate, sequence: Int(record.sequence), nonce: nonce,
                options: record.options, encoding: record.flags.contains(.deflated) ? .deflateRaw : .identity,
                isSubmission: record.flags.contains(.submission), isEnd: record.flags.contains(.end),
                receivedAt: record.receivedAt, sentAt: sentAt, observed: observed, body: Array(try rest.blob()))
        } catch {
            return nil
        }
    }

    /// The header, with room for what follows it.
    private func header(gcmNonce: AES.GCM.Nonce) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(length)
        bytes.appendLittleEndian(UInt32(length - 4))
        bytes.append(Self.version)
        bytes.append(contentsOf: certificate.bytes)
        bytes.appendLittleEndian(sequence)
        bytes.append(flags.rawValue)
        bytes.append(options.rawValue)
        bytes.appendLittleEndian(UInt32(clamping: issuedAt.seconds))
        bytes.appendLittleEndian(receivedAt.milliseconds)
        bytes.appendLittleEndian(nonceDigest)
        bytes.append(contentsOf: gcmNonce)
        return bytes
    }

    static func nonceDigest(_ nonce: String) -> UInt64 {
        SHA256.hash(data: Array(nonce.utf8)).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}

extension [UInt8] {
    fileprivate mutating func appendLittleEndian(_ value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
    }
}

private struct LittleEndianReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    /// - Precondition: enough bytes are left.
    mutating func integer<Value: FixedWidthInteger>(_ type: Value.Type) -> Value {
        let size = MemoryLayout<Value>.size
        let value = rest.prefix(size).reversed().reduce(Value(0)) { $0 << 8 | Value(truncatingIfNeeded: $1) }
        rest = rest.dropFirst(size)
        return value
    }

    mutating func bytes(_ count: Int) -> ArraySlice<UInt8> {
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }
}
