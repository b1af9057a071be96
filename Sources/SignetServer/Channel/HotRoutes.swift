import NIOCore
import NIOHTTP1
import SignetModel
import SignetService

/// The answers that are given in the channel, before the router: the loader, its pixel, and batches of recordings.
struct HotRoutes: Sendable {
    let signet: Signet
    let loader: LoaderScript
    let client: ClientAddress

    /// What is to be done with a request, known from its head.
    enum Plan {
        /// Not a hot route: the router's.
        case pass
        case answer(HotResponse)
        /// A batch, whose body is still to come.
        case batch(BatchRequest)
    }

    func plan(_ head: HTTPRequestHead, peer: IPAddress?) -> Plan {
        let (path, query) = head.uri.splitAtQuery
        switch head.method {
        case .GET, .HEAD:
            if path == "/certify.js" || path == "/trustedform.js" { return .answer(loaderResponse(head, query, peer)) }
            if path == "/ns.gif" { return .answer(.pixel) }
            return .pass
        case .POST, .OPTIONS:
            guard let target = BatchTarget(path: path) else { return .pass }
            if head.method == .OPTIONS { return .answer(.preflight) }
            do {
                return .batch(
                    try BatchRequest(
                        target: target, query: query, observed: client.observed(head, peer: peer)))
            } catch {
                return .answer(HotResponse(problem: error.problem))
            }
        default:
            return .pass
        }
    }

    private func loaderResponse(_ head: HTTPRequestHead, _ query: Substring, _ peer: IPAddress?) -> HotResponse {
        let observed = client.observed(head, peer: peer)
        guard signet.configuration.allows(observed) else { return HotResponse(problem: .siteNotAllowed) }
        guard signet.issueLimiter.admit(observed, at: signet.clock.now, limits: signet.configuration.limits) else {
            return HotResponse(problem: .tooManyRequests)
        }
        var options: RecordingOptions = []
        for (name, value) in QueryItems(query) where name == "sandbox" && value == "true" { options.insert(.sandbox) }
        let acceptsGzip = head.headers["accept-encoding"].contains { $0.contains("gzip") }
        return loader.response(for: signet.issuer.issue(options: options), gzip: acceptsGzip)
    }
}

/// `/v1/certificates/{id}/events/{sequence}`
struct BatchTarget: Hashable, Sendable {
    private static let prefix = "/v1/certificates/"

    let certificate: CertificateID
    /// Nil where it is no number from 0 to 9,999.
    let sequence: Int?

    init?(path: Substring) {
        guard path.hasPrefix(Self.prefix) else { return nil }
        let parts = path.dropFirst(Self.prefix.count).split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1] == "events", let certificate = CertificateID(parts[0]) else { return nil }
        self.certificate = certificate
        let isNumber = !parts[2].isEmpty && parts[2].utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")) ~= $0 }
        sequence = (isNumber ? Int(parts[2]) : nil).flatMap { Batch.sequences.contains($0) ? $0 : nil }
    }
}

/// A batch's request but for its body.
struct BatchRequest: Sendable {
    struct Malformed: Error {
        let problem: Problem
    }

    private static let maximumNonceLength = 64

    let target: BatchTarget
    let sequence: Int
    let observed: ObservedRequest
    var token = ""
    private var nonce = ""
    private var encoding = BatchEncoding.identity
    private var isSubmission = false
    private var isEnd = false
    private var sentAt: Timestamp?

    init(target: BatchTarget, query: Substring, observed: ObservedRequest) throws(Malformed) {
        guard let sequence = target.sequence else {
            throw Malformed(problem: .badRequest("The sequence must be a number from 0 to 9999."))
        }
        self.target = target
        self.sequence = sequence
        self.observed = observed
        for (name, value) in QueryItems(query) {
            switch name {
            case "token": token = value
            case "nonce": nonce = value
            case "submitted": isSubmission = value == "1"
            case "ended": isEnd = value == "1"
            case "sent": sentAt = Int64(value).flatMap { $0 >= 0 ? Timestamp(milliseconds: $0) : nil }
            case "encoding":
                guard value == "deflate-raw" else {
                    throw Malformed(problem: .badRequest("The only encoding is deflate-raw."))
                }
                encoding = .deflateRaw
            default: break
            }
        }
        guard nonce.utf8.count <= Self.maximumNonceLength else {
            throw Malformed(problem: .badRequest("The nonce is longer than \(Self.maximumNonceLength) characters."))
        }
    }

    func batch(body: [UInt8], receivedAt: Timestamp) -> Batch {
        Batch(
            certificate: target.certificate, sequence: sequence, nonce: nonce, encoding: encoding,
            isSubmission: isSubmission, isEnd: isEnd, receivedAt: receivedAt, sentAt: sentAt, observed: observed,
            body: body)
    }
}
