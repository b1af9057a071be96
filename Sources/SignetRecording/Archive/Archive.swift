import Crypto
import SignetModel

/// All batches of a recording in one string of bytes that explains itself: what is sealed.
///
///     signet-recording 1
///     {"certificate":"…","issued":1795000000000}
///     batch 00000312 00014980
///     {"sequence":0,"nonce":"…",…}
///     [{"type":4,…},…]
///
/// The numbers are the lengths of the two lines after them, without their line ends. Events lie here as they were sent,
/// inflated, byte by byte; they are parsed in place. The same batches give the same bytes.
struct Archive: Sendable {
    static let magic = "signet-recording 1\n"

    struct Entry: Sendable {
        var envelope: BatchEnvelope
        /// Where its body lies.
        var body: Range<Int>
    }

    let certificate: CertificateID
    let issuedAt: Timestamp
    private(set) var bytes: [UInt8]
    private(set) var entries: [Entry] = []

    init(certificate: CertificateID, issuedAt: Timestamp, batches: [Batch], limits: RecordingLimits) {
        self.certificate = certificate
        self.issuedAt = issuedAt
        bytes = []
        bytes.reserveCapacity(min(limits.recording, batches.reduce(0) { $0 + $1.body.count * 6 }) + 4_096)
        bytes.append(contentsOf: Self.magic.utf8)
        appendHeader()
        var room = limits.recording
        for batch in batches {
            append(batch, limit: min(limits.batch, room))
            room -= entries[entries.count - 1].body.count
        }
    }

    private mutating func appendHeader() {
        var json = JSONWriter()
        json.object { json in
            json.key("certificate")
            json.string(certificate.description)
            json.key("issued")
            json.integer(issuedAt.milliseconds)
        }
        bytes.append(contentsOf: json.bytes)
        bytes.append(Self.lineEnd)
    }

    private mutating func append(_ batch: Batch, limit: Int) {
        var envelope = BatchEnvelope(batch, digest: Hex.encode(SHA256.hash(data: batch.body)))
        // Whether the body can be inflated is known only once it lies here, so in the rare other case its lines are
        // written a second time.
        let start = bytes.count
        var body = writeFrame(of: envelope)
        envelope.content = appendBody(of: batch, limit: limit)
        if envelope.content != .events {
            let content = Array(bytes[body...])
            bytes.removeLast(bytes.count - start)
            body = writeFrame(of: envelope)
            bytes.append(contentsOf: content)
        }
        let range = body..<bytes.count
        writeLength(range.count, at: start + Self.bodyLengthOffset)
        bytes.append(Self.lineEnd)
        entries.append(Entry(envelope: envelope, body: range))
    }

    /// The lines before a body, its length still open; answers where the body begins.
    private mutating func writeFrame(of envelope: BatchEnvelope) -> Int {
        let start = bytes.count
        let json = envelope.json
        bytes.append(contentsOf: "batch 00000000 00000000\n".utf8)
        writeLength(json.count, at: start + Self.envelopeLengthOffset)
        bytes.append(contentsOf: json)
        bytes.append(Self.lineEnd)
        return bytes.count
    }

    private mutating func appendBody(of batch: Batch, limit: Int) -> BatchEnvelope.Content {
        switch batch.encoding {
        case .identity: return appendPlain(batch.body, limit: limit, as: .events)
        case .deflateRaw:
            do throws(RawDeflate.Failure) {
                try RawDeflate.inflate(batch.body, into: &bytes, limit: limit)
                return .events
            } catch .tooLong {
                return .omitted
            } catch {
                return appendPlain(batch.body, limit: limit, as: .broken)
            }
        }
    }

    private mutating func appendPlain(
        _ body: [UInt8], limit: Int, as content: BatchEnvelope.Content
    ) -> BatchEnvelope.Content {
        guard body.count <= limit else { return .omitted }
        bytes.append(contentsOf: body)
        return content
    }

    private static let lineEnd = UInt8(ascii: "\n")
    private static let envelopeLengthOffset = 6
    private static let bodyLengthOffset = 15
    private static let frameLength = 24

    private mutating func writeLength(_ length: Int, at offset: Int) {
        var rest = length
        for place in (0..<8).reversed() {
            bytes[offset + place] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        }
    }
}

extension Archive {
    init(reading bytes: [UInt8]) throws(RecordingError) {
        guard bytes.starts(with: Self.magic.utf8) else { throw .brokenArchive(offset: 0) }
        var position = Self.magic.utf8.count
        guard let end = bytes[position...].firstIndex(of: Self.lineEnd),
            let header = try? JSONValue(parsing: Array(bytes[position..<end])),
            let certificate = (header["certificate"]?.string).flatMap({ CertificateID($0) }),
            let issued = header["issued"]?.integer
        else { throw .brokenArchive(offset: position) }
        self.certificate = certificate
        issuedAt = Timestamp(milliseconds: Int64(issued))
        self.bytes = bytes
        position = end + 1
        while position < bytes.count {
            let entry = try readEntry(at: position)
            entries.append(entry)
            position = entry.body.upperBound + 1
        }
        guard !entries.isEmpty else { throw .noBatches }
    }

    private func readEntry(at start: Int) throws(RecordingError) -> Entry {
        let envelopeStart = start + Self.frameLength
        guard envelopeStart <= bytes.count, bytes[start...].starts(with: "batch ".utf8),
            let envelopeLength = readLength(at: start + Self.envelopeLengthOffset),
            let bodyLength = readLength(at: start + Self.bodyLengthOffset)
        else { throw .brokenArchive(offset: start) }
        let bodyStart = envelopeStart + envelopeLength + 1
        guard bodyStart + bodyLength < bytes.count, bytes[bodyStart + bodyLength] == Self.lineEnd,
            let json = try? JSONValue(parsing: Array(bytes[envelopeStart..<(bodyStart - 1)])),
            let envelope = BatchEnvelope(json)
        else { throw .brokenArchive(offset: envelopeStart) }
        return Entry(envelope: envelope, body: bodyStart..<(bodyStart + bodyLength))
    }

    private func readLength(at offset: Int) -> Int? {
        var length = 0
        for byte in bytes[offset..<(offset + 8)] {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            length = length * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return length
    }
}
