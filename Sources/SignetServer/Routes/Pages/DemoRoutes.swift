import HTTPTypes
import Hummingbird
import SignetModel
import SignetService
import SignetStorage

/// The demo: a publisher's form, and the page of the buyer who gets what it produced.
struct DemoRoutes: Sendable {
    let signet: Signet
    let pages: PageResponder
    let sessions: Sessions
    let demo: DemoAccount

    private static let certificateField = "xxTrustedFormCertUrl"
    private static let labels = [
        "first_name": "First name", "last_name": "Last name", "email": "E-mail", "phone": "Phone", "zip": "ZIP code",
        "home_type": "Type of home", "ownership": "Ownership", "agree": "Consent box",
        certificateField: "Certificate",
    ]

    func add(to router: Router<SignetRequestContext>) {
        router.get("/demo") { _, _ in
            pages.page(DemoFormPage(cacheBuster: "\(signet.clock.now.milliseconds)"))
        }
        router.get("/demo/buyer") { _, _ in PageResponder.seeOther("/demo") }
        router.post("/demo/buyer") { request, context in
            try await pages.telling { try await buy(request, context) }
        }
    }

    /// What a buyer's own server would do with the lead that was posted to it.
    private func buy(_ request: Request, _ context: SignetRequestContext) async throws -> Response {
        let fields = try await FormFields(request, limit: context.maxUploadSize)
        let lead = fields.all.compactMap { field in
            Self.labels[field.name].map { DemoBuyerPage.Field(label: $0, value: field.value) }
        }
        guard let url = fields[Self.certificateField], let name = url.split(separator: "/").last,
            let account = try await signet.accounts.authenticate(key: demo.key)
        else { return pages.page(DemoBuyerPage(lead: lead, certificateURL: nil)) }
        let body = Self.request(email: fields["email"] ?? "", phone: fields["phone"] ?? "")
        var page = DemoBuyerPage(lead: lead, certificateURL: url, request: Self.indented(body))
        do {
            let answer = try await CertificateOperations(signet: signet).answer(
                body, certificate: String(name), account: account)
            page.show(answer)
            page.response = Self.indented(answer.json)
            page.fullURL = url
            page.maskedURL = answer.retained?.maskedURL
        } catch let failure as APIFailure {
            page.outcome = "error"
            page.reason = failure.reason
            page.response = Self.indented(failure.json)
        }
        // The buyer's page opens both certificates with one click, so the reader is signed in as the buyer.
        return try await sessions.begin(account, from: request, response: pages.page(page))
    }

    private static func request(email: String, phone: String) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.key("match_lead")
            json.object { json in
                json.key("email")
                json.string(email)
                json.key("phone")
                json.string(phone)
            }
            json.key("retain")
            json.object { json in
                json.key("vendor")
                json.string("Larkfield")
                json.key("reference")
                json.string("demo-lead")
            }
            json.key("insights")
            json.object { json in
                json.key("properties")
                json.array { json in for property in InsightProperty.allCases { json.string(property.rawValue) } }
            }
        }
        return json.bytes
    }

    /// JSON of ours, with a line for each member.
    private static func indented(_ json: [UInt8]) -> String {
        (try? JSONValue(parsing: json)).map { $0.indented() } ?? String(decoding: json, as: UTF8.self)
    }
}

extension DemoBuyerPage {
    /// Says in plain words what the answer says.
    fileprivate mutating func show(_ answer: CertificateAnswer) {
        outcome = answer.isSuccess ? "success" : "failure"
        reason = answer.reason
        if let match = answer.match {
            findings.append(
                Finding(
                    operation: "Match lead", passed: match.isMatched,
                    sentence: match.isMatched
                        ? "The e-mail address or phone number of this lead was entered in the form."
                        : "Neither the e-mail address nor the phone number of this lead was entered in the form."))
        }
        if let retained = answer.retained {
            findings.append(
                Finding(
                    operation: "Retain", passed: true,
                    sentence: retained.wasRetained
                        ? "The buyer had retained this certificate before."
                        : "The certificate is kept for five years, and has a masked twin to hand on."))
        }
        if let insights = answer.insights {
            findings.append(
                Finding(
                    operation: "Insights", passed: nil,
                    sentence: "The form stands on \(insights.domain ?? "an unknown domain"); the visit took "
                        + "\(inWords(seconds: Int64(insights.secondsOnPage)))."))
            findings.append(
                Finding(
                    operation: "Human", passed: !insights.botDetected,
                    sentence: insights.botDetected
                        ? "The visit looks like a machine's." : "The visit does not look like a machine's."))
        }
    }
}
