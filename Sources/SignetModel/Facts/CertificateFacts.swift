/// Everything that analysis found in a recording: what insights, pages and verification answer from.
///
/// What the server observed itself is in ``observed``; everything else the page reported.
public struct CertificateFacts: Hashable, Sendable {
    /// When the loader was served: the certificate's issue time.
    public var issuedAt: Timestamp
    public var options: RecordingOptions
    public var observed: ObservedRequest
    /// Where addresses, browsers or origins of the batches differ from the first one's, a line for each.
    public var contradictions: [String]
    public var firstReceivedAt: Timestamp
    public var lastReceivedAt: Timestamp
    /// The last thing the consumer did or the page showed, by the server's clock.
    public var lastEventAt: Timestamp
    /// What was added to the page's clock to get the server's, in milliseconds; nil where the recording does not tell.
    public var clockCorrection: Int64?
    public var page: PageFacts
    public var form: FormFacts
    public var consent: [ConsentLanguage]
    /// What the publisher's tags said; nil where the page's script was not told to heed them.
    public var tags: ConsentTags?
    public var bot: BotAssessment
    /// Page text as the consumer could see it at any moment, runs of white space folded, lines by `\n`; no typed values.
    public var text: String
    /// The account that told of the visit, where no page did.
    public var owner: String?
    /// The e-mail addresses and phone numbers of inputs and page text. Never stored: fingerprints of them are.
    public var leadValues: [LeadValue]

    public init(
        issuedAt: Timestamp, options: RecordingOptions, observed: ObservedRequest, contradictions: [String],
        firstReceivedAt: Timestamp, lastReceivedAt: Timestamp, lastEventAt: Timestamp, page: PageFacts,
        form: FormFacts, consent: [ConsentLanguage], tags: ConsentTags? = nil, bot: BotAssessment, text: String,
        leadValues: [LeadValue], clockCorrection: Int64? = nil, owner: String? = nil
    ) {
        self.issuedAt = issuedAt
        self.options = options
        self.observed = observed
        self.contradictions = contradictions
        self.firstReceivedAt = firstReceivedAt
        self.lastReceivedAt = lastReceivedAt
        self.lastEventAt = lastEventAt
        self.page = page
        self.form = form
        self.consent = consent
        self.tags = tags
        self.bot = bot
        self.text = text
        self.leadValues = leadValues
        self.clockCorrection = clockCorrection
        self.owner = owner
    }

    /// When the consumer had given every consent that was given by selecting a control; nil where none was.
    public var consentedAt: Timestamp? { consent.compactMap(\.selectedAt).max() }
}

/// The page that was visited, as it reported itself.
public struct PageFacts: Hashable, Sendable {
    public var url: PageURL?
    /// The framing page, where there is one and it can be known.
    public var parentURL: PageURL?
    public var isFramed: Bool
    /// The origin in the address bar, where the page is framed and the browser tells.
    public var topOrigin: PageURL?
    public var title: String?
    /// The publisher's own identifier.
    public var identifier: String?
    public var hints: BrowserHints?

    public init(
        url: PageURL? = nil, parentURL: PageURL? = nil, isFramed: Bool = false, topOrigin: PageURL? = nil,
        title: String? = nil, identifier: String? = nil, hints: BrowserHints? = nil
    ) {
        self.url = url
        self.parentURL = parentURL
        self.isFramed = isFramed
        self.topOrigin = topOrigin
        self.title = title
        self.identifier = identifier
        self.hints = hints
    }

    /// The host in the address bar: the framing page's, where the form is framed.
    public var domain: Domain? {
        (topOrigin ?? parentURL ?? url)?.domain
    }
}

/// `navigator.userAgentData`, as the page read it.
public struct BrowserHints: Hashable, Sendable {
    public struct Brand: Hashable, Sendable {
        public var name: String
        public var version: String

        public init(name: String, version: String) {
            self.name = name
            self.version = version
        }
    }

    public var brands: [Brand]
    public var isMobile: Bool?
    public var platform: String?
    public var platformVersion: String?
    public var model: String?

    public init(
        brands: [Brand] = [], isMobile: Bool? = nil, platform: String? = nil, platformVersion: String? = nil,
        model: String? = nil
    ) {
        self.brands = brands
        self.isMobile = isMobile
        self.platform = platform
        self.platformVersion = platformVersion
        self.model = model
    }
}

/// How the form was filled in and sent.
public struct FormFacts: Hashable, Sendable {
    /// The submissions seen, first to last.
    public var submissions: [Submission]
    /// In the order autofill, paste, typing, pre-populated; nil where the recording cannot tell.
    public var inputMethods: [InputMethod]?
    /// Keystrokes that followed another in the same field, and the time between them with pauses over 5 s left out.
    public var keystrokes: Int
    public var typingMilliseconds: Int
    public var sensitiveFormElements: Int?
    public var sensitiveContentElements: Int?
    /// The recording is known to miss something, and why (`mutations`, `size`, `error`, `gap`).
    public var truncation: String?

