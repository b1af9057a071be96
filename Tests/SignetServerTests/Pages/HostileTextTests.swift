import Testing

@testable import SignetServer

@Suite("Hostile text")
struct HostileTextTests {
    static let hostile = #""'><script>alert(1)</script><img src=x onerror=alert(2)>{{title}}&"#

    let renderer: PageRenderer

    init() throws {
        renderer = try PageRenderer()
    }

    private func expectHarmless(_ html: String, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(!html.contains("<script>alert"), sourceLocation: sourceLocation)
        #expect(!html.contains("<img src=x"), sourceLocation: sourceLocation)
        #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), sourceLocation: sourceLocation)
        #expect(html.contains("&quot;&#39;&gt;"), sourceLocation: sourceLocation)
        // A value that looks like a template is text, not a template.
        #expect(html.contains("{{title}}&amp;"), sourceLocation: sourceLocation)
    }

    @Test("is text in every fact of a certificate")
    func certificate() {
        let text = Self.hostile
        let fact = Fact(text, .reported)
        let visit = VisitFacts(
            startedAt: PageSamples.visited, timeOnPage: fact, address: fact, location: fact, browser: fact,
            system: fact,
            consent: [
                AgreedLanguage(
                    text: text, fontSize: text, contrast: text, optIn: text, source: text, selection: text,
                    isVisible: false)
            ],
            form: FormFilling(
                submitted: fact, submittedAt: nil, methods: fact, keystrokesPerMinute: fact, wordsPerMinute: fact,
                sensitiveFields: fact, sensitiveContent: fact, truncation: text),
            human: HumanReading(score: 80, isBot: true, reasons: [HumanReading.Reason(text: text, points: 80)]),
            contradictions: [text])
        let page = CertificatePage(
            id: text, status: .retained, match: .matched, viewer: Viewer(accountName: text, csrf: text),
            kept: Keeping(label: text, until: PageSamples.visited), notice: Notice(text),
            origin: VisitOrigin(pageURL: fact, parentURL: fact, domain: fact), visit: visit, pageTitle: fact,
            identifier: fact,
            replay: SessionReplay(
                eventsPath: text, unlock: SessionReplay.Unlock(action: text, csrf: text, sharedToken: text, error: text)
            ),
            log: [
                EventLog.Entry(
                    at: PageSamples.visited, offset: ReplayOffset(milliseconds: 0), kind: text, text: text)
            ],
            history: CertificateHistory(
                retentions: [
                    CertificateHistory.Retention(
                        at: PageSamples.visited, account: text, vendor: text, reference: text, until: nil)
                ],
                matches: [
                    CertificateHistory.MatchAttempt(at: PageSamples.visited, reader: text, what: text, result: text)
                ]),
            sharing: SharePanel(
                action: text, csrf: text, newURL: text,
                links: [
                    SharePanel.ShareLink(
                        id: text, certificate: text, createdAt: PageSamples.visited, expiresAt: PageSamples.visited)
                ]), maskedURL: text)
        expectHarmless(renderer.render(page))
    }

    @Test("is text on the demo's buyer page, in JSON too")
    func buyer() {
        let text = Self.hostile
        expectHarmless(
            renderer.render(
                DemoBuyerPage(
                    lead: [DemoBuyerPage.Field(label: text, value: text)], certificateURL: text, outcome: text,
                    reason: text,
                    findings: [DemoBuyerPage.Finding(operation: text, passed: nil, sentence: text)], request: text,
                    response: text, fullURL: text, maskedURL: text)))
    }

    @Test("is text in errors and forms")
    func forms() {
        let text = Self.hostile
        expectHarmless(renderer.render(SignInPage(csrf: text, next: text, error: text)))
        expectHarmless(renderer.render(ErrorPage(title: text, message: text, code: 500)))
        expectHarmless(
            renderer.render(
                UnretainedCertificatePage(
                    id: text, remaining: Remaining(until: PageSamples.visited, now: PageSamples.visited),
                    viewer: Viewer(accountName: text, csrf: text),
                    retain: UnretainedCertificatePage.RetainForm(certificate: text, csrf: text, error: text))))
    }
}
