import SignetModel

@testable import SignetServer

/// Pages with every part filled in, to render in tests.
enum PageSamples {
    static let id = "3f1c9a0be77d4f5e8a16c2d09b34e8f7a1c05d62"
    static let maskedID = "b8042e6dd1c94a7f93e05517fa2c6bd80e9934c1"
    static let visited = Moment(Timestamp(seconds: 1_795_439_350))
    static let viewer = Viewer(accountName: "Northgate Home Insurance", csrf: "csrf-token")

    static func visit(consent: String = sentence) -> VisitFacts {
        VisitFacts(
            startedAt: visited, timeOnPage: Fact("1 minute, 24 seconds", .reported),
            address: Fact("203.0.113.42", .observed),
            location: Fact("Pflugerville, Texas, United States", .derived),
            browser: Fact("Chrome 142.0.0", .observed), system: Fact("Windows 11", .reported),
            consent: [
                AgreedLanguage(
                    text: consent, fontSize: "14 px", contrast: "12.6 : 1", optIn: "Chosen by the consumer",
                    source: "A tag on the page",
                    selection: "Selected", isVisible: true)
            ],
            form: FormFilling(
                submitted: Fact("Yes, by a submit event", .reported),
                submittedAt: Moment(Timestamp(seconds: 1_795_439_434)),
                methods: Fact("Typing, autofill", .reported), keystrokesPerMinute: Fact("184", .derived),
                wordsPerMinute: Fact("37", .derived), sensitiveFields: Fact("1", .reported),
                sensitiveContent: Fact("0", .reported), truncation: nil),
            human: HumanReading(
                score: 15, isBot: false,
                reasons: [HumanReading.Reason(text: "The pointer never moved before the first click.", points: 15)]),
            contradictions: ["The page’s time zone and the address’s location are three hours apart."])
    }

    static let sentence = """
        By checking this box and clicking “Get my quote”, I give my electronic signature and my prior express written \
        consent for Northgate Home Insurance to contact me about home insurance by phone call, text message and e-mail \
        at the number and address above, including with an automatic telephone dialing system and an artificial or \
        prerecorded voice, even if my number is on a do-not-call list. My consent is not a condition of any purchase, \
        and I can withdraw it at any time.
        """

    static func log(_ count: Int = 14) -> [EventLog.Entry] {
        let texts = [
            ("other", "certificate created"), ("consent", "consent language detected"),
            ("click", "clicked on [First name]"), ("input", "started typing in [First name]"),
            ("input", "typed 'Jane' in [First name]"), ("click", "clicked on [E-mail]"),
            ("input", "typed 'jane@example.com' in [E-mail]"), ("choice", "chose [Condominium] from [Type of home]"),
            ("resize", "resized the window"), ("opt-in", "opted in on [agree]"),
            ("click", "clicked on [Get my quote]"), ("submit", "submitted form"),
        ]
        return (0..<count).map { index in
            let (kind, text) = texts[index % texts.count]
            let offset = index * 4_730
            return EventLog.Entry(
                at: Moment(visited.timestamp + .milliseconds(offset)),
                offset: ReplayOffset(milliseconds: offset), kind: kind, text: text)
        }
    }

    static func history() -> CertificateHistory {
        CertificateHistory(
            retentions: [
                CertificateHistory.Retention(
                    at: Moment(Timestamp(seconds: 1_795_439_500)), account: "Northgate Home Insurance",
                    vendor: "Larkfield",
                    reference: "LD-88213", until: Moment(Timestamp(seconds: 1_953_205_900)))
            ],
            matches: [
                CertificateHistory.MatchAttempt(
                    at: Moment(Timestamp(seconds: 1_795_439_500)), reader: "Northgate Home Insurance", what: "E-mail",
                    result: "Matched")
            ])
    }

    static func certificate(
        status: CertificateStatus = .retained, match: MatchStanding = .matched, viewer: Viewer? = viewer,
        unlock: SessionReplay.Unlock? = nil, notice: Notice? = nil
    ) -> CertificatePage {
        CertificatePage(
            id: id, status: status, match: match, viewer: viewer,
            kept: kept(status), notice: notice,
            origin: VisitOrigin(
                pageURL: Fact("https://quotes.larkfield.example/home/compare-and-save", .reported),
                parentURL: Fact("https://www.example.org/partners/home-insurance", .reported),
                domain: Fact("www.example.org", .derived)),
            visit: visit(), pageTitle: Fact("Compare home insurance quotes", .reported),
            identifier: Fact("campaign-7731", .reported),
            replay: SessionReplay(eventsPath: "/\(id)/events", unlock: unlock), log: log(),
            history: viewer == nil ? nil : history(),
            sharing: viewer.map { viewer in
                SharePanel(
                    action: "/\(id)/shares", csrf: viewer.csrf,
                    newURL: "https://certificates.example/\(id)?shared_token=Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4",
                    links: [
                        SharePanel.ShareLink(
                            id: "shr_7h2k", certificate: id, createdAt: visited,
                            expiresAt: Moment(Timestamp(seconds: 1_803_215_350))),
                        SharePanel.ShareLink(
                            id: "shr_1c0d", certificate: id, createdAt: visited,
                            expiresAt: Moment(Timestamp(seconds: 1_803_215_350)),
                            revokedAt: Moment(Timestamp(seconds: 1_795_500_000))),
                    ])
            },
            maskedURL: viewer == nil ? nil : "https://certificates.example/\(maskedID)")
    }

