import SignetModel
import SignetRecording
import SignetService

@testable import SignetServer

/// An image that a recorded page shows, and how it comes to be kept.
struct RecordedPicture: Sendable {
    let url = "https://cdn.leadsecrets.example/home-insurance/banner.gif"
    let content = Array("GIF89a of leadsecrets".utf8)

    var digest: AssetDigest { AssetDigest(of: content) }

    /// What the SDK tells of it, for the end of a batch.
    var events: String {
        let time = TestSignet.start.milliseconds + 20
        return
            #"[{"type":3,"timestamp":\#(time),"data":{"source":0,"texts":[],"attributes":[],"removes":[],"adds":[{"parentId":3,"nextId":null,"node":{"type":2,"id":77,"tagName":"img","attributes":{"src":"\#(url)"},"childNodes":[]}}]}},{"type":5,"timestamp":\#(time),"data":{"tag":"signet.asset","payload":{"url":"\#(url)","sha256":"\#(digest)","type":"image/gif","bytes":\#(content.count)}}}]"#
    }
}

extension TestSignet {
    /// Records that the visit showed the picture, and brings it.
    func show(_ picture: RecordedPicture, in visit: IssuedCertificate) async throws {
        if let refusal = await record(picture.events, of: visit, sequence: 1) { throw refusal }
        let admission = try await signet.arrivingAssets.admit(
            AssetRequest(
                certificate: visit.id, token: Array(visit.token.utf8), nonce: "n",
                observed: ObservedRequest(address: "203.0.113.7", origin: "https://quotes.leadsecrets.example")))
        try await signet.arrivingAssets.accept(picture.content, as: picture.digest, from: admission)
    }

    /// The replay of a certificate with what is kept of its images and fonts.
    func replay(of id: CertificateID) async throws -> (text: String, kept: Int)? {
        guard let certificate = try await signet.reader.load(id),
            let recording = try await signet.reader.recording(of: certificate)
        else { return nil }
        let assets = try await signet.assets.load(for: certificate, in: recording)
        let kept = try await signet.assets.count(of: certificate, in: recording)
        return (String(decoding: recording.replay(reveal: false, assets: assets), as: UTF8.self), kept)
    }
}
