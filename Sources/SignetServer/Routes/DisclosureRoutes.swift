import HTTPTypes
import Hummingbird
import SignetModel
import SignetService
import SignetStorage

/// `/v1/disclosure-requests`: what holders of masked certificates ask, and what is answered.
struct DisclosureRoutes: Sendable {
    let signet: Signet

    func add(to router: Router<SignetRequestContext>) {
        router.post("/v1/certificates/:certificate/disclosure-requests") { request, context in
            try await ask(request, context)
        }
        let routes = router.group("/v1/disclosure-requests")
        routes.get { request, _ in try await list(request) }
        routes.get(":request") { request, context in
            let account = try await Authentication(signet: signet).requireAccount(of: request)
            let found = try await Self.telling { try await signet.disclosures.show(Self.id(context), of: account) }
            return try await response(found, for: account)
        }
        routes.post(":request/answer") { request, context in try await answer(request, context) }
    }

    private static func id(_ context: SignetRequestContext) -> String { context.parameters.get("request") ?? "" }

    private func ask(_ request: Request, _ context: SignetRequestContext) async throws -> Response {
        let account = try await Authentication(signet: signet).requireAccount(of: request)
        let body = try await request.optionalJSON(limit: context.maxUploadSize)
        let flags = try body.flags(["shows_name"], besides: ["message"])
        let message = try body.text("message")
        guard let id = context.certificateID,
            let certificate = try await signet.reader.load(id),
            try await signet.isHeld(certificate, by: account)
        else { throw Problem.notFound }
        let made = try await Self.telling {
            try await signet.disclosures.ask(
                about: certificate, by: account, message: message, showsName: flags["shows_name"] ?? false)
        }
        return try await response(made, for: account, status: .created)
    }

    private func list(_ request: Request) async throws -> Response {
        let account = try await Authentication(signet: signet).requireAccount(of: request)
        let query = try ListQuery(request, others: ["side"])
        let name = request.uri.queryParameters["side"].map(String.init) ?? DisclosureSide.received.rawValue
        guard let side = DisclosureSide(rawValue: name) else { throw Problem.badRequest("side is received or sent.") }
        let place = try query.place()
        let found = try await signet.disclosures.list(side, of: account, after: place, limit: query.limit + 1)
        var rows: [(request: DisclosureRequest, names: DisclosureNames)] = []
        for request in found { rows.append((request, try await signet.names(in: request))) }
        return query.response("disclosure_requests", rows, cursor: \.request.cursor.text) {
            $0.request.write(for: account, $0.names, signet.configuration, to: &$1)
        }
    }

    private func answer(_ request: Request, _ context: SignetRequestContext) async throws -> Response {
        let account = try await Authentication(signet: signet).requireAccount(of: request)
        let body = try await request.json(limit: context.maxUploadSize)
        let showsName = try body.flags(["shows_name"], besides: ["disclose", "refuse"])["shows_name"] ?? false
        let answer = try Answer(body)
        let id = Self.id(context)
        let answered = try await Self.telling {
            switch answer {
            case .certificate:
                try await signet.disclosures.disclose(id, by: account, showsName: showsName)
            case .facts(let facts):
                try await signet.disclosures.disclose(facts, of: id, by: account, showsName: showsName)
            case .refusal(let reason):
                try await signet.disclosures.refuse(id, reason: reason, by: account, showsName: showsName)
            }
        }
        return try await response(answered, for: account)
    }

    private enum Answer {
        case certificate
        case facts([Disclosures.HiddenFact])
        case refusal(String)

        init(_ body: JSONValue) throws(Problem) {
            switch (body["disclose"], body["refuse"]) {
            case (.string("certificate")?, nil): self = .certificate
            case (.array(let names)?, nil):
                self = .facts(
                    try names.map { name throws(Problem) in
                        guard let fact = name.string.flatMap(Disclosures.HiddenFact.init(rawValue:)) else {
                            throw Self.invalid
                        }
                        return fact
                    })
            case (nil, .string(let reason)?): self = .refusal(reason)
            default: throw Self.invalid
            }
        }

        private static let invalid = Problem.badRequest(
            "disclose is \"certificate\" or a list of "
                + Disclosures.HiddenFact.allCases.map(\.rawValue).joined(separator: ", ")
                + "; or refuse is the reason for a refusal.")
    }

    private static func telling<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let failure as Disclosures.Failure {
            throw switch failure {
            case .unknown: Problem.notFound
            case .open, .answered: Problem(409, "Not now", "\(failure)")
            case .notMasked, .tooMany, .gone: Problem(422, "Not possible", "\(failure)")
            case .tooLong, .emptyReason, .nothingChosen: Problem.badRequest("\(failure)")
            }
        }
    }

    private func response(
        _ request: DisclosureRequest, for account: Account, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        var json = JSONWriter()
        request.write(for: account, try await signet.names(in: request), signet.configuration, to: &json)
        return Response(json: json.bytes, status: status)
    }
}
