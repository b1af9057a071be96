extension CertificateFacts {
    /// Version 1 knew neither tags nor owner, version 2 not when a consent was given.
    private static let formatVersion: UInt8 = 3

    /// The facts as bytes, for keeping; without ``leadValues``, of which only fingerprints are ever kept.
    public var storedBytes: [UInt8] {
        var writer = ByteWriter(capacity: 1_024 + text.utf8.count)
        writer.byte(Self.formatVersion)
        writer.integer(issuedAt.milliseconds)
        writer.byte(options.rawValue)
        observed.write(to: &writer)
        writer.list(contradictions) { $0.string($1) }
        writer.integer(firstReceivedAt.milliseconds)
        writer.integer(lastReceivedAt.milliseconds)
        writer.integer(lastEventAt.milliseconds)
        page.write(to: &writer)
        form.write(to: &writer)
        writer.list(consent) { $1.write(to: &$0) }
        writer.list(bot.reasons) { writer, reason in
            writer.string(reason.code)
            writer.string(reason.text)
            writer.integer(reason.points)
        }
        writer.string(text)
        writer.optional(clockCorrection) { $0.integer($1) }
        writer.optional(tags) { $1.write(to: &$0) }
        writer.optional(owner) { $0.string($1) }
        return writer.bytes
    }

    /// From ``storedBytes``. Throws where they are not that, or were written by a newer Signet.
    public init(storedBytes: some Sequence<UInt8>) throws {
        var reader = ByteReader(storedBytes)
        let version = try reader.byte()
        guard 1...Self.formatVersion ~= version else { throw ByteReader.Malformed() }
        self.init(
            issuedAt: try reader.timestamp(),
            options: RecordingOptions(rawValue: try reader.byte()),
            observed: try ObservedRequest(from: &reader),
            contradictions: try reader.list { reader throws(ByteReader.Malformed) in try reader.string() },
            firstReceivedAt: try reader.timestamp(),
            lastReceivedAt: try reader.timestamp(),
            lastEventAt: try reader.timestamp(),
            page: try PageFacts(from: &reader),
            form: try FormFacts(from: &reader),
            consent: try reader.list { reader throws(ByteReader.Malformed) in
                try ConsentLanguage(from: &reader, isTimed: version >= 3)
            },
            bot: BotAssessment(
                reasons: try reader.list { reader throws(ByteReader.Malformed) in
                    BotAssessment.Reason(
                        code: try reader.string(), text: try reader.string(), points: try reader.int())
                }),
            text: try reader.string(),
            leadValues: [],
            clockCorrection: try reader.optional { reader throws(ByteReader.Malformed) in try reader.integer() })
        if version >= 2 {
            tags = try reader.optional { reader throws(ByteReader.Malformed) in try ConsentTags(from: &reader) }
            owner = try reader.optionalString()
        }
    }
}

extension ByteReader {
    fileprivate mutating func timestamp() throws(Malformed) -> Timestamp {
        Timestamp(milliseconds: try integer())
    }

    fileprivate mutating func optionalString() throws(Malformed) -> String? {
        try optional { reader throws(Malformed) in try reader.string() }
    }

    fileprivate mutating func optionalInt() throws(Malformed) -> Int? {
        try optional { reader throws(Malformed) in try reader.int() }
    }

    fileprivate mutating func optionalBool() throws(Malformed) -> Bool? {
        try optional { reader throws(Malformed) in try reader.bool() }
    }

    fileprivate mutating func optionalDouble() throws(Malformed) -> Double? {
        try optional { reader throws(Malformed) in try reader.double() }
    }

    fileprivate mutating func optionalURL() throws(Malformed) -> PageURL? {
        guard let text = try optionalString() else { return nil }
        guard let url = PageURL(text) else { throw Malformed() }
        return url
    }
}

extension ObservedRequest {
    /// The same bytes serve staging and facts.
    package func write(to writer: inout ByteWriter) {
        writer.string(address)
        writer.optional(userAgent) { $0.string($1) }
        writer.optional(origin) { $0.string($1) }
        writer.optional(referer) { $0.string($1) }
        writer.list(clientHints.sorted { $0.key < $1.key }) { writer, hint in
            writer.string(hint.key)
            writer.string(hint.value)
        }
    }

    package init(from reader: inout ByteReader) throws(ByteReader.Malformed) {
        self.init(
            address: try reader.string(), userAgent: try reader.optionalString(),
            origin: try reader.optionalString(), referer: try reader.optionalString())
        let hints = try reader.list { reader throws(ByteReader.Malformed) in
            (try reader.string(), try reader.string())
        }
        clientHints = Dictionary(hints) { first, _ in first }
    }
}

