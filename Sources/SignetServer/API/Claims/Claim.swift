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
    var match: LeadMatch?
    var scan: PageScan.Result?
    /// Terms were asked for, and no page was recorded in which to look.
    var isScanFailed = false
    /// The account's own; nil for a question that keeps nothing.
    var retention: Retention?
    var maskedURL: String?
    var shareURL: String?

    /// What a buyer should know before relying on the certificate, in words that clients compare.
    var warnings: [String] {
        var warnings: [String] = []
        if match?.isMatched == false { warnings.append("none of the provided fingerprints match") }
        if isScanFailed { warnings.append("snapshot scan failed") }
        if let scan {
            if !scan.required.notFound.isEmpty { warnings.append("string not found in snapshot") }
            if !scan.forbidden.found.isEmpty { warnings.append("string found in snapshot") }
        }
        return warnings
    }

    /// Names the visit for whoever holds this certificate; a masked one has its own.
    var pageID: String { Self.digest("page", name) }

    /// Names an account's claim of the certificate.
    func id(of retention: Retention) -> String { Self.digest("claim", "\(name) \(retention.account)") }

    /// 24 hex digits, as the ids of versions 2 and 3 are.
    private static func digest(_ kind: String, _ text: String) -> String {
        Hex.encode(Array(SHA256.hash(data: Array("\(kind) \(text)".utf8)).prefix(12)))
    }
}

extension Claim {
    func writeFingerprints(to json: inout JSONWriter) {
        json.key("fingerprints")
        json.object { json in
            json.key("matching")
            json.strings(match?.matching ?? [])
            json.key("non_matching")
            json.strings(match?.nonMatching ?? [])
        }
    }
}
