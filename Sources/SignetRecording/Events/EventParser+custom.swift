import SignetModel

extension EventParser {
    /// Custom events under a `signet.` tag; those of others are none of ours.
    mutating func parseCustom() throws(JSONError) -> EventBody? {
        let start = json
        try json.beginObject()
        var tag: JSONText?
        while tag == nil, let key = try json.nextKey() {
            if key.matches("tag") { tag = try json.textIfAny() } else { try json.skipValue() }
        }
        json = start
        guard let tag else { return try skip(nil) }
        var body: EventBody?
        try json.beginObject()
        while let key = try json.nextKey() {
            if key.matches("payload"), try json.peek() == .object {
                body = try parsePayload(tag)
            } else {
                try json.skipValue()
            }
        }
        return body
    }

    private mutating func parsePayload(_ tag: JSONText) throws(JSONError) -> EventBody? {
        if tag.matches("signet.field") { return try parseField() }
        if tag.matches("signet.page") { return try parsePage() }
        if tag.matches("signet.signals") { return try parseSignals() }
        if tag.matches("signet.tags") { return try parseTags() }
        if tag.matches("signet.consent") { return try parseConsent() }
        if tag.matches("signet.opt_in") { return try parseOptIn() }
        if tag.matches("signet.sensitive") { return try parseSensitive() }
        if tag.matches("signet.submit") { return try parseSubmit() }
        if tag.matches("signet.values") { return try parseValues() }
        if tag.matches("signet.asset") { return try parseAsset() }
        if tag.matches("signet.truncated") { return .truncated(try parseReason()) }
        if tag.matches("signet.ended") { return .ended(try parseReason()) }
        return try skip(nil)
    }

    private mutating func parsePage() throws(JSONError) -> EventBody? {
        var page = PageReport()
        try json.beginObject()
        while let key = try json.nextKey() {
            if key.matches("title") {
                page.title = try slice()
            } else if key.matches("framed") {
                page.isFramed = try json.boolIfAny()
            } else if key.matches("parent") {
                page.parent = try slice()
            } else if key.matches("top_origin") {
                page.topOrigin = try slice()
            } else if key.matches("identifier") {
                page.identifier = try slice()
            } else if key.matches("tagged") {
                page.tagged = try json.boolIfAny() == true
            } else if key.matches("hints") {
                page.hints = try parseHints()
            } else {
                try json.skipValue()
            }
        }
        stream.pages.append(page)
        return .page(stream.pages.count32 - 1)
    }

    private mutating func parseHints() throws(JSONError) -> BrowserHints? {
        guard try json.beginObjectIfAny() else { return nil }
        var hints = BrowserHints()
        while let key = try json.nextKey() {
            if key.matches("brands"), try json.peek() == .array {
                try json.beginArray()
                while try json.nextElement() {
                    if let brand = try parseBrand(), hints.brands.count < 10 { hints.brands.append(brand) }
                }
            } else if key.matches("mobile") {
                hints.isMobile = try json.boolIfAny()
            } else if key.matches("platform") {
                hints.platform = try shortString()
            } else if key.matches("platform_version") {
                hints.platformVersion = try shortString()
            } else if key.matches("model") {
                hints.model = try shortString()
            } else {
                try json.skipValue()
            }
        }
        return hints
    }

    private mutating func parseBrand() throws(JSONError) -> BrowserHints.Brand? {
        guard try json.beginObjectIfAny() else { return nil }
        var name: String?
        var version: String?
        while let key = try json.nextKey() {
            if key.matches("brand") {
                name = try shortString()
            } else if key.matches("version") {
                version = try shortString()
            } else {
                try json.skipValue()
            }
        }
        return name.map { BrowserHints.Brand(name: $0, version: version ?? "") }
    }

    /// Facts are kept for years; no browser's name needs more.
    private mutating func shortString() throws(JSONError) -> String? {
        try json.textIfAny().map { String($0.string.prefix(100)) }
    }

