import SignetModel
import SignetRecording
import Testing

struct VisibleTextTests {
    typealias Node = Visit.Node

    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let body: [Node]
        let text: String

        init(_ description: String, _ body: Node..., text: String) {
            testDescription = description
            self.body = body
            self.text = text
        }
    }

    static let cases = [
        Case("text folds its white space", .text("  Get \n a\t quote\u{A0} now "), text: "Get a quote now"),
        Case(
            "blocks are lines", .element("p", [:], [.text("one")]), .element("p", [:], [.text("two")]), text: "one\ntwo"
        ),
        Case(
            "inline elements join a line",
            .element("p", [:], [.text("I "), .element("b", [:], [.text("agree")]), .text(" to be called.")]),
            text: "I agree to be called."
        ),
        Case(
            "a block within ends the line before and after it",
            .element("div", [:], [.text("a"), .element("div", [:], [.text("b")]), .text("c")]), text: "a\nb\nc"
        ),
        Case("br ends a line", .element("p", [:], [.text("a"), .element("br"), .text("b")]), text: "a\nb"),
        Case(
            "the same line counts once", .element("p", [:], [.text("a")]), .element("p", [:], [.text("a")]), text: "a"),
        Case("scripts are not text", .element("script", [:], [.text("x()")]), text: ""),
        Case("styles are not text", .element("style", [:], [.text("p{}")]), text: ""),
        Case("noscript is not seen", .element("noscript", [:], [.text("x")]), text: ""),
        Case("templates are not seen", .element("template", [:], [.text("x")]), text: ""),
        Case("hidden", .element("p", ["hidden": ""], [.text("x")]), text: ""),
        Case("display none", .element("p", ["style": "color:red; DISPLAY : none"], [.text("x")]), text: ""),
        Case("visibility hidden", .element("p", ["style": "visibility:hidden"], [.text("x")]), text: ""),
        Case(
            "visible within hidden",
            .element(
                "p", ["style": "visibility:hidden"],
                [
                    .text("x"), .element("b", ["style": "visibility: visible"], [.text("y")]),
                ]), text: "y"
        ),
        Case("placeholders", .element("input", ["type": "email", "placeholder": "Your e-mail"]), text: "Your e-mail"),
        Case("labels of buttons", .element("input", ["type": "submit", "value": "Go"]), text: "Go"),
        Case("buttons", .element("button", [:], [.text("Get my quote")]), text: "Get my quote"),
        Case("values", .element("input", ["type": "text", "value": "Smith"]), text: ""),
        Case("hidden inputs", .element("input", ["type": "hidden", "value": "x", "placeholder": "y"]), text: ""),
        Case("text areas", .element("textarea", ["placeholder": "Notes"], [.text("typed")]), text: "Notes"),
        Case("editable elements", .element("div", ["contenteditable": "true"], [.text("typed")]), text: ""),
        Case(
            "options",
            .element(
                "select", [:],
                [
                    .element("option", [:], [.text("Texas")]), .element("option", [:], [.text("Ohio")]),
                ]), text: "Texas\nOhio"
        ),
        Case("escapes are decoded", .text("a \"b\" \\ é 😀"), text: "a \"b\" \\ é 😀"),
    ]

    @Test(arguments: cases)
    func `page text is what the consumer could see`(example: Case) throws {
        var visit = Visit()
        visit.snapshot(.element("main", [:], example.body))
        #expect(try visit.facts.text == example.text)
    }

    @Test func `text that comes later counts, and so does text that is shown later or goes away`() throws {
        var visit = Visit()
        visit.snapshot(
            .element("div", [:], [.text("first", id: 21)], id: 20),
            .element("div", ["style": "display:none"], [.element("p", [:], [.text("step two")])], id: 30)
        )
        visit.mutation(texts: [(21, "second")])
        visit.mutation(attributes: [(30, #"{"style":{"display":false}}"#)])
        visit.mutation(adds: [(20, .element("p", [:], [.text("added")]))])
        visit.mutation(adds: [(20, .text(" and more"))], removes: [(20, 21)])
        #expect(try visit.facts.text == "first\nsecond\nstep two\nadded\nand more")
    }

    @Test func `a whole style attribute and the hidden attribute show text as well`() throws {
        var visit = Visit()
        visit.snapshot(
            .element("p", ["style": "display:none"], [.text("a")], id: 20),
            .element("p", ["hidden": ""], [.text("b")], id: 30)
        )
        #expect(try visit.facts.text.isEmpty)
        visit.mutation(attributes: [(20, #"{"style":"color:red"}"#), (30, #"{"hidden":null}"#)])
        #expect(try visit.facts.text == "a\nb")
    }

    @Test func `a changed part of a line gives the line anew`() throws {
        var visit = Visit()
        visit.snapshot(
            .element("p", [:], [.text("You save "), .element("b", [:], [.text("10", id: 21)]), .text(" dollars")]))
        visit.mutation(texts: [(21, "20")])
        #expect(try visit.facts.text == "You save 10 dollars\nYou save 20 dollars")
    }

    @Test func `text of tagged consent elements counts, the consumer's own data in them does not`() throws {
        var visit = Visit()
        visit.snapshot(.element("p", [:], [.text("Hello")]))
        visit.custom(
            "signet.tags",
            #"{"elements":[{"id":5,"role":"consent-language","text":"I agree."},{"id":6,"role":"consent-grantor-name","text":"Ann"}]}"#
        )
        #expect(try visit.facts.text == "Hello\nI agree.")
    }

    @Test func `what was typed is never page text, however the page repeats it`() throws {
        var visit = Visit()
        visit.snapshot(
            .element("p", [:], [.text("Will this be quick? We will call.")]), .element("p", [:], [.text("", id: 21)]),
            .element("input", ["type": "text", "name": "first"], [], id: 30)
        )
        visit.input(30, "****")
        visit.mutation(texts: [(21, "Thanks will, we call (512) 555-1234 or write to ANN@Mail.example. Willow stays.")])
        visit.submit()
        visit.values([
            (30, "first", "text", "Will"), (31, "phone", "tel", "512-555-1234"),
            (32, "mail", "email", "ann@mail.example"),
            (33, "state", "select-one", "quick"),
        ])
        #expect(
            try visit.facts.text
                == "Will this be quick? We will call.\nThanks, we call or write to. Willow stays."
        )
    }

    @Test func `values of plain recordings are typed values`() throws {
        var visit = Visit(signet: false)
        visit.snapshot(
            .element("input", ["type": "text", "name": "city"], [], id: 30), .element("p", [:], [.text("", id: 21)])
        )
        for text in ["S", "Sp", "Springfield"] { visit.input(30, text) }
        visit.mutation(texts: [(21, "So you live in Springfield.")])
        #expect(try visit.facts.text == "So you live in.")
    }

    @Test func `a node that comes with the id of the one it stands before hides nothing`() throws {
        var visit = Visit()
        visit.snapshot(
            .element(
                "p", [:], [.element("b", [:], [.text("now", id: 22)], id: 21), .element("i", [:], [], id: 23)], id: 20))
        visit.add(
            3,
            #"{"source":0,"texts":[],"attributes":[],"removes":[],"adds":[{"parentId":20,"nextId":23,"node":{"type":2,"tagName":"u","attributes":{},"childNodes":[{"type":2,"tagName":"i","attributes":{},"childNodes":[],"id":23}],"id":24}}]}"#
        )
        visit.mutation(texts: [(22, "later")])
        #expect(try visit.facts.text == "now\nlater")
    }

    @Test func `a page nested as deep as can be costs a bounded amount of work`() throws {
        var visit = Visit()
        visit.snapshot(.element("b", [:], [], id: 20))
        let additions = (21..<60_021).map {
            #"{"parentId":\#($0 - 1),"nextId":null,"node":{"type":2,"tagName":"b","attributes":{},"childNodes":[],"id":\#($0)}}"#
        }
        visit.add(
            3,
            #"{"source":0,"texts":[],"attributes":[],"removes":[],"adds":[\#(additions.joined(separator: ","))]}"#)
        #expect(try visit.facts.form.truncation == "size")
    }
}
