import SignetModel
import SignetStorage

/// What was found out about the consent that a certificate records. Nil is what could not be asked.
public struct Verification: Hashable, Sendable {
    /// As whoever asks may read them, each text once.
    public var languages: [String]
    public var isSubmitted: Bool
    public var isLanguageApproved: Bool
    public var isFontSizeSatisfied: Bool?
    public var isContrastSatisfied: Bool?
    public var isOneToOne: Bool?
    public var areOptInTypesSatisfied: Bool?
    /// Why it does not succeed, in the order in which reasons are told.
    public var reasons: [String]

    public var isSuccess: Bool { reasons.isEmpty }
}

extension Verification {
    /// - Parameters:
    ///   - languages: the consent languages as whoever asks may read them.
    ///   - isApproved: by the account's consent language manager.
    init(
        of facts: CertificateFacts, languages: [ConsentLanguage], isApproved: Bool, criteria: VerificationCriteria
    ) {
        var texts: [String] = []
        for language in languages where !texts.contains(language.text) { texts.append(language.text) }
        self.languages = texts
        isSubmitted = facts.form.isSubmitted
        isLanguageApproved = isApproved
        reasons = []
        if texts.isEmpty {
            reasons.append("Consent language not detected in the certificate.")
        } else if !isApproved {
            reasons.append(
                "Consent languages found were not approved in the account's consent language manager.")
        }
        // No page was seen, so nothing can be said of its look and its controls.
        guard facts.owner == nil else { return }
        if let name = criteria.advertiserName { check(OneToOneConsent(advertiser: name), facts) }
        checkLook(languages, criteria)
        if let allowed = criteria.optInTypes { checkOptIns(languages, allowed) }
    }

    private mutating func check(_ consent: OneToOneConsent, _ facts: CertificateFacts) {
        switch consent.result(of: facts) {
        case .granted: isOneToOne = true
        case .unknown(let reason):
            isOneToOne = nil
            reasons.append(reason)
        case .refused(let reason):
            isOneToOne = false
            reasons.append(reason)
        }
    }

    private mutating func checkLook(_ languages: [ConsentLanguage], _ criteria: VerificationCriteria) {
        if let required = criteria.minimumFontSize, let size = languages.compactMap(\.fontSize).min() {
            isFontSizeSatisfied = size >= required
            if size < required {
                reasons.append(
                    "Consent language font size of \(size.short)px is below the required \(required.short)px.")
            }
        }
        if let required = criteria.minimumContrast, let ratio = languages.compactMap(\.contrast).min() {
            isContrastSatisfied = ratio >= required
            if ratio < required {
                reasons.append(
                    "Consent language contrast ratio of \(ratio.short) is below the required \(required.short).")
            }
        }
    }

    private mutating func checkOptIns(_ languages: [ConsentLanguage], _ allowed: [ConsentLanguage.OptIn]) {
        guard !languages.isEmpty else {
            reasons.append("The form did not contain any consent items. The form may not be set up correctly.")
            return
        }
        let refused = ConsentLanguage.OptIn.allCases.filter { type in
            !allowed.contains(type) && languages.contains { $0.optIn == type }
        }
        areOptInTypesSatisfied = refused.isEmpty
        reasons += refused.map { "Opt-in type \($0.rawValue) is not allowed." }
    }
}

extension Double {
    /// At most two decimals, and none that say nothing.
    fileprivate var short: String {
        let hundredths = Int((self * 100).rounded())
        let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
        if rest == 0 { return "\(whole)" }
        return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
}
