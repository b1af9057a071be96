import SignetModel

/// One walk through a recording's events, in which the facts are gathered.
struct Analysis {
    let content: Archive
    let stream: EventStream
    let reader: SliceReader
    let clock: PageClock
    private var page: LivePage
    private var text: VisibleText
    private var inputs = Inputs()
    private var hasInput = false
    private(set) var address: PageURL?
    private(set) var title: String?
    private(set) var submissions: [Submission] = []
    private(set) var signals: Signals?
    private(set) var sensitive: (form: Int32, content: Int32)?
    private(set) var truncation: String?
    private var consent = ConsentState()
    private var tags = TagState()
    private(set) var hands = Hands()
    private var lastEventAt: Timestamp?
    private var taggedTexts: [(role: String, text: String)] = []

    init(_ recording: Recording, reader: SliceReader) {
        content = recording.content
        stream = recording.stream
        self.reader = reader
        clock = PageClock(content, events: stream.events)
        page = LivePage(stream, reader: reader)
        text = VisibleText(reader)
    }

    mutating func facts(hasGap: Bool) -> CertificateFacts {
        for event in stream.events { note(event) }
        inputs.finish(reader)
        let report = stream.pages.first
        let pageFacts = PageFacts(
            url: address, parentURL: report.flatMap { PageURL(reader.string($0.parent)) },
            isFramed: report?.isFramed ?? false, topOrigin: report.flatMap { PageURL(reader.string($0.topOrigin)) },
            title: (report.flatMap { reader.label($0.title) } ?? title).map(withoutTypedValues),
            identifier: report.flatMap { reader.optionalString($0.identifier) }.map { String($0.prefix(1_000)) },
            hints: report?.hints
        )
        let observed = Observation(content.entries.map(\.envelope))
        let form = formFacts(hasGap: hasGap)
        let (pageText, leadValues) = textAndLeadValues()
        return CertificateFacts(
            issuedAt: content.issuedAt, options: observed.first.options, observed: observed.first.observed,
            contradictions: observed.contradictions(with: pageFacts), firstReceivedAt: observed.first.receivedAt,
            lastReceivedAt: observed.last.receivedAt, lastEventAt: lastEventAt ?? observed.last.receivedAt,
            page: pageFacts, form: form, consent: consent.languages(stream, reader: reader, typed: inputs.typed),
            tags: tags.tags(stream, reader: reader),
            bot: BotSigns(
                signals: signals, hands: hands, submissions: submissions, form: form, page: pageFacts,
                observed: observed, valuesSubmitted: stream.values.contains { !$0.value.isEmpty },
                firstEventAt: stream.events.first.map(clock.time), isSignet: isSignet
            ).assessment,
            text: pageText, leadValues: leadValues, clockCorrection: clock.correction
        )
    }

    /// Recorded by our own SDK, whose Custom events tell what rrweb's cannot.
    private var isSignet: Bool { !stream.pages.isEmpty }

    // MARK: Events

    private mutating func note(_ event: Event) {
        let time = clock.time(of: event)
        switch event.body {
        case .meta(let href, _, _): address = address ?? PageURL(reader.string(href))
        case .snapshot, .mutation:
            page.apply(event.body)
            if case .snapshot = event.body { title = title ?? page.title(reader) }
            text.isEarly = !hasInput
            text.gather(&page)
        case .pointerMoves, .pointer: hands.note(event.body, beforeSubmission: submissions.isEmpty)
        case .input(let node, let slice, let isChecked, let isByUser):
            tags.report.note(node, isChecked: isChecked, isSubmitted: !submissions.isEmpty)
            hands.note(event.body, beforeSubmission: submissions.isEmpty)
            guard let place = page.place(of: node) else { break }
            if isByUser != false, page.nodes[Int(place)].holdsTypedText { hasInput = true }
            inputs.note(slice, node: node, at: place, on: page, reader: reader)
        default:
            noteReport(event.body, at: time)
            if event.body.isBookkeeping { return }
        }
        lastEventAt = max(lastEventAt ?? time, time)
    }

    private mutating func noteReport(_ body: EventBody, at time: Timestamp) {
        switch body {
        case .signals(let new): signals = new
        case .field(let index):
            if stream.fields[Int(index)].method != .prePopulated { hasInput = true }
        case .tags(let range):
            tags.report.note(range, isSubmitted: !submissions.isEmpty)
            note(stream.tags[range])
        case .consent(let range):
            consent.note(range, isSubmitted: !submissions.isEmpty)
            text.isEarly = !hasInput
            for language in stream.consents[range] where language.source == .tag { text.add(language.text) }
        case .optIn(let node, let isChecked):
            consent.note(node, isChecked: isChecked, at: time, isSubmitted: !submissions.isEmpty)
        case .sensitive(let form, let content): sensitive = (form, content)
        case .submit(let report): note(report, at: time)
        case .values(let range): for report in stream.values[range] { inputs.note(report, reader: reader) }
        case .truncated(let reason): truncation = truncation ?? Self.truncation(reader.string(reason))
        default: break
        }
    }

