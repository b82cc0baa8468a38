# Whether a life comes to what the baseline says; a change of policy takes its new figures along.
execute_process(COMMAND ${LIFE} OUTPUT_VARIABLE now COMMAND_ERROR_IS_FATAL ANY)
file(READ ${BASELINE} before)
if(NOT now STREQUAL before)
    message(FATAL_ERROR "a life comes to other figures. Before:\n${before}Now:\n${now}"
            "Where that is what was wanted: offlined_life >sim/life/baseline.json")
endif()