extension PageFacts {
    fileprivate func write(to writer: inout ByteWriter) {
        for url in [url, parentURL, topOrigin] { writer.optional(url) { $0.string($1.description) } }
        writer.bool(isFramed)
        writer.optional(title) { $0.string($1) }
        writer.optional(identifier) { $0.string($1) }
        writer.optional(hints) { $1.write(to: &$0) }
    }

    fileprivate init(from reader: inout ByteReader) throws(ByteReader.Malformed) {
        self.init()
        url = try reader.optionalURL()
        parentURL = try reader.optionalURL()
        topOrigin = try reader.optionalURL()
        isFramed = try reader.bool()
        title = try reader.optionalString()
        identifier = try reader.optionalString()
        hints = try reader.optional { reader throws(ByteReader.Malformed) in try BrowserHints(from: &reader) }
    }
}

extension BrowserHints {
    fileprivate func write(to writer: inout ByteWriter) {
        writer.list(brands) { writer, brand in
            writer.string(brand.name)
            writer.string(brand.version)
        }
        writer.optional(isMobile) { $0.bool($1) }
        for text in [platform, platformVersion, model] { writer.optional(text) { $0.string($1) } }
    }

    fileprivate init(from reader: inout ByteReader) throws(ByteReader.Malformed) {
        self.init(
            brands: try reader.list { reader throws(ByteReader.Malformed) in
                Brand(name: try reader.string(), version: try reader.string())
            },
            isMobile: try reader.optionalBool(), platform: try reader.optionalString(),
            platformVersion: try reader.optionalString(), model: try reader.optionalString())
    }
}

extension FormFacts {
    fileprivate func write(to writer: inout ByteWriter) {
        writer.list(submissions) { writer, submission in
            writer.integer(submission.at.milliseconds)
            writer.string(submission.evidence.rawValue)
        }
        writer.optional(inputMethods) { writer, methods in writer.list(methods) { $0.string($1.rawValue) } }
        writer.integer(keystrokes)
        writer.integer(typingMilliseconds)
        writer.optional(sensitiveFormElements) { $0.integer($1) }
        writer.optional(sensitiveContentElements) { $0.integer($1) }
        writer.optional(truncation) { $0.string($1) }
    }

    fileprivate init(from reader: inout ByteReader) throws(ByteReader.Malformed) {
        self.init(
            submissions: try reader.list { reader throws(ByteReader.Malformed) in
                Submission(at: try reader.timestamp(), evidence: try reader.value())
            },
            inputMethods: try reader.optional { reader throws(ByteReader.Malformed) in
                try reader.list { reader throws(ByteReader.Malformed) in try reader.value(InputMethod.self) }
            },
            keystrokes: try reader.int(), typingMilliseconds: try reader.int(),
            sensitiveFormElements: try reader.optionalInt(), sensitiveContentElements: try reader.optionalInt(),
            truncation: try reader.optionalString())
    }
}

extension ConsentTags {
    fileprivate func write(to writer: inout ByteWriter) {
        writer.list(elements) { writer, element in
            writer.string(element.role)
            writer.string(element.text)
            writer.optional(element.isSelected) { $0.bool($1) }
            writer.integer(element.offer)
        }
        writer.optional(submittedOffer) { $0.integer($1) }
    }

    fileprivate init(from reader: inout ByteReader) throws(ByteReader.Malformed) {
        self.init(
            elements: try reader.list { reader throws(ByteReader.Malformed) in
                Element(
                    role: try reader.string(), text: try reader.string(), isSelected: try reader.optionalBool(),
                    offer: try reader.int())
            },
            submittedOffer: try reader.optionalInt())
    }
}

extension ConsentLanguage {
    fileprivate func write(to writer: inout ByteWriter) {
        writer.string(text)
        writer.string(source.rawValue)
        writer.bool(isVisible)
        writer.optional(fontSize) { $0.double($1) }
        writer.optional(contrast) { $0.double($1) }
        writer.string(optIn.rawValue)
        writer.optional(isSelected) { $0.bool($1) }
        writer.optional(selectedAt) { $0.integer($1.milliseconds) }
    }

    fileprivate init(from reader: inout ByteReader, isTimed: Bool) throws(ByteReader.Malformed) {
        self.init(
            text: try reader.string(), source: try reader.value(), isVisible: try reader.bool(),
            fontSize: try reader.optionalDouble(), contrast: try reader.optionalDouble(),
            optIn: try reader.value(), isSelected: try reader.optionalBool(),
            selectedAt: isTimed
                ? try reader.optional { reader throws(ByteReader.Malformed) in try reader.timestamp() } : nil)
    }
}
