# The same seed twice: what is printed of each event must be the same, and there must be events. The last line tells the
# time that it took, and is left out.
foreach(run first second)
    execute_process(COMMAND ${SIM} --seed 4711 OUTPUT_VARIABLE printed COMMAND_ERROR_IS_FATAL ANY)
    string(REGEX REPLACE "{\"seeds\".*" "" ${run} "${printed}")
endforeach()
string(LENGTH "${first}" size)
if(NOT first STREQUAL second OR size LESS 10000)
    message(FATAL_ERROR "the same seed gave two lives, or none")
endif()
