public import SignetModel

/// The answers to the API's questions about one certificate, as whoever holds it may hear them.
public struct Insights: Sendable {
    private let kind: CertificateKind
    public let ageSeconds: Int
    public let place: Place?
    public let botDetected: Bool
    public let browser: Browser
    /// Of a consent that was given by selecting a control.
    public let consentedAt: Timestamp?
    public let createdAt: Timestamp
    public let domain: String?
    /// Asked of ``Ownership``, where the request wants to know.
    public var owner = ConfirmedOwner.nobody
    public let expiresAt: Timestamp
    /// One decimal.
    public let keystrokesPerMinute: Double?
    public let inputMethods: [InputMethod]?
    /// A fifth of ``keystrokesPerMinute``: words of five characters.
    public let wordsPerMinute: Double?
    public let ip: String
    public let isFramed: Bool
    public let isMasked: Bool
    public let sensitiveContentElements: Int?
    public let sensitiveFormElements: Int?
    public let pageURL: String?
    public let parentPageURL: String?
    /// From the loader to the last event.
    public let millisecondsOnPage: Int

    public var secondsOnPage: Int { millisecondsOnPage / 1_000 }

    /// Whether certificates of this kind know the property.
    public func know(_ property: InsightProperty) -> Bool {
        guard kind == .metaLeadAds else { return true }
        return [.ageSeconds, .confirmedOwner, .createdAt, .expiresAt].contains(property)
    }

    init(
        of certificate: LoadedCertificate, origin: MaskedOrigin?, redactor: OriginRedactor?, place: Place?,
        now: Timestamp
    ) {
        // In place: copied, the facts would be counted one by one.
        var facts: CertificateFacts { certificate.facts }
        kind = certificate.kind
        browser = redactor.map { certificate.browser.redacted($0.userAgent) } ?? certificate.browser
        self.place = place
        ageSeconds = max(0, Int((now - facts.lastEventAt).inMilliseconds / 1_000))
        botDetected = facts.bot.isDetected
        consentedAt = facts.consentedAt
        createdAt = facts.issuedAt
        domain = facts.page.domain.map { domain in origin?.text(domain) ?? domain.ascii }
        expiresAt = certificate.windowEnd
        keystrokesPerMinute = facts.form.keystrokesPerMinute.map { ($0 * 10).rounded() / 10 }
        wordsPerMinute = facts.form.keystrokesPerMinute.map { ($0 * 2).rounded() / 10 }
        inputMethods = facts.form.inputMethods
        ip = facts.observed.address
        isFramed = facts.page.isFramed
        isMasked = certificate.isMasked
        sensitiveContentElements = facts.form.sensitiveContentElements
        sensitiveFormElements = facts.form.sensitiveFormElements
        pageURL = facts.page.url.map { url in origin?.text(url) ?? url.description }
        parentPageURL = facts.page.parentURL.map { url in origin?.text(url) ?? url.description }
        millisecondsOnPage = max(0, Int((facts.lastEventAt - facts.issuedAt).inMilliseconds))
    }
}
