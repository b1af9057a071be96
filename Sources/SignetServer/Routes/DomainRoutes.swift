import HTTPTypes
import Hummingbird
import SignetModel
import SignetService
import SignetStorage

/// `/v1/domains`: the domains that the account proves to be its own.
struct DomainRoutes: Sendable {
    let signet: Signet

    func add(to router: Router<SignetRequestContext>) {
        let routes = router.group("/v1/domains")
        routes.get { request, _ in try await list(request) }
        routes.post { request, context in try await add(request, context) }
        routes.get(":domain") { request, context in response(try await named(request, context)) }
        routes.patch(":domain") { request, context in try await change(request, context) }
        routes.delete(":domain") { request, context in
            let domain = try await named(request, context)
            try await telling { try await signet.domains.remove(domain) }
            return Response(status: .noContent)
        }
        routes.post(":domain/check") { request, context in
            let domain = try await named(request, context)
            return response(try await telling { try await signet.domains.check(domain) })
        }
    }

    private func list(_ request: Request) async throws -> Response {
        let account = try await Authentication(signet: signet).requireAccount(of: request)
        let query = try ListQuery(request, others: [])
        let domains = try await signet.domains.list(of: account, after: query.cursor, limit: query.limit + 1)
        return query.response("domains", domains, cursor: \.domain.ascii) { $0.write(to: &$1) }
    }

    private func add(_ request: Request, _ context: SignetRequestContext) async throws -> Response {
        let account = try await Authentication(signet: signet).requireAccount(of: request)
        let body = try await request.json(limit: context.maxUploadSize)
        guard let name = body["domain"]?.string else { throw Problem.badRequest("domain is a host name.") }
        let flags = try body.flags(["includes_subdomains", "retains_automatically"], besides: ["domain"])
        let domain = try await telling {
            try await signet.domains.add(
                name, includesSubdomains: flags["includes_subdomains"] ?? true,
                retainsAutomatically: flags["retains_automatically"] ?? false, to: account)
        }
        return response(domain, status: .created)
    }

    private func change(_ request: Request, _ context: SignetRequestContext) async throws -> Response {
        let domain = try await named(request, context)
        let flags = try await request.json(limit: context.maxUploadSize)
            .flags(["includes_subdomains", "retains_automatically"])
        let changed = try await telling {
            try await signet.domains.set(
                domain, includesSubdomains: flags["includes_subdomains"],
                retainsAutomatically: flags["retains_automatically"])
        }
        return response(changed)
    }

    private func named(_ request: Request, _ context: SignetRequestContext) async throws -> OwnedDomain {
        let account = try await Authentication(signet: signet).requireAccount(of: request)
        return try await telling {
            try await signet.domains.show(context.parameters.get("domain") ?? "", of: account)
        }
    }

    private func telling<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch Domains.Failure.unknown {
            throw Problem.notFound
        } catch let failure as Domains.Failure {
            throw failure == .known
                ? Problem(409, "Known already", "\(failure)") : Problem.badRequest("\(failure)")
        }
    }

    private func response(_ domain: OwnedDomain, status: HTTPResponse.Status = .ok) -> Response {
        var json = JSONWriter()
        domain.write(to: &json)
        return Response(json: json.bytes, status: status)
    }
}
