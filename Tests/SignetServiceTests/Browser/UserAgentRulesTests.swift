import Foundation
import SignetModel
import Testing
import Yams

@testable import SignetService

struct UserAgentRulesTests {
    private static let folder = "/usr/share/uap-core"
    private static let rules = Result { try UserAgentRules(path: "\(folder)/regexes.yaml") }

    private struct Cases: Decodable {
        struct Case: Decodable {
            let user_agent_string: String
            let family: String
            let major: String?
            let minor: String?
            let patch: String?
        }

        let test_cases: [Case]
    }

    /// Every so many of the cases that uap-core has for its own rules.
    private func cases(_ name: String, every step: Int) throws -> [Cases.Case] {
        let text = try String(contentsOfFile: "\(Self.folder)/tests/\(name)", encoding: .utf8)
        let all = try YAMLDecoder().decode(Cases.self, from: text).test_cases
        return stride(from: 0, to: all.count, by: step).map { all[$0] }
    }

    @Test func `browsers are named as uap-core's own tests name them`() throws {
        let rules = try Self.rules.get()
        for expected in try cases("test_ua.yaml", every: 12) {
            let found = rules.parse(expected.user_agent_string).browser
            #expect(found?.family ?? "Other" == expected.family, "\(expected.user_agent_string)")
            let version = [expected.major, expected.minor, expected.patch].prefix { $0 != nil }.compactMap { $0 }
            #expect(Array((found?.version ?? []).prefix(3)) == version, "\(expected.user_agent_string)")
        }
    }

    @Test func `operating systems are named as uap-core's own tests name them`() throws {
        let rules = try Self.rules.get()
        for expected in try cases("test_os.yaml", every: 5) {
            let found = rules.parse(expected.user_agent_string).system
            #expect(found?.family ?? "Other" == expected.family, "\(expected.user_agent_string)")
            #expect(found?.version.first == expected.major, "\(expected.user_agent_string)")
        }
    }

    @Test func `devices are named as uap-core's own tests name them`() throws {
        let rules = try Self.rules.get()
        for expected in try cases("test_device.yaml", every: 80) {
            let found = rules.device(expected.user_agent_string)
            #expect(found ?? "Other" == expected.family, "\(expected.user_agent_string)")
        }
    }

    @Test func `a user agent that no browser has is not looked at`() throws {
        let long = "Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0.0.0 " + String(repeating: "a", count: 2_000)
        #expect(try Self.rules.get().parse(long) == ParsedUserAgent())
        #expect(try Self.rules.get().device(long) == nil)
    }

    @Test func `rules that cannot be read say where they should be`() {
        #expect(throws: UserAgentRules.Unreadable.self) { try UserAgentRules(path: "/nowhere/regexes.yaml") }
    }
}

struct BrowserTests {
    private static let rules = Result { try UserAgentRules(path: "/usr/share/uap-core/regexes.yaml") }
    private static let chrome =
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"
    private static let mac =
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"
    private static let android =
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36"
    private static let iPhone =
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1"
    private static let fullVersions =
        #""Chromium";v="156.0.8078.79", "Google Chrome";v="156.0.8078.79", "Not?A_Brand";v="99.0.0.0""#

    struct Sample: Sendable {
        var agent: String
        var hints: [String: String] = [:]
        var reported: BrowserHints?
        var browser: String
        var system: String
        var isMobile: Bool
    }

