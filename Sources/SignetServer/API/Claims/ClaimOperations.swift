import SignetModel
import SignetService
import SignetStorage

/// Carries out requests of versions 2 and 3 for an account.
struct ClaimOperations: Sendable {
    let signet: Signet
    let account: Account

    /// Keeps the certificate, whether or not the lead matches and the page says what it should.
    func claim(_ request: ClaimRequest, certificate name: String, returnsShareURL: Bool) async throws -> Claim {
        try require(.retain)
        try check(request)
        let certificate = try await load(name, isQuestion: false)
        guard !certificate.isSandbox else { throw ClaimFailure.notClaimable }
        do {
            var (claim, comparison) = answer(request, about: certificate, as: name)
            try await keep(&claim, as: request, comparison)
            if returnsShareURL { claim.shareURL = try await signet.sharing.url(of: certificate, by: account) }
            return claim
        } catch Retainer.Refusal.tooOften {
            throw ClaimFailure.tooOften
        } catch let refusal as TooManyGuesses {
            throw failure(refusal)
        }
    }

    private func failure(_ refusal: TooManyGuesses) -> ClaimFailure {
        ClaimFailure(.tooManyGuesses(retryAfter: refusal.secondsFrom(signet.clock.now)))
    }

    private func keep(
        _ claim: inout Claim, as request: ClaimRequest, _ comparison: LeadMatcher.Comparison?
    ) async throws {
        let result = try await signet.retainer.retain(
            claim.certificate, by: account, vendor: request.vendor, reference: request.reference,
            comparison: comparison, findings: claim.findings, isSuccess: claim.warnings.isEmpty)
        claim.retention = result.retention
        claim.maskedURL = result.masked.map { signet.configuration.certificateURL($0.id, kind: .masked) }
    }

    /// Answers, and keeps nothing. A ping URL may be asked too.
    func ask(_ request: ClaimRequest, certificate name: String) async throws -> Claim {
        try require(.insights)
        try check(request)
        let (claim, comparison) = answer(request, about: try await load(name, isQuestion: true), as: name)
        do {
            if let comparison { _ = try await signet.matcher.record(comparison) }
            return claim
        } catch let refusal as TooManyGuesses {
            throw failure(refusal)
        }
    }

    /// What was kept earlier, and what the last request that kept it found; it may be viewed until the account's copy ends.
    func view(_ name: String) async throws -> Claim {
        guard let id = CertificateID(name), let certificate = try await signet.reader.load(id),
            let retention = try await signet.retainer.retention(of: id, by: account)
        else { throw ClaimFailure.notFound }
        var claim = draft(
            ClaimRequest(reference: retention.reference, vendor: retention.vendor), of: certificate,
            as: id.description, at: retention.createdAt)
        claim.findings = try signet.retainer.findings(of: retention)
        claim.retention = retention
        claim.maskedURL = try await signet.retainer.masked(of: certificate, by: account).map {
            signet.configuration.certificateURL($0.id, kind: .masked)
        }
        return claim
    }

    /// Throws where the request asks for what version 4 has as an operation of its own, and the account has it not.
    private func check(_ request: ClaimRequest) throws {
        if !request.lead.isEmpty { try require(.matchLead) }
        if request.scan != nil { try require(.insights) }
    }

    private func require(_ operation: AccountSettings.Operation) throws {
        guard account.settings.operations.contains(operation) else {
            throw ClaimFailure(status: 403, reason: "Unavailable product requested")
        }
    }

    private func load(_ name: String, isQuestion: Bool) async throws -> LoadedCertificate {
        let isPing = name.hasPrefix("0.")
        guard let id = isPing ? signet.reader.certificate(ofPing: name) : CertificateID(name) else {
            throw ClaimFailure(APIFailure.malformedID)
        }
        guard let certificate = try await signet.reader.load(id, awaitingArrival: true) else {
            throw ClaimFailure.notFound
        }
        guard certificate.isWithinWindow(signet.clock.now) else { throw ClaimFailure.expired }
        guard isQuestion || !isPing else { throw ClaimFailure.notClaimable }
        return certificate
    }

    /// A claim of which nothing was found yet.
    ///
    /// - Parameter moment: of an earlier claim; nil for one that is made now.
    private func draft(
        _ request: ClaimRequest, of certificate: LoadedCertificate, as name: String, at moment: Timestamp? = nil
    ) -> Claim {
        Claim(
            request: request, certificate: certificate, insights: signet.insights(of: certificate, at: moment),
            name: name, tellsInsights: account.settings.operations.contains(.insights))
    }

    /// The answer, and a comparison to be recorded before it is told.
    private func answer(
        _ request: ClaimRequest, about certificate: LoadedCertificate, as name: String
    ) -> (Claim, LeadMatcher.Comparison?) {
        var claim = draft(request, of: certificate, as: name.hasPrefix("0.") ? name : certificate.id.description)
        var comparison: LeadMatcher.Comparison?
        if !request.lead.isEmpty, certificate.kind != .metaLeadAds {
            comparison = signet.matcher.compare(request.lead, with: certificate, by: .account(account))
        }
        claim.findings.match = comparison?.match
        if certificate.hasPageText {
            claim.findings.scan = request.scan.map { signet.scan(certificate, for: $0) }
        } else {
            claim.findings.isScanFailed = request.scan != nil
        }
        return (claim, comparison)
    }
}
