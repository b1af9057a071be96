import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOConcurrencyHelpers
import NIOCore
import SignetModel
import SignetService
import SignetStorage
import Testing

@testable import SignetServer

/// What really leaves the machine, to a receiver on this one.
@Suite(.timeLimit(.minutes(5)))
struct WebhookSenderTests {
    private struct Received: Sendable {
        var requests: [(uri: String, headers: HTTPFields, authority: String?, body: String)] = []
    }

    /// Sends one message to a name that only the test knows.
    ///
    /// - Parameter answer: is asked with the receiver's port.
    private func deliver(
        networks: [String] = ["127.0.0.0/8"],
        answer: @escaping @Sendable (Int) -> Response = { _ in Response(status: .noContent) }
    ) async throws -> (delivery: WebhookDelivery, received: Received, lookups: [String], port: Int) {
        let received = NIOLockedValueBox(Received())
        let port = NIOLockedValueBox(0)
        let router = Router()
        router.post("**") { request, _ in
            let body = try await request.body.collect(upTo: 1 << 20)
            received.withLockedValue {
                $0.requests.append(
                    (request.uri.string, request.headers, request.head.authority, String(buffer: body)))
            }
            return answer(port.withLockedValue { $0 })
        }
        let result = NIOLockedValueBox<(WebhookDelivery, [String])?>(nil)
        let receiver = Application(router: router)
        try await Turns.servers.take {
            try await receiver.test(.live) { client in
                let number = try #require(client.port)
                port.withLockedValue { $0 = number }
                let outcome = try await send(to: number, networks: networks)
                result.withLockedValue { $0 = outcome }
            }
        }
        let (delivery, lookups) = try #require(result.withLockedValue { $0 })
        return (delivery, received.withLockedValue { $0 }, lookups, port.withLockedValue { $0 })
    }

    private func send(to port: Int, networks: [String]) async throws -> (WebhookDelivery, [String]) {
        let names = WebhookReceiver()
        names.resolve(to: ["127.0.0.1"])
        let transport = WebhookTransport(hosts: names.hosts, sender: .http)
        let test = try TestSignet(webhookTransport: transport) { configuration in
            configuration.webhookNetworks = (networks + ["10.0.0.0/8"]).compactMap { AddressRange($0) }
        }
        let (account, _) = try await test.account()
        let (endpoint, _) = try await test.signet.webhooks.add(
            "http://hooks.invalid:\(port)/in?a=%20", events: nil, description: nil, to: account)
        _ = try await test.signet.webhooks.test(endpoint)
        _ = try await test.embedded.jobs.deliverWebhooks()
        let delivery = try #require(try await test.signet.webhooks.deliveries(of: endpoint, limit: 1).first)
        return (delivery, names.lookups)
    }

    @Test func `the connection goes to the address that was checked, and the request names the host`() async throws {
        let (delivery, received, lookups, port) = try await deliver()
        #expect(delivery.state == .delivered, "\(delivery.error ?? "")")
        #expect(lookups == ["hooks.invalid"])
        let request = try #require(received.requests.first)
        #expect(request.authority == "hooks.invalid:\(port)")
        #expect(request.uri == "/in?a=%20")
        #expect(request.headers[.contentType] == "application/json")
        #expect(request.body == String(decoding: delivery.body, as: UTF8.self))
    }

    @Test func `nothing is sent to an address that was refused`() async throws {
        let (delivery, received, lookups, _) = try await deliver(networks: [])
        #expect(delivery.error == "the host's address is not one of the public internet")
        #expect(lookups.count == 1)
        #expect(received.requests.isEmpty)
    }

    @Test func `a redirect is a failure, and is not followed`() async throws {
        let (delivery, received, lookups, _) = try await deliver { port in
            Response(status: .temporaryRedirect, headers: [.location: "http://127.0.0.1:\(port)/elsewhere"])
        }
        #expect(delivery.status == 307)
        #expect(delivery.state == .pending)
        #expect(received.requests.count == 1)
        #expect(lookups.count == 1)
    }

    @Test func `an answer without end is not read to its end`() async throws {
        let (delivery, _, _, _) = try await deliver { _ in
            Response(
                status: .ok,
                body: ResponseBody { writer in
                    while true { try await writer.write(ByteBuffer(repeating: 7, count: 1 << 16)) }
                })
        }
        #expect(delivery.state == .delivered)
    }

    @Test func `where nobody listens, the list says so`() async throws {
        let (delivery, _) = try await send(to: 9, networks: ["127.0.0.0/8"])
        #expect(delivery.error == "no connection could be made")
    }
}
