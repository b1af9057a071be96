import SignetModel
import SignetService

/// An error as every route but the certificate API tells it: `application/problem+json` (RFC 9457).
struct Problem: Error, Hashable, Sendable {
    static let contentType = "application/problem+json"

    var status: Int
    var title: String
    var detail: String?
    /// Seconds.
    var retryAfter: Int?

    init(_ status: Int, _ title: String, _ detail: String? = nil, retryAfter: Int? = nil) {
        self.status = status
        self.title = title
        self.detail = detail
        self.retryAfter = retryAfter
    }

    var json: [UInt8] {
        var json = JSONWriter(capacity: 256)
        json.object { json in
            json.key("type")
            json.string("about:blank")
            json.key("title")
            json.string(title)
            json.key("status")
            json.integer(status)
            if let detail {
                json.key("detail")
                json.string(detail)
            }
        }
        return json.bytes
    }
}

extension Problem {
    static func badRequest(_ detail: String) -> Problem { Problem(400, "Bad request", detail) }

    static let nullCharacter = badRequest("A text may not have the character U+0000.")
    static let foreignCursor = badRequest("The cursor is not one that this server gave.")

    static let siteNotAllowed = Problem(
        403, "Site not allowed", "This server records only the sites that its operator named.")
    static let tooManyRequests = Problem(
        429, "Too many requests", "Requests from this network or site come faster than allowed.", retryAfter: 1)
    static let unauthorized = Problem(
        401, "Unauthorized", "Give the account's API key as the password of HTTP Basic authentication.")
    static let notFound = Problem(404, "Not found", "There is nothing here, or nothing that you may see.")

    static func batchTooLarge(limit: Int) -> Problem {
        Problem(413, "Batch too large", "A batch may have \(limit) bytes as sent; split it before numbering.")
    }

    init(refusal: BatchRefusal) {
        switch refusal {
        case .unknownCertificate:
            self.init(404, "Unknown certificate", "No certificate of this server has this id.")
        case .lapsed:
            self.init(410, "Certificate lapsed", "A certificate is opened within 10 minutes and recorded for 24 hours.")
        case .sealed:
            self.init(410, "Certificate sealed", "The recording is complete and takes no more.")
        case .foreignToken:
            self.init(403, "Foreign token", "The token was not made for this certificate.")
        case .foreignNonce:
            self.init(409, "Foreign nonce", "The certificate is being recorded by another page load.")
        case .conflictingBatch:
            self.init(409, "Conflicting batch", "A batch with this sequence and other bytes is stored already.")
        case .siteNotAllowed: self = .siteNotAllowed
        case .tooManyRequests: self = .tooManyRequests
        case .recordingTooLarge:
            self.init(413, "Recording too large", "The recording has reached its limit; nothing more is taken.")
        case .unavailable:
            self.init(
                503, "Unavailable", "The batch could not be stored now; send the same bytes again.", retryAfter: 5)
        }
    }
}
