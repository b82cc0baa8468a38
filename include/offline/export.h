#pragma once

/// Marks what libmapioffline.so exports of the native C++ API.
#define OFFLINE_EXPORT __attribute__((visibility("default")))
