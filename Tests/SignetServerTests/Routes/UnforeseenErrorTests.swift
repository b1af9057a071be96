import HTTPTypes
import HummingbirdTesting
import NIOCore
import SignetModel
import SignetService
import SignetStorage
import Testing

@testable import SignetServer

struct UnforeseenErrorTests {
    @Test func `what a caller is not told of a failure is logged, whichever route fails`() async throws {
        let log = LogLines()
        let test = try TestSignet(logger: log.logger)
        let visit = try await test.visit()
        let (account, _) = try await test.account()
        try await test.serve(logger: log.logger) { client async throws in
            try await test.embedded.database.close()
            #expect(try await client.execute(uri: "/health/ready", method: .get).status == .serviceUnavailable)
            let asked = try await client.execute(
                uri: "/v1/certificates/\(visit.id)/assets?token=\(visit.token)&nonce=n", method: .post,
                headers: [.origin: "https://quotes.leadsecrets.example"],
                body: ByteBuffer(string: "[\"\(AssetDigest(of: [1]))\"]"))
            #expect(asked.status == .serviceUnavailable)
            let item = #"{"certificate":"\#(visit.id)","match_lead":{"email":"ada@example.com"},"retain":{}}"#
            let bulk = try BulkRetain(try JSONValue(parsing: Array(#"{"certificates":[\#(item)]}"#.utf8)))
            let answer = await bulk.answer(by: account, signet: test.signet, logger: log.logger)
            #expect(try JSONValue(parsing: answer)["results"]?.array?.first?["status"]?.integer == 500)
        }
        #expect(
            log.all == ["/health/ready", "a request about assets failed", "/v1/retentions"], "a line for each")
    }
}
