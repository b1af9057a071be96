import HTTPTypes
import HummingbirdTesting
import NIOCore
import SignetModel
import SignetService
import SignetStorage
import Testing

@testable import SignetServer

struct DisclosureAPITests {
    /// A visit that a vendor masked, and a buyer who retained the masked certificate.
    private struct Deal {
        let test: TestSignet
        let full: CertificateID
        let masked: CertificateID
        let vendorKey: String
        let buyer: Account
        let buyerKey: String

        init() async throws {
            test = try TestSignet()
            full = try await test.visit().id
            let (vendor, vendorKey) = try await test.account("Vendor Ltd.")
            let (buyer, buyerKey) = try await test.account("Buyer Inc.")
            (self.vendorKey, self.buyer, self.buyerKey) = (vendorKey, buyer, buyerKey)
            let certificate = try #require(try await test.signet.reader.load(full))
            masked = try #require(
                try await test.signet.retainer.retain(
                    certificate, by: vendor, vendor: nil, reference: nil, isSuccess: true
                ).masked
            ).id
            let loaded = try #require(try await test.signet.reader.load(masked))
            _ = try await test.signet.retainer.retain(loaded, by: buyer, vendor: nil, reference: nil, isSuccess: true)
        }

        var askPath: String { "/v1/certificates/\(masked)/disclosure-requests" }

