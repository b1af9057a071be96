import HTTPTypes
import HummingbirdTesting
import NIOCore
import SignetModel
import SignetService
import SignetStorage
import Testing

@testable import SignetServer

struct WebhookAPITests {
    private static let path = "/v1/webhooks"

    private func added(
        _ client: any TestClientProtocol, key: String, _ body: String = #"{"url":"https://hooks.example/signet"}"#
    ) async throws -> (path: String, secret: WebhookSecret) {
        let answer = try await client.call(Self.path, .post, key: key, body)
        #expect(answer.status == 201, "\(answer.text)")
        return (
            "\(Self.path)/\(try #require(answer.json["id"]?.string))",
            try #require(answer.json["secret"]?.string.flatMap { WebhookSecret($0) })
        )
    }

    @Test func `an endpoint is added, shown, changed and removed, and its secret is told once`() async throws {
        let test = try TestSignet()
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            let (path, secret) = try await added(
                client, key: key,
                #"{"url":"https://Hooks.example:443","events":["retention.created"],"description":"CRM"}"#)
            let shown = try await client.call(path, key: key)
            #expect(shown.status == 200)
            #expect(shown.json["url"] == .string("https://hooks.example/"))
            #expect(shown.json["events"]?.array == [.string("retention.created")])
            #expect(shown.json["description"] == .string("CRM"))
            #expect(shown.json["enabled"] == .bool(true))
            #expect(shown.json["created_at"] == .string(TestSignet.start.iso8601))
            #expect(!shown.text.contains(secret.text))
            let list = try await client.call(Self.path, key: key)
            #expect(list.json["webhooks"]?.array == [shown.json])
            #expect(list.json["next_cursor"] == .null)
            let changed = try await client.call(
                path, .patch, key: key,
                #"{"url":"https://other.example/","events":null,"description":null,"enabled":false}"#)
            #expect(changed.json["url"] == .string("https://other.example/"))
            #expect(changed.json["events"] == .null)
            #expect(changed.json["enabled"] == .bool(false))
            #expect(try await client.call(path, .patch, key: key, "{}").json == changed.json)
            #expect(try await client.call(path, .delete, key: key).status == 204)
            #expect(try await client.call(path, key: key).status == 404)
        }
    }

    @Test(arguments: [
        "{}", "[]", "7", #"{"url":null}"#, #"{"url":"hooks.example"}"#, #"{"url":"http://hooks.example/"}"#,
        #"{"url":"https://user:pass@hooks.example/"}"#, #"{"url":"https://hooks.example/#a"}"#,
        #"{"url":"https://127.0.0.1/"}"#, #"{"url":"https://2130706433/"}"#, #"{"url":"https://[::1]/"}"#,
        #"{"url":"https://[::ffff:10.0.0.1]/"}"#, #"{"url":"https://169.254.169.254/latest"}"#,
        #"{"url":"https://hooks.example/","events":[]}"#,
        #"{"url":"https://hooks.example/","events":["webhook.test"]}"#,
        #"{"url":"https://hooks.example/","events":["nothing.happened"]}"#,
        #"{"url":"https://hooks.example/","events":"retention.created"}"#,
        #"{"url":"https://hooks.example/","description":7}"#, #"{"url":"https://hooks.example/","enabled":"yes"}"#,
        #"{"url":"https://hooks.example/","secret":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}"#,
    ])
    func `what is no endpoint is refused, and nothing changes`(body: String) async throws {
        let test = try TestSignet()
        let (account, key) = try await test.account()
        let (endpoint, _) = try await test.signet.webhooks.add(
            "https://known.example/", events: nil, description: nil, to: account)
        try await test.serve { client async throws in
            let added = try await client.call(Self.path, .post, key: key, body)
            #expect(added.status == 400, "\(added.text)")
            #expect(added.json["detail"]?.string?.isEmpty == false)
            // An empty change is none.
            if body != "{}" {
                #expect(try await client.call("\(Self.path)/\(endpoint.id)", .patch, key: key, body).status == 400)
            }
        }
        #expect(try await test.signet.webhooks.list(of: account, limit: 9) == [endpoint])
    }

    @Test func `the description names every event`() throws {
        let document = try JSONValue(parsing: Array(OpenAPIDocument.text.utf8))
        let schemas = document["components"]?["schemas"]
        let described = schemas?["WebhookDelivery"]?["properties"]?["type"]?["enum"]?.array?.compactMap(\.string)
        #expect(described?.sorted() == WebhookEventType.allCases.map(\.rawValue).sorted())
        let choices = schemas?["NewWebhook"]?["properties"]?["events"]?["items"]?["enum"]?.array?.compactMap(\.string)
        #expect(choices?.sorted() == WebhookEventType.choices.map(\.rawValue).sorted())
    }

    @Test func `an account has ten endpoints at most`() async throws {
        let test = try TestSignet()
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            for _ in 0..<10 { _ = try await added(client, key: key) }
            let more = try await client.call(Self.path, .post, key: key, #"{"url":"https://hooks.example/"}"#)
            #expect(more.status == 409)
            #expect(more.json["detail"] == .string("an account has at most 10 webhooks"))
            let first = try await client.call(Self.path + "?limit=7", key: key)
            #expect(first.json["webhooks"]?.array?.count == 7)
            let cursor = try #require(first.json["next_cursor"]?.string)
            let rest = try await client.call(Self.path + "?limit=7&cursor=\(cursor)", key: key)
            #expect(rest.json["webhooks"]?.array?.count == 3)
        }
    }

    @Test func `deliveries come in pages, and a cursor of nobody's is refused`() async throws {
        let test = try TestSignet(webhookTransport: WebhookReceiver().transport)
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            let (path, _) = try await added(client, key: key)
            for _ in 0..<3 { _ = try await client.call(path + "/test", .post, key: key) }
            let first = try await client.call(path + "/deliveries?limit=2", key: key)
            let cursor = try #require(first.json["next_cursor"]?.string)
            let rest = try await client.call(path + "/deliveries?limit=2&cursor=\(cursor)", key: key)
            #expect(rest.json["deliveries"]?.array?.count == 1)
            #expect(try await client.call(path + "/deliveries?cursor=nonsense", key: key).status == 400)
        }
    }

