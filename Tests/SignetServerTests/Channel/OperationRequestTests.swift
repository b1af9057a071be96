import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import SignetModel
import SignetService
import SignetStorage
import Testing

@testable import SignetServer

struct OperationRequestTests {
    private static let everything = """
        {"match_lead": {"email": "ada@example.com", "phone": ["512-555-1234", "0"]},
        "insights": {"properties": ["age_seconds", "browser", "ip", "page_url"], "scans": {"required": "free quotes"}},
        "verify": {"advertiser_name": "Acme"}, "retain": {"reference": "r"}}
        """

    private func request(_ path: String, key: String, headers: String = "", body: String, isPlain: Bool) -> String {
        let length = String(body.utf8.count, radix: isPlain ? 10 : 16)
        let framing =
            isPlain
            ? "content-length: \(length)\r\n\r\n\(body)"
            : "transfer-encoding: chunked\r\n\r\n" + (body.isEmpty ? "" : "\(length)\r\n\(body)\r\n") + "0\r\n\r\n"
        return "POST \(path) HTTP/1.1\r\nhost: x\r\nauthorization: \(basic(key))\r\n"
            + (headers.isEmpty ? "content-type: application/json\r\n" : headers) + framing
    }

    @Test func `the channel answers as the router does, to the byte`() async throws {
        let test = try TestSignet { configuration in
            configuration.limits.countsRequests = true
            configuration.limits.requestsPerSecond = 10_000
        }
        let (_, key) = try await test.account()
        let sealed = try await test.visit()
        test.advance(by: .hours(2))
        #expect(try await test.embedded.jobs.seal(by: test.signet.clock.now)?.sealed == 1)
        let visit = try await test.visit()
        let sandbox = try await test.visit(options: .sandbox)
        let absent = test.signet.issuer.issue()
        let properties = #"{"insights": {"properties": ["ip", "expires_at"]}}"#
        let requests: [(path: String, headers: String, body: String)] = [
            ("/\(sealed.id)", "", properties),
            ("/\(sealed.id)", "", properties),
            ("/\(sealed.id)", "", #"{"match_lead": {"phone": "512-555-1234"}, "insights": {"properties": ["ip"]}}"#),
            ("/\(sealed.id)", "", #"{"match_lead": {"phone": "512-555-9999"}}"#),
            ("/\(sealed.id)", "", "{}"),
            ("/\(visit.id)", "", properties),
            ("/\(visit.id)", "api-version: 4.0\r\ncontent-type: application/json; charset=utf-8\r\n", properties),
            ("/\(visit.id)?a=b", "", properties),
            ("/\(visit.id)", "", #"{"match_lead": {"email": "x@mail.example"}}"#),
            ("/\(visit.id)", "", Self.everything),
            ("/\(sandbox.id)", "", Self.everything),
            ("/\(absent.id)", "", properties),
            ("/0123456789012345678901234567890123456789", "", properties),
            ("/0.AAAA", "", properties),
            ("/\(String(repeating: "z", count: 40))", "", properties),
            ("/\(visit.id)", "", "{}"),
            ("/\(visit.id)", "", ""),
            ("/\(visit.id)", "", #"{"insights": {"properties": ["shoe_size"]}}"#),
            ("/\(visit.id)", "", #"{"insights": {"properties": ["ip"]}, "insights": {}}"#),
            ("/\(visit.id)", "", "\"\\ud800\""),
            ("/\(visit.id)", "content-type: text/plain\r\n", properties),
            ("/\(visit.id)", "content-type: application/json\r\napi-version: 9.0\r\n", properties),
        ]
        try await test.serve { client async throws in
            let port = try #require(client.port)
            await withCheckedContinuation { continuation in
                Thread.detachNewThread {
                    let connection = RawConnection(port: port)
                    // The certificate is kept, and the key known, from here on.
                    connection.send(self.request("/\(visit.id)", key: key, body: Self.everything, isPlain: false))
                    #expect(connection.response()?.status == 200)
                    for (path, headers, body) in requests {
                        let answers = [true, false].map { isPlain in
                            connection.send(
                                self.request(path, key: key, headers: headers, body: body, isPlain: isPlain))
                            let answer = connection.response()
                            let lines = answer?.head.split(separator: "\r\n").filter { line in
                                !line.hasPrefix("date: ") && !line.hasPrefix("ratelimit: ")
                            }
                            return [lines?.sorted().joined(separator: "\n"), answer?.body]
                        }
                        #expect(answers[0] == answers[1], "\(path) \(headers) \(body)")
                        #expect(answers[0][0]?.contains("ratelimit-policy: ") == true)
                    }
                    continuation.resume()
                }
            }
        }
    }

    @Test func `only the plain form of a request, by a key that is known, is answered in the channel`() async throws {
        let test = try TestSignet()
        let (account, key) = try await test.account()
        func isTaken(_ headers: [(name: String, value: String)] = [], target: String? = nil, length: Int = 10) -> Bool {
            var head = RequestHead(
                method: .post, target: target ?? "/\(String(repeating: "0", count: 40))",
                headers: [("content-type", "application/json"), ("authorization", basic(key))].filter { header in
                    !headers.contains { $0.name == header.0 }
                } + headers)
            head.contentLength = length
            return OperationRequest(head, accounts: test.signet.accounts) != nil
        }
        #expect(!isTaken())
        _ = try await test.signet.accounts.authenticate(key: key)
        #expect(isTaken())
        #expect(isTaken([("api-version", "4.0")]))
        #expect(isTaken(target: "/0.abc_-"))
        #expect(!isTaken([("api-version", "3.0")]))
        #expect(!isTaken([("content-type", "text/plain")]))
        #expect(!isTaken([("authorization", "Bearer \(key)")]))
        #expect(!isTaken(target: "/v1/retentions"))
        #expect(!isTaken(target: "/%30123456789012345678901234567890123456789"))
        #expect(!isTaken(length: 0))
        #expect(!isTaken(length: 300_000))

        _ = try await test.signet.accounts.set(account.id) { settings in
            var settings = settings
            settings.apiVersion = .three
            return settings
        }
        _ = try await test.signet.accounts.authenticate(key: key)
        #expect(!isTaken())
        #expect(isTaken([("api-version", "4.0")]))
        try await test.signet.accounts.disable(account.id)
        _ = try await test.signet.accounts.authenticate(key: key)
        #expect(!isTaken([("api-version", "4.0")]))
    }

    @Test func `too many plain requests are refused as others are`() async throws {
        let test = try TestSignet { configuration in
            configuration.limits.countsRequests = true
            configuration.limits.requestsPerSecond = 2
        }
        let (_, key) = try await test.account()
        let visit = try await test.visit()
        try await test.serve { client async throws in
            for status in [200, 200, 200, 200, 429] {
                let answer = try await client.execute(
                    uri: "/\(visit.id)", method: .post,
                    headers: [.authorization: basic(key), .contentType: "application/json"],
                    body: ByteBuffer(string: #"{"insights": {"properties": ["ip"]}}"#))
                #expect(answer.status.code == status)
                #expect((answer.headers[.retryAfter] == nil) == (status == 200))
            }
        }
    }
}
