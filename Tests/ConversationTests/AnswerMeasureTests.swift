import Conversation
import Testing

@Suite("The length of an answer")
struct AnswerMeasureTests {
    @Test("Letters, digits, alphabets and signs have their usual lengths", arguments: [
        ("", 0), ("a", 1), ("The quick brown fox jumps over the lazy dog and runs away", 14), ("0123456789", 5), ("привет, мир", 5), ("你好世界", 4), ("🙂🙂", 5),
    ])
    func texts(text: String, tokens: Int) {
        #expect(TextMeasure(text).tokens == tokens)
    }

    @Test("Pieces of a text are as long as the whole")
    func pieces() {
        let text = "func f() { return \"привет 你好\" } // 12345"
        var measure = TextMeasure()
        for character in text { measure.add(String(character)) }
        #expect(measure == TextMeasure(text))
    }

    @Test("Texts and calls are visible, thoughts are apart, and what cannot be seen is known to be there")
    func parts() {
        var measure = AnswerMeasure()
        for event: ChatEvent in [.started(id: "x", model: "m"), .text("abcd"), .reasoning("abcdabcd"), .finished(.stop), .usage(Usage()), .ended] { measure.add(event) }
        #expect(measure.visible == TextMeasure("abcd"))
        #expect(measure.thoughts == TextMeasure("abcdabcd"))
        #expect(!measure.isPartial)
        measure.add(.toolCall(index: 0, id: "1", name: "read"))
        measure.add(.toolArguments(index: 0, "{}"))
        #expect(measure.tokens > 10)
        measure.add(.redactedReasoning(Signature("s", issuer: .anthropicMessages)))
        #expect(measure.isPartial)
    }
}
