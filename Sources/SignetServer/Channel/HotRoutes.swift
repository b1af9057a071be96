import Logging
import NIOCore
import SignetModel
import SignetService

/// The answers that are given in the channel, before the router: the loader, its pixel, batches of recordings, and what API v4 is
/// asked in the plain way.
struct HotRoutes: Sendable {
    let signet: Signet
    let loader: LoaderScript
    let client: ClientAddress
    let figures: ServerFigures
    let logger: Logger

    /// Of the routes of which every request is answered here, also where the router has it.
    static let templates: Set = ["/certify.js", "/trustedform.js", "/ns.gif", ServerFigures.batchTemplate]

    /// What is to be done with a request, known from its head.
    enum Plan {
        /// Not a hot route: the router's.
        case pass
        case answer(HotResponse)
        /// A request whose body is still to come.
        case receive(Request)
    }

    enum Request: Sendable {
        case batch(BatchRequest)
        case operation(OperationRequest)
    }

    func plan(_ head: RequestHead, peer: Peer?) -> Plan {
        switch head.method {
        case .get, .head:
            if head.path.isExactly("/certify.js") || head.path.isExactly("/trustedform.js") {
                return answer(figures.loader) { loaderResponse(head, peer) }
            }
            return head.path.isExactly("/ns.gif") ? answer(figures.pixel) { .pixel } : .pass
        case .post:
            guard let target = BatchTarget(path: head.path) else { return operationPlan(head) }
            guard head.contentLength <= bodyLimit else {
                return answer(figures.batches) { HotResponse(problem: .batchTooLarge(limit: bodyLimit)) }
            }
            do {
                return .receive(
                    .batch(
                        try BatchRequest(
                            target: target, query: head.query, observed: client.observed(head.observed, peer: peer))))
            } catch {
                return answer(figures.batches) { HotResponse(problem: error.problem) }
            }
        case .options:
            return BatchTarget(path: head.path) == nil ? .pass : .answer(.preflight)
        case .other:
            return .pass
        }
    }

    private func operationPlan(_ head: RequestHead) -> Plan {
        guard let request = OperationRequest(head, accounts: signet.accounts) else { return .pass }
        guard signet.configuration.limits.countsRequests else { return .receive(.operation(request)) }
        let share = signet.keyLimiter.take(key: request.key, at: signet.clock.now)
        let counted = request.counted(signet.keyLimiter.headers(telling: share))
        return share.isAdmitted
            ? .receive(.operation(counted))
            : answer(figures.operations) { counted.response(.tooManyRequests(share)) }
    }

    private func answer(_ figures: RequestFigures, _ make: () -> HotResponse) -> Plan {
        let start = ContinuousClock.now
        let response = make()
        figures.count(status: response.status, took: .now - start)
        return .answer(response)
    }

    /// `completion` is called once, from any thread, with what the request comes to.
    func answer(
        _ request: Request, body: [UInt8],
        completion: @escaping @Sendable (HotResponse) -> Void
    ) {
        let start = ContinuousClock.now
        switch request {
        case .batch(let request):
            store(request, body: body) { [figures] response in
                figures.batches.count(status: response.status, took: .now - start, received: body.count)
                completion(response)
            }
        case .operation(let request):
            perform(request, body: body) { [figures] response in
                figures.operations.count(status: response.status, took: .now - start)
                completion(response)
            }
        }
    }

    /// What takes microseconds stays on the connection's loop; all else goes to threads that may wait.
    private func perform(
        _ request: OperationRequest, body: [UInt8],
        completion: @escaping @Sendable (HotResponse) -> Void
    ) {
        let operations = CertificateOperations(signet: signet)
        let asked = CertificateOperations.brief(body)
        let (certificate, account) = (request.certificate, request.account)
        guard let asked, let finding = operations.brief(asked, certificate: certificate, account: account) else {
            Task {
                do {
                    let answer =
                        if let asked {
                            try await operations.answer(asked, certificate: certificate, account: account)
                        } else {
                            try await operations.answer(body, certificate: certificate, account: account)
                        }
                    completion(request.response(answer))
                } catch {
                    completion(request.response(to: error, logger: logger))
                }
            }
            return
        }
        let response = request.response(finding.answer)
        guard let comparison = finding.comparison else { return completion(response) }
        signet.matcher.record(comparison) { [logger] result in
            switch result {
            case .success: completion(response)
            case .failure(let error): completion(request.response(to: operations.failure(for: error), logger: logger))
            }
        }
    }

