#pragma once

#include <string>

#include "model/source.h"

namespace offline::offlinectl {

/// One thing that detection needs of this machine, how it is, and what helps where it could be better.
struct Finding {
    model::Source of;
    std::string remedy; ///< empty where nothing is to be done
};

} // namespace offline::offlinectl
