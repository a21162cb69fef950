/* table.c: all operations of the program. */
#include "table.h"

const struct op *const op_tables[] = {APP_OPS, NULL};
