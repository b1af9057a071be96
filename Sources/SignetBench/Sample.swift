import Logging
import SignetModel
import SignetService
import SignetStorage

/// A recording of about so many bytes, as its browser would have sent it.
struct Sample {
    let bodies: [[UInt8]]
    let certificate = CertificateID(bytes: Array(repeating: 1, count: 20))

    init(bytes: Int, seed: UInt64) {
        var generator = RecordingGenerator(seed: seed)
        bodies = generator.formFill(bytes: bytes).bodies
    }

    var byteCount: Int { bodies.reduce(0) { $0 + $1.count } }

    func batches(of certificate: CertificateID, at moment: Timestamp) -> [Batch] {
        bodies.enumerated().map { index, body in
            Batch(
                certificate: certificate, sequence: index, isSubmission: index == bodies.count - 1,
                isEnd: index == bodies.count - 1, receivedAt: moment,
                observed: ObservedRequest(address: "203.0.113.7", userAgent: "Mozilla/5.0"), body: body)
        }
    }
}

extension EmbeddedSignet {
    /// Everything on one day that the bench chooses.
    static func forBench(data: String, secret: String, at moment: Timestamp) throws -> EmbeddedSignet {
        var configuration = ServiceConfiguration(publicURL: PageURL("http://127.0.0.1/")!)
        configuration.limits.countsRequests = false
        return try EmbeddedSignet(
            directory: data, secretFile: SecretFile(path: secret), access: .server, configuration: configuration,
            clock: .fixed(moment), logger: Logger(label: "bench"))
    }

    /// Takes the sample's batches for a new certificate.
    func record(_ sample: Sample, at moment: Timestamp) async throws -> CertificateID {
        let certificate = signet.issuer.issue()
        for batch in sample.batches(of: certificate.id, at: moment) {
            let refusal = await withCheckedContinuation { continuation in
                signet.batches.accept(batch, token: Array(certificate.token.utf8)) {
                    continuation.resume(returning: $0)
                }
            }
            if let refusal { throw refusal }
        }
        return certificate.id
    }
}
