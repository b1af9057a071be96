/// Signing in with an API key.
struct SignInPage: Page {
    static let name = "sign-in"

    let title = "Sign in"
    /// The form's own token, before there is a session.
    var csrf: String
    /// The path to go on to; the server checks that it is one of its own.
    var next: String
    /// Why the last attempt failed.
    var error: String?

    init(csrf: String, next: String = "/", error: String? = nil) {
        self.csrf = csrf
        self.next = next
        self.error = error
    }

    static let template = #"""
        <article class="sheet sheet-small">
        <header class="sheet-head">
        {{>mark}}
        <h1>Sign in</h1>
        </header>
        <form class="stack prose" method="post" action="/sign-in">
        {{#.error}}<p class="error" role="alert" id="key-error">{{.}}</p>{{/.error}}
        <p><label for="api-key">API key</label>
        <input id="api-key" name="api_key" type="password" required autocomplete="current-password" autocapitalize="none" spellcheck="false"{{#.error}} aria-invalid="true"{{/.error}} aria-describedby="key-hint{{#.error}} key-error{{/.error}}">
        <span class="hint" id="key-hint">The key that your account uses for the API. It can be pasted.</span></p>
        <input type="hidden" name="csrf" value="{{csrf}}">
        <input type="hidden" name="next" value="{{next}}">
        <p><button>Sign in</button></p>
        </form>
        </article>
        """#
}
