import SignetModel
import SignetStorage

/// Retains what was submitted on a verified domain to the account that owns it, where that asked for it.
struct AutomaticRetainer: Sendable {
    let database: any Database
    let ownership: Ownership
    let matcher: LeadMatcher
    let retainer: Retainer

    /// Does nothing for a certificate that the owner has already. What the consumer typed counts as matched: the owner has it.
    func retain(_ certificate: LoadedCertificate) async throws {
        guard certificate.facts.form.isSubmitted, !certificate.isSandbox,
            let domain = try await ownership.domain(of: certificate), domain.retainsAutomatically,
            let account = try await database.account(domain.account), account.isActive,
            account.settings.operations.contains(.retain),
            try await database.retention(of: certificate.id, by: account.id) == nil
        else { return }
        do {
            _ = try await retainer.retain(
                certificate, by: account, vendor: nil, reference: nil, isSuccess: true)
        } catch is Retainer.Refusal {
            return
        }
        let lead = certificate.facts.leadValues
        let query = LeadQuery(
            emails: lead.filter { $0.kind == .email }.map { $0.digests[0] },
            phones: lead.filter { $0.kind == .phone }.map { $0.digests[0] })
        if !query.isEmpty { _ = try await matcher.match(query, with: certificate, by: .account(account)) }
    }
}
