import Crypto
import SignetModel
import SignetService
import SignetStorage

/// What versions 2 and 3 answer: the certificate, and what was found when it was asked about.
struct Claim: Sendable {
    var request: ClaimRequest
    let certificate: LoadedCertificate
    let insights: Insights
    /// What the certificate was asked as: its id, or its ping identifier.
    let name: String
    /// Whether the account may be told about the certificate itself.
    let tellsInsights: Bool
    var findings = ClaimFindings()
    /// The account's own; nil for a question that keeps nothing.
    var retention: Retention?
    var maskedURL: String?
    var shareURL: String?

    /// What a buyer should know before relying on the certificate, in words that clients compare.
    var warnings: [String] {
        var warnings: [String] = []
        if findings.match?.isMatched == false { warnings.append("none of the provided fingerprints match") }
        if findings.isScanFailed { warnings.append("snapshot scan failed") }
        if let scan = findings.scan {
            if !scan.required.notFound.isEmpty { warnings.append("string not found in snapshot") }
            if !scan.forbidden.found.isEmpty { warnings.append("string found in snapshot") }
        }
        return warnings
    }

    /// Of the last request that retained the certificate, where one did.
    var isSuccess: Bool { retention?.isSuccess ?? warnings.isEmpty }

    /// Names the visit for whoever holds this certificate; a masked one has its own.
    var pageID: String { Self.digest("page", name) }

    /// Names an account's claim of the certificate.
    func id(of retention: Retention) -> String { Self.digest("claim", "\(name) \(retention.account)") }

    /// The same of a lead of Meta's, whose claims have UUIDs (RFC 9562, version 8).
    func uuid(of retention: Retention) -> String {
        var bytes = Self.hash("claim", "\(name) \(retention.account)").prefix(16)
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        let groups = [bytes[..<4], bytes[4..<6], bytes[6..<8], bytes[8..<10], bytes[10...]]
        return groups.map { Hex.encode($0) }.joined(separator: "-")
    }

    /// 24 hex digits, as the ids of versions 2 and 3 are.
    private static func digest(_ kind: String, _ text: String) -> String {
        Hex.encode(hash(kind, text).prefix(12))
    }

    private static func hash(_ kind: String, _ text: String) -> [UInt8] {
        Array(SHA256.hash(data: Array("\(kind) \(text)".utf8)))
    }
}

extension Claim {
    func writeFingerprints(to json: inout JSONWriter) {
        json.key("fingerprints")
        json.object { json in
            json.key("matching")
            json.strings(findings.match?.matching ?? [])
            json.key("non_matching")
            json.strings(findings.match?.nonMatching ?? [])
        }
    }
}
