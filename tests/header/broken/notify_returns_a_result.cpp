#include <mapioffline.h>

class Listener : public IMAPIOfflineNotify {
public:
    HRESULT STDMETHODCALLTYPE Notify(const MAPIOFFLINE_NOTIFY* notice) override;
};
