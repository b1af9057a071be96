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

    /// What answering a request comes to, before anything is recorded.
    struct Finding: Sendable {
        fileprivate(set) var answer: CertificateAnswer
        /// Must be recorded before the answer is told.
        fileprivate(set) var comparison: LeadMatcher.Comparison?
    }

    /// The request of a body that is read in microseconds; nil for one that is not, or that is wrong.
    static func brief(_ body: [UInt8]) -> CertificateRequest? {
        body.count <= briefLength ? try? CertificateRequest(parsing: body) : nil
    }

    /// The finding, where it takes microseconds: the request asks what the facts of a certificate tell that are in memory.
    ///
    /// Nil says nothing about whether the request is a good one.
    func brief(_ request: CertificateRequest, certificate name: String, account: Account) -> Finding? {
        guard request.retain == nil, request.verify == nil,
            request.insights?.scans == nil, request.insights?.properties.contains(.confirmedOwner) != true,
            let target = try? Target(name, reader: signet.reader),
            let certificate = signet.reader.atHand(target.id), certificate.isWithinWindow(signet.clock.now),
            (try? check(request, of: certificate.kind, isPing: target.isPing, account: account)) != nil
        else { return nil }
        return find(request, in: certificate, for: account)
    }

    /// What is told of a failure to carry a request out.
    func failure(for error: any Error) -> any Error {
        switch error {
        case Retainer.Refusal.tooOften: APIFailure.tooOften
        case let refusal as TooManyGuesses:
            APIFailure.tooManyGuesses(retryAfter: refusal.secondsFrom(signet.clock.now))
        default: error
        }
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
        let contents = signet.reader.inspect(target.id)
        try check(request, of: contents?.kind, isPing: target.isPing, account: account)
        guard let contents,
            let certificate = try await signet.reader.load(target.id, saying: contents, awaitingArrival: true),
            certificate.isWithinWindow(signet.clock.now)
        else { throw APIFailure.notFound }
        if request.retain != nil, certificate.isSandbox { throw APIFailure.sandbox }
        do {
            return try await perform(request, on: certificate, by: account, isPing: target.isPing)
        } catch is ConsentLanguages.OutdatedReview {
            return try await answer(request, about: target, account: account)
        } catch {
            throw failure(for: error)
        }
    }

    /// Throws what keeps the request from being carried out, whatever the certificate holds.
    ///
    /// - Parameter kind: nil for an id that is not genuine.
    private func check(
        _ request: CertificateRequest, of kind: CertificateKind?, isPing: Bool, account: Account
    ) throws {
        try request.check(account.settings.operations)
        if request.retain != nil, request.matchLead == nil, kind != .metaLeadAds {
            throw APIFailure.error("Match Lead fields not included in request.")
        }
        if request.matchLead != nil, request.retain == nil, kind == .metaLeadAds {
            throw APIFailure.error("match_lead requires a web certificate")
        }
        if request.retain != nil, isPing { throw APIFailure.error("The cert could not be retained") }
    }

    /// What the certificate itself tells.
    private func find(
        _ request: CertificateRequest, in certificate: LoadedCertificate, for account: Account
    ) -> Finding {
        var answer = CertificateAnswer(request: request)
        // A certificate of another kind holds no lead, and may be retained all the same.
        let comparison = request.matchLead.flatMap { matchLead in
            certificate.kind == .metaLeadAds
                ? nil : signet.matcher.compare(matchLead.query, with: certificate, by: .account(account))
        }
        answer.match = comparison?.match
        if let questions = request.insights {
            answer.insights = signet.insights(of: certificate)
            answer.scan = questions.scans?.scan.map { signet.scan(certificate, for: $0) }
        }
        return Finding(answer: answer, comparison: comparison)
    }

    private func perform(
        _ request: CertificateRequest, on certificate: LoadedCertificate, by account: Account, isPing: Bool
    ) async throws -> CertificateAnswer {
        let finding = find(request, in: certificate, for: account)
        var answer = finding.answer
        let review =
            request.verify != nil || request.retain != nil
            ? try await signet.consentLanguages.review(
                certificate, by: account, isConfirmed: request.retain != nil) : nil
        if request.insights?.properties.contains(.confirmedOwner) == true {
            answer.insights?.owner = try await signet.ownership.owner(of: certificate, for: account)
        }
        if let asked = request.verify, let review {
            let criteria = asked.orElse(account.settings.criteria)
            answer.criteria = criteria
            answer.verification = signet.verify(certificate, review: review, criteria: criteria)
        }
        // What is told is recorded first: with the retention, where there is one.
        if let retain = request.retain {
            let result = try await signet.retainer.retain(
                certificate, by: account, vendor: retain.vendor, reference: retain.reference,
                comparison: finding.comparison, findings: ClaimFindings(match: answer.match, scan: answer.scan),
                review: review, isSuccess: answer.isSuccess)
            answer.retained = try await told(result, of: certificate, to: account)
        } else {
            if let comparison = finding.comparison { _ = try await signet.matcher.record(comparison) }
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
                ? try await signet.sharing.url(of: certificate, by: account) : nil)
    }
}

/// The certificate that a path names, by its id or by its ping identifier.
private struct Target: Sendable {
    let id: CertificateID
    let isPing: Bool

    init(_ name: String, reader: CertificateReader) throws(APIFailure) {
        isPing = name.hasPrefix("0.")
        guard let id = isPing ? reader.certificate(ofPing: name) : CertificateID(name) else { throw .malformedID }
        self.id = id
    }
}
