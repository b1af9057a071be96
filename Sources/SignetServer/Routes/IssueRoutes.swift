import HTTPTypes
import Hummingbird
import SignetModel
import SignetService

/// `POST /v1/certificates`: a new certificate for a page whose loader came from a cache.
struct IssueRoutes: Sendable {
    let signet: Signet
    let client: ClientAddress

    func add(to router: Router<SignetRequestContext>) {
        router.post("/v1/certificates") { request, context in
            do {
                return try await issue(request, context).readableEverywhere
            } catch let problem as Problem {
                return Response(problem: problem).readableEverywhere
            }
        }
        router.on("/v1/certificates", method: .options) { _, _ in
            Response(
                status: .noContent,
                headers: [
                    .accessControlAllowMethods: "POST", .accessControlAllowHeaders: "content-type",
                    .accessControlMaxAge: "86400",
                ]
            ).readableEverywhere
        }
    }

    private func issue(_ request: Request, _ context: SignetRequestContext) async throws -> Response {
        let observed = client.observed(RequestHead(request).observed, peer: Peer(context.peer?.ipAddress))
        guard signet.configuration.allows(observed) else { throw Problem.siteNotAllowed }
        guard signet.issueLimiter.admit(observed, at: signet.clock.now, limits: signet.configuration.limits) else {
            throw Problem.tooManyRequests
        }
        let body = try await request.body.collect(upTo: context.maxUploadSize)
        let options = try Self.options(Array(body.readableBytesView))
        var json = JSONWriter()
        json.object { $0.issued(signet.issuer.issue(options: options)) }
        return Response(json: json.bytes, status: .created)
    }

    private static func options(_ body: [UInt8]) throws -> RecordingOptions {
        guard let value = try? JSONValue(parsing: body, maximumDepth: 8), case .object = value else {
            throw Problem.badRequest("The body must be a JSON object with page_url and the options of the script.")
        }
        guard case .string(let url)? = value["page_url"] else {
            throw Problem.badRequest("page_url must be the URL of the page.")
        }
        guard PageURL(url) != nil else {
            throw Problem(
                422, "Not a page",
                "page_url must be an http or https URL of at most \(PageURL.maximumLength) characters.")
        }
        switch value["sandbox"] {
        case nil, .null?, .bool(false)?: return []
        case .bool(true)?: return .sandbox
        default: throw Problem.badRequest("sandbox must be true or false.")
        }
    }
}

extension Response {
    /// Any page may read it: what it says, it says to whoever asks.
    fileprivate var readableEverywhere: Response {
        var response = self
        response.headers[.accessControlAllowOrigin] = "*"
        response.headers[.accessControlExposeHeaders] = "Retry-After"
        return response
    }
}
