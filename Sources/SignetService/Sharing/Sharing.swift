public import SignetModel
public import SignetStorage

/// Links that open a certificate's page, read-only, to whoever has them.
public struct Sharing: Sendable {
    private let database: any Database
    private let configuration: ServiceConfiguration
    private let clock: WallClock

    init(database: any Database, configuration: ServiceConfiguration, clock: WallClock) {
        self.database = database
        self.configuration = configuration
        self.clock = clock
    }

    /// Makes a link to a certificate that the account retained; shown once, since only its digest is kept.
    public func share(_ certificate: LoadedCertificate, by account: Account) async throws -> String {
        let token = Credential.random()
        let link = ShareLink(
            id: Credential.name("shr_"), certificate: certificate.id, account: account.id, createdAt: clock.now,
            expiresAt: clock.now + configuration.windows.share)
        try await database.addShare(link, tokenDigest: Credential.digest(token))
        return configuration.certificateURL(certificate.id, kind: certificate.kind) + "?shared_token=\(token)"
    }

    /// The link that a token opens, if it opens this certificate now.
    public func open(_ token: some StringProtocol, certificate: CertificateID) async throws -> ShareLink? {
        guard let link = try await database.share(tokenDigest: Credential.digest(token)),
            link.certificate == certificate, link.revokedAt == nil, link.expiresAt > clock.now,
            try await database.retention(of: certificate, by: link.account) != nil
        else { return nil }
        return link
    }

    public func links(to certificate: CertificateID, by account: Account) async throws -> [ShareLink] {
        try await database.shares(of: certificate, by: account.id)
    }

    /// - Returns: whether the account has such a link.
    public func revoke(_ id: String, by account: Account) async throws -> Bool {
        try await database.revokeShare(id, by: account.id, at: clock.now)
    }
}
