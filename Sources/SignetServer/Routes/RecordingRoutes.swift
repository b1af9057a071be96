import HTTPTypes
import Hummingbird
import NIOCore

/// The hot routes once more, for requests of a form that ``HotRouteHandler`` leaves to the HTTP decoder, such as chunked bodies.
struct RecordingRoutes: Sendable {
    let hot: HotRoutes

    func add(to router: Router<SignetRequestContext>) {
        for path: RouterPath in ["/certify.js", "/trustedform.js", "/ns.gif"] {
            router.get(path) { try await respond(to: $0, $1) }
        }
        let batch: RouterPath = "/v1/certificates/{certificate}/events/{sequence}"
        router.post(batch) { try await respond(to: $0, $1) }
        router.on(batch, method: .options) { try await respond(to: $0, $1) }
    }

    private func respond(to received: Request, _ context: SignetRequestContext) async throws -> Response {
        switch hot.plan(RequestHead(received), peer: Peer(context.peer?.ipAddress)) {
        case .pass: throw Problem.notFound
        case .answer(let response): return Response(response)
        case .receive(let request):
            guard let body = try? await received.body.collect(upTo: hot.bodyLimit) else {
                return Response(HotResponse(problem: .batchTooLarge(limit: hot.bodyLimit)))
            }
            return await withCheckedContinuation { continuation in
                hot.answer(request, body: Array(body.readableBytesView)) {
                    continuation.resume(returning: Response($0))
                }
            }
        }
    }
}

extension RequestHead {
    init(_ request: Request) {
        self.init(
            method: Method(request.method.rawValue.utf8), target: request.head.path ?? "/",
            headers: request.headers.lazy.map { ($0.name.canonicalName, $0.value) })
    }
}

extension Response {
    init(_ response: HotResponse) {
        var headers = HTTPFields()
        for (name, value) in response.headers {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        self.init(
            status: .init(code: response.status), headers: headers,
            body: response.body.map { ResponseBody(byteBuffer: $0) } ?? ResponseBody())
    }
}
