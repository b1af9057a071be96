import HTTPTypes
import HummingbirdTesting
import NIOCore
import SignetModel
import SignetService
import SignetStorage
import Testing

@testable import SignetServer

struct DomainAPITests {
    private static let nobody = "No Verified ActiveProspect Account Identified"
    private static let verified = "ActiveProspect Verified Account"

    private func owner(
        _ client: any TestClientProtocol, _ certificate: some CustomStringConvertible, key: String
    ) async throws -> String? {
        let answer = try await client.ask(certificate, key: key, #"{"insights":{"properties":["confirmed_owner"]}}"#)
        return answer.json["insights"]?["properties"]?["confirmed_owner"]?.string
    }

    // MARK: Proof

    @Test func `a domain is the account's once its record is found`() async throws {
        let test = try TestSignet()
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            let added = try await client.call("/v1/domains", .post, key: key, #"{"domain":"LeadSecrets.example."}"#)
            #expect(added.status == 201)
            #expect(added.json["domain"] == .string("leadsecrets.example"))
            #expect(added.json["status"] == .string("unverified"))
            #expect(added.json["finding"] == .string("not_checked"))
            let path = "/v1/domains/leadsecrets.example"
            let missing = try await client.call(path + "/check", .post, key: key)
            #expect(missing.json["finding"] == .string("domain_not_found"))
            let code = try #require(added.json["txt_record"]?["value"]?.string)
            #expect(code.hasPrefix("signet-domain-verification="))
            for (answer, finding) in [
                (TextRecords.Answer.failed, "connection_error"), (.noRecords, "code_not_found"),
                (.records(["v=spf1", code + "x"]), "code_not_found"), (.records(["v=spf1", code]), "code_found"),
            ] {
                test.set(answer, for: Domain("leadsecrets.example")!)
                let checked = try await client.call(path + "/check", .post, key: key)
                #expect(checked.json["finding"] == .string(finding))
            }
            let shown = try await client.call(path, key: key)
            #expect(shown.json["status"] == .string("verified"))
            #expect(shown.json["verified_at"] == .string(TestSignet.start.iso8601))
            let list = try await client.call("/v1/domains", key: key)
            #expect(list.json["domains"]?.array == [shown.json])
            #expect(try await client.call(path, .delete, key: key).status == 204)
            #expect(try await client.call(path, key: key).status == 404)
        }
    }

    @Test(arguments: [
        #"{"domain":"localhost"}"#, #"{"domain":"192.0.2.1"}"#, #"{"domain":"[2001:db8::1]"}"#,
        #"{"domain":"a b.example"}"#,
        #"{"domain":"münchen.example"}"#, #"{"domain":7}"#, #"{}"#, #"[]"#, #"{"domain":"a.example","colour":true}"#,
        #"{"domain":"a.example","includes_subdomains":"yes"}"#, #"{"domain":"a..example"}"#,
    ])
    func `what is no domain is refused, and nothing changes`(body: String) async throws {
        let test = try TestSignet()
        let (account, key) = try await test.account()
        try await test.serve { client async throws in
            #expect(try await client.call("/v1/domains", .post, key: key, body).status == 400)
        }
        #expect(try await test.signet.domains.list(of: account, limit: 1).isEmpty)
    }

    @Test func `a domain stays verified for three days without its record, and not longer`() async throws {
        let test = try TestSignet()
        let (account, _) = try await test.account()
        let domain = try await test.verify("leadsecrets.example", of: account)
        let isVerified = { try await test.signet.domains.show("leadsecrets.example", of: account).verifiedAt != nil }
        test.set(.failed, for: domain.domain)
        for _ in 0..<10 {
            test.advance(by: .days(1))
            #expect(try await test.embedded.jobs.checkDomains() == 1)
        }
        #expect(try await isVerified(), "a name server that does not answer tells nothing")
        test.set(.noRecords, for: domain.domain)
        test.advance(by: .hours(1))
        #expect(try await test.embedded.jobs.checkDomains() == 1)
        test.advance(by: .days(2))
        #expect(try await test.embedded.jobs.checkDomains() == 1)
        #expect(try await isVerified())
        test.advance(by: .days(1))
        #expect(try await test.embedded.jobs.checkDomains() == 1)
        #expect(try await !isVerified())
        #expect(try await test.embedded.jobs.checkDomains() == 0, "the next look comes later")
    }

    @Test func `one account at a time has a domain verified`() async throws {
        let test = try TestSignet()
        let (first, _) = try await test.account("First")
        let (second, _) = try await test.account("Second")
        let earlier = try await test.verify("leadsecrets.example", of: first)
        let later = try await test.signet.domains.add(
            "leadsecrets.example", includesSubdomains: true, retainsAutomatically: false, to: second)
        test.set(.records([earlier.code, later.code]), for: later.domain)
        let taken = try await test.signet.domains.check(later)
        #expect(taken.finding == .taken)
        #expect(taken.verifiedAt == nil)
        try await test.signet.domains.remove(earlier)
        #expect(try await test.signet.domains.check(later).verifiedAt != nil)
    }

    @Test func `another account's domains are not found`() async throws {
        let test = try TestSignet()
        let (account, _) = try await test.account()
        let (_, key) = try await test.account("Other")
        try await test.verify("leadsecrets.example", of: account)
        try await test.serve { client async throws in
            let path = "/v1/domains/leadsecrets.example"
            #expect(try await client.call(path, key: key).status == 404)
            #expect(try await client.call(path, .delete, key: key).status == 404)
            #expect(try await client.call(path, .patch, key: key, "{}").status == 404)
            #expect(try await client.call(path + "/check", .post, key: key).status == 404)
        }
        #expect(try await test.signet.domains.show("leadsecrets.example", of: account).verifiedAt != nil)
    }

    // MARK: Owners

    @Test func `the owner is told by name to itself and to connections that it lets know`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (owner, ownersKey) = try await test.account("Lead Secrets Inc.")
        let (buyer, buyersKey) = try await test.account("Buyer")
        try await test.verify("leadsecrets.example", of: owner)
        try await test.serve { client async throws in
            #expect(try await self.owner(client, visit.id, key: ownersKey) == "Lead Secrets Inc.")
            #expect(try await self.owner(client, visit.id, key: buyersKey) == Self.verified)
            let invited = try await client.call(
                "/v1/connections", .post, key: ownersKey, #"{"account":"\#(buyer.id)","shares_ownership":true}"#)
            #expect(invited.status == 201)
            #expect(try await self.owner(client, visit.id, key: buyersKey) == Self.verified)
            let path = "/v1/connections/\(try #require(invited.json["id"]?.string))"
            #expect(try await client.call(path + "/accept", .post, key: ownersKey).status == 403)
            let accepted = try await client.call(path + "/accept", .post, key: buyersKey)
            #expect(accepted.json["name"] == .string("Lead Secrets Inc."))
            #expect(accepted.json["partner_shares_ownership"] == .bool(true))
            #expect(try await self.owner(client, visit.id, key: buyersKey) == "Lead Secrets Inc.")
            _ = try await client.call(path, .patch, key: ownersKey, #"{"shares_ownership":false}"#)
            #expect(try await self.owner(client, visit.id, key: buyersKey) == Self.verified)
        }
    }

    @Test func `a masked certificate tells that there is an owner, and never who`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (owner, key) = try await test.account("Lead Secrets Inc.")
        try await test.verify("leadsecrets.example", of: owner)
        try await test.serve { client async throws in
            let retained = try await client.ask(
                visit.id, key: key, #"{"match_lead":{"email":"ada@example.com"},"retain":{}}"#)
            let url = try #require(retained.json["retain"]?["results"]?["masked_cert_url"]?.string)
            #expect(try await self.owner(client, url.split(separator: "/").last!, key: key) == Self.verified)
        }
    }

    @Test(arguments: [("leadsecrets.example", false, false), ("quotes.leadsecrets.example", false, true)])
    func `hosts below a domain count where the account says so`(
        name: String, includesSubdomains: Bool, isOwned: Bool
    ) async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (owner, key) = try await test.account("Lead Secrets Inc.")
        try await test.verify(name, of: owner, includesSubdomains: includesSubdomains)
        try await test.serve { client async throws in
            #expect(
                try await self.owner(client, visit.id, key: key) == (isOwned ? "Lead Secrets Inc." : Self.nobody))
        }
    }

