#pragma once

#include <utility>

namespace offline::com {

/// Holds one reference on a COM object.
template <class Interface>
class ComPointer {
public:
    ComPointer() = default;

    /// Takes over a reference that the caller has.
    static ComPointer adopt(Interface* object) noexcept {
        ComPointer pointer;
        pointer.object_ = object;
        return pointer;
    }

    ~ComPointer() {
        try {
            if (object_)
                object_->Release();
        } catch (...) {
            // A client's exception harms nobody but itself.
        }
    }

    ComPointer(ComPointer&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}

    ComPointer& operator=(ComPointer&& other) noexcept {
        std::swap(object_, other.object_);
        return *this;
    }

    Interface* operator->() const noexcept { return object_; }

    explicit operator bool() const noexcept { return object_ != nullptr; }

    /// Gives the reference to the caller.
    Interface* detach() noexcept { return std::exchange(object_, nullptr); }

private:
    Interface* object_ = nullptr;
};

} // namespace offline::com
