import SignetModel

/// A claim that is not carried out, as versions 2 and 3 of the API tell it.
struct ClaimFailure: Error, Hashable, Sendable {
    var status: Int
    var reason: String
    /// Seconds.
    var retryAfter: Int?

    static let notFound = ClaimFailure(
        status: 404, reason: "TrustedForm certificate has expired or could not be found")
    /// There still is a record of it, but its window has ended.
    static let expired = ClaimFailure(
        status: 410, reason: "TrustedForm certificate has expired or could not be found")
    static let notClaimable = ClaimFailure(status: 405, reason: "certificate not claimable")

    static let tooOften = ClaimFailure(status: 422, reason: "certificate has been claimed too many times")

    /// What stands in the way of every version alike.
    init(_ failure: APIFailure) {
        self.init(status: failure.status, reason: failure.reason, retryAfter: failure.retryAfter)
    }

    init(status: Int, reason: String, retryAfter: Int? = nil) {
        self.status = status
        self.reason = reason
        self.retryAfter = retryAfter
    }

    /// What is wrong with the certificate is an outcome; what is wrong with the request, an error.
    ///
    /// - Parameter isPeek: of `/peek`, to which everything is an error.
    func json(isPeek: Bool) -> [UInt8] {
        var json = JSONWriter(capacity: 192)
        json.object { json in
            if !isPeek, [404, 405, 410, 422].contains(status) {
                json.key("outcome")
                json.string("failure")
                json.key("reason")
                json.string(reason)
            } else {
                json.key("errors")
                json.object { json in
                    json.key("detail")
                    json.string(reason)
                }
                json.key("message")
                json.string(reason)
            }
        }
        return json.bytes
    }
}
