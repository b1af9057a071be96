/// A masked certificate: the same visit, without anything that tells where it came from.
///
/// It is a type of its own rather than a full page with parts left out: what it has no property for, it cannot show.
struct MaskedCertificatePage: Page {
    static let name = "masked-certificate"

    let title: String
    var viewer: Viewer?

    /// The masked certificate's own id.
    var id: String
    var status: CertificateStatus
    var match: MatchStanding
    var kept: Keeping?
    var notice: Notice?

    /// `https://<label>.masked.<host>/<token>`
    var maskedPageURL: String?
    /// Likewise, of the framing page.
    var maskedParentURL: String?
    /// `<label>.masked.<host>`
    var maskedDomain: String?
    /// Without contradictions, which may name the origin. Its consent languages are the caller's to mask: their text is shown as
    /// it is given.
    private(set) var visit: VisitFacts

    /// The full certificate; only ever set for the account that masked it.
    var fullCertificateURL: String?
    /// The masked certificate's own history, of the reader's account.
    var history: CertificateHistory?
    var disclosure: DisclosurePanel?
    var sharing: SharePanel?

    init(
        id: String, status: CertificateStatus, match: MatchStanding, viewer: Viewer? = nil, kept: Keeping? = nil,
        notice: Notice? = nil, maskedPageURL: String?, maskedParentURL: String? = nil, maskedDomain: String?,
        visit: VisitFacts, fullCertificateURL: String? = nil, history: CertificateHistory? = nil,
        sharing: SharePanel? = nil
    ) {
        title = "Masked Certificate of Consent \(id)"
        self.id = id
        self.status = status
        self.match = match
        self.viewer = viewer
        self.kept = kept
        self.notice = notice
        self.maskedPageURL = maskedPageURL
        self.maskedParentURL = maskedParentURL
        self.maskedDomain = maskedDomain
        self.visit = visit
        self.visit.contradictions = []
        self.fullCertificateURL = fullCertificateURL
        self.history = history
        self.sharing = sharing
    }

    static let template = #"""
        {{#.notice}}<p class="banner banner-{{tone}}" role="status">{{text}}</p>{{/.notice}}
        {{#.fullCertificateURL}}<p class="banner banner-plain screen-only">Your account masked this certificate. <a href="{{.}}">Open the full certificate</a></p>{{/.fullCertificateURL}}
        <article class="sheet">
        <header class="sheet-head">
        {{>mark}}
        <h1>Masked Certificate of Consent</h1>
        <p class="id"><span class="label">Certificate</span> <code>{{id}}</code></p>
        <ul class="badges">
        <li>{{#status}}{{>badge}}{{/status}}</li>
        <li><span class="badge badge-plain"><span class="badge-symbol" aria-hidden="true">◐</span> Masked</span></li>
        <li>{{#match}}{{>badge}}{{/match}}</li>
        </ul>
        {{#.kept}}<p class="kept">{{label}} <time datetime="{{until.iso}}">{{until.date}}</time></p>{{/.kept}}
        <p class="lead">An independent record of one visit to one web page. Where the visit took place is masked: the page is named by a stand-in, and the session replay and the event log are not part of it. Everything else is as it was seen.</p>
        <nav class="contents" aria-label="On this page">
        <ul>
        <li><a href="#facts">Facts</a></li>
        {{#.history}}<li><a href="#history">History</a></li>{{/.history}}
        </ul>
        <button type="button" class="quiet" data-print hidden>Print</button>
        </nav>
        </header>
        <div id="facts">
        {{#visit}}
        {{>when}}
        {{/visit}}
        <section class="question" aria-labelledby="where">
        <h2 id="where">Where?</h2>
        <dl class="facts">
        <div><dt>Page</dt><dd>{{#.maskedPageURL}}<span class="url">{{.}}</span> <span class="source source-masked" title="a stand-in for the real one">masked</span>{{/.maskedPageURL}}{{^.maskedPageURL}}<span class="unknown">Not known</span>{{/.maskedPageURL}}</dd></div>
        {{#.maskedParentURL}}<div><dt>Framed by</dt><dd><span class="url">{{.}}</span> <span class="source source-masked" title="a stand-in for the real one">masked</span></dd></div>{{/.maskedParentURL}}
        {{#.maskedDomain}}<div><dt>Domain</dt><dd><span class="url">{{.}}</span> <span class="source source-masked" title="a stand-in for the real one">masked</span></dd></div>{{/.maskedDomain}}
        </dl>
        <p class="remark">The same domain always has the same stand-in within one vendor’s certificates, so sources can be told apart without being named.</p>
        </section>
        {{#visit}}
        {{>who}}
        <section class="question" aria-labelledby="replay">
        <h2 id="replay">What did they see?</h2>
        <div class="answer"><p>This is a masked certificate, so the session replay is hidden. Whoever masked it keeps the full certificate and can disclose it.</p></div>
        </section>
        {{>agreement}}
        {{>filling}}
        {{>human}}
        {{/visit}}
        <section class="question" aria-labelledby="match">
        <h2 id="match">Is it this lead’s visit?</h2>
        <div class="answer"><p class="verdict">{{#match}}{{>badge}} {{sentence}}{{/match}}</p></div>
        </section>
        {{>legend}}
        </div>
        {{#.history}}
        {{>history}}
        {{/.history}}
        {{#.disclosure}}
        {{>disclosure}}
        {{/.disclosure}}
        {{>handing-on}}
        </article>
        """#
}
