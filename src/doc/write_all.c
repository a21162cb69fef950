#include "doc/write_all.h"

#include <errno.h>
#include <unistd.h>

enum rc write_all(int fd, struct str bytes, struct err *e)
{
	while (bytes.n > 0) {
		ssize_t n = write(fd, bytes.p, bytes.n);
		if (n < 0 && errno != EINTR)
			return err_detail(e, RC_IO, "write: errno %d", errno);
		if (n > 0)
			bytes = (struct str){bytes.p + n, bytes.n - (size_t)n};
	}
	return RC_OK;
}
