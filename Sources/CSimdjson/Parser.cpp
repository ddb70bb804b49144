#include "Parser.hpp"
#include "Walk.hpp"
#include <bit>
#include <cstring>
#include <new>

namespace shunt {

namespace {

/// The largest text that this accepts; offsets are 32 bits wide.
constexpr size_t longest = size_t(1) << 30;
/// A parser that grew beyond this gives its memory back, so that one large text does not stay resident.
constexpr size_t kept = size_t(2) << 20;

shunt_json_fault translate(simdjson::error_code code) noexcept {
    switch (code) {
    case simdjson::SUCCESS: return SHUNT_JSON_SOUND;
    case simdjson::EMPTY: return SHUNT_JSON_EMPTY;
    case simdjson::UTF8_ERROR: return SHUNT_JSON_NOT_UTF8;
    case simdjson::UNESCAPED_CHARS: return SHUNT_JSON_CONTROL_IN_STRING;
    case simdjson::UNCLOSED_STRING: return SHUNT_JSON_OPEN_STRING;
    case simdjson::CAPACITY: return SHUNT_JSON_TOO_LONG;
    case simdjson::MEMALLOC: return SHUNT_JSON_NO_MEMORY;
    default: return SHUNT_JSON_UNFINISHED;
    }
}

shunt_json_outcome failed(shunt_json_fault fault) noexcept { return {fault, 0, 0}; }

}  // namespace

bool Parser::reserve(size_t size) noexcept {
    if (simd && simd->capacity() > size) return true;
    size_t capacity = std::bit_ceil(size + 4096);
    if (simd) return simd->allocate(capacity, 1) == simdjson::SUCCESS;
    return simdjson::get_active_implementation()->create_dom_parser_implementation(capacity, 1, simd) == simdjson::SUCCESS;
}

bool Parser::pad(const uint8_t *source, size_t size) noexcept {
    size_t wanted = size + simdjson::SIMDJSON_PADDING;
    if (copySize < wanted) {
        copySize = std::bit_ceil(wanted);
        copy.reset(new (std::nothrow) uint8_t[copySize]);
    }
    if (!copy) {
        copySize = 0;
        return false;
    }
    std::memcpy(copy.get(), source, size);
    std::memset(copy.get() + size, ' ', simdjson::SIMDJSON_PADDING);
    text = copy.get();
    return true;
}

void Parser::shrink() noexcept {
    if (simd && simd->capacity() > kept) simd.reset();
    if (copySize > kept) {
        copy.reset();
        copySize = 0;
    }
}

shunt_json_outcome Parser::index(const uint8_t *source, size_t size, size_t readable) noexcept {
    length = 0;
    if (size == 0) return failed(SHUNT_JSON_EMPTY);
    if (size > longest) return failed(SHUNT_JSON_TOO_LONG);
    if (!reserve(size)) return failed(SHUNT_JSON_NO_MEMORY);
    if (readable >= size + simdjson::SIMDJSON_PADDING) text = source;
    else if (!pad(source, size)) return failed(SHUNT_JSON_NO_MEMORY);
    auto code = simd->stage1(text, size, simdjson::stage1_mode::regular);
    if (code != simdjson::SUCCESS) {
        shrink();
        return failed(translate(code));
    }
    length = size;
    // Every node but the root is followed or preceded by one character of punctuation.
    return {SHUNT_JSON_SOUND, (simd->n_structural_indexes + 1) / 2, 0};
}

shunt_json_outcome Parser::walk(shunt_json_node *nodes, size_t capacity, size_t depth) noexcept {
    if (length == 0 || !simd) return failed(SHUNT_JSON_EMPTY);
    Walk walk(text, uint32_t(length), simd->structural_indexes.get(), simd->n_structural_indexes);
    auto outcome = walk.run(nodes, uint32_t(capacity), uint32_t(depth));
    length = 0;
    shrink();
    return outcome;
}

namespace {
thread_local Parser parser;
}

}  // namespace shunt

extern "C" size_t shunt_json_padding(void) noexcept { return simdjson::SIMDJSON_PADDING; }

extern "C" shunt_json_outcome shunt_json_index(const uint8_t *text, size_t length, size_t readable) noexcept {
    return shunt::parser.index(text, length, readable);
}

extern "C" shunt_json_outcome shunt_json_walk(shunt_json_node *nodes, size_t capacity, size_t depth) noexcept {
    return shunt::parser.walk(nodes, capacity, depth);
}
