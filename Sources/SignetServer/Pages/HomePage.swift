/// What this server is, for whoever opens its root.
struct HomePage: Page {
    static let name = "home"

    let title = "Independent records of consent"
    var viewer: Viewer?
    /// The tag a publisher puts on a page.
    let snippet: String
    /// Whether `/demo` is there.
    var hasDemo: Bool

    /// - Parameter publicURL: the server's own, without a trailing slash.
    init(publicURL: String, hasDemo: Bool, viewer: Viewer? = nil) {
        snippet = """
            <script src="\(publicURL)/certify.js?field=xxTrustedFormCertUrl&use_tagged_consent=true" async></script>
            <noscript><img src="\(publicURL)/ns.gif" alt=""></noscript>
            """
        self.hasDemo = hasDemo
        self.viewer = viewer
    }

    static let template = #"""
        <article class="sheet">
        <header class="sheet-head">
        {{>mark}}
        <h1>Did this person agree, to what words, on which page, and when?</h1>
        <p class="lead">Signet answers with a certificate: an independent record of the visit in which a consumer filled in a form, at a URL that travels with the lead.</p>
        {{#hasDemo}}<p><a class="button" href="/demo">Try the demo</a> <span class="fine">Fill in a form, sell the lead, check the certificate.</span></p>{{/hasDemo}}
        </header>
        <section class="question" aria-labelledby="publish">
        <h2 id="publish">For publishers</h2>
        <div class="answer">
        <p>Put this tag just before the end of the <code>body</code> of a page with a form. The form then carries its certificate’s URL in a hidden field.</p>
        <pre class="code" tabindex="0" role="region" aria-label="Script tag"><code>{{snippet}}</code></pre>
        <p><button type="button" class="quiet" data-copy="{{snippet}}" hidden>Copy the tag</button></p>
        </div>
        </section>
        <section class="question" aria-labelledby="buy">
        <h2 id="buy">For buyers</h2>
        <div class="answer">
        <p>Post to the certificate’s URL with your API key to match the lead, learn about the visit, and keep the certificate.</p>
        </div>
        </section>
        <section class="question" aria-labelledby="look">
        <h2 id="look">To look at a certificate</h2>
        <div class="answer">
        <p>Open its URL. What it shows depends on who you are{{^viewer}}: <a href="/sign-in">sign in</a> to see what your account retained{{/viewer}}.</p>
        </div>
        </section>
        </article>
        """#
}
