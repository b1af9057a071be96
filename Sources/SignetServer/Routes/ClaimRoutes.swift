import HTTPTypes
import Hummingbird
import SignetModel
import SignetService
import SignetStorage

/// Versions 2 and 3 of the certificate API, and `POST /{id}/peek`, which asks as version 2 did and keeps nothing.
struct ClaimRoutes: Sendable {
    let signet: Signet

    func claim(
        _ request: Request, _ context: SignetRequestContext, version: AccountSettings.APIVersion
    ) async throws -> Response {
        try await answering(request, context) { operations, name in
            let claim = try await operations.claim(
                try await parsed(request, context), certificate: name,
                returnsShareURL: version == .two || operations.account.settings.returnsShareURL)
            return Response(json: body(of: claim, version: version), status: .created)
        }
    }

    /// Version 3's questions: the path ends in a slash.
    func ask(_ request: Request, _ context: SignetRequestContext) async throws -> Response {
        try await answering(request, context) { operations, name in
            let claim = try await operations.ask(try await parsed(request, context), certificate: name)
            return Response(json: claim.version3)
        }
    }

    func peek(_ request: Request, _ context: SignetRequestContext) async throws -> Response {
        try await answering(request, context, allowBearer: true) { operations, name in
            let claim = try await operations.ask(try await parsed(request, context), certificate: name)
            return Response(json: claim.peek, status: .created)
        }
    }

    /// Whether a `GET` of a certificate wants what was claimed earlier, and not the page.
    static func isView(_ request: Request) -> Bool {
        request.headers[.authorization] != nil
            && request.headers[.accept]?.lowercased().hasPrefix("application/json") == true
    }

    func view(_ request: Request, _ context: SignetRequestContext) async throws -> Response {
        try await answering(request, context) { operations, name in
            let version = try AccountSettings.APIVersion(of: request) ?? operations.account.settings.apiVersion
            return Response(json: body(of: try await operations.view(name), version: version))
        }
    }

    /// Version 4 has nothing to view earlier claims by, and borrows from version 3.
    private func body(of claim: Claim, version: AccountSettings.APIVersion) -> [UInt8] {
        guard version == .two else { return claim.version3 }
        return claim.version2(url: signet.configuration.certificateURL(claim.certificate.id, kind: .web))
    }

    private func parsed(_ request: Request, _ context: SignetRequestContext) async throws -> ClaimRequest {
        let body = try await request.questionBytes(limit: context.maxUploadSize)
        let type = request.headers[.contentType]?.lowercased() ?? (body.isEmpty ? "application/json" : "")
        if type.hasPrefix("application/json") { return try ClaimRequest(json: body) }
        if type.hasPrefix("application/x-www-form-urlencoded") { return try ClaimRequest(form: body) }
        throw ClaimFailure(APIFailure.schema)
    }

    /// Tells failures as these versions do, and how long the answer took.
    private func answering(
        _ request: Request, _ context: SignetRequestContext, allowBearer: Bool = false,
        _ body: (ClaimOperations, String) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        let response: Response
        do {
            let account = try await Authentication(signet: signet).activeAccount(of: request, allowBearer: allowBearer)
            response = try await body(
                ClaimOperations(signet: signet, account: account), context.parameters.get("certificate") ?? "")
        } catch let failure as ClaimFailure {
            return Self.refusal(failure, of: request, since: start)
        } catch let failure as APIFailure {
            return Self.refusal(ClaimFailure(failure), of: request, since: start)
        }
        return response.timed(since: start)
    }

    /// Whether a request is answered here where it is one of this version.
    static func answers(_ request: Request, version: AccountSettings.APIVersion) -> Bool {
        let path = request.uri.path.split(separator: "/")
        guard path.count == 1 else { return isPeek(request) }
        return request.method == .post ? version != .four : isView(request)
    }

    static func refusal(
        _ failure: ClaimFailure, of request: Request, since start: ContinuousClock.Instant
    ) -> Response {
        Response(failure: failure, isPeek: isPeek(request)).timed(since: start)
    }

    private static func isPeek(_ request: Request) -> Bool {
        let path = request.uri.path.split(separator: "/")
        return path.count == 2 && path[1] == "peek"
    }
}

extension Response {
    /// Tells how long it took.
    fileprivate func timed(since start: ContinuousClock.Instant) -> Response {
        var response = self
        response.headers[.runtime] = start.duration(to: .now).formattedSeconds
        return response
    }
}

extension Duration {
    /// With six decimals, such as `0.004210`.
    fileprivate var formattedSeconds: String {
        let microseconds = components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
        let fraction = String(microseconds % 1_000_000)
        return "\(microseconds / 1_000_000)." + String(repeating: "0", count: 6 - fraction.count) + fraction
    }
}

extension HTTPField.Name {
    fileprivate static let runtime = HTTPField.Name("X-Runtime")!
}
