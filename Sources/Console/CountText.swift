/// Whole numbers with their thousands set apart: `1,050,000`.
enum CountText {
    static func text(_ count: Int) -> String {
        let digits = String(count.magnitude)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return count < 0 ? "-\(text)" : text
    }
}
