#include "Walk.hpp"
#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

namespace shunt {

namespace {

// Escapes are searched in words of eight bytes, whose lowest byte is the first one.
static_assert(std::endian::native == std::endian::little);

constexpr uint64_t everyByte = 0x0101010101010101;

/// The highest bit of each byte of the word that is a backslash.
uint64_t backslashes(const uint8_t *word) noexcept {
    uint64_t bytes;
    std::memcpy(&bytes, word, 8);
    bytes ^= everyByte * '\\';
    constexpr uint64_t low = everyByte * 0x7F;
    return ~(((bytes & low) + low) | bytes | low);
}

bool isSingleEscape(uint8_t letter) noexcept {
    switch (letter) {
    case '"': case '\\': case '/': case 'b': case 'f': case 'n': case 'r': case 't': return true;
    default: return false;
    }
}

bool isHex(uint8_t byte) noexcept {
    return (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'f');
}

bool isDigit(uint8_t byte) noexcept { return byte >= '0' && byte <= '9'; }

}  // namespace

shunt_json_outcome Walk::run(shunt_json_node *into, uint32_t room, uint32_t limit) noexcept {
    nodes = into;
    capacity = room;
    depthLimit = std::min(limit, deepest);
    Expect expected = Expect::value;
    while (read < count && expected != Expect::failed) expected = step(expected);
    if (expected != Expect::end && expected != Expect::failed) stop(SHUNT_JSON_UNFINISHED, length);
    outcome.nodes = used;
    return outcome;
}

Walk::Expect Walk::step(Expect expected) noexcept {
    uint32_t at = index[read++];
    switch (expected) {
    case Expect::value: return value(at);
    case Expect::valueOrEnd: return text[at] == ']' ? close(at) : value(at);
    case Expect::keyOrEnd: return text[at] == '}' ? close(at) : key(at);
    case Expect::key: return key(at);
    case Expect::colon: return text[at] == ':' ? Expect::value : stop(SHUNT_JSON_NO_COLON, at);
    case Expect::next: return next(at);
    case Expect::end: return stop(SHUNT_JSON_TRAILING, at);
    case Expect::failed: break;
    }
    return Expect::failed;
}

Walk::Expect Walk::value(uint32_t at) noexcept {
    bool sound = false;
    switch (text[at]) {
    case '{': return open(at, SHUNT_JSON_OBJECT, Expect::keyOrEnd);
    case '[': return open(at, SHUNT_JSON_ARRAY, Expect::valueOrEnd);
    case '"': sound = string(at); break;
    case 't': sound = literal(at, "true", 4, SHUNT_JSON_TRUE); break;
    case 'f': sound = literal(at, "false", 5, SHUNT_JSON_FALSE); break;
    case 'n': sound = literal(at, "null", 4, SHUNT_JSON_NULL); break;
    case '-': case '0': case '1': case '2': case '3': case '4':
    case '5': case '6': case '7': case '8': case '9': sound = number(at); break;
    default: return stop(SHUNT_JSON_NO_VALUE, at);
    }
    return sound ? behindValue() : Expect::failed;
}

Walk::Expect Walk::key(uint32_t at) noexcept {
    if (text[at] != '"') return stop(SHUNT_JSON_NO_KEY, at);
    return string(at) ? Expect::colon : Expect::failed;
}

Walk::Expect Walk::next(uint32_t at) noexcept {
    bool inObject = nodes[opened[depth - 1]].kind == SHUNT_JSON_OBJECT;
    if (text[at] == ',') return inObject ? Expect::key : Expect::value;
    if (text[at] == (inObject ? '}' : ']')) return close(at);
    return stop(SHUNT_JSON_NO_COMMA, at);
}

Walk::Expect Walk::open(uint32_t at, shunt_json_kind kind, Expect then) noexcept {
    if (depth >= depthLimit) return stop(SHUNT_JSON_TOO_DEEP, at);
    if (!add(at, at, kind, false)) return Expect::failed;
    opened[depth++] = used - 1;
    return then;
}

Walk::Expect Walk::close(uint32_t at) noexcept {
    auto &node = nodes[opened[--depth]];
    node.end = at + 1;
    node.next = used;
    return behindValue();
}

bool Walk::string(uint32_t at) noexcept {
    // Between the closing quote and the next indexed byte lies nothing but white space.
    uint32_t end = read < count ? index[read] : length;
    while (end > at + 1 && text[end - 1] != '"') --end;
    if (end < at + 2) return fail(SHUNT_JSON_OPEN_STRING, at);
    bool escaped = false;
    return escapes(text + at + 1, text + end - 1, escaped) && add(at, end, SHUNT_JSON_STRING, escaped);
}

/// Reads up to seven bytes behind `to`, which padding allows.
bool Walk::escapes(const uint8_t *from, const uint8_t *to, bool &found) noexcept {
    bool pairEnds = false;
    int quiet = 0;
    for (auto word = from; word < to; word += 8) {
        uint64_t marks = backslashes(word);
        if (to - word < 8) marks &= (uint64_t(1) << (to - word) * 8) - 1;
        if (std::exchange(pairEnds, false)) marks &= ~uint64_t(0x80);
        if (marks == 0) {
            // Source code has an escape every few bytes, prose none for long: only the latter is worth a call of memchr.
            if (++quiet < 8 || to - word <= 8) continue;
            auto next = static_cast<const uint8_t *>(std::memchr(word + 8, '\\', size_t(to - word - 8)));
            if (next == nullptr) return true;
            word = next - 8;
            continue;
        }
        quiet = 0;
        found = true;
        if (!escapes(word, marks, to, pairEnds)) return false;
    }
    return true;
}

/// Checks the escapes that start in one word; `pairEnds` tells of one whose second byte is the next word's first.
bool Walk::escapes(const uint8_t *word, uint64_t marks, const uint8_t *to, bool &pairEnds) noexcept {
    while (marks != 0) {
        int place = std::countr_zero(marks) / 8;
        auto escape = word + place;
        // Of a four-digit escape the digits hold no backslash, so that only the letter needs to be passed over.
        bool sound = to - escape >= 2 && (isSingleEscape(escape[1]) || (escape[1] == 'u' && to - escape >= 6 && std::all_of(escape + 2, escape + 6, isHex)));
        if (!sound) return fail(SHUNT_JSON_BAD_ESCAPE, uint32_t(escape - text));
        pairEnds = place == 7;
        marks &= ~(uint64_t(0x8080) << place * 8);
    }
    return true;
}

bool Walk::number(uint32_t at) noexcept {
    uint32_t end = at;
    auto digits = [&] {
        uint32_t first = end;
        while (end < length && isDigit(text[end])) ++end;
        return end > first;
    };
    auto take = [&](char wanted) { return end < length && (text[end] | 0x20) == (wanted | 0x20) && ++end; };
    if (text[end] == '-') ++end;
    bool zero = end < length && text[end] == '0';
    bool sound = zero ? ++end > 0 : digits();
    if (sound && end < length && text[end] == '.') {
        ++end;
        sound = digits();
    }
    if (sound && take('e')) {
        if (end < length && (text[end] == '+' || text[end] == '-')) ++end;
        sound = digits();
    }
    if (!sound || !ends(end)) return fail(SHUNT_JSON_BAD_NUMBER, at);
    return add(at, end, SHUNT_JSON_NUMBER, false);
}

bool Walk::literal(uint32_t at, const char *word, uint32_t size, shunt_json_kind kind) noexcept {
    bool sound = length - at >= size && std::memcmp(text + at, word, size) == 0 && ends(at + size);
    return sound ? add(at, at + size, kind, false) : fail(SHUNT_JSON_BAD_LITERAL, at);
}

/// Whether a number or word that reaches up to `at` may end there; what punctuation it is, the next step looks at.
bool Walk::ends(uint32_t at) const noexcept {
    if (at >= length) return true;
    switch (text[at]) {
    case ' ': case '\t': case '\n': case '\r': case ',': case ':': case '[': case ']': case '{': case '}': return true;
    default: return false;
    }
}

bool Walk::add(uint32_t start, uint32_t end, shunt_json_kind kind, bool escaped) noexcept {
    // The room is what a whole text needs, so that running out of it means that some punctuation is missing.
    if (used >= capacity) return fail(SHUNT_JSON_UNFINISHED, length);
    nodes[used] = {start, end, used + 1, kind, escaped};
    ++used;
    return true;
}

bool Walk::fail(shunt_json_fault fault, uint32_t at) noexcept {
    outcome.fault = fault;
    outcome.offset = at;
    return false;
}

Walk::Expect Walk::stop(shunt_json_fault fault, uint32_t at) noexcept {
    fail(fault, at);
    return Expect::failed;
}

}  // namespace shunt
