import HTTPTypes
import Hummingbird
import NIOCore
import SignetModel
import SignetRecording
import SignetService
import SignetStorage

/// `GET /{id}` and the forms on it.
struct CertificatePageRoutes: Sendable {
    let signet: Signet
    let pages: PageResponder
    let sessions: Sessions

    private var readers: CertificateReaders { CertificateReaders(signet: signet, sessions: sessions) }
    private var certificates: CertificatePages { CertificatePages(signet: signet) }

    func add(to router: Router<SignetRequestContext>) {
        let certificate = router.group("/:certificate")
        certificate.get { request, context in
            if ClaimRoutes.isView(request) { return try await ClaimRoutes(signet: signet).view(request, context) }
            return try await pages.telling { try await show(request, context) }
        }
        certificate.get("replay") { request, context in try await replay(request, context) }
        // A form's answer that is loaded again by its address is the page that the form was on.
        for form in [
            "retain", "match", "shares", "shares/:share/revoke", "disclosure-requests",
            "disclosure-requests/:request/answer",
        ] {
            certificate.get(RouterPath(form)) { _, context in
                guard let id = context.certificateID else { throw Problem.notFound }
                return PageResponder.seeOther("/\(id)")
            }
        }
        certificate.post("retain") { request, context in try await pages.telling { try await retain(request, context) }
        }
        certificate.post("match") { request, context in try await pages.telling { try await match(request, context) } }
        certificate.post("shares") { request, context in try await pages.telling { try await share(request, context) } }
        certificate.post("shares/:share/revoke") { request, context in
            try await pages.telling { try await revoke(request, context) }
        }
        certificate.post("disclosure-requests") { request, context in
            try await pages.telling { try await askForDisclosure(request, context) }
        }
        certificate.post("disclosure-requests/:request/answer") { request, context in
            try await pages.telling { try await answerDisclosure(request, context) }
        }
    }

    // MARK: Showing

    private func show(_ request: Request, _ context: SignetRequestContext) async throws -> Response {
        let token = request.uri.queryParameters["shared_token"].map { String($0) }
        guard let found = try await readers.find(request, context, shareToken: token) else {
            return try await notFound(request, context)
        }
        return try await page(found, request)
    }

    func page(
        _ found: CertificateReaders.Found, _ request: Request, notice: Notice? = nil, newShareURL: String? = nil,
        unlockError: String? = nil, disclosureError: String? = nil
    ) async throws -> Response {
        var cookie: Cookie?
        var details = CertificatePages.Details(
            csrf: "", notice: notice, newShareURL: newShareURL, unlockError: unlockError,
            disclosureError: disclosureError)
        switch found.access {
        case .existence(let signedIn):
            return pages.page(certificates.unretained(found.certificate, signedIn))
        case .account(let signedIn, _):
            details.csrf = signedIn.csrf
        case .share:
            (details.csrf, cookie) = sessions.visitor(request)
        }
        var response =
            found.certificate.isMasked
            ? pages.page(try await certificates.masked(found.certificate, found.access, details))
            : pages.page(try await certificates.full(found.certificate, found.access, details))
        if let cookie { response.setCookie(cookie) }
        return response
    }

    func notFound(_ request: Request, _ context: SignetRequestContext) async throws -> Response {
        let signedIn = try await sessions.signedIn(request)
        let next = context.certificateID.map { "?next=/\($0)" } ?? ""
        return pages.page(
            NotFoundPage(signInPath: "/sign-in\(next)", viewer: signedIn?.viewer), status: .notFound)
    }

    /// The events that the player plays; never of a masked certificate.
    private func replay(_ request: Request, _ context: SignetRequestContext) async throws -> Response {
        let token = request.uri.queryParameters["shared_token"].map { String($0) }
        guard let found = try await readers.find(request, context, shareToken: token),
            !found.certificate.isMasked, found.access.matchReader != nil,
            let recording = try await signet.reader.recording(of: found.certificate)
        else { throw Problem.notFound }
        let status = try await signet.matchStatus(of: found.certificate, for: found.access)
        let assets = try await signet.assets.load(for: found.certificate, in: recording)
        return Response(json: recording.replay(reveal: signet.reveals(status, to: found.access), assets: assets))
    }

    // MARK: Forms

    /// The certificate that a form is about, for a reader whose form it is.
    func posted(
        _ request: Request, _ context: SignetRequestContext
    ) async throws -> (found: CertificateReaders.Found, fields: FormFields) {
        let fields = try await FormFields(request, limit: context.maxUploadSize)
        try sessions.check(fields["csrf"], of: request)
        guard let found = try await readers.find(request, context, shareToken: fields["shared_token"]) else {
            throw PageFailure(
                404, "Certificate not found", "The certificate has expired or could not be found.")
        }
        return (found, fields)
    }

