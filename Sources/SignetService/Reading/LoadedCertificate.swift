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
    /// The site that the browser said the recording came from.
    public let site: Domain?
    /// What the visit was made with, which a masked certificate may not show whole.
    let browser: Browser
    /// The end of the window: after it nobody but those who retained the certificate sees it.
    public let windowEnd: Timestamp
    /// The recording is complete for good.
    public let isSealed: Bool
    let fingerprints: Set<LeadFingerprint>
    let fingerprintKey: PreparedMAC

    /// - Parameters:
    ///   - contents: what the id says; of no masked certificate.
    ///   - fingerprintKey: the one under which the facts' fingerprints were made.
    init(
        _ id: CertificateID, saying contents: CertificateIDCipher.Contents, stored: StoredFacts,
        fingerprintKey: PreparedMAC, rules: UserAgentRules?, windows: Windows, isSealed: Bool
    ) {
        self.id = id
        kind = contents.kind
        issuedAt = contents.issuedAt
        original = id
        masked = nil
        facts = stored.facts
        site = stored.facts.observed.site
        browser = Browser(observed: stored.facts.observed, reported: stored.facts.page.hints, rules: rules)
        windowEnd = windows.end(of: stored.facts)
        self.isSealed = isSealed
        fingerprints = stored.fingerprints
        self.fingerprintKey = fingerprintKey
    }

    /// - Parameter facts: the original's, without the words that its account hides.
    init(
        _ masked: MaskedCertificate, of original: LoadedCertificate, facts: CertificateFacts, issuedAt: Timestamp,
        windowEnd: Timestamp
    ) {
        id = masked.id
        kind = .masked
        self.issuedAt = issuedAt
        self.original = original.id
        self.masked = masked
        self.facts = facts
        site = original.site
        browser = original.browser
        self.windowEnd = windowEnd
        isSealed = original.isSealed
        fingerprints = original.fingerprints
        fingerprintKey = original.fingerprintKey
    }

    public var isSandbox: Bool { facts.options.contains(.sandbox) }
    public var isMasked: Bool { kind == .masked }

    /// Everything that names where the visit was.
    var hosts: [Domain] {
        let page = facts.page
        return [page.url?.domain, page.parentURL?.domain, page.topOrigin?.domain, site].compactMap { $0 }
    }

    /// Of the pages that it names.
    var paths: [String] { [facts.page.url?.path, facts.page.parentURL?.path].compactMap { $0 } }

    /// Whether there is an e-mail address or phone number to compare a lead with.
    public var hasLead: Bool { !fingerprints.isEmpty }

    /// Whether anything that the consumer could read was recorded.
    public var hasPageText: Bool { !facts.text.isEmpty }

    public func isWithinWindow(_ now: Timestamp) -> Bool { now < windowEnd }
}

extension Windows {
    fileprivate func end(of facts: CertificateFacts) -> Timestamp {
        let isSubmitted = facts.form.isSubmitted && !facts.options.contains(.sandbox)
        return facts.issuedAt + (isSubmitted ? submitted : unsubmitted)
    }
}
