import Logging
import NIOConcurrencyHelpers
import SignetModel
import SignetService
import SignetStorage
import Testing

@testable import SignetServer

struct WebhookDeliveryTests {
    private func setUp(
        _ urls: [String], networks: [String] = []
    ) async throws -> (test: TestSignet, receiver: WebhookReceiver, endpoints: [WebhookEndpoint], account: Account) {
        let receiver = WebhookReceiver()
        let test = try TestSignet(webhookTransport: receiver.transport) { configuration in
            configuration.webhookNetworks = networks.compactMap { AddressRange($0) }
        }
        let (account, _) = try await test.account()
        var endpoints: [WebhookEndpoint] = []
        for url in urls {
            endpoints.append(
                try await test.signet.webhooks.add(url, events: nil, description: nil, to: account).endpoint)
        }
        return (test, receiver, endpoints, account)
    }

    private func last(_ test: TestSignet, of endpoint: WebhookEndpoint) async throws -> WebhookDelivery {
        try #require(try await test.signet.webhooks.deliveries(of: endpoint, limit: 1).first)
    }

    // MARK: Failures

    @Test func `a failed message comes again when its time has come`() async throws {
        let (test, receiver, endpoints, _) = try await setUp(["https://hooks.example/"])
        receiver.answer(500)
        _ = try await test.signet.webhooks.test(endpoints[0])
        #expect(try await test.embedded.jobs.deliverWebhooks() == 1)
        #expect(try await test.embedded.jobs.deliverWebhooks() == 0)
        test.advance(by: .seconds(6))
        #expect(try await test.embedded.jobs.deliverWebhooks() == 1)
        test.advance(by: .minutes(4))
        #expect(try await test.embedded.jobs.deliverWebhooks() == 0)
        test.advance(by: .minutes(2))
        receiver.answer(200)
        #expect(try await test.embedded.jobs.deliverWebhooks() == 1)
        let delivery = try await last(test, of: endpoints[0])
        #expect(delivery.state == .delivered)
        #expect(delivery.attempts == 3)
        #expect(Set(receiver.messages.map(\.body)).count == 1)
    }

    @Test func `an endpoint that is gone is disabled`() async throws {
        let (test, receiver, endpoints, account) = try await setUp(["https://hooks.example/"])
        receiver.answer(410)
        _ = try await test.signet.webhooks.test(endpoints[0])
        #expect(try await test.embedded.jobs.deliverWebhooks() == 1)
        #expect(try await !test.signet.webhooks.show(endpoints[0].id, of: account).isEnabled)
        #expect(try await last(test, of: endpoints[0]).state == .failed)
    }

    @Test(arguments: [204, 500, 410])
    func `a message that is replayed while it is under way is sent once more`(status: Int) async throws {
        let (test, receiver, endpoints, account) = try await setUp(["https://hooks.example/"])
        let delivery = try await test.signet.webhooks.test(endpoints[0])
        receiver.answer { _ in
            test.advance(by: .seconds(1))
            receiver.answer(204)
            _ = try await test.signet.webhooks.replay(delivery.id, of: endpoints[0])
            return WebhookResponse(status: status)
        }
        _ = try await test.embedded.jobs.deliverWebhooks()
        if status == 410 {
            #expect(try await !test.signet.webhooks.show(endpoints[0].id, of: account).isEnabled)
            #expect(try await last(test, of: endpoints[0]).state == .pending)
        } else {
            #expect(receiver.messages.map { $0.header("webhook-id") } == [delivery.id, delivery.id])
            #expect(try await last(test, of: endpoints[0]).state == .delivered)
            #expect(try await last(test, of: endpoints[0]).attempts == 1)
        }
    }

    @Test func `the list tells why there was no answer`() async throws {
        let (test, receiver, endpoints, _) = try await setUp(["https://hooks.example/"])
        receiver.answer { _ in throw WebhookSendError("no connection could be made") }
        _ = try await test.signet.webhooks.test(endpoints[0])
        _ = try await test.embedded.jobs.deliverWebhooks()
        let delivery = try await last(test, of: endpoints[0])
        #expect(delivery.error == "no connection could be made")
        #expect(delivery.status == nil)
        #expect(delivery.state == .pending)
    }

