import HTTPTypes
import HummingbirdTesting
import NIOCore
import SignetModel
import SignetService
import SignetStorage
import Testing

@testable import SignetServer

struct MaskingTests {
    private static let allProperties = InsightProperty.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ",")

    @Test func `no byte that a holder of a masked certificate gets tells where the lead came from`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let picture = RecordedPicture()
        try await test.show(picture, in: visit)
        let (vendor, vendorKey) = try await test.account("Vendor")
        let (_, buyerKey) = try await test.account("Buyer")
        let certificate = try #require(try await test.signet.reader.load(visit.id))
        let share = try await test.signet.sharing.share(certificate, by: vendor).url
        try await test.serve { client async throws in
            let retained = try await client.ask(
                visit.id, key: vendorKey,
                #"{"match_lead":{"email":"ada@example.com"},"retain":{"reference":"vendor-reference-1","vendor":"Secret supplier"}}"#
            )
            let maskedURL = try #require(retained.json["retain"]?["results"]?["masked_cert_url"]?.string)
            let masked = try #require(maskedURL.split(separator: "/").last).description
            let session = try await client.signIn(key: buyerKey)

            var seen: [String] = []
            func look(
                _ uri: String, _ method: HTTPRequest.Method = .get, _ headers: HTTPFields = [:], _ body: String = ""
            ) async throws {
                let response = try await client.execute(
                    uri: uri, method: method, headers: headers, body: ByteBuffer(string: body))
                seen.append("\(response.status) \(response.headers) \(String(buffer: response.body))")
            }
            let asBuyer: HTTPFields = [.authorization: basic(buyerKey), .contentType: "application/json"]
            let signedIn: HTTPFields = [.cookie: session]
            try await look("/\(masked)")
            try await look("/\(masked)", .get, signedIn)
            try await look("/\(masked)/validate", .get, asBuyer)
            try await look(
                "/\(masked)", .post, asBuyer,
                #"{"match_lead":{"phone":"5125551234"},"retain":{},"insights":{"properties":[\#(Self.allProperties)],"scans":{"required":["agree {{*}} calls"],"forbidden":["see"]}},"verify":{"advertiser_name":"Acme","min_font_size_px_required":20}}"#
            )
            for path in [
                "account", "consent-languages", "retentions", "retentions/export", "retentions/export?format=jsonl",
                "certificates/\(masked)/events",
            ] {
                try await look("/v1/\(path)", .get, asBuyer)
            }
            try await look(
                "/v1/retentions", .post, asBuyer,
                #"{"certificates":[{"certificate":"\#(masked)","match_lead":{"email":"ada@example.com"},"retain":{},"verify":{}}]}"#
            )
            try await look("/\(masked)", .get, signedIn)
            try await look("/\(masked)", .get, [.authorization: basic(buyerKey)])
            try await look("/\(masked)/replay", .get, signedIn)
            for version in ["2.0", "3.0"] {
                let claiming: HTTPFields = [
                    .authorization: basic(buyerKey), .contentType: "application/json", .apiVersion: version,
                    .accept: "application/json",
                ]
                let asked = #"{"email":"ada@example.com","required_scan_terms":"agree","forbidden_scan_terms":["see"]}"#
                try await look("/\(masked)", .post, claiming, asked)
                try await look("/\(masked)/", .post, claiming, asked)
                try await look("/\(masked)/peek", .post, claiming, asked)
                try await look("/\(masked)", .get, claiming)
            }
            try await look("/v1/certificates/\(masked)/original", .get, asBuyer)
            try await look("/v1/certificates/\(masked)/shares", .post, asBuyer)
            try await look("/v1/certificates/\(masked)/shares", .get, asBuyer)
            for path in ["statement", "proof", "evidence", "events", "snapshot", "assets"] {
                try await look("/\(masked)/\(path)", .get, asBuyer)
            }
            for path in ["assets", "assets/\(picture.digest)"] {
                for token in ["x", visit.token] {
                    try await look("/v1/certificates/\(masked)/\(path)?token=\(token)&nonce=n", .post, [:], "[]")
                }
                try await look("/v1/certificates/\(masked)/\(path)", .get, asBuyer)
            }
            try await look("/v1/certificates/\(masked)/disclosure-requests", .post, asBuyer, "{}")
            try await look("/v1/disclosure-requests?side=sent", .get, asBuyer)
            try await look("/\(masked)", .get, signedIn)
            try await look("/\(masked)", .post, asBuyer, "{")
            #expect(seen.contains { $0.contains("Masked Certificate of Consent") })
            #expect(seen.contains { $0.contains(".masked.certificates.example") })

            let ping = visit.pingURL.split(separator: "/").last.map(String.init) ?? ""
            let shared = share.split(separator: "=").last.map(String.init) ?? ""
            let secrets = [
                "leadsecrets", "home-insurance", "offers you cover", "campaign-7781", visit.id.description, ping,
                shared,
                "vendor-reference-1", "Secret supplier", "800-555-0199", "banner.gif", "R0lGODlh",
                picture.digest.description,
            ]
            for secret in secrets {
                for bytes in seen {
                    #expect(!bytes.lowercased().contains(secret.lowercased()), "\(secret) in \(bytes.prefix(2_000))")
                }
            }
        }
    }

    @Test func `the words that the masking account hides are in no byte that a holder gets`() async throws {
        let test = try TestSignet()
        var page = VisitedPage()
        page.consent = "By clicking I agree that ACME  Insurance and its agents call me at any number."
        let visit = try await test.visit(page)
        let (_, vendorKey) = try await test.account("Vendor") { $0.maskWords = ["Acme insurance"] }
        let (_, buyerKey) = try await test.account("Buyer")
        try await test.serve { client async throws in
            let retained = try await client.ask(
                visit.id, key: vendorKey, #"{"match_lead":{"email":"ada@example.com"},"retain":{}}"#)
            let url = try #require(retained.json["retain"]?["results"]?["masked_cert_url"]?.string)
            let masked = try #require(url.split(separator: "/").last)
            let session = try await client.signIn(key: buyerKey)
            let answer = try await client.ask(
                masked, key: buyerKey,
                #"{"match_lead":{"email":"ada@example.com"},"retain":{},"verify":{},"insights":{"properties":[],"scans":{"required":["agree that [redacted] and its"],"forbidden":["insurance"]}}}"#
            )
            #expect(answer.json["insights"]?["scans"]?["result"]?["success"] == .bool(true), "\(answer.text)")
            let full = try await client.ask(
                visit.id, key: buyerKey,
                #"{"insights":{"properties":[],"scans":{"required":"agree that acme insurance and"}}}"#)
            #expect(full.json["outcome"] == .string("success"))
            for path in ["/\(masked)", "/v1/consent-languages", "/v1/retentions"] {
                let seen = try await client.execute(
                    uri: path, method: .get,
                    headers: path.hasPrefix("/v1") ? [.authorization: basic(buyerKey)] : [.cookie: session])
                #expect(String(buffer: seen.body).contains(path.hasSuffix("retentions") ? "masked" : "[redacted]"))
                #expect(!String(buffer: seen.body).lowercased().contains("acme"))
            }
        }
    }

    @Test func `masked and full certificate answer alike but for the origin`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (account, key) = try await test.account()
        let certificate = try #require(try await test.signet.reader.load(visit.id))
        let masked = try #require(
            try await test.signet.retainer.retain(
                certificate, by: account, vendor: nil, reference: nil, isSuccess: true
            ).masked)
        let same = InsightProperty.allCases.filter {
            ![.domain, .pageURL, .parentPageURL, .isMasked, .browser].contains($0)
        }
        let names = same.map { "\"\($0.rawValue)\"" }.joined(separator: ",")
        try await test.serve { client async throws in
            let body = #"{"insights":{"properties":[\#(names)]},"match_lead":{"email":"ada@example.com"}}"#
            let full = try await client.ask(visit.id, key: key, body)
            let other = try await client.ask(masked.id, key: key, body)
            #expect(full.json == other.json)
        }
    }

    @Test func `a masked certificate can be retained, and makes no masked one of itself`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (vendor, _) = try await test.account()
        let (_, buyerKey) = try await test.account()
        let certificate = try #require(try await test.signet.reader.load(visit.id))
        let masked = try #require(
            try await test.signet.retainer.retain(certificate, by: vendor, vendor: nil, reference: nil, isSuccess: true)
                .masked)
        try await test.serve { client async throws in
            let answer = try await client.ask(
                masked.id, key: buyerKey, #"{"match_lead":{"email":"ada@example.com"},"retain":{}}"#)
            #expect(answer.json["outcome"] == .string("success"))
            #expect(answer.json["retain"]?["results"]?["masked_cert_url"] == .null)
        }
    }

    @Test func `only the account that masked a certificate finds the way back`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (vendor, vendorKey) = try await test.account()
        let (_, buyerKey) = try await test.account()
        let certificate = try #require(try await test.signet.reader.load(visit.id))
        let masked = try #require(
            try await test.signet.retainer.retain(certificate, by: vendor, vendor: nil, reference: nil, isSuccess: true)
                .masked)
        try await test.serve { client async throws in
            let uri = "/v1/certificates/\(masked.id)/original"
            let own = try await client.execute(uri: uri, method: .get, headers: [.authorization: basic(vendorKey)])
            #expect(own.status == .ok)
            #expect(String(buffer: own.body).contains(visit.id.description))
            let other = try await client.execute(uri: uri, method: .get, headers: [.authorization: basic(buyerKey)])
            #expect(other.status == .notFound)
        }
    }
}

struct MaskedDomainTests {
    let secret = Secret.generate()

    @Test func `labels are stable within an account, differ between accounts, and are no plain hash`() throws {
        let domain = try #require(Domain("quotes.example"))
        let own = MaskedDomain(domain, key: MaskingKey(account: "a", secret: secret))
        #expect(own == MaskedDomain(domain, key: MaskingKey(account: "a", secret: secret)))
        #expect(own != MaskedDomain(domain, key: MaskingKey(account: "b", secret: secret)))
        #expect(own != MaskedDomain(domain, key: MaskingKey(account: "a", secret: .generate())))
        #expect(own.label.count == 40)
    }
}
