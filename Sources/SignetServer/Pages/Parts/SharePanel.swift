/// Read-only links to a certificate: making, copying and revoking them.
struct SharePanel: Sendable {
    struct ShareLink: Sendable {
        var id: String
        var createdAt: Moment
        var expiresAt: Moment
        var revokedAt: Moment?
        /// Where its revocation is posted.
        let revokePath: String

        init(id: String, certificate: String, createdAt: Moment, expiresAt: Moment, revokedAt: Moment? = nil) {
            self.id = id
            self.createdAt = createdAt
            self.expiresAt = expiresAt
            self.revokedAt = revokedAt
            revokePath = "/\(certificate)/shares/\(id)/revoke"
        }
    }

    /// Where a new link is asked for.
    var action: String
    var csrf: String
    /// The link just made; it can be shown only this once.
    var newURL: String?
    /// Newest first.
    var links: [ShareLink]

    /// The certificate's links to others: masked certificate, share links.
    static let template = #"""
        {{#.maskedURL}}
        <section class="question screen-only" aria-labelledby="masked">
        <h2 id="masked">Masked certificate</h2>
        <div class="answer">
        <p>Shows the same facts without where the lead came from. This is the one to hand to a buyer who should not learn your source.</p>
        <p class="copy-row"><a href="{{.}}" class="url">{{.}}</a> <button type="button" class="quiet" data-copy="{{.}}" hidden>Copy link</button></p>
        </div>
        </section>
        {{/.maskedURL}}
        {{#.sharing}}
        <section class="question screen-only" aria-labelledby="sharing">
        <h2 id="sharing">Share</h2>
        <div class="answer">
        <p>A share link opens what this page shows of the visit to whoever has it. It is read-only, ends after 90 days, and can be revoked.</p>
        {{#.newURL}}
        <div class="panel" role="status">
        <p><strong>Your share link.</strong> Copy it now: it is not shown again.</p>
        <p class="copy-row"><a href="{{.}}" class="url">{{.}}</a> <button type="button" class="quiet" data-copy="{{.}}" hidden>Copy link</button></p>
        </div>
        {{/.newURL}}
        <form method="post" action="{{action}}#sharing"><input type="hidden" name="csrf" value="{{csrf}}"><button>Create a share link</button></form>
        {{^empty(links)}}<div class="table-scroll" role="region" aria-label="Share links" tabindex="0">
        <table>
        <thead><tr><th scope="col">Link</th><th scope="col">Created (UTC)</th><th scope="col">Ends (UTC)</th><th scope="col">State</th></tr></thead>
        <tbody>
        {{#links}}<tr><td><code>{{id}}</code></td><td><time datetime="{{createdAt.iso}}">{{createdAt.stamp}}</time></td><td><time datetime="{{expiresAt.iso}}">{{expiresAt.stamp}}</time></td><td>{{#.revokedAt}}Revoked <time datetime="{{iso}}">{{stamp}}</time>{{/.revokedAt}}{{^.revokedAt}}<form method="post" action="{{revokePath}}#sharing"><input type="hidden" name="csrf" value="{{csrf}}"><button class="quiet">Revoke<span class="visually-hidden"> {{id}}</span></button></form>{{/.revokedAt}}</td></tr>
        {{/links}}
        </tbody>
        </table>
        </div>{{/empty(links)}}
        </div>
        </section>
        {{/.sharing}}
        """#
}