        func ask(_ client: any TestClientProtocol, _ body: String = "{}") async throws -> String {
            let asked = try await client.call(askPath, .post, key: buyerKey, body)
            #expect(asked.status == 201, "\(asked.text)")
            return "/v1/disclosure-requests/\(try #require(asked.json["id"]?.string))"
        }
    }

    @Test func `a request reaches whoever masked the certificate, without names unless they are shown`() async throws {
        let deal = try await Deal()
        try await deal.test.serve { client async throws in
            let path = try await deal.ask(client, #"{"message":"A consumer complains."}"#)
            let received = try await client.call("/v1/disclosure-requests", key: deal.vendorKey)
            let request = try #require(received.json["disclosure_requests"]?.array?.first)
            #expect(request["side"] == .string("received"))
            #expect(request["message"] == .string("A consumer complains."))
            #expect(request["status"] == .string("open"))
            #expect(!received.text.contains("Buyer Inc."))
            #expect(!received.text.contains(deal.buyer.id))
            let answered = try await client.call(
                path + "/answer", .post, key: deal.vendorKey, #"{"refuse":"Send it to us.","shows_name":true}"#)
            #expect(answered.status == 200)
            let seen = try await client.call(path, key: deal.buyerKey)
            #expect(seen.json["status"] == .string("refused"))
            #expect(seen.json["reason"] == .string("Send it to us."))
            #expect(seen.json["vendor_name"] == .string("Vendor Ltd."))
            #expect(!seen.text.contains(deal.full.description))
            let sent = try await client.call("/v1/disclosure-requests?side=sent", key: deal.buyerKey)
            #expect(sent.json["disclosure_requests"]?.array == [seen.json])
        }
    }

    @Test func `the full certificate opens for the holder once it is disclosed, and only for that`() async throws {
        let deal = try await Deal()
        let (_, strangersKey) = try await deal.test.account("Stranger")
        try await deal.test.serve { client async throws in
            let path = try await deal.ask(client)
            let session = try await client.signIn(key: deal.buyerKey)
            let events = "/v1/certificates/\(deal.full)/events"
            #expect(try await client.call(events, key: deal.buyerKey).status == 404)
            let answered = try await client.call(
                path + "/answer", .post, key: deal.vendorKey, #"{"disclose":"certificate"}"#)
            #expect(answered.json["disclosed_certificate_url"]?.string?.hasSuffix("/\(deal.full)") == true)
            let log = try await client.call(events, key: deal.buyerKey)
            #expect(log.json["values_hidden"] == .bool(true), "who does not know the lead does not learn it")
            let page = try await client.execute(uri: "/\(deal.full)", method: .get, headers: [.cookie: session])
            #expect(String(buffer: page.body).contains("quotes.leadsecrets.example"))
            #expect(try await client.call(events, key: strangersKey).status == 404)
            #expect(try await client.call(path, key: strangersKey).status == 404)
        }
    }

    @Test func `some facts can be disclosed, and no others are told`() async throws {
        let deal = try await Deal()
        try await deal.test.serve { client async throws in
            let path = try await deal.ask(client)
            let answered = try await client.call(
                path + "/answer", .post, key: deal.vendorKey, #"{"disclose":["parent_page_url","domain"]}"#)
            #expect(answered.status == 200)
            let seen = try await client.call(path, key: deal.buyerKey)
            #expect(
                seen.json["disclosed_facts"]
                    == (try JSONValue(
                        parsing: Array(#"{"domain":"quotes.leadsecrets.example","parent_page_url":null}"#.utf8))))
            #expect(!seen.text.contains("home-insurance"))
            #expect(try await client.call("/v1/certificates/\(deal.full)/events", key: deal.buyerKey).status == 404)
            let again = try await client.call(
                path + "/answer", .post, key: deal.vendorKey, #"{"disclose":"certificate"}"#)
            #expect(again.status == 409)
        }
    }

    @Test func `one request is open at a time, and five are all`() async throws {
        let deal = try await Deal()
        try await deal.test.serve { client async throws in
            for _ in 0..<5 {
                let path = try await deal.ask(client)
                #expect(try await client.call(deal.askPath, .post, key: deal.buyerKey).status == 409)
                deal.test.advance(by: .seconds(1))
                let refused = try await client.call(
                    path + "/answer", .post, key: deal.vendorKey, #"{"refuse":"No."}"#)
                #expect(refused.status == 200)
            }
            #expect(try await client.call(deal.askPath, .post, key: deal.buyerKey).status == 422)
            let first = try await client.call("/v1/disclosure-requests?side=sent&limit=3", key: deal.buyerKey)
            let cursor = try #require(first.json["next_cursor"]?.string)
            let rest = try await client.call(
                "/v1/disclosure-requests?side=sent&limit=3&cursor=\(cursor)", key: deal.buyerKey)
            #expect(rest.json["disclosure_requests"]?.array?.count == 2)
            #expect(rest.json["next_cursor"] == .null)
            let nobodys = try await client.call("/v1/disclosure-requests?cursor=nonsense", key: deal.buyerKey)
            #expect(nobodys.status == 400)
        }
    }

    @Test(arguments: [
        ("{}", 400), (#"{"disclose":"domain"}"#, 400), (#"{"disclose":["ip"]}"#, 400), (#"{"disclose":[]}"#, 400),
        (#"{"refuse":""}"#, 400), (#"{"refuse":"No.","disclose":"certificate"}"#, 400), (#"{"refuse":7}"#, 400),
        (#"{"refuse":"No.\u0000"}"#, 400),
        (#"{"disclose":"certificate","shows_name":"yes"}"#, 400), (#"{"disclose":"certificate","colour":true}"#, 400),
        ("[]", 400), ("{", 400),
    ])
    func `an answer that cannot be is told, and nothing changes`(body: String, status: Int) async throws {
        let deal = try await Deal()
        try await deal.test.serve { client async throws in
            let path = try await deal.ask(client)
            #expect(try await client.call(path + "/answer", .post, key: deal.vendorKey, body).status == status)
            #expect(try await client.call(path, key: deal.buyerKey).json["status"] == .string("open"))
        }
    }

    @Test func `only holders of another's masked certificate can ask, and only its masker answers`() async throws {
        let deal = try await Deal()
        try await deal.test.serve { client async throws in
            let own = try await client.call(deal.askPath, .post, key: deal.vendorKey, "{}")
            #expect(own.status == 422)
            let full = try await client.call(
                "/v1/certificates/\(deal.full)/disclosure-requests", .post, key: deal.buyerKey, "{}")
            #expect(full.status == 422)
            let path = try await deal.ask(client)
            let answer = try await client.call(
                path + "/answer", .post, key: deal.buyerKey, #"{"disclose":"certificate"}"#)
            #expect(answer.status == 404)
        }
    }

    @Test func `the masked certificate's page asks and answers`() async throws {
        let deal = try await Deal()
        try await deal.test.serve { client async throws in
            func page(_ session: String) async throws -> String {
                let answer = try await client.execute(uri: "/\(deal.masked)", method: .get, headers: [.cookie: session])
                return String(buffer: answer.body)
            }
            func post(_ path: some StringProtocol, _ session: String, _ html: String, _ fields: String) async throws
                -> (Int, String)
            {
                let token = try #require(
                    html.split(separator: "name=\"csrf\" value=\"").dropFirst().first?.split(separator: "\"").first)
                let answer = try await client.execute(
                    uri: String(path), method: .post,
                    headers: [.cookie: session, .contentType: "application/x-www-form-urlencoded"],
                    body: ByteBuffer(string: "csrf=\(token)&\(fields)"))
                return (answer.status.code, String(buffer: answer.body))
            }
            let buyer = try await client.signIn(key: deal.buyerKey)
            let vendor = try await client.signIn(key: deal.vendorKey)
            #expect(!(try await page(vendor)).contains("Disclosure"))
            let path = "/\(deal.masked)/disclosure-requests"
            #expect(try await post(path, buyer, page(buyer), "message=Please%00not").0 == 400)
            #expect(try await post(path, buyer, page(buyer), "message=Please&shows_name=1").0 == 303)
            let asked = try await page(vendor)
            #expect(asked.contains("Please") && asked.contains("Buyer Inc."))
            let answerPath = try #require(
                asked.split(separator: "action=\"").first { $0.hasPrefix(path) }?.split(separator: "#").first)
            let (status, html) = try await post(answerPath, vendor, asked, "answer=refuse&reason=")
            #expect(status == 400)
            #expect(html.contains("Nothing was done: a refusal needs a reason."))
            #expect(try await post(answerPath, vendor, asked, "answer=facts").0 == 303)
            #expect(try await page(buyer).contains("quotes.leadsecrets.example/home-insurance/offers"))
        }
    }
}
