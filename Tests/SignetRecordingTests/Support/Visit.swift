import SignetModel
import SignetRecording

/// Makes recordings for tests: nodes and events as a browser would write them, from as few words as possible.
struct Visit {
    static let certificate = CertificateID(bytes: Array(repeating: 7, count: 20))
    static let issuedAt = Timestamp(milliseconds: 1_795_000_000_000)

    /// An element, text or document of a snapshot. Ids are given in document order when it is written, unless fixed.
    indirect enum Node: Sendable {
        case element(String, [String: String], [Node], id: Int?)
        case text(String, id: Int?)
        case document([Node])

        static func element(_ name: String, _ attributes: [String: String] = [:], _ children: [Node] = []) -> Node {
            .element(name, attributes, children, id: nil)
        }

        static func text(_ text: String) -> Node { .text(text, id: nil) }
    }

    private(set) var events: [String] = []
    private var nextID = 1_000
    var time = Self.issuedAt.milliseconds + 500

    /// A recording of our SDK's begins with `signet.page`; one of plain rrweb has no such event.
    /// - Parameter clock: how far the page's clock is off, in milliseconds.
    init(signet: Bool = true, clock: Int64 = 0, page: String = #""title":"Quotes","framed":false"#) {
        time += clock
        if signet { custom("signet.page", "{\(page)}") }
        add(4, #"{"href":"https://quotes.example/start","width":1024,"height":768}"#)
    }

    mutating func add(_ type: Int, _ data: String, after milliseconds: Int64 = 10) {
        time += milliseconds
        events.append(#"{"type":\#(type),"data":\#(data),"timestamp":\#(time)}"#)
    }

    mutating func custom(_ tag: String, _ payload: String, after milliseconds: Int64 = 10) {
        add(5, #"{"tag":"\#(tag)","payload":\#(payload)}"#, after: milliseconds)
    }

    mutating func snapshot(_ body: Node...) {
        let page = Node.document([.element("html", [:], [.element("head"), .element("body", [:], body)])])
        let json = write(page)
        add(2, #"{"node":\#(json),"initialOffset":{"left":0,"top":0}}"#)
    }

    mutating func mutation(
        texts: [(Int, String)] = [], attributes: [(Int, String)] = [], adds: [(parent: Int, Node)] = [],
        removes: [(parent: Int, id: Int)] = []
    ) {
        let texts = texts.map { #"{"id":\#($0.0),"value":\#(Self.quote($0.1))}"# }.joined(separator: ",")
        let attributes = attributes.map { #"{"id":\#($0.0),"attributes":\#($0.1)}"# }.joined(separator: ",")
        let removes = removes.map { #"{"parentId":\#($0.parent),"id":\#($0.id)}"# }.joined(separator: ",")
        var added: [String] = []
        for (parent, node) in adds { added.append(#"{"parentId":\#(parent),"nextId":null,"node":\#(write(node))}"#) }
        let adds = added.joined(separator: ",")
        add(
            3,
            #"{"source":0,"texts":[\#(texts)],"attributes":[\#(attributes)],"removes":[\#(removes)],"adds":[\#(adds)]}"#
        )
    }

    mutating func input(_ node: Int, _ text: String, checked: Bool = false, after milliseconds: Int64 = 10) {
        add(3, #"{"source":5,"text":\#(Self.quote(text)),"isChecked":\#(checked),"id":\#(node)}"#, after: milliseconds)
    }

    mutating func click(_ node: Int, after milliseconds: Int64 = 10) {
        add(3, #"{"source":2,"type":2,"id":\#(node),"x":10,"y":20}"#, after: milliseconds)
    }

    mutating func submit(_ how: String = "submit", after milliseconds: Int64 = 10) {
        custom("signet.submit", #"{"how":"\#(how)","form":null,"control":null,"trusted":true}"#, after: milliseconds)
    }

    mutating func values(_ values: [(id: Int, name: String, type: String, value: String)]) {
        let list = values.map {
            #"{"id":\#($0.id),"name":\#(Self.quote($0.name)),"label":null,"type":"\#($0.type)","value":\#(Self.quote($0.value))}"#
        }
        custom("signet.values", #"{"values":[\#(list.joined(separator: ","))]}"#, after: 0)
    }

    // MARK: Batches

    var json: String { "[" + events.joined(separator: ",") + "]" }

    static func batch(
        _ body: [UInt8], sequence: Int = 0, encoding: BatchEncoding = .identity, delay: Int64 = 20_000,
        observed: ObservedRequest = ObservedRequest(
            address: "192.0.2.7", userAgent: "Mozilla/5.0 Chrome/140", origin: "https://quotes.example"
        )
    ) -> Batch {
        Batch(
            certificate: certificate, sequence: sequence, nonce: "n", encoding: encoding,
            receivedAt: issuedAt + .milliseconds(delay), sentAt: issuedAt + .milliseconds(delay), observed: observed,
            body: body
        )
    }

    var recording: Recording {
        get throws { try Self.recording(Self.batch(Array(json.utf8))) }
    }

    static func recording(_ batches: Batch..., limits: RecordingLimits = RecordingLimits()) throws -> Recording {
        try Recording(certificate: certificate, issuedAt: issuedAt, batches: batches, limits: limits)
    }

    var facts: CertificateFacts {
        get throws { try recording.analyze() }
    }

    // MARK: Writing

    static func quote(_ text: String) -> String {
        var json = JSONWriter()
        json.string(text)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    private mutating func id(_ fixed: Int?) -> Int {
        if let fixed { return fixed }
        nextID += 1
        return nextID
    }

    private mutating func write(_ node: Node) -> String {
        switch node {
        case .text(let text, let fixed):
            return #"{"type":3,"textContent":\#(Self.quote(text)),"id":\#(id(fixed))}"#
        case .document(let children):
            let id = id(nil)
            return #"{"type":0,"childNodes":[\#(write(children))],"id":\#(id)}"#
        case .element(let name, let attributes, let children, let fixed):
            let id = id(fixed)
            let list = attributes.sorted { $0.key < $1.key }.map { "\(Self.quote($0.key)):\(Self.quote($0.value))" }
            return #"{"type":2,"tagName":"\#(name)","attributes":{\#(list.joined(separator: ","))},"#
                + #""childNodes":[\#(write(children))],"id":\#(id)}"#
        }
    }

    private mutating func write(_ nodes: [Node]) -> String {
        var parts: [String] = []
        for node in nodes { parts.append(write(node)) }
        return parts.joined(separator: ",")
    }
}
