/// What stands where no certificate can be shown. It says the same whether there never was one or it has expired.
struct NotFoundPage: Page {
    static let name = "not-found"

    let title = "Certificate not found"
    var viewer: Viewer?
    /// Where signing in leads back to; nil for who is signed in.
    var signInPath: String?

    init(signInPath: String? = "/sign-in", viewer: Viewer? = nil) {
        self.viewer = viewer
        self.signInPath = viewer == nil ? signInPath : nil
    }

    static let template = #"""
        <article class="sheet sheet-small">
        <header class="sheet-head">
        {{>mark}}
        <h1>Certificate not found</h1>
        </header>
        <div class="prose">
        <p class="lead">Certificate has expired or could not be found.</p>
        <p>A certificate that nobody retains is deleted after a few days. One that was retained is shown to the accounts that retained it.</p>
        {{#.signInPath}}<p>If your account retained it, sign in to see it.</p>
        <p><a class="button" href="{{.}}">Sign in</a></p>{{/.signInPath}}
        </div>
        </article>
        """#
}
