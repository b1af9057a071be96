import Testing

@testable import SignetServer

@Suite("A certificate's page")
struct CertificatePageTests {
    let renderer: PageRenderer

    init() throws {
        renderer = try PageRenderer()
    }

    @Test("asks its questions in this order")
    func order() throws {
        let html = renderer.render(PageSamples.certificate())
        let questions = html.matches(of: /<h2 id="[a-z]+">([^<]*)<\/h2>/).map { String($0.output.1) }
        #expect(
            questions.prefix(10) == [
                "When did they visit?", "Where?", "Who visited?", "What did they see?", "What did they agree to?",
                "How was the form filled in?", "Was it a person?", "What did the publisher add?",
                "Is it this lead’s visit?", "Who says so",
            ])
    }

    @Test("lists events newest first, each with a link into the replay")
    func log() throws {
        let html = renderer.render(PageSamples.certificate())
        let offsets = html.matches(of: /data-at="(\d+)"/).compactMap { Int($0.output.1) }
        #expect(offsets.count == 14)
        #expect(offsets == offsets.sorted(by: >))
        #expect(html.contains("href=\"#t=4730\""))
    }

    @Test("shows a reader with a link neither history nor sharing nor the masked certificate")
    func shared() {
        let html = renderer.render(PageSamples.certificate(status: .shared, viewer: nil))
        #expect(html.contains("Shared view"))
        for part in ["LD-88213", "/shares", "/sign-out", PageSamples.maskedID, "Retentions"] {
            #expect(!html.contains(part), "\(part)")
        }
    }

    @Test("says at the top that a sandbox certificate proves nothing")
    func sandbox() {
        let html = renderer.render(PageSamples.certificate(status: .sandbox))
        #expect(html.contains("Test certificate."))
        #expect(!renderer.render(PageSamples.certificate()).contains("Test certificate."))
    }

    @Test("says of a sandbox certificate to who is not signed in that it is a test, and not that it could be retained")
    func sandboxForNobody() {
        let html = renderer.render(PageSamples.unretained(isSandbox: true))
        #expect(html.contains("Test certificate.") && html.contains(">Sign in</a>"))
        #expect(!html.contains("retain certificate") && !html.contains("Unless") && !html.contains("Sign in to retain"))
        #expect(!renderer.render(PageSamples.unretained()).contains("Test certificate"))
    }

    @Test("asks for the lead, without scripts too, while inputs are hidden")
    func unlock() {
        let unlock = SessionReplay.Unlock(action: "/\(PageSamples.id)/match", csrf: "csrf-token")
        let html = renderer.render(PageSamples.certificate(unlock: unlock))
        #expect(
            html.contains("<form class=\"panel unlock\" method=\"post\" action=\"/\(PageSamples.id)/match#replay\">"))
        #expect(html.contains("name=\"lead\""))
        #expect(!html.contains("name=\"shared_token\""))
        #expect(!renderer.render(PageSamples.certificate()).contains("name=\"lead\""))
    }

    @Test("says who vouches for each fact")
    func provenance() {
        let html = renderer.render(PageSamples.certificate())
        #expect(
            html.contains(
                "203.0.113.42 <span class=\"source source-observed\" title=\"observed by the server\">observed</span>"))
    }

    @Test("shows a retention without vendor and reference with empty cells, not its neighbours' words")
    func absentValues() {
        var page = PageSamples.certificate()
        page.history = CertificateHistory(
            retentions: [
                CertificateHistory.Retention(
                    at: PageSamples.visited, account: "Northgate", vendor: nil, reference: nil, until: nil)
            ], matches: [])
        #expect(renderer.render(page).contains("<td>Northgate</td><td></td><td></td><td></td></tr>"))
    }
}
