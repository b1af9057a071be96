/// A page: its data, and the template that the data is poured into.
///
/// Templates read stored properties by name, so whatever a template shows is stored, or is a type that names its
/// own parts (see ``Moment``). Every value is escaped; no template of ours writes a value unescaped.
protocol Page: Sendable {
    /// The template's name; unique among pages.
    static var name: String { get }
    /// The layout that the template fills the `main` block of.
    static var layout: PageLayout { get }
    /// Mustache text of the page's main part.
    static var template: String { get }

    /// The document's title, without the product's name.
    var title: String { get }
    /// Who is signed in; nil for nobody.
    var viewer: Viewer? { get }
}

extension Page {
    static var layout: PageLayout { .document }
    var viewer: Viewer? { nil }
}

/// The frame that pages share.
enum PageLayout: String, Sendable, CaseIterable {
    /// Our own pages: header, document, footer.
    case document
    /// The demo's pages, which show how a publisher's and a buyer's page might look.
    case demo
}

/// The account that looks at a page.
struct Viewer: Sendable {
    var accountName: String
    /// Goes into every form of the session as the field `csrf`.
    var csrf: String
}
