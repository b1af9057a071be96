/// What the page needs for playing a visit back; the player itself fetches the events.
struct SessionReplay: Sendable {
    /// Path of the events as JSON, with the share token where there is one.
    var eventsPath: String
    let framePath = ReplayFrame.path
    /// How many images and fonts it shows as they were; nil for none.
    var assets: String?
    /// Set while what was typed is hidden from this reader.
    var unlock: Unlock?

    /// The question that opens the typed values: the lead's e-mail address or phone number.
    struct Unlock: Sendable {
        /// Where the answer is posted, with the fields `lead`, `csrf` and, on a share link, `shared_token`.
        var action: String
        var csrf: String
        var sharedToken: String?
        /// Why the last answer did not do.
        var error: String?
    }

    static let template = #"""
        <section class="question wide" aria-labelledby="replay">
        <h2 id="replay">What did they see?</h2>
        <div class="answer">
        {{#.unlock}}
        <form class="panel unlock" method="post" action="{{action}}#replay">
        <h3>Form inputs hidden</h3>
        <p>What was typed is shown only to someone who already knows the lead. Give an e-mail address or phone number that was entered in the form.</p>
        {{#.error}}<p class="error" id="lead-error">{{.}}</p>{{/.error}}
        <label for="lead">E-mail or phone number</label>
        <div class="field-row">
        <input id="lead" name="lead" type="text" required maxlength="320" autocomplete="off" autocapitalize="none" spellcheck="false"{{#.error}} aria-invalid="true" aria-describedby="lead-error"{{/.error}}>
        <input type="hidden" name="csrf" value="{{csrf}}">
        {{#.sharedToken}}<input type="hidden" name="shared_token" value="{{.}}">{{/.sharedToken}}
        <button>Show inputs</button>
        </div>
        </form>
        {{/.unlock}}
        <div class="player" data-events="{{eventsPath}}" data-frame="{{framePath}}">
        <p class="player-fallback">The session replay plays here where scripts are allowed. The event log tells the same visit in words.</p>
        </div>
        {{#.assets}}<p class="player-note">Images and fonts: {{.}} kept, as the browser reported them.</p>{{/.assets}}
        <p class="print-only">The session replay shows the page as the consumer saw it. It is part of the certificate online; the event log tells the same visit in words.</p>
        </div>
        </section>
        <script type="module" src="\#(ConsoleBundle.replay)"></script>
        """#
}
