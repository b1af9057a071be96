public import SignetModel

/// A lead that a Meta instant form brought, as its webhook and the form's description tell of it.
public struct MetaLead: Hashable, Sendable {
    public struct Checkbox: Hashable, Sendable {
        public var text: String
        public var isChecked: Bool?

        public init(text: String, isChecked: Bool? = nil) {
            self.text = text
            self.isChecked = isChecked
        }
    }

    public static let maximumTexts = 100

    public var formID: String
    public var createdAt: Timestamp
    /// The form's custom disclaimer.
    public var disclaimer: String
    /// Beneath the disclaimer.
    public var checkboxes: [Checkbox]
    /// As the form put them.
    public var questions: [String]

    public init(
        formID: String, createdAt: Timestamp, disclaimer: String, checkboxes: [Checkbox], questions: [String]
    ) {
        self.formID = formID
        self.createdAt = createdAt
        self.disclaimer = disclaimer
        self.checkboxes = checkboxes
        self.questions = questions
    }

    /// What the consumer was shown, and by whom it was told: a certificate of this kind knows nothing else.
    func facts(owner: String, at now: Timestamp) -> CertificateFacts {
        let opted = checkboxes.compactMap(\.isChecked)
        let language = ConsentLanguage(
            text: Self.folded(disclaimer), source: .page, isVisible: true, fontSize: nil, contrast: nil,
            optIn: checkboxes.isEmpty ? .nonInteractive : .manual,
            isSelected: opted.isEmpty ? nil : opted.allSatisfy { $0 })
        return CertificateFacts(
            issuedAt: createdAt, options: [], observed: ObservedRequest(address: ""), contradictions: [],
            firstReceivedAt: now, lastReceivedAt: now, lastEventAt: createdAt, page: PageFacts(),
            form: FormFacts(submissions: [Submission(at: createdAt, evidence: .submitEvent)]),
            consent: disclaimer.isEmpty ? [] : [language], bot: BotAssessment(),
            text: ([disclaimer] + checkboxes.map(\.text)).map(Self.folded).joined(separator: "\n"), leadValues: [],
            owner: owner)
    }

    private static func folded(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// The payload as evidence keeps it.
    var evidence: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.key("form_id")
            json.string(formID)
            json.key("created_time")
            json.integer(createdAt.seconds)
            json.key("disclaimer")
            json.string(disclaimer)
            json.key("checkboxes")
            json.array { json in
                for checkbox in checkboxes {
                    json.object { json in
                        json.key("text")
                        json.string(checkbox.text)
                        json.key("is_checked")
                        json.optional(checkbox.isChecked) { $0.bool($1) }
                    }
                }
            }
            json.key("questions")
            json.array { json in for question in questions { json.string(question) } }
        }
        return json.bytes
    }
}
