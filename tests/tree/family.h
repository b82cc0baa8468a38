#pragma once

#include "tree/tree.h"

namespace offline::tree {

/// What a mail program makes of a profile: the global object, two providers, and a store under each.
struct Family {
    Tree tree;
    ObjectPointer global = tree.global();
    ObjectPointer imap = tree.add(global, {});
    ObjectPointer smtp = tree.add(global, {});
    ObjectPointer inbox = tree.add(imap, {});
    ObjectPointer outbox = tree.add(smtp, {});

    void verdict(State state, Reason reason, std::string detail = {}) {
        tree.verdict({.state = state, .reason = reason, .detail = std::move(detail)});
    }

    void wish(const ObjectPointer& object, State state) { tree.wish(*object, state); }

    /// Makes every change that is due, one after the other; takes over the reasons, returns how many changes
    /// there were.
    int make_true() {
        int changes = 0;
        while (const auto plan = tree.plan()) {
            tree.flip(*plan, base::Instant{std::chrono::seconds(++changes)});
            if (changes > 10)
                break;
        }
        tree.refresh_reasons();
        return changes;
    }
};

} // namespace offline::tree
