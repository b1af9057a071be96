import SignetModel
import SignetRecording
import Testing

struct ConsentTagTests {
    /// Two offers side by side, each with an advertiser to choose.
    private static func visit() -> Visit {
        var visit = Visit(page: #""title":"Quotes","framed":false,"tagged":true"#)
        visit.snapshot(
            .element("div", [:], [.element("input", ["type": "checkbox"], [], id: 31)], id: 30),
            .element(
                "div", [:],
                [
                    .element("input", ["type": "checkbox"], [], id: 41),
                    .element("p", [:], [.element("button", [:], [.text("Go")], id: 42)]),
                ], id: 40))
        visit.custom(
            "signet.tags",
            #"{"elements":[{"id":30,"role":"offer","text":"","checked":null,"offer":30},{"id":31,"role":"consent-opted-advertiser-input-1","text":"","checked":false,"offer":30},{"id":40,"role":"offer","text":"","checked":null,"offer":40},{"id":41,"role":"consent-opted-advertiser-input-1","text":"","checked":true,"offer":40}]}"#
        )
        return visit
    }

    @Test func `tags keep their offers, and the choices made until the submission`() throws {
        var visit = Self.visit()
        visit.input(31, "on", checked: true)
        visit.input(41, "on", checked: false)
        visit.custom("signet.submit", #"{"how":"click","form":null,"control":42,"trusted":true}"#)
        visit.input(41, "on", checked: true)
        let tags = try #require(try visit.facts.tags)
        #expect(tags.elements.map(\.offer) == [1, 1, 2, 2])
        #expect(tags.elements.map(\.isSelected) == [nil, true, nil, false])
        #expect(tags.submittedOffer == 2)
    }

    @Test func `tags are kept with the facts`() throws {
        let facts = try Self.visit().facts
        #expect(try CertificateFacts(storedBytes: facts.storedBytes).tags == facts.tags)
    }

    @Test func `a page that does not heed tags has none`() throws {
        var visit = Visit()
        visit.snapshot(.element("p", [:], [.text("I agree")]))
        #expect(try visit.facts.tags == nil)
    }
}
