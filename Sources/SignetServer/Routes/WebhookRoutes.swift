import HTTPTypes
import Hummingbird
import SignetModel
import SignetService
import SignetStorage

/// `/v1/webhooks`: where the account wants to be told what happens, and what was sent there.
struct WebhookRoutes: Sendable {
    let signet: Signet

    func add(to router: Router<SignetRequestContext>) {
        let routes = router.group("/v1/webhooks")
        routes.get { request, _ in try await list(request) }
        routes.post { request, context in try await add(request, context) }
        routes.get(":webhook") { request, context in response(try await named(request, context)) }
        routes.patch(":webhook") { request, context in try await change(request, context) }
        routes.delete(":webhook") { request, context in
            let endpoint = try await named(request, context)
            try await telling { try await signet.webhooks.remove(endpoint) }
            return Response(status: .noContent)
        }
        routes.post(":webhook/rotate-secret") { request, context in
            let endpoint = try await named(request, context)
            let (rotated, secret) = try await telling { try await signet.webhooks.rotateSecret(of: endpoint) }
            return response(rotated, secret: secret)
        }
        routes.post(":webhook/test") { request, context in
            let endpoint = try await named(request, context)
            return response(try await telling { try await signet.webhooks.test(endpoint) })
        }
        routes.get(":webhook/deliveries") { request, context in try await deliveries(request, context) }
        routes.post(":webhook/deliveries/:delivery/replay") { request, context in
            let endpoint = try await named(request, context)
            let id = context.parameters.get("delivery") ?? ""
            return response(try await telling { try await signet.webhooks.replay(id, of: endpoint) })
        }
    }

    private func list(_ request: Request) async throws -> Response {
        let account = try await Authentication(signet: signet).requireAccount(of: request)
        let query = try ListQuery(request, others: [])
        let endpoints = try await signet.webhooks.list(of: account, after: query.cursor, limit: query.limit + 1)
        return query.response("webhooks", endpoints, cursor: \.id) { $0.write(to: &$1) }
    }

    private func add(_ request: Request, _ context: SignetRequestContext) async throws -> Response {
        let account = try await Authentication(signet: signet).requireAccount(of: request)
        let body = try await request.json(limit: context.maxUploadSize)
        guard let url = body["url"]?.string else { throw Problem.badRequest("url is where to send.") }
        try body.requireMembers(["url", "events", "description"])
        let (endpoint, secret) = try await telling {
            try await signet.webhooks.add(
                url, events: try body.events(), description: try body.text("description"), to: account)
        }
        return response(endpoint, secret: secret, status: .created)
    }

    private func change(_ request: Request, _ context: SignetRequestContext) async throws -> Response {
        let endpoint = try await named(request, context)
        let body = try await request.json(limit: context.maxUploadSize)
        try body.requireMembers(["url", "events", "description", "enabled"])
        return response(
            try await telling { try await signet.webhooks.set(endpoint) { try $0.change(by: body) } })
    }

    private func deliveries(_ request: Request, _ context: SignetRequestContext) async throws -> Response {
        let endpoint = try await named(request, context)
        let query = try ListQuery(request, others: [])
        let place = try query.place()
        let found = try await signet.webhooks.deliveries(of: endpoint, after: place, limit: query.limit + 1)
        return query.response("deliveries", found, cursor: \.cursor.text) { $0.write(to: &$1) }
    }

    private func named(_ request: Request, _ context: SignetRequestContext) async throws -> WebhookEndpoint {
        let account = try await Authentication(signet: signet).requireAccount(of: request)
        return try await telling {
            try await signet.webhooks.show(context.parameters.get("webhook") ?? "", of: account)
        }
    }

    private func telling<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let failure as Webhooks.Failure {
            throw switch failure {
            case .unknown: Problem.notFound
            case .disabled: Problem(409, "Disabled", "\(failure)")
            case .tooMany: Problem(409, "Too many", "\(failure)")
            case .noEvents, .tooLong, .url: Problem.badRequest("\(failure)")
            }
        }
    }

    private func response(
        _ endpoint: WebhookEndpoint, secret: WebhookSecret? = nil, status: HTTPResponse.Status = .ok
    ) -> Response {
        var json = JSONWriter()
        endpoint.write(to: &json, secret: secret)
        return Response(json: json.bytes, status: status)
    }

    private func response(_ delivery: WebhookDelivery) -> Response {
        var json = JSONWriter()
        delivery.write(to: &json)
        return Response(json: json.bytes, status: .accepted)
    }
}

extension WebhookEndpoint {
    fileprivate mutating func change(by body: JSONValue) throws(Problem) {
        if let value = body["url"] {
            guard let text = value.string else { throw .badRequest("url is where to send.") }
            url = text
        }
        if let value = body["enabled"] {
            guard let enabled = value.bool else { throw .badRequest("enabled is true or false.") }
            isEnabled = enabled
        }
        if body["events"] != nil { events = try body.events() }
        if body["description"] != nil { description = try body.text("description") }
    }
}

extension JSONValue {
    /// The member `events`; nil where it is not there or null.
    fileprivate func events() throws(Problem) -> [WebhookEventType]? {
        guard let value = self["events"], !value.isNull else { return nil }
        let names = value.array?.map(\.string)
        let chosen = WebhookEventType.choices.filter { names?.contains($0.rawValue) == true }
        guard let names, Set(names) == Set(chosen.map(\.rawValue)) else {
            throw .badRequest(
                "events is a list of " + WebhookEventType.choices.map(\.rawValue).joined(separator: ", ")
                    + "; without it, the webhook gets all.")
        }
        return chosen
    }

    fileprivate func requireMembers(_ known: Set<String>) throws(Problem) {
        guard let members else { throw .badRequest("The body is a JSON object.") }
        if let other = members.first(where: { !known.contains($0.key) }) {
            throw .badRequest("There is no member \(other.key).")
        }
    }
}
