import HTTPTypes
import Hummingbird
import SignetModel
import SignetService
import SignetStorage

/// `POST /{id}` in every version of the certificate API, and `GET /{id}/validate`.
struct CertificateAPIRoutes: Sendable {
    let signet: Signet

    func add(to router: Router<SignetRequestContext>) {
        let claims = ClaimRoutes(signet: signet)
        router.post("/:certificate") { request, context in
            try await answering {
                let named = try AccountSettings.APIVersion(of: request)
                let account = try await Authentication(signet: signet).account(of: request)
                // Who names no version gets his account's; who is nobody is told so by the newest.
                switch named ?? account?.settings.apiVersion ?? .four {
                case .four: return try await operate(request, context, account)
                // A slash at the end means a question in version 3, and nothing in the others.
                case .three where request.uri.path.hasSuffix("/"): return try await claims.ask(request, context)
                case let version: return try await claims.claim(request, context, version: version)
                }
            }
        }
        router.post("/:certificate/peek") { request, context in try await claims.peek(request, context) }
        router.get("/:certificate/validate") { request, context in
            try await answering { try await validate(request, context) }
        }
    }

    private func answering(_ body: () async throws -> Response) async throws -> Response {
        do {
            return try await body()
        } catch let failure as APIFailure {
            return Response(failure: failure)
        }
    }

    private func operate(
        _ request: Request, _ context: SignetRequestContext, _ account: Account?
    ) async throws -> Response {
        let account = try Authentication.active(account)
        guard let type = request.headers[.contentType], type.lowercased().hasPrefix("application/json") else {
            throw APIFailure.schema
        }
        let body = try await request.questionBytes(limit: context.maxUploadSize)
        let answer = try await CertificateOperations(signet: signet).answer(
            body, certificate: context.parameters.get("certificate") ?? "", account: account)
        return Response(json: answer.json)
    }

    private func validate(_ request: Request, _ context: SignetRequestContext) async throws -> Response {
        _ = try await Authentication(signet: signet).activeAccount(of: request)
        guard let id = context.certificateID,
            let contents = signet.reader.inspect(id)
        else { return validity("failure", "This is an invalid certificate id") }
        if signet.clock.now - contents.issuedAt > signet.configuration.windows.submitted {
            return validity("failure", "Certificate is more than 90 days old")
        }
        let kind =
            switch contents.kind {
            case .web, .masked: "Web"
            case .mobile: "Mobile"
            case .metaLeadAds: "Facebook"
            }
        return validity("success", "This is a valid \(kind) certificate id")
    }

    private func validity(_ outcome: String, _ reason: String) -> Response {
        var json = JSONWriter()
        json.object { json in
            json.key("outcome")
            json.string(outcome)
            json.key("reason")
            json.string(reason)
        }
        return Response(json: json.bytes)
    }
}

extension AccountSettings.APIVersion {
    /// The version that the request names, if it does.
    init?(of request: Request) throws(APIFailure) {
        guard let name = request.headers[.apiVersion] else { return nil }
        guard let version = Self.allCases.first(where: { $0.rawValue == name || $0.rawValue == name + ".0" }) else {
            throw .schema
        }
        self = version
    }
}

extension TooManyGuesses {
    /// At least one second.
    func secondsFrom(_ now: Timestamp) -> Int {
        max(1, Int(((retryAt - now).inMilliseconds + 999) / 1_000))
    }
}

extension HTTPField.Name {
    static let apiVersion = HTTPField.Name("Api-Version")!
}