    @Test func `the browser's word on the origin counts before the page's`() async throws {
        let test = try TestSignet()
        var page = VisitedPage()
        page.url = "https://www.famous.example/quote"
        let visit = try await test.visit(page)
        let (owner, key) = try await test.account("Famous")
        try await test.verify("famous.example", of: owner)
        try await test.serve { client async throws in
            #expect(try await self.owner(client, visit.id, key: key) == Self.nobody)
        }
    }

    @Test func `the owner opens certificates of its pages, and only those that began after it was verified`()
        async throws
    {
        let test = try TestSignet()
        let (owner, key) = try await test.account("Lead Secrets Inc.")
        let before = try await test.visit()
        test.advance(by: .seconds(1))
        try await test.verify("leadsecrets.example", of: owner)
        let after = try await test.visit()
        try await test.serve { client async throws in
            let log = try await client.call("/v1/certificates/\(after.id)/events", key: key)
            #expect(log.status == 200)
            #expect(log.json["values_hidden"] == .bool(false))
            #expect(try await client.call("/v1/certificates/\(before.id)/events", key: key).status == 404)
            let session = try await client.signIn(key: key)
            let page = try await client.execute(uri: "/\(after.id)", method: .get, headers: [.cookie: session])
            #expect(String(buffer: page.body).contains("Your domain"))
            let old = try await client.execute(uri: "/\(before.id)", method: .get, headers: [.cookie: session])
            #expect(!String(buffer: old.body).contains("Your domain"))
        }
    }

