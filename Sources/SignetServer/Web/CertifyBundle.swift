enum CertifyBundle {
    static let loader = "c=>{}"
    static let core = "certify-core.js"
    static let files: [(name: String, body: String)] = [("certify-core.js", "")]
}
