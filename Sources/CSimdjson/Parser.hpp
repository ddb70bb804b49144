#pragma once
#include "CSimdjson.h"
#include <memory>
#include <simdjson.h>

namespace shunt {

/// One thread's simdjson: its index of structural characters and, for texts without room behind them, a copy.
class Parser {
public:
    shunt_json_outcome index(const uint8_t *source, size_t size, size_t readable) noexcept;
    shunt_json_outcome walk(shunt_json_node *nodes, size_t capacity, size_t depth) noexcept;

private:
    bool reserve(size_t size) noexcept;
    bool pad(const uint8_t *source, size_t size) noexcept;
    void shrink() noexcept;

    std::unique_ptr<simdjson::internal::dom_parser_implementation> simd;
    std::unique_ptr<uint8_t[]> copy;
    size_t copySize = 0;
    const uint8_t *text = nullptr;
    size_t length = 0;
};

}  // namespace shunt
