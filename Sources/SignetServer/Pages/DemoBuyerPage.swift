/// The demo's second and third step: the lead as its buyer got it, what the API answered, and both certificates.
struct DemoBuyerPage: Page {
    static let name = "demo-buyer"
    static let layout = PageLayout.demo

    struct Field: Sendable {
        var label: String
        var value: String
    }

    /// What one operation came to, in plain words.
    struct Finding: Sendable {
        /// For example `Match lead`.
        var operation: String
        var sentence: String
        let badge: Badge

        init(operation: String, passed: Bool?, sentence: String) {
            self.operation = operation
            self.sentence = sentence
            badge =
                switch passed {
                case true?: Badge(text: "Passed", tone: "good", symbol: "✓")
                case false?: Badge(text: "Failed", tone: "bad", symbol: "✗")
                case nil: Badge(text: "Noted", tone: "plain", symbol: "–")
                }
        }
    }

    let title = "The lead at its buyer – Signet demo"
    let steps = DemoStep.all(current: .sell)
    /// The lead's fields in the form's order, the certificate's among them.
    var lead: [Field]
    /// Nil where the form carried none: scripts off, or blocked.
    var certificateURL: String?
    /// `success`, `failure` or `error`, and the reason as the API gave it.
    var outcome: String?
    var reason: String?
    var findings: [Finding]
    /// The request's and the answer's JSON, indented.
    var request: String?
    var response: String?
    var fullURL: String?
    var maskedURL: String?

    init(
        lead: [Field], certificateURL: String?, outcome: String? = nil, reason: String? = nil,
        findings: [Finding] = [], request: String? = nil, response: String? = nil, fullURL: String? = nil,
        maskedURL: String? = nil
    ) {
        self.lead = lead
        self.certificateURL = certificateURL
        self.outcome = outcome
        self.reason = reason
        self.findings = findings
        self.request = request
        self.response = response
        self.fullURL = fullURL
        self.maskedURL = maskedURL
    }

    static let template = #"""
        <main id="main" tabindex="-1" class="buyer">
        <h1>The lead arrives at its buyer</h1>
        <p class="lead-in">This is Northgate Home Insurance’s side. The form was posted here with the visitor’s answers and one field more, which the script had filled in: the certificate’s URL.</p>
        <section aria-labelledby="received">
        <h2 id="received">What the buyer received</h2>
        <dl class="received">
        {{#lead}}<div><dt>{{label}}</dt><dd>{{value}}</dd></div>
        {{/lead}}
        </dl>
        {{^certificateURL}}<p class="banner banner-bad">No certificate’s URL came with the form. The script was blocked, or the browser runs none.</p>
        <p><a class="button" href="/demo">Fill in the form again</a></p>{{/certificateURL}}
        </section>
        {{#certificateURL}}
        <section aria-labelledby="asked">
        <h2 id="asked">What the buyer asked, and was told</h2>
        <p>One call asks whether the certificate is real, whether it belongs to this lead and what the visit was like, and retains it for five years.</p>
        {{#outcome}}<p class="outcome">Outcome <strong class="outcome-{{.}}">{{.}}</strong>{{#reason}} – {{.}}{{/reason}}</p>{{/outcome}}
        <ul class="findings">
        {{#findings}}<li>{{#badge}}{{>badge}}{{/badge}} <strong>{{operation}}.</strong> {{sentence}}</li>
        {{/findings}}
        </ul>
        {{#request}}<details><summary>The request</summary>
        <pre class="code" tabindex="0" role="region" aria-label="Request"><code>POST {{certificateURL}}
        Api-Version: 4.0
        Content-Type: application/json

        {{.}}</code></pre></details>{{/request}}
        {{#response}}<details open><summary>The answer, as the API gave it</summary>
        <pre class="code" tabindex="0" role="region" aria-label="Answer"><code>{{.}}</code></pre></details>{{/response}}
        </section>
        <section aria-labelledby="check">
        <h2 id="check">Now check the certificate</h2>
        <div class="cards">
        {{#fullURL}}<div class="card">
        <h3>Full certificate</h3>
        <p>Everything: the page, the session replay, the event log. The buyer’s account retained it, so the buyer can open it.</p>
        <p><a class="button" href="{{.}}">Open the full certificate</a></p>
        </div>{{/fullURL}}
        {{#maskedURL}}<div class="card">
        <h3>Masked certificate</h3>
        <p>The same visit, without a trace of where it came from. This is the one to hand on when selling the lead again.</p>
        <p><a class="button button-quiet" href="{{.}}">Open the masked certificate</a></p>
        </div>{{/maskedURL}}
        </div>
        <p><a href="/demo">Fill in the form again</a></p>
        </section>
        {{/certificateURL}}
        </main>
        """#
}
