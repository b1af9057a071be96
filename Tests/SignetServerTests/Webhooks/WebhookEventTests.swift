import HummingbirdTesting
import SignetModel
import SignetService
import SignetStorage
import Testing

@testable import SignetServer

struct WebhookEventTests {
    private static let retain =
        #"{"match_lead":{"email":"ada@example.com"},"retain":{"vendor":"Leads","reference":"7"}}"#

    @Test func `a retention is told once, as the account's list shows it`() async throws {
        let receiver = WebhookReceiver()
        let test = try TestSignet(webhookTransport: receiver.transport)
        let visit = try await test.visit()
        let (account, key) = try await test.account()
        let (_, others) = try await test.account("Other")
        let all = try await test.signet.webhooks.add(
            "https://a.example/", events: nil, description: nil, to: account)
        let some = try await test.signet.webhooks.add(
            "https://b.example/", events: [.retentionCreated], description: nil, to: account)
        let off = try await test.signet.webhooks.add("https://c.example/", events: nil, description: nil, to: account)
            .endpoint
        _ = try await test.signet.webhooks.set(off) { $0.isEnabled = false }
        try await test.serve { client async throws in
            for key in [key, key, others] { _ = try await client.ask(visit.id, key: key, Self.retain) }
            #expect(try await test.embedded.jobs.deliverWebhooks() == 2)
            let list = try await client.call("/v1/retentions", key: key)
            let row = try #require(list.json["retentions"]?.array?.first)
            for message in receiver.messages {
                #expect(message.json["type"] == .string("retention.created"))
                #expect(message.json["timestamp"] == .string(TestSignet.start.iso8601))
                #expect(message.json["data"] == row, "\(message.text)")
            }
            #expect(Set(receiver.messages.map(\.url.host)) == ["a.example", "b.example"])
            for (endpoint, secret) in [all, some] {
                let message = try #require(receiver.messages.first { $0.url.description == endpoint.url })
                #expect(message.isSigned(by: secret))
            }
            #expect(Set(receiver.messages.map { $0.header("webhook-id") }).count == 2)
        }
    }

