import HTTPTypes
import HummingbirdTesting
import NIOCore
import SignetModel
import SignetService
import SignetStorage
import Testing

@testable import SignetServer

struct CertificateAPITests {
    private static let everything = """
        {"match_lead":{"email":"ADA@example.com ","phone":"(512) 555-1234"},"retain":{"reference":"42","vendor":"Leads"},
         "insights":{"properties":["domain","page_url","is_masked","ip","seconds_on_page","form_input_method","form_input_kpm"]}}
        """

    private static let schemaReason = "The request cannot be processed because it does not meet the expected schema."

    private static func scanning(_ scans: String) -> String { #"{"insights":{"properties":[],"scans":\#(scans)}}"# }

    @Test func `a buyer matches, retains and asks in one call`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            let answer = try await client.ask(visit.id, key: key, Self.everything)
            #expect(answer.status == 200)
            #expect(answer.json["outcome"] == .string("success"))
            #expect(answer.json["reason"] == .null)
            #expect(answer.json["match_lead"]?["result"]?["email_match"] == .bool(true))
            #expect(answer.json["match_lead"]?["result"]?["phone_match"] == .bool(true))
            #expect(answer.json["match_lead"]?["email"] == .string("ADA@example.com "))
            let results = answer.json["retain"]?["results"]
            #expect(results?["previously_retained"] == .bool(false))
            #expect(results?["expires_at"] == .string((TestSignet.start + .days(90)).iso8601))
            #expect(results?["masked_cert_url"]?.string?.hasPrefix("https://certificates.example/") == true)
            let properties = answer.json["insights"]?["properties"]
            #expect(properties?["domain"] == .string("quotes.leadsecrets.example"))
            #expect(properties?["page_url"] == .string("https://quotes.leadsecrets.example/home-insurance/offers"))
            #expect(properties?["is_masked"] == .bool(false))
            #expect(properties?["ip"] == .string("203.0.113.7"))
            #expect(properties?["form_input_method"] == .array([.string("typing")]))
            #expect(properties?["form_input_kpm"]?.number?.value == 280)
        }
    }

    @Test func `retaining again changes nothing and gives the same masked certificate`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            let first = try await client.ask(visit.id, key: key, Self.everything)
            let second = try await client.ask(
                visit.id, key: key, #"{"match_lead":{"email":"x@y.example"},"retain":{"vendor":"Other"}}"#)
            #expect(second.json["outcome"] == .string("failure"))
            #expect(second.json["reason"] == .string("No matches found"))
            let results = second.json["retain"]?["results"]
            #expect(results?["previously_retained"] == .bool(true))
            #expect(second.json["retain"]?["vendor"] == .string("Other"))
            #expect(results?["masked_cert_url"] == first.json["retain"]?["results"]?["masked_cert_url"])
        }
    }

    @Test(arguments: [
        ("", 400, schemaReason),
        ("[]", 400, schemaReason),
        ("{\"match_lead\":1}", 400, schemaReason),
        ("{\"match_lead\":{\"email\":\"a\"},\"match_lead\":{}}", 400, schemaReason),
        ("{\"insights\":{}}", 400, schemaReason),
        (#"{"match_lead":{"email":"a"},"retain":{"vendor":"Acme\u0000Co"}}"#, 400, schemaReason),
        ("{}", 400, "No valid products detected"),
        ("{\"unknown\":{}}", 400, "No valid products detected"),
        ("{\"insights\":{\"properties\":[\"no_such\"]}}", 400, "Invalid property key(s) requested"),
        (scanning(#"{"required":"offer","delimiter":"| |"}"#), 400, "Invalid delimiter contains whitespace characters"),
        (scanning(#"{"required":"offer","delimiter":"||||"}"#), 400, "Invalid delimiter length"),
        (scanning(#"{"required":"offer","delimiter":""}"#), 400, "Invalid delimiter length"),
        (scanning(#"{"required":"offer","delimiter":"|="}"#), 400, schemaReason),
        (scanning(#"{"required":7}"#), 400, schemaReason),
        (scanning(#"{"forbidden":["offer",null]}"#), 400, schemaReason),
        (scanning(#"["offer"]"#), 400, schemaReason),
        (
            scanning("{\"required\":[\(Array(repeating: "\"a\"", count: 101).joined(separator: ","))]}"), 400,
            schemaReason
        ),
        ("{\"retain\":{}}", 200, "Match Lead fields not included in request."),
        ("{\"match_lead\":{}}", 200, "match_lead must contain either phone or email keys"),
        (
            "{\"match_lead\":{\"phone\":[\"1\",\"2\",\"3\",\"4\"]}}", 200,
            "match_lead phone must be a list of 3 or less phone numbers"
        ),
        (
            "{\"match_lead\":{\"email\":[\"1\",\"2\",\"3\",\"4\"]}}", 200,
            "match_lead email must be a list of 3 or less email addresses"
        ),
    ])
    func `what cannot be processed is told by its documented reason`(
        body: String, status: Int, reason: String
    ) async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (account, key) = try await test.account()
        try await test.serve { client async throws in
            let answer = try await client.ask(visit.id, key: key, body)
            #expect(answer.status == status)
            #expect(answer.json["outcome"] == .string("error"))
            #expect(answer.json["reason"] == .string(reason))
            #expect((answer.json["errors"] != nil) == (status == 400))
        }
        #expect(try await test.signet.retainer.retention(of: visit.id, by: account) == nil)
    }

    @Test(arguments: [
        Array("{\"match_lead\":{\"email\":\"\(String(repeating: "a", count: 200_000))\"},\"retain\":{}}".utf8),
        Array(
            "{\"match_lead\":{\"email\":\"a\"},\"retain\":{\"vendor\":\"\(String(repeating: "v", count: 4_097))\"}}"
                .utf8),
        Array("{\"match_lead\":{\"email\":\"\u{0}".utf8) + [0xFF, 0xFE] + Array("\"},\"retain\":{}}".utf8),
        Array("{\"match_lead\":{\"email\":7},\"retain\":{}}".utf8),
        Array("{\"retain\":\(String(repeating: "[", count: 10_000))".utf8),
        Array(#"{"match_lead":{"email":"a@b.c"},"retain":{},"insights":{"properties":["ip","ip",1]}}"#.utf8),
    ])
    func `hostile bodies are refused, and nothing is kept`(body: [UInt8]) async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (account, key) = try await test.account()
        try await test.serve { client async throws in
            let response = try await client.execute(
                uri: "/\(visit.id)", method: .post,
                headers: [.authorization: basic(key), .contentType: "application/json"], body: ByteBuffer(bytes: body))
            #expect(response.status == .badRequest)
            #expect(String(buffer: response.body).contains(Self.schemaReason))
        }
        #expect(try await test.signet.retainer.history(of: visit.id, by: account).isEmpty)
    }

    @Test func `a list of ten thousand is as wrong as one of four`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (_, key) = try await test.account()
        let list = Array(repeating: #""5125551234""#, count: 10_000).joined(separator: ",")
        try await test.serve { client async throws in
            let answer = try await client.ask(visit.id, key: key, #"{"match_lead":{"phone":[\#(list)]}}"#)
            #expect(answer.json["reason"] == .string("match_lead phone must be a list of 3 or less phone numbers"))
        }
    }

    @Test(arguments: [#"{"email":"","phone":" "}"#, #"{"email":[],"phone":[""]}"#])
    func `a lead of empty fields is none`(lead: String) async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (account, key) = try await test.account()
        try await test.serve { client async throws in
            let answer = try await client.ask(visit.id, key: key, #"{"match_lead":\#(lead),"retain":{}}"#)
            #expect(answer.json["outcome"] == .string("error"))
            #expect(answer.json["reason"] == .string("match_lead must contain either phone or email keys"))
        }
        #expect(try await test.signet.retainer.history(of: visit.id, by: account).isEmpty)
    }

    @Test func `an empty field beside a full one is not compared`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            let answer = try await client.ask(
                visit.id, key: key, #"{"match_lead":{"email":"","phone":["","5125551234"]}}"#)
            #expect(answer.json["outcome"] == .string("success"))
            let result = answer.json["match_lead"]?["result"]
            #expect(result?["email_match"] == .null)
            #expect(result?["phone_match"] == .bool(true))
            #expect(answer.json["match_lead"]?["email"] == .string(""))
        }
    }

    @Test(arguments: ["5.0", "1", "four", ""])
    func `a version that is not there is refused`(version: String) async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            let answer = try await client.ask(
                visit.id, key: key, #"{"insights":{"properties":[]}}"#,
                headers: [.contentType: "application/json", .apiVersion: version])
            #expect(answer.status == 400)
            #expect(answer.json["reason"] == .string(Self.schemaReason))
        }
    }

    @Test func `every insight has its documented type`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (_, key) = try await test.account()
        let names = InsightProperty.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ",")
        try await test.serve { client async throws in
            let answer = try await client.ask(visit.id, key: key, #"{"insights":{"properties":[\#(names)]}}"#)
            let told = try #require(answer.json["insights"]?["properties"])
            #expect(told.members?.map(\.key) == InsightProperty.allCases.map(\.rawValue))
            for name in [
                "age_seconds", "num_sensitive_content_elements", "num_sensitive_form_elements", "seconds_on_page",
            ] {
                #expect(told[name]?.integer != nil || told[name] == .null, "\(name)")
            }
            for name in ["bot_detected", "is_framed", "is_masked"] { #expect(told[name]?.bool != nil, "\(name)") }
            for name in ["confirmed_owner", "domain", "ip", "page_url"] {
                #expect(told[name]?.string != nil, "\(name)")
            }
            for name in ["created_at", "expires_at"] {
                #expect(told[name]?.string.flatMap { Timestamp(iso8601: $0) } != nil, "\(name)")
            }
            #expect(told["form_input_method"]?.array != nil)
            #expect(told["form_input_kpm"]?.number?.value == 280 && told["form_input_wpm"]?.number?.value == 56)
            #expect(told["browser"]?.members?.map(\.key) == ["full", "name", "user_agent", "version"])
            #expect(told["browser"]?["version"]?.members?.map(\.key) == ["full", "major", "minor", "patch"])
            // There is neither a database of places nor a list of systems in this test, nor a frame.
            for name in ["approx_ip_geo", "os", "parent_page_url", "session_replay_status"] {
                #expect(told[name] == .null, "\(name)")
            }
        }
    }

    @Test func `a page scan finds terms and echoes the request`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            let found = try await client.ask(
                visit.id, key: key,
                Self.scanning(
                    #"{"required":["AGREE  that","agree |*| calls","send"],"forbidden":"ada@","delimiter":"|"}"#))
            #expect(found.json["outcome"] == .string("success"))
            #expect(
                found.text.hasSuffix(
                    #""scans":{"required":["AGREE  that","agree |*| calls","send"],"forbidden":"ada@","delimiter":"|","result":{"required":{"found":["AGREE  that","agree |*| calls","send"],"not_found":[]},"forbidden":{"found":[],"not_found":["ada@"]},"success":true}}}}"#
                ))
            let failed = try await client.ask(
                visit.id, key: key,
                #"{"match_lead":{"email":"other@example.com"},"insights":{"properties":[],"scans":{"forbidden":["acme"]}}}"#
            )
            #expect(failed.json["outcome"] == .string("failure"))
            #expect(failed.json["reason"] == .string("No matches found Insights page scans unsuccessful"))
            for nothing in ["null", "{}", #"{"required":[],"forbidden":null}"#, #"{"required":""}"#] {
                let answer = try await client.ask(visit.id, key: key, Self.scanning(nothing))
                #expect(answer.json["outcome"] == .string("success"))
                #expect(answer.json["insights"]?["scans"]?["result"]?["success"] == .null)
            }
        }
    }

    @Test func `a scan of a masked certificate reads what is left of the text`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            let retained = try await client.ask(visit.id, key: key, Self.everything)
            let url = try #require(retained.json["retain"]?["results"]?["masked_cert_url"]?.string)
            let scan = Self.scanning(
                #"{"required":["agree that acme calls me"],"forbidden":["leadsecrets","555-0199"]}"#)
            let full = try await client.ask(visit.id, key: key, scan)
            #expect(full.json["outcome"] == .string("failure"))
            let masked = try await client.ask(try #require(url.split(separator: "/").last), key: key, scan)
            #expect(masked.json["outcome"] == .string("success"))
        }
    }

    @Test func `who is not known, not active or too late is told so by the status`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let sandbox = try await test.visit(options: .sandbox)
        let (account, key) = try await test.account()
        let (_, other) = try await test.account()
        try await test.signet.accounts.disable(account.id)
        try await test.serve { client async throws in
            #expect(try await client.ask(visit.id, key: nil, Self.everything).status == 401)
            #expect(try await client.ask(visit.id, key: "signet_wrong", Self.everything).status == 401)
            #expect(try await client.ask(visit.id, key: key, Self.everything).status == 402)
            #expect(try await client.ask("nonsense", key: other, Self.everything).status == 400)
            #expect(try await client.ask(String(repeating: "0", count: 40), key: other, Self.everything).status == 404)
            #expect(try await client.ask(sandbox.id, key: other, Self.everything).status == 405)
            #expect(try await client.ask(visit.id, key: other, Self.everything, headers: [:]).status == 400)
            let version = HTTPFields([
                .init(name: .contentType, value: "application/json"), .init(name: .init("Api-Version")!, value: "9.0"),
            ])
            #expect(try await client.ask(visit.id, key: other, Self.everything, headers: version).status == 400)
            test.advance(by: .days(91))
            #expect(try await client.ask(visit.id, key: other, Self.everything).status == 404)
        }
    }

    @Test func `a visit without a submission lapses after three days, and its match is false`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit(isSubmitted: false)
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            let answer = try await client.ask(visit.id, key: key, #"{"match_lead":{"email":"ada@example.com"}}"#)
            #expect(answer.json["match_lead"]?["result"]?["email_match"] == .bool(false))
            test.advance(by: .days(3))
            #expect(try await client.ask(visit.id, key: key, Self.everything).status == 404)
        }
    }

    @Test func `raw and hashed values match, in any case and spelling`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            for lead in [
                #"{"email":"3C21A0C13F5ED6AF6BC2DBB2D49E8A1F2E1E0DBB"}"#, #"{"phone":["+1 512.555.1234"]}"#,
                #"{"phone":"31d46def73ea933393b074e35ff94b3f07fce491"}"#,
                #"{"phone":"31D46DEF73EA933393B074E35FF94B3F07FCE491"}"#,
            ] {
                let answer = try await client.ask(visit.id, key: key, #"{"match_lead":\#(lead)}"#)
                let expected = !lead.contains("3C21")
                #expect(answer.json["match_lead"]?["result"]?["success"] == .bool(expected), "\(lead)")
            }
        }
    }

    @Test func `after twenty different wrong values the answer is 429, and the right one still counts`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            for number in 0..<20 {
                let answer = try await client.ask(
                    visit.id, key: key, #"{"match_lead":{"email":"guess\#(number)@example.com"}}"#)
                #expect(answer.status == 200)
            }
            #expect(
                try await client.ask(visit.id, key: key, #"{"match_lead":{"email":"guess3@example.com"}}"#).status
                    == 200)
            #expect(
                try await client.ask(visit.id, key: key, #"{"match_lead":{"email":"new@example.com"}}"#).status == 429)
            #expect(
                try await client.ask(visit.id, key: key, #"{"match_lead":{"email":"ada@example.com"}}"#).status == 200)
            test.advance(by: .days(1))
            #expect(
                try await client.ask(visit.id, key: key, #"{"match_lead":{"email":"new@example.com"}}"#).status == 200)
        }
    }

    @Test func `a ping URL answers questions and cannot retain`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (account, key) = try await test.account()
        let ping = try #require(visit.pingURL.split(separator: "/").last)
        try await test.serve { client async throws in
            let asked = try await client.ask(
                ping, key: key, #"{"insights":{"properties":["domain"]},"match_lead":{"email":"ada@example.com"}}"#)
            #expect(asked.json["outcome"] == .string("success"))
            #expect(!asked.text.contains(visit.id.description))
            let retained = try await client.ask(ping, key: key, Self.everything)
            #expect(retained.json["outcome"] == .string("error"))
        }
        #expect(try await test.signet.retainer.retention(of: visit.id, by: account) == nil)
    }

    @Test func `validate tells genuine from made-up and old`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            func reason(_ id: String) async throws -> JSONValue? {
                let response = try await client.execute(
                    uri: "/\(id)/validate", method: .get, headers: [.authorization: basic(key)])
                return try JSONValue(parsing: Array(response.body.readableBytesView))["reason"]
            }
            #expect(try await reason(visit.id.description) == .string("This is a valid Web certificate id"))
            #expect(
                try await reason(String(repeating: "a", count: 40)) == .string("This is an invalid certificate id"))
            test.advance(by: .days(91))
            #expect(try await reason(visit.id.description) == .string("Certificate is more than 90 days old"))
            #expect(try await client.execute(uri: "/\(visit.id)/validate", method: .get).status == .unauthorized)
        }
    }

    @Test func `answers are the same before and after the seal, which closes the recording`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            let before = try await client.ask(visit.id, key: key, Self.everything)
            test.advance(by: .hours(2))
            let report = try await test.embedded.jobs.seal(by: test.signet.clock.now)
            #expect(report?.sealed == 1)
            #expect(try await test.embedded.jobs.seal(by: test.signet.clock.now)?.sealed == 0)
            let after = try await client.ask(visit.id, key: key, Self.everything)
            #expect(after.json["insights"] == before.json["insights"])
            #expect(after.json["match_lead"] == before.json["match_lead"])
            #expect(await test.record("[]", of: visit, sequence: 1) == .sealed)
            #expect(try await test.signet.reader.load(visit.id)?.isSealed == true)
        }
    }

    @Test func `what was retained outlives its window and its day of staging, what was not does not`() async throws {
        let test = try TestSignet()
        let kept = try await test.visit()
        let lost = try await test.visit()
        let (account, key) = try await test.account()
        try await test.serve { client async throws in _ = try await client.ask(kept.id, key: key, Self.everything) }
        test.advance(by: .days(100))
        let report = try await test.embedded.jobs.expire(at: test.signet.clock.now)
        #expect(report?.droppedDays == 1)
        #expect(report?.removedCertificates == 1)
        #expect(try await test.signet.reader.load(lost.id) == nil)
        let certificate = try #require(try await test.signet.reader.load(kept.id))
        #expect(try await test.signet.retainer.retention(of: kept.id, by: account) != nil)
        #expect(try await test.signet.reader.recording(of: certificate) != nil)
    }
}
