import SignetModel
import Testing

struct WebhookSecretTests {
    @Test func `a message is signed as the specification says`() throws {
        let secret = try #require(WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        // Computed with Python's hmac.
        #expect(
            secret.signature(
                id: "msg_p5jXN8AQM9LWM0D4loKWxJek", at: Timestamp(milliseconds: 1_795_435_200_999),
                body: Array(
                    #"{"type":"retention.created","timestamp":"2026-11-23T12:00:00Z","data":{"domain":"münchen.example"}}"#
                        .utf8)
            ) == "v1,GCzW58obcZgDmfHdBy7+K6t/5/1OvuYsIchO3MeUoNo=")
    }

    @Test func `new secrets are 32 bytes that nobody had before`() throws {
        let secret = WebhookSecret.generate()
        #expect(secret.text.hasPrefix("whsec_"))
        #expect(secret.text.count == 6 + 44)
        #expect(WebhookSecret(secret.text) == secret)
        #expect(WebhookSecret.generate() != secret)
    }

    @Test(arguments: ["", "whsec_", "whsec_c2hvcnQ=", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_*"])
    func `what is no secret is none`(text: String) {
        #expect(WebhookSecret(text) == nil)
    }

    @Test func `a secret at rest opens with the operator's secret, as its own endpoint's, and not otherwise`() throws {
        let (operators, other) = (Secret.generate(), Secret.generate())
        let secret = WebhookSecret.generate()
        let sealed = try secret.sealed(with: operators, for: "wh_1")
        #expect(try WebhookSecret(sealed: sealed, with: operators, for: "wh_1") == secret)
        #expect(throws: (any Error).self) { try WebhookSecret(sealed: sealed, with: operators, for: "wh_2") }
        #expect(throws: (any Error).self) { try WebhookSecret(sealed: sealed, with: other, for: "wh_1") }
        #expect(throws: (any Error).self) { try WebhookSecret(sealed: [], with: operators, for: "wh_1") }
    }
}
