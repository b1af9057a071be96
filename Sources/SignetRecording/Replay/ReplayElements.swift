/// The elements that a replay may hold, and what the others become.
enum ReplayElements {
    /// The name to write. What could run, fetch or frame something becomes an element that does nothing; it stays
    /// in the tree, because later events refer to it.
    static func name(_ name: String, isSVG: Bool) -> String {
        let lowercase = name.lowercased()
        if isSVG { return svg[lowercase] ?? "g" }
        if lowercase == "script" { return "noscript" }
        if html.contains(lowercase) || isCustom(lowercase) { return lowercase }
        return "div"
    }

    /// A custom element's name (a letter, later a hyphen): without its script it is a box.
    private static func isCustom(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        guard let first = bytes.first, first.isASCIILetter, bytes.count <= 100, bytes.contains(UInt8(ascii: "-")),
            !reserved.contains(name)
        else { return false }
        return bytes.allSatisfy { $0.isASCIILetter || $0.isDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    }

    /// Names of SVG and MathML that have hyphens and are no custom elements.
    private static let reserved: Set<String> = [
        "annotation-xml", "color-profile", "font-face", "font-face-src", "font-face-uri", "font-face-format",
        "font-face-name", "missing-glyph",
    ]

    private static let html: Set<String> = [
        "a", "abbr", "acronym", "address", "area", "article", "aside", "audio", "b", "bdi", "bdo", "big", "blockquote",
        "body", "br", "button", "canvas", "caption", "center", "cite", "code", "col", "colgroup", "data", "datalist",
        "dd",
        "del", "details", "dfn", "dialog", "div", "dl", "dt", "em", "fieldset", "figcaption", "figure", "font",
        "footer",
        "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "i", "iframe", "img",
        "input",
        "ins", "kbd", "label", "legend", "li", "link", "main", "map", "mark", "menu", "meter", "nav", "noscript", "ol",
        "optgroup", "option", "output", "p", "picture", "pre", "progress", "q", "rp", "rt", "ruby", "s", "samp",
        "search",
        "section", "select", "slot", "small", "source", "span", "strike", "strong", "style", "sub", "summary", "sup",
        "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "time", "title", "tr", "track", "tt",
        "u",
        "ul", "var", "video", "wbr",
    ]

    /// Spelled as SVG spells them. No `script`, nothing that animates attributes: `set` can make a link run a script.
    private static let svg: [String: String] = {
        let names = [
            "a", "circle", "clipPath", "defs", "desc", "ellipse", "feBlend", "feColorMatrix", "feComponentTransfer",
            "feComposite", "feConvolveMatrix", "feDiffuseLighting", "feDisplacementMap", "feDistantLight",
            "feDropShadow",
            "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur", "feMerge", "feMergeNode",
            "feMorphology", "feOffset", "fePointLight", "feSpecularLighting", "feSpotLight", "feTile", "feTurbulence",
            "filter", "foreignObject", "g", "image", "line", "linearGradient", "marker", "mask", "metadata", "path",
            "pattern", "polygon", "polyline", "radialGradient", "rect", "stop", "style", "svg", "switch", "symbol",
            "text",
            "textPath", "title", "tspan", "use", "view",
        ]
        return Dictionary(uniqueKeysWithValues: names.map { ($0.lowercased(), $0) })
    }()
}
