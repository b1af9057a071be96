/// What the reader's own account did with a certificate; what others did is never shown.
struct CertificateHistory: Sendable {
    struct Retention: Sendable {
        var at: Moment
        /// The account, by name.
        var account: String
        var vendor: String?
        var reference: String?
        var until: Moment?
    }

    struct MatchAttempt: Sendable {
        var at: Moment
        /// Who asked: the account, or a share link.
        var reader: String
        /// `E-mail` or `Phone`; the value itself is not kept.
        var what: String
        /// `Matched` or `Not matched`
        var result: String
    }

    /// Newest first.
    var retentions: [Retention]
    var matches: [MatchAttempt]

    static let template = #"""
        <section class="log" aria-labelledby="history">
        <h2 id="history">What became of the certificate?</h2>
        <h3 id="retentions">Retentions</h3>
        {{^retentions}}<p class="unknown">Your account has not retained this certificate.</p>{{/retentions}}
        {{^empty(retentions)}}<div class="table-scroll" role="region" aria-labelledby="retentions" tabindex="0">
        <table>
        <thead><tr><th scope="col">Date and time (UTC)</th><th scope="col">Account</th><th scope="col">Vendor</th><th scope="col">Reference</th><th scope="col">Kept until</th></tr></thead>
        <tbody>
        {{#retentions}}<tr><td><time datetime="{{at.iso}}">{{at.stamp}}</time></td><td>{{account}}</td><td>{{.vendor}}</td><td>{{.reference}}</td><td>{{#.until}}<time datetime="{{iso}}">{{stamp}}</time>{{/.until}}</td></tr>
        {{/retentions}}
        </tbody>
        </table>
        </div>{{/empty(retentions)}}
        {{^empty(matches)}}<h3 id="matches">Match attempts</h3>
        <div class="table-scroll" role="region" aria-labelledby="matches" tabindex="0">
        <table>
        <thead><tr><th scope="col">Date and time (UTC)</th><th scope="col">By</th><th scope="col">Compared</th><th scope="col">Result</th></tr></thead>
        <tbody>
        {{#matches}}<tr><td><time datetime="{{at.iso}}">{{at.stamp}}</time></td><td>{{reader}}</td><td>{{what}}</td><td>{{result}}</td></tr>
        {{/matches}}
        </tbody>
        </table>
        </div>{{/empty(matches)}}
        </section>
        """#
}
