/// Tokens that a model reads from what is not text, estimated from the length of its base64; a URL tells nothing.
///
/// Providers count differently (by tiles, pages or seconds); these serve to choose a model with room, not to bill.
enum MediaEstimate {
    /// An ordinary screenshot or photograph.
    static let image = 1_200

    /// A PDF of text: some 2,000 tokens and 15,000 characters of base64 a page.
    static func document(bytes: Int) -> Int { max(2_000, bytes / 8) }

    /// Ten tokens a second of 24 kHz, 16-bit sound.
    static func audio(bytes: Int) -> Int { max(10, bytes / 6_400) }
}
