import SignetModel
import Testing

@testable import SignetService

struct WebhookURLTests {
    @Test(arguments: [
        ("https://example.com/hooks?a=b&c=%20", "https://example.com/hooks?a=b&c=%20"),
        ("HTTPS://Example.COM", "https://example.com/"), ("https://example.com:443/x", "https://example.com/x"),
        ("https://example.com.:8443", "https://example.com:8443/"), ("https://example.com?q", "https://example.com/?q"),
        ("http://10.0.0.1:80/x", "http://10.0.0.1/x"), ("https://[2001:DB8::1]:9/x", "https://[2001:db8::1]:9/x"),
        ("https://[::ffff:127.0.0.1]/", "https://127.0.0.1/"), ("https://127.0.0.1./", "https://127.0.0.1/"),
        ("https://a_b.example/", "https://a_b.example/"),
    ])
    func `a URL is read one way`(text: String, meant: String) throws {
        #expect(try "\(WebhookURL(text))" == meant)
    }

    @Test(arguments: [
        ("", WebhookURL.Failure.malformed), ("example.com", .malformed), ("https:/example.com", .malformed),
        ("ftp://example.com/", .scheme), ("file:///etc/passwd", .scheme), ("javascript://example.com/", .scheme),
        ("https://user@example.com/", .credentials), ("https://user:pass@example.com/", .credentials),
        ("https://example.com@127.0.0.1/", .credentials), ("https://example.com/#x", .fragment),
        ("https://example.com#@127.0.0.1/", .fragment), (#"https://example.com\@127.0.0.1/"#, .malformed),
        ("https://example.com:0/", .malformed), ("https://example.com:65536/", .malformed),
        ("https://example.com:/", .malformed), ("https://example.com:80x/", .malformed),
        ("https://exa mple.com/", .malformed), ("https://example.com/\r\nHost: x", .malformed),
        ("https://münchen.example/", .malformed), ("https://example.com/%zz", .malformed),
        ("https://example.com/%2", .malformed), ("https:///x", .host), ("https://a..b/", .host),
        ("https://%31%32%37.0.0.1/", .host), ("https://[::1/", .host), ("https://[127.0.0.1x]/", .host),
        ("https://2130706433/", .host), ("https://0x7f000001/", .host), ("https://0x7f.1/", .host),
        ("https://0177.0.0.1/", .host), ("https://127.1/", .host), ("https://127.0.0.01/", .host),
        ("https://1.2.3.4.5/", .host), ("https://[fe80::1%25eth0]/", .host), ("https://[fe80::1%eth0]/", .malformed),
        ("https://example.com/" + String(repeating: "a", count: 2_000), .malformed),
        ("https://example.com?" + String(repeating: "a", count: 1_980), .malformed),
    ])
    func `what could be read in two ways is not read`(text: String, failure: WebhookURL.Failure) {
        #expect(throws: failure) { try WebhookURL(text) }
    }
}

struct WebhookReachTests {
    private func check(_ url: String, at addresses: [String], networks: [String] = []) throws {
        let reach = WebhookReach(networks: networks.compactMap { AddressRange($0) })
        try reach.check(try WebhookURL(url), at: addresses.compactMap { IPAddress($0) })
    }

    @Test func `one address that is not public is one too many`() throws {
        try check("https://a.example/", at: ["8.8.8.8", "2606:4700::1"])
        #expect(throws: WebhookReach.Refusal.notPublic) {
            try check("https://a.example/", at: ["8.8.8.8", "2606:4700::1", "127.0.0.1"])
        }
        #expect(throws: WebhookReach.Refusal.noAddress) { try check("https://a.example/", at: []) }
    }

    @Test func `the operator's networks are reached with and without TLS, others as ever`() throws {
        let networks = ["10.1.0.0/16", "fd00::/8"]
        try check("http://a.example/", at: ["10.1.2.3", "fd00::1"], networks: networks)
        try check("https://a.example/", at: ["10.1.2.3", "8.8.8.8"], networks: networks)
        #expect(throws: WebhookReach.Refusal.insecure) {
            try check("http://a.example/", at: ["8.8.8.8"], networks: networks)
        }
        #expect(throws: WebhookReach.Refusal.notPublic) {
            try check("https://a.example/", at: ["10.2.0.1"], networks: networks)
        }
    }
}
