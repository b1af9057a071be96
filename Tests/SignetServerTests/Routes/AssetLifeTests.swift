import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import SignetModel
import SignetService
import Testing

@testable import SignetServer

/// What is kept of images and fonts, from the visit that brings them to the day nobody shows them any more.
struct AssetLifeTests {
    private let picture = RecordedPicture()

    private func objects(of test: TestSignet) -> Int {
        let paths = FileManager.default.enumerator(atPath: "\(test.folder)/data/evidence")?.allObjects as? [String]
        return (paths ?? []).filter { $0.contains("/") }.count
    }

    @Test func `the replay shows what is kept, before the seal and after it, and says how much`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        try await test.show(picture, in: visit)
        let (_, key) = try await test.account()
        let early = try #require(try await test.replay(of: visit.id))
        #expect(early.text.contains("data:image") && early.kept == 1)
        test.advance(by: .hours(2))
        #expect(try await test.embedded.jobs.seal(by: test.signet.clock.now)?.sealed == 1)
        let late = try #require(try await test.replay(of: visit.id))
        #expect(late.text == early.text && late.kept == 1)
        try await test.serve { client async throws in
            _ = try await client.ask(visit.id, key: key, #"{"match_lead":{"email":"ada@example.com"},"retain":{}}"#)
            let page = try await client.execute(
                uri: "/\(visit.id)", method: .get, headers: [.authorization: basic(key)])
            #expect(String(buffer: page.body).contains("Images and fonts: 1 kept, as the browser reported them."))
            let replay = try await client.execute(
                uri: "/\(visit.id)/replay", method: .get, headers: [.authorization: basic(key)])
            #expect(String(buffer: replay.body).contains("data:image"))
        }
    }

    @Test func `what another site keeps is not shown, whatever the page says`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        try await test.show(picture, in: visit)
        let forger = test.signet.issuer.issue()
        let batch = Batch(
            certificate: forger.id, sequence: 0, nonce: "n", receivedAt: TestSignet.start, sentAt: TestSignet.start,
            observed: ObservedRequest(address: "203.0.113.9", origin: "https://forger.example"),
            body: Array(picture.events.utf8))
        let refusal = await withCheckedContinuation { continuation in
            test.signet.batches.accept(batch, token: Array(forger.token.utf8)) { continuation.resume(returning: $0) }
        }
        #expect(refusal == nil)
        #expect(try await test.replay(of: forger.id)?.kept == 0)
        #expect(try await test.replay(of: visit.id)?.kept == 1)
    }

    @Test func `an asset goes with the last certificate that shows it`() async throws {
        let test = try TestSignet()
        let first = try await test.visit()
        try await test.show(picture, in: first)
        test.advance(by: .days(30))
        let second = try await test.visit()
        try await test.show(picture, in: second)
        test.advance(by: .days(65))
        let early = try await test.embedded.jobs.expire(at: test.signet.clock.now)
        #expect(early?.removedCertificates == 1 && early?.removedAssets == 0)
        #expect(try await test.replay(of: second.id)?.kept == 1)
        test.advance(by: .days(30))
        let late = try await test.embedded.jobs.expire(at: test.signet.clock.now)
        #expect(late?.removedCertificates == 1 && late?.removedAssets == 1)
        #expect(objects(of: test) == 0)
    }

    @Test func `an asset of a visit that nobody keeps goes with its day of staging, and not before`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit(isSubmitted: false)
        try await test.show(picture, in: visit)
        #expect(objects(of: test) == 1)
        test.advance(by: .days(4))
        #expect(try await test.embedded.jobs.expire(at: test.signet.clock.now)?.removedAssets == 0)
        #expect(try await test.replay(of: visit.id)?.kept == 1)
        test.advance(by: .days(2))
        let report = try await test.embedded.jobs.expire(at: test.signet.clock.now)
        #expect(report?.droppedDays == 1 && report?.removedAssets == 1)
        #expect(objects(of: test) == 0)
    }
}
