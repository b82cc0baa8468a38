/* Advise, Unadvise and delivery, where nobody keeps step: every registration is a Straggler. Clients do what they
 * like: every Notify, every destructor of a callback and every thread of theirs unadvises whom it likes, advises, or
 * releases the last reference on the object. What is under the lock is atomic here; nothing else is. */

#ifndef WORKERS
#define WORKERS 2
#endif
#ifndef PHASES
#define PHASES 1
#endif
#ifndef REGISTRATIONS
#define REGISTRATIONS 3
#endif
#define THREADS (WORKERS + 1)
#define DEEPEST (REGISTRATIONS + 1)
#define none 0

mtype:farewell = { release, wait, at_once };
mtype:body = { thread_of_a_client, notify, destructor_in_unadvise, destructor_after_notify };

typedef Registration {
    bool known, gone, running;
    byte queue;     /* phases that it is still to be told */
    byte waits_for;
    /* The promises are about these: */
    bool called;    /* Notify runs */
    bool destroyed; /* the callback's destructor has begun */
    bool ended;     /* an Unadvise of it has returned */
};

typedef Frame {     /* of a thread's stack: a client's code, called by us or not */
    mtype:body body;
    byte token;     /* Inside::whom() */
    bool acts;      /* it is still to do what it likes */
    byte releases;  /* unsubscribe_all_of() goes on with this one; none: that is not what it does */
};

Registration registration[REGISTRATIONS + 1];
byte last_token = none;
bool dying;             /* the object's last reference is being released… */
bool deleted;           /* …and was */
bool happened[THREADS]; /* this thread was told, and looks again */
bool client_lock;

#define is_due(t) (registration[t].queue > 0 && !registration[t].running && !registration[t].gone)

inline subscribe() {
    last_token++;
    registration[last_token].known = true;
    registration[last_token].queue = PHASES
}

inline note_wait(caller, whose) {
    registration[caller].waits_for = (caller == none -> none : whose)
}

inline waited(caller) {
    registration[caller].waits_for = none
}

inline closes_a_ring(whose, caller, answer) {
    awaited = whose;
#ifndef NO_RING_DETECTION
#ifdef SEES_RINGS_OF_TWO
    if
    :: awaited != caller -> awaited = registration[awaited].waits_for
    :: else
    fi;
#else
    do
    :: awaited == caller || awaited == none -> break
    :: else -> awaited = registration[awaited].waits_for
    od;
#endif
#endif
    answer = (caller != none && awaited == caller);
    awaited = none
}

inline unsubscribe(whose, caller, answer) {
    if
#ifdef RELEASES_RUNNING
    :: !registration[whose].gone -> answer = release
#else
    :: !registration[whose].gone && !registration[whose].running -> answer = release
    :: !registration[whose].gone && registration[whose].running -> answer = wait
#endif
    :: registration[whose].gone -> answer = wait
    fi;
    registration[whose].gone = true;
    registration[whose].queue = 0;
    if
    :: answer == wait -> closes_a_ring(whose, caller, ring)
    :: else
    fi;
    if
    :: ring -> answer = at_once; ring = false
    :: else -> note_wait(caller, whose)
    fi
}

inline take_sink(whose) {
    assert(!registration[whose].called && !registration[whose].destroyed);
    registration[whose].destroyed = true
}

inline tell_those_who_wait() {
#ifndef NOBODY_IS_TOLD
    for (teller : 0 .. THREADS - 1) {
        happened[teller] = true
    }
    teller = 0
#else
    skip
#endif
}

inline released(whose) {
    registration[whose].known = false;
    tell_those_who_wait()
}

/* What Unadvise promises whoever did not have to be let go at once. */
inline unadvise_returns(whose) {
    assert(!registration[whose].known && !registration[whose].called && registration[whose].destroyed);
    registration[whose].ended = true
}

#define top frame[depth - 1]

inline enter(what, whose) {
    frame[depth].body = what;
    frame[depth].token = whose;
    frame[depth].acts = true;
    depth++
}

