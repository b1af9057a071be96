import SignetModel

extension ReplayWriter {
    /// Writes an attribute where a replay may hold it, with a value that it may have.
    func write(_ attribute: RecordedAttribute, of element: ElementContext, to json: inout JSONWriter) {
        let key = reader.string(attribute.key)
        let treatment = ReplayAttributes.treatment(of: key.lowercased())
        if case .drop = treatment { return }
        switch attribute.value {
        case .null:
            json.key(key)
            json.null()
        case .bool(let value):
            json.key(key)
            json.bool(value)
        case .number(let value):
            json.key(key)
            json.number(value)
        case .styles(let range):
            json.key(key)
            json.object { json in for entry in stream.styles[range] { write(entry, to: &json) } }
        case .text(let slice):
            guard let value = value(of: slice, treatment, element) else { return }
            json.member(key, value)
        }
    }

    private func value(of slice: Slice, _ treatment: ReplayAttributes.Treatment, _ element: ElementContext) -> String? {
        let text = reader.string(slice)
        switch treatment {
        case .text: return withoutTypedValues(text)
        case .style, .sheet: return sheet(slice)
        case .image: return element.showsImages ? image(text) : nil
        case .imageSet: return element.picksImages ? assets.imageSet(text) : nil
        case .link: return link(text, element)
        case .value: return fieldValue(text, element)
        case .drop: return nil
        }
    }

    private func link(_ text: String, _ element: ElementContext) -> String? {
        if text.hasPrefix("#") { return text }
        // A link looks like one only with an address; it leads to where it stands.
        if element.name == "a" || element.name == "area" { return element.isSVG ? nil : "#" }
        return element.isSVG && element.name == "image" ? image(text) : nil
    }

    /// An address whose image a replay can show.
    private func image(_ address: String) -> String? {
        ReplayAddress.isImage(Array(address.utf8)) ? address : assets.uri(for: address, as: .image)
    }

    private func fieldValue(_ text: String, _ element: ElementContext) -> String? {
        switch element.element {
        case .input:
            switch element.input {
            case .checkbox, .radio, .button: return withoutTypedValues(text)
            case .text, .other: return isRevealed && !text.isCardNumber ? text : text.masked
            case .password: return text.masked
            case .hidden: return nil
            }
        case .textarea, .select: return isRevealed ? text : text.masked
        default: return withoutTypedValues(text)
        }
    }

    /// A property of a changed `style`.
    private func write(_ entry: StyleEntry, to json: inout JSONWriter) {
        let property = reader.string(entry.property)
        guard property.isPropertyName else { return }
        json.key(property)
        if !entry.value.isPresent {
            json.bool(false)
        } else if entry.isImportant {
            json.array { json in
                json.string(sheet(entry.value))
                json.string("important")
            }
        } else {
            json.string(sheet(entry.value))
        }
    }
}

extension ElementContext {
    /// Its `src` would show an image and nothing else.
    fileprivate var showsImages: Bool {
        ["img", "input", "canvas", "video", "image", "source"].contains(name)
    }

    /// Its `srcset` would.
    fileprivate var picksImages: Bool { !isSVG && (name == "img" || name == "source") }
}

extension String {
    /// `margin-top`, `--brand`: and none that binds code.
    var isPropertyName: Bool {
        !isEmpty && utf8.count <= 200 && self != "behavior" && self != "-moz-binding"
            && utf8.allSatisfy { $0.isASCIILetter || $0.isDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    }
}
