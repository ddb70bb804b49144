#pragma once
#include "CSimdjson.h"

namespace shunt {

/// The grammar of JSON over simdjson's index: one pass, no recursion, one node per value and key.
///
/// The index holds the offset of every brace, bracket, colon and comma outside of strings, of every opening quote
/// and of the first byte of everything else that is not white space. simdjson has checked UTF-8, that strings are
/// closed and that they hold no raw control character; the rest is checked here, because its own second step refuses
/// sound JSON (integers beyond 64 bits, lone surrogates) and forgets where values lay.
class Walk {
public:
    Walk(const uint8_t *text, uint32_t length, const uint32_t *index, uint32_t count) noexcept
        : text(text), length(length), index(index), count(count) {}

    shunt_json_outcome run(shunt_json_node *into, uint32_t capacity, uint32_t depthLimit) noexcept;

    static constexpr uint32_t deepest = 1024;

private:
    enum class Expect : uint8_t { value, keyOrEnd, key, colon, valueOrEnd, next, end, failed };

    Expect step(Expect expected) noexcept;
    Expect value(uint32_t at) noexcept;
    Expect key(uint32_t at) noexcept;
    Expect next(uint32_t at) noexcept;
    Expect open(uint32_t at, shunt_json_kind kind, Expect then) noexcept;
    Expect close(uint32_t at) noexcept;
    bool string(uint32_t at) noexcept;
    bool escapes(const uint8_t *from, const uint8_t *to, bool &found) noexcept;
    bool escapes(const uint8_t *word, uint64_t marks, const uint8_t *to, bool &pairEnds) noexcept;
    bool number(uint32_t at) noexcept;
    bool literal(uint32_t at, const char *word, uint32_t size, shunt_json_kind kind) noexcept;
    bool ends(uint32_t at) const noexcept;
    bool add(uint32_t start, uint32_t end, shunt_json_kind kind, bool escaped) noexcept;
    bool fail(shunt_json_fault fault, uint32_t at) noexcept;
    Expect stop(shunt_json_fault fault, uint32_t at) noexcept;
    Expect behindValue() const noexcept { return depth == 0 ? Expect::end : Expect::next; }

    const uint8_t *text;
    uint32_t length;
    const uint32_t *index;
    uint32_t count;
    uint32_t read = 0;
    shunt_json_node *nodes = nullptr;
    uint32_t capacity = 0;
    uint32_t used = 0;
    uint32_t depth = 0;
    uint32_t depthLimit = 0;
    shunt_json_outcome outcome = {SHUNT_JSON_SOUND, 0, 0};
    uint32_t opened[deepest];
};

}  // namespace shunt