    private mutating func parseSignals() throws(JSONError) -> EventBody? {
        var signals = Signals()
        try json.beginObject()
        while let key = try json.nextKey() {
            if key.matches("webdriver") {
                signals.isWebDriver = try json.boolIfAny() == true
            } else if key.matches("untrusted") {
                signals.untrusted = try json.amountIfAny()
            } else if key.matches("pointer") {
                signals.pointer = try json.amountIfAny()
            } else if key.matches("keys") {
                signals.keys = try json.amountIfAny()
            } else if key.matches("touches") {
                signals.touches = try json.amountIfAny()
            } else if key.matches("hidden_fill") {
                signals.hiddenFills = try json.amountIfAny()
            } else if key.matches("first_input_ms") {
                signals.firstInput = try json.doubleIfAny().flatMap { (0..<1e9).contains($0) ? Int32($0) : nil }
            } else {
                try json.skipValue()
            }
        }
        return .signals(signals)
    }

    private mutating func parseField() throws(JSONError) -> EventBody? {
        var field = FieldReport()
        try json.beginObject()
        while let key = try json.nextKey() {
            if key.matches("id") {
                field.node = try json.countIfAny()
            } else if key.matches("name") {
                field.name = try slice()
            } else if key.matches("label") {
                field.label = try slice()
            } else if key.matches("type") {
                field.type = try slice()
            } else if key.matches("method") {
                field.method = try json.textIfAny().flatMap { InputMethod(rawValue: $0.string) }
            } else if key.matches("keystrokes") {
                field.keystrokes = try json.amountIfAny()
            } else if key.matches("typing_ms") {
                field.typingMilliseconds = Int32(max(0, min(1e9, try json.doubleIfAny() ?? 0)))
            } else if key.matches("length") {
                field.length = try json.amountIfAny()
            } else {
                try json.skipValue()
            }
        }
        stream.fields.append(field)
        return .field(stream.fields.count32 - 1)
    }

    private mutating func parseTags() throws(JSONError) -> EventBody? {
        let start = stream.tags.count32
        try json.beginObject()
        while let key = try json.nextKey() {
            guard key.matches("elements"), try json.peek() == .array else {
                try json.skipValue()
                continue
            }
            try json.beginArray()
            while try json.nextElement() {
                guard try json.beginObjectIfAny() else { continue }
                var tag = TagReport()
                while let key = try json.nextKey() {
                    if key.matches("id") {
                        tag.node = try json.countIfAny()
                    } else if key.matches("role") {
                        tag.role = try slice()
                    } else if key.matches("text") {
                        tag.text = try slice()
                    } else if key.matches("checked") {
                        tag.isChecked = try json.boolIfAny()
                    } else if key.matches("offer") {
                        tag.offer = try json.int32IfAny()
                    } else {
                        try json.skipValue()
                    }
                }
                stream.tags.append(tag)
            }
        }
        return .tags(start..<stream.tags.count32)
    }

    private mutating func parseConsent() throws(JSONError) -> EventBody? {
        let start = stream.consents.count32
        try json.beginObject()
        while let key = try json.nextKey() {
            guard key.matches("languages"), try json.peek() == .array else {
                try json.skipValue()
                continue
            }
            try json.beginArray()
            while try json.nextElement() { try parseLanguage() }
        }
        return .consent(start..<stream.consents.count32)
    }

    private mutating func parseLanguage() throws(JSONError) {
        guard try json.beginObjectIfAny() else { return }
        var report = ConsentReport()
        while let key = try json.nextKey() {
            if key.matches("id") {
                report.node = try json.countIfAny()
            } else if key.matches("text") {
                report.text = try slice()
            } else if key.matches("source") {
                report.source = try json.textIfAny()?.matches("tag") == true ? .tag : .page
            } else if key.matches("visible") {
                report.isVisible = try json.boolIfAny() == true
            } else if key.matches("font_size") {
                report.fontSize = try json.doubleIfAny().flatMap { (0...1_000).contains($0) ? $0 : nil }
            } else if key.matches("contrast") {
                report.contrast = try json.doubleIfAny().flatMap { (1...21).contains($0) ? $0 : nil }
            } else if key.matches("control") {
                report.control = try json.int32IfAny()
            } else if key.matches("opt_in") {
                report.optIn =
                    try json.textIfAny().flatMap { ConsentLanguage.OptIn(rawValue: $0.string) } ?? report.optIn
            } else if key.matches("checked") {
                report.isChecked = try json.boolIfAny()
            } else {
                try json.skipValue()
            }
        }
        if report.text.isPresent { stream.consents.append(report) }
    }

