import Testing

@testable import SignetServer

@Suite("Every page")
struct PageRendererTests {
    let pages: [(name: String, html: String)]

    init() throws {
        pages = PageSamples.all(try PageRenderer())
    }

    @Test("names its language, its title, and keeps robots and referrers out")
    func head() {
        for (name, html) in pages {
            #expect(html.hasPrefix("<!doctype html>\n<html lang=\"en\">"), "\(name)")
            #expect(html.contains("<meta name=\"robots\" content=\"noindex, nofollow\">"), "\(name)")
            #expect(html.contains("<meta name=\"referrer\" content=\"no-referrer\">"), "\(name)")
            #expect(html.matches(of: /<title>[^<]{4,}<\/title>/).count == 1, "\(name)")
        }
    }

    @Test("runs and styles nothing inline, so that a strict policy can hold")
    func noInlineCode() {
        for (name, html) in pages {
            #expect(html.firstMatch(of: /<style|\sstyle\s*=|javascript:/.ignoresCase()) == nil, "\(name)")
            #expect(html.firstMatch(of: /<[^>]*\son[a-z]+\s*=/.ignoresCase()) == nil, "\(name)")
            for script in html.matches(of: /<script([^>]*)>(.*?)<\/script>/.dotMatchesNewlines()) {
                #expect(script.output.1.contains("src=\"/"), "\(name)")
                #expect(script.output.2.isEmpty, "\(name)")
            }
        }
    }

    @Test("has one main part, one first heading, a skip link, and no id twice")
    func structure() {
        for (name, html) in pages {
            #expect(html.matches(of: /<main[ >]/).count == 1, "\(name)")
            #expect(html.matches(of: /<h1[ >]/).count == 1, "\(name)")
            #expect(html.contains("<a class=\"skip\" href=\"#main\">"), "\(name)")
            let ids = html.matches(of: /\sid="([^"]*)"/).map { String($0.output.1) }
            #expect(Set(ids).count == ids.count, "\(name): \(ids)")
            for reference in html.matches(of: /aria-(?:labelledby|describedby)="([^"]*)"/) {
                for id in reference.output.1.split(separator: " ") {
                    #expect(ids.contains(String(id)), "\(name): \(id)")
                }
            }
        }
    }

    @Test("labels every field that can be seen")
    func labels() {
        for (name, html) in pages {
            let fields = html.matches(of: /<(?:input|select|textarea)\s([^>]*)>/).map { String($0.output.1) }
            for field in fields where !field.contains("type=\"hidden\"") {
                let id = field.firstMatch(of: /id="([^"]*)"/)?.output.1
                let isLabelled = id.map { html.contains("<label for=\"\($0)\"") } ?? false
                #expect(isLabelled || field.contains("type=\"radio\""), "\(name): \(field)")
            }
        }
    }

    @Test("sends the session's token with every form that changes something here")
    func csrf() {
        for (name, html) in pages where !name.hasPrefix("demo") {
            for form in html.matches(of: /<form[^>]*method="post"[^>]*>(.*?)<\/form>/.dotMatchesNewlines()) {
                #expect(form.output.1.contains("name=\"csrf\" value=\"csrf-token\""), "\(name): \(form.output.1)")
            }
        }
    }

    @Test("leaves no part of a template unfilled")
    func noLeftovers() {
        for (name, html) in pages {
            #expect(!html.contains("{{"), "\(name)")
            #expect(!html.contains("Optional("), "\(name)")
            #expect(!html.contains("SignetServer."), "\(name)")
        }
    }
}