    @Test func `another account's endpoints and deliveries are not found`() async throws {
        let test = try TestSignet(webhookTransport: WebhookReceiver().transport)
        let (_, key) = try await test.account()
        let (_, strangersKey) = try await test.account("Stranger")
        try await test.serve { client async throws in
            let (path, _) = try await added(client, key: key)
            let (own, _) = try await added(client, key: strangersKey)
            let delivery = try #require(try await client.call(path + "/test", .post, key: key).json["id"]?.string)
            let calls: [(String, HTTPRequest.Method, String?)] = [
                ("", .get, nil), ("", .patch, "{}"), ("", .delete, nil), ("/rotate-secret", .post, nil),
                ("/test", .post, nil), ("/deliveries", .get, nil), ("/deliveries/\(delivery)/replay", .post, nil),
            ]
            for (part, method, body) in calls {
                #expect(try await client.call(path + part, method, key: strangersKey, body).status == 404, "\(part)")
                #expect(try await client.call(path + part, method, key: nil, body).status == 401, "\(part)")
            }
            _ = try await test.embedded.jobs.deliverWebhooks()
            let replay = "\(own)/deliveries/\(delivery)/replay"
            #expect(try await client.call(replay, .post, key: strangersKey).status == 404)
            let deliveries = try await client.call(path + "/deliveries", key: key)
            #expect(deliveries.json["deliveries"]?.array?.map { $0["state"]?.string } == ["delivered"])
        }
    }

