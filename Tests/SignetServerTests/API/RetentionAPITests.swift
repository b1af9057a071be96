import HTTPTypes
import HummingbirdTesting
import NIOCore
import SignetModel
import SignetService
import SignetStorage
import Testing

@testable import SignetServer

struct RetentionAPITests {
    private static func item(_ certificate: some CustomStringConvertible, vendor: String = "Leads") -> String {
        #"{"certificate":"\#(certificate)","match_lead":{"email":"ada@example.com"},"retain":{"vendor":"\#(vendor)"}}"#
    }

    private static func bulk(_ items: String...) -> String {
        #"{"certificates":[\#(items.joined(separator: ","))]}"#
    }

    // MARK: Bulk

    @Test func `many certificates are retained at once, each with its own answer`() async throws {
        let test = try TestSignet()
        var visits: [IssuedCertificate] = []
        for _ in 0..<40 { visits.append(try await test.visit()) }
        let (account, key) = try await test.account()
        let unknown = CertificateID(bytes: Array(repeating: 9, count: 20))
        let items = visits.map { Self.item($0.id) } + [Self.item(unknown), #"{"certificate":"x","retain":{}}"#, "7"]
        try await test.serve { [visits] client async throws in
            let answer = try await client.call(
                "/v1/retentions", .post, key: key, #"{"certificates":[\#(items.joined(separator: ","))]}"#)
            #expect(answer.status == 200)
            let results = try #require(answer.json["results"]?.array)
            #expect(results.map { $0["status"]?.integer } == Array(repeating: 200, count: 40) + [404, 400, 400])
            #expect(results[0]["certificate"] == .string("\(visits[0].id)"))
            #expect(results[7]["outcome"] == .string("success"))
            #expect(results[7]["retain"]?["results"]?["masked_cert_url"]?.string != nil)
            #expect(results[41]["reason"] == .string("Malformed certificate id"))
        }
        for visit in visits {
            #expect(try await test.signet.retainer.retention(of: visit.id, by: account) != nil)
        }
    }

    @Test func `a certificate may be named by its URL`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            let answer = try await client.call(
                "/v1/retentions", .post, key: key, Self.bulk(Self.item("https://certificates.example/\(visit.id)?a=b")))
            #expect(answer.json["results"]?.array?.first?["outcome"] == .string("success"))
        }
    }

