/* openapi.h: what `thidua openapi` prints and /openapi.json answers. */
#ifndef OP_OPENAPI_H
#define OP_OPENAPI_H

#include "base/buf.h"

void openapi_write(struct buf *b);

#endif
