import SignetModel

/// What a seal keeps for quick answers: the facts, and fingerprints in place of the lead's values.
final class StoredFacts: Sendable {
    let facts: CertificateFacts
    let fingerprints: Set<LeadFingerprint>

    init(facts: CertificateFacts, key: PreparedMAC) {
        self.facts = facts
        fingerprints = Set(facts.leadValues.flatMap { LeadFingerprint.all(of: $0, key: key) })
    }

    init(bytes: [UInt8]) throws {
        var reader = ByteReader(bytes)
        facts = try CertificateFacts(storedBytes: reader.blob())
        fingerprints = Set(
            try reader.list { reader throws(ByteReader.Malformed) in
                guard let kind = LeadValue.Kind(rawValue: try reader.byte()) else { throw ByteReader.Malformed() }
                return LeadFingerprint(kind: kind, bytes: Array(try reader.blob()))
            })
    }

    var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.blob(facts.storedBytes)
        let ordered = fingerprints.sorted {
            ($0.kind.rawValue, $0.bytes.hexOrder) < ($1.kind.rawValue, $1.bytes.hexOrder)
        }
        writer.list(ordered) { writer, fingerprint in
            writer.byte(fingerprint.kind.rawValue)
            writer.blob(fingerprint.bytes)
        }
        return writer.bytes
    }
}

extension [UInt8] {
    fileprivate var hexOrder: String { Hex.encode(self) }
}
