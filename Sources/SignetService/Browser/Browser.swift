public import SignetModel

/// A browser or operating system as insights name it.
public struct Software: Hashable, Sendable {
    public let name: String
    /// Major, minor, patch, …, as far as they are known.
    public let version: [String]
    /// `13.1.2`; nil where nothing is known of it.
    public let versionText: String?
    /// `Mobile Safari 13.1.2`.
    public let full: String

    init(name: String, version: [String]) {
        self.name = name
        self.version = version
        versionText = version.isEmpty ? nil : version.joined(separator: ".")
        full = versionText.map { "\(name) \($0)" } ?? name
    }
}

/// What a visit was made with, from the user agent and, where the browser sent them, its client hints.
///
/// Browsers freeze parts of their user agent; the hints tell what they leave out, so they win where they fit.
public struct Browser: Sendable {
    public private(set) var userAgent: String?
    public private(set) var software: Software?
    public private(set) var system: Software?
    /// A phone or tablet; nil where nothing is known of the browser.
    public private(set) var isMobile: Bool?
    private var model: String?
    private let rules: UserAgentRules?

    /// - Parameters:
    ///   - observed: what the browser's own requests said.
    ///   - reported: what the page's script said that the browser said.
    public init(observed: ObservedRequest, reported: BrowserHints?, rules: UserAgentRules?) {
        userAgent = observed.userAgent
        self.rules = rules
        guard let rules, let userAgent else { return }
        let parsed = rules.parse(userAgent)
        let hints = HintedSoftware(observed: observed.clientHints, reported: reported)
        software = parsed.browser.map { hints.refine(browser: $0) }
        system = parsed.system.map { hints.refine(system: $0) }
        isMobile = hints.isMobile ?? Self.isMobile(userAgent, parsed)
        model = hints.model
    }

    /// What it runs on, such as `iPhone`: its model, where the browser told, or else as the rules name it; nil where they
    /// do not. Looked up when asked, since few ask and there are many devices.
    public var device: String? {
        model ?? userAgent.flatMap { rules?.device($0) }
    }

    /// Hides in all that is text of the browser's own what must not be seen.
    func redacted(_ redact: (String) -> String) -> Browser {
        var browser = self
        browser.userAgent = userAgent.map(redact)
        browser.model = model.map(redact)
        return browser
    }

    private static func isMobile(_ userAgent: String, _ parsed: ParsedUserAgent) -> Bool {
        let mobileSystems: Set = ["iOS", "Android", "Windows Phone", "BlackBerry OS", "KaiOS", "Tizen"]
        if let system = parsed.system?.family, mobileSystems.contains(system) { return true }
        return ["Mobi", "Tablet", "iPad"].contains { userAgent.contains($0) }
    }
}

/// Versions that the client hints know better than the user agent.
private struct HintedSoftware {
    private var versions: [String: String] = [:]
    private var platform: String?
    private var platformVersion: String?
    var isMobile: Bool?
    /// Of a phone or tablet; others have none.
    var model: String?

    init(observed: [String: String], reported: BrowserHints?) {
        for brand in reported?.brands ?? [] { versions[brand.name] = brand.version }
        platform = reported?.platform
        platformVersion = reported?.platformVersion
        isMobile = reported?.isMobile
        // What the browser put into a header is worth more than what the page says it said.
        for (name, version) in Self.brands(observed["sec-ch-ua-full-version-list"] ?? "") { versions[name] = version }
        platform = observed["sec-ch-ua-platform"].map(Self.unquoted) ?? platform
        platformVersion = observed["sec-ch-ua-platform-version"].map(Self.unquoted) ?? platformVersion
        let model = observed["sec-ch-ua-model"].map(Self.unquoted) ?? reported?.model ?? ""
        self.model = model.isEmpty ? nil : String(model.prefix(100))
        if let mobile = observed["sec-ch-ua-mobile"] { isMobile = mobile == "?1" ? true : isMobile ?? nil }
    }

    func refine(browser: VersionedName) -> Software {
        let brand = Self.brandNames[browser.family] ?? browser.family
        guard let full = versions[brand], full.split(separator: ".").first.map(String.init) == browser.version.first
        else { return Software(name: browser.family, version: browser.version) }
        return Software(name: browser.family, version: full.split(separator: ".").map(String.init))
    }

    func refine(system: VersionedName) -> Software {
        guard let version = platformVersion?.split(separator: ".").map(String.init), let major = version.first,
            platform == Self.platformNames[system.family] ?? system.family
        else { return Software(name: system.family, version: system.version) }
        guard system.family == "Windows" else { return Software(name: system.family, version: version) }
        // Windows 11 reports platform version 13 and up, Windows 10 reports 1 to 10, older ones 0.
        guard let number = Int(major), number > 0 else {
            return Software(name: system.family, version: system.version)
        }
        return Software(name: system.family, version: [number >= 13 ? "11" : "10"])
    }

    private static let brandNames = [
        "Chrome": "Google Chrome", "Chrome Mobile": "Google Chrome", "Edge": "Microsoft Edge",
    ]
    private static let platformNames = ["Mac OS X": "macOS"]

    /// `"Chromium";v="156.0.8078.79", "Google Chrome";v="…"`
    private static func brands(_ header: String) -> [(String, String)] {
        header.split(separator: ",").compactMap { entry in
            let parts = entry.split(separator: ";", maxSplits: 1)
            guard parts.count == 2, let version = parts[1].split(separator: "=").last else { return nil }
            return (unquoted(String(parts[0])), unquoted(String(version)))
        }
    }

    private static func unquoted(_ text: String) -> String {
        String(text.drop { $0 == " " || $0 == "\"" }.reversed().drop { $0 == " " || $0 == "\"" }.reversed())
    }
}
