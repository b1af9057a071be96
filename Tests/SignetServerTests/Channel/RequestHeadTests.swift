import NIOCore
import SignetModel
import Testing

@testable import SignetServer

struct RequestHeadTests {
    private static let plain =
        "POST /v1/x?a=1 HTTP/1.1\r\nHost: signet.example\r\nContent-Length: 12\r\nUser-Agent: \t Test/1 \r\n"
        + "Origin: https://forms.example\r\nReferer: https://forms.example/quote?email=a@b.example#top\r\n"
        + "Sec-CH-UA-Platform: \"Linux\"\r\nAccept-Encoding: br, GZIP\r\nX-Forwarded-For: 192.0.2.1, 198.51.100.7\r\n\r\n"

    private func read(_ text: String) -> RequestHead.Outcome { RequestHead.read(ByteBuffer(string: text)) }

    private func isUnusual(_ text: String) -> Bool {
        if case .unusual = read(text) { true } else { false }
    }

    @Test func `a plain head is read, up to its empty line`() throws {
        guard case .head(let head, let length) = read(Self.plain + "and more") else {
            Issue.record("not read")
            return
        }
        #expect(length == Self.plain.utf8.count)
        #expect(head.method == .post && head.path.text == "/v1/x" && head.query.text == "a=1")
        #expect(head.contentLength == 12 && head.isKeepAlive && head.acceptsGzip && !head.expectsContinue)
        #expect(head.observed.userAgent == "Test/1")
        #expect(head.observed.origin == "https://forms.example")
        #expect(head.observed.referer == "https://forms.example/quote")
        #expect(head.observed.clientHints == ["sec-ch-ua-platform": "\"Linux\""])
        #expect(head.observed.forwarded == ["192.0.2.1", "198.51.100.7"])
    }

    @Test func `any part of a head is incomplete`() {
        let bytes = Array(Self.plain.utf8)
        for count in 0..<bytes.count {
            guard case .incomplete = RequestHead.read(ByteBuffer(bytes: bytes.prefix(count))) else {
                Issue.record("\(count) bytes were no part")
                return
            }
        }
    }

    @Test(arguments: [
        "GET / HTTP/1.0\r\n\r\n", "GET / HTTP/2.0\r\n\r\n", "GET http://a.example/ HTTP/1.1\r\n\r\n",
        "GET  / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\nHost: x\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\n\r\n", "\r\nGET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n", "GET / HTTP/1.1\r\nA : b\r\n\r\n", "GET / HTTP/1.1\r\nno colon\r\n\r\n",
        "GET / HTTP/1.1\r\n: empty\r\n\r\n", "GET / HTTP/1.1\r\nA: b\rc\r\n\r\n",
        "GET / HTTP/1.1\r\nA: b\u{0}c\r\n\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", "GET / HTTP/1.1\r\nUpgrade: h2c\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 1, 1\r\n\r\n", "POST / HTTP/1.1\r\nContent-Length:\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: +1\r\n\r\n", "POST / HTTP/1.1\r\nContent-Length: 9999999999999999\r\n\r\n",
        "GET / HTTP/1.1\r\nConnection: upgrade\r\n\r\n", "GET / HTTP/1.1\r\nExpect: 200-maybe\r\n\r\n",
        "GET /\u{1} HTTP/1.1\r\n\r\n", "GET /\u{FC} HTTP/1.1\r\n\r\n",
    ])
    func `what is unusual is left to the decoder`(text: String) {
        #expect(isUnusual(text))
    }

    @Test func `a head without an end is unusual once it is too long`() {
        #expect(isUnusual("GET / HTTP/1.1\r\n" + String(repeating: "a: b\r\n", count: 4_000)))
    }

    @Test func `no bytes make it fail, and what it reads it reads alike whatever follows`() {
        var random = SystemRandomNumberGenerator()
        let words = [
            "GET", "POST", " ", "/", "?", "HTTP/1.1", "\r\n", "\r", "\n", "\r\n\r\n", ":", "content-length", "0", "17",
            "connection", "close", "a", "%", "\u{0}", "\u{FF}", "host: x",
        ]
        for _ in 0..<20_000 {
            let text =
                "GET / HTTP/1.1\r\n"
                + (0..<Int.random(in: 0...12, using: &random)).map { _ in words.randomElement(using: &random)! }
                .joined()
            guard case .head(_, let length) = read(text) else { continue }
            guard case .head(_, length) = read(text + "x") else {
                Issue.record("\(text.debugDescription) is read in two ways")
                return
            }
        }
    }
}

