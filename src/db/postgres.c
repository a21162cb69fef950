#include "db/engine.h"

enum rc postgres_open(const char *address, int flags, struct db **out, struct err *e)
{
	(void)address;
	(void)flags;
	(void)out;
	return err_set(e, RC_IO, "PostgreSQL chưa dùng được.");
}
