import Testing

@testable import SignetServer

@Suite("A masked certificate's page")
struct MaskedCertificatePageTests {
    let renderer: PageRenderer

    init() throws {
        renderer = try PageRenderer()
    }

    /// What the full certificate of the same visit shows of its origin.
    static let origin = [
        "larkfield.example", "compare-and-save", "www.example.org", "partners/home-insurance",
        "Compare home insurance quotes", "campaign-7731", PageSamples.id,
    ]

    @Test("shows nothing of the origin that the full one shows", arguments: origin)
    func hidesOrigin(_ part: String) {
        #expect(renderer.render(PageSamples.certificate()).contains(part))
        #expect(!renderer.render(PageSamples.masked()).contains(part))
    }

    @Test("leaves out contradictions, which may name the origin")
    func noContradictions() {
        var visit = PageSamples.visit()
        visit.contradictions = ["Origins differ: https://larkfield.example"]
        let page = MaskedCertificatePage(
            id: PageSamples.maskedID, status: .retained, match: .matched, maskedPageURL: nil, maskedDomain: nil,
            visit: visit)
        #expect(!renderer.render(page).contains("larkfield"))
    }

    @Test("has no replay and no event log, and loads no player")
    func noReplay() {
        let html = renderer.render(PageSamples.masked())
        #expect(!html.contains("data-events"))
        #expect(!html.contains("log-rows"))
        #expect(!html.contains(ConsoleBundle.replay))
        #expect(html.contains("the session replay is hidden"))
    }

    @Test("tells the same visit as the full one")
    func sameFacts() {
        let (full, masked) = (
            renderer.render(PageSamples.certificate()), renderer.render(PageSamples.masked())
        )
        for fact in [
            "203.0.113.42", "Pflugerville", "Chrome 142.0.0", "1 minute, 24 seconds", "not a condition of any",
        ] {
            #expect(full.contains(fact))
            #expect(masked.contains(fact))
        }
    }

    @Test("links the full certificate only where it was given, for the account that masked it")
    func ownLink() {
        let url = "https://certificates.example/\(PageSamples.id)"
        #expect(!renderer.render(PageSamples.masked()).contains("Open the full certificate"))
        #expect(renderer.render(PageSamples.masked(fullCertificateURL: url)).contains("<a href=\"\(url)\">"))
    }
}
