/// Anything that went wrong on a page, in words a reader can use.
struct ErrorPage: Page {
    static let name = "error"

    /// For example `Too many attempts`.
    let title: String
    /// What happened and what to do.
    var message: String
    /// The HTTP status.
    var code: Int
    var viewer: Viewer?

    init(title: String, message: String, code: Int, viewer: Viewer? = nil) {
        self.title = title
        self.message = message
        self.code = code
        self.viewer = viewer
    }

    static let template = #"""
        <article class="sheet sheet-small">
        <header class="sheet-head">
        {{>mark}}
        <h1>{{title}}</h1>
        </header>
        <div class="prose">
        <p class="lead">{{message}}</p>
        <p class="fine">Status {{code}}</p>
        </div>
        </article>
        """#
}
