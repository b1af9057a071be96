import SignetModel

/// What in a visit looks like a machine's doing.
struct BotSigns {
    let signals: Signals?
    let hands: Hands
    let submissions: [Submission]
    let form: FormFacts
    let page: PageFacts
    let observed: Observation
    let valuesSubmitted: Bool
    let firstEventAt: Timestamp?
    let isSignet: Bool

    /// Signs that a browser gives only when it is driven weigh as much as the threshold; every other can have an innocent cause
    /// (a password manager, a screen reader, a tester's quick hand) and needs company.
    var assessment: BotAssessment {
        let reasons = [
            driven, headless, automationBrand, untrusted, nobodyThere, typingSpeed, earlyInput, hiddenFill, fastSubmit,
            scriptedValues, changingAgent,
        ]
        return BotAssessment(reasons: reasons.compactMap { $0 })
    }

    private var driven: BotAssessment.Reason? {
        guard signals?.isWebDriver == true else { return nil }
        return .init(code: "webdriver", text: "The browser says it is driven by a program.", points: 60)
    }

    private var headless: BotAssessment.Reason? {
        guard let agent = observed.first.observed.userAgent?.utf8.map(\.asciiLowercased) else { return nil }
        let names: [StaticString] = [
            "headlesschrome", "phantomjs", "slimerjs", "electron/", "python-requests", "curl/", "puppeteer",
        ]
        guard let name = names.first(where: agent.contains(text:)) else { return nil }
        return .init(code: "headless", text: "The user agent is that of a program (\(name)).", points: 60)
    }

    private var automationBrand: BotAssessment.Reason? {
        let brands = (page.hints?.brands ?? []).map(\.name)
        guard let brand = brands.first(where: { $0.lowercased().contains("headless") }) else { return nil }
        return .init(code: "automation-brand", text: "The browser calls itself \(brand).", points: 60)
    }

    private var untrusted: BotAssessment.Reason? {
        guard let count = signals?.untrusted, count > 0 else { return nil }
        let text = "\(count) events on fields or controls were made by a script."
        return .init(code: "untrusted-events", text: text, points: count >= 5 ? 40 : 25)
    }

    private var nobodyThere: BotAssessment.Reason? {
        guard !submissions.isEmpty, hands.moves + hands.presses + hands.touches == 0 else { return nil }
        if let signals {
            guard signals.pointer + signals.keys + signals.touches == 0 else { return nil }
        } else {
            // Without our signals a visit by keyboard alone shows in its inputs only.
            guard hands.inputs == 0 else { return nil }
        }
        return .init(code: "nobody-there", text: "No pointer, key or touch was seen before the submission.", points: 40)
    }

    private var typingSpeed: BotAssessment.Reason? {
        guard form.keystrokes >= 10, form.keystrokes * 60_000 > 1_500 * max(1, form.typingMilliseconds) else {
            return nil
        }
        let text = "\(form.keystrokes) keystrokes in \(form.typingMilliseconds) ms are faster than hands can type."
        return .init(code: "typing-speed", text: text, points: 45)
    }

    private var earlyInput: BotAssessment.Reason? {
        guard let first = signals?.firstInput, first < 300 else { return nil }
        return .init(code: "early-input", text: "The first input came \(first) ms after the page.", points: 20)
    }

    private var hiddenFill: BotAssessment.Reason? {
        guard let count = signals?.hiddenFills, count > 0 else { return nil }
        return .init(code: "hidden-fill", text: "\(count) fields that nobody can see were filled in.", points: 45)
    }

    private var fastSubmit: BotAssessment.Reason? {
        guard let first = firstEventAt, let submission = submissions.first, submission.at - first < .seconds(2) else {
            return nil
        }
        let text = "The form was submitted \((submission.at - first).inMilliseconds) ms after the page was there."
        return .init(code: "fast-submit", text: text, points: 30)
    }

    private var scriptedValues: BotAssessment.Reason? {
        guard isSignet, valuesSubmitted, !submissions.isEmpty, signals.map({ $0.keys == 0 }) ?? true,
            (form.inputMethods ?? []).allSatisfy({ $0 == .prePopulated })
        else { return nil }
        return .init(code: "scripted-values", text: "Fields were filled in without any input.", points: 20)
    }

    private var changingAgent: BotAssessment.Reason? {
        guard observed.changesUserAgent else { return nil }
        return .init(code: "user-agent-change", text: "The user agent changed during the visit.", points: 20)
    }
}
