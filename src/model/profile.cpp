#include "model/profile.h"

#include "base/utf8.h"

namespace offline::model {

std::string name_key(std::string_view name) { return base::fold_case(name); }

} // namespace offline::model
