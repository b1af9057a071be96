import SignetModel

/// A request of the certificate API that is not carried out, as API v4 tells it.
struct APIFailure: Error, Hashable, Sendable {
    var status: Int
    var reason: String
    /// Seconds.
    var retryAfter: Int?

    static let unauthorized = APIFailure(status: 401, reason: "Unauthorized")
    static let inactive = APIFailure(status: 402, reason: "Account is inactive")
    static let notFound = APIFailure(status: 404, reason: "Certificate has expired or could not be found.")
    static let sandbox = APIFailure(status: 405, reason: "Certificate is not claimable")
    static let tooLarge = APIFailure(status: 413, reason: "The request is too large.")
    static let tooOften = APIFailure(status: 422, reason: "Certificate has been claimed too many times")
    static let malformedID = APIFailure(status: 400, reason: "Malformed certificate id")
    static let noProducts = APIFailure(status: 400, reason: "No valid products detected")
    static let invalidProperty = APIFailure(status: 400, reason: "Invalid property key(s) requested")
    static let delimiterWhitespace = APIFailure(
        status: 400, reason: "Invalid delimiter contains whitespace characters")
    static let delimiterLength = APIFailure(status: 400, reason: "Invalid delimiter length")
    static let schema = APIFailure(
        status: 400, reason: "The request cannot be processed because it does not meet the expected schema.")

    static func unavailable(_ reason: String) -> APIFailure { APIFailure(status: 403, reason: reason) }

    /// The request was understood and cannot be processed: outcome `error`, but no fault of HTTP.
    static func error(_ reason: String) -> APIFailure { APIFailure(status: 200, reason: reason) }

    static func tooManyGuesses(retryAfter: Int) -> APIFailure {
        APIFailure(
            status: 429, reason: "Too many different values were matched with this certificate",
            retryAfter: retryAfter)
    }

    /// A bad request repeats its reason under the keys that older clients read.
    var json: [UInt8] {
        var json = JSONWriter(capacity: 256)
        json.object { json in
            if status == 400 {
                json.key("errors")
                json.object { json in
                    json.key("detail")
                    json.string(reason)
                }
                json.key("message")
                json.string(reason)
            }
            writeOutcome(to: &json)
        }
        return json.bytes
    }

    func writeOutcome(to json: inout JSONWriter) {
        json.key("outcome")
        json.string("error")
        json.key("reason")
        json.string(reason)
    }
}
