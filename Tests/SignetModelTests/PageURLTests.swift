import SignetModel
import Testing

struct PageURLTests {
    @Test(arguments: [
        ("https://Forms.Example/Quote?email=ada@mail.example#top", "https://forms.example/Quote"),
        ("https://forms.example:443", "https://forms.example/"),
        ("HTTP://forms.example.:8080/a", "http://forms.example:8080/a"),
        ("https://ada:secret@forms.example/", "https://forms.example/"),
        ("http://[::1]:3000/", "http://[::1]:3000/"),
    ])
    func `keeps origin and path of a page, and nothing else`(text: String, kept: String) {
        #expect(PageURL(text)?.description == kept)
    }

    @Test func `drops a query whose question mark is one character with what follows`() {
        let kept = PageURL("https://forms.example/a?\u{301}email=ada@mail.example")
        #expect(kept?.description == "https://forms.example/a")
        #expect(PageURL("https://forms.example/a#\u{FE0F}ada")?.description == "https://forms.example/a")
        #expect(PageURL("https://ada:secret@\u{301}forms.example/") == nil)
    }

    @Test(arguments: [
        "", "forms.example", "ftp://forms.example/", "https:/forms.example", "https://", "https://forms.example:65536/",
        "https://forms.example:1a/", "https://forms..example/", "https://forms.example/a b",
        "https://forms.example/\u{7F}",
        "https://\(String(repeating: "a", count: 64)).example/", "https://försäkring.example/",
        "https://forms.example/" + String(repeating: "a", count: PageURL.maximumLength),
    ])
    func `takes nothing that is no page's address`(text: String) {
        #expect(PageURL(text) == nil)
    }
}
