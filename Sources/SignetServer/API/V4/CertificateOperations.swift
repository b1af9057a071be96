import SignetModel
import SignetService
import SignetStorage

/// Carries out a request of API v4 for an account.
struct CertificateOperations: Sendable {
    let signet: Signet

    /// - Parameter certificate: the id or ping identifier in the request's path.
    /// - Throws: ``APIFailure`` for a request that is not carried out; then nothing was changed.
    func answer(_ body: [UInt8], certificate name: String, account: Account) async throws -> CertificateAnswer {
        let target = try Target(name, reader: signet.reader)
        return try await answer(try CertificateRequest(parsing: body), about: target, account: account)
    }

    /// The same, of a request that was part of another.
    func answer(
        _ request: CertificateRequest, certificate name: String, account: Account
    ) async throws -> CertificateAnswer {
        try await answer(request, about: try Target(name, reader: signet.reader), account: account)
    }

    private func answer(
        _ request: CertificateRequest, about target: Target, account: Account
    ) async throws -> CertificateAnswer {
        try request.check(account.settings.operations)
        if request.retain != nil, request.matchLead == nil, target.kind != .metaLeadAds {
            throw APIFailure.error("Match Lead fields not included in request.")
        }
        if request.matchLead != nil, request.retain == nil, target.kind == .metaLeadAds {
            throw APIFailure.error("match_lead requires a web certificate")
        }
        if request.retain != nil, target.isPing { throw APIFailure.error("The cert could not be retained") }
        guard let certificate = try await signet.reader.load(target.id, awaitingArrival: true),
            certificate.isWithinWindow(signet.clock.now)
        else { throw APIFailure.notFound }
        do {
            if request.retain != nil {
                if certificate.isSandbox { throw APIFailure.sandbox }
                try await signet.retainer.requireRoom(for: certificate.id, by: account)
            }
            return try await perform(request, on: certificate, by: account, isPing: target.isPing)
        } catch Retainer.Refusal.tooOften {
            throw APIFailure.tooOften
        }
    }

    private func perform(
        _ request: CertificateRequest, on certificate: LoadedCertificate, by account: Account, isPing: Bool
    ) async throws -> CertificateAnswer {
        var answer = CertificateAnswer(request: request)
        // A certificate of another kind holds no lead, and may be retained all the same.
        if let matchLead = request.matchLead, certificate.kind != .metaLeadAds {
            do {
                answer.match = try await signet.matcher.match(
                    matchLead.query, with: certificate, by: .account(account))
            } catch let refusal as TooManyGuesses {
                throw APIFailure.tooManyGuesses(retryAfter: refusal.secondsFrom(signet.clock.now))
            }
        }
        if let questions = request.insights {
            var insights = signet.insights(of: certificate)
            if questions.properties.contains(.confirmedOwner) {
                insights.owner = try await signet.ownership.owner(of: certificate, for: account)
            }
            answer.insights = insights
            answer.scan = questions.scans?.scan.map { signet.scan(certificate, for: $0) }
        }
        if let asked = request.verify {
            let criteria = asked.orElse(account.settings.criteria)
            answer.criteria = criteria
            answer.verification = try await signet.verify(
                certificate, by: account, criteria: criteria, isCounted: request.retain == nil && !isPing)
        }
        if let retain = request.retain {
            answer.retained = try await keep(certificate, as: retain, by: account, isSuccess: answer.isSuccess)
        }
        return answer
    }

    private func keep(
        _ certificate: LoadedCertificate, as retain: CertificateRequest.Retain, by account: Account, isSuccess: Bool
    ) async throws -> CertificateAnswer.Retained {
        let result = try await signet.retainer.retain(
            certificate, by: account, vendor: retain.vendor, reference: retain.reference, isSuccess: isSuccess)
        return CertificateAnswer.Retained(
            expiresAt: certificate.windowEnd,
            maskedURL: result.masked.map { signet.configuration.certificateURL($0.id, kind: .masked) },
            wasRetained: result.wasRetained,
            shareURL: account.settings.returnsShareURL
                ? try await signet.sharing.share(certificate, by: account) : nil)
    }
}

/// The certificate that a path names, by its id or by its ping identifier.
private struct Target {
    let id: CertificateID
    let isPing: Bool
    /// Nil for an id that is not genuine.
    let kind: CertificateKind?

    init(_ name: String, reader: CertificateReader) throws(APIFailure) {
        isPing = name.hasPrefix("0.")
        guard let id = isPing ? reader.certificate(ofPing: name) : CertificateID(name) else { throw .malformedID }
        self.id = id
        kind = reader.inspect(id)?.kind
    }
}
