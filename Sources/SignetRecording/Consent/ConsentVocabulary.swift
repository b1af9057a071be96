/// How a language says the things that consent languages are made of.
struct ConsentVocabulary: Sendable {
    typealias Group = (phrases: [WordPhrase], points: Int)

    /// Calls and messages, or being contacted.
    let contacts: [WordPhrase]
    /// Somebody agrees, permits or asks: the more plainly, the more points. The best counts.
    let grants: [Group]
    /// What is done to agree.
    let acts: [WordPhrase]
    /// Says that what is agreed to stands in the next sentence.
    let announcements: [WordPhrase]
    /// What else consent languages have; a point for each group.
    let supports: [[WordPhrase]]
    /// What other texts have, and how much it takes away.
    let objections: [Group]
    /// Words that take a grant back where they stand right before it.
    let conditions: Set<String>
    /// And up to three words before it.
    let reservations: Set<String>
    /// And within it.
    let negations: Set<String>
}

extension ConsentVocabulary {
    static let english = ConsentVocabulary(
        contacts: [
            "call|calls|called|calling|callback|text|texts|texted|texting|sms|mms|whatsapp|rcs|voicemail*|ringless",
            "phone|phoned|phones|phoning|telephone|telephoned|telephonic|telemarketing|dial|dialed|dialing|autodial*|robocall*",
            "contact|reach|message|ring me|us|you", "messages", "ring|dial|reach my", "reach out", "in touch",
            "follow up", "communication*|communicate*", "be contacted|reached|messaged",
            "contacted|reached|messaged|messaging|contact by|at|about|regarding|via|through|with|on",
        ],
        grants: [
            (
                [
                    "i|im|we|you|youre|consumer|customer|applicant|undersigned|borrower|subscriber|homeowner .. agree|agrees|agreeing|consent|consents|consenting|accept|accepts|elects",
                    "i|im|we|you|youre|consumer|applicant|signature .. authorize|authorizes|authorizing|authorise|permit|permits|allow|allows",
                    "i|we .. request", "hereby|expressly|you request",
                    "i|im|we|you|youre .. requesting|opt|opting|approve|approving|invite|inviting|volunteer|welcome|elect|choose|assent|ask|asking",
                    "i|we|undersigned ... agree|consent|authorize|authorise|permit to|that|and",
                    "and|also|hereby|voluntarily|expressly|please agree|consent|authorize|authorise|permit|allow|approve",
                    "give|gives|giving|provide|provides|providing|grant|grants|granting ... consent|permission|authorization|approval|okay|ok|green|right|leave",
                    "my|express|explicit|written .. consent|permission|authorization|agreement|okay|ok .. to|for|that|covers|includes",
                    "constitutes|confirms|means|counts|serves|acts|indicates|signifies|is .. my|your .. consent|permission|authorization|agreement",
                    "constitutes|confirms|means|counts|serves|acts|indicates|signifies .. consent|permission|authorization|agreement|agree|accept|okay|ok",
                    "authorizes|enrolls|enrolling|opts", "agrees to be|receive|recieve|get", "ready to talk",
                    "has|have my permission|consent|authorization|okay|ok",
                    "yes .. call|text|contact|send|message|reach|ring|phone|sms|please|id|sign", "say|says|saying yes",
                    "sure|ok|okay|fine|alright|free|welcome|happy|glad|willing|open .. call|text|contact*|reach|message*|ring|phone*|sms|calls|texts|calling|texting|called|texted",
                    "i|id|we .. like|want|wish|love|prefer .. receive|get|be|hear|have|talk|speak|call|text|texts|calls|callback|messages|updates|sms",
                    "sign me up", "count me in", "join|joining|subscribe|subscribing .. text|texts|sms|messages",
                    "understand|acknowledge|know|expect .. receive|called|contacted|texted|phoned",
                    "sign|signing up .. text|texts|sms|alerts|calls|messages",
                    "im interested .. called|call|contacted|texts|calls",
                    "request|requesting|schedule a call|callback", "look|looking forward to .. call",
                    "hear from .. phone|text|call", "enroll|add me", "opt|opting in", "opt me in",
                ], 4
            ),
            (
                [
                    "consent|consents|consenting|permission|authorization|authorize|approval|agreement|agree|approve to|for|that|calls|by|in",
                    "let|allow|allows|allowing|permit|permitting|authorizing|approving|requesting|inviting|accepting|consenting|agreeing",
                    "subscribe|join|enroll*", "waive|waives",
                ], 2
            ),
            (
                [
                    "call|text|contact|message|reach|phone|dial|ring|notify|alert|update .. me|my",
                    "calls|texts|messages|sms|alerts .. me|my",
                    "send|get|keep|have .. me .. text|texts|sms|messages|phone|call",
                    "have ... call|text|contact|phone|ring me|my",
                    "please .. call|text|contact|phone|message", "whatsapp|sms|ping me", "send .. to my|me",
                    "calls|texts|sms|messages|calling|texting is|are .. fine|ok|okay|welcome|good",
                    "permission granted",
                ], 4
            ),
        ],
        acts: [
            "reply|replying|text|texting yes|join|start|y|agree",
            """
            check|checking|tick|ticking|mark|marking|select|selecting|click|clicking|press|pressing|tap|tapping ... \
            call|calls|text|texts|contact|phone|reach|message|contacted|called|texted|phoned|phoning|calling|texting|messages|messaged|sms|alerts
            """,
            """
            submit|submitting|completing|signing|entering|initialing|providing|giving|sharing|continuing|submission|sending ... \
            call|calls|text|texts|contact|phone|reach|message|contacted|called|texted|phoned|calling|texting|messages|messaged|sms|alerts
            """,
        ],
        announcements: ["following", "this|these", "below", "how we"],
        supports: [
            ["call|text|contact|reach|message|phone|phoning|calling|texting|contacting|send|telephone .. you"],
            ["contacted|called|texted|reached|phoned|messaged by"],
            ["auto*", "dialer|dialing|robotic|prerecorded|artificial|ringless|ai", "pre recorded", "recurring"],
            [
                "condition of", "not|isnt required|needed", "not a requirement", "no purchase", "without .. consent*",
                "no obligation",
            ],
            ["do not call", "dnc", "even if"], ["stop", "opt out", "unsubscribe", "revoke", "withdraw"],
            ["data rates", "message rates", "msg", "frequency", "carrier"],
            [
                "marketing|promotional|promotions|promo|offers|quotes|quote|estimate|products|services|deals|telemarketing|sales"
            ],
            [
                "partners|agents|agent|affiliates|representatives|representative|behalf|providers|advisors|specialists|network|brokers"
            ],
            [
                "at the|this number", "number .. provided|entered|gave|above|supplied|below|submitted|listed",
                "my|your phone|number|cell|mobile",
            ],
            ["express|expressly|written|esign|signature|hereby"],
        ],
        objections: [
            (["we collect|gather|store|process|use", "information we", "data we", "personal data|information"], 3),
            (
                ["this policy|notice|statement|section|article", "policy|notice .. describes|explains|applies|covers"],
                3
            ),
            (["cookies", "cookie"], 6), (["agree|agrees not"], 4), (["no longer", "put .. do not call"], 6),
            (["is|are|not shared", "mobile information"], 3),
            (["sms|text|texting|messaging terms|policy|conditions"], 4), (["you|i can|may|could agree|consent"], 4),
            (["newsletter*", "weekly|monthly tips|digest|email*"], 3),
            (["arbitration|arbitrator", "governing law", "liability|liable", "indemnify", "jurisdiction"], 4),
            (
                [
                    "may|will|are|is|being be recorded|monitored", "be|being recorded|monitored", "recording of",
                    "to recording",
                ], 6
            ),
            (["never|wont|dont|not .. call|text|sell|share .. you|your", "only call|text|contact you|if|when"], 3),
            (
                [
                    "tcpa", "fcc", "ftc", "under .. law", "regulations|regulators|rule|statute",
                    "telemarketers|marketers|businesses",
                ], 2
            ),
            (
                [
                    "credit report|bureau|pull|check|inquiry", "background check",
                    "electronic records|communications|disclosures|statements",
                ], 3
            ),
            (
                [
                    "treatment|procedure|surgery", "photo*|likeness|video|image",
                    "employment|employer*|resume|candidate*", "hipaa", "emergency",
                ], 4
            ),
            (["have|has .. agreed|given|consented|opted", "if .. agreed|given|consented"], 3),
            (["call us", "give us a call", "call now", "call today", "call our", "contact us"], 3),
            (
                [
                    "code", "verification code", "one time", "appointment reminder|reminders",
                    "confirm|confirmation|certify",
                ], 2
            ),
            (["i|we|they|he|she gave|got|told|called|texted|signed|loved|recommend"], 3),
            (["where we can|may|will", "so that|we can|may"], 3),
        ],
        conditions: [
            "if", "when", "where", "whether", "unless", "until", "what", "how", "why", "whose", "who", "with",
        ],
        reservations: [
            "without", "not", "never", "dont", "cannot", "cant", "withdraw", "revoke", "withdrawing", "revoking",
            "must", "need", "needs",
            "obtain", "obtained", "obtaining", "requires", "require", "change", "manage", "companies", "businesses",
            "they", "customers",
            "people", "didnt", "wont", "nobody", "nor", "mean", "best",
        ],
        negations: ["not", "never", "dont", "cannot", "wont", "didnt", "doesnt", "without", "out"])

