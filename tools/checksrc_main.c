/* checksrc ROOT: prints faults of the source; 0 when there are none. */
#include "tools/checksrc.h"

int main(int argc, char **argv)
{
	int faults = argc == 2 ? checksrc_run(argv[1], stdout) : -1;
	if (faults < 0)
		fprintf(stderr, "usage: checksrc FOLDER\n");
	else if (faults > 0)
		printf("%d faults\n", faults);
	return faults == 0 ? 0 : 1;
}
