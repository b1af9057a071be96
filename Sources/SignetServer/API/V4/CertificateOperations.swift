import SignetModel
import SignetService
import SignetStorage

/// Carries out a request of API v4 for an account.
struct CertificateOperations: Sendable {
    /// Reading a longer body takes too long to count as brief.
    private static let briefLength = 16 << 10

    let signet: Signet

    /// - Parameter certificate: the id or ping identifier in the request's path.
    /// - Throws: ``APIFailure`` for a request that is not carried out; then nothing was changed.
    func answer(_ body: [UInt8], certificate name: String, account: Account) async throws -> CertificateAnswer {
        let target = try Target(name, reader: signet.reader)
        return try await answer(try CertificateRequest(parsing: body), about: target, account: account)
    }

    /// A request that was read, and what it is about.
    struct Question: Sendable {
        fileprivate let request: CertificateRequest
        fileprivate let target: Target
    }

    /// The request, where answering it takes microseconds: it asks what the facts of a certificate tell that are in memory.
    ///
    /// Nil says nothing about whether the request is a good one.
    func brief(_ body: [UInt8], certificate name: String) -> Question? {
        guard body.count <= Self.briefLength, let target = try? Target(name, reader: signet.reader),
            signet.reader.isAtHand(target.id), let request = try? CertificateRequest(parsing: body),
            request.retain == nil, request.verify == nil, request.insights?.scans == nil,
            request.insights?.properties.contains(.confirmedOwner) != true
        else { return nil }
        return Question(request: request, target: target)
    }

    func answer(_ question: Question, account: Account) async throws -> CertificateAnswer {
        try await answer(question.request, about: question.target, account: account)
    }

    /// The same, of a request that was read before.
    func answer(
        _ request: CertificateRequest, certificate name: String, account: Account
    ) async throws -> CertificateAnswer {
        try await answer(request, about: try Target(name, reader: signet.reader), account: account)
    }

    private func answer(
        _ request: CertificateRequest, about target: Target, account: Account
    ) async throws -> CertificateAnswer {
        try request.check(account.settings.operations)
        if request.retain != nil, request.matchLead == nil, target.contents?.kind != .metaLeadAds {
            throw APIFailure.error("Match Lead fields not included in request.")
        }
        if request.matchLead != nil, request.retain == nil, target.contents?.kind == .metaLeadAds {
            throw APIFailure.error("match_lead requires a web certificate")
        }
        if request.retain != nil, target.isPing { throw APIFailure.error("The cert could not be retained") }
        guard let contents = target.contents,
            let certificate = try await signet.reader.load(target.id, saying: contents, awaitingArrival: true),
            certificate.isWithinWindow(signet.clock.now)
        else { throw APIFailure.notFound }
        do {
            if request.retain != nil, certificate.isSandbox { throw APIFailure.sandbox }
            return try await perform(request, on: certificate, by: account, isPing: target.isPing)
        } catch Retainer.Refusal.tooOften {
            throw APIFailure.tooOften
        } catch let refusal as TooManyGuesses {
            throw APIFailure.tooManyGuesses(retryAfter: refusal.secondsFrom(signet.clock.now))
        }
    }

    private func perform(
        _ request: CertificateRequest, on certificate: LoadedCertificate, by account: Account, isPing: Bool
    ) async throws -> CertificateAnswer {
        var answer = CertificateAnswer(request: request)
        // A certificate of another kind holds no lead, and may be retained all the same.
        let comparison = request.matchLead.flatMap { matchLead in
            certificate.kind == .metaLeadAds
                ? nil : signet.matcher.compare(matchLead.query, with: certificate, by: .account(account))
        }
        answer.match = comparison?.match
        let review =
            request.verify != nil || request.retain != nil
            ? try await signet.consentLanguages.review(certificate, by: account) : nil
        if let questions = request.insights {
            var insights = signet.insights(of: certificate)
            if questions.properties.contains(.confirmedOwner) {
                insights.owner = try await signet.ownership.owner(of: certificate, for: account)
            }
            answer.insights = insights
            answer.scan = questions.scans?.scan.map { signet.scan(certificate, for: $0) }
        }
        if let asked = request.verify, let review {
            let criteria = asked.orElse(account.settings.criteria)
            answer.criteria = criteria
            answer.verification = signet.verify(certificate, review: review, criteria: criteria)
        }
        // What is told is recorded first: with the retention, where there is one.
        if let retain = request.retain {
            let result = try await signet.retainer.retain(
                certificate, by: account, vendor: retain.vendor, reference: retain.reference, comparison: comparison,
                review: review, isSuccess: answer.isSuccess)
            answer.retained = try await told(result, of: certificate, to: account)
        } else {
            if let comparison { _ = try await signet.matcher.record(comparison) }
            if let review, !isPing { try await signet.consentLanguages.count(review) }
        }
        return answer
    }

    private func told(
        _ result: RetainResult, of certificate: LoadedCertificate, to account: Account
    ) async throws -> CertificateAnswer.Retained {
        CertificateAnswer.Retained(
            expiresAt: certificate.windowEnd,
            maskedURL: result.masked.map { signet.configuration.certificateURL($0.id, kind: .masked) },
            wasRetained: result.wasRetained,
            shareURL: account.settings.returnsShareURL
                ? try await signet.sharing.share(certificate, by: account) : nil)
    }
}

/// The certificate that a path names, by its id or by its ping identifier.
private struct Target: Sendable {
    let id: CertificateID
    let isPing: Bool
    /// Nil for an id that is not genuine.
    let contents: CertificateIDCipher.Contents?

    init(_ name: String, reader: CertificateReader) throws(APIFailure) {
        isPing = name.hasPrefix("0.")
        guard let id = isPing ? reader.certificate(ofPing: name) : CertificateID(name) else { throw .malformedID }
        self.id = id
        contents = reader.inspect(id)
    }
}
