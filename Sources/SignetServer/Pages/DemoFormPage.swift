/// The demo's first step: a publisher's lead form with the script tag in it.
struct DemoFormPage: Page {
    static let name = "demo-form"
    static let layout = PageLayout.demo

    let title = "Compare home insurance quotes – Larkfield"
    let steps = DemoStep.all(current: .fillIn)
    /// Made new for every page, as the tag's documented cache buster.
    var cacheBuster: String

    init(cacheBuster: String) {
        self.cacheBuster = cacheBuster
    }

    static let template = #"""
        <header class="site">
        <p class="site-name">Larkfield<span>Home insurance, compared</span></p>
        </header>
        <main id="main" tabindex="-1" class="offer" data-tf-element-role="offer">
        <div class="pitch">
        <h1>Your home, insured for less.</h1>
        <p>Answer a few questions and a licensed agent will call you with a quote for your address. It takes about a minute.</p>
        <ul>
        <li>One form, one call</li>
        <li>Cover that fits the house, not the average</li>
        <li>No obligation to buy</li>
        </ul>
        </div>
        <form class="lead-form" method="post" action="/demo/buyer">
        <h2>Get my quote</h2>
        <div class="pair">
        <p><label for="first-name">First name</label><input id="first-name" name="first_name" autocomplete="given-name" required maxlength="80"></p>
        <p><label for="last-name">Last name</label><input id="last-name" name="last_name" autocomplete="family-name" required maxlength="80"></p>
        </div>
        <p><label for="email">E-mail</label><input id="email" name="email" type="email" autocomplete="email" required maxlength="254" data-tf-element-role="consent-grantor-email"></p>
        <div class="pair">
        <p><label for="phone">Phone</label><input id="phone" name="phone" type="tel" autocomplete="tel" required maxlength="32" data-tf-element-role="consent-grantor-phone"></p>
        <p><label for="zip">ZIP code</label><input id="zip" name="zip" inputmode="numeric" autocomplete="postal-code" required maxlength="10"></p>
        </div>
        <p><label for="home-type">Type of home</label>
        <select id="home-type" name="home_type" required>
        <option value="">Choose one</option>
        <option>Single-family house</option>
        <option>Condominium</option>
        <option>Townhouse</option>
        <option>Mobile home</option>
        </select></p>
        <fieldset>
        <legend>Do you own it?</legend>
        <label class="choice"><input type="radio" name="ownership" value="Own" required> I own it</label>
        <label class="choice"><input type="radio" name="ownership" value="Rent"> I rent it</label>
        </fieldset>
        <p class="consent">
        <input id="agree" name="agree" type="checkbox" value="yes" required data-tf-element-role="consent-opt-in">
        <label for="agree" data-tf-element-role="consent-language">By checking this box and clicking “<span data-tf-element-role="submit-text">Get my quote</span>”, I give my electronic signature and my prior express written consent for <span data-tf-element-role="consent-advertiser-name">Northgate Home Insurance</span> to contact me about home insurance <span data-tf-element-role="contact-method">by phone call, text message and e-mail</span> at the number and address above, <span data-tf-element-role="consent-grantor-waived-regulated-technologies">including with an automatic telephone dialing system and an artificial or prerecorded voice</span>, <span data-tf-element-role="consent-grantor-waived-dnc">even if my number is on a do-not-call list</span>. <span data-tf-element-role="consent-grantor-waived-purchase-condition">My consent is not a condition of any purchase</span>, and I can withdraw it at any time.</label>
        </p>
        <p><button type="submit" data-tf-element-role="submit">Get my quote</button></p>
        </form>
        </main>
        <footer class="site-foot"><p>Larkfield and Northgate Home Insurance are made up for this demo. What you enter goes no further than this server.</p></footer>
        <script src="/certify.js?field=xxTrustedFormCertUrl&amp;use_tagged_consent=true&amp;l={{cacheBuster}}" async></script>
        <noscript><img src="/ns.gif" alt="" width="1" height="1"></noscript>
        """#
}

/// The three steps of the demo, shown at the top of its pages.
enum DemoStep: Int, CaseIterable, Sendable {
    case fillIn = 1
    case sell
    case check

    struct Shown: Sendable {
        let number: Int
        let label: String
        let isCurrent: Bool
    }

    static func all(current: DemoStep) -> [Shown] {
        allCases.map { Shown(number: $0.rawValue, label: $0.label, isCurrent: $0 == current) }
    }

    private var label: String {
        switch self {
        case .fillIn: "Fill in the form"
        case .sell: "Sell the lead"
        case .check: "Check the certificate"
        }
    }
}