    @Test(arguments: [
        // The user agent alone, frozen as it is.
        Sample(agent: chrome, browser: "Chrome 156.0.0.0", system: "Windows 10", isMobile: false),
        Sample(agent: iPhone, browser: "Mobile Safari 17.4", system: "iOS 17.4", isMobile: true),
        Sample(agent: android, browser: "Chrome Mobile 156.0.0.0", system: "Android 10", isMobile: true),
        // Headers know the version that the user agent leaves out.
        Sample(
            agent: chrome, hints: ["sec-ch-ua-full-version-list": fullVersions], browser: "Chrome 156.0.8078.79",
            system: "Windows 10", isMobile: false),
        Sample(
            agent: chrome, hints: ["sec-ch-ua-platform": "\"Windows\"", "sec-ch-ua-platform-version": "\"15.0.0\""],
            browser: "Chrome 156.0.0.0", system: "Windows 11", isMobile: false),
        Sample(
            agent: chrome, hints: ["sec-ch-ua-platform": "\"Windows\"", "sec-ch-ua-platform-version": "\"10.0.0\""],
            browser: "Chrome 156.0.0.0", system: "Windows 10", isMobile: false),
        Sample(
            agent: mac, hints: ["sec-ch-ua-platform": "\"macOS\"", "sec-ch-ua-platform-version": "\"14.5.0\""],
            browser: "Chrome 156.0.0.0", system: "Mac OS X 14.5.0", isMobile: false),
        // So does the page's script, but headers win.
        Sample(
            agent: android,
            reported: BrowserHints(
                brands: [.init(name: "Google Chrome", version: "156.0.1.2")], isMobile: true, platform: "Android",
                platformVersion: "15.0.0"),
            browser: "Chrome Mobile 156.0.1.2", system: "Android 15.0.0", isMobile: true),
        Sample(
            agent: chrome, hints: ["sec-ch-ua-full-version-list": fullVersions],
            reported: BrowserHints(brands: [.init(name: "Google Chrome", version: "156.6.6.6")]),
            browser: "Chrome 156.0.8078.79", system: "Windows 10", isMobile: false),
        // Hints that contradict the user agent are not believed.
        Sample(
            agent: chrome, hints: ["sec-ch-ua-full-version-list": #""Google Chrome";v="99.0.1.2""#],
            browser: "Chrome 156.0.0.0", system: "Windows 10", isMobile: false),
        Sample(
            agent: chrome, hints: ["sec-ch-ua-platform": "\"Android\"", "sec-ch-ua-platform-version": "\"15\""],
            browser: "Chrome 156.0.0.0", system: "Windows 10", isMobile: false),
        Sample(
            agent: chrome, hints: ["sec-ch-ua-full-version-list": #"nonsense;;;,"=v"#], browser: "Chrome 156.0.0.0",
            system: "Windows 10", isMobile: false),
    ])
    func `client hints say what the user agent leaves out`(sample: Sample) throws {
        let observed = ObservedRequest(address: "", userAgent: sample.agent, clientHints: sample.hints)
        let browser = Browser(observed: observed, reported: sample.reported, rules: try Self.rules.get())
        #expect(browser.software?.full == sample.browser)
        #expect(browser.system?.full == sample.system)
        #expect(browser.isMobile == sample.isMobile)
    }

    @Test func `a device is named by its model, where the browser tells, or by the rules`() throws {
        func device(_ agent: String, hints: [String: String] = [:], reported: BrowserHints? = nil) throws -> String? {
            let observed = ObservedRequest(address: "", userAgent: agent, clientHints: hints)
            return Browser(observed: observed, reported: reported, rules: try Self.rules.get()).device
        }
        #expect(try device(Self.iPhone) == "iPhone")
        #expect(try device(Self.mac) == "Mac")
        #expect(try device(Self.chrome) == nil)
        #expect(try device(Self.android) == "Generic Smartphone")
        #expect(try device(Self.android, hints: ["sec-ch-ua-model": #""Pixel 9""#]) == "Pixel 9")
        #expect(try device(Self.android, reported: BrowserHints(model: "Pixel 9")) == "Pixel 9")
        #expect(try device(Self.iPhone, hints: ["sec-ch-ua-model": "\"\""]) == "iPhone")
    }

    @Test func `without rules or a user agent nothing is claimed`() throws {
        let unknown = Browser(observed: ObservedRequest(address: ""), reported: nil, rules: try Self.rules.get())
        #expect(unknown.software == nil && unknown.system == nil && unknown.isMobile == nil)
        let named = ObservedRequest(address: "", userAgent: Self.chrome)
        #expect(Browser(observed: named, reported: nil, rules: nil).software == nil)
    }
}
