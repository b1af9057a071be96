import SignetModel
import SignetService
import SignetStorage

/// The answer of API v4: the request's operations, each with its result.
struct CertificateAnswer: Sendable {
    struct Retained: Sendable {
        var expiresAt: Timestamp
        var maskedURL: String?
        var wasRetained: Bool
        var shareURL: String?
    }

    var request: CertificateRequest
    var match: LeadMatch?
    var retained: Retained?
    var insights: Insights?
    var scan: PageScan.Result?
    var verification: Verification?
    /// What was verified: the request's own criteria and the account's.
    var criteria = VerificationCriteria()

    var isSuccess: Bool { failures.isEmpty }

    /// Nil on success.
    var reason: String? { isSuccess ? nil : failures.joined(separator: " ") }

    /// What failed, in the order in which reasons are told.
    private var failures: [String] {
        var failures: [String] = []
        if match?.isMatched == false { failures.append("No matches found") }
        if scan?.isSuccess == false { failures.append("Insights page scans unsuccessful") }
        return failures + (verification?.reasons ?? [])
    }

    var json: [UInt8] {
        var json = JSONWriter(capacity: 2_048)
        json.object { writeMembers(to: &$0) }
        return json.bytes
    }

    func writeMembers(to json: inout JSONWriter) {
        json.key("outcome")
        json.string(isSuccess ? "success" : "failure")
        json.key("reason")
        json.optionalString(reason)
        if let matchLead = request.matchLead { write(matchLead, match, to: &json) }
        if let retain = request.retain, let retained { write(retain, retained, to: &json) }
        if let questions = request.insights, let insights { write(questions, insights, to: &json) }
        if let verification {
            json.key("verify")
            json.object { json in
                criteria.writeMembers(to: &json)
                verification.writeMembers(to: &json)
            }
        }
    }

    private func write(_ request: CertificateRequest.MatchLead, _ match: LeadMatch?, to json: inout JSONWriter) {
        json.key("match_lead")
        json.object { json in
            for (name, value) in [("email", request.email), ("phone", request.phone)] {
                guard let value else { continue }
                json.key(name)
                value.write(to: &json)
            }
            json.key("result")
            json.object { json in
                json.key("email_match")
                json.optional(match?.email) { $0.bool($1) }
                json.key("phone_match")
                json.optional(match?.phone) { $0.bool($1) }
                json.key("success")
                json.optional(match?.isMatched) { $0.bool($1) }
            }
        }
    }

    private func write(_ request: CertificateRequest.Retain, _ retained: Retained, to json: inout JSONWriter) {
        json.key("retain")
        json.object { json in
            json.key("reference")
            json.optionalString(request.reference)
            json.key("vendor")
            json.optionalString(request.vendor)
            json.key("results")
            json.object { json in
                json.key("expires_at")
                json.string(retained.expiresAt.iso8601)
                json.key("masked_cert_url")
                json.optionalString(retained.maskedURL)
                json.key("previously_retained")
                json.bool(retained.wasRetained)
                if let shareURL = retained.shareURL {
                    json.key("share_url")
                    json.string(shareURL)
                }
            }
        }
    }

    private func write(_ questions: CertificateRequest.Questions, _ insights: Insights, to json: inout JSONWriter) {
        json.key("insights")
        json.object { json in
            json.key("properties")
            json.object { json in
                for property in questions.properties {
                    json.key(property.rawValue)
                    insights.write(property, to: &json)
                }
            }
            json.key("scans")
            questions.scans.write(scan, to: &json)
        }
    }
}