    private mutating func parseOptIn() throws(JSONError) -> EventBody? {
        var node: Int32 = 0
        var isChecked: Bool?
        try json.beginObject()
        while let key = try json.nextKey() {
            if key.matches("id") {
                node = try json.countIfAny()
            } else if key.matches("checked") {
                isChecked = try json.boolIfAny()
            } else {
                try json.skipValue()
            }
        }
        return isChecked.map { .optIn(node: node, isChecked: $0) }
    }

    private mutating func parseSensitive() throws(JSONError) -> EventBody? {
        var form: Int32 = 0
        var content: Int32 = 0
        try json.beginObject()
        while let key = try json.nextKey() {
            if key.matches("form") {
                form = try json.amountIfAny()
            } else if key.matches("content") {
                content = try json.amountIfAny()
            } else {
                try json.skipValue()
            }
        }
        return .sensitive(form: form, content: content)
    }

    private mutating func parseSubmit() throws(JSONError) -> EventBody? {
        var submit = SubmitReport()
        try json.beginObject()
        while let key = try json.nextKey() {
            if key.matches("how") {
                submit.evidence = try json.textIfAny().flatMap { Submission.Evidence(rawValue: $0.string) }
            } else if key.matches("form") {
                submit.form = try json.int32IfAny()
            } else if key.matches("control") {
                submit.control = try json.int32IfAny()
            } else if key.matches("trusted") {
                submit.isTrusted = try json.boolIfAny() ?? true
            } else {
                try json.skipValue()
            }
        }
        return submit.evidence == nil ? nil : .submit(submit)
    }

    private mutating func parseAsset() throws(JSONError) -> EventBody? {
        var asset = AssetReport()
        try json.beginObject()
        while let key = try json.nextKey() {
            if key.matches("url") {
                asset.address = try slice()
            } else if key.matches("sha256") {
                asset.digest = try slice()
            } else {
                try json.skipValue()
            }
        }
        guard asset.address.isPresent, asset.digest.isPresent else { return nil }
        stream.assets.append(asset)
        return .asset(stream.assets.count32 - 1)
    }

    private mutating func parseValues() throws(JSONError) -> EventBody? {
        let start = stream.values.count32
        try json.beginObject()
        while let key = try json.nextKey() {
            guard key.matches("values"), try json.peek() == .array else {
                try json.skipValue()
                continue
            }
            try json.beginArray()
            while try json.nextElement() {
                guard try json.beginObjectIfAny() else { continue }
                var report = ValueReport()
                while let key = try json.nextKey() { try parseMember(key, of: &report) }
                stream.values.append(report)
            }
        }
        return .values(start..<stream.values.count32)
    }

    private mutating func parseMember(_ key: JSONText, of report: inout ValueReport) throws(JSONError) {
        if key.matches("id") {
            report.node = try json.countIfAny()
        } else if key.matches("name") {
            report.name = try slice()
        } else if key.matches("label") {
            report.label = try slice()
        } else if key.matches("type") {
            report.type = try slice()
        } else if key.matches("value") {
            report.value = try slice()
        } else {
            try json.skipValue()
        }
    }

    private mutating func parseReason() throws(JSONError) -> Slice {
        var reason = Slice.absent
        try json.beginObject()
        while let key = try json.nextKey() {
            if key.matches("reason") { reason = try slice() } else { try json.skipValue() }
        }
        return reason
    }
}