    @Test func `a test is sent, listed and sent again as the same message`() async throws {
        let receiver = WebhookReceiver()
        let test = try TestSignet(webhookTransport: receiver.transport)
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            let (path, secret) = try await added(client, key: key)
            let sent = try await client.call(path + "/test", .post, key: key)
            #expect(sent.status == 202)
            #expect(sent.json["state"] == .string("pending"))
            #expect(sent.json["next_attempt_at"] == .string(TestSignet.start.iso8601))
            #expect(try await test.embedded.jobs.deliverWebhooks() == 1)
            let first = try #require(receiver.messages.first)
            #expect(first.header("webhook-id") == sent.json["id"]?.string)
            #expect(first.header("webhook-timestamp") == "\(TestSignet.start.seconds)")
            #expect(first.header("content-type") == "application/json")
            #expect(first.header("user-agent")?.hasPrefix("Signet") == true)
            #expect(first.isSigned(by: secret))
            #expect(first.json["type"] == .string("webhook.test"))
            #expect(first.json["timestamp"] == .string(TestSignet.start.iso8601))

            test.advance(by: .hours(1))
            let id = try #require(sent.json["id"]?.string)
            let replayed = try await client.call("\(path)/deliveries/\(id)/replay", .post, key: key)
            #expect(replayed.status == 202)
            #expect(try await test.embedded.jobs.deliverWebhooks() == 1)
            let second = receiver.messages[1]
            #expect(second.header("webhook-id") == id)
            #expect(second.body == first.body)
            #expect(second.header("webhook-timestamp") == "\((TestSignet.start + .hours(1)).seconds)")
            #expect(second.isSigned(by: secret))
            #expect(second.header("webhook-signature") != first.header("webhook-signature"))
            let list = try await client.call(path + "/deliveries", key: key)
            let row = try #require(list.json["deliveries"]?.array?.first)
            #expect(list.json["deliveries"]?.array?.count == 1)
            #expect(row["state"] == .string("delivered"))
            #expect(row["attempts"]?.integer == 1)
            #expect(row["last_status"]?.integer == 204)
            #expect(row["next_attempt_at"] == .null)
        }
    }

    @Test func `old and new secret sign for a day after a rotation, and then the new one alone`() async throws {
        let receiver = WebhookReceiver()
        let test = try TestSignet(webhookTransport: receiver.transport)
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            let (path, old) = try await added(client, key: key)
            let rotated = try await client.call(path + "/rotate-secret", .post, key: key)
            #expect(rotated.status == 200)
            let new = try #require(rotated.json["secret"]?.string.flatMap { WebhookSecret($0) })
            for hours: Int64 in [0, 23, 1] {
                test.advance(by: .hours(hours))
                _ = try await client.call(path + "/test", .post, key: key)
                #expect(try await test.embedded.jobs.deliverWebhooks() == 1)
            }
            #expect(receiver.messages.map { $0.isSigned(by: new) } == [true, true, true])
            #expect(receiver.messages.map { $0.isSigned(by: old) } == [true, true, false])
        }
    }

    @Test func `to a disabled endpoint nothing is sent until it is enabled`() async throws {
        let receiver = WebhookReceiver()
        let test = try TestSignet(webhookTransport: receiver.transport)
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            let (path, _) = try await added(client, key: key)
            let sent = try await client.call(path + "/test", .post, key: key)
            _ = try await client.call(path, .patch, key: key, #"{"enabled":false}"#)
            #expect(try await test.embedded.jobs.deliverWebhooks() == 0)
            #expect(try await client.call(path + "/test", .post, key: key).status == 409)
            let replay = "\(path)/deliveries/\(try #require(sent.json["id"]?.string))/replay"
            #expect(try await client.call(replay, .post, key: key).status == 409)
            _ = try await client.call(path, .patch, key: key, #"{"enabled":true}"#)
            #expect(try await test.embedded.jobs.deliverWebhooks() == 1)
        }
    }
}
