import SignetModel
import SignetRecording
import SignetService
import SignetStorage

/// Puts together what a reader sees of a certificate.
struct CertificatePages: Sendable {
    let signet: Signet

    /// What only the request knows.
    struct Details: Sendable {
        var csrf: String
        var notice: Notice?
        var newShareURL: String?
        var unlockError: String?
        var disclosureError: String?
    }

    func full(
        _ certificate: LoadedCertificate, _ access: CertificateAccess, _ details: Details
    ) async throws -> CertificatePage {
        let status = try await signet.matchStatus(of: certificate, for: access)
        let facts = certificate.facts
        let recording = try await signet.reader.recording(of: certificate)
        let log = recording?.eventLog(reveal: signet.reveals(status, to: access)) ?? []
        var page = CertificatePage(
            id: certificate.id.description, status: standing(certificate, access),
            match: match(certificate, status, access), viewer: access.viewer, kept: kept(certificate, access),
            notice: details.notice, origin: origin(of: certificate), visit: visit(certificate),
            pageTitle: facts.page.title.map { Fact($0, .reported) },
            identifier: facts.page.identifier.map { Fact($0, .reported) },
            replay: recording == nil ? nil : replay(certificate, access, status, details),
            log: log.map { entry in
                EventLog.Entry(
                    at: Moment(entry.at), offset: ReplayOffset(milliseconds: entry.offset),
                    kind: entry.kind.rawValue, text: entry.text)
            })
        if let recording {
            let count = try await signet.assets.count(of: certificate, in: recording)
            page.replay?.assets = count > 0 ? "\(count)" : nil
        }
        page.isTold = certificate.kind == .metaLeadAds
        if case .account(let signedIn, let right) = access {
            page.history = try await history(certificate, signedIn)
            if right?.retention != nil {
                page.sharing = try await sharing(certificate, signedIn, details)
                page.maskedURL = try await signet.retainer.masked(of: certificate, by: signedIn.account).map {
                    signet.configuration.certificateURL($0.id, kind: .masked)
                }
            }
        }
        return page
    }

    func masked(
        _ certificate: LoadedCertificate, _ access: CertificateAccess, _ details: Details
    ) async throws -> MaskedCertificatePage {
        let insights = signet.insights(of: certificate)
        let status = try await signet.matchStatus(of: certificate, for: access)
        var page = MaskedCertificatePage(
            id: certificate.id.description, status: standing(certificate, access),
            match: match(certificate, status, access), viewer: access.viewer, kept: kept(certificate, access),
            notice: details.notice, maskedPageURL: insights.pageURL, maskedParentURL: insights.parentPageURL,
            maskedDomain: insights.domain, visit: visit(certificate))
        if case .account(let signedIn, let right) = access {
            if right?.isMasker == true {
                page.fullCertificateURL = signet.configuration.certificateURL(certificate.original, kind: .web)
            }
            page.history = try await history(certificate, signedIn)
            page.disclosure = try await disclosure(certificate, access, details)
            if right?.retention != nil { page.sharing = try await sharing(certificate, signedIn, details) }
        }
        return page
    }

    func unretained(
        _ certificate: LoadedCertificate, _ signedIn: Sessions.SignedIn?,
        form: UnretainedCertificatePage.RetainForm? = nil
    ) -> UnretainedCertificatePage {
        let id = certificate.id.description
        let canRetain = !certificate.isSandbox
        return UnretainedCertificatePage(
            id: id, remaining: Remaining(until: Moment(certificate.windowEnd), now: Moment(signet.clock.now)),
            isSandbox: certificate.isSandbox, viewer: signedIn?.viewer,
            retain: form
                ?? (canRetain ? signedIn.map { .init(certificate: id, csrf: $0.csrf) } : nil))
    }

    // MARK: Parts

    private func standing(_ certificate: LoadedCertificate, _ access: CertificateAccess) -> CertificateStatus {
        if certificate.isSandbox { return .sandbox }
        return switch access {
        case .share: .shared
        case .account(_, let right):
            right?.retention != nil ? .retained : right?.ownsPage == true ? .ownDomain : .unretained
        case .existence: .unretained
        }
    }

    private func match(
        _ certificate: LoadedCertificate, _ status: MatchStatus, _ access: CertificateAccess
    ) -> MatchStanding {
        if access.right?.ownsPage == true { return .own }
        if status.isMatched { return .matched }
        if !certificate.hasLead { return .notPossible }
        return status.wasAttempted ? .notMatched : .notAttempted
    }

    private func kept(_ certificate: LoadedCertificate, _ access: CertificateAccess) -> Keeping {
        if let retention = access.right?.retention {
            return Keeping(label: "Retained until", until: Moment(retention.endsAt))
        }
        if case .share(let link, _) = access {
            return Keeping(label: "Link valid until", until: Moment(link.expiresAt))
        }
        return Keeping(label: "Deleted on", until: Moment(certificate.windowEnd))
    }

