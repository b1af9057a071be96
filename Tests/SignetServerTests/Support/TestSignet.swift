import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOConcurrencyHelpers
import NIOCore
import SignetModel
import SignetService
import SignetStorage
import Testing

@testable import SignetServer

/// A Signet in a folder of its own, whose time the test sets, and a visit to ask about.
final class TestSignet: Sendable {
    static let start = Timestamp(seconds: 1_795_000_000)

    let embedded: EmbeddedSignet
    let folder: String
    private let time: NIOLockedValueBox<Timestamp>
    private let records = NIOLockedValueBox<[Domain: TextRecords.Answer]>([:])

    var signet: Signet { embedded.signet }

    init(
        webhookTransport: WebhookTransport = .system,
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        configure: (inout ServiceConfiguration) -> Void = { _ in }
    ) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("signet-\(UUID())").path
        let time = NIOLockedValueBox(Self.start)
        self.time = time
        var configuration = ServiceConfiguration(publicURL: PageURL("https://certificates.example/")!)
        configuration.limits.countsRequests = false
        configuration.limits.arrivalWait = .zero
        configure(&configuration)
        embedded = try EmbeddedSignet(
            directory: folder + "/data", secretFile: SecretFile(path: folder + "/secret"), access: .server,
            configuration: configuration,
            dns: TextRecords { [records] domain in records.withLockedValue { $0[domain] ?? .noDomain } },
            webhookTransport: webhookTransport, clock: WallClock { time.withLockedValue { $0 } },
            logger: logger)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    func advance(by duration: Duration) {
        time.withLockedValue { $0 = $0 + duration }
    }

    /// What the DNS says of a domain from now on.
    func set(_ answer: TextRecords.Answer, for domain: Domain) {
        records.withLockedValue { $0[domain] = answer }
    }

    /// Makes the domain one that is verified as the account's.
    @discardableResult
    func verify(
        _ name: String, of account: Account, includesSubdomains: Bool = true, retainsAutomatically: Bool = false
    ) async throws -> OwnedDomain {
        let domain = try await signet.domains.add(
            name, includesSubdomains: includesSubdomains, retainsAutomatically: retainsAutomatically, to: account)
        set(.records(["v=spf1 -all", domain.code]), for: domain.domain)
        return try await signet.domains.check(domain)
    }

    /// Runs the test with requests over a real connection.
    func serve(
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        _ test: @escaping @Sendable (any TestClientProtocol) async throws -> Void
    ) async throws {
        let server = SignetServer(signet: signet, configuration: .init(port: 0), logger: logger)
        try await Turns.servers.take {
            try await server.application().test(.live) { client in try await test(client) }
        }
    }

    // MARK: Visits

    /// Records a visit to a lead form that was submitted, unless the test says otherwise.
    func visit(
        _ page: VisitedPage = VisitedPage(), options: RecordingOptions = [], isSubmitted: Bool = true,
        lasting duration: Duration = .zero
    ) async throws -> IssuedCertificate {
        let certificate = signet.issuer.issue(options: options)
        advance(by: duration)
        let refusal = await record(page.events(isSubmitted: isSubmitted), of: certificate, isSubmission: isSubmitted)
        guard refusal == nil else { throw refusal! }
        return certificate
    }

    func record(
        _ events: String, of certificate: IssuedCertificate, sequence: Int = 0, nonce: String = "n",
        isSubmission: Bool = false, token: String? = nil
    ) async -> BatchRefusal? {
        let now = time.withLockedValue { $0 }
        let batch = Batch(
            certificate: certificate.id, sequence: sequence, nonce: nonce, isSubmission: isSubmission, isEnd: true,
            receivedAt: now, sentAt: now,
            observed: ObservedRequest(
                address: "203.0.113.7", userAgent: "Mozilla/5.0 LeadSecretsApp/2.0 quotes.leadsecrets.example",
                origin: "https://quotes.leadsecrets.example"),
            body: Array(events.utf8))
        return await withCheckedContinuation { continuation in
            signet.batches.accept(batch, token: Array((token ?? certificate.token).utf8)) {
                continuation.resume(returning: $0)
            }
        }
    }

    func account(
        _ name: String = "Buyer", configure: (inout AccountSettings) -> Void = { _ in }
    ) async throws -> (account: Account, key: String) {
        var settings = AccountSettings()
        configure(&settings)
        return try await signet.accounts.create(name: name, settings: settings)
    }
}

/// The page that a test's consumer visits; its origin is what a masked certificate must not tell.
struct VisitedPage {
    var url = "https://quotes.leadsecrets.example/home-insurance/offers"
    var title = "Leadsecrets offers you cover"
    var identifier = "campaign-7781"
    var email = "ada@example.com"
    var phone = "512-555-1234"
    /// Elements as the SDK reports them, JSON; with any, the page uses consent tags.
    var tags = ""
    var fontSize = 14.0
    var optIn = "non-interactive"
    /// When the consent's checkbox was selected, in milliseconds from the start; nil where it has none.
    var optedIn: Int64?
    /// Empty for none.
    var consent = "By clicking I agree that Acme calls me at 1-800-555-0199, see www.leadsecrets.example/privacy."

