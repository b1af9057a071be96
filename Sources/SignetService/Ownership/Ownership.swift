import SignetModel
public import SignetStorage

/// Who stands behind a certificate, as far as one reader may know.
public enum ConfirmedOwner: Hashable, Sendable {
    case nobody
    /// Somebody who proved that the domain is his, and did not tell this reader who he is.
    case verified
    case named(String)
}

/// Tells whose the pages are that certificates come from.
public struct Ownership: Sendable {
    private let database: any Database
    private let recent = RecentValues<Domain, OwnedDomain?>(capacity: 1_024, lifetime: .seconds(1))

    init(database: any Database) {
        self.database = database
    }

    /// The certificate's owner, by name where the reader is the owner or is connected with it. A masked certificate
    /// never tells a name.
    public func owner(of certificate: LoadedCertificate, for reader: Account) async throws -> ConfirmedOwner {
        guard let owner = try await ownerID(of: certificate) else { return .nobody }
        if certificate.isMasked { return .verified }
        if owner == reader.id { return .named(reader.name) }
        guard let connection = try await database.connection(between: owner, and: reader.id),
            connection.acceptedAt != nil, connection.sharesOwnership(owner),
            let name = try await database.account(owner)?.name
        else { return .verified }
        return .named(name)
    }

    /// Whether the visit was to a page that was known to be the account's when it began.
    ///
    /// Who comes to own a domain later does not come to own what people typed there before.
    public func owns(_ account: Account, _ certificate: LoadedCertificate) async throws -> Bool {
        guard !certificate.isMasked, let domain = try await domain(of: certificate),
            domain.account == account.id, let verifiedAt = domain.verifiedAt
        else { return false }
        return verifiedAt <= certificate.issuedAt
    }

    private func ownerID(of certificate: LoadedCertificate) async throws -> String? {
        if let owner = certificate.facts.owner { return owner }
        return try await domain(of: certificate)?.account
    }

    /// The verified domain of the page that recorded the visit.
    ///
    /// The origin that the browser itself named counts before the address that the page told: a page can tell anything.
    func domain(of certificate: LoadedCertificate) async throws -> OwnedDomain? {
        guard let host = certificate.site ?? certificate.facts.page.url?.domain else { return nil }
        if let known = recent[host] { return known }
        let domain = try await database.verifiedDomain(of: host)
        recent.remember(domain, for: host)
        return domain
    }
}
