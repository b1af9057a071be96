import Mustache

/// Turns pages into HTML; holds every template, compiled once.
struct PageRenderer: Sendable {
    private let library: MustacheLibrary

    /// Throws where a template is malformed, which a test rules out.
    init() throws {
        var library = MustacheLibrary()
        for layout in PageLayout.allCases { try library.register(layout.template, named: layout.rawValue) }
        for (name, template) in PageParts.all { try library.register(template, named: name) }
        for page in Self.pages { try library.register(Self.filling(page), named: page.name) }
        self.library = library
    }

    /// The page as a whole HTML document.
    func render(_ page: some Page) -> String {
        var context: [String: any Sendable] = ["title": page.title, "page": page]
        context["viewer"] = page.viewer
        guard let html = library.render(context, withTemplate: type(of: page).name) else {
            preconditionFailure("The page \(type(of: page)) is missing in PageRenderer.pages")
        }
        return html
    }

    private static let pages: [any Page.Type] = [
        CertificatePage.self, MaskedCertificatePage.self, UnretainedCertificatePage.self, NotFoundPage.self,
        SignInPage.self, ErrorPage.self, HomePage.self, DemoFormPage.self, DemoBuyerPage.self,
    ]

    private static func filling(_ page: any Page.Type) -> String {
        "{{<\(page.layout.rawValue)}}{{$main}}\n\(page.template)\n{{/main}}{{/\(page.layout.rawValue)}}"
    }
}
