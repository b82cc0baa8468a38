#include <mapioffline.h>

#ifdef __cplusplus
// In C++ -Wextra counts {0} as naming one member and forgetting the rest, whatever the structure.
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#endif

ULONG sum_of_sizes(void);

ULONG sum_of_sizes(void) {
    MAPIOFFLINE_ADVISEINFO registration = {0};
    MAPIOFFLINE_AGGREGATEINFO aggregation = {0};
    MAPIOFFLINE_CREATEINFO creation = {0};
    MAPIOFFLINE_NOTIFY notice = {0};
    return registration.ulSize + aggregation.ulSize + creation.ulSize + notice.ulSize;
}
