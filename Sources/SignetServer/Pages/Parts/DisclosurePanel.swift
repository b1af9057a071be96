/// Asking what a masked certificate hides, and answering.
struct DisclosurePanel: Sendable {
    /// A request as one of its two sides sees it.
    struct Request: Sendable {
        var id: String
        var createdAt: Moment
        var message: String?
        /// The other side's name, where that shows it.
        var partner: String?
        /// What became of it, in a sentence.
        var state: String
        /// The certificate that was disclosed.
        var certificateURL: String?
        var facts: [Row] = []
        /// Where its answer is posted; nil for whoever asked, and once it is answered.
        var answerPath: String?

        struct Row: Sendable {
            var name: String
            var value: String
        }
    }

    var csrf: String
    /// Where a new request is posted; nil where none can be made.
    var askPath: String?
    /// Why the last form did not do.
    var error: String?
    /// Newest first.
    var requests: [Request]
    /// The reader made the masked certificate.
    var isMasker: Bool

    static let template = #"""
        <section class="question screen-only" aria-labelledby="disclosure">
        <h2 id="disclosure">Disclosure</h2>
        <div class="answer">
        {{#isMasker}}<p>Holders of this certificate can ask you what it hides. They learn nothing but what you answer.</p>{{/isMasker}}
        {{^isMasker}}<p>Whoever masked this certificate can be asked for the full one, or for some of what it hides. Neither side learns who the other is unless that says so.</p>{{/isMasker}}
        {{#.error}}<p class="error" role="alert">{{.}}</p>{{/.error}}
        {{#requests}}
        <div class="panel">
        <h3>Asked on <time datetime="{{createdAt.iso}}">{{createdAt.stamp}}</time>{{#.partner}} · {{.}}{{/.partner}}</h3>
        {{#.message}}<blockquote><p>{{.}}</p></blockquote>{{/.message}}
        <p>{{state}}</p>
        {{#.certificateURL}}<p><a href="{{.}}" class="url">{{.}}</a></p>{{/.certificateURL}}
        {{^empty(facts)}}<dl class="facts">{{#facts}}<div><dt>{{name}}</dt><dd>{{value}}</dd></div>{{/facts}}</dl>{{/empty(facts)}}
        {{#.answerPath}}
        <form class="stack" method="post" action="{{.}}#disclosure">
        <input type="hidden" name="csrf" value="{{csrf}}">
        <p><label for="reason-{{id}}">Reason <span class="optional">for a refusal</span></label>
        <input id="reason-{{id}}" name="reason" type="text" maxlength="2000" autocomplete="off"></p>
        <p class="check"><input type="checkbox" id="shows-name-{{id}}" name="shows_name" value="1"><label for="shows-name-{{id}}">Tell them your account’s name</label></p>
        <p class="field-row"><button name="answer" value="certificate">Disclose the full certificate</button>
        <button name="answer" value="facts" class="quiet">Disclose the page only</button>
        <button name="answer" value="refuse" class="quiet">Refuse</button></p>
        </form>
        {{/.answerPath}}
        </div>
        {{/requests}}
        {{#.askPath}}
        <form class="stack" method="post" action="{{.}}#disclosure">
        <input type="hidden" name="csrf" value="{{csrf}}">
        <p><label for="message">Why you ask <span class="optional">optional</span></label>
        <textarea id="message" name="message" rows="3" maxlength="2000"></textarea></p>
        <p class="check"><input type="checkbox" id="shows-name" name="shows_name" value="1"><label for="shows-name">Tell them your account’s name</label></p>
        <p><button>Ask for disclosure</button></p>
        </form>
        {{/.askPath}}
        </div>
        </section>
        """#
}
