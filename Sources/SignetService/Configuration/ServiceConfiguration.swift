public import SignetModel

/// What an operator decides about a Signet; every value has a default that suits a first run.
public struct ServiceConfiguration: Sendable {
    /// Where certificates are found: scheme, host and port.
    public var publicURL: PageURL
    /// Where masked certificates are found, if that is another host than the public one.
    public var maskedURL: PageURL?
    /// What follows the label in a masked domain.
    public var maskedSuffix: String
    public var windows: Windows
    public var limits: Limits
    /// The only sites that may record; nil allows all.
    public var allowedSites: Set<Domain>?
    /// Proxies whose `X-Forwarded-For` is believed.
    public var trustedProxies: [AddressRange]
    /// Networks of the operator's own, which webhooks may be sent to.
    public var webhookNetworks: [AddressRange]
    /// Networks that `/metrics` is told to.
    public var metricsNetworks: [AddressRange]

    /// This machine.
    public static let loopback = [AddressRange("127.0.0.0/8")!, AddressRange("::1")!]

    public init(
        publicURL: PageURL, maskedURL: PageURL? = nil, maskedSuffix: String? = nil, windows: Windows = Windows(),
        limits: Limits = Limits(), allowedSites: Set<Domain>? = nil, trustedProxies: [AddressRange] = [],
        webhookNetworks: [AddressRange] = [], metricsNetworks: [AddressRange] = Self.loopback
    ) {
        self.publicURL = publicURL
        self.maskedURL = maskedURL
        self.maskedSuffix = maskedSuffix ?? "masked.\((maskedURL ?? publicURL).domain)"
        self.windows = windows
        self.limits = limits
        self.allowedSites = allowedSites
        self.trustedProxies = trustedProxies
        self.webhookNetworks = webhookNetworks
        self.metricsNetworks = metricsNetworks
    }

    /// The URL that travels with a lead.
    public func certificateURL(_ id: CertificateID, kind: CertificateKind) -> String {
        let host = kind == .masked ? maskedURL ?? publicURL : publicURL
        return "\(host.origin)/\(id)"
    }
}

/// How long things live; all count from the certificate's issue, or from what their name says.
public struct Windows: Sendable {
    public var unsubmitted: Duration = .days(3)
    public var submitted: Duration = .days(90)
    /// Five years, one leap day included.
    public var retention: Duration = .days(5 * 365 + 1)
    public var share: Duration = .days(90)
    /// A token opens a certificate this long after issue.
    public var opening: Duration = .minutes(10)
    /// Batches of an opened certificate are taken this long after issue.
    public var recording: Duration = .hours(24)
    /// The final seal comes this long after the page's end.
    public var settling: Duration = .hours(1)
    /// A day of staging lives this long after it ends.
    public var staging: Duration = .days(4)

    public init() {}
}

/// What one reader, one site or one network may use up.
public struct Limits: Sendable {
    /// As sent.
    public var batchBytes = 1 << 20
    /// Of one image or font.
    public var assetBytes = 1 << 20
    /// Images and fonts that one certificate may bring, and their bytes.
    public var assetsPerCertificate = 60
    public var assetBytesPerCertificate = 8 << 20
    /// Loaders and certificates a second, for each network and each site.
    public var issuesPerSecond = 50.0
    /// Batches a second, for each network and each site.
    public var batchesPerSecond = 500.0
    /// Requests a second, for each API key.
    public var requestsPerSecond = 200.0
    /// False for tests and benchmarks: then nothing is counted.
    public var countsRequests = true
    /// Staging beyond this is refused, and so are images and fonts.
    public var stagingBytes = 50 << 30
    /// Different unmatched lead values, for each certificate and account.
    public var unmatchedPerDay = 20
    /// The same for a share link.
    public var unmatchedPerHourOnShare = 5
    /// How long an operation waits for a certificate that is still arriving.
    public var arrivalWait: Duration = .seconds(2)

    public init() {}
}
