public import SignetModel
public import SignetStorage

/// Links that open a certificate's page, read-only, to whoever has them.
public struct Sharing: Sendable {
    /// Of an account to one certificate, at once.
    public static let maximumLinks = 1_000

    /// The account has ``maximumLinks`` already.
    public struct TooMany: Error, Sendable {}

    private let database: any Database
    private let secret: Secret
    private let configuration: ServiceConfiguration
    private let clock: WallClock

    init(database: any Database, secret: Secret, configuration: ServiceConfiguration, clock: WallClock) {
        self.database = database
        self.secret = secret
        self.configuration = configuration
        self.clock = clock
    }

    /// Makes a link to a certificate that the account retained. Throws ``TooMany``.
    public func share(
        _ certificate: LoadedCertificate, by account: Account
    ) async throws -> (link: ShareLink, url: String) {
        let link = ShareLink(
            id: Credential.name("shr_"), certificate: certificate.id, account: account.id, createdAt: clock.now,
            expiresAt: clock.now + configuration.windows.share)
        let token = token(of: link, secret.current)
        let isAdded = try await database.addShare(
            link, tokenDigest: Credential.digest(token), limit: Self.maximumLinks)
        guard isAdded else { throw TooMany() }
        return (link, url(of: certificate, token))
    }

    /// A link for an answer that has one each time: what the account has already, unless half of its life is over.
    ///
    /// Nil where the account has ``maximumLinks`` of which none can be told again.
    public func url(of certificate: LoadedCertificate, by account: Account) async throws -> String? {
        let end = clock.now + configuration.windows.share / 2
        if let link = try await database.lastShare(of: certificate.id, by: account.id, expiringAfter: end) {
            for token in secret.versions.map({ token(of: link, $0) })
            where try await database.share(tokenDigest: Credential.digest(token)) == link {
                return url(of: certificate, token)
            }
        }
        do {
            return try await share(certificate, by: account).url
        } catch is TooMany {
            return nil
        }
    }

    /// The word that opens a link. The database has its digest only; the secret makes it again.
    private func token(of link: ShareLink, _ version: Secret.Version) -> String {
        let mac = PreparedMAC(key: version.key(for: .shareToken))
        return Base64URL.encode(mac.code(for: Array(link.id.utf8), length: 32))
    }

    private func url(of certificate: LoadedCertificate, _ token: String) -> String {
        configuration.certificateURL(certificate.id, kind: certificate.kind) + "?shared_token=\(token)"
    }

    /// The link that a token opens, if it opens this certificate now.
    public func open(_ token: some StringProtocol, certificate: CertificateID) async throws -> ShareLink? {
        guard let link = try await database.share(tokenDigest: Credential.digest(token)),
            link.certificate == certificate, link.revokedAt == nil, link.expiresAt > clock.now,
            try await database.retention(of: certificate, by: link.account) != nil
        else { return nil }
        return link
    }

    /// Newest first; `after` is the last of the page before.
    public func links(
        to certificate: CertificateID, by account: Account, after cursor: ListCursor? = nil, limit: Int
    ) async throws -> [ShareLink] {
        try await database.shares(of: certificate, by: account.id, after: cursor, limit: limit)
    }

    /// - Returns: whether the account has such a link to the certificate.
    public func revoke(_ id: String, of certificate: CertificateID, by account: Account) async throws -> Bool {
        try await database.revokeShare(id, of: certificate, by: account.id, at: clock.now)
    }
}
