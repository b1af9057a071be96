import HTTPTypes
import Hummingbird
import SignetModel
import SignetService
import SignetStorage

/// `/v1/consent-languages`: the account's consent language manager.
struct ConsentLanguageRoutes: Sendable {
    let signet: Signet

    func add(to router: Router<SignetRequestContext>) {
        let routes = router.group("/v1/consent-languages")
        routes.get { request, _ in try await list(request) }
        routes.post { request, context in try await add(request, context) }
        routes.get(":language") { request, context in
            let (language, _) = try await named(request, context)
            return try await response(language)
        }
        routes.patch(":language") { request, context in try await change(request, context) }
        routes.delete(":language") { request, context in
            let (language, account) = try await named(request, context)
            try await signet.consentLanguages.remove(language.id, of: account)
            return Response(status: .noContent)
        }
    }

    private func list(_ request: Request) async throws -> Response {
        let account = try await Authentication(signet: signet).requireAccount(of: request)
        let query = try ListQuery(request, others: ["status"])
        let name = request.uri.queryParameters["status"].map(String.init) ?? "unreviewed"
        guard let status = ReviewedLanguage.Status(rawValue: name) else { throw Self.invalidStatus }
        let languages = try await signet.consentLanguages.list(
            status, of: account, after: query.cursor, limit: query.limit + 1)
        let rows = Array(zip(languages, try await samples(of: languages)))
        return query.response("consent_languages", rows, cursor: \.0.id) { $0.0.write($0.1, to: &$1) }
    }

    private func add(_ request: Request, _ context: SignetRequestContext) async throws -> Response {
        let account = try await Authentication(signet: signet).requireAccount(of: request)
        let body = try await request.json(limit: context.maxUploadSize)
        guard let text = body["text"]?.string else { throw Problem.badRequest("text is the consent language.") }
        var change = Change(status: .approved)
        try change.read(body, ignoring: "text")
        let language = try await telling {
            try await signet.consentLanguages.add(
                text, status: change.status, name: change.name, note: change.note, to: account)
        }
        return try await response(language, status: .created)
    }

    private func change(_ request: Request, _ context: SignetRequestContext) async throws -> Response {
        let (language, account) = try await named(request, context)
        let body = try await request.json(limit: context.maxUploadSize)
        let changed = try await telling {
            try await signet.consentLanguages.set(language.id, of: account) { language in
                var change = Change(status: language.status, name: language.name, note: language.note)
                try change.read(body)
                (language.status, language.name, language.note) = (change.status, change.name, change.note)
            }
        }
        return try await response(changed)
    }

    // MARK: Requests

    private static let invalidStatus = Problem.badRequest("status is unreviewed, approved or rejected.")

    private struct Change {
        var status: ReviewedLanguage.Status
        var name: String?
        var note: String?

        mutating func read(_ body: JSONValue, ignoring known: String? = nil) throws(Problem) {
            guard let members = body.members else { throw .badRequest("The body is a JSON object.") }
            for member in members where member.key != known {
                switch (member.key, member.value) {
                case ("status", .string(let name)):
                    guard let status = ReviewedLanguage.Status(rawValue: name) else {
                        throw ConsentLanguageRoutes.invalidStatus
                    }
                    self.status = status
                case ("status", _): throw ConsentLanguageRoutes.invalidStatus
                case ("name", .string(let text)): name = text
                case ("name", .null): name = nil
                case ("note", .string(let text)): note = text
                case ("note", .null): note = nil
                case ("name", _), ("note", _): throw .badRequest("\(member.key) is a text or null.")
                default: throw .badRequest("There is no member \(member.key).")
                }
            }
        }
    }

    private func named(
        _ request: Request, _ context: SignetRequestContext
    ) async throws -> (ReviewedLanguage, Account) {
        let account = try await Authentication(signet: signet).requireAccount(of: request)
        let id = context.parameters.get("language") ?? ""
        return (try await telling { try await signet.consentLanguages.show(id, of: account) }, account)
    }

    private func telling<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch ConsentLanguages.Failure.unknown {
            throw Problem.notFound
        } catch ConsentLanguages.Failure.known(let id) {
            throw Problem(409, "Known already", "The account has this consent language already: \(id).")
        } catch let failure as ConsentLanguages.Failure where failure == .tooMany {
            throw Problem(409, "Too many", "\(failure)")
        } catch let failure as ConsentLanguages.Failure {
            throw Problem.badRequest("\(failure)")
        }
    }

    // MARK: Answers

    private func samples(of languages: some Sequence<ReviewedLanguage>) async throws -> [[String]] {
        var samples: [[String]] = []
        for language in languages {
            samples.append(
                try await signet.consentLanguages.samples(of: language).map {
                    signet.configuration.certificateURL($0, kind: signet.reader.inspect($0)?.kind ?? .web)
                })
        }
        return samples
    }

    private func response(
        _ language: ReviewedLanguage, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let samples = try await samples(of: [language])
        var json = JSONWriter()
        language.write(samples[0], to: &json)
        return Response(json: json.bytes, status: status)
    }
}

extension ReviewedLanguage {
    fileprivate func write(_ samples: [String], to json: inout JSONWriter) {
        json.object { json in
            json.key("id")
            json.string(id)
            json.key("text")
            json.string(text)
            json.key("status")
            json.string(status.rawValue)
            json.key("name")
            json.optionalString(name)
            json.key("note")
            json.optionalString(note)
            json.key("first_seen")
            json.optionalString(firstSeen?.iso8601)
            json.key("last_seen")
            json.optionalString(lastSeen?.iso8601)
            json.key("count")
            json.integer(count)
            json.key("sample_certificates")
            json.strings(samples)
        }
    }
}
