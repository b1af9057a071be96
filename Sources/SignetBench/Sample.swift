import Logging
import SignetModel
import SignetService
import SignetStorage

/// A recording of about so many bytes, as its browser would have sent it.
struct Sample {
    private static let browsers = [
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0",
    ]

    let bodies: [[UInt8]]
    let certificate = CertificateID(bytes: Array(repeating: 1, count: 20))
    private let nonce: String
    private let observed: ObservedRequest

    init(bytes: Int, page: UInt64 = 1, seed: UInt64, lead: RecordingGenerator.Lead? = nil) {
        var generator = RecordingGenerator(page: page, seed: seed, lead: lead)
        bodies = generator.formFill(bytes: bytes)
        var random = SplitMix64(state: ~seed)
        nonce = random.token(22)
        observed = ObservedRequest(
            address: "203.0.\(random.below(256)).\(random.below(256))", userAgent: random.pick(Self.browsers),
            origin: "https://quotes.example", referer: "https://quotes.example/")
    }

    var byteCount: Int { bodies.reduce(0) { $0 + $1.count } }

    func batches(of certificate: CertificateID, at moment: Timestamp) -> [Batch] {
        bodies.enumerated().map { index, body in
            Batch(
                certificate: certificate, sequence: index, nonce: nonce, isSubmission: index == bodies.count - 1,
                isEnd: index == bodies.count - 1, receivedAt: moment, sentAt: moment - .milliseconds(40),
                observed: observed, body: body)
        }
    }
}

extension EmbeddedSignet {
    /// Everything on one day that the bench chooses.
    static func forBench(data: String, secret: String, at moment: Timestamp) throws -> EmbeddedSignet {
        try forBench(data: data, secretFile: SecretFile(path: secret), at: moment)
    }

    static func forBench(data: String, secretFile: SecretFile, at moment: Timestamp) throws -> EmbeddedSignet {
        var configuration = ServiceConfiguration(publicURL: PageURL("http://127.0.0.1/")!)
        configuration.limits.countsRequests = false
        return try EmbeddedSignet(
            directory: data, secretFile: secretFile, access: .server, configuration: configuration,
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
