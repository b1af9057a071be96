import Hummingbird
import SignetModel
import SignetService
import SignetStorage

/// The forms on a masked certificate's page with which disclosure is asked for and answered.
extension CertificatePageRoutes {
    func askForDisclosure(_ request: Request, _ context: SignetRequestContext) async throws -> Response {
        let (found, fields) = try await posted(request, context)
        guard case .account(let signedIn, _?) = found.access else { return try await notFound(request, context) }
        return try await afterDisclosure(found, request) {
            _ = try await signet.disclosures.ask(
                about: found.certificate, by: signedIn.account, message: fields["message"],
                showsName: fields["shows_name"] != nil)
        }
    }

    func answerDisclosure(_ request: Request, _ context: SignetRequestContext) async throws -> Response {
        let (found, fields) = try await posted(request, context)
        guard case .account(let signedIn, _?) = found.access, let id = context.parameters.get("request") else {
            return try await notFound(request, context)
        }
        let showsName = fields["shows_name"] != nil
        return try await afterDisclosure(found, request) {
            _ =
                switch fields["answer"] {
                case "certificate":
                    try await signet.disclosures.disclose(id, by: signedIn.account, showsName: showsName)
                case "facts":
                    try await signet.disclosures.disclose(
                        [.domain, .pageURL, .parentPageURL], of: id, by: signedIn.account, showsName: showsName)
                default:
                    try await signet.disclosures.refuse(
                        id, reason: fields["reason"] ?? "", by: signedIn.account, showsName: showsName)
                }
        }
    }

    /// The page that the form was on: anew, or once more with what was wrong.
    private func afterDisclosure(
        _ found: CertificateReaders.Found, _ request: Request, _ act: () async throws -> Void
    ) async throws -> Response {
        do {
            try await act()
            return PageResponder.seeOther("\(found.path)#disclosure")
        } catch let failure as Disclosures.Failure {
            var response = try await page(found, request, disclosureError: failure.sentence)
            response.status = .badRequest
            return response
        }
    }
}

extension Disclosures.Failure {
    fileprivate var sentence: String { "Nothing was done: \(self)." }
}

extension CertificatePages {
    /// Nil for a reader without an account, who has nobody to answer to.
    func disclosure(
        _ certificate: LoadedCertificate, _ access: CertificateAccess, _ details: Details
    ) async throws -> DisclosurePanel? {
        guard case .account(let signedIn, let right?) = access, certificate.isMasked else { return nil }
        let requests = try await signet.disclosures.list(about: certificate.id, of: signedIn.account)
        if right.isMasker, requests.isEmpty { return nil }
        var shown: [DisclosurePanel.Request] = []
        for request in requests { shown.append(try await row(request, isMasker: right.isMasker)) }
        let canAsk = !right.isMasker && requests.allSatisfy { $0.answer != nil }
        let path = "/\(certificate.id)/disclosure-requests"
        return DisclosurePanel(
            csrf: signedIn.csrf, askPath: canAsk ? path : nil, error: details.disclosureError, requests: shown,
            isMasker: right.isMasker)
    }

    private func row(_ request: DisclosureRequest, isMasker: Bool) async throws -> DisclosurePanel.Request {
        let names = try await signet.names(in: request)
        var row = DisclosurePanel.Request(
            id: request.id, createdAt: Moment(request.createdAt), message: request.message,
            partner: isMasker ? names.holder : names.masker, state: request.answer.sentence)
        switch request.answer {
        case nil where isMasker: row.answerPath = "/\(request.masked)/disclosure-requests/\(request.id)/answer"
        case .certificate? where !isMasker:
            row.certificateURL = signet.configuration.certificateURL(request.original, kind: .web)
        case .facts(let facts)?:
            row.facts = facts.map { .init(name: $0.words, value: $0.value ?? "Not known") }
        default: break
        }
        return row
    }
}

extension DisclosureRequest.Answer? {
    fileprivate var sentence: String {
        switch self {
        case nil: "Not answered yet."
        case .certificate?: "The full certificate was disclosed."
        case .facts?: "Some of what is hidden was disclosed."
        case .refused(let reason)?: "Refused: \(reason)"
        }
    }
}

extension DisclosureRequest.Fact {
    fileprivate var words: String {
        switch Disclosures.HiddenFact(rawValue: name) {
        case .domain?: "Domain"
        case .pageURL?: "Page"
        case .parentPageURL?: "Framed by"
        case .title?: "Title"
        case .identifier?: "Identifier"
        case nil: name
        }
    }
}