    public init(
        submissions: [Submission] = [], inputMethods: [InputMethod]? = nil, keystrokes: Int = 0,
        typingMilliseconds: Int = 0, sensitiveFormElements: Int? = nil, sensitiveContentElements: Int? = nil,
        truncation: String? = nil
    ) {
        self.submissions = submissions
        self.inputMethods = inputMethods
        self.keystrokes = keystrokes
        self.typingMilliseconds = typingMilliseconds
        self.sensitiveFormElements = sensitiveFormElements
        self.sensitiveContentElements = sensitiveContentElements
        self.truncation = truncation
    }

    public var isSubmitted: Bool { !submissions.isEmpty }

    /// Keystrokes a minute of time spent typing; nil where nothing was typed.
    public var keystrokesPerMinute: Double? {
        keystrokes > 0 && typingMilliseconds > 0 ? Double(keystrokes) * 60_000 / Double(typingMilliseconds) : nil
    }
}

public struct Submission: Hashable, Sendable {
    /// How the recording knows, as the SDK names it.
    public enum Evidence: String, Sendable, CaseIterable {
        case submitEvent = "submit"
        case formData = "formdata"
        case click
        case inferred
    }

    public var at: Timestamp
    public var evidence: Evidence

    public init(at: Timestamp, evidence: Evidence) {
        self.at = at
        self.evidence = evidence
    }
}

public enum InputMethod: String, Sendable, CaseIterable {
    case autofill
    case paste
    case typing
    case prePopulated = "pre-populated"
}

/// Words a consumer agreed to, and how they were shown.
public struct ConsentLanguage: Hashable, Sendable {
    public enum Source: String, Sendable, CaseIterable {
        case tag
        case page
    }

    public enum OptIn: String, Sendable, CaseIterable {
        case manual
        case preSelected = "pre-selected"
        case nonInteractive = "non-interactive"
    }

    public var text: String
    public var source: Source
    public var isVisible: Bool
    /// The smallest computed size of its text, in CSS pixels.
    public var fontSize: Double?
    /// The smallest WCAG contrast ratio of its text, 1 to 21.
    public var contrast: Double?
    public var optIn: OptIn
    /// Whether its control was selected at the submission, or at the end; nil where it has none.
    public var isSelected: Bool?
    /// When the consumer selected its control; nil where it is not selected, or was before anybody touched it.
    public var selectedAt: Timestamp?

    public init(
        text: String, source: Source, isVisible: Bool, fontSize: Double?, contrast: Double?, optIn: OptIn,
        isSelected: Bool?, selectedAt: Timestamp? = nil
    ) {
        self.text = text
        self.source = source
        self.isVisible = isVisible
        self.fontSize = fontSize
        self.contrast = contrast
        self.optIn = optIn
        self.isSelected = isSelected
        self.selectedAt = selectedAt
    }
}

/// The elements that the publisher tagged (`data-tf-element-role`), as they stood at the first submission, or at the end.
public struct ConsentTags: Hashable, Sendable {
    public struct Element: Hashable, Sendable {
        /// For example `consent-advertiser-name`.
        public var role: String
        /// Its visible text; empty for controls.
        public var text: String
        /// Whether a checkbox or radio button was selected; nil for anything else.
        public var isSelected: Bool?
        /// Which offer it stands in, counted from 1 in the order of the page; 0 for none.
        public var offer: Int

        public init(role: String, text: String, isSelected: Bool? = nil, offer: Int = 0) {
            self.role = role
            self.text = text
            self.isSelected = isSelected
            self.offer = offer
        }
    }

    public var elements: [Element]
    /// The offer whose control submitted the form, where that can be told.
    public var submittedOffer: Int?

    public init(elements: [Element] = [], submittedOffer: Int? = nil) {
        self.elements = elements
        self.submittedOffer = submittedOffer
    }
}

/// How far a visit looks like a machine's, and why. Scored: no single sign decides.
public struct BotAssessment: Hashable, Sendable {
    /// At and above this score a visit counts as a bot's.
    public static let threshold = 60

    public struct Reason: Hashable, Sendable {
        /// A stable code, for example `webdriver`.
        public var code: String
        /// What was seen, for a person.
        public var text: String
        public var points: Int

        public init(code: String, text: String, points: Int) {
            self.code = code
            self.text = text
            self.points = points
        }
    }

    public var reasons: [Reason]

    public init(reasons: [Reason] = []) {
        self.reasons = reasons
    }

    /// 0 (nothing suspicious) to 100.
    public var score: Int { min(100, max(0, reasons.reduce(0) { $0 + $1.points })) }
    public var isDetected: Bool { score >= Self.threshold }
}
