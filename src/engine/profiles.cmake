# The sources that keep profiles on disk; CMakeLists.txt builds them into the engine.
set(profile_sources new_file.cpp profile_file.cpp profile_keys.cpp profile_print.cpp profile_store.cpp)