    static let spanish = ConsentVocabulary(
        contacts: [
            "llamad*|llamen*|llamar*|llame|llamemos|llamame|telefon*|sms|whatsapp|marcador*|marcacion|telemercadeo",
            "mensaje*|texto|textos|texteen|mensajeria",
            "contact*|comunicacion*|comunicarse|comuniquen|comuniquemos|escriban*|escribir*|escribeme",
        ],
        grants: [
            (
                [
                    "acepto|consiento|autorizo|permito|solicito|otorgo|apruebo|elijo|aceptamos|autorizamos|consentimos|pido",
                    "espero .. llamada",
                    "doy|da|das luz verde", "acepta|aceptas ser contactad*", "solicita|solicitas que",
                    "me inscribo|suscribo|apunto", "inscribeme|suscribeme|apuntame",
                    "usted|tu|yo|que|voluntariamente|y|expresamente .. acepta|aceptas|consiente|consientes|autoriza|autorizas",
                    "usted|tu|yo|que|voluntariamente|y|expresamente .. permite|permites|otorga|otorgas|solicita|solicitas",
                    "doy|das|da|damos|otorgo|otorga|otorgas|constituye|confirma|significa .. consentimiento|autorizacion|permiso",
                    "mi|expreso|escrito .. consentimiento|autorizacion|permiso .. para|de|a|que",
                    "consentimiento|autorizacion|permiso .. expres*|para .. que|llam*|contact*|envi*|recibir",
                    "estoy|estas|esta|estamos de acuerdo",
                    "quiero|deseo|quisiera|gustaria|prefiero .. recibir|que|ser|me|llam*|mensaj*|textos",
                    "sí .. llam*|contact*|quiero|envienme|mandenme|acepto|autorizo|pueden|escribanme|deseo|me|por",
                    "pueden|puede|podran|podra .. llamarme|contactarme|enviarme|escribirme|mandarme|comunicarse",
                    "me pueden|puede|podran|puedes .. llamar|contactar|enviar|escribir|mandar",
                    "llamenme|contactenme|envienme|mandenme|escribanme|llamame|escribeme|mandame|enviame",
                    "esta|esto bien|perfecto|ok .. que|me|llam*",
                    "doy|dejo|comparto mi numero|telefono|celular .. para|y",
                    "tienen|tiene|tienes mi permiso|autorizacion|consentimiento",
                    "con mi permiso|consentimiento|autorizacion|firma",
                ], 4
            ),
            (
                [
                    "acepta|aceptas|autoriza|autorizas|consiente|consientes|permite|permites|aceptar|autorizar|consentir",
                    "aceptando|autorizando|consintiendo|otorgando|dando|solicitando", "suscri*|inscri*",
                ], 2
            ),
            (
                [
                    "me llamen|contacten|envien|manden|escriban|llame|contacte|envie|mande|texteen",
                    "llamarme|contactarme|escribirme",
                ], 4
            ),
        ],
        acts: [
            """
            clic|enviar|marcar|marque|marca|presionar|oprimir|pulsar|seleccionar|proporcionar|completar|continuar|firmar|dar|envio ... \
            llam*|contact*|mensaj*|texto*|comuni*
            """
        ],
        announcements: ["siguiente|siguientes", "esto|lo", "abajo"],
        supports: [
            [
                "le|te|lo|la|les .. llam*|contact*|envi*|mand*|escrib*",
                "llamarle|contactarle|enviarle|llamarte|contactarte|enviarte|contigo|usted",
            ],
            ["auto*", "pregrabad*|artificial|marcador*|robot*|grabad*|inteligencia"],
            ["condicion", "no es obligatorio|requisito|necesario", "no .. requier*"], ["no llamar", "aunque|incluso"],
            ["stop|alto|cancelar|cancela|revocar|baja|ayuda|help"], ["tarifas|frecuencia|datos"],
            [
                "ofertas|promocion*|marketing|mercadeo|mercadotecnia|publicidad|cotizacion*|servicios|productos|comerciales|ventas"
            ],
            ["socios|agentes|agente|afiliad*|representantes|representante|asesor*|proveedores|nombre"],
            ["numero", "celular|movil"],
            ["expres*|escrito|electronica"],
        ],
        objections: [
            (
                [
                    "recopilamos|recogemos|usamos|utilizamos|tratamos|almacenamos", "datos personales",
                    "informacion personal",
                ], 3
            ),
            (["esta politica|aviso|declaracion", "este aviso", "politica|aviso .. describe|explica"], 3),
            (["cookies"], 4),
            (["boletin|boletines|newsletter*"], 3),
            (["arbitraje", "ley aplicable", "responsabilidad", "jurisdiccion"], 4),
            (["grabadas|grabada|monitoreadas|monitoreada|grabarse", "ser grabad*"], 6),
            (["terminos de sms|mensajes|texto"], 2),
            (
                [
                    "nunca|jamas .. llam*|vend*|compart*|envi*", "no vendemos|compartimos|llamamos|enviamos|llamaremos",
                    "solo .. llam*",
                ], 3
            ),
            (["tcpa", "fcc", "ftc", "segun la ley", "gobierno|ley federal"], 3),
            (["informe|reporte|historial de credito|crediticio", "registros electronicos"], 3),
            (
                [
                    "tratamiento medico", "procedimiento", "fotograf*|imagen", "empleo|solicitud de empleo",
                    "emergencia",
                ], 3
            ),
            (["llamenos", "llamanos", "llame al", "llama al", "llame ahora|hoy|gratis"], 3),
            (["codigo", "confirmar|confirmacion|confirmo|certifico", "recordatorio*"], 2),
            (["me llamaron|explicaron|atendieron"], 3),
        ],
        conditions: ["si", "cuando", "como", "donde", "hasta", "quien", "quienes"],
        reservations: [
            "sin", "no", "nunca", "retirar", "revocar", "deben", "debe", "obtener", "requiere", "empresas", "clientes",
            "hora",
        ],
        negations: ["no", "nunca", "sin", "jamas"])
}
