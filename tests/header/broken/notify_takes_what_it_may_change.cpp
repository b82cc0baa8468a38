#include <mapioffline.h>

class Listener : public IMAPIOfflineNotify {
public:
    void STDMETHODCALLTYPE Notify(MAPIOFFLINE_NOTIFY* notice) override;
};