    /// Completes when the batch is durable or refused.
    private func store(_ request: BatchRequest, body: [UInt8], completion: @escaping @Sendable (HotResponse) -> Void) {
        let batch = request.batch(body: body, receivedAt: signet.clock.now)
        signet.batches.accept(batch, token: request.token) { refusal in
            completion(refusal.map { HotResponse(problem: Problem(refusal: $0)) } ?? .durable)
        }
    }

    var bodyLimit: Int { signet.configuration.limits.batchBytes }

    private func loaderResponse(_ head: RequestHead, _ peer: Peer?) -> HotResponse {
        let observed = client.observed(head.observed, peer: peer)
        guard signet.configuration.allows(observed) else { return HotResponse(problem: .siteNotAllowed) }
        guard signet.issueLimiter.admit(observed, at: signet.clock.now, limits: signet.configuration.limits) else {
            return HotResponse(problem: .tooManyRequests)
        }
        let isSandbox = QueryItems(head.query).contains { $0.name.isExactly("sandbox") && $0.value.isExactly("true") }
        return loader.response(
            for: signet.issuer.issue(options: isSandbox ? .sandbox : []), gzip: head.acceptsGzip)
    }
}

/// `/v1/certificates/{id}/events/{sequence}`
struct BatchTarget: Hashable, Sendable {
    let certificate: CertificateID
    /// Nil where it is no number from 0 to 9,999.
    let sequence: Int?

    init?(path: ArraySlice<UInt8>) {
        guard path.isPrefixed(exactlyBy: "/v1/certificates/") else { return nil }
        let afterPrefix = path.dropFirst(17)
        let afterID = afterPrefix.dropFirst(2 * CertificateID.byteCount)
        guard afterID.isPrefixed(exactlyBy: "/events/"),
            let certificate = CertificateID(hex: afterPrefix.prefix(2 * CertificateID.byteCount))
        else { return nil }
        let sequence = afterID.dropFirst(8)
        guard !sequence.contains(UInt8(ascii: "/")) else { return nil }
        self.certificate = certificate
        self.sequence = sequence.decimal(maximumDigits: 8).flatMap { Batch.sequences.contains($0) ? $0 : nil }
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
    private(set) var token: [UInt8] = []
    private var nonce = ""
    private var encoding = BatchEncoding.identity
    private var isSubmission = false
    private var isEnd = false
    private var sentAt: Timestamp?

    init(target: BatchTarget, query: ArraySlice<UInt8>, observed: ObservedRequest) throws(Malformed) {
        guard let sequence = target.sequence else {
            throw Malformed(problem: .badRequest("The sequence must be a number from 0 to 9999."))
        }
        self.target = target
        self.sequence = sequence
        self.observed = observed
        for (name, value) in QueryItems(query) {
            if name.isExactly("token") {
                token = QueryItems.decoded(value)
            } else if name.isExactly("nonce") {
                nonce = QueryItems.decoded(value)[...].text
            } else if name.isExactly("submitted") {
                isSubmission = value.isExactly("1")
            } else if name.isExactly("ended") {
                isEnd = value.isExactly("1")
            } else if name.isExactly("sent") {
                sentAt = value.decimal(maximumDigits: 15).map { Timestamp(milliseconds: Int64($0)) }
            } else if name.isExactly("encoding") {
                guard value.isExactly("deflate-raw") else {
                    throw Malformed(problem: .badRequest("The only encoding is deflate-raw."))
                }
                encoding = .deflateRaw
            }
        }
        guard Self.isNonce(nonce) else { throw Malformed(problem: Self.nonceTooLong) }
    }

    static func isNonce(_ text: String) -> Bool { text.utf8.count <= maximumNonceLength }

    static let nonceTooLong = Problem.badRequest("The nonce is longer than \(maximumNonceLength) characters.")

    func batch(body: [UInt8], receivedAt: Timestamp) -> Batch {
        Batch(
            certificate: target.certificate, sequence: sequence, nonce: nonce, encoding: encoding,
            isSubmission: isSubmission, isEnd: isEnd, receivedAt: receivedAt, sentAt: sentAt, observed: observed,
            body: body)
    }
}
