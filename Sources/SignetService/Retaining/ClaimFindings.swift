import Crypto
import SignetModel
import SignetStorage

/// What a request that retains a certificate found besides the certificate itself; kept, so that it can be told again.
public struct ClaimFindings: Hashable, Sendable {
    /// Nil where no lead was compared.
    public var match: LeadMatch?
    /// Nil where no terms were looked for.
    public var scan: PageScan.Result?
    /// Terms were asked for, and no page was recorded in which to look.
    public var isScanFailed: Bool

    public init(match: LeadMatch? = nil, scan: PageScan.Result? = nil, isScanFailed: Bool = false) {
        self.match = match
        self.scan = scan
        self.isScanFailed = isScanFailed
    }
}

/// Fingerprints are hashes of addresses and numbers, which anybody could guess: the database has them encrypted.
extension ClaimFindings {
    init(of retention: Retention, secret: Secret) throws {
        self.init()
        guard let sealed = retention.findings, let number = sealed.first, let version = secret.version(number) else {
            return
        }
        var reader = ByteReader(try Self.key(for: retention, version).open(Array(sealed.dropFirst())))
        try read(from: &reader)
    }

    /// The number of the secret's version, and what is encrypted under it.
    func sealed(for retention: Retention, secret: Secret) throws -> [UInt8] {
        var writer = ByteWriter()
        write(to: &writer)
        return [secret.current.number] + (try Self.key(for: retention, secret.current).seal(writer.bytes))
    }

    private static func key(for retention: Retention, _ version: Secret.Version) -> SymmetricKey {
        version.key(for: .claim, context: retention.certificate.bytes + Array(retention.account.utf8))
    }

    private func write(to writer: inout ByteWriter) {
        writer.optional(match) { writer, match in
            for isFound in [match.email, match.phone] { writer.optional(isFound) { $0.bool($1) } }
            for digests in [match.matching, match.nonMatching] { writer.list(digests) { $0.string($1) } }
        }
        writer.optional(scan) { writer, scan in
            for side in [scan.required, scan.forbidden] {
                for terms in [side.found, side.notFound] { writer.list(terms) { $0.string($1) } }
            }
        }
        writer.bool(isScanFailed)
    }

    private mutating func read(from reader: inout ByteReader) throws(ByteReader.Malformed) {
        match = try reader.optional { reader throws(ByteReader.Malformed) in
            LeadMatch(
                email: try reader.optional { reader throws(ByteReader.Malformed) in try reader.bool() },
                phone: try reader.optional { reader throws(ByteReader.Malformed) in try reader.bool() },
                matching: try reader.texts(), nonMatching: try reader.texts())
        }
        scan = try reader.optional { reader throws(ByteReader.Malformed) in
            PageScan.Result(
                required: .init(found: try reader.texts(), notFound: try reader.texts()),
                forbidden: .init(found: try reader.texts(), notFound: try reader.texts()))
        }
        isScanFailed = try reader.bool()
    }
}

extension ByteReader {
    fileprivate mutating func texts() throws(Malformed) -> [String] {
        try list { reader throws(Malformed) in try reader.string() }
    }
}
