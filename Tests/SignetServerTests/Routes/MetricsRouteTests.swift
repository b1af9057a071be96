import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import SignetModel
import SignetService
import Testing

@testable import SignetServer

struct MetricsRouteTests {
    private func metrics(_ client: any TestClientProtocol, _ headers: HTTPFields = [:]) async throws -> TestResponse {
        try await client.execute(uri: "/metrics", method: .get, headers: headers)
    }

    /// The samples of the text, by name and labels.
    private func samples(_ response: TestResponse) throws -> [String: Double] {
        var declared: Set<Substring> = []
        var samples: [String: Double] = [:]
        for line in String(buffer: response.body).split(separator: "\n") {
            let words = line.split(separator: " ")
            if line.hasPrefix("# TYPE ") {
                #expect(declared.insert(words[2]).inserted, "\(words[2]) is declared once")
            } else if !line.hasPrefix("#") {
                let name = try #require(line.split(whereSeparator: { $0 == "{" || $0 == " " }).first)
                let family = ["_bucket", "_sum", "_count"].first { name.hasSuffix($0) && !declared.contains(name) }
                #expect(declared.contains(name.dropLast(family?.count ?? 0)), "\(name) is declared before its samples")
                let value = Double(String(words[words.count - 1]))
                #expect(value != nil, "\(line) ends with a number")
                samples[words.dropLast().joined(separator: " ")] = value
            }
        }
        return samples
    }

    @Test func `requests are counted by route, method and status, and by how long they took`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            _ = try await client.execute(uri: "/certify.js", method: .get)
            _ = try await client.execute(
                uri: "/v1/certificates/\(visit.id)/events/1?token=no", method: .post, body: ByteBuffer(string: "[12]"))
            let question = ByteBuffer(string: #"{"insights":{"properties":["ip"]}}"#)
            for _ in 0..<3 {
                _ = try await client.execute(
                    uri: "/\(visit.id)", method: .post,
                    headers: [
                        .authorization: basic(key),
                        .contentType: "application/json",
                    ], body: question)
            }
            _ = try await client.execute(uri: "/not/there/\(visit.id)", method: .get)

            let response = try await metrics(client)
            #expect(
                response.status == .ok && response.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
            let samples = try samples(response)
            let batches = #"route="/v1/certificates/{certificate}/events/{sequence}",method="POST""#
            let expected: [String: Double] = [
                #"signet_http_requests_total{route="/certify.js",method="GET",status="200"}"#: 1,
                "signet_http_requests_total{\(batches),status=\"403\"}": 1,
                #"signet_http_requests_total{route="/{certificate}",method="POST",status="200"}"#: 3,
                #"signet_http_requests_total{route="none",method="GET",status="404"}"#: 1,
                "signet_http_request_duration_seconds_count{\(batches)}": 1,
                "signet_http_request_duration_seconds_bucket{\(batches),le=\"+Inf\"}": 1,
                "signet_batch_bytes_total": 4,
            ]
            for (name, value) in expected { #expect(samples[name] == value, "\(name)") }
            #expect(samples["signet_staging_bytes"] ?? 0 > 0)
            #expect(samples["process_resident_memory_bytes"] ?? 0 > 1_000_000)
            #expect(!samples.keys.contains { $0.contains("\(visit.id)") })
        }
    }

    @Test func `background work is counted`() async throws {
        let test = try TestSignet()
        _ = try await test.visit()
        test.advance(by: .days(2))
        _ = try await test.embedded.jobs.seal(by: test.signet.clock.now)
        try await test.serve { client async throws in
            #expect(try samples(try await metrics(client))["signet_sealed_total"] == 1)
        }
    }

    @Test func `only networks that the operator named are told`() async throws {
        let closed = try TestSignet { $0.metricsNetworks = [AddressRange("10.0.0.0/8")!] }
        try await closed.serve { client async throws in
            #expect(try await metrics(client).status == .forbidden)
        }
        let forwarded = HTTPField.Name("X-Forwarded-For")!
        let open = try TestSignet()
        try await open.serve { client async throws in
            #expect(try await metrics(client).status == .ok)
            #expect(try await metrics(client, [forwarded: "203.0.113.9"]).status == .forbidden)
            #expect(try await metrics(client, [forwarded: "127.0.0.1"]).status == .forbidden)
        }
        let behindProxy = try TestSignet { configuration in
            configuration.trustedProxies = ServiceConfiguration.loopback
            configuration.metricsNetworks = [AddressRange("203.0.113.9")!]
        }
        try await behindProxy.serve { client async throws in
            #expect(try await metrics(client, [forwarded: "203.0.113.9"]).status == .ok)
            #expect(try await metrics(client, [forwarded: "203.0.113.10"]).status == .forbidden)
            #expect(try await metrics(client).status == .forbidden)
        }
    }
}