    // MARK: Side by side

    @Test(.timeLimit(.minutes(5)))
    func `an endpoint that does not answer holds up no other, and its account gets eight messages at once`()
        async throws
    {
        let slowOnes = (1...9).map { "https://slow\($0).example/" }
        let (test, receiver, endpoints, _) = try await setUp(slowOnes)
        let (account, _) = try await test.account("Quick")
        let (quickOne, _) = try await test.signet.webhooks.add(
            "https://quick.example/", events: nil, description: nil, to: account)
        let quick = AsyncStream<Void>.makeStream()
        let slow = NIOLockedValueBox(0)
        receiver.answer { request in
            if request.url.host.hasPrefix("slow") {
                slow.withLockedValue { $0 += 1 }
                try await Task.sleep(for: .seconds(600))
            }
            quick.continuation.yield()
            return WebhookResponse(status: 204)
        }
        for endpoint in endpoints + [quickOne] {
            for _ in 0..<10 { _ = try await test.signet.webhooks.test(endpoint) }
        }
        let server = Task { try await test.embedded.jobs.run() }
        var count = 0
        for await _ in quick.stream {
            count += 1
            if count == 10 { break }
        }
        #expect(slow.withLockedValue { $0 } <= 8)
        server.cancel()
        _ = await server.result
        let states = try await test.signet.webhooks.deliveries(of: endpoints[0], limit: 20).map(\.attempts)
        #expect(states == Array(repeating: 0, count: 10), "what was cut short is sent again")
    }

    @Test(.timeLimit(.minutes(5)))
    func `a running server sends what happens, without being asked`() async throws {
        let (test, receiver, endpoints, _) = try await setUp(["https://hooks.example/"])
        let arrived = AsyncStream<Void>.makeStream()
        receiver.answer { _ in
            arrived.continuation.yield()
            return WebhookResponse(status: 204)
        }
        let server = Task { try await test.embedded.jobs.run() }
        var arrivals = arrived.stream.makeAsyncIterator()
        for _ in 0..<3 {
            _ = try await test.signet.webhooks.test(endpoints[0])
            _ = await arrivals.next()
        }
        let others = Jobs(
            signet: test.signet, database: test.embedded.database,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        #expect(try await others.deliverWebhooks() == nil, "one server at a time delivers")
        server.cancel()
        _ = await server.result
    }

    // MARK: Where to

    @Test func `a name that comes to mean a private address is not followed there`() async throws {
        let (test, receiver, endpoints, _) = try await setUp(["https://rebind.example/"])
        _ = try await test.signet.webhooks.test(endpoints[0])
        _ = try await test.embedded.jobs.deliverWebhooks()
        #expect(receiver.lookups == ["rebind.example"], "one look for one attempt")
        #expect(receiver.messages.map(\.address) == [IPAddress("203.0.112.7")!])

        for addresses in [
            ["127.0.0.1"], ["10.0.0.1"], ["169.254.169.254"], ["::1"], ["203.0.112.7", "192.168.0.1"],
            ["64:ff9b::7f00:1"], [],
        ] {
            receiver.resolve(to: addresses)
            let delivery = try await test.signet.webhooks.test(endpoints[0])
            let count = receiver.lookups.count
            #expect(try await test.embedded.jobs.deliverWebhooks() == 1)
            #expect(receiver.lookups.count == count + 1)
            let told = try await test.signet.webhooks.deliveries(of: endpoints[0], limit: 20)
                .first { $0.id == delivery.id }
            #expect(told?.error?.contains("address") == true)
        }
        #expect(receiver.messages.count == 1)
    }

    @Test func `an address in the URL needs no lookup, and is checked all the same`() async throws {
        let (test, receiver, endpoints, _) = try await setUp(["http://10.1.2.3:8080/x"], networks: ["10.1.0.0/16"])
        _ = try await test.signet.webhooks.test(endpoints[0])
        _ = try await test.embedded.jobs.deliverWebhooks()
        #expect(receiver.lookups == [])
        #expect(receiver.messages.map(\.address) == [IPAddress("10.1.2.3")!])
    }
}
