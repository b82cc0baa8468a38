#include "dispatch/slot.h"

namespace offline::dispatch {

void SinkElsewhere::deliver(const Notice& notice) { sink_->deliver(notice); }

bool SinkElsewhere::wants_reasons() const noexcept { return sink_->wants_reasons(); }

} // namespace offline::dispatch
