import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import SignetModel
import SignetService

/// `/v1/certificates/{id}/assets`: which images and fonts of a recorded page are wanted, and what the page brings of them.
struct RecordedAssetRoutes: Sendable {
    /// A question of that many digests takes less than half of it.
    private static let questionBytes = 16 << 10

    let signet: Signet
    let client: ClientAddress
    let logger: Logger

    func add(to router: Router<SignetRequestContext>) {
        let question: RouterPath = "/v1/certificates/{certificate}/assets"
        let upload: RouterPath = "/v1/certificates/{certificate}/assets/{sha256}"
        router.post(question) { request, context in await answering(context) { try await ask(request, context) } }
        router.post(upload) { request, context in await answering(context) { try await take(request, context) } }
        for path in [question, upload] { router.on(path, method: .options) { _, _ in Response(.preflight) } }
    }

    /// Any page may read the answers, as it may those to batches.
    private func answering(
        _ context: SignetRequestContext, _ work: () async throws -> HotResponse
    ) async -> Response {
        do {
            return Response(try await work())
        } catch let problem as Problem {
            return Response(HotResponse(problem: problem))
        } catch let refusal as AssetRefusal {
            return Response(HotResponse(problem: Problem(refusal: refusal)))
        } catch {
            logger.unforeseen(error, route: context.endpointPath ?? "none")
            return Response(HotResponse(problem: Problem(refusal: .recording(.unavailable))))
        }
    }

    private func ask(_ request: Request, _ context: SignetRequestContext) async throws -> HotResponse {
        let admission = try await admit(request, context)
        let body = try await body(of: request, limit: Self.questionBytes)
        let digests = try Self.digests(body, limit: signet.configuration.limits.assetsPerCertificate)
        let wanted = try await signet.arrivingAssets.wanted(digests, by: admission)
        var json = JSONWriter()
        json.object { json in
            json.key("wanted")
            json.array { json in for digest in wanted { json.string(digest.description) } }
        }
        return HotResponse(
            status: 200, reason: "OK",
            headers: [
                ("content-type", "application/json"), ("access-control-allow-origin", "*"),
                ("cache-control", "no-store"),
            ],
            body: ByteBuffer(bytes: json.bytes))
    }

    private func take(_ request: Request, _ context: SignetRequestContext) async throws -> HotResponse {
        let admission = try await admit(request, context)
        guard let digest = context.parameters.get("sha256").flatMap({ AssetDigest($0) }) else {
            throw Problem.badRequest("An asset is named by the 64 hex digits of its SHA-256.")
        }
        let content = try await body(of: request, limit: signet.configuration.limits.assetBytes)
        try await signet.arrivingAssets.accept(content, as: digest, from: admission)
        return .durable
    }

    private func admit(
        _ request: Request, _ context: SignetRequestContext
    ) async throws -> AssetAcceptor.Admission {
        guard let certificate = context.certificateID else {
            throw Problem(refusal: .recording(.unknownCertificate))
        }
        let head = RequestHead(request)
        var token: [UInt8] = []
        var nonce = ""
        for (name, value) in QueryItems(head.query) {
            if name.isExactly("token") {
                token = QueryItems.decoded(value)
            } else if name.isExactly("nonce") {
                nonce = QueryItems.decoded(value)[...].text
            }
        }
        guard BatchRequest.isNonce(nonce) else { throw BatchRequest.nonceTooLong }
        return try await signet.arrivingAssets.admit(
            AssetRequest(
                certificate: certificate, token: token, nonce: nonce,
                observed: client.observed(head.observed, peer: Peer(context.peer?.ipAddress))))
    }

    /// One that says how long it is, and is too long, is not read at all.
    private func body(of request: Request, limit: Int) async throws -> [UInt8] {
        let length = request.headers[.contentLength].flatMap { Int($0) } ?? 0
        guard length <= limit, let body = try? await request.body.collect(upTo: limit) else {
            throw Problem(413, "Too large", "The body may have \(limit) bytes.")
        }
        return Array(body.readableBytesView)
    }

    private static func digests(_ body: [UInt8], limit: Int) throws -> [AssetDigest] {
        let problem = Problem.badRequest("The body must be a JSON array of at most \(limit) SHA-256 in hex.")
        guard let list = (try? JSONValue(parsing: body, maximumDepth: 2))?.array, list.count <= limit else {
            throw problem
        }
        return try list.map { value in
            guard let digest = value.string.flatMap({ AssetDigest($0) }) else { throw problem }
            return digest
        }
    }
}

extension Problem {
    init(refusal: AssetRefusal) {
        switch refusal {
        case .recording(let refusal): self.init(refusal: refusal)
        case .noSite:
            self.init(
                403, "No site", "Assets are kept for the site that a request comes from, and this one names none.")
        case .unknownFormat:
            self.init(415, "Unknown format", "The bytes are no image or font of a format that is kept.")
        case .otherDigest:
            self.init(409, "Other bytes", "The bytes have another SHA-256 than the address says.")
        case .tooMany:
            self.init(413, "Too many assets", "The certificate has brought as many assets as one may.")
        }
    }
}
