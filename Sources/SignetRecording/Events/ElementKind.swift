import SignetModel

/// What an element is to the page's text and to its forms.
enum ElementKind: UInt8, Sendable {
    /// Stands in a line of text.
    case inline
    /// Begins and ends lines of text.
    case block
    case lineBreak
    /// Its content is never shown: `head`, `script`, `template`, …
    case unshown
    case head
    case title
    case style
    case input
    case textarea
    case select
    case option
    case button
    case link
    case label
    case frame

    init(_ name: JSONText) {
        self = Self.byName[PackedName.pack(name.bytes)] ?? (Self.isLongBlock(name) ? .block : .inline)
    }

    var isBlock: Bool {
        switch self {
        case .block, .option, .frame, .select, .unshown, .head: true
        default: false
        }
    }

    /// Its content is not text that a consumer could see, or is what was typed.
    var hidesContent: Bool {
        switch self {
        case .unshown, .head, .title, .style, .textarea, .input: true
        default: false
        }
    }

    private static func isLongBlock(_ name: JSONText) -> Bool {
        name.matches("blockquote") || name.matches("figcaption")
    }

    private static let byName: NameTable<ElementKind> = {
        var kinds = NameTable<ElementKind>()
        func add(_ kind: ElementKind, _ names: StaticString...) {
            for name in names { kinds.add(kind, name) }
        }
        add(
            .block, "address", "article", "aside", "body", "center", "dd", "details", "dialog", "div", "dl", "dt",
            "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html",
            "legend",
            "li", "main", "menu", "nav", "ol", "optgroup", "p", "pre", "section", "summary", "table", "tbody", "td",
            "tfoot", "th", "thead", "tr", "ul", "caption", "search", "hgroup"
        )
        add(.unshown, "script", "noscript", "template", "object", "embed", "audio", "video", "canvas", "datalist")
        add(.style, "style")
        add(.head, "head")
        add(.title, "title")
        add(.lineBreak, "br")
        add(.input, "input")
        add(.textarea, "textarea")
        add(.select, "select")
        add(.option, "option")
        add(.button, "button")
        add(.link, "a")
        add(.label, "label")
        add(.frame, "iframe")
        return kinds
    }()
}
