import Crypto
import SignetModel

/// A match as it lies in a file of the ``MatchJournal``.
///
///     u32  bytes that follow, little-endian
///     8    the first bytes of the SHA-256 of the rest
///     …    reader, certificate, moment, values
enum MatchRecord {
    private static let digestLength = 8
    private static let headerLength = 4 + digestLength

    /// - Precondition: every value matched.
    static func encode(_ attempt: MatchAttempt) -> [UInt8] {
        var content = ByteWriter()
        content.string(attempt.reader)
        content.blob(attempt.certificate.bytes)
        content.integer(attempt.at.milliseconds)
        content.list(attempt.values) { content, value in
            guard case .matched(let kind, let codes) = value else { preconditionFailure("a wrong guess has no record") }
            content.byte(kind.rawValue)
            content.list(codes) { $0.blob($1) }
        }
        let length = UInt32(digestLength + content.bytes.count)
        var record: [UInt8] = []
        record.reserveCapacity(headerLength + content.bytes.count)
        record.append(contentsOf: (0..<4).map { UInt8(truncatingIfNeeded: length >> ($0 * 8)) })
        record.append(contentsOf: digest(of: content.bytes[...]))
        record.append(contentsOf: content.bytes)
        return record
    }

    /// The attempts up to the first record that is not whole, and where that begins.
    static func decodeAll(_ bytes: [UInt8]) -> (attempts: [MatchAttempt], end: Int) {
        var attempts: [MatchAttempt] = []
        var rest = bytes[...]
        while let attempt = decodeFirst(&rest) { attempts.append(attempt) }
        return (attempts, rest.startIndex)
    }

    private static func decodeFirst(_ bytes: inout ArraySlice<UInt8>) -> MatchAttempt? {
        let length = bytes.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        let record = bytes.dropFirst(4).prefix(length)
        guard record.count == length, length >= digestLength else { return nil }
        let content = record.dropFirst(digestLength)
        guard record.prefix(digestLength).elementsEqual(digest(of: content)), let attempt = try? attempt(content) else {
            return nil
        }
        bytes = bytes[record.endIndex...]
        return attempt
    }

    private static func attempt(_ content: ArraySlice<UInt8>) throws(ByteReader.Malformed) -> MatchAttempt {
        var reader = ByteReader(content)
        let name = try reader.string()
        let id = try reader.blob()
        guard id.count == CertificateID.byteCount else { throw ByteReader.Malformed() }
        let at = Timestamp(milliseconds: try reader.integer())
        let values = try reader.list { reader throws(ByteReader.Malformed) in
            guard let kind = LeadValue.Kind(rawValue: try reader.byte()) else { throw ByteReader.Malformed() }
            let codes = try reader.list { reader throws(ByteReader.Malformed) in Array(try reader.blob()) }
            return MatchAttempt.Value.matched(kind, searchCodes: codes)
        }
        return MatchAttempt(
            reader: name, certificate: CertificateID(bytes: id), at: at, values: values, cap: 0, period: .zero)
    }

    private static func digest(of content: ArraySlice<UInt8>) -> some Sequence<UInt8> {
        SHA256.hash(data: content).prefix(digestLength)
    }
}
