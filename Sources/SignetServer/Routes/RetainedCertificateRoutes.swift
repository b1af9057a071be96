import HTTPTypes
import Hummingbird
import SignetModel
import SignetRecording
import SignetService
import SignetStorage

/// What an account does with its certificates under `/v1`: the event log, the way back from a masked one, and share links.
struct RetainedCertificateRoutes: Sendable {
    let signet: Signet

    func add(to router: Router<SignetRequestContext>) {
        let certificates = router.group("/v1/certificates/:certificate")
        certificates.get("original") { request, context in try await original(request, context) }
        certificates.get("events") { request, context in try await events(request, context) }
        certificates.get("shares") { request, context in try await list(request, context) }
        certificates.post("shares") { request, context in try await share(request, context) }
        certificates.delete("shares/:share") { request, context in try await revoke(request, context) }
    }

    /// The full certificate, for the account that masked it and nobody else.
    private func original(_ request: Request, _ context: SignetRequestContext) async throws -> Response {
        let account = try await Authentication(signet: signet).requireAccount(of: request)
        guard let id = context.certificateID,
            let certificate = try await signet.reader.load(id), certificate.masked?.account == account.id
        else { throw Problem.notFound }
        var json = JSONWriter()
        json.object { json in
            json.key("id")
            json.string(certificate.original.description)
            json.key("certificate_url")
            json.string(signet.configuration.certificateURL(certificate.original, kind: .web))
        }
        return Response(json: json.bytes)
    }

    /// What happened in the visit, oldest first; never of a masked certificate.
    private func events(_ request: Request, _ context: SignetRequestContext) async throws -> Response {
        let (account, certificate, right) = try await readable(request, context)
        guard !certificate.isMasked, let recording = try await signet.reader.recording(of: certificate) else {
            throw Problem.notFound
        }
        let status = try await signet.matcher.status(of: certificate.id, for: .account(account))
        let reveals = status.isMatched || right.ownsPage
        var json = JSONWriter()
        json.object { json in
            json.key("values_hidden")
            json.bool(!reveals)
            json.key("events")
            json.array { json in for entry in recording.eventLog(reveal: reveals) { entry.write(to: &json) } }
        }
        return Response(json: json.bytes)
    }

    private func share(_ request: Request, _ context: SignetRequestContext) async throws -> Response {
        let (account, certificate) = try await retained(request, context)
        do {
            let (link, url) = try await signet.sharing.share(certificate, by: account)
            var json = JSONWriter()
            json.object { json in
                json.key("share_url")
                json.string(url)
                link.writeMembers(to: &json)
            }
            return Response(json: json.bytes, status: .created)
        } catch is Sharing.TooMany {
            throw Problem(
                409, "Too many", "An account has at most \(Sharing.maximumLinks) open links to a certificate.")
        }
    }

    private func list(_ request: Request, _ context: SignetRequestContext) async throws -> Response {
        let (account, certificate) = try await retained(request, context)
        let query = try ListQuery(request, others: [])
        let links = try await signet.sharing.links(
            to: certificate.id, by: account, after: try query.place(), limit: query.limit + 1)
        return query.response("shares", links, cursor: \.cursor.text) { link, json in
            json.object { json in link.writeMembers(to: &json) }
        }
    }

    private func revoke(_ request: Request, _ context: SignetRequestContext) async throws -> Response {
        let (account, certificate) = try await retained(request, context)
        guard let share = context.parameters.get("share"),
            try await signet.sharing.revoke(share, of: certificate.id, by: account)
        else { throw Problem.notFound }
        return Response(status: .noContent)
    }

    private func retained(
        _ request: Request, _ context: SignetRequestContext
    ) async throws -> (Account, LoadedCertificate) {
        let (account, certificate, right) = try await readable(request, context)
        guard right.retention != nil else { throw Problem.notFound }
        return (account, certificate)
    }

    private func readable(
        _ request: Request, _ context: SignetRequestContext
    ) async throws -> (Account, LoadedCertificate, ReadingRight) {
        let account = try await Authentication(signet: signet).requireAccount(of: request)
        guard let id = context.certificateID,
            let certificate = try await signet.reader.load(id),
            let right = try await signet.readingRight(of: account, to: certificate)
        else { throw Problem.notFound }
        return (account, certificate, right)
    }
}

extension EventLogEntry {
    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.key("at")
            json.string(at.iso8601)
            json.key("replay_ms")
            json.integer(offset)
            json.key("kind")
            json.string(kind.rawValue)
            json.key("text")
            json.string(text)
        }
    }
}

extension ShareLink {
    fileprivate func writeMembers(to json: inout JSONWriter) {
        json.key("id")
        json.string(id)
        json.key("created_at")
        json.string(createdAt.iso8601)
        json.key("expires_at")
        json.string(expiresAt.iso8601)
        json.key("revoked_at")
        json.optionalString(revokedAt?.iso8601)
    }
}