    func events(isSubmitted: Bool) -> String {
        let start = TestSignet.start.milliseconds
        var events = [
            #"{"type":5,"timestamp":\#(start),"data":{"tag":"signet.page","payload":{"version":"1","title":"\#(title)","framed":false,"parent":null,"top_origin":null,"identifier":"\#(identifier)","values":"submitted","tagged":\#(!tags.isEmpty),"inverted":false}}}"#,
            #"{"type":4,"timestamp":\#(start),"data":{"href":"\#(url)","width":1280,"height":800}}"#,
            #"{"type":2,"timestamp":\#(start + 1),"data":{"initialOffset":{"left":0,"top":0},"node":{"type":0,"id":1,"childNodes":[{"type":2,"id":2,"tagName":"html","attributes":{},"childNodes":[{"type":2,"id":3,"tagName":"body","attributes":{},"childNodes":[{"type":2,"id":4,"tagName":"p","attributes":{},"childNodes":[{"type":3,"id":5,"textContent":"\#(consent)"}]},{"type":2,"id":6,"tagName":"input","attributes":{"type":"email","name":"email"},"childNodes":[]},{"type":2,"id":7,"tagName":"input","attributes":{"type":"tel","name":"phone"},"childNodes":[]},{"type":2,"id":8,"tagName":"button","attributes":{},"childNodes":[{"type":3,"id":9,"textContent":"Send"}]}]}]}]}}}"#,
            #"{"type":5,"timestamp":\#(start + 2),"data":{"tag":"signet.tags","payload":{"elements":[\#(tags)]}}}"#,
            #"{"type":5,"timestamp":\#(start + 2),"data":{"tag":"signet.consent","payload":{"languages":[{"id":4,"text":"\#(consent)","source":"\#(tags.isEmpty ? "page" : "tag")","visible":true,"font_size":\#(fontSize),"contrast":12.6,"control":\#(optedIn == nil ? "null" : "10"),"opt_in":"\#(optIn)","checked":null}]}}}"#,
            #"{"type":5,"timestamp":\#(start + 5000),"data":{"tag":"signet.field","payload":{"id":6,"name":"email","label":null,"type":"email","method":"typing","keystrokes":15,"typing_ms":3000,"length":15}}}"#,
            #"{"type":3,"timestamp":\#(start + 5001),"data":{"source":5,"id":6,"text":"***************","isChecked":false}}"#,
        ]
        if let optedIn {
            events.append(
                #"{"type":5,"timestamp":\#(start + optedIn),"data":{"tag":"signet.opt_in","payload":{"id":10,"checked":true,"trusted":true}}}"#
            )
        }
        if isSubmitted {
            events += [
                #"{"type":5,"timestamp":\#(start + 9000),"data":{"tag":"signet.submit","payload":{"how":"submit","form":null,"control":8,"trusted":true}}}"#,
                #"{"type":5,"timestamp":\#(start + 9000),"data":{"tag":"signet.values","payload":{"values":[{"id":6,"name":"email","label":null,"type":"email","value":"\#(email)"},{"id":7,"name":"phone","label":null,"type":"tel","value":"\#(phone)"}]}}}"#,
            ]
        }
        return "[\(events.joined(separator: ","))]"
    }
}

extension TestClientProtocol {
    /// Posts JSON as an account to a certificate.
    func ask(
        _ certificate: some CustomStringConvertible, key: String?, _ body: String,
        headers: HTTPFields = [.contentType: "application/json"]
    ) async throws -> (status: Int, json: JSONValue, text: String) {
        var headers = headers
        if let key { headers[.authorization] = basic(key) }
        return try await send("/\(certificate)", .post, headers, body)
    }

    /// Calls a route of `/v1` as an account.
    func call(
        _ path: String, _ method: HTTPRequest.Method = .get, key: String?, _ body: String? = nil,
        headers: HTTPFields = [:]
    ) async throws -> (status: Int, json: JSONValue, text: String) {
        var headers = headers
        if let key { headers[.authorization] = basic(key) }
        if body != nil { headers[.contentType] = "application/json" }
        return try await send(path, method, headers, body)
    }

    /// The cookie of a session.
    func signIn(key: String) async throws -> String {
        let form = try await execute(uri: "/sign-in", method: .get)
        let visitor = try #require(form.headers[values: .setCookie].first?.split(separator: ";").first)
        let html = String(buffer: form.body)
        let token = try #require(
            html.split(separator: "name=\"csrf\" value=\"").dropFirst().first?.split(separator: "\"").first)
        let answer = try await execute(
            uri: "/sign-in", method: .post,
            headers: [.cookie: String(visitor), .contentType: "application/x-www-form-urlencoded"],
            body: ByteBuffer(string: "csrf=\(token)&api_key=\(key)&next=/"))
        #expect(answer.status == .seeOther)
        return String(try #require(answer.headers[values: .setCookie].first?.split(separator: ";").first))
    }

    private func send(
        _ path: String, _ method: HTTPRequest.Method, _ headers: HTTPFields, _ body: String?
    ) async throws -> (status: Int, json: JSONValue, text: String) {
        let response = try await execute(
            uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
        let text = String(buffer: response.body)
        return (response.status.code, (try? JSONValue(parsing: Array(text.utf8))) ?? .null, text)
    }
}

func basic(_ key: String) -> String {
    "Basic " + Data("API:\(key)".utf8).base64EncodedString()
}