struct BatchTargetTests {
    private let id = CertificateID(bytes: Array(repeating: 0xAB, count: 20))

    private func target(_ path: String) -> BatchTarget? { BatchTarget(path: Array(path.utf8)[...]) }

    @Test func `the path of a batch names certificate and sequence`() {
        #expect(target("/v1/certificates/\(id)/events/17")?.certificate == id)
        #expect(target("/v1/certificates/\(id)/events/17")?.sequence == 17)
        #expect(target("/v1/certificates/\(id.description.uppercased())/events/9999")?.sequence == 9_999)
        for text in ["", "x", "10000", "-1", "+1", "1.0", "99999999999999999999"] {
            let found = target("/v1/certificates/\(id)/events/\(text)")
            #expect(found != nil && found?.sequence == nil)
        }
    }

    @Test func `any other path is none of a batch`() {
        for path in [
            "/v1/certificates/\(id)", "/v1/certificates/\(id)/events/1/2", "/v1/certificates/\(id)0/events/1",
            "/v1/certificates/zz\(id.description.dropFirst(2))/events/1", "/V1/certificates/\(id)/events/1", "",
        ] { #expect(target(path) == nil) }
    }
}

struct QueryItemsTests {
    private func items(_ query: String) -> [[String]] {
        QueryItems(Array(query.utf8)[...]).map { [$0.name, $0.value].map { QueryItems.decoded($0)[...].text } }
    }

    @Test func `names and values come in their order, decoded`() {
        #expect(
            items("a=1&b=&c&&a=%C3%BC+%2B&d=x=y") == [
                ["a", "1"], ["b", ""], ["c", ""], ["a", "ü +"], ["d", "x=y"],
            ])
        #expect(items("") == [])
        #expect(items("a=%&b=%4&c=%zz") == [["a", "%"], ["b", "%4"], ["c", "%zz"]])
    }
}

struct ClientAddressTests {
    private func address(peer: String, forwarded: String?, trusted: [String]) -> String {
        var headers = ObservedHeaders()
        if let forwarded { headers.note(Array("X-Forwarded-For".utf8)[...], Array(forwarded.utf8)[...]) }
        let client = ClientAddress(trustedProxies: trusted.compactMap { AddressRange($0) })
        return client.observed(headers, peer: Peer(peer)).address
    }

    @Test func `a header of a peer that is no proxy of ours says nothing`() {
        #expect(address(peer: "203.0.113.9", forwarded: "192.0.2.1", trusted: []) == "203.0.113.9")
        #expect(address(peer: "203.0.113.9", forwarded: "192.0.2.1", trusted: ["10.0.0.0/8"]) == "203.0.113.9")
    }

    @Test func `behind proxies it is the rightmost address that none of them has`() {
        let trusted = ["10.0.0.0/8", "2001:db8::/32"]
        #expect(address(peer: "10.0.0.1", forwarded: "192.0.2.1", trusted: trusted) == "192.0.2.1")
        #expect(address(peer: "10.0.0.1", forwarded: "6.6.6.6, 192.0.2.1, 10.2.3.4", trusted: trusted) == "192.0.2.1")
        #expect(address(peer: "10.0.0.1", forwarded: "6.6.6.6,192.0.2.1, 2001:db8::5", trusted: trusted) == "192.0.2.1")
        #expect(address(peer: "::ffff:10.0.0.1", forwarded: "2001:DB9::1", trusted: trusted) == "2001:db9::1")
        #expect(address(peer: "10.0.0.1", forwarded: nil, trusted: trusted) == "10.0.0.1")
        #expect(address(peer: "10.0.0.1", forwarded: "6.6.6.6, nonsense", trusted: trusted) == "10.0.0.1")
        #expect(address(peer: "10.0.0.1", forwarded: "10.0.0.2, 10.0.0.3", trusted: trusted) == "10.0.0.2")
    }
}
