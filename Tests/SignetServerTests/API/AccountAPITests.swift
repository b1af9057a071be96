import HTTPTypes
import HummingbirdTesting
import NIOCore
import SignetModel
import SignetService
import SignetStorage
import Testing

@testable import SignetServer

struct AccountAPITests {
    private static let lead = #""match_lead":{"email":"ada@example.com"}"#

    @Test(arguments: [
        (AccountSettings.Operation.matchLead, "{\(lead)}", "Unavailable product requested"),
        (.retain, "{\(lead),\"retain\":{}}", "Unavailable product requested: Retain"),
        (.insights, #"{"insights":{"properties":["ip"]}}"#, "Unavailable product requested Insights"),
    ])
    func `an operation that is not enabled is refused, and nothing happens`(
        operation: AccountSettings.Operation, body: String, reason: String
    ) async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (account, key) = try await test.account { $0.operations.remove(operation) }
        try await test.serve { client async throws in
            let answer = try await client.ask(visit.id, key: key, body)
            #expect(answer.status == 403)
            #expect(answer.text == #"{"outcome":"error","reason":"\#(reason)"}"#)
        }
        #expect(try await test.signet.retainer.history(of: visit.id, by: account).isEmpty)
    }

    @Test func `the account's version answers requests that name none`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (_, key) = try await test.account { $0.apiVersion = .three }
        try await test.serve { client async throws in
            let old = try await client.ask(visit.id, key: key, #"{"email":"ada@example.com"}"#)
            #expect(old.status == 201)
            #expect(old.json["fingerprints"] != nil)
            let named = try await client.ask(
                visit.id, key: key, #"{"insights":{"properties":["is_masked"]}}"#,
                headers: [.contentType: "application/json", .apiVersion: "4.0"])
            #expect(named.json["insights"]?["properties"]?["is_masked"] == .bool(false))
        }
    }

    @Test func `a share link comes with a retain where the account wants it`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (_, wanting) = try await test.account { $0.returnsShareURL = true }
        let (_, other) = try await test.account("Other")
        try await test.serve { client async throws in
            let body = "{\(Self.lead),\"retain\":{}}"
            let with = try await client.ask(visit.id, key: wanting, body)
            let url = try #require(with.json["retain"]?["results"]?["share_url"]?.string)
            #expect(url.hasPrefix("https://certificates.example/\(visit.id)?shared_token="))
            let without = try await client.ask(visit.id, key: other, body)
            #expect(without.json["retain"]?["results"]?.members?.contains { $0.key == "share_url" } == false)
        }
    }

    @Test func `a retention is as long as the account chose`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (account, key) = try await test.account { $0.retentionDays = 30 }
        try await test.serve { client async throws in
            #expect(try await client.ask(visit.id, key: key, "{\(Self.lead),\"retain\":{}}").status == 200)
        }
        #expect(
            try await test.signet.retainer.retention(of: visit.id, by: account)?.endsAt
                == TestSignet.start + .days(30))
    }

    @Test func `beyond the limit a certificate is not retained again, nor matched on the way`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (account, key) = try await test.account { $0.retentionLimit = 2 }
        let body = "{\(Self.lead),\"retain\":{}}"
        try await test.serve { client async throws in
            for _ in 0..<2 { #expect(try await client.ask(visit.id, key: key, body).status == 200) }
            let third = try await client.ask(visit.id, key: key, body)
            #expect(third.status == 422)
            #expect(third.text == #"{"outcome":"error","reason":"Certificate has been claimed too many times"}"#)
            let old = try await client.ask(
                visit.id, key: key, #"{"email":"ada@example.com"}"#,
                headers: [.contentType: "application/json", .apiVersion: "3.0"])
            #expect(old.status == 422)
            #expect(old.text == #"{"outcome":"failure","reason":"certificate has been claimed too many times"}"#)
        }
        let history = try await test.signet.retainer.history(of: visit.id, by: account)
        #expect(history.map(\.action) == [.match, .retain, .match, .retain])
    }

    @Test func `a disabled account is answered 402, and works as before once it is enabled`() async throws {
        let test = try TestSignet()
        let (account, key) = try await test.account()
        try await test.serve { client async throws in
            try await test.signet.accounts.disable(account.id)
            #expect(try await client.call("/v1/account", key: key).status == 402)
            try await test.signet.accounts.enable(account.id)
            #expect(try await client.call("/v1/account", key: key).json["id"] == .string(account.id))
        }
        #expect(try await test.signet.accounts.show(account.id) == account)
        await #expect(throws: Accounts.Failure.unknown("acc_x")) { try await test.signet.accounts.enable("acc_x") }
    }

    @Test func `an account reads and changes what is its own to choose`() async throws {
        let test = try TestSignet()
        let (account, key) = try await test.account("Acme")
        try await test.serve { client async throws in
            let before = try await client.call("/v1/account", key: key)
            #expect(before.json["id"] == .string(account.id))
            #expect(before.json["name"] == .string("Acme"))
            #expect(before.json["operations"]?.array?.count == AccountSettings.Operation.allCases.count)
            let after = try await client.call(
                "/v1/account", .patch, key: key, #"{"masking":false,"retention_days":90,"api_version":"2.0"}"#)
            #expect(after.status == 200)
            #expect(after.json["masking"] == .bool(false))
            #expect(after.json["retention_days"]?.integer == 90)
            #expect(try await client.call("/v1/account", key: key).json == after.json)
        }
    }

    @Test(arguments: [
        (#"{"masking":1}"#, "masking is true or false."),
        (#"{"masking":false,"api_version":"5.0"}"#, "api_version is 2.0, 3.0 or 4.0."),
        (#"{"retention_days":0}"#, "a retention is 1 to 36,500 days"),
        (#"{"retention_days":1.5}"#, "retention_days is a whole number or null."),
        (#"{"operations":[]}"#, "operations is set by the server's operator, with `signet account set`."),
        (#"{"mask_words":"Acme"}"#, "mask_words is a list of texts."),
        (#"{"mask_words":["Acme",7]}"#, "mask_words is a list of texts."),
        (
            #"{"mask_words":["A"]}"#, "an account hides at most 100 words, each of 2 to 100 characters on one line"
        ),
        (
            #"{"mask_words":["Acme\nInsurance"]}"#,
            "an account hides at most 100 words, each of 2 to 100 characters on one line"
        ),
        (#"{"mask_words":["zz\u0000","Acme Insurance"]}"#, "A text may not have the character U+0000."),
        (#"{"verification":{"advertiser_name":"Ac\u0000me"}}"#, "A text may not have the character U+0000."),
        (#"{"verification":{"min_font_size_px":12}}"#, "There is no criterion min_font_size_px."),
        (#"{"colour":"red"}"#, "There is no setting colour."),
        (#"[]"#, "The settings are an object."),
        (
            #"{"masking":false,"masking":true}"#,
            "The body is not JSON: a key that occurs twice in its object at byte 27."
        ),
    ])
    func `a setting that cannot be is told, and nothing changes`(body: String, detail: String) async throws {
        let test = try TestSignet()
        let (account, key) = try await test.account()
        try await test.serve { client async throws in
            let answer = try await client.call("/v1/account", .patch, key: key, body)
            #expect(answer.status == 400)
            #expect(answer.json["detail"] == .string(detail))
        }
        #expect(try await test.signet.accounts.show(account.id).settings == AccountSettings())
    }
}
