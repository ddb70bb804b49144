/// What Converse takes in `requestMetadata` (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html).
enum ConverseLabel {
    static let most = 16

    static func isTaken(_ text: String, least: Int) -> Bool {
        (least...256).contains(text.unicodeScalars.count) && text.unicodeScalars.allSatisfy(isTaken)
    }

    private static func isTaken(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", " ", ":", "_", "@", "$", "#", "=", "/", "+", ",", "-", ".": true
        default: false
        }
    }
}
