/// The full certificate: everything that is known of a visit, for who retained it, owns its domain, or was given a link.
struct CertificatePage: Page {
    static let name = "certificate"

    let title: String
    var viewer: Viewer?

    /// 40 hex digits.
    var id: String
    var status: CertificateStatus
    var match: MatchStanding
    var kept: Keeping?
    /// A sandbox certificate: a test, shown for three days, that cannot be retained.
    var isSandbox: Bool
    /// Of a lead from a Meta instant form: an account told of it, and no page was recorded.
    var isTold = false
    /// What just happened, said at the top: a certificate was retained, a link made, a lead not matched.
    var notice: Notice?

    var origin: VisitOrigin
    var visit: VisitFacts
    /// The page's title, and what the publisher sent along.
    var pageTitle: Fact?
    var identifier: Fact?

    var replay: SessionReplay?
    /// Newest first.
    let log: EventLog?
    /// Nil for a reader who has no account here.
    var history: CertificateHistory?
    /// Nil where the reader may not share.
    var sharing: SharePanel?
    /// The certificate that hides the origin, to hand on.
    var maskedURL: String?

    init(
        id: String, status: CertificateStatus, match: MatchStanding, viewer: Viewer? = nil,
        kept: Keeping? = nil, notice: Notice? = nil, origin: VisitOrigin, visit: VisitFacts,
        pageTitle: Fact? = nil, identifier: Fact? = nil, replay: SessionReplay?, log: [EventLog.Entry],
        history: CertificateHistory? = nil, sharing: SharePanel? = nil, maskedURL: String? = nil
    ) {
        title = "Certificate of Consent \(id)"
        isSandbox = if case .sandbox = status { true } else { false }
        self.id = id
        self.status = status
        self.match = match
        self.viewer = viewer
        self.kept = kept
        self.notice = notice
        self.origin = origin
        self.visit = visit
        self.pageTitle = pageTitle
        self.identifier = identifier
        self.replay = replay
        self.log = EventLog(newestFirst: log)
        self.history = history
        self.sharing = sharing
        self.maskedURL = maskedURL
    }

    static let template = #"""
        {{>sandbox-banner}}
        {{#.notice}}<p class="banner banner-{{tone}}" role="status">{{text}}</p>{{/.notice}}
        <article class="sheet">
        <header class="sheet-head">
        {{>mark}}
        <h1>Certificate of Consent</h1>
        <p class="id"><span class="label">Certificate</span> <code>{{id}}</code></p>
        <ul class="badges">
        <li>{{#status}}{{>badge}}{{/status}}</li>
        <li>{{#match}}{{>badge}}{{/match}}</li>
        </ul>
        {{#.kept}}<p class="kept">{{label}} <time datetime="{{until.iso}}">{{until.date}}</time></p>{{/.kept}}
        {{#.isTold}}<p class="lead">A lead from a Meta instant form, as the account that certified it told of it: when it was sent, and the words that were agreed to. No page was recorded.</p>{{/.isTold}}
        {{^.isTold}}<p class="lead">An independent record of one visit to one web page: when it took place, what could be seen, what was agreed to, and how the form was filled in.</p>{{/.isTold}}
        <nav class="contents" aria-label="On this page">
        <ul>
        <li><a href="#facts">Facts</a></li>
        {{#.replay}}<li><a href="#replay">Session replay</a></li>{{/.replay}}
        {{#.log}}<li><a href="#log">Event log</a></li>{{/.log}}
        {{#.history}}<li><a href="#history">History</a></li>{{/.history}}
        </ul>
        <button type="button" class="quiet" data-print hidden>Print</button>
        </nav>
        </header>
        <div id="facts">
        {{#.isTold}}
        {{#visit}}
        <section class="question" aria-labelledby="when">
        <h2 id="when">When was it sent?</h2>
        <dl class="facts">
        {{#startedAt}}<div><dt>Date and time</dt><dd><time datetime="{{iso}}">{{date}}, {{time}}</time> <span class="source source-reported" title="told by the account">reported</span></dd></div>{{/startedAt}}
        </dl>
        </section>
        {{>agreement}}
        {{/visit}}
        {{/.isTold}}
        {{^.isTold}}
        {{#visit}}
        {{>when}}
        {{>where}}
        {{>who}}
        {{/visit}}
        {{#.replay}}
        {{>replay}}
        {{/.replay}}
        {{#visit}}
        {{>agreement}}
        {{>filling}}
        {{>human}}
        {{/visit}}
        <section class="question" aria-labelledby="publisher">
        <h2 id="publisher">What did the publisher add?</h2>
        <dl class="facts">
        <div><dt>Identifier</dt><dd>{{#.identifier}}{{value}} {{>source}}{{/.identifier}}{{^.identifier}}<span class="unknown">None</span>{{/.identifier}}</dd></div>
        </dl>
        </section>
        <section class="question" aria-labelledby="match">
        <h2 id="match">Is it this lead’s visit?</h2>
        <div class="answer"><p class="verdict">{{#match}}{{>badge}} {{sentence}}{{/match}}</p></div>
        </section>
        {{>legend}}
        {{/.isTold}}
        </div>
        {{#.log}}
        {{>log}}
        {{/.log}}
        {{#.history}}
        {{>history}}
        {{/.history}}
        {{>handing-on}}
        </article>
        """#
}

/// Until when a reader can see a certificate, and what that moment is called.
struct Keeping: Sendable {
    /// `Retained until`, `Link valid until`, `Deleted on`
    var label: String
    var until: Moment
}

/// Where a visit took place.
struct VisitOrigin: Sendable {
    var pageURL: Fact?
    /// The page that framed it, where it was framed.
    var parentURL: Fact?
    /// The host in the address bar.
    var domain: Fact?
}

/// A line at the top of a page.
struct Notice: Sendable {
    enum Tone: String, Sendable { case good, warn, bad, plain }

    var text: String
    let tone: String

    init(_ text: String, _ tone: Tone = .plain) {
        self.text = text
        self.tone = tone.rawValue
    }
}
