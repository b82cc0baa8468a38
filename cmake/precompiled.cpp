// The headers come with the command line; this only makes them be compiled.
int main() {}