inline leave() {
    depth--;
    frame[depth].body = 0;
    frame[depth].token = none
}

proctype Thread(byte me; bool works) {
    Frame frame[DEEPEST];
    byte depth = 0, target = none, awaited = none, teller = 0;
    bool ring = false;
    mtype:farewell answer;

    if
    :: works
    :: else -> enter(thread_of_a_client, none)
    fi;

    do
    :: depth == 0 && works ->
end_resting:
        atomic { /* take() */
            if
            :: is_due(1) -> target = 1
            :: is_due(2) -> target = 2
            :: is_due(REGISTRATIONS) -> target = REGISTRATIONS
            fi;
            registration[target].running = true;
            registration[target].queue--
        }
        atomic { /* without the lock */
            assert(!registration[target].ended && !registration[target].destroyed && !registration[target].called);
            registration[target].called = true;
            enter(notify, target);
            target = none
        }
#ifdef BREAKS_THE_LOCK_RULE
        atomic { !client_lock -> client_lock = true }
        client_lock = false
#endif

    :: depth == 0 && !works -> break

    :: depth > 0 && (top.acts || top.releases != none) -> /* A client does what it likes. */
#ifdef BREAKS_THE_LOCK_RULE
        if
        :: top.body == thread_of_a_client -> atomic { !client_lock -> client_lock = true }
        :: else
        fi;
#endif
        atomic {
            if
            :: top.acts ->
                top.acts = false;
                if
                :: skip
                :: target = 1
                :: target = 2
                :: REGISTRATIONS > 2 -> target = REGISTRATIONS
                :: last_token < REGISTRATIONS && !deleted -> subscribe()
                :: !dying -> dying = true; top.releases = 1
                fi
            :: else -> /* unsubscribe_all_of() */
                if
                :: top.releases <= last_token -> target = top.releases; top.releases++
                :: else -> deleted = true; top.releases = none
                fi
            fi;
            if
            :: !registration[target].known -> answer = 0 /* no registration of this object */
            :: else ->
                unsubscribe(target, top.token, answer);
                if
                :: answer == at_once -> registration[target].ended = true
                :: answer == release -> take_sink(target); enter(destructor_in_unadvise, target)
                :: answer == wait
                fi
            fi
        }
        if
        :: answer == wait ->
            do
            :: atomic { registration[target].known -> happened[me] = false }
                happened[me]
            :: atomic { !registration[target].known -> waited(top.token); break }
            od;
            atomic { unadvise_returns(target); happened[me] = false }
        :: else
        fi;
#ifdef BREAKS_THE_LOCK_RULE
        if
        :: top.body == thread_of_a_client -> client_lock = false
        :: else
        fi;
#endif
        atomic { target = none; answer = 0 }

    :: depth > 0 && !top.acts && top.releases == none -> /* A client's code returns to us. */
        if
        :: top.body == thread_of_a_client -> leave()
        :: top.body == notify ->
            registration[top.token].called = false;
            atomic { /* returned() */
                registration[top.token].running = false;
                if
                :: registration[top.token].gone ->
                    target = top.token;
                    leave();
                    take_sink(target);
                    enter(destructor_after_notify, target);
                    target = none
                :: else -> leave()
                fi
            }
        :: top.body == destructor_after_notify ->
            atomic { released(top.token); leave() }
        :: top.body == destructor_in_unadvise ->
            atomic {
                target = top.token;
                released(target);
                leave();
                waited(top.token);
                unadvise_returns(target);
                target = none
            }
        fi
    od
}

init {
    byte i;
    atomic {
        subscribe();
        subscribe();
        for (i : 1 .. WORKERS) {
            run Thread(i - 1, true)
        }
        run Thread(WORKERS, false)
    }
    /* Where nothing moves any more, whoever ended is forgotten, and whoever stayed was told all. */
    timeout;
    for (i : 1 .. last_token) {
        assert(registration[i].gone -> !registration[i].known && registration[i].destroyed
               : registration[i].queue == 0 && !registration[i].running && !registration[i].destroyed)
    }
}
