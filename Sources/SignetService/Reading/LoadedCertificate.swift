public import SignetModel
public import SignetStorage

/// A certificate with everything known of it, for whoever may see it to be chosen by the caller.
///
/// A class, since it goes through many hands and holds much that would be counted anew in each.
public final class LoadedCertificate: Sendable {
    public let id: CertificateID
    public let kind: CertificateKind
    /// For a masked certificate the time of masking.
    public let issuedAt: Timestamp
    /// The certificate whose recording this is; ``id`` itself unless it is masked.
    public let original: CertificateID
    /// Who masked it, and from what.
    public let masked: MaskedCertificate?
    public let facts: CertificateFacts
    /// The end of the window: after it nobody but those who retained the certificate sees it.
    public let windowEnd: Timestamp
    /// The recording is complete for good.
    public let isSealed: Bool
    let fingerprints: Set<LeadFingerprint>
    let fingerprintKey: PreparedMAC

    init(
        id: CertificateID, kind: CertificateKind, issuedAt: Timestamp, original: CertificateID,
        masked: MaskedCertificate?, facts: CertificateFacts, windowEnd: Timestamp, isSealed: Bool,
        fingerprints: Set<LeadFingerprint>, fingerprintKey: PreparedMAC
    ) {
        self.id = id
        self.kind = kind
        self.issuedAt = issuedAt
        self.original = original
        self.masked = masked
        self.facts = facts
        self.windowEnd = windowEnd
        self.isSealed = isSealed
        self.fingerprints = fingerprints
        self.fingerprintKey = fingerprintKey
    }

    public var isSandbox: Bool { facts.options.contains(.sandbox) }
    public var isMasked: Bool { kind == .masked }

    /// Whether there is an e-mail address or phone number to compare a lead with.
    public var hasLead: Bool { !fingerprints.isEmpty }

    /// Whether anything that the consumer could read was recorded.
    public var hasPageText: Bool { !facts.text.isEmpty }

    public func isWithinWindow(_ now: Timestamp) -> Bool { now < windowEnd }
}
