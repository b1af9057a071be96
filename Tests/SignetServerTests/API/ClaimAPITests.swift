import HTTPTypes
import HummingbirdTesting
import NIOCore
import SignetModel
import SignetService
import SignetStorage
import Testing

@testable import SignetServer

struct ClaimAPITests {
    @Test func `version 3 claims, compares and scans in one call`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit(lasting: .seconds(9))
        let (account, key) = try await test.account()
        try await test.serve { client async throws in
            let answer = try await client.claim(
                visit.id, key: key, version: "3.0",
                #"{"email":"ada@example.com","phone_1":"(999) 555-0000","reference":"42","vendor":"Leads","required_scan_terms":["agree that"],"forbidden_scan_terms":"free"}"#
            )
            #expect(answer.status == 201)
            #expect(answer.headers[.init("X-Runtime")!]?.wholeMatch(of: /\d+\.\d{6}/) != nil)
            #expect(answer.json["outcome"] == .string("success"))
            #expect(answer.json["reason"] == .string(""))
            #expect(answer.json["is_masked"] == .bool(false))
            #expect(answer.json["masked_cert_url"]?.string?.hasPrefix("https://certificates.example/") == true)
            #expect(answer.json["warnings"] == .array([]))
            #expect(answer.json["fingerprints"]?["matching"]?.strings == [sha1("ada@example.com")])
            #expect(answer.json["fingerprints"]?["non_matching"]?.strings == [sha1("9995550000")])
            #expect(answer.json["scans"]?["required_found"]?.strings == ["agree that"])
            #expect(answer.json["scans"]?["forbidden_not_found"]?.strings == ["free"])
            let cert = answer.json["cert"]
            #expect(
                cert?.keys == [
                    "age_seconds", "approx_ip_geo", "browser", "cert_id", "created_at", "domain", "event_duration_ms",
                    "expires_at", "form_input_method", "ip", "is_framed", "is_mobile", "kpm", "wpm",
                    "operating_system", "page_id", "page_url", "parent_page_url", "user_agent",
                ])
            #expect(cert?["cert_id"] == .string("\(visit.id)"))
            #expect(cert?["event_duration_ms"]?.number?.value == 9_000)
            #expect(cert?["page_id"]?.string?.count == 24)
        }
        let retention = try await test.signet.retainer.retention(of: visit.id, by: account)
        #expect(retention?.reference == "42")
        #expect(retention?.vendor == "Leads")
    }

    @Test func `a claim that fails is kept, and its warnings say why`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (account, key) = try await test.account()
        try await test.serve { client async throws in
            let answer = try await client.claim(
                visit.id, key: key, version: "3.0",
                #"{"email":"x@y.example","required_scan_terms":"no such words","forbidden_scan_terms":["Acme"]}"#)
            #expect(answer.status == 201)
            #expect(answer.json["outcome"] == .string("failure"))
            #expect(
                answer.json["warnings"]?.strings == [
                    "none of the provided fingerprints match", "string not found in snapshot",
                    "string found in snapshot",
                ])
        }
        #expect(try await test.signet.retainer.retention(of: visit.id, by: account) != nil)
    }

    @Test func `templates are a term for each set of variables`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            let answer = try await client.claim(
                visit.id, key: key, version: "3.0",
                #"{"required_scan_terms":[{"template":"agree {{*}} {{company}} calls me","variables":[{"company":"Acme"},{"company":"Other"}]},"send"]}"#
            )
            #expect(answer.json["scans"]?["required_found"]?.strings == ["agree {{*}} Acme calls me", "send"])
            #expect(answer.json["scans"]?["required_not_found"]?.strings == ["agree {{*}} Other calls me"])
        }
    }

    @Test(arguments: [
        "email=ada%40example.com", "email_1=nobody%40example.com&email_2=ADA@example.com", "phone_3=512-555-1234",
        "phone=%2B1+512+555+1234", "fingerprint=\(sha1("5125551234"))", "fingerprints[]=\(sha1("ada@example.com"))",
        "fingerprints%5B%5D=\(sha1("x"))&fingerprints%5B%5D=\(sha1("ada@example.com").uppercased())",
    ])
    func `a form's lead is understood however it is spelled`(form: String) async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            let answer = try await client.claim(visit.id, key: key, version: "2.0", form, type: formType)
            #expect(answer.status == 201)
            #expect(answer.json["fingerprints"]?["matching"]?.strings?.count == 1)
            #expect(answer.json["warnings"] == .array([]))
        }
    }

    @Test(arguments: [
        ("vendor=Acme%00Co", formType), (#"{"vendor":"Acme\u0000Co"}"#, "application/json"),
    ])
    func `a text that would be kept only in part is refused, and nothing is kept`(
        body: String, type: String
    ) async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (account, key) = try await test.account()
        try await test.serve { client async throws in
            #expect(try await client.claim(visit.id, key: key, version: "3.0", body, type: type).status == 400)
        }
        #expect(try await test.signet.retainer.retention(of: visit.id, by: account) == nil)
    }

    @Test func `version 2 has one list of scans, claims and a share link`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit(lasting: .seconds(9))
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            let answer = try await client.claim(
                visit.id, key: key, version: "2.0",
                "email=ada%40example.com&reference=42&scan[]=agree+|*|+calls&scan![]=free&scan[]!=acme&scan_delimiter=|",
                type: formType)
            #expect(answer.status == 201)
            #expect(
                answer.json.keys == [
                    "id", "page_id", "created_at", "expires_at", "fingerprints", "reference", "scans", "vendor",
                    "warnings", "age", "masked", "masked_cert_url", "share_url", "cert",
                ])
            #expect(answer.json["scans"]?["found"]?.strings == ["agree |*| calls", "acme"])
            #expect(answer.json["scans"]?["not_found"]?.strings == ["free"])
            #expect(answer.json["warnings"]?.strings == ["string found in snapshot"])
            let cert = answer.json["cert"]
            #expect(
                cert?.keys == [
                    "token", "browser", "operating_system", "user_agent", "ip", "created_at", "expires_at",
                    "event_duration", "framed", "location", "parent_location", "snapshot_url", "geo", "claims",
                ])
            #expect(cert?["token"] == .string("\(visit.id)"))
            #expect(cert?["event_duration"]?.number?.value == 9_000)
            #expect(cert?["snapshot_url"] == .string("https://certificates.example/\(visit.id)#replay"))
            guard case .array(let claims)? = cert?["claims"] else { throw Missing() }
            #expect(claims.count == 1)
            #expect(claims.first?["id"] == answer.json["id"])
            #expect(claims.first?["reference"] == .string("42"))
            let share = try #require(answer.json["share_url"]?.string)
            let page = try await client.execute(
                uri: String(share.dropFirst("https://certificates.example".count)), method: .get)
            #expect(page.status == .ok)
        }
    }

    @Test func `nothing asked is null in version 2 and empty in version 3`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            let two = try await client.claim(visit.id, key: key, version: "2.0", "", type: formType)
            #expect(two.json["scans"] == .null)
            #expect(two.json["reference"] == .null)
            let three = try await client.claim(visit.id, key: key, version: "3", "")
            #expect(three.json["scans"]?["required_found"] == .array([]))
            #expect(three.json["outcome"] == .string("success"))
        }
    }

    @Test func `peek and version 3's questions keep nothing, and a ping URL may be asked`() async throws {
        let test = try TestSignet()
        var page = VisitedPage()
        page.optedIn = 8_000
        let visit = try await test.visit(page, lasting: .seconds(9))
        let (account, key) = try await test.account()
        let ping = try #require(visit.pingURL.split(separator: "/").last).description
        try await test.serve { client async throws in
            for name in ["\(visit.id)", ping] {
                let peek = try await client.claim(
                    "\(name)/peek", key: key, version: nil, "scan[]=agree", type: formType)
                #expect(peek.status == 201)
                #expect(peek.json["scans"]?["found"]?.strings == ["agree"])
                #expect(peek.json["cert"]?["cert_id"] == .string(name))
                #expect(peek.json["cert"]?["event_duration"]?.number?.value == 9)
                #expect(peek.json["cert"]?["device"] == .null)
                let consentedAt = TestSignet.start + .seconds(8)
                #expect(peek.json["cert"]?["consented_at"]?.string == consentedAt.iso8601)
                #expect(!(name == ping && peek.text.contains("\(visit.id)")))
                let asked = try await client.claim(
                    "\(name)/", key: key, version: "3.0", #"{"email":"ada@example.com"}"#)
                #expect(asked.status == 200)
                #expect(asked.json["masked_cert_url"] == .null)
                #expect(!(name == ping && asked.text.contains("\(visit.id)")))
            }
            let bearer = try await client.execute(
                uri: "/\(visit.id)/peek", method: .post, headers: [.authorization: "Bearer \(key)"])
            #expect(bearer.status == .created)
            let claim = try await client.claim(ping, key: key, version: "3.0", "{}")
            #expect(claim.status == 405)
            #expect(claim.json["reason"] == .string("certificate not claimable"))
        }
        #expect(try await test.signet.retainer.retention(of: visit.id, by: account) == nil)
    }

    @Test func `what was claimed can be viewed for as long as it is kept`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            let headers: HTTPFields = [.authorization: basic(key), .accept: "application/json"]
            let early = try await client.execute(uri: "/\(visit.id)", method: .get, headers: headers)
            #expect(early.status == .notFound)
            let claimed = try await client.claim(visit.id, key: key, version: "3.0", #"{"reference":"42"}"#)
            test.advance(by: .days(100))
            let view = try await client.execute(uri: "/\(visit.id)", method: .get, headers: headers)
            let json = try JSONValue(parsing: Array(view.body.readableBytesView))
            #expect(view.status == .ok)
            #expect(json["reference"] == .string("42"))
            #expect(json["masked_cert_url"] == claimed.json["masked_cert_url"])
            let html = try await client.execute(uri: "/\(visit.id)", method: .get, headers: [.accept: "text/html"])
            #expect(html.headers[.contentType]?.hasPrefix("text/html") == true)
        }
    }

    @Test func `what was found is told again, with the age that the certificate had`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit(lasting: .seconds(9))
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            test.advance(by: .seconds(60))
            let claimed = try await client.claim(
                visit.id, key: key, version: "3.0",
                #"{"email":["x@y.example"],"phone":"5125551234","required_scan_terms":["agree","no such words"]}"#)
            #expect(claimed.json["outcome"] == .string("failure"))
            #expect(claimed.json["cert"]?["age_seconds"]?.integer == 60)
            test.advance(by: .days(2))
            #expect(try await client.view(visit.id, key: key, version: "3.0") == claimed.json)

            let two = try await client.claim(
                visit.id, key: key, version: "2.0", "email=x%40y.example&scan[]=agree", type: formType)
            let view = try await client.view(visit.id, key: key, version: "2.0")
            #expect(two.json["warnings"]?.strings == ["none of the provided fingerprints match"])
            for name in ["fingerprints", "scans", "warnings", "id", "created_at"] {
                #expect(view[name] == two.json[name], "\(name)")
            }
            #expect(view["age"]?.integer == 60)
            #expect(try await client.view(visit.id, key: key, version: "3.0")["outcome"] == .string("failure"))
        }
    }

    @Test func `what was retained by version 4 is told like a claim`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            _ = try await client.ask(
                visit.id, key: key,
                #"{"match_lead":{"email":"x@y.example"},"retain":{},"insights":{"properties":[],"scans":{"required":"agree"}}}"#
            )
            let view = try await client.view(visit.id, key: key, version: nil)
            #expect(view["outcome"] == .string("failure"))
            #expect(view["fingerprints"]?["non_matching"]?.strings == [sha1("x@y.example")])
            #expect(view["scans"]?["required_found"]?.strings == ["agree"])
        }
    }

    @Test(arguments: [
        ("", #"{"email":"ada@example.com"}"#, [AccountSettings.Operation.retain], 403),
        ("", #"{"required_scan_terms":["agree"]}"#, [.retain, .matchLead], 403),
        ("", "{}", [.insights, .matchLead], 403),
        ("", #"{"email":"ada@example.com"}"#, [.retain, .matchLead], 201), ("", #"{"email":" "}"#, [.retain], 201),
        ("/", #"{"email":"ada@example.com"}"#, [.insights], 403), ("/", "{}", [.insights], 200),
        ("/peek", #"{"fingerprint":"\#(sha1("x"))"}"#, [.insights], 403), ("/peek", "{}", [.retain, .matchLead], 403),
        ("/peek", #"{"scan":["agree"],"phone":"5125551234"}"#, [.insights, .matchLead], 201),
    ])
    func `an operation that is not enabled is not had by an older version`(
        suffix: String, body: String, operations: [AccountSettings.Operation], status: Int
    ) async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (account, key) = try await test.account { $0.operations = Set(operations) }
        try await test.serve { client async throws in
            let answer = try await client.claim("\(visit.id)\(suffix)", key: key, version: "3.0", body)
            #expect(answer.status == status)
            if status == 403 { #expect(answer.json["message"] == .string("Unavailable product requested")) }
        }
        let isKept = try await test.signet.retainer.retention(of: visit.id, by: account) != nil
        #expect(isKept == (suffix.isEmpty && status == 201))
    }

    @Test func `version 3 tells of the certificate itself only to who may ask for insights`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (_, key) = try await test.account { $0.operations = [.retain, .matchLead] }
        try await test.serve { client async throws in
            let claimed = try await client.claim(visit.id, key: key, version: "3.0", #"{"email":"ada@example.com"}"#)
            #expect(claimed.json["outcome"] == .string("success"))
            #expect(claimed.json["cert"] == nil)
            #expect(try await client.view(visit.id, key: key, version: "3.0")["cert"] == nil)
        }
    }

    @Test func `a slash at the end of the path claims in version 2`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (account, key) = try await test.account()
        try await test.serve { client async throws in
            let answer = try await client.claim(
                "\(visit.id)/", key: key, version: "2.0", "reference=42", type: formType)
            #expect(answer.status == 201)
            #expect(answer.json["cert"]?["token"] == .string("\(visit.id)"))
        }
        #expect(try await test.signet.retainer.retention(of: visit.id, by: account)?.reference == "42")
    }

    @Test func `claims that answer a share link answer the same one until half of its life is over`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (account, key) = try await test.account()
        try await test.serve { client async throws in
            func link() async throws -> String {
                let answer = try await client.claim(visit.id, key: key, version: "2.0", "{}")
                return try #require(answer.json["share_url"]?.string)
            }
            let first = try await link()
            #expect(try await link() == first)
            let links = try await test.signet.sharing.links(to: visit.id, by: account, limit: 9)
            #expect(links.count == 1)
            #expect(try await test.signet.sharing.revoke(links[0].id, of: visit.id, by: account))
            let second = try await link()
            #expect(second != first)
            test.advance(by: test.signet.configuration.windows.share / 2 + .seconds(1))
            #expect(try await link() != second)
        }
    }

    @Test(arguments: [("0123456789012345678901234567890123456789", 404), ("short", 400)])
    func `peek calls everything an error`(name: String, status: Int) async throws {
        let test = try TestSignet()
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            let answer = try await client.claim("\(name)/peek", key: key, version: nil, "{}")
            #expect(answer.status == status)
            #expect(answer.json.keys == ["errors", "message"])
            #expect(answer.json["errors"]?["detail"]?.string?.isEmpty == false)
        }
    }

    @Test(arguments: [
        ("{", 400), ("[]", 400), (#"{"email":7}"#, 400), (#"{"required_scan_terms":[7]}"#, 400),
        (#"{"required_scan_terms":[{"template":"a"}]}"#, 400), (#"{"scan_delimiter":"| |","scan":"a"}"#, 400),
        (#"{"fingerprints":["a","b","c","d","e","f","g","h","i","j","k","l","m"]}"#, 400),
        ("{\"reference\":\"\u{0}\"", 400),
    ])
    func `bad input is refused, and nothing is kept`(body: String, status: Int) async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (account, key) = try await test.account()
        try await test.serve { client async throws in
            let answer = try await client.claim(visit.id, key: key, version: "3.0", body)
            #expect(answer.status == status)
            #expect(answer.json["errors"]?["detail"] == answer.json["message"])
        }
        #expect(try await test.signet.retainer.retention(of: visit.id, by: account) == nil)
    }

    @Test func `who is not known, too late or at the wrong certificate is told so by the status`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let sandbox = try await test.visit(options: .sandbox)
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            let unknown = try await client.claim(visit.id, key: "signet_wrong", version: "3.0", "{}")
            #expect(unknown.status == 401)
            #expect(unknown.text == #"{"errors":{"detail":"Unauthorized"},"message":"Unauthorized"}"#)
            let test405 = try await client.claim(sandbox.id, key: key, version: "2.0", "{}")
            #expect(test405.status == 405)
            #expect(test405.text == #"{"outcome":"failure","reason":"certificate not claimable"}"#)
            test.advance(by: .days(91))
            let late = try await client.claim(visit.id, key: key, version: "3.0", "{}")
            #expect(late.status == 410)
            #expect(late.json["outcome"] == .string("failure"))
            let absent = try await client.claim(
                test.signet.issuer.issue().id, key: key, version: "3.0", "{}")
            #expect(absent.status == 404)
        }
    }

    @Test func `terms cannot be looked for where no page was recorded`() async throws {
        let test = try TestSignet()
        let visit = test.signet.issuer.issue()
        #expect(
            await test.record(#"[{"type":4,"timestamp":0,"data":{"href":"https://a.example/"}}]"#, of: visit) == nil)
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            for (version, scans) in [("3.0", "required_scan_terms"), ("2.0", "scan")] {
                let answer = try await client.claim(
                    visit.id, key: key, version: version, #"{"\#(scans)": ["I agree"]}"#)
                #expect(answer.status == 201)
                #expect(answer.json["warnings"] == .array([.string("snapshot scan failed")]))
            }
            let unasked = try await client.claim(visit.id, key: key, version: "3.0", "{}")
            #expect(unasked.json["warnings"] == .array([]))
        }
    }

    private struct Missing: Error {}
}

private let formType = "application/x-www-form-urlencoded"

private func sha1(_ text: String) -> String {
    (LeadValue.email(text) ?? LeadValue.phone(text))?.digests[0] ?? String(repeating: "0", count: 40)
}

extension JSONValue {
    fileprivate var keys: [String] {
        guard case .object(let members) = self else { return [] }
        return members.map(\.key)
    }

    fileprivate var strings: [String]? {
        guard case .array(let elements) = self else { return nil }
        return elements.compactMap(\.string)
    }
}

extension TestClientProtocol {
    fileprivate func view(_ id: CertificateID, key: String, version: String?) async throws -> JSONValue {
        var headers: HTTPFields = [.authorization: basic(key), .accept: "application/json"]
        if let version { headers[.apiVersion] = version }
        let response = try await execute(uri: "/\(id)", method: .get, headers: headers)
        #expect(response.status == .ok)
        return try JSONValue(parsing: Array(response.body.readableBytesView))
    }

    fileprivate func claim(
        _ name: some CustomStringConvertible, key: String, version: String?, _ body: String,
        type: String = "application/json"
    ) async throws -> (status: Int, headers: HTTPFields, json: JSONValue, text: String) {
        var headers: HTTPFields = [.authorization: basic(key), .contentType: type]
        if let version { headers[.apiVersion] = version }
        let response = try await execute(
            uri: "/\(name)", method: .post, headers: headers, body: ByteBuffer(string: body))
        let text = String(buffer: response.body)
        return (response.status.code, response.headers, (try? JSONValue(parsing: Array(text.utf8))) ?? .null, text)
    }
}
