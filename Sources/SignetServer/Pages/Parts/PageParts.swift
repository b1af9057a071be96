/// Templates that several pages share.
enum PageParts {
    static let all: [(name: String, template: String)] = [
        ("badge", badge), ("source", source), ("when", when), ("who", who), ("agreement", agreement),
        ("filling", filling), ("human", human), ("legend", legend), ("mark", mark), ("where", origin),
        ("replay", SessionReplay.template), ("log", EventLog.template), ("history", CertificateHistory.template),
        ("handing-on", SharePanel.template), ("disclosure", DisclosurePanel.template),
        ("sandbox-banner", sandboxBanner),
    ]

    /// The product's mark: a seal's notched edge around an S.
    static let mark = #"""
        <svg class="seal" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
        <circle cx="16" cy="16" r="14.25" fill="none" stroke="currentColor" stroke-width="2.2" stroke-dasharray="2.3 1.78"/>
        <circle cx="16" cy="16" r="11.4" fill="none" stroke="currentColor" stroke-width="1"/>
        <path d="M20.3 12.1c-.7-1.7-2.3-2.5-4.4-2.5-2.4 0-4.1 1.1-4.1 2.9 0 4.2 8.9 2 8.9 6.6 0 2-1.900 3.300-4.600 3.300-2.500 0-4.300-1-5-3" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"/>
        </svg>
        """#

    private static let sandboxBanner = #"""
        {{#isSandbox}}<p class="banner banner-test"><strong>Test certificate.</strong> Its page asked for the sandbox. It cannot be retained, proves nothing, and is shown for three days.</p>{{/isSandbox}}
        """#

    private static let badge = #"""
        <span class="badge badge-{{tone}}"><span class="badge-symbol" aria-hidden="true">{{symbol}}</span> {{text}}</span>
        """#

    private static let source = #"""
        {{#.source}}<span class="source source-{{word}}" title="{{sentence}}">{{word}}</span>{{/.source}}
        """#

    private static let when = #"""
        <section class="question" aria-labelledby="when">
        <h2 id="when">When did they visit?</h2>
        <dl class="facts">
        {{#startedAt}}
        <div><dt>Visit date</dt><dd><time datetime="{{iso}}">{{date}}</time> <span class="source source-observed" title="observed by the server">observed</span></dd></div>
        <div><dt>Visit time</dt><dd>{{time}} <span class="source source-observed" title="observed by the server">observed</span></dd></div>
        {{/startedAt}}
        <div><dt>Time on page</dt><dd>{{#timeOnPage}}{{value}} {{>source}}{{/timeOnPage}}{{^timeOnPage}}<span class="unknown">Not known</span>{{/timeOnPage}}</dd></div>
        </dl>
        </section>
        """#

    /// Only full certificates have it: see ``MaskedCertificatePage`` for its counterpart.
    private static let origin = #"""
        <section class="question" aria-labelledby="where">
        <h2 id="where">Where?</h2>
        <dl class="facts">
        {{#origin}}
        <div><dt>Page</dt><dd>{{#pageURL}}<span class="url">{{value}}</span> {{>source}}{{/pageURL}}{{^pageURL}}<span class="unknown">Not known</span>{{/pageURL}}</dd></div>
        {{#.parentURL}}<div><dt>Framed by</dt><dd><span class="url">{{value}}</span> {{>source}}</dd></div>{{/.parentURL}}
        {{#.domain}}<div><dt>Domain</dt><dd>{{value}} {{>source}}</dd></div>{{/.domain}}
        {{/origin}}
        {{#pageTitle}}<div><dt>Title</dt><dd>{{value}} {{>source}}</dd></div>{{/pageTitle}}
        </dl>
        </section>
        """#

    private static let who = #"""
        <section class="question" aria-labelledby="who">
        <h2 id="who">Who visited?</h2>
        <dl class="facts">
        <div><dt>IP address</dt><dd>{{#address}}{{value}} {{>source}}{{/address}}{{^address}}<span class="unknown">Not known</span>{{/address}}</dd></div>
        <div><dt>Location, approximate</dt><dd>{{#location}}{{value}} {{>source}}{{/location}}{{^location}}<span class="unknown">Not known</span>{{/location}}</dd></div>
        <div><dt>Browser</dt><dd>{{#browser}}{{value}} {{>source}}{{/browser}}{{^browser}}<span class="unknown">Not known</span>{{/browser}}</dd></div>
        <div><dt>Operating system</dt><dd>{{#system}}{{value}} {{>source}}{{/system}}{{^system}}<span class="unknown">Not known</span>{{/system}}</dd></div>
        </dl>
        {{#contradictions}}<p class="remark">{{.}}</p>
        {{/contradictions}}
        </section>
        """#

    private static let agreement = #"""
        <section class="question" aria-labelledby="agreement">
        <h2 id="agreement">What did they agree to?</h2>
        <div class="answer">
        {{#consent}}
        <figure class="consent">
        <blockquote><p>{{text}}</p></blockquote>
        <figcaption>
        <dl class="measures">
        <div><dt>Opt-in</dt><dd>{{optIn}}</dd></div>
        {{#.selection}}<div><dt>Box</dt><dd>{{.}}</dd></div>{{/.selection}}
        {{#.fontSize}}<div><dt>Font size</dt><dd>{{.}}</dd></div>{{/.fontSize}}
        {{#.contrast}}<div><dt>Contrast</dt><dd>{{.}}</dd></div>{{/.contrast}}
        <div><dt>Found by</dt><dd>{{source}}</dd></div>
        </dl>
        {{^isVisible}}<p class="remark">These words could not be seen by the consumer.</p>{{/isVisible}}
        </figcaption>
        </figure>
        {{/consent}}
        {{^consent}}<p class="unknown">No consent language was found on the page.</p>{{/consent}}
        </div>
        </section>
        """#

    private static let filling = #"""
        {{#form}}
        <section class="question" aria-labelledby="filling">
        <h2 id="filling">How was the form filled in?</h2>
        <dl class="facts">
        <div><dt>Submitted</dt><dd>{{#submitted}}{{value}} {{>source}}{{/submitted}}</dd></div>
        {{#.submittedAt}}<div><dt>Submitted at</dt><dd><time datetime="{{iso}}">{{stamp}} UTC</time> <span class="source source-reported" title="reported by the page">reported</span></dd></div>{{/.submittedAt}}
        <div><dt>Input methods</dt><dd>{{#methods}}{{value}} {{>source}}{{/methods}}{{^methods}}<span class="unknown">Not known</span>{{/methods}}</dd></div>
        {{#.keystrokesPerMinute}}<div><dt>Keystrokes per minute</dt><dd>{{value}} {{>source}}</dd></div>{{/.keystrokesPerMinute}}
        {{#.wordsPerMinute}}<div><dt>Words per minute</dt><dd>{{value}} {{>source}}</dd></div>{{/.wordsPerMinute}}
        {{#.sensitiveFields}}<div><dt>Fields kept out as sensitive</dt><dd>{{value}} {{>source}}</dd></div>{{/.sensitiveFields}}
        {{#.sensitiveContent}}<div><dt>Elements kept out as sensitive</dt><dd>{{value}} {{>source}}</dd></div>{{/.sensitiveContent}}
        </dl>
        {{#.truncation}}<p class="remark">{{.}}</p>{{/.truncation}}
        </section>
        {{/form}}
        """#

    private static let human = #"""
        {{#human}}
        <section class="question" aria-labelledby="human">
        <h2 id="human">Was it a person?</h2>
        <div class="answer">
        <p class="verdict">{{>badge}} <span class="score">{{score}} of 100 points towards a machine</span> <span class="source source-derived" title="concluded by the server from the recording">derived</span></p>
        {{^empty(reasons)}}<ul class="reasons">
        {{#reasons}}<li>{{text}} <span class="points">{{points}}&nbsp;points</span></li>
        {{/reasons}}
        </ul>{{/empty(reasons)}}
        </div>
        </section>
        {{/human}}
        """#

    private static let legend = #"""
        <aside class="legend" aria-labelledby="legend">
        <h2 id="legend">Who says so</h2>
        <dl>
        <div><dt class="source source-observed">observed</dt><dd>seen by the server itself</dd></div>
        <div><dt class="source source-reported">reported</dt><dd>told by the page that was visited, which its publisher controls</dd></div>
        <div><dt class="source source-derived">derived</dt><dd>concluded by the server from both</dd></div>
        </dl>
        </aside>
        """#
}
