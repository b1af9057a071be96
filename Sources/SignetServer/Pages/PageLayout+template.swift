extension PageLayout {
    /// Mustache text with a `main` block for the page to fill.
    var template: String {
        switch self {
        case .document: Self.documentTemplate
        case .demo: Self.demoTemplate
        }
    }

    private static let head = #"""
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex, nofollow">
        <meta name="referrer" content="no-referrer">
        <meta name="color-scheme" content="light dark">
        """#

    private static let documentTemplate = #"""
        <!doctype html>
        <html lang="en">
        <head>
        \#(head)
        <title>{{title}} – Signet</title>
        <link rel="stylesheet" href="\#(ConsoleBundle.styleSheet)">
        <link rel="icon" href="data:,">
        <script type="module" src="\#(ConsoleBundle.console)"></script>
        </head>
        <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header class="bar">
        <a class="brand" href="/">{{>mark}}<span>Signet</span></a>
        {{#viewer}}
        <div class="viewer">
        <span class="viewer-name"><span class="visually-hidden">Signed in as </span>{{accountName}}</span>
        <form method="post" action="/sign-out"><input type="hidden" name="csrf" value="{{csrf}}"><button class="quiet">Sign out</button></form>
        </div>
        {{/viewer}}
        </header>
        <main id="main" tabindex="-1">
        {{#page}}
        {{$main}}{{/main}}
        {{/page}}
        </main>
        <footer class="foot"><p>Signet keeps independent records of consent.</p></footer>
        </body>
        </html>
        """#

    private static let demoTemplate = #"""
        <!doctype html>
        <html lang="en">
        <head>
        \#(head)
        <title>{{title}}</title>
        <link rel="stylesheet" href="\#(ConsoleBundle.demoStyleSheet)">
        <link rel="icon" href="data:,">
        </head>
        <body>
        <a class="skip" href="#main">Skip to the content</a>
        {{#page}}
        <nav class="steps" aria-label="Steps of the demo">
        <p>Signet demo</p>
        <ol>
        {{#steps}}<li{{#isCurrent}} aria-current="step"{{/isCurrent}}><span class="step-number">{{number}}</span> {{label}}</li>
        {{/steps}}
        </ol>
        </nav>
        {{$main}}{{/main}}
        {{/page}}
        </body>
        </html>
        """#
}
