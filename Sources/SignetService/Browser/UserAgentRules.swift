import Foundation
import NIOConcurrencyHelpers
import Yams

/// The rules of the uap-core project, which say what a user agent is by the first pattern that fits.
///
/// Answers for recent user agents are remembered: there are few of them, and a thousand patterns are slow. Those of
/// devices are most of them all and seldom asked, so they are compiled when first needed.
public final class UserAgentRules: Sendable {
    public struct Unreadable: Error, CustomStringConvertible {
        public let path: String
        public let reason: String

        public var description: String { "the user agent rules \(path) cannot be read: \(reason)" }
    }

    /// A user agent beyond this is not looked at: none of a real browser is as long.
    static let maximumLength = 1_024

    private let browsers: [UserAgentRule]
    private let systems: [UserAgentRule]
    private let deviceRules: [RulesFile.Rule]
    private let compiledDevices = NIOLockedValueBox<[UserAgentRule]?>(nil)
    private let parsed = RecentAgents<ParsedUserAgent>()
    private let devicesOfAgents = RecentAgents<String?>()

    /// From a `regexes.yaml`.
    public init(path: String) throws(Unreadable) {
        do {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            let file = try YAMLDecoder().decode(RulesFile.self, from: text)
            browsers = try file.user_agent_parsers.map { try UserAgentRule($0, family: $0.family_replacement) }
            systems = try file.os_parsers.map { try UserAgentRule($0, family: $0.os_replacement) }
            deviceRules = file.device_parsers
        } catch {
            throw Unreadable(path: path, reason: "\(error)")
        }
    }

    func parse(_ userAgent: String) -> ParsedUserAgent {
        guard userAgent.utf8.count <= Self.maximumLength else { return ParsedUserAgent() }
        return parsed.value(for: userAgent) {
            ParsedUserAgent(
                browser: browsers.lazy.compactMap { $0.apply(userAgent) }.first,
                system: systems.lazy.compactMap { $0.apply(userAgent) }.first)
        }
    }

    /// What it runs on, such as `iPhone`; nil where no rule knows it.
    func device(_ userAgent: String) -> String? {
        guard userAgent.utf8.count <= Self.maximumLength else { return nil }
        return devicesOfAgents.value(for: userAgent) {
            devices.lazy.compactMap { $0.apply(userAgent)?.family }.first { $0 != Self.reducedModel }
        }
    }

    /// A pattern that is none fits nothing.
    private var devices: [UserAgentRule] {
        compiledDevices.withLockedValue { compiled in
            let devices = compiled ?? deviceRules.compactMap { try? UserAgentRule($0, family: $0.device_replacement) }
            compiled = devices
            return devices
        }
    }

    /// What Chrome on Android says in place of the model.
    private static let reducedModel = "K"
}

/// What was found for recent user agents.
private struct RecentAgents<Found: Sendable>: Sendable {
    private static var limit: Int { 4_096 }

    private let found = NIOLockedValueBox<[String: Found]>([:])

    func value(for userAgent: String, find: () -> Found) -> Found {
        if let known = found.withLockedValue({ $0[userAgent] }) { return known }
        let new = find()
        found.withLockedValue { found in
            if found.count >= Self.limit { found.removeAll() }
            found[userAgent] = new
        }
        return new
    }
}

/// A name with up to four parts of a version.
struct VersionedName: Hashable, Sendable {
    var family: String
    var version: [String] = []
}

struct ParsedUserAgent: Hashable, Sendable {
    var browser: VersionedName?
    var system: VersionedName?
}

private struct RulesFile: Decodable {
    struct Rule: Decodable {
        let regex: String
        let regex_flag: String?
        let family_replacement: String?
        let v1_replacement: String?
        let v2_replacement: String?
        let os_replacement: String?
        let device_replacement: String?
        let os_v1_replacement: String?
        let os_v2_replacement: String?
        let os_v3_replacement: String?
        let os_v4_replacement: String?
    }

    let user_agent_parsers: [Rule]
    let os_parsers: [Rule]
    let device_parsers: [Rule]
}

/// A pattern, and what its groups become.
private struct UserAgentRule: Sendable {
    private let pattern: NSRegularExpression
    private let family: String?
    private let version: [String?]

    init(_ rule: RulesFile.Rule, family: String?) throws {
        pattern = try NSRegularExpression(
            pattern: rule.regex, options: rule.regex_flag == "i" ? [.caseInsensitive] : [])
        self.family = family
        version = [
            rule.v1_replacement ?? rule.os_v1_replacement, rule.v2_replacement ?? rule.os_v2_replacement,
            rule.os_v3_replacement, rule.os_v4_replacement,
        ]
    }

    func apply(_ userAgent: String) -> VersionedName? {
        let text = userAgent as NSString
        let whole = NSRange(location: 0, length: text.length)
        guard let match = pattern.firstMatch(in: userAgent, range: whole) else { return nil }
        func group(_ number: Int) -> String? {
            guard number < match.numberOfRanges, match.range(at: number).location != NSNotFound else { return nil }
            let found = text.substring(with: match.range(at: number))
            return found.isEmpty ? nil : found
        }
        func filled(_ template: String?, _ number: Int) -> String? {
            guard let template else { return group(number) }
            var result = template
            for number in 1...9 where result.contains("$\(number)") {
                result = result.replacingOccurrences(of: "$\(number)", with: group(number) ?? "")
            }
            let trimmed = result.trimmingCharacters(in: .whitespaces)
            return trimmed.isEmpty ? nil : trimmed
        }
        guard let name = filled(family, 1) else { return nil }
        let parts = version.enumerated().map { filled($1, $0 + 2) }
        return VersionedName(family: name, version: parts.prefix { $0 != nil }.compactMap { $0 })
    }
}
