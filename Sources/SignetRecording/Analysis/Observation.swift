import SignetModel

/// What the server saw of the requests that brought the batches.
struct Observation {
    let first: BatchEnvelope
    let last: BatchEnvelope
    private let envelopes: [BatchEnvelope]

    /// - Precondition: `envelopes` is not empty.
    init(_ envelopes: [BatchEnvelope]) {
        // In order of arrival; equal times keep the order of their sequences.
        let sorted = envelopes.enumerated().sorted {
            ($0.element.receivedAt, $0.offset) < ($1.element.receivedAt, $1.offset)
        }.map(\.element)
        self.envelopes = sorted
        first = sorted[0]
        last = sorted[sorted.count - 1]
    }

    var changesUserAgent: Bool {
        envelopes.contains { $0.observed.userAgent != first.observed.userAgent }
    }

    /// Where batches differ from the first one, or the page from what the server saw; a line for each.
    func contradictions(with page: PageFacts) -> [String] {
        changes + origins(page) + hints(page)
    }

    private var changes: [String] {
        var lines: [String] = []
        func compare(_ what: String, _ value: (ObservedRequest) -> String?) {
            let expected = value(first.observed)
            guard let other = envelopes.first(where: { value($0.observed) != expected }) else { return }
            let new = value(other.observed) ?? "none"
            lines.append("\(what) changed from \(expected ?? "none") to \(new) at batch \(other.sequence).")
        }
        compare("The address", \.address)
        compare("The user agent", \.userAgent)
        compare("The origin", \.origin)
        return lines
    }

    private func origins(_ page: PageFacts) -> [String] {
        guard let domain = page.url?.domain else { return [] }
        var lines: [String] = []
        if let origin = first.observed.origin, let observed = PageURL(origin), observed.domain != domain {
            lines.append("The page says it is on \(domain), its requests came from \(observed.domain).")
        }
        if let referer = first.observed.referer, let observed = PageURL(referer), observed.domain != domain {
            lines.append("The page says it is on \(domain), its requests were referred by \(observed.domain).")
        }
        if let top = page.topOrigin?.domain, let parent = page.parentURL?.domain,
            !page.isFramed || top != parent && page.url?.domain == top
        {
            lines.append("The page says that \(parent) frames it and that \(top) is in the address bar.")
        }
        return lines
    }

    private func hints(_ page: PageFacts) -> [String] {
        guard let hints = page.hints else { return [] }
        var lines: [String] = []
        let headers = first.observed.clientHints
        if let header = headers["sec-ch-ua-mobile"], let isMobile = hints.isMobile, (header == "?1") != isMobile {
            lines.append(
                "The page says the device is \(isMobile ? "" : "not ")mobile, the browser's headers say otherwise.")
        } else if let agent = first.observed.userAgent, hints.isMobile == true, !agent.contains("Mobile") {
            lines.append("The page says the device is mobile, the user agent does not.")
        }
        if let header = headers["sec-ch-ua-platform"], let platform = hints.platform, !platform.isEmpty {
            let observed = header.filter { $0 != "\"" }
            if observed.lowercased() != platform.lowercased() {
                lines.append("The page says the platform is \(platform), the browser's headers say \(observed).")
            }
        }
        return lines
    }
}