    private func origin(of certificate: LoadedCertificate) -> VisitOrigin {
        let page = certificate.facts.page
        return VisitOrigin(
            pageURL: page.url.map { Fact($0.description, .reported) },
            parentURL: page.parentURL.map { Fact($0.description, .reported) },
            domain: page.domain.map { domain in
                let isObserved = certificate.site == domain
                return Fact(domain.ascii, isObserved ? .observed : .reported)
            })
    }

    private func visit(_ certificate: LoadedCertificate) -> VisitFacts {
        let facts = certificate.facts
        let insights = signet.insights(of: certificate)
        return VisitFacts(
            startedAt: Moment(facts.issuedAt),
            timeOnPage: !insights.know(.secondsOnPage)
                ? nil : Fact(inWords(seconds: Int64(insights.secondsOnPage)), .derived),
            address: insights.know(.ip) ? Fact(insights.ip, .observed) : nil,
            location: insights.place?.description.map { Fact($0, .derived) },
            browser: insights.browser.software.map { Fact($0.full, .observed) },
            system: insights.browser.system.map { Fact($0.full, .observed) },
            consent: signet.consentLanguages(of: certificate).map(AgreedLanguage.init),
            form: FormFilling(facts.form, insights),
            human: HumanReading(
                score: facts.bot.score, isBot: facts.bot.isDetected,
                reasons: signet.botReasons(of: certificate).map { .init(text: $0.text, points: $0.points) }),
            contradictions: facts.contradictions)
    }

    private func replay(
        _ certificate: LoadedCertificate, _ access: CertificateAccess, _ status: MatchStatus, _ details: Details
    ) -> SessionReplay {
        var path = "/\(certificate.id)/replay"
        var sharedToken: String?
        if case .share(_, let token) = access {
            path += "?shared_token=\(token)"
            sharedToken = token
        }
        let unlock = SessionReplay.Unlock(
            action: "/\(certificate.id)/match", csrf: details.csrf, sharedToken: sharedToken,
            error: details.unlockError)
        return SessionReplay(
            eventsPath: path, unlock: signet.reveals(status, to: access) || !certificate.hasLead ? nil : unlock)
    }

    private func history(
        _ certificate: LoadedCertificate, _ signedIn: Sessions.SignedIn
    ) async throws -> CertificateHistory {
        let entries = try await signet.retainer.history(of: certificate.id, by: signedIn.account).reversed()
        let retention = try await signet.retainer.retention(of: certificate.id, by: signedIn.account)
        return CertificateHistory(
            retentions: entries.filter { $0.action == .retain }.map { entry in
                .init(
                    at: Moment(entry.at), account: signedIn.account.name, vendor: entry.vendor,
                    reference: entry.reference, until: retention.map { Moment($0.endsAt) })
            },
            matches: entries.filter { $0.action == .match }.map { entry in
                .init(
                    at: Moment(entry.at), reader: signedIn.account.name, what: "E-mail or phone",
                    result: entry.matched == true ? "Matched" : "Not matched")
            })
    }

    private func sharing(
        _ certificate: LoadedCertificate, _ signedIn: Sessions.SignedIn, _ details: Details
    ) async throws -> SharePanel {
        let id = certificate.id.description
        let links = try await signet.sharing.links(
            to: certificate.id, by: signedIn.account, limit: ListQuery.maximumLimit)
        return SharePanel(
            action: "/\(id)/shares", csrf: signedIn.csrf, newURL: details.newShareURL,
            links: links.map { link in
                .init(
                    id: link.id, certificate: id, createdAt: Moment(link.createdAt),
                    expiresAt: Moment(link.expiresAt), revokedAt: link.revokedAt.map { Moment($0) })
            })
    }
}

extension AgreedLanguage {
    fileprivate init(_ language: ConsentLanguage) {
        self.init(
            text: language.text, fontSize: language.fontSize.map(PageWords.pixels),
            contrast: language.contrast.map(PageWords.contrast), optIn: PageWords.optIn(language.optIn),
            source: PageWords.source(language.source), selection: language.isSelected.map(PageWords.selection),
            isVisible: language.isVisible)
    }
}

extension FormFilling {
    fileprivate init(_ form: FormFacts, _ insights: Insights) {
        func rate(_ number: Double?) -> Fact? { number.map { Fact(PageWords.perMinute($0), .derived) } }
        func count(_ number: Int?) -> Fact? { number.map { Fact("\($0)", .reported) } }
        self.init(
            submitted: Fact(PageWords.submission(form.submissions.last?.evidence), .reported),
            submittedAt: form.submissions.first.map { Moment($0.at) },
            methods: form.inputMethods.map { Fact(PageWords.inputMethods($0), .reported) },
            keystrokesPerMinute: rate(insights.keystrokesPerMinute), wordsPerMinute: rate(insights.wordsPerMinute),
            sensitiveFields: count(form.sensitiveFormElements), sensitiveContent: count(form.sensitiveContentElements),
            truncation: form.truncation.map(PageWords.truncation))
    }
}
