import HTTPTypes
import HummingbirdTesting
import NIOCore
import SignetModel
import SignetService
import SignetStorage
import Testing

@testable import SignetServer

struct MetaCertificateTests {
    private static let payload = """
        {"form_id":444444444444,"leadgen_id":"555","created_time":\(TestSignet.start.seconds - 60),
         "disclaimer":"By submitting I agree that  Acme calls me.","checkboxes":[{"text":"Text me too","is_checked":true}],
         "questions":["What is your phone number?"]}
        """

    private func made(_ client: any TestClientProtocol, key: String) async throws -> String {
        let answer = try await client.call("/v1/certificates/meta", .post, key: key, Self.payload)
        #expect(answer.status == 201)
        #expect(answer.json["expires_at"] == .string((TestSignet.start - .seconds(60) + .days(90)).iso8601))
        return try #require(answer.json["id"]?.string)
    }

    @Test func `age, expiry and the words of the form are known, and nothing else`() async throws {
        let test = try TestSignet()
        let (_, key) = try await test.account()
        let properties = InsightProperty.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ",")
        try await test.serve { client async throws in
            let id = try await made(client, key: key)
            let answer = try await client.ask(
                id, key: key,
                #"{"insights":{"properties":[\#(properties)],"scans":{"required":["agree that acme","text me too"],"forbidden":"phone number"}}}"#
            )
            #expect(answer.json["outcome"] == .string("success"))
            let told = answer.json["insights"]?["properties"]?.members ?? []
            #expect(
                told.filter { !$0.value.isNull }.map(\.key) == [
                    "age_seconds", "confirmed_owner", "created_at", "expires_at",
                ])
            #expect(answer.json["insights"]?["properties"]?["age_seconds"]?.integer == 60)
            #expect(
                answer.json["insights"]?["properties"]?["confirmed_owner"]
                    == .string("Buyer"))
            let validity = try await client.call("/\(id)/validate", key: key)
            #expect(validity.json["reason"] == .string("This is a valid Facebook certificate id"))
        }
    }

    @Test func `it is retained without a lead or with one, and never masked`() async throws {
        let test = try TestSignet()
        let (account, key) = try await test.account()
        try await test.serve { client async throws in
            let id = try await made(client, key: key)
            let retained = try await client.ask(id, key: key, #"{"retain":{"vendor":"Meta"}}"#)
            #expect(retained.json["outcome"] == .string("success"))
            #expect(retained.json["retain"]?["results"]?["masked_cert_url"] == .null)
            let matched = try await client.ask(id, key: key, #"{"match_lead":{"email":"a@b.example"},"retain":{}}"#)
            #expect(matched.json["outcome"] == .string("success"))
            #expect(matched.json["match_lead"]?["result"]?["success"] == .null)
            let alone = try await client.ask(id, key: key, #"{"match_lead":{"email":"a@b.example"}}"#)
            #expect(alone.json["reason"] == .string("match_lead requires a web certificate"))
            #expect(try await client.call("/v1/certificates/\(id)/events", key: key).status == 404)
            #expect(try await client.call("/v1/retentions", key: key).json["retentions"]?.array?.count == 1)
        }
        #expect(try await test.signet.consentLanguages.list(.unreviewed, of: account, limit: 9).count == 1)
    }

    @Test func `verify asks the disclaimer, and nothing that only a page could tell`() async throws {
        let test = try TestSignet()
        let (account, key) = try await test.account()
        _ = try await test.signet.consentLanguages.add(
            "I agree that Acme calls me", status: .approved, name: nil, note: nil, to: account)
        try await test.serve { client async throws in
            let id = try await made(client, key: key)
            let answer = try await client.ask(
                id, key: key,
                #"{"verify":{"advertiser_name":"Acme","min_font_size_px_required":9,"min_contrast_ratio_required":3,"opt_in_types_allowed":["pre-selected"]}}"#
            )
            #expect(answer.json["outcome"] == .string("success"))
            let result = answer.json["verify"]?["result"]
            for name in [
                "one_to_one", "min_font_size_px_satisfied", "min_contrast_ratio_satisfied", "opt_in_types_satisfied",
            ] {
                #expect(result?[name] == .null)
            }
            #expect(result?["language_approved"] == .bool(true))
        }
    }

    @Test func `older versions answer the reduced bodies`() async throws {
        let test = try TestSignet()
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            let id = try await made(client, key: key)
            func claim(_ version: String) async throws -> JSONValue {
                try await client.ask(
                    id, key: key, #"{"reference":"42"}"#,
                    headers: [.contentType: "application/json", .apiVersion: version]
                ).json
            }
            let two = try await claim("2.0")
            #expect(
                two.members?.map(\.key).sorted() == [
                    "age", "cert", "created_at", "fingerprints", "id", "reference", "scans", "share_url", "vendor",
                    "warnings",
                ])
            #expect(two["cert"]?.members?.map(\.key) == ["cert_id", "created_at"])
            let uuid = /[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/
            #expect(two["id"]?.string?.wholeMatch(of: uuid) != nil)
            #expect(try await claim("2.0")["id"] == two["id"])
            let three = try await claim("3.0")
            #expect(three["masked_cert_url"] == nil)
            #expect(three["cert"]?.members?.map(\.key) == ["age_seconds", "cert_id", "created_at", "expires_at"])
        }
    }

    @Test(arguments: [
        "[]", "{}", #"{"form_id":"1","created_time":"yesterday","disclaimer":"x"}"#,
        #"{"form_id":"1","created_time":1794999000}"#,
        #"{"form_id":"1","created_time":1794999000,"disclaimer":"x","checkboxes":["a"]}"#,
        #"{"form_id":[],"created_time":1794999000,"disclaimer":"x"}"#,
    ])
    func `a payload that cannot be makes no certificate`(body: String) async throws {
        let test = try TestSignet()
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            #expect(try await client.call("/v1/certificates/meta", .post, key: key, body).status == 400)
        }
    }

    @Test func `its page claims nothing that was not seen`() async throws {
        let test = try TestSignet()
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            let id = try await made(client, key: key)
            _ = try await client.ask(id, key: key, #"{"retain":{}}"#)
            let session = try await client.signIn(key: key)
            let page = try await client.execute(uri: "/\(id)", method: .get, headers: [.cookie: session])
            let text = String(buffer: page.body)
            #expect(text.contains("A lead from a Meta instant form") && text.contains("I agree that Acme calls me"))
            for claim in ["Who visited?", "Was it a person?", "source-observed", "Not known"] {
                #expect(!text.contains(claim), "\(claim)")
            }
        }
    }

    @Test(arguments: [1, 4_000_000_000])
    func `a lead of another time is not certified`(time: Int) async throws {
        let test = try TestSignet()
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            let answer = try await client.call(
                "/v1/certificates/meta", .post, key: key, #"{"form_id":"1","created_time":\#(time),"disclaimer":"x"}"#)
            #expect(answer.status == 422)
        }
    }
}