    private mutating func note(_ tags: ArraySlice<TagReport>) {
        text.isEarly = !hasInput
        for tag in tags where !tag.text.isEmpty {
            let role = reader.string(tag.role)
            // The consumer's own data in the page's own words: matched, but no page text.
            if role.hasPrefix("consent-grantor-"),
                ["-phone", "-email", "-name", "-address"].contains(where: role.hasSuffix)
            {
                if taggedTexts.count < 100 { taggedTexts.append((role, reader.string(tag.text))) }
            } else {
                text.add(tag.text)
            }
        }
    }

    /// One act of submitting shows itself in up to three ways within moments; the best of them stands for it.
    private mutating func note(_ report: SubmitReport, at time: Timestamp) {
        guard let evidence = report.evidence else { return }
        if submissions.isEmpty { tags.submitted(from: report.control ?? report.form, on: page, stream) }
        if let last = submissions.last, time - last.at < .milliseconds(1_000) {
            if evidence.rank < last.evidence.rank { submissions[submissions.count - 1].evidence = evidence }
        } else if submissions.count < 1_000 {
            submissions.append(Submission(at: time, evidence: evidence))
        }
    }

    private static func truncation(_ reason: String) -> String {
        ["mutations", "size", "error"].contains(reason) ? reason : "error"
    }

    // MARK: Conclusions

    private func formFacts(hasGap: Bool) -> FormFacts {
        let methods = Set(stream.fields.compactMap(\.method))
        let typing = stream.fields.filter { $0.method == .typing }
        let isOmitted = content.entries.contains { $0.envelope.content == .omitted } || text.isIncomplete
        let isBroken = stream.brokenBatches > 0 || content.entries.contains { $0.envelope.content == .broken }
        return FormFacts(
            submissions: submissions,
            inputMethods: isSignet ? InputMethod.allCases.filter(methods.contains) : nil,
            // The first of a stretch ends no interval that was timed.
            keystrokes: typing.reduce(0) { $0 + max(0, Int($1.keystrokes) - 1) },
            typingMilliseconds: typing.reduce(0) { $0 + Int($1.typingMilliseconds) },
            sensitiveFormElements: sensitive.map { Int($0.form) },
            sensitiveContentElements: sensitive.map { Int($0.content) },
            truncation: truncation ?? (isOmitted ? "size" : isBroken || hasGap ? "gap" : nil)
        )
    }

    private func withoutTypedValues(_ text: String) -> String {
        let bytes = inputs.typed.redact(Array(text.utf8)) { _ in [] }
        return String(String(decoding: bytes, as: UTF8.self).foldingWhiteSpace.prefix(1_000))
    }

    private func textAndLeadValues() -> (String, [LeadValue]) {
        var capture = LeadCapture()
        for final in inputs.finals { capture.capture(value: final.value, field: final.name, type: final.type) }
        for tagged in taggedTexts { capture.capture(tagged: tagged.text, role: tagged.role) }
        var output: [UInt8] = []
        output.reserveCapacity(text.bytes.count + text.lines.count)
        for line in text.lines {
            let bytes = text.bytes[line.range]
            capture.capture(pageText: bytes)
            append(bytes, isEarly: line.isEarly, to: &output)
        }
        return (String(decoding: output, as: UTF8.self), capture.values)
    }

    private func append(_ line: ArraySlice<UInt8>, isEarly: Bool, to output: inout [UInt8]) {
        let matches = inputs.typed.matches(in: line, isEarly: isEarly)
        var rest = line
        let start = output.count
        if start > 0 { output.append(UInt8(ascii: "\n")) }
        let lineStart = output.count
        for match in matches {
            output.append(contentsOf: rest[rest.startIndex..<match.lowerBound])
            if output.count > lineStart, output.last == 0x20 { output.removeLast() }
            rest = rest[match.upperBound...]
        }
        if !matches.isEmpty, output.count == lineStart { rest = rest.drop { $0 == 0x20 } }
        output.append(contentsOf: rest)
        if output.count == lineStart { output.removeLast(lineStart - start) }
    }
}

extension EventBody {
    /// What the recorder says of itself, not something that the consumer did or the page showed.
    fileprivate var isBookkeeping: Bool {
        switch self {
        case .page, .signals, .tags, .consent, .sensitive, .values, .asset, .truncated, .ended: true
        default: false
        }
    }
}

extension Submission.Evidence {
    /// 0 is the best.
    var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

extension LivePage {
    /// The text of the document's `title`.
    func title(_ reader: SliceReader) -> String? {
        for (place, node) in nodes.enumerated().prefix(2_000) where node.element == .title && node.kind == .element {
            guard node.parent >= 0, nodes[Int(node.parent)].element == .head, node.first >= 0 else { continue }
            _ = place
            return reader.label(nodes[Int(node.first)].text)
        }
        return nil
    }
}