    private func retain(_ request: Request, _ context: SignetRequestContext) async throws -> Response {
        let (found, fields) = try await posted(request, context)
        guard case .existence(let signedIn?) = found.access else {
            return PageResponder.seeOther("/\(found.certificate.id)")
        }
        guard signedIn.account.settings.operations.contains(.retain) else {
            throw PageFailure(403, "Not enabled", "Your account is not enabled to retain certificates.")
        }
        var form = UnretainedCertificatePage.RetainForm(
            certificate: found.certificate.id.description, csrf: signedIn.csrf)
        form.vendor = fields["vendor"] ?? ""
        form.reference = fields["reference"] ?? ""
        form.lead = fields["lead"] ?? ""
        do {
            guard let lead = fields["lead"] else {
                form.error = "Give the lead’s e-mail address or phone number."
                return pages.page(
                    certificates.unretained(found.certificate, signedIn, form: form), status: .badRequest)
            }
            let comparison = signet.matcher.compare(
                query(lead), with: found.certificate, by: .account(signedIn.account))
            let isMatched = comparison.match.isMatched
            _ = try await signet.retainer.retain(
                found.certificate, by: signedIn.account, vendor: fields["vendor"], reference: fields["reference"],
                comparison: comparison, findings: ClaimFindings(match: comparison.match), isSuccess: isMatched)
            let notice =
                isMatched
                ? Notice("The certificate is retained, and it is this lead’s.", .good)
                : Notice("The certificate is retained, but no matches were found for this lead.", .warn)
            guard let retained = try await readers.find(request, context, shareToken: nil) else {
                return PageResponder.seeOther("/\(found.certificate.id)")
            }
            return try await page(retained, request, notice: notice)
        } catch Retainer.Refusal.sandbox {
            throw PageFailure(405, "Certificate is not claimable", "A test certificate cannot be retained.")
        } catch Retainer.Refusal.expired {
            throw PageFailure(404, "Certificate not found", "The certificate has expired or could not be found.")
        } catch Retainer.Refusal.tooOften {
            throw PageFailure(
                422, "Retained too often", "Your account has retained this certificate as often as it may.")
        } catch let refusal as TooManyGuesses {
            throw failure(refusal)
        }
    }

    private func match(_ request: Request, _ context: SignetRequestContext) async throws -> Response {
        let (found, fields) = try await posted(request, context)
        guard let reader = found.access.matchReader, let lead = fields["lead"] else {
            return PageResponder.seeOther("/\(found.certificate.id)")
        }
        guard try await match(lead, found.certificate, reader).isMatched else {
            return try await page(
                found, request, unlockError: "This was not entered in the form. Try another address or number.")
        }
        return PageResponder.seeOther(found.path)
    }

    private func match(
        _ lead: String, _ certificate: LoadedCertificate, _ reader: MatchReader
    ) async throws -> LeadMatch {
        do {
            return try await signet.matcher.match(query(lead), with: certificate, by: reader)
        } catch let refusal as TooManyGuesses {
            throw failure(refusal)
        }
    }

    private func query(_ lead: String) -> LeadQuery {
        lead.contains("@") ? LeadQuery(emails: [lead]) : LeadQuery(phones: [lead])
    }

    private func failure(_ refusal: TooManyGuesses) -> PageFailure {
        PageFailure(
            429, "Too many attempts", "Too many different values were tried with this certificate. Try again later.",
            retryAfter: refusal.secondsFrom(signet.clock.now))
    }

    private func share(_ request: Request, _ context: SignetRequestContext) async throws -> Response {
        let (found, _) = try await posted(request, context)
        guard case .account(let signedIn, let right?) = found.access, right.retention != nil else {
            return try await notFound(request, context)
        }
        do {
            let (_, url) = try await signet.sharing.share(found.certificate, by: signedIn.account)
            return try await page(found, request, newShareURL: url)
        } catch is Sharing.TooMany {
            throw PageFailure(
                409, "Too many links", "Your account has as many links to this certificate as it may.")
        }
    }

    private func revoke(_ request: Request, _ context: SignetRequestContext) async throws -> Response {
        let (found, _) = try await posted(request, context)
        guard case .account(let signedIn, let right?) = found.access, right.retention != nil,
            let share = context.parameters.get("share"),
            try await signet.sharing.revoke(share, of: found.certificate.id, by: signedIn.account)
        else { return try await notFound(request, context) }
        return try await page(found, request, notice: Notice("The link opens nothing any more."))
    }
}
