import HTTPTypes
import HummingbirdTesting
import NIOCore
import SignetModel
import SignetService
import SignetStorage
import Testing

@testable import SignetServer

struct KeyLimitTests {
    private let policy = HTTPField.Name("RateLimit-Policy")!
    private let limit = HTTPField.Name("RateLimit")!

    @Test func `requests are counted by key, and what is left is told`() async throws {
        let test = try TestSignet { configuration in
            configuration.limits.countsRequests = true
            configuration.limits.requestsPerSecond = 2
        }
        let (_, key) = try await test.account()
        let (_, other) = try await test.account("Other")
        try await test.serve { [policy, limit] client async throws in
            func get(_ key: String, _ path: String = "/v1/account") async throws -> TestResponse {
                try await client.execute(uri: path, method: .get, headers: [.authorization: basic(key)])
            }
            let first = try await get(key)
            #expect(first.headers[policy] == #""key";q=4;w=2"#)
            #expect(first.headers[limit] == #""key";r=3;t=1"#)
            for _ in 0..<3 { #expect(try await get(key).status == .ok) }
            let refused = try await get(key)
            #expect(refused.status == .tooManyRequests)
            #expect(refused.headers[.retryAfter] == "1")
            #expect(refused.headers[.contentType] == "application/problem+json")
            #expect(try await get(other).status == .ok)

            let certificate = try await get(key, "/0123456789012345678901234567890123456789/validate")
            #expect(certificate.status == .tooManyRequests)
            #expect(String(buffer: certificate.body) == #"{"outcome":"error","reason":"Too many requests"}"#)
            test.advance(by: .seconds(1))
            #expect(try await get(key).headers[limit] == #""key";r=1;t=2"#)
        }
    }

    @Test func `one too many is told as its version tells errors`() async throws {
        let test = try TestSignet { configuration in
            configuration.limits.countsRequests = true
            configuration.limits.requestsPerSecond = 1
        }
        let (_, key) = try await test.account { $0.apiVersion = .three }
        let id = "0123456789012345678901234567890123456789"
        try await test.serve { client async throws in
            func ask(_ path: String, _ version: String?) async throws -> TestResponse {
                var headers: HTTPFields = [.authorization: basic(key), .contentType: "application/json"]
                if let version { headers[.apiVersion] = version }
                return try await client.execute(uri: path, method: .post, headers: headers)
            }
            for _ in 0..<2 { #expect(try await ask("/\(id)", nil).status == .notFound) }
            for (path, version) in [("/\(id)", "3.0"), ("/\(id)/", "2.0"), ("/\(id)", nil), ("/\(id)/peek", nil)] {
                let refused = try await ask(path, version)
                #expect(refused.status == .tooManyRequests)
                #expect(
                    String(buffer: refused.body)
                        == #"{"errors":{"detail":"Too many requests"},"message":"Too many requests"}"#)
                #expect(refused.headers[HTTPField.Name("X-Runtime")!] != nil)
                #expect(refused.headers[.retryAfter] != nil)
            }
            let four = try await ask("/\(id)", "4.0")
            #expect(String(buffer: four.body) == #"{"outcome":"error","reason":"Too many requests"}"#)
        }
    }

    @Test func `a request without a key is not counted here`() async throws {
        let test = try TestSignet { $0.limits.countsRequests = true }
        try await test.serve { [limit] client async throws in
            #expect(try await client.execute(uri: "/health/live", method: .get).headers[limit] == nil)
        }
    }
}
