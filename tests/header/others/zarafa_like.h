// The names of Zarafa's header under its guard, cut to what a test needs to tell them from ours.
#ifndef IMAPIOFFLINE_INCLUDED
#define IMAPIOFFLINE_INCLUDED
#define ZARAFA_LIKE_DECLARED

#ifdef ZARAFA_LIKE_NAMESPACE
namespace ZARAFA_LIKE_NAMESPACE {
#endif

#define MAPIOFFLINE_STATE_ONLINE 0x00000002

class IMAPIOfflineMgr : public virtual IUnknown {
public:
    virtual HRESULT Unadvise(ULONG ulFlags, ULONG ulAdviseToken) = 0;
};

#ifdef ZARAFA_LIKE_NAMESPACE
}
#endif

#endif
