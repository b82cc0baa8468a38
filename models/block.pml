/* A Block, the Walk through it and the Stragglers out of it: what Delivery knows, and does under the lock. For
 * walk.pml. */

#define WORKERS 2
#ifndef SEATS
#define SEATS 3
#endif
#ifndef PHASES
#define PHASES 2
#endif
#define all_told (PHASES + 1)
#define nowhere SEATS
#define none 0

#define bit(at) (1 << (at))
#define seat(token) ((token) - 1) /* a token is a seat and one: no seat is given away twice here */
#define mask(token) bit(seat(token))
#define has(seats, token) (((seats) & mask(token)) != 0)

mtype:farewell = { release, wait, at_once };

typedef Walk {
    byte position, stored; /* in memory, and in the walker's store buffer where it is `buffered` */
    bool buffered, stopped;
    byte seats, left;
    byte phase;
    byte running;          /* whose call runs: of a straggler, or where it was interrupted */
    bool hesitates;
};

typedef Block {
    byte taken, gone, straggling, in_step, to_tell;
    bool change;
    byte phase;
    byte walk;             /* the worker's number and one */
};

typedef Straggler {
    byte next;             /* the phase it is told next; none: its queue is empty */
    bool running;
    byte waits_for;
};

typedef Promised {
    byte told;             /* the phases it was called for */
    bool called, destroyed, ended;
};

bool locked;
Walk walk[WORKERS];
Block block;
Straggler straggler[SEATS + 1];
Promised promised[SEATS + 1];
byte not_returned[PHASES + 1];

#define known(token) has(block.taken, token)
#define is_released(phase) ((phase) == 1 || not_returned[1] == 0)
#define is_due(t) (has(block.straggling & ~block.gone, t) && !straggler[t].running && \
                   straggler[t].next != none && is_released(straggler[t].next))
/* The next phase waits for these: whoever ended is waited for by its Unadvise alone. */
#define is_in_start(t) (promised[t].called && promised[t].told == 1 && !has(block.gone, t))

/* Of whom the walker published and did not call. */
#if defined(FORGETS_WHAT_IT_OWES)
#define owes_a_call(t) false
#elif defined(CALLS_WHERE_IT_HESITATES)
#define owes_a_call(t) true
#elif defined(CALLS_THE_GONE)
#define owes_a_call(t) (walk[me].running == (t))
#else
#define owes_a_call(t) (walk[me].running == (t) && !has(block.gone, t))
#endif

#define block_is_ready (block.to_tell != 0 && block.walk == none && is_released(block.phase))

inline flush(worker) {
    if
    :: walk[worker].buffered ->
        walk[worker].position = walk[worker].stored;
        walk[worker].buffered = false;
        walk[worker].stored = 0
    :: else
    fi
}

inline lock() {
    atomic { !locked -> locked = true }
}

inline lock_by_walker(worker) {
    !locked -> locked = true;
    flush(worker)
}

inline count_returned(these, of_phase) {
    for (each : 0 .. SEATS - 1) {
        if
        :: (these & bit(each)) != 0 -> assert(not_returned[of_phase] > 0); not_returned[of_phase]--
        :: else
        fi
    }
    each = 0
}

inline phase_told() {
    if
    :: block.to_tell == 0 && block.walk == none ->
        block.phase = (block.in_step == 0 -> all_told : block.phase + 1);
        if
        :: block.phase == all_told -> block.in_step = 0; block.change = false
        :: else
        fi;
        block.to_tell = block.in_step
    :: else
    fi
}

inline new_straggler(whose) {
    block.straggling = block.straggling | mask(whose);
    block.in_step = block.in_step & ~mask(whose);
    block.to_tell = block.to_tell & ~mask(whose)
}

/* Walk::stop() and Delivery::interrupt(). `own`: the walk of this very thread. */
inline interrupt(own) {
    walk[block.walk - 1].stopped = true;
#ifndef NO_HEAVY_FENCE
    atomic {
        if
        :: block.walk != own -> flush(block.walk - 1)
        :: else
        fi
    }
#endif
    atomic {
        stopper = block.walk - 1;
        at = (walk[stopper].buffered && block.walk == own -> walk[stopper].stored : walk[stopper].position);
        block.walk = none;
        come_to = (at == nowhere -> 0 : walk[stopper].seats & (bit(at) | (bit(at) - 1)));
        block.to_tell = block.to_tell | (walk[stopper].seats & ~come_to);
        count_returned((come_to & ~bit(at)), block.phase);
        if
        :: at != nowhere ->
            new_straggler(at + 1);
            straggler[at + 1].running = true;
            straggler[at + 1].next = block.phase + 1;
            walk[stopper].running = at + 1
        :: else
        fi;
        phase_told();
        stopper = 0; at = 0; come_to = 0
    }
}

inline straggle(whose, own) {
    if
    :: block.walk != none && has(block.in_step, whose) -> interrupt(own)
    :: else
    fi;
    atomic {
        if
        :: has(block.straggling, whose)
        :: else ->
            owed = block.change && has(block.in_step, whose);
            next = block.phase + (has(block.to_tell, whose) -> 0 : 1);
            new_straggler(whose);
            straggler[whose].next = (owed && next <= PHASES -> next : none);
            if
            :: owed -> phase_told()
            :: else
            fi;
            owed = false; next = 0
        fi
    }
}

inline discount(whose) {
    if
    :: straggler[whose].next != none ->
        next = straggler[whose].next - (straggler[whose].running -> 1 : 0);
        for (each : next .. PHASES) {
            assert(not_returned[each] > 0);
            not_returned[each]--
        }
        each = 0; next = 0;
        straggler[whose].next = none
    :: else
    fi
}

inline closes_a_ring(whose, caller) {
    do
    :: awaited == caller || awaited == none -> break
    :: else -> awaited = straggler[awaited].waits_for
    od
}

inline take_sink(whose) {
    assert(!promised[whose].called && !promised[whose].destroyed);
    promised[whose].destroyed = true
}

inline released(whose) {
    straggler[whose].next = none; straggler[whose].running = false;
    block.straggling = block.straggling & ~mask(whose);
    block.gone = block.gone & ~mask(whose);
    block.in_step = block.in_step & ~mask(whose);
    block.taken = block.taken & ~mask(whose)
}

inline unadvise_returns(whose) {
    assert(!promised[whose].called && promised[whose].destroyed && !known(whose));
    promised[whose].ended = true
}
