import HTTPTypes
import Hummingbird
import SignetModel
import SignetService

/// `POST /v1/certificates/meta`: a certificate of a lead that came from Meta's instant forms.
struct MetaCertificateRoutes: Sendable {
    let signet: Signet

    func add(to router: Router<SignetRequestContext>) {
        router.post("/v1/certificates/meta") { request, context in try await make(request, context) }
    }

    private func make(_ request: Request, _ context: SignetRequestContext) async throws -> Response {
        let account = try await Authentication(signet: signet).requireAccount(of: request)
        let lead = try MetaLead(request: try await request.json(limit: context.maxUploadSize))
        do {
            let id = try await signet.metaCertificates.make(of: lead, by: account)
            var json = JSONWriter()
            json.object { json in
                json.key("id")
                json.string(id.description)
                json.key("certificate_url")
                json.string(signet.configuration.certificateURL(id, kind: .metaLeadAds))
                json.key("expires_at")
                json.string((lead.createdAt + signet.configuration.windows.submitted).iso8601)
            }
            return Response(json: json.bytes, status: .created)
        } catch let failure as MetaCertificates.Failure {
            throw Problem(422, "Not certifiable", failure.description)
        }
    }
}

extension MetaLead {
    private static let maximumLength = 10_000

    /// `form_id`, `created_time` (seconds, as the webhook has it, or ISO 8601), `disclaimer`, `checkboxes`, `questions`;
    /// what else a webhook brings is left alone.
    init(request value: JSONValue) throws(Problem) {
        guard case .object = value else { throw .badRequest("The body is a JSON object.") }
        guard let form = value["form_id"].flatMap(Self.identifier) else {
            throw .badRequest("form_id is the form's id.")
        }
        self.init(
            formID: form, createdAt: try Self.moment(value["created_time"]),
            disclaimer: try Self.text(value["disclaimer"], "disclaimer"),
            checkboxes: try Self.list(value["checkboxes"], "checkboxes") { element throws(Problem) in
                guard case .object = element else { throw .badRequest("A checkbox is an object.") }
                switch element["is_checked"] {
                case nil, .null?, .bool?: break
                default: throw .badRequest("is_checked is true or false.")
                }
                return Checkbox(
                    text: try Self.text(element["text"], "text of a checkbox"), isChecked: element["is_checked"]?.bool)
            },
            questions: try Self.list(value["questions"], "questions") { element throws(Problem) in
                try Self.text(element, "question")
            })
    }

    /// Meta's ids are long numbers, which come as text or as a number.
    private static func identifier(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text) where 1...100 ~= text.unicodeScalars.count: text
        case .number(let number) where number.value == number.value.rounded() && number.text.utf8.count <= 100:
            number.text
        default: nil
        }
    }

    private static func moment(_ value: JSONValue?) throws(Problem) -> Timestamp {
        switch value {
        case .number(let number)?:
            if let seconds = number.integer, 0..<253_402_300_800 ~= seconds {
                return Timestamp(seconds: Int64(seconds))
            }
        case .string(let text)?:
            if let moment = Timestamp(iso8601: text) { return moment }
        default: break
        }
        throw .badRequest("created_time is seconds since 1970, or a moment such as 2026-11-23T12:00:00Z.")
    }

    private static func text(_ value: JSONValue?, _ name: String) throws(Problem) -> String {
        guard let text = value?.string, text.unicodeScalars.count <= maximumLength else {
            throw .badRequest("The \(name) is a text of at most \(maximumLength) characters.")
        }
        return text
    }

    private static func list<Element>(
        _ value: JSONValue?, _ name: String, _ element: (JSONValue) throws(Problem) -> Element
    ) throws(Problem) -> [Element] {
        switch value {
        case nil, .null?: return []
        case .array(let elements)? where elements.count <= maximumTexts:
            var list: [Element] = []
            for each in elements { list.append(try element(each)) }
            return list
        default: throw .badRequest("\(name) is a list of at most \(maximumTexts) elements.")
        }
    }
}
