import HTTPTypes
import Hummingbird
import SignetModel
import SignetService
import SignetStorage

/// `/v1/connections`: the accounts that this one knows, and what it lets them learn.
struct ConnectionRoutes: Sendable {
    let signet: Signet

    func add(to router: Router<SignetRequestContext>) {
        let routes = router.group("/v1/connections")
        routes.get { request, _ in try await list(request) }
        routes.post { request, context in try await invite(request, context) }
        routes.get(":connection") { request, context in
            let (connection, account) = try await named(request, context)
            return try await response(connection, for: account)
        }
        routes.patch(":connection") { request, context in try await change(request, context) }
        routes.post(":connection/accept") { request, context in try await accept(request, context) }
        routes.delete(":connection") { request, context in
            let (connection, account) = try await named(request, context)
            try await signet.connections.remove(connection.id, of: account)
            return Response(status: .noContent)
        }
    }

    private static let flag = "shares_ownership"

    private func list(_ request: Request) async throws -> Response {
        let account = try await Authentication(signet: signet).requireAccount(of: request)
        let query = try ListQuery(request, others: [])
        let connections = try await signet.connections.list(
            of: account, after: query.cursor, limit: query.limit + 1)
        var named: [(connection: Connection, name: String?)] = []
        for connection in connections {
            named.append((connection, try await signet.connections.partnerName(in: connection, for: account)))
        }
        return query.response("connections", named, cursor: \.connection.id) {
            $0.connection.write(partnerName: $0.name, for: account, to: &$1)
        }
    }

    private func invite(_ request: Request, _ context: SignetRequestContext) async throws -> Response {
        let account = try await Authentication(signet: signet).requireAccount(of: request)
        let body = try await request.json(limit: context.maxUploadSize)
        guard let partner = body["account"]?.string else { throw Problem.badRequest("account is an account's id.") }
        let flags = try body.flags([Self.flag], besides: ["account"])
        let connection = try await telling {
            try await signet.connections.invite(
                partner, from: account, sharesOwnership: flags[Self.flag] ?? false)
        }
        return try await response(connection, for: account, status: .created)
    }

    private func accept(_ request: Request, _ context: SignetRequestContext) async throws -> Response {
        let (connection, account) = try await named(request, context)
        let flags = try await request.optionalJSON(limit: context.maxUploadSize).flags([Self.flag])
        let accepted = try await telling {
            try await signet.connections.accept(connection.id, by: account, sharesOwnership: flags[Self.flag])
        }
        return try await response(accepted, for: account)
    }

    private func change(_ request: Request, _ context: SignetRequestContext) async throws -> Response {
        let (connection, account) = try await named(request, context)
        guard let shares = try await request.json(limit: context.maxUploadSize).flags([Self.flag])[Self.flag] else {
            return try await response(connection, for: account)
        }
        let changed = try await telling {
            try await signet.connections.set(connection.id, of: account, sharesOwnership: shares)
        }
        return try await response(changed, for: account)
    }

    private func named(
        _ request: Request, _ context: SignetRequestContext
    ) async throws -> (Connection, Account) {
        let account = try await Authentication(signet: signet).requireAccount(of: request)
        let id = context.parameters.get("connection") ?? ""
        return (try await telling { try await signet.connections.show(id, of: account) }, account)
    }

    private func telling<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch Connections.Failure.unknown {
            throw Problem.notFound
        } catch let failure as Connections.Failure {
            switch failure {
            case .known: throw Problem(409, "Known already", "\(failure)")
            case .notInvited: throw Problem(403, "Not invited", "\(failure)")
            default: throw Problem(422, "Nobody to connect with", "\(failure)")
            }
        }
    }

    private func response(
        _ connection: Connection, for account: Account, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let name = try await signet.connections.partnerName(in: connection, for: account)
        var json = JSONWriter()
        connection.write(partnerName: name, for: account, to: &json)
        return Response(json: json.bytes, status: status)
    }
}

extension Connection {
    fileprivate func write(partnerName: String?, for account: Account, to json: inout JSONWriter) {
        let partner = partner(of: account.id)
        json.object { json in
            json.key("id")
            json.string(id)
            json.key("account")
            json.string(partner)
            json.key("name")
            json.optionalString(partnerName)
            json.key("invited_by_you")
            json.bool(inviter == account.id)
            json.key("created_at")
            json.string(createdAt.iso8601)
            json.key("accepted_at")
            json.optionalString(acceptedAt?.iso8601)
            json.key("shares_ownership")
            json.bool(sharesOwnership(account.id))
            json.key("partner_shares_ownership")
            json.bool(acceptedAt != nil && sharesOwnership(partner))
        }
    }
}
