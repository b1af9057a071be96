public import SignetModel

/// A certificate as the page gets it: nothing of it is stored yet.
public struct IssuedCertificate: Sendable {
    public let id: CertificateID
    public let issuedAt: Timestamp
    public let token: String
    public let certificateURL: String
    public let pingURL: String
}

/// Makes certificates out of nothing but keys and the time: no storage is touched.
public struct Issuer: Sendable {
    private let ids: CertificateIDCipher
    private let pings: PingIdentifierCipher
    private let tokens: RecordingTokenAuthority
    private let configuration: ServiceConfiguration
    private let clock: WallClock

    init(secret: Secret, configuration: ServiceConfiguration, clock: WallClock) {
        ids = CertificateIDCipher(secret: secret)
        pings = PingIdentifierCipher(secret: secret)
        tokens = RecordingTokenAuthority(secret: secret)
        self.configuration = configuration
        self.clock = clock
    }

    public func issue(options: RecordingOptions = []) -> IssuedCertificate {
        let now = clock.now
        let id = ids.issue(.web, at: now)
        return IssuedCertificate(
            id: id,
            issuedAt: now,
            token: tokens.token(for: id, options: options),
            certificateURL: configuration.certificateURL(id, kind: .web),
            pingURL: "\(configuration.publicURL.origin)/\(pings.seal(id))"
        )
    }

    func metaLead(at moment: Timestamp) -> CertificateID {
        ids.issue(.metaLeadAds, at: moment)
    }

    func mask(at moment: Timestamp) -> CertificateID {
        ids.issue(.masked, at: moment)
    }
}
