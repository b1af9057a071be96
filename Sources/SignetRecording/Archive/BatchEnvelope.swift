public import SignetModel

/// What is known of a batch beside its events.
public struct BatchEnvelope: Hashable, Sendable {
    /// What the archive holds of the batch's body.
    public enum Content: String, Sendable, CaseIterable {
        /// Its bytes, inflated.
        case events
        /// Its bytes as they came: they could not be inflated.
        case broken
        /// Nothing: it went beyond the limits. ``digest`` tells what it was.
        case omitted
    }

    public var sequence: Int
    public var nonce: String
    public var options: RecordingOptions
    public var encoding: BatchEncoding
    public var isSubmission: Bool
    public var isEnd: Bool
    public var receivedAt: Timestamp
    public var sentAt: Timestamp?
    public var observed: ObservedRequest
    public var content: Content
    /// SHA-256 of the body as it came, in hex.
    public var digest: String
}

extension BatchEnvelope {
    init(_ batch: Batch, digest: String) {
        self.init(
            sequence: batch.sequence, nonce: batch.nonce, options: batch.options, encoding: batch.encoding,
            isSubmission: batch.isSubmission, isEnd: batch.isEnd, receivedAt: batch.receivedAt, sentAt: batch.sentAt,
            observed: batch.observed, content: .events, digest: digest
        )
    }

    /// Its line in an archive.
    var json: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.key("sequence")
            json.integer(sequence)
            json.key("nonce")
            json.string(nonce)
            json.key("options")
            json.integer(options.rawValue)
            json.key("encoding")
            json.integer(encoding.rawValue)
            json.key("submitted")
            json.bool(isSubmission)
            json.key("ended")
            json.bool(isEnd)
            json.key("received")
            json.integer(receivedAt.milliseconds)
            json.key("sent")
            json.optional(sentAt) { $0.integer($1.milliseconds) }
            json.key("observed")
            observed.write(to: &json)
            json.key("content")
            json.string(content.rawValue)
            json.key("sha256")
            json.string(digest)
        }
        return json.bytes
    }

    init?(_ json: JSONValue) {
        guard let sequence = json["sequence"]?.integer, let nonce = json["nonce"]?.string,
            let options = json["options"]?.integer.flatMap(UInt8.init(exactly:)),
            let encoding = json["encoding"]?.integer.flatMap(UInt8.init(exactly:)).flatMap(BatchEncoding.init),
            let isSubmission = json["submitted"]?.bool, let isEnd = json["ended"]?.bool,
            let received = json["received"]?.integer, let observed = json["observed"].flatMap(ObservedRequest.init),
            let content = json["content"]?.string.flatMap(Content.init), let digest = json["sha256"]?.string
        else { return nil }
        self.init(
            sequence: sequence, nonce: nonce, options: RecordingOptions(rawValue: options), encoding: encoding,
            isSubmission: isSubmission, isEnd: isEnd, receivedAt: Timestamp(milliseconds: Int64(received)),
            sentAt: (json["sent"]?.integer).map { Timestamp(milliseconds: Int64($0)) }, observed: observed,
            content: content, digest: digest
        )
    }
}

extension ObservedRequest {
    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.key("address")
            json.string(address)
            json.key("user_agent")
            json.optionalString(userAgent)
            json.key("origin")
            json.optionalString(origin)
            json.key("referer")
            json.optionalString(referer)
            json.key("client_hints")
            json.object { json in
                for (name, value) in clientHints.sorted(by: { $0.key < $1.key }) {
                    json.key(name)
                    json.string(value)
                }
            }
        }
    }

    fileprivate init?(_ json: JSONValue) {
        guard let address = json["address"]?.string, let hints = json["client_hints"]?.members else { return nil }
        let pairs = hints.compactMap { member in member.value.string.map { (member.key, $0) } }
        self.init(
            address: address, userAgent: json["user_agent"]?.string, origin: json["origin"]?.string,
            referer: json["referer"]?.string, clientHints: Dictionary(pairs) { first, _ in first }
        )
    }
}