    private static func kept(_ status: CertificateStatus) -> Keeping {
        switch status {
        case .sandbox: Keeping(label: "Deleted on", until: Moment(Timestamp(seconds: 1_795_698_550)))
        case .shared: Keeping(label: "Link valid until", until: Moment(Timestamp(seconds: 1_803_215_350)))
        default: Keeping(label: "Retained until", until: Moment(Timestamp(seconds: 1_953_205_900)))
        }
    }

    static func masked(fullCertificateURL: String? = nil) -> MaskedCertificatePage {
        let label = "cc64f86174c2854ad833aae0468a4d83dd3a0b11"
        var page = MaskedCertificatePage(
            id: maskedID, status: .retained, match: .matched, viewer: viewer,
            kept: Keeping(label: "Retained until", until: Moment(Timestamp(seconds: 1_953_205_900))),
            maskedPageURL: "https://\(label).masked.certificates.example/5c611adb0fdd1bfc45db98a82acaf0e1",
            maskedDomain: "\(label).masked.certificates.example", visit: visit(),
            fullCertificateURL: fullCertificateURL, history: history())
        let isMasker = fullCertificateURL != nil
        page.disclosure = DisclosurePanel(
            csrf: "csrf-token", askPath: isMasker ? nil : "/\(maskedID)/disclosure-requests",
            requests: [
                DisclosurePanel.Request(
                    id: "dis_4f2a", createdAt: visited, message: "The consumer disputes having been on any page.",
                    partner: isMasker ? "Northgate Home Insurance" : nil,
                    state: isMasker ? "Not answered yet." : "Refused: Send us the complaint first.",
                    answerPath: isMasker ? "/\(maskedID)/disclosure-requests/dis_4f2a/answer" : nil)
            ], isMasker: isMasker)
        return page
    }

    static func unretained(
        isSandbox: Bool = false, viewer: Viewer? = nil, error: String? = nil
    ) -> UnretainedCertificatePage {
        UnretainedCertificatePage(
            id: id,
            remaining: Remaining(
                until: Moment(Timestamp(seconds: 1_795_697_950)), now: Moment(Timestamp(seconds: 1_795_439_350))),
            isSandbox: isSandbox, viewer: viewer,
            retain: viewer.map { UnretainedCertificatePage.RetainForm(certificate: id, csrf: $0.csrf, error: error) })
    }

    static func buyer() -> DemoBuyerPage {
        DemoBuyerPage(
            lead: [
                DemoBuyerPage.Field(label: "First name", value: "Jane"),
                DemoBuyerPage.Field(label: "Last name", value: "Doe"),
                DemoBuyerPage.Field(label: "E-mail", value: "jane@example.com"),
                DemoBuyerPage.Field(label: "xxTrustedFormCertUrl", value: "https://certificates.example/\(id)"),
            ],
            certificateURL: "https://certificates.example/\(id)", outcome: "success",
            findings: [
                DemoBuyerPage.Finding(
                    operation: "Match lead", passed: true, sentence: "The e-mail address was entered in the form."),
                DemoBuyerPage.Finding(operation: "Retain", passed: true, sentence: "Kept until 23 November 2031."),
                DemoBuyerPage.Finding(
                    operation: "Insights", passed: nil, sentence: "The visit took 84 seconds; no sign of a machine."),
            ],
            request: "{\n  \"match_lead\": {\n    \"email\": \"jane@example.com\"\n  }\n}",
            response: "{\n  \"outcome\": \"success\",\n  \"reason\": null\n}",
            fullURL: "https://certificates.example/\(id)", maskedURL: "https://certificates.example/\(maskedID)")
    }

    /// Every page, in every variant that differs in markup, under a name for files and failures.
    static func all(_ renderer: PageRenderer) -> [(name: String, html: String)] {
        let unlock = SessionReplay.Unlock(
            action: "/\(id)/match", csrf: viewer.csrf, sharedToken: "shared", error: "No form input matches this value."
        )
        return [
            ("certificate", renderer.render(certificate())),
            ("certificate-shared", renderer.render(certificate(status: .shared, match: .notAttempted, viewer: nil))),
            (
                "certificate-hidden",
                renderer.render(
                    certificate(
                        match: .notMatched, unlock: unlock,
                        notice: Notice("That value was not entered in the form.", .warn)))
            ),
            (
                "certificate-sandbox",
                renderer.render(certificate(status: .sandbox, match: .notPossible, viewer: nil))
            ),
            ("masked", renderer.render(masked())),
            (
                "masked-own",
                renderer.render(masked(fullCertificateURL: "https://certificates.example/\(id)"))
            ),
            ("unretained", renderer.render(unretained())),
            ("unretained-sandbox", renderer.render(unretained(isSandbox: true))),
            (
                "unretained-signed-in",
                renderer.render(unretained(viewer: viewer, error: "The lead is needed to retain a certificate."))
            ),
            ("not-found", renderer.render(NotFoundPage())),
            (
                "sign-in",
                renderer.render(SignInPage(csrf: "csrf-token", next: "/\(id)", error: "This key is not known."))
            ),
            (
                "error",
                renderer.render(
                    ErrorPage(
                        title: "Too many attempts", message: "Try again in an hour.", code: 429))
            ),
            ("home", renderer.render(HomePage(publicURL: "https://certificates.example", hasDemo: true))),
            ("demo", renderer.render(DemoFormPage(cacheBuster: "1795439350"))),
            ("demo-buyer", renderer.render(buyer())),
            ("demo-buyer-none", renderer.render(DemoBuyerPage(lead: [], certificateURL: nil))),
        ]
    }
}
