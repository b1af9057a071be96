/// The attributes that a replay may hold, and how their values are treated.
enum ReplayAttributes {
    enum Treatment {
        /// Text that may repeat what was typed.
        case text
        /// Text that may hold `url(…)`.
        case style
        /// A whole style sheet.
        case sheet
        /// An address that would fetch an image.
        case image
        /// Addresses of which one would be fetched for an image.
        case imageSet
        /// An address to go to.
        case link
        /// What a field holds.
        case value
        case drop
    }

    static func treatment(of name: String) -> Treatment {
        if let treatment = special[name] { return treatment }
        if allowed.contains(name) { return .text }
        if svg.contains(name) { return .style }
        return isData(name) ? .text : .drop
    }

    private static func isData(_ name: String) -> Bool {
        (name.hasPrefix("data-") || name.hasPrefix("aria-")) && name.utf8.count <= 100
            && name.utf8.allSatisfy {
                $0.isASCIILetter || $0.isDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
                    || $0 == UInt8(ascii: ".")
            }
    }

    private static let special: [String: Treatment] = [
        "style": .style, "_csstext": .sheet, "src": .image, "poster": .image, "rr_dataurl": .image, "href": .link,
        "srcset": .imageSet, "xlink:href": .link, "value": .value,
    ]

    private static let allowed: Set<String> = [
        "abbr", "align", "alt", "bgcolor", "border", "cellpadding", "cellspacing", "checked", "class", "color", "cols",
        "colspan", "contenteditable", "controls", "coords", "datetime", "dir", "disabled", "face", "for", "frameborder",
        "headers",
        "height", "hidden", "high", "hspace", "id", "inert", "inputmode", "label", "lang", "list", "low", "max",
        "maxlength", "media", "min", "minlength", "multiple", "muted", "name", "nowrap", "open", "optimum", "part",
        "pattern",
        "placeholder", "readonly", "required", "reversed", "role", "rowspan", "rows", "rr_height", "rr_scrollleft",
        "rr_scrolltop", "rr_width", "rr_open_mode", "rr_mediastate", "rules", "scope", "selected", "shape", "size",
        "sizes",
        "slot",
        "span", "spellcheck", "start", "step", "summary", "tabindex", "title", "type", "usemap", "valign", "vspace",
        "width",
        "wrap", "xml:space", "xmlns",
    ]

    private static let svg: Set<String> = [
        "alignment-baseline", "amplitude", "azimuth", "basefrequency", "baseline-shift", "bias", "clip-path",
        "clip-rule",
        "clippathunits", "color-interpolation", "color-interpolation-filters", "cx", "cy", "d", "diffuseconstant",
        "direction", "display", "divisor", "dominant-baseline", "dx", "dy", "edgemode", "elevation", "exponent", "fill",
        "fill-opacity", "fill-rule", "filter", "filterunits", "flood-color", "flood-opacity", "font-family",
        "font-size",
        "font-style", "font-variant", "font-weight", "fr", "fx", "fy", "gradienttransform", "gradientunits", "in",
        "in2",
        "intercept", "k1", "k2", "k3", "k4", "kernelmatrix", "lengthadjust", "letter-spacing", "lighting-color",
        "limitingconeangle", "marker-end", "marker-mid", "marker-start", "markerheight", "markerunits", "markerwidth",
        "mask", "maskcontentunits", "maskunits", "mode", "numoctaves", "offset", "opacity", "operator", "order",
        "orient",
        "overflow", "paint-order", "pathlength", "patterncontentunits", "patterntransform", "patternunits", "points",
        "pointsatx", "pointsaty", "pointsatz", "preservealpha", "preserveaspectratio", "primitiveunits", "r", "radius",
        "refx", "refy", "result", "rotate", "rx", "ry", "scale", "seed", "shape-rendering", "slope", "specularconstant",
        "specularexponent", "spreadmethod", "startoffset", "stddeviation", "stitchtiles", "stop-color", "stop-opacity",
        "stroke", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit",
        "stroke-opacity", "stroke-width", "surfacescale", "tablevalues", "targetx", "targety", "text-anchor",
        "text-decoration", "text-rendering", "textlength", "transform", "transform-origin", "vector-effect", "version",
        "viewbox", "visibility", "word-spacing", "writing-mode", "x", "x1", "x2", "xchannelselector", "y", "y1", "y2",
        "ychannelselector", "z",
    ]
}
