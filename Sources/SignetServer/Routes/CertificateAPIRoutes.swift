import HTTPTypes
import Hummingbird
import SignetModel
import SignetService
import SignetStorage

/// `POST /{id}` and `GET /{id}/validate`: the certificate API, version 4.
struct CertificateAPIRoutes: Sendable {
    /// Versions that this server speaks.
    private static let versions: Set = ["4.0", "4"]

    let signet: Signet

    func add(to router: Router<SignetRequestContext>) {
        router.post("/:certificate") { request, context in
            try await answering { try await operate(request, context) }
        }
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

    private func operate(_ request: Request, _ context: SignetRequestContext) async throws -> Response {
        let account = try await account(of: request)
        guard let type = request.headers[.contentType], type.lowercased().hasPrefix("application/json") else {
            throw APIFailure.schema
        }
        if let version = request.headers[.apiVersion], !Self.versions.contains(version) { throw APIFailure.schema }
        let body = try await request.body.collect(upTo: context.maxUploadSize)
        let answer = try await CertificateOperations(signet: signet).answer(
            Array(body.readableBytesView), certificate: context.parameters.get("certificate") ?? "", account: account)
        return Response(json: answer.json)
    }

    private func validate(_ request: Request, _ context: SignetRequestContext) async throws -> Response {
        _ = try await account(of: request)
        guard let id = context.parameters.get("certificate").flatMap({ CertificateID($0) }),
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

    private func account(of request: Request) async throws -> Account {
        guard let account = try await Authentication(signet: signet).account(of: request) else {
            throw APIFailure.unauthorized
        }
        guard account.isActive else { throw APIFailure.inactive }
        return account
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