    @Test func `a domain that is verified or lapses is told to its account`() async throws {
        let receiver = WebhookReceiver()
        let test = try TestSignet(webhookTransport: receiver.transport)
        let (account, _) = try await test.account()
        _ = try await test.signet.webhooks.add("https://a.example/", events: nil, description: nil, to: account)
        let domain = try await test.verify("leadsecrets.example", of: account)
        _ = try await test.signet.domains.check(domain)
        test.set(.noRecords, for: domain.domain)
        for _ in 0..<3 {
            test.advance(by: .days(2))
            _ = try await test.embedded.jobs.checkDomains()
        }
        _ = try await test.embedded.jobs.deliverWebhooks()
        #expect(
            receiver.messages.compactMap { $0.json["type"]?.string }.sorted() == ["domain.lapsed", "domain.verified"])
        #expect(receiver.messages.allSatisfy { $0.json["data"]?["domain"] == .string("leadsecrets.example") })
    }

    @Test func `a disclosure request is told to whoever answers it, and the answer to whoever asked`() async throws {
        let receiver = WebhookReceiver()
        let test = try TestSignet(webhookTransport: receiver.transport)
        let visit = try await test.visit()
        let (vendor, _) = try await test.account("Vendor")
        let (buyer, _) = try await test.account("Buyer")
        let full = try #require(try await test.signet.reader.load(visit.id))
        let masked = try #require(
            try await test.signet.retainer.retain(full, by: vendor, vendor: nil, reference: nil, isSuccess: true)
                .masked)
        for (host, account) in [("vendor", vendor), ("buyer", buyer)] {
            _ = try await test.signet.webhooks.add(
                "https://\(host).example/", events: nil, description: nil, to: account)
        }
        let certificate = try #require(try await test.signet.reader.load(masked.id))
        let request = try await test.signet.disclosures.ask(
            about: certificate, by: buyer, message: "Please.", showsName: false)
        _ = try await test.signet.disclosures.disclose(request.id, by: vendor, showsName: false)
        _ = try await test.embedded.jobs.deliverWebhooks()
        let told = receiver.messages.map { "\($0.url.host) \($0.json["type"]?.string ?? "")" }.sorted()
        #expect(told == ["buyer.example disclosure.answered", "vendor.example disclosure.requested"])
        for message in receiver.messages {
            #expect(message.json["data"]?["id"] == .string(request.id))
            #expect(!message.text.contains(visit.id.description))
            #expect(!message.text.contains(buyer.id))
        }
    }

    @Test func `of a masked certificate no byte tells where the lead came from`() async throws {
        let receiver = WebhookReceiver()
        let test = try TestSignet(webhookTransport: receiver.transport)
        let visit = try await test.visit()
        let (_, vendorKey) = try await test.account("Vendor")
        let (buyer, buyerKey) = try await test.account("Buyer")
        _ = try await test.signet.webhooks.add("https://hooks.example/", events: nil, description: nil, to: buyer)
        try await test.serve { client async throws in
            let retained = try await client.ask(
                visit.id, key: vendorKey,
                #"{"match_lead":{"email":"ada@example.com"},"retain":{"reference":"vendor-reference-1","vendor":"Secret supplier"}}"#
            )
            let url = try #require(retained.json["retain"]?["results"]?["masked_cert_url"]?.string)
            let masked = try #require(url.split(separator: "/").last)
            _ = try await client.ask(masked, key: buyerKey, Self.retain)
            #expect(try await test.embedded.jobs.deliverWebhooks() == 1)
            let message = try #require(receiver.messages.first)
            #expect(message.json["data"]?["certificate_id"] == .string(String(masked)))
            #expect(message.json["data"]?["is_masked"] == .bool(true))
            #expect(message.json["data"]?["domain"]?.string?.hasSuffix(".masked.certificates.example") == true)
            let sent = (message.headers.map { "\($0.name): \($0.value)" } + [message.text]).joined().lowercased()
            for secret in [
                "leadsecrets", "home-insurance", "offers you cover", "campaign-7781", "\(visit.id)",
                "vendor-reference-1", "secret supplier", "ada@example.com",
            ] { #expect(!sent.contains(secret)) }
        }
    }

    @Test func `a message stays small whatever labels a request has`() async throws {
        let receiver = WebhookReceiver()
        let test = try TestSignet(webhookTransport: receiver.transport)
        let visit = try await test.visit()
        let (account, _) = try await test.account()
        _ = try await test.signet.webhooks.add("https://hooks.example/", events: nil, description: nil, to: account)
        let label = String(repeating: "\u{1}", count: 4_000)
        let certificate = try #require(try await test.signet.reader.load(visit.id))
        _ = try await test.signet.retainer.retain(
            certificate, by: account, vendor: label, reference: label, isSuccess: true)
        #expect(try await test.embedded.jobs.deliverWebhooks() == 1)
        #expect(try #require(receiver.messages.first).body.count < 20_000)
    }

    @Test func `deliveries are forgotten after 30 days, and with their endpoint`() async throws {
        let test = try TestSignet(webhookTransport: WebhookReceiver().transport)
        let (account, _) = try await test.account()
        let webhooks = test.signet.webhooks
        let (endpoint, _) = try await webhooks.add("https://hooks.example/", events: nil, description: nil, to: account)
        let old = try await webhooks.test(endpoint)
        test.advance(by: .days(20))
        let young = try await webhooks.test(endpoint)
        #expect(try await webhooks.deliveries(of: endpoint, limit: 9) == [young, old])
        #expect(try await webhooks.deliveries(of: endpoint, after: young.cursor, limit: 9) == [old])
        test.advance(by: .days(10))
        _ = try await test.embedded.jobs.expire(at: test.signet.clock.now)
        #expect(try await webhooks.deliveries(of: endpoint, limit: 9) == [young])
        try await webhooks.remove(endpoint)
        #expect(try await webhooks.deliveries(of: endpoint, limit: 9) == [])
        #expect(try await test.embedded.jobs.deliverWebhooks() == 0)
    }
}