    @Test func `a request repeated under its key is answered again and carried out once`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (account, key) = try await test.account()
        let body = Self.bulk(Self.item(visit.id))
        let repeating: HTTPFields = [HTTPField.Name("Idempotency-Key")!: "batch-1"]
        try await test.serve { client async throws in
            let first = try await client.call("/v1/retentions", .post, key: key, body, headers: repeating)
            let second = try await client.call("/v1/retentions", .post, key: key, body, headers: repeating)
            #expect(first.status == 200)
            #expect(second.text == first.text)
            let other = try await client.call(
                "/v1/retentions", .post, key: key, Self.bulk(Self.item(visit.id, vendor: "Other")), headers: repeating)
            #expect(other.status == 422)
            test.advance(by: .hours(25))
            let later = try await client.call("/v1/retentions", .post, key: key, body, headers: repeating)
            #expect(later.json["results"]?.array?[0]["retain"]?["results"]?["previously_retained"] == .bool(true))
        }
        let retains = try await test.signet.retainer.history(of: visit.id, by: account).filter { $0.action == .retain }
        #expect(retains.count == 2)
    }

    @Test(arguments: [
        "{}", "[]", #"{"certificates":[]}"#, #"{"certificates":{}}"#, #"{"certificates":[{}],"other":1}"#,
        "{\"certificates\":[" + Array(repeating: "{}", count: 1_001).joined(separator: ",") + "]}",
    ])
    func `a list that cannot be is refused whole`(body: String) async throws {
        let test = try TestSignet()
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            #expect(try await client.call("/v1/retentions", .post, key: key, body).status == 400)
        }
    }

    // MARK: Search

    /// Five retained certificates, an hour apart; the third did not match, and the masked one of the first is retained too.
    private static func retained(_ test: TestSignet, _ client: any TestClientProtocol, key: String) async throws {
        for number in 0..<5 {
            var page = VisitedPage()
            page.url = "https://site\(number).example/form"
            page.email = "lead\(number)@example.com"
            let visit = try await test.visit(page)
            let email = number == 2 ? "nobody@example.com" : page.email
            let answer = try await client.ask(
                visit.id, key: key,
                #"{"match_lead":{"email":"\#(email)"},"retain":{"vendor":"Vendor \#(number % 2)","reference":"\#(number)"}}"#
            )
            #expect(answer.status == 200)
            test.advance(by: .hours(1))
        }
    }

    @Test(arguments: [
        ("", ["4", "3", "2", "1", "0"]), ("vendor=Vendor%201", ["3", "1"]),
        ("vendor=Vendor+1", ["3", "1"]), ("reference=2", ["2"]),
        ("vendor=Vendor%201&reference=3", ["3"]), ("domain=SITE4.example", ["4"]), ("outcome=failure", ["2"]),
        ("outcome=success&vendor=Vendor%200", ["4", "0"]), ("matched=false", ["2"]), ("email=Lead3@example.com", ["3"]),
        ("email=nobody@example.com", []), ("phone=512-555-1234", []),
        ("email=Lead3@example.com&phone=512-555-1234", []),
        ("retained_from=2026-11-18T13:06:40Z", ["4", "3", "2"]), ("retained_before=2026-11-18T13:06:40Z", ["1", "0"]),
        ("retained_from=2026-11-19", []), ("vendor=vendor%201", []),
    ])
    func `retentions are found by what is known of them`(query: String, references: [String]) async throws {
        let test = try TestSignet()
        let (_, key) = try await test.account()
        let (_, stranger) = try await test.account("Other")
        try await test.serve { client async throws in
            try await Self.retained(test, client, key: key)
            let found = try await client.call("/v1/retentions?\(query)", key: key)
            #expect(found.status == 200)
            #expect(found.json["retentions"]?.array?.compactMap { $0["reference"]?.string } == references)
            #expect(found.json["next_cursor"] == .null)
            let others = try await client.call("/v1/retentions?\(query)", key: stranger)
            #expect(others.json["retentions"] == .array([]))
        }
    }

    @Test func `a hash finds what was matched raw, in any spelling`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            _ = try await client.ask(visit.id, key: key, #"{"match_lead":{"phone":"(512) 555-1234"},"retain":{}}"#)
            let digests = LeadValue.phone("512-555-1234")!.digests
            for text in digests
                + ["+1 512 555 1234"].map({ $0.replacing("+", with: "%2B").replacing(" ", with: "%20") })
            {
                let found = try await client.call("/v1/retentions?phone=\(text)", key: key)
                #expect(found.json["retentions"]?.array?.count == 1)
            }
        }
    }

    @Test func `a masked certificate is found by its label, and its row tells no origin`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (_, seller) = try await test.account("Seller")
        let (_, buyer) = try await test.account("Buyer")
        try await test.serve { client async throws in
            let kept = try await client.ask(
                visit.id, key: seller,
                #"{"match_lead":{"email":"ada@example.com"},"retain":{"vendor":"Secret vendor"}}"#)
            let masked = try #require(kept.json["retain"]?["results"]?["masked_cert_url"]?.string?.suffix(40))
            _ = try await client.ask(masked, key: buyer, #"{"match_lead":{"email":"ada@example.com"},"retain":{}}"#)
            let all = try await client.call("/v1/retentions", key: buyer)
            let row = try #require(all.json["retentions"]?.array?.first)
            #expect(row["is_masked"] == .bool(true))
            let label = try #require(row["domain"]?.string)
            #expect(label.wholeMatch(of: /[0-9a-f]{40}\.masked\.certificates\.example/) != nil)
            #expect(!all.text.contains("leadsecrets") && !all.text.contains("Secret vendor"))
            let found = try await client.call("/v1/retentions?domain=\(label)", key: buyer)
            #expect(found.json["retentions"]?.array?.count == 1)
            let alone = try await client.call("/v1/retentions?domain=\(label.prefix(40).uppercased())", key: buyer)
            #expect(alone.json["retentions"]?.array?.count == 1)
        }
    }

    @Test func `an address with a plus sign is found however the client wrote it`() async throws {
        let test = try TestSignet()
        var page = VisitedPage()
        page.email = "ada+leads@example.com"
        let visit = try await test.visit(page)
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            _ = try await client.ask(
                visit.id, key: key,
                #"{"match_lead":{"email":"ada+leads@example.com"},"retain":{"vendor":"A + B"}}"#)
            for query in ["email=ada+leads@example.com", "email=ada%2Bleads%40example.com", "vendor=A+%2B+B"] {
                let found = try await client.call("/v1/retentions?\(query)", key: key)
                #expect(found.json["retentions"]?.array?.count == 1, "\(query)")
            }
        }
    }

    @Test func `what has ended is retained anew before it is swept`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (account, key) = try await test.account { $0.retentionDays = 1 }
        try await test.serve { client async throws in
            func retain(_ vendor: String) async throws -> JSONValue? {
                let answer = try await client.ask(
                    visit.id, key: key,
                    #"{"match_lead":{"email":"ada@example.com"},"retain":{"vendor":"\#(vendor)"}}"#)
                return answer.json["retain"]?["results"]?["previously_retained"]
            }
            #expect(try await retain("First") == .bool(false))
            test.advance(by: .days(1))
            #expect(try await retain("Second") == .bool(false))
            #expect(try await retain("Third") == .bool(true))
        }
        let kept = try await test.signet.retainer.retention(of: visit.id, by: account)
        #expect(kept?.vendor == "Second")
        #expect(kept?.endsAt == test.signet.clock.now + .days(1))
    }

    @Test func `pages follow one another, whatever is retained meanwhile`() async throws {
        let test = try TestSignet()
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            try await Self.retained(test, client, key: key)
            var references: [String] = []
            var cursor: String?
            repeat {
                let page = try await client.call(
                    "/v1/retentions?limit=2" + (cursor.map { "&cursor=\($0)" } ?? ""), key: key)
                references += page.json["retentions"]?.array?.compactMap { $0["reference"]?.string } ?? []
                cursor = page.json["next_cursor"]?.string
                let late = try await test.visit()
                _ = try await client.ask(
                    late.id, key: key, #"{"match_lead":{"email":"a@b.c"},"retain":{"reference":"late"}}"#)
            } while cursor != nil
            #expect(references == ["4", "3", "2", "1", "0"])
        }
    }

    @Test(arguments: [
        "colour=red", "outcome=maybe", "matched=yes", "retained_from=yesterday", "cursor=x", "limit=1000",
        "vendor=Acme%00Co",
    ])
    func `a search that cannot be is refused`(query: String) async throws {
        let test = try TestSignet()
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            #expect(try await client.call("/v1/retentions?\(query)", key: key).status == 400)
        }
    }

    // MARK: Export, events

    @Test func `an export has every retention, as CSV or as JSON lines`() async throws {
        let test = try TestSignet()
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            try await Self.retained(test, client, key: key)
            let visit = try await test.visit()
            _ = try await client.ask(
                visit.id, key: key,
                #"{"match_lead":{"email":"ada@example.com"},"retain":{"vendor":"=cmd, \"x\"","reference":"last"}}"#)
            let csv = try await client.call("/v1/retentions/export", key: key)
            let lines = csv.text.split(separator: "\r\n")
            #expect(lines.count == 7)
            #expect(lines[0].hasPrefix("certificate_id,certificate_url,is_masked,"))
            #expect(lines[1].contains(#","'=cmd, ""x""",last,success,true,"#))
            let json = try await client.call("/v1/retentions/export?format=jsonl&vendor=Vendor%201", key: key)
            let rows = try json.text.split(separator: "\n").map { try JSONValue(parsing: Array($0.utf8)) }
            #expect(rows.map { $0["reference"]?.string } == ["3", "1"])
        }
    }

    @Test func `the event log shows what was typed once the lead was matched`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (_, key) = try await test.account()
        let path = "/v1/certificates/\(visit.id)/events"
        try await test.serve { client async throws in
            #expect(try await client.call(path, key: key).status == 404)
            let kept = try await client.ask(
                visit.id, key: key, #"{"match_lead":{"email":"x@y.example"},"retain":{}}"#)
            let hidden = try await client.call(path, key: key)
            #expect(hidden.json["values_hidden"] == .bool(true))
            #expect(!hidden.text.contains("ada@example.com"))
            _ = try await client.ask(visit.id, key: key, #"{"match_lead":{"email":"ada@example.com"}}"#)
            let shown = try await client.call(path, key: key)
            #expect(shown.json["values_hidden"] == .bool(false))
            #expect(shown.json["events"]?.array?.contains { $0["text"] == .string("submitted form") } == true)
            let masked = kept.json["retain"]?["results"]?["masked_cert_url"]?.string?.suffix(40) ?? ""
            _ = try await client.ask(masked, key: key, #"{"match_lead":{"email":"ada@example.com"},"retain":{}}"#)
            #expect(try await client.call("/v1/certificates/\(masked)/events", key: key).status == 404)
        }
    }
}
