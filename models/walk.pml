/* A Walk through a Block, and those who interrupt it. The walker's store to `position` stands in a store buffer, from
 * which memory takes it when it likes, a heavy fence at once, and the walker's own lock too. What is under the lock is
 * atomic here, except for stop(), which meets the walker without one. */

#include "block.pml"

/* Dispatcher::unsubscribe() */
inline unsubscribe(whose, caller, own) {
    lock();
    if
    :: !known(whose) -> locked = false
    :: else ->
        if
        :: !has(block.gone, whose) ->
            if
            :: block.change && has(block.in_step, whose) -> straggle(whose, own)
            :: else
            fi;
            atomic {
                block.gone = block.gone | mask(whose);
                discount(whose);
#ifdef RELEASES_RUNNING
                answer = release
#else
                answer = (straggler[whose].running -> 0 : release)
#endif
            }
        :: else
        fi;
        atomic {
            if
            :: answer == release
            :: else ->
                awaited = whose;
                closes_a_ring(whose, caller);
                answer = (caller != none && awaited == caller -> at_once : wait);
                awaited = none
            fi
        }
        if
        :: answer != at_once && caller != none && known(caller) ->
            straggle(caller, own);
            straggler[caller].waits_for = whose
        :: else
        fi;
        locked = false;
        if
        :: answer == at_once -> promised[whose].ended = true
        :: answer == release ->
            take_sink(whose);
            atomic { !locked -> released(whose); straggler[caller].waits_for = none; unadvise_returns(whose) }
        :: answer == wait ->
            atomic {
                !known(whose) && !locked -> straggler[caller].waits_for = none; unadvise_returns(whose)
            }
        fi;
        answer = 0
    fi
}

proctype Worker(byte me) {
    byte here, whom, target, each, stopper, at, come_to, next, awaited;
    bool owed, goes_on;
    mtype:farewell answer;

rest:
end_resting:
    atomic { /* Delivery::take() */
        !locked && (block_is_ready || is_due(1) || is_due(2) || is_due(SEATS)) ->
        walk[me].position = nowhere;
        if
        :: block_is_ready ->
            walk[me].phase = block.phase;
            walk[me].seats = block.to_tell;
            block.to_tell = 0;
            block.walk = me + 1
        :: is_due(1) -> whom = 1
        :: is_due(2) -> whom = 2
        :: SEATS > 2 && is_due(SEATS) -> whom = SEATS
        fi;
        if
        :: whom != none ->
            straggler[whom].running = true;
            walk[me].phase = straggler[whom].next;
            straggler[whom].next++;
            walk[me].seats = mask(whom);
            walk[me].running = whom;
            whom = none
        :: else
        fi;
        walk[me].left = walk[me].seats
    }
walk_on: /* Walk::next() */
    if
    :: walk[me].left == 0 -> goto back
    :: else ->
        atomic {
            flush(me);
            here = 0;
            do
            :: (walk[me].left & bit(here)) != 0 -> break
            :: else -> here++
            od;
            walk[me].left = walk[me].left & ~bit(here);
            walk[me].stored = here;
            walk[me].buffered = true
        }
        goes_on = !walk[me].stopped;
        if
        :: goes_on -> goes_on = false
        :: else -> walk[me].left = 0; walk[me].hesitates = true; goto back
        fi
    fi;
call:
    atomic { /* Walk::call() */
        whom = here + 1;
        assert(!promised[whom].ended && !promised[whom].destroyed && !promised[whom].called);
        assert(promised[whom].told + 1 == walk[me].phase);
        assert(walk[me].phase == 1 || !is_in_start(1) && !is_in_start(2) && !is_in_start(SEATS));
        promised[whom].told++;
        promised[whom].called = true
    }
    if
    :: skip
#ifndef CALLBACKS_ARE_QUIET
    :: target = 1
    :: target = 2
    :: SEATS > 2 -> target = SEATS
#endif
    fi;
#ifndef CALLBACKS_ARE_QUIET
    if
    :: target != none -> unsubscribe(target, whom, (me + 1)); target = none
    :: else
    fi;
#endif
    atomic { promised[whom].called = false; whom = none }
    goto walk_on;
back:
    atomic {
        lock_by_walker(me);
        goes_on = walk[me].hesitates && owes_a_call(here + 1); /* Walk::owes_a_call() */
        walk[me].hesitates = false;
        if
        :: goes_on -> goes_on = false; locked = false; goto call
        :: else
        fi;
        if /* Delivery::returned() */
        :: block.walk == me + 1 ->
            block.walk = none;
            count_returned(walk[me].seats, block.phase);
            phase_told()
        :: block.walk != me + 1 && walk[me].running != none ->
            whom = walk[me].running;
            assert(known(whom));
            straggler[whom].running = false;
            if
            :: has(block.gone, whom)
            :: else ->
                count_returned(mask(whom), (straggler[whom].next - 1));
                straggler[whom].next = (straggler[whom].next > PHASES -> none : straggler[whom].next);
                whom = none
            fi
        :: else
        fi;
        walk[me].position = 0; walk[me].stopped = false; walk[me].running = none;
        walk[me].seats = 0; walk[me].phase = 0; here = 0;
        locked = false
    }
    if
    :: whom != none ->
        take_sink(whom);
        atomic { !locked -> released(whom); whom = none }
    :: else
    fi;
    goto rest
}

/* A thread of a client. */
proctype Client(byte whom) {
    byte each, stopper, at, come_to, next, awaited;
    bool owed;
    mtype:farewell answer;

    unsubscribe(whom, none, none)
}

/* Delivery::tick(), whenever somebody's patience may be over. */
proctype Watch() {
    byte whose, each, stopper, at, come_to, next;
    bool owed;

end_watching:
    do
    :: atomic { !locked && block.walk != none -> locked = true }
        interrupt(none); /* scatter() */
        for (whose : 1 .. SEATS) {
            if
            :: has(block.to_tell, whose) -> straggle(whose, none)
            :: else
            fi
        }
        atomic { whose = 0; locked = false }
    od
}

/* Takes what stands in the store buffers, whenever it likes. */
proctype Memory() {
    byte w;
end_idle:
    do
    :: atomic { walk[0].buffered -> flush(0) }
    :: atomic { walk[1].buffered -> flush(1) }
    od
}

init {
    byte i;
    atomic {
        block.taken = bit(SEATS) - 1;
        block.in_step = block.taken;
        block.to_tell = block.taken;
        block.change = true;
        block.phase = 1;
        for (i : 1 .. PHASES) {
            not_returned[i] = SEATS
        }
        run Worker(0);
        run Worker(1);
        select (i : 1 .. SEATS);
        run Client(i);
        run Watch();
        run Memory()
    }
    timeout; /* nothing moves any more */
    assert(!block.change && not_returned[1] == 0 && not_returned[PHASES] == 0);
    for (i : 1 .. SEATS) {
        assert(!known(i) || promised[i].told == PHASES && !has(block.gone, i))
    }
}
