import SignetModel
import SignetRecording

/// The entry that libFuzzer calls: the first byte says what to feed, the rest is fed. Nothing may crash, hang or grow.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let start, count > 1 else { return 0 }
    let input = Array(UnsafeBufferPointer(start: start + 1, count: count - 1))
    switch start[0] % 5 {
    case 0: _ = try? JSONValue(parsing: input)
    case 1: _ = try? Recording(archived: input).analyze()
    case 2: exercise(input, .deflateRaw)
    case 3: exercise(input, .identity)
    default: read(String(decoding: input, as: UTF8.self))
    }
    return 0
}

/// What an address, once read, says of itself is read as the same.
private func read(_ text: String) {
    if let url = PageURL(text) {
        guard PageURL(url.description) == url else { fatalError("the page's URL \(url) is read differently again") }
    }
    if let domain = Domain(text) {
        guard Domain(domain.ascii) == domain else { fatalError("the domain \(domain) is read differently again") }
    }
    if let address = IPAddress(text) {
        guard IPAddress(address.description) == address else { fatalError("\(address) is read differently again") }
    }
    for kind in LeadValue.Kind.allCases { _ = LeadValue.parse(text, kind: kind) }
}

private func exercise(_ body: [UInt8], _ encoding: BatchEncoding) {
    let certificate = CertificateID(bytes: Array(repeating: 7, count: CertificateID.byteCount))
    let moment = Timestamp(milliseconds: 1_795_000_000_000)
    let batch = Batch(
        certificate: certificate, sequence: 0, encoding: encoding, receivedAt: moment, sentAt: moment,
        observed: ObservedRequest(address: "192.0.2.1"), body: body
    )
    guard let recording = try? Recording(certificate: certificate, issuedAt: moment, batches: [batch]) else { return }
    _ = recording.analyze()
    for reveal in [true, false] {
        // What a player gets is JSON, whatever came in.
        guard (try? JSONValue(parsing: recording.replay(reveal: reveal), maximumDepth: 4_000)) != nil else {
            fatalError("the replay is not JSON")
        }
    }
    guard let again = try? Recording(archived: recording.archive), again.analyze() == recording.analyze() else {
        fatalError("an archive gave another recording")
    }
}

/// Where the package manager lets an executable begin; the fuzzer's own `main` gives way to it.
@_cdecl("Fuzz_main")
func run(
    _ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> CInt {
    var count = count
    var arguments = arguments
    return runFuzzer(&count, &arguments, fuzz)
}

@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt
