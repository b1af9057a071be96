import HTTPTypes
import HummingbirdTesting
import NIOCore
import SignetModel
import SignetService
import SignetStorage
import Testing

@testable import SignetServer

struct VerifyAPITests {
    private static let verify = #"{"verify":{}}"#
    private static let verifyAndRetain = #"{"verify":{},"retain":{},"match_lead":{"email":"ada@example.com"}}"#
    private static let notApproved =
        "Consent languages found were not approved in the account's consent language manager."

    @Test func `a new consent language is unreviewed until the account decides`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            let first = try await client.ask(visit.id, key: key, Self.verify)
            #expect(first.status == 200)
            #expect(first.json["outcome"] == .string("failure"))
            #expect(first.json["reason"] == .string(Self.notApproved))
            let verify = first.json["verify"]
            #expect(verify?["consent_language_acceptance_enabled"] == .bool(true))
            #expect(verify?["languages"]?.array?.first?["text"] == .string(VisitedPage().consent))
            #expect(
                verify?["result"]
                    == (try JSONValue(
                        parsing: Array(
                            #"{"form_submitted":true,"language_approved":false,"min_contrast_ratio_satisfied":null,"min_font_size_px_satisfied":null,"one_to_one":null,"opt_in_types_satisfied":null,"success":false}"#
                                .utf8))))

            let listed = try await client.call("/v1/consent-languages", key: key)
            let language = try #require(listed.json["consent_languages"]?.array?.first)
            #expect(
                language["text"]
                    == .string("By clicking I agree that Acme calls me at {{phone}}, see {{url}}."))
            #expect(language["count"]?.integer == 1)
            #expect(
                language["sample_certificates"]?.array == [.string("https://certificates.example/\(visit.id)")])
            let id = try #require(language["id"]?.string)

            let path = "/v1/consent-languages/\(id)"
            #expect(try await client.call(path, .patch, key: key, #"{"status":"approved"}"#).status == 200)
            let approved = try await client.ask(visit.id, key: key, Self.verify)
            #expect(approved.json["outcome"] == .string("success"))
            #expect(approved.json["verify"]?["result"]?["language_approved"] == .bool(true))

            #expect(try await client.call(path, .patch, key: key, #"{"status":"rejected"}"#).status == 200)
            let rejected = try await client.ask(visit.id, key: key, Self.verify)
            #expect(rejected.json["reason"] == .string(Self.notApproved))
            #expect(try await client.call(path, key: key).json["count"]?.integer == 1)
            #expect(try await client.call(path, .delete, key: key).status == 204)
            #expect(try await client.call(path, key: key).status == 404)
        }
    }

    @Test(arguments: [
        ("I AGREE that Acme", true), ("by {{*}} agree that {{*}} calls me at {{phone}}", true),
        ("calls me at +1 (800) 555-0100, see https://other.example/terms.", true), ("agree that acme texts me", false),
        ("agree  that Acme.", false),
    ])
    func `an approved text is looked for within the language`(text: String, isApproved: Bool) async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (account, key) = try await test.account()
        _ = try await test.signet.consentLanguages.add(
            text, status: .approved, name: nil, note: nil, to: account)
        try await test.serve { client async throws in
            let answer = try await client.ask(visit.id, key: key, Self.verify)
            #expect(answer.json["verify"]?["result"]?["language_approved"] == .bool(isApproved))
        }
    }

    @Test func `a page without consent language says so, and what else could not be checked`() async throws {
        let test = try TestSignet()
        var page = VisitedPage()
        page.consent = ""
        let visit = try await test.visit(page)
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            let answer = try await client.ask(
                visit.id, key: key,
                #"{"verify":{"advertiser_name":"Acme","min_font_size_px_required":12,"opt_in_types_allowed":["manual"]}}"#
            )
            #expect(
                answer.json["reason"]
                    == .string(
                        """
                        Consent language not detected in the certificate. This form has not been setup to allow use of \
                        One to One Consent Check. The form did not contain any consent items. The form may not be set up \
                        correctly.
                        """))
            #expect(answer.json["verify"]?["languages"] == .array([]))
            #expect(answer.json["verify"]?["result"]?["one_to_one"] == .null)
            #expect(answer.json["verify"]?["result"]?["opt_in_types_satisfied"] == .null)
        }
    }

    @Test(
        arguments: [
            (#""min_font_size_px_required":14"#, "min_font_size_px_satisfied", nil),
            (
                #""min_font_size_px_required":16.5"#, "min_font_size_px_satisfied",
                "Consent language font size of 14px is below the required 16.5px."
            ),
            (#""min_contrast_ratio_required":7"#, "min_contrast_ratio_satisfied", nil),
            (
                #""min_contrast_ratio_required":21"#, "min_contrast_ratio_satisfied",
                "Consent language contrast ratio of 12.6 is below the required 21."
            ),
            (#""opt_in_types_allowed":["manual","non-interactive"]"#, "opt_in_types_satisfied", nil),
            (
                #""opt_in_types_allowed":["manual"]"#, "opt_in_types_satisfied",
                "Opt-in type non-interactive is not allowed."
            ),
        ] as [(String, String, String?)])
    func `each criterion has its result and its reason`(
        criterion: String, result: String, reason: String?
    ) async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (account, key) = try await test.account()
        _ = try await test.signet.consentLanguages.add(
            "I agree", status: .approved, name: nil, note: nil, to: account)
        try await test.serve { client async throws in
            let answer = try await client.ask(visit.id, key: key, #"{"verify":{\#(criterion)}}"#)
            #expect(answer.json["verify"]?["result"]?[result] == .bool(reason == nil))
            #expect(answer.json["reason"] == (reason.map { .string($0) } ?? .null))
            #expect(answer.text.contains(criterion))
        }
    }

    @Test func `the account's criteria count where the request has none, and are told`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (account, key) = try await test.account { $0.criteria.minimumFontSize = 20 }
        _ = try await test.signet.consentLanguages.add(
            "I agree", status: .approved, name: nil, note: nil, to: account)
        try await test.serve { client async throws in
            let own = try await client.ask(visit.id, key: key, Self.verify)
            #expect(own.json["verify"]?["min_font_size_px_required"]?.integer == 20)
            #expect(own.json["outcome"] == .string("failure"))
            let asked = try await client.ask(visit.id, key: key, #"{"verify":{"min_font_size_px_required":10}}"#)
            #expect(asked.json["outcome"] == .string("success"))
        }
    }

    @Test func `full and masked certificate verify alike, and the masked one's words hide where they stood`()
        async throws
    {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (account, key) = try await test.account()
        try await test.serve { client async throws in
            let retained = try await client.ask(
                visit.id, key: key, #"{"match_lead":{"email":"ada@example.com"},"retain":{}}"#)
            let masked = try #require(retained.json["retain"]?["results"]?["masked_cert_url"]?.string?.suffix(40))
            let listed = try await test.signet.consentLanguages.list(.unreviewed, of: account, limit: 10)
            let language = try #require(listed.first)
            #expect(language.count == 1)
            _ = try await test.signet.consentLanguages.set(language.id, of: account) { $0.status = .approved }
            let answer = try await client.ask(masked, key: key, Self.verify)
            #expect(answer.json["outcome"] == .string("success"))
            #expect(
                answer.json["verify"]?["languages"]?.array?.first?["text"]
                    == .string("By clicking I agree that Acme calls me at [redacted], see [redacted]."))
            #expect(try await test.signet.consentLanguages.list(.unreviewed, of: account, limit: 10).isEmpty)
        }
    }

    @Test func `a ping URL is verified, and no certificate counted`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (account, key) = try await test.account()
        let ping = visit.pingURL.split(separator: "/").last.map(String.init) ?? ""
        try await test.serve { client async throws in
            let answer = try await client.ask(ping, key: key, Self.verify)
            #expect(answer.json["reason"] == .string(Self.notApproved))
        }
        #expect(try await test.signet.consentLanguages.list(.unreviewed, of: account, limit: 10).isEmpty)
    }

    @Test(arguments: [
        #"{"verify":[]}"#, #"{"verify":{"advertiser_name":7}}"#, #"{"verify":{"min_contrast_ratio_required":0.5}}"#,
        #"{"verify":{"min_contrast_ratio_required":"7"}}"#, #"{"verify":{"min_font_size_px_required":-1}}"#,
        #"{"verify":{"opt_in_types_allowed":"manual"}}"#, #"{"verify":{"opt_in_types_allowed":["Manual"]}}"#,
    ])
    func `criteria that cannot be are refused`(body: String) async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            #expect(try await client.ask(visit.id, key: key, body).status == 400)
        }
    }

    // MARK: One to one

    private static func offer(_ advertisers: String) -> String {
        #"{"id":3,"role":"offer","text":"","checked":null,"offer":3},{"id":8,"role":"submit","text":"Send","checked":null,"offer":3},{"id":4,"role":"consent-language","text":"","checked":null,"offer":3},"#
            + advertisers
    }

    private static func chosen(_ isChecked: Bool) -> String {
        offer(
            #"{"id":20,"role":"consent-opted-advertiser-input-1","text":"","checked":\#(isChecked),"offer":3},{"id":21,"role":"consent-opted-advertiser-name-1","text":"ACME,  Inc","checked":null,"offer":3}"#
        )
    }

    @Test func `consent to one advertiser is read off the tags`() async throws {
        let named = Self.offer(
            #"{"id":20,"role":"consent-advertiser-name","text":"Acme Inc.","checked":null,"offer":3}"#)
        let cases: [(tags: String, isSubmitted: Bool, granted: Bool, reason: String?)] = [
            (named, true, true, nil), (Self.chosen(true), true, true, nil),
            (
                Self.chosen(false), true, false,
                "The opt-in was not selected for Acme Inc, therefore one-to-one consent check was not satisfied."
            ),
            (named, false, false, "Submission of the form is required for one-to-one consent verification."),
        ]
        for (tags, isSubmitted, granted, reason) in cases {
            let test = try TestSignet()
            var page = VisitedPage()
            page.tags = tags
            let visit = try await test.visit(page, isSubmitted: isSubmitted)
            let (account, key) = try await test.account()
            _ = try await test.signet.consentLanguages.add(
                "I agree", status: .approved, name: nil, note: nil, to: account)
            try await test.serve { client async throws in
                let answer = try await client.ask(visit.id, key: key, #"{"verify":{"advertiser_name":"Acme Inc"}}"#)
                #expect(answer.json["verify"]?["result"]?["one_to_one"] == .bool(granted))
                #expect(answer.json["reason"] == (reason.map { .string($0) } ?? .null))
            }
        }
    }

    // MARK: The consent language manager

    @Test func `texts are added by hand, once, and belong to one account`() async throws {
        let test = try TestSignet()
        let (_, key) = try await test.account()
        let (_, other) = try await test.account("Other")
        let path = "/v1/consent-languages"
        try await test.serve { client async throws in
            let added = try await client.call(
                path, .post, key: key, #"{"text":"I agree to calls at 512-555-0100","name":"Short","note":"by legal"}"#)
            #expect(added.status == 201)
            #expect(added.json["status"] == .string("approved"))
            #expect(added.json["text"] == .string("I agree to calls at {{phone}}"))
            #expect(added.json["first_seen"] == .null)
            let again = try await client.call(path, .post, key: key, #"{"text":"i agree  to calls at {{phone}}"}"#)
            #expect(again.status == 409)
            let id = try #require(added.json["id"]?.string)
            for method in [HTTPRequest.Method.get, .delete] {
                #expect(try await client.call("\(path)/\(id)", method, key: other).status == 404)
            }
            #expect(
                try await client.call("\(path)?status=approved", key: key).json["consent_languages"]?.array?.count == 1)
        }
    }

    @Test func `an account has a thousand unreviewed languages at most, and as many that it decided`() async throws {
        let test = try TestSignet()
        let (account, key) = try await test.account()
        let database = test.embedded.database
        for status in [ReviewedLanguage.Status.unreviewed, .rejected] {
            let languages = (0..<1_000).map { number in
                ReviewedLanguage(
                    id: "lang_\(status)\(number)", account: account.id, text: "\(status) \(number)",
                    digest: Array("\(status)\(number)".utf8), status: status, lastSeen: TestSignet.start)
            }
            try await database.record(Sightings(languages, in: try await test.visit().id, cap: 1_000))
        }
        let path = "/v1/consent-languages"
        try await test.serve { client async throws in
            for status in ["unreviewed", "approved"] {
                let added = try await client.call(path, .post, key: key, #"{"text":"new","status":"\#(status)"}"#)
                #expect(added.status == 409)
                #expect(added.json["title"] == .string("Too many"))
            }
            let change = #"{"status":"approved"}"#
            #expect(try await client.call("\(path)/lang_unreviewed1", .patch, key: key, change).status == 409)
            #expect(try await client.call("\(path)/lang_rejected1", .patch, key: key, change).status == 200)
            #expect(try await client.call("\(path)/lang_rejected2", .delete, key: key).status == 204)
            #expect(try await client.call("\(path)/lang_unreviewed1", .patch, key: key, change).status == 200)
            #expect(try await client.call(path, .post, key: key, #"{"text":"a","status":"unreviewed"}"#).status == 201)
        }
    }

    @Test func `what the command line decides beside the server counts at once`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let (account, key) = try await test.account()
        let database = try DataDirectory(path: test.folder + "/data", creating: false).openDatabase()
        let beside = ConsentLanguages(database: database, clock: .system)
        let language = try await beside.add(
            "I agree that Acme calls me", status: .rejected, name: nil, note: nil, to: account)
        try await test.serve { client async throws in
            for status in [ReviewedLanguage.Status.approved, .rejected, .approved] {
                _ = try await beside.set(language.id, of: account) { $0.status = status }
                let answer = try await client.ask(visit.id, key: key, Self.verify)
                #expect(answer.json["verify"]?["result"]?["language_approved"] == .bool(status == .approved))
                let retained = try await client.ask(visit.id, key: key, Self.verifyAndRetain)
                #expect(retained.json["verify"]?["result"]?["language_approved"] == .bool(status == .approved))
                // In memory is now what was decided, and is no longer when this is decided.
                _ = try await beside.set(language.id, of: account) {
                    $0.status = status == .approved ? .rejected : .approved
                }
                let again = try await client.ask(visit.id, key: key, Self.verifyAndRetain)
                #expect(again.json["verify"]?["result"]?["language_approved"] == .bool(status != .approved))
            }
            // What was told before the account had decided otherwise was not recorded.
            let history = try await test.signet.retainer.history(of: visit.id, by: account)
            #expect(history.count { $0.action == .retain } == 6)
            try await beside.remove(language.id, of: account)
            let answer = try await client.ask(visit.id, key: key, Self.verify)
            #expect(answer.json["verify"]?["result"]?["language_approved"] == .bool(false))
        }
        try await database.close()
    }

    @Test(arguments: [
        "{}", #"{"text":""}"#, #"{"text":"{{*}}"}"#, #"{"text":7}"#, #"{"text":"a","status":"maybe"}"#,
        #"{"text":"a","colour":1}"#, #"{"text":"a","note":[]}"#, #"{"text":"I agree\u0000 to all"}"#,
        #"{"text":"a","note":"b\u0000"}"#,
    ])
    func `a language that cannot be is refused`(body: String) async throws {
        let test = try TestSignet()
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            #expect(try await client.call("/v1/consent-languages", .post, key: key, body).status == 400)
        }
    }

    @Test func `a list is read page by page`() async throws {
        let test = try TestSignet()
        let (account, key) = try await test.account()
        for number in 0..<5 {
            _ = try await test.signet.consentLanguages.add(
                "text \(number)", status: .approved, name: nil, note: nil, to: account)
        }
        try await test.serve { client async throws in
            var seen: Set<String> = []
            var path = "/v1/consent-languages?status=approved&limit=2"
            while true {
                let page = try await client.call(path, key: key)
                for language in page.json["consent_languages"]?.array ?? [] {
                    seen.insert(language["text"]?.string ?? "")
                }
                guard let cursor = page.json["next_cursor"]?.string else { break }
                path = "/v1/consent-languages?status=approved&limit=2&cursor=\(cursor)"
            }
            #expect(seen == ["text 0", "text 1", "text 2", "text 3", "text 4"])
            #expect(try await client.call("/v1/consent-languages?limit=0", key: key).status == 400)
        }
    }
}
