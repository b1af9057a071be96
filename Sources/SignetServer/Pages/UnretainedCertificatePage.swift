/// What a certificate shows to a reader who has not retained it: that it exists, and for how long.
struct UnretainedCertificatePage: Page {
    static let name = "unretained-certificate"

    let title: String
    var viewer: Viewer?
    var id: String
    /// Until the certificate is deleted, unless somebody retains it.
    var remaining: Remaining
    /// A test, which nobody can retain.
    let isSandbox: Bool
    /// `/sign-in?next=…`; nil for who is signed in.
    let signInPath: String?
    /// Nil for nobody in particular.
    let retain: RetainForm?

    /// What an account fills in to retain. A retain needs a lead to match, as in the API.
    struct RetainForm: Sendable {
        let action: String
        let csrf: String
        /// What was filled in before, where the last answer did not do.
        var lead = ""
        var vendor = ""
        var reference = ""
        var error: String?

        init(certificate: String, csrf: String, error: String? = nil) {
            action = "/\(certificate)/retain"
            self.csrf = csrf
            self.error = error
        }
    }

    init(
        id: String, remaining: Remaining, isSandbox: Bool = false, viewer: Viewer? = nil, retain: RetainForm? = nil
    ) {
        title = "\(isSandbox ? "Test" : "Unretained") certificate \(id)"
        self.isSandbox = isSandbox
        self.id = id
        self.remaining = remaining
        self.viewer = viewer
        self.retain = retain
        signInPath = viewer == nil ? "/sign-in?next=/\(id)" : nil
    }

    static let template = #"""
        <article class="sheet sheet-small">
        <header class="sheet-head">
        {{>mark}}
        <h1>{{#.isSandbox}}Test certificate{{/.isSandbox}}{{^.isSandbox}}Certificate, not retained{{/.isSandbox}}</h1>
        <p class="id"><span class="label">Certificate</span> <code>{{id}}</code></p>
        {{^.isSandbox}}<ul class="badges"><li><span class="badge badge-warn"><span class="badge-symbol" aria-hidden="true">!</span> Unretained</span></li></ul>{{/.isSandbox}}
        </header>
        {{>sandbox-banner}}
        <div class="prose">
        <p>This certificate exists. {{^.isSandbox}}Unless it is retained, it{{/.isSandbox}}{{#.isSandbox}}It{{/.isSandbox}} will be deleted</p>
        {{#remaining}}<p class="countdown"><time datetime="{{until.iso}}" data-countdown="{{until.seconds}}">in {{words}}</time></p>
        <p class="fine">on {{until.date}}, {{until.time}}</p>{{/remaining}}
        {{#.signInPath}}
        <p>{{^isSandbox}}Only an account that retains it can see what it records.{{/isSandbox}}{{#isSandbox}}Every account can see what it records.{{/isSandbox}}</p>
        <p><a class="button" href="{{.}}">Sign in{{^isSandbox}} to retain{{/isSandbox}}</a></p>
        {{/.signInPath}}
        {{#.retain}}
        <form class="stack" method="post" action="{{action}}">
        <h2>Retain this certificate</h2>
        {{#.error}}<p class="error" role="alert" id="retain-error">{{.}}</p>{{/.error}}
        <p><label for="lead">E-mail or phone number of the lead</label>
        <input id="lead" name="lead" type="text" required maxlength="320" value="{{lead}}" autocomplete="off" autocapitalize="none" spellcheck="false" aria-describedby="lead-hint{{#.error}} retain-error{{/.error}}">
        <span class="hint" id="lead-hint">It is compared with what was entered in the form.</span></p>
        <p><label for="vendor">Vendor <span class="optional">optional</span></label>
        <input id="vendor" name="vendor" type="text" maxlength="255" value="{{vendor}}" autocomplete="off"></p>
        <p><label for="reference">Reference <span class="optional">optional</span></label>
        <input id="reference" name="reference" type="text" maxlength="255" value="{{reference}}" autocomplete="off"></p>
        <input type="hidden" name="csrf" value="{{csrf}}">
        <p><button>Retain certificate</button></p>
        </form>
        {{/.retain}}
        </div>
        </article>
        """#
}
