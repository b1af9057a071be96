import SignetModel
import Testing

@testable import SignetService

struct OneToOneConsentTests {
    private typealias Element = ConsentTags.Element

    private static let missing = OneToOneConsent.Result.refused(
        "Consent elements required for one-to-one consent verification are missing.")
    private static let ambiguous = OneToOneConsent.Result.refused(
        "Advertiser name elements don't allow for one-to-one consent verification.")
    private static let notGranted = OneToOneConsent.Result.refused(
        "Acme Inc. was not granted consent in a one-to-one manner.")

    private static func offer(_ advertisers: [Element], number: Int = 1) -> [Element] {
        ["offer", "submit", "consent-language"].map { Element(role: $0, text: "", offer: number) }
            + advertisers.map { Element(role: $0.role, text: $0.text, isSelected: $0.isSelected, offer: number) }
    }

    private static func named(_ name: String) -> Element { Element(role: "consent-advertiser-name", text: name) }

    private static func choice(_ number: Int, _ name: String, _ isSelected: Bool) -> [Element] {
        [
            Element(role: "consent-opted-advertiser-input-\(number)", text: "", isSelected: isSelected),
            Element(role: "consent-opted-advertiser-name-\(number)", text: name),
        ]
    }

    private func result(
        _ elements: [ConsentTags.Element], submittedOffer: Int? = nil, isSubmitted: Bool = true
    ) -> OneToOneConsent.Result {
        var facts = CertificateFacts.empty
        facts.tags = ConsentTags(elements: elements, submittedOffer: submittedOffer)
        if isSubmitted { facts.form.submissions = [Submission(at: Timestamp(seconds: 1), evidence: .submitEvent)] }
        return OneToOneConsent(advertiser: "Acme Inc.").result(of: facts)
    }

    @Test(arguments: ["Acme Inc.", "ACME INC", "  acme\n  inc. ", "Acme, Inc"])
    func `names are told apart by letters and digits only`(name: String) {
        #expect(result(Self.offer([Self.named(name)])) == .granted)
    }

    @Test func `a chosen advertiser was granted consent, among any others`() {
        let choices = Self.choice(1, "Other", true) + Self.choice(2, "Acme Inc", true)
        #expect(result(Self.offer(choices)) == .granted)
    }

    @Test func `an advertiser that was not chosen was not`() {
        let choices = Self.choice(1, "Other", true) + Self.choice(2, "Acme Inc", false)
        #expect(
            result(Self.offer(choices))
                == .refused(
                    "The opt-in was not selected for Acme Inc., therefore one-to-one consent check was not satisfied."))
        #expect(result(Self.offer(Self.choice(1, "Other", true))) == Self.notGranted)
        #expect(result(Self.offer([Self.named("Acmeinc Two")])) == Self.notGranted)
    }

    @Test func `an offer needs its elements`() {
        #expect(result([]) == Self.missing)
        #expect(result(Self.offer([])) == Self.missing)
        #expect(
            result([Element(role: "offer", text: "", offer: 1), Self.named("Acme Inc.")]) == Self.missing)
    }

    @Test func `numbers pair one control with one name`() {
        let pair = Self.choice(1, "Acme Inc.", true)
        #expect(result(Self.offer(pair + pair)) == Self.ambiguous)
        #expect(result(Self.offer(Array(pair.prefix(1)))) == Self.ambiguous)
        #expect(result(Self.offer(pair + [Self.named("Acme Inc.")])) == Self.ambiguous)
        #expect(result(Self.offer([Self.named("Acme Inc."), Self.named("Other")])) == Self.ambiguous)
    }

    @Test func `the offer that was submitted counts, or any where that is not known`() {
        let elements = Self.offer([Self.named("Acme Inc.")]) + Self.offer([Self.named("Other")], number: 2)
        #expect(result(elements, submittedOffer: 1) == .granted)
        #expect(result(elements, submittedOffer: 2) == Self.notGranted)
        #expect(result(elements) == .granted)
    }

    @Test func `without submission, or without tags, there is none`() {
        #expect(
            result(Self.offer([Self.named("Acme Inc.")]), isSubmitted: false)
                == .refused("Submission of the form is required for one-to-one consent verification."))
        #expect(
            OneToOneConsent(advertiser: "Acme").result(of: .empty)
                == .unknown("This form has not been setup to allow use of One to One Consent Check."))
    }
}

extension CertificateFacts {
    /// Of a visit of which nothing is known.
    fileprivate static var empty: CertificateFacts {
        let start = Timestamp(seconds: 0)
        return CertificateFacts(
            issuedAt: start, options: [], observed: ObservedRequest(address: "192.0.2.1"), contradictions: [],
            firstReceivedAt: start, lastReceivedAt: start, lastEventAt: start, page: PageFacts(), form: FormFacts(),
            consent: [], bot: BotAssessment(), text: "", leadValues: [])
    }
}