    // MARK: Automatic retention

    @Test func `what is submitted on a domain is retained to its owner, matched, once`() async throws {
        let test = try TestSignet()
        let (owner, key) = try await test.account("Lead Secrets Inc.")
        try await test.verify("leadsecrets.example", of: owner, retainsAutomatically: true)
        let visit = try await test.visit()
        let abandoned = try await test.visit(isSubmitted: false)
        for _ in 0..<2 {
            test.advance(by: .hours(2))
            _ = try await test.embedded.jobs.seal(by: test.signet.clock.now)
        }
        #expect(try await test.signet.retainer.retention(of: abandoned.id, by: owner) == nil)
        let history = try await test.signet.retainer.history(of: visit.id, by: owner)
        #expect(history.map(\.action) == [.retain, .match])
        try await test.serve { client async throws in
            let found = try await client.call("/v1/retentions?email=ada@example.com", key: key)
            #expect(found.json["retentions"]?.array?.count == 1)
            #expect(found.json["retentions"]?.array?.first?["matched"] == .bool(true))
        }
    }

    @Test func `a domain that is only verified retains nothing by itself`() async throws {
        let test = try TestSignet()
        let (owner, _) = try await test.account()
        try await test.verify("leadsecrets.example", of: owner)
        let visit = try await test.visit()
        test.advance(by: .hours(2))
        _ = try await test.embedded.jobs.seal(by: test.signet.clock.now)
        #expect(try await test.signet.retainer.retention(of: visit.id, by: owner) == nil)
    }
}

struct ConnectionAPITests {
    @Test func `an invitation can be declined, and ends what it allowed`() async throws {
        let test = try TestSignet()
        let (first, firstKey) = try await test.account("First")
        let (second, secondKey) = try await test.account("Second")
        try await test.serve { client async throws in
            let invited = try await client.call(
                "/v1/connections", .post, key: firstKey, #"{"account":"\#(second.id)"}"#)
            #expect(invited.json["name"] == .null, "whoever is invited is not told on before it accepts")
            let list = try await client.call("/v1/connections", key: secondKey)
            let seen = try #require(list.json["connections"]?.array?.first)
            #expect(seen["name"] == .string("First"))
            #expect(seen["account"] == .string(first.id))
            #expect(seen["invited_by_you"] == .bool(false))
            let again = try await client.call(
                "/v1/connections", .post, key: secondKey, #"{"account":"\#(first.id)"}"#)
            #expect(again.status == 409)
            let path = "/v1/connections/\(try #require(seen["id"]?.string))"
            #expect(try await client.call(path, .delete, key: secondKey).status == 204)
            #expect(try await client.call(path, key: firstKey).status == 404)
        }
    }

    @Test(arguments: [
        (#"{"account":"acc_nobody"}"#, 422), ("{}", 400), (#"{"account":7}"#, 400),
        (#"{"account":"acc_x","shares_ownership":1}"#, 400),
    ])
    func `an invitation to nobody is refused`(body: String, status: Int) async throws {
        let test = try TestSignet()
        let (account, key) = try await test.account()
        let (_, stranger) = try await test.account("Stranger")
        try await test.serve { client async throws in
            #expect(try await client.call("/v1/connections", .post, key: key, body).status == status)
            let itself = try await client.call("/v1/connections", .post, key: key, #"{"account":"\#(account.id)"}"#)
            #expect(itself.json["detail"] == .string("an account cannot be connected with itself"))
            #expect(try await client.call("/v1/connections/con_x", key: stranger).status == 404)
        }
        #expect(try await test.signet.connections.list(of: account, limit: 1).isEmpty)
    }
}
